"""The sample as 0.1 had it, in a copy of the repository, becomes a site of this version without a manual step."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

from tests.conftest import ROOT
from tests.site.building import environment

VERSION_0_1 = files("nyspor.migrations") / "version_0_1"


def nyspor(folder: Path, *arguments: str) -> str:
    """Run a command in a site's folder; return what it printed."""
    command = [sys.executable, "-c", "from nyspor.cli import main; main()", *arguments]
    result = subprocess.run(
        command,
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def test_the_sample_of_0_1_is_upgraded_checked_and_built(tmp_path: Path) -> None:
    shutil.copytree(
        ROOT / "content", tmp_path / "content", ignore=shutil.ignore_patterns("schema.yaml")
    )
    for name in ("pelicanconf.py", "publishconf.py"):
        (tmp_path / name).write_bytes((VERSION_0_1 / f"{name}.txt").read_bytes())
    assert "+skema: 2" in nyspor(tmp_path, "upgrade", "--yes")
    assert "Alt er i orden" in nyspor(tmp_path, "check")
    pelican = ["-m", "pelican", "content", "-s", "pelicanconf.py", "-q"]
    subprocess.run([sys.executable, *pelican], cwd=tmp_path, env=environment(), check=True)
    assert "Nye veje til velfærd" in (tmp_path / "output/index.html").read_text("utf-8")
