"""The units in `deploy/systemd`: systemd finds no fault in them, and they may do as little as docs/drift/tjenesten.md says."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.deploy.nginx import DEPLOY, ROOT

pytestmark = pytest.mark.system

UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
EXPOSURE = 1.5
"""What `systemd-analyze security` may say of a service at most: 0 is shut off, 10 may do anything."""


def analyzed(*arguments: str | Path) -> str:
    """What systemd-analyze prints; fails where it finds a fault."""
    result = subprocess.run(
        ["systemd-analyze", "--no-pager", *arguments], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    return result.stdout


def test_systemd_finds_no_fault_in_the_units(tmp_path: Path) -> None:
    """The command lies where it is installed, which is not on this machine."""
    for unit in UNITS:
        text = unit.read_text("utf-8").replace("/opt/nyspor/bin/nyspor", "/bin/true")
        (tmp_path / unit.name).write_text(text, "utf-8")
    assert analyzed("verify", *tmp_path.iterdir()) == ""


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_service_is_shut_off(unit: Path) -> None:
    found = re.search(r"exposure level for \S+: ([\d.]+)", analyzed("security", "--offline=true", unit))  # fmt: skip
    assert found
    assert float(found[1]) <= EXPOSURE


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_service_writes_where_the_page_says(unit: Path) -> None:
    page = (ROOT / "docs/drift/tjenesten.md").read_text("utf-8")
    said = re.search(rf"^\| `{re.escape(unit.name)}` \| (.*) \|$", page[page.index("<!-- folders -->") :], re.M)  # fmt: skip
    assert said
    assert re.findall(r"`([^`]+)`", said[1]) == list(written_folders(unit.read_text("utf-8")))


def written_folders(unit: str) -> Sequence[str]:
    lines = re.findall(r"^ReadWritePaths=(.*)$", unit, re.MULTILINE)
    return [folder.removeprefix("-") for line in lines for folder in line.split()]


def test_every_unit_is_described() -> None:
    page = (ROOT / "docs/drift/tjenesten.md").read_text("utf-8")
    assert [unit.name for unit in UNITS if unit.stem not in page] == []
