"""The steps at which the service may be watched, so that a test can stop it at each of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

BODY_READ: Final = "body read"
BEFORE_COMMIT: Final = "before commit"
AFTER_COMMIT: Final = "after commit"
BEFORE_ANSWER: Final = "before answer"
CLAIMED: Final = "claimed"
AFTER_250: Final = "after 250"
MARKED: Final = "marked"
FILE_BEGUN: Final = "file begun"
FILE_SYNCED: Final = "file synced"
FILE_NAMED: Final = "file named"
DECIDED: Final = "decided"

Watch = Callable[[str], None]


def nothing(step: str) -> None:
    """What watches in production."""
