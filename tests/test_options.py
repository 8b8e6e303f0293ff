"""The options that commands share."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from nyspor.cli.options import folder_to_make


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
