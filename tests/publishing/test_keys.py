"""`nyspor keys`: a new key signs beside the old one until that is retired, and never is there none."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from nyspor.cli.commands import app
from nyspor.publishing.signing_keys import is_signed, make_key, read_keys, signature_file


@pytest.fixture(autouse=True)
def in_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def keys(*options: str) -> Result:
    return CliRunner().invoke(app, ["keys", *options])


def test_the_first_key_is_made_where_there_is_none(tmp_path: Path) -> None:
    said = keys().output
    [key] = read_keys(tmp_path / "data/keys")
    assert said == f"{key.id}  {key.public}  data/keys/0001.pem\n"
    assert (tmp_path / "data/keys/0001.pem").stat().st_mode & 0o077 == 0


def test_rotation(tmp_path: Path) -> None:
    old = make_key(tmp_path / "data/keys")
    keys("--new")
    new, also = read_keys(tmp_path / "data/keys")
    assert also.public == old.public
    signed = signature_file(b"message", [new, also])
    assert is_signed(b"message", signed, old.public)
    assert is_signed(b"message", signed, new.public)
    retired = keys("--retire", old.id)
    assert retired.exit_code == 0
    assert old.public in retired.output
    assert [key.public for key in read_keys(tmp_path / "data/keys")] == [new.public]


def test_the_only_key_is_not_retired(tmp_path: Path) -> None:
    key = make_key(tmp_path / "data/keys")
    refused = keys("--retire", key.id)
    assert refused.exit_code == 1
    assert "den eneste nøgle" in refused.output
    assert "Ingen nøgle her hedder 0000" in keys("--retire", "0000").output
    assert len(read_keys(tmp_path / "data/keys")) == 1
