"""How the service is, part by part: ok, late or failed, and since when. Nothing here says anything of anybody."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from threading import Lock

from nyspor.console import in_words, translate
from nyspor.forms_service.outbox import Outbox, OutboxUnavailable
from nyspor.forms_service.records import QueueState
from nyspor.forms_service.staff_file import StaffFile
from nyspor.problems import N_

LATE = timedelta(minutes=15)
"""A mail that has waited for so long is late."""

FAILING = timedelta(hours=1)
"""A mail server that has let nobody in for so long has failed; before that mails are late."""

log = logging.getLogger("nyspor.health")


class Condition(StrEnum):
    """How a part is."""

    OK, LATE, FAILED = "ok", "late", "failed"


@dataclass(frozen=True)
class Part:
    """How a part is; `since` when (None: not known), and why, in a word or code without an address (`451 4.7.1 CONNECT`)."""

    condition: Condition = Condition.OK
    since: datetime | None = None
    reason: str = ""

    def as_json(self) -> dict[str, str | None]:
        since = self.since.isoformat(timespec="seconds") if self.since else None
        return {"state": self.condition, "since": since, "reason": self.reason}


@dataclass
class SendingStatus:
    """What the mail server said last where it let nobody in ('' where it did), and since when."""

    failure: str = ""
    since: datetime | None = None

    def failed(self, reason: str, now: datetime) -> bool:
        """Note a failure; return whether it is another one than before."""
        is_new = reason != self.failure
        self.failure, self.since = reason, self.since or now
        return is_new

    def works(self) -> bool:
        """Note that the server has let us in; return whether it had not before."""
        was_failing = bool(self.failure)
        self.failure, self.since = "", None
        return was_failing


def receiving(outbox: Outbox, now: datetime) -> Part:
    """Whether what residents send can be put on the disk: it is tried."""
    try:
        outbox.write_heartbeat(now)
    except OutboxUnavailable:
        return Part(Condition.FAILED, reason="database")
    return Part()


def sending(queue: QueueState, status: SendingStatus, now: datetime) -> Part:
    """Whether mails leave."""
    if status.since and now - status.since >= FAILING:
        return Part(Condition.FAILED, status.since, status.failure)
    if queue.oldest and now - queue.oldest >= LATE:
        return Part(Condition.LATE, queue.oldest + LATE, status.failure or queue.waiting_for)
    return Part()


def delivering(queue: QueueState) -> Part:
    """Whether every mail that has left was taken: dead letters wait for somebody to retry or drop them."""
    if queue.dead_since:
        return Part(Condition.LATE, queue.dead_since, queue.dead_of)
    return Part()


def parts_of_forms(
    outbox: Outbox, status: SendingStatus, staff_file: StaffFile, clock: Callable[[], datetime]
) -> Mapping[str, Part]:
    """How receiving and sending are, and whom mails go to."""
    now, staff = clock(), staffed(staff_file)
    received = receiving(outbox, now)
    try:
        queue = outbox.queue()
    except OutboxUnavailable:
        unknown = Part(Condition.FAILED, reason="database")
        return {"receives": received, "sends": unknown, "delivers": unknown, "staff": staff}
    return {
        "receives": received,
        "sends": sending(queue, status, now),
        "delivers": delivering(queue),
        "staff": staff,
    }


def staffed(staff_file: StaffFile) -> Part:
    """Whether those who are written to are those that `staff.yaml` says now."""
    staff_file()
    return Part(Condition.LATE, reason="staff") if staff_file.unusable else Part()


CONDITIONS = {Condition.OK: N_("works"), Condition.LATE: N_("is late"), Condition.FAILED: N_("fails")}  # fmt: skip
LEVELS = {Condition.OK: logging.INFO, Condition.LATE: logging.WARNING, Condition.FAILED: logging.ERROR}  # fmt: skip
PARTS = {
    "receives": N_("Receiving forms"),
    "sends": N_("Sending mail"),
    "delivers": N_("Delivering mail"),
    "staff": N_("Reading staff.yaml"),
    "publishes": N_("Publishing"),
    "due": N_("Publishing what is due"),
}

REASONS = {
    "database": N_("The database cannot be written."),
    "staff": N_("It cannot be used, so what it said before holds."),
    "publication": N_("The log says why, and so does: nyspor doctor"),
    "held": N_("An earlier release is served until somebody publishes again."),
    "due": N_("What is due has not come out."),
}
"""What the log says for the reasons that are no mail server's codes."""


def _in_words(reason: str) -> str:
    return translate(REASONS[reason]) if reason in REASONS else reason


class HealthMonitor:
    """Looks at the parts, remembers since when each is as it is, and logs every change once."""

    def __init__(
        self, parts: Callable[[], Mapping[str, Part]], clock: Callable[[], datetime]
    ) -> None:
        self._parts, self._clock, self._known = parts, clock, dict[str, Part]()
        self._lock = Lock()

    def look(self) -> Mapping[str, Part]:
        """The parts as they are now. It may wait for the disk."""
        found = self._parts()
        with self._lock:
            for name, part in found.items():
                self._known[name] = self._since(name, part)
            return dict(self._known)

    def _since(self, name: str, part: Part) -> Part:
        before = self._known.get(name)
        if before and (before.condition, before.reason) == (part.condition, part.reason):
            return replace(part, since=part.since or before.since)
        if before is not None or part.condition is not Condition.OK:
            words = in_words(
                N_("{part} {condition}. {reason}"),
                part=translate(PARTS[name]),
                condition=translate(CONDITIONS[part.condition]),
                reason=_in_words(part.reason),
            )
            log.log(LEVELS[part.condition], words.strip())
        return replace(part, since=part.since or self._clock())
