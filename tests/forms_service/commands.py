"""`nyspor …` as it is typed in a folder, with exactly the environment that a test gives it."""

from __future__ import annotations

import locale
import os
import shutil
from pathlib import Path
from unittest.mock import patch

from click.testing import Result
from typer.testing import CliRunner

from nyspor.cli.commands import app
from tests.builders import write_settings
from tests.forms_service.running_service import ROOT, write_targets

THEN = Path(__file__).parent / "version_0_1"
"""Working data of version 0.1: see `version_0_1/make.py`."""

SECRET = (THEN / "secret").read_text("ascii")


def nyspor(environ: dict[str, str], *words: str) -> Result:
    """What came of a command, run in the folder that one stands in."""
    shown = {"COLUMNS": "200", "PATH": os.environ["PATH"]}
    before = locale.setlocale(locale.LC_ALL)
    try:
        with patch.dict(os.environ, shown | environ, clear=True):
            return CliRunner().invoke(app, words)
    finally:
        locale.setlocale(locale.LC_ALL, before)  # Pelican sets it as it reads its settings


def environ_in(folder: Path, **changes: str) -> dict[str, str]:
    """What the real service needs to know, and nothing that has a default."""
    book = folder / "adresser.yaml"
    book.write_text("redaktion: redaktion@kommune.example\nstier: stier@kommune.example\n")
    needed = {
        "NYSPOR_SECRET": SECRET,
        "NYSPOR_SITEURL": "https://blog.example",
        "NYSPOR_SENDER": "Bloggen <blog@kommune.example>",
        "NYSPOR_ADDRESSES": str(book),
    }
    return needed | changes


def a_site_of_0_1(folder: Path) -> Path:
    """A folder that version 0.1 has been used in: its working data lie in `var/`."""
    var = folder / "var"
    var.mkdir()
    for path in THEN.glob("outbox.sqlite*"):
        shutil.copyfile(path, var / path.name)
    shutil.copytree(THEN / "mail", var / "mail")
    shutil.copytree(THEN / "content", folder / "content")
    shutil.copyfile(THEN / "secret", var / "secret")
    (var / "magazine/2013").mkdir(parents=True)
    (var / "magazine/2013/magasin-2013.pdf").write_bytes(b"%PDF")
    (var / "state").mkdir()
    write_targets(var / "forms.json")
    write_settings(folder)
    (folder / "theme").symlink_to(ROOT / "theme")
    return folder


def everything_in(folder: Path) -> set[str]:
    """All that lies in a folder, by path."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
