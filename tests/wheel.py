"""The wheel of this checkout."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
NOT_SOURCES = shutil.ignore_patterns(
    *(".*", "build", "data", "node_modules", "output", "public", "var", "*.egg-info", "__pycache__")
)
SAMPLE = {"content", "brand.yaml", "pelicanconf.py", "publishconf.py"}
"""What lies beside the engine's sources in this repository, and in no package."""


def not_copied(folder: str, names: list[str]) -> set[str]:
    """The names in a folder that are no sources of the engine's."""
    return NOT_SOURCES(folder, names) | (SAMPLE if Path(folder) == ROOT else set())


def build_wheel(folder: Path) -> Path:
    """Build the wheel in a folder, from a copy of the sources; return its file."""
    shutil.copytree(ROOT, folder / "sources", symlinks=True, ignore=not_copied)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", folder, folder / "sources"], check=True)
    return next(folder.glob("*.whl"))
