"""A site to be backed up, which is the current folder, and where the backups go."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.backup.builders import a_site


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = a_site(tmp_path / "site")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backup"
