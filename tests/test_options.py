"""The options that commands share, and who may give them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import typer

from nyspor.cli.options import folder_to_make
from nyspor.cli.site_in_use import refuse_root


def test_a_folder_that_is_there_or_can_be_made_is_taken(tmp_path: Path) -> None:
    assert folder_to_make(tmp_path) == tmp_path
    assert folder_to_make(tmp_path / "a/b") == tmp_path / "a/b"


@pytest.mark.parametrize("path", ["file", "file/2026"])
def test_a_file_in_the_way_of_a_folder_is_told_of(
    tmp_path: Path, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(typer.Exit):
        folder_to_make(tmp_path / path)
    assert "en fil" in capsys.readouterr().err


def test_root_is_sent_to_the_user_that_the_site_belongs_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    if os.getuid() == 0:
        refuse_root("publish", tmp_path)
        os.chown(tmp_path, 65534, 65534)
    with pytest.raises(typer.Exit):
        refuse_root("publish", tmp_path)
    assert "nyspor publish" in capsys.readouterr().err


def test_another_user_than_root_may_try(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1234)
    refuse_root("publish", tmp_path)
