"""The options that commands share, and who may give them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from nyspor.cli.commands import FOR_THE_OWNER, app
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


@pytest.mark.parametrize("command", FOR_THE_OWNER)
def test_a_command_that_writes_in_the_site_does_nothing_for_root(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    if os.getuid() == 0:
        os.chown(tmp_path, 65534, 65534)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    result = CliRunner().invoke(app, [command, "x"])
    assert result.exit_code == 2
    assert f"nyspor {command}" in result.stderr
    assert not list(tmp_path.iterdir())


def test_every_group_of_commands_that_looks_after_the_service_is_for_the_owner() -> None:
    groups = {group.name for group in app.registered_groups}
    assert groups - set(FOR_THE_OWNER) == {"topics", "magazine"}
