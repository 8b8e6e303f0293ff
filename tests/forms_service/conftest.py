from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.forms_service.house import House, a_house


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A hook in an empty folder."""
    with a_house(tmp_path) as running:
        yield running
