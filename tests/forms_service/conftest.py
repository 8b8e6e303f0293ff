from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.forms_service.running_service import RunningService, running_service


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever settings do not name is looked for in the folder that one stands in."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[RunningService]:
    """A service in an empty folder."""
    with running_service(tmp_path) as running:
        yield running
