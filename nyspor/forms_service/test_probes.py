"""Points in the service that call a probe, with which a test can stop or kill it there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

BODY_READ: Final = "body read"
BEFORE_COMMIT: Final = "before commit"
AFTER_COMMIT: Final = "after commit"
BEFORE_ANSWER: Final = "before answer"
CLAIMED: Final = "claimed"
AFTER_250: Final = "after 250"
RECORDED: Final = "recorded"
DECISION_CLAIMED: Final = "decision claimed"
FILE_BEGUN: Final = "file begun"
FILE_SYNCED: Final = "file synced"
FILE_NAMED: Final = "file named"
FILE_REMOVED: Final = "file removed"
DECIDED: Final = "decided"

TestProbe = Callable[[str], None]


def no_probe(step: str) -> None:
    """The probe in production: does nothing."""
