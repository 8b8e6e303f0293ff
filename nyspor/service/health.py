"""How publishing is, for monitoring. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from nyspor.forms_service.health import Condition, Part
from nyspor.publishing.status import PublishingStatus

LATE, FAILED = timedelta(minutes=2), timedelta(minutes=15)
"""How long after its time something that is due has not come out when it is late, and when that has failed."""


def publishing_part(status: PublishingStatus, failing_since: datetime | None = None) -> Part:
    """Whether the site can be published. After a rollback it is late: somebody has to publish again.

    `failing_since` is when the first of several failures was, where that is known.
    """
    if status.failure:
        return Part(Condition.FAILED, failing_since or status.last_failure, "publication")
    if status.held_since:
        return Part(Condition.LATE, status.held_since, "held")
    return Part()


def due_part(due: datetime | None, now: datetime, by_itself: bool) -> Part:
    """Whether what is due has come out. Where nothing is published `by_itself`, it is late and has not failed."""
    if due is None or now - due < LATE:
        return Part()
    is_late = now - due < FAILED or not by_itself
    return Part(Condition.LATE if is_late else Condition.FAILED, due, "due")
