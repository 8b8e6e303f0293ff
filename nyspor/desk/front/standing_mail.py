"""Mail that stands still: what a server has refused, and what waits for longer than it should. Nothing here names anybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from nyspor.desk.answers import At
from nyspor.desk.people.sign_in_mail import PURPOSE as SIGN_IN
from nyspor.desk.state import DeskState
from nyspor.forms_service.health import LATE
from nyspor.forms_service.outbox import OutboxUnavailable
from nyspor.forms_service.records import MailRecord
from nyspor.problems import T_

HELD_TOO_LONG = timedelta(hours=1)
"""How long a mail may wait for the site to be published; that takes minutes."""

TO_STAFF = ("editor", "undo")
"""What the purposes of mails to the staff begin with that are about something a resident has sent."""


class Standing(StrEnum):
    """Why mails stand still."""

    REFUSED = "refused"
    LATE = "late"
    HELD = "held"


@dataclass(frozen=True)
class StandingMail:
    """Mails of a kind that stand still for the same reason: how many, since when, and what the server said last ('' for nothing).

    `kind` is a message id of the theme's catalogue; what the server said is codes alone, never an address.
    """

    kind: str
    why: Standing
    said: str
    count: int
    since: datetime


def standing_mail(state: DeskState, at: At) -> list[StandingMail]:
    """Return what editors and administrators are told of mail that stands still; nothing for others."""
    if state.forms is None or not at.person.is_editor:
        return []
    outbox = state.forms.outbox
    try:
        records = [*outbox.mails("dead"), *outbox.mails("queued")]
    except OutboxUnavailable:
        return []
    return still(records, state.forms.sending.failure, state.clock())


def still(records: Iterable[MailRecord], failure: str, now: datetime) -> list[StandingMail]:
    """Return the mails that stand still by kind and reason, those that were refused first.

    `failure` is what the server said last where it let nobody in.
    """
    found: dict[tuple[Standing, str, str], list[MailRecord]] = {}
    for mail in records:
        if why := _why(mail, now):
            said = "" if why is Standing.HELD else mail.reason or failure
            found.setdefault((why, _kind(mail), said), []).append(mail)
    lines = [
        StandingMail(kind, why, said, len(mails), min(each.changed for each in mails))
        for (why, kind, said), mails in found.items()
    ]
    order = [*Standing]
    return sorted(lines, key=lambda line: (order.index(line.why), line.since, line.kind))


def _why(mail: MailRecord, now: datetime) -> Standing | None:
    """Why a mail stands still; None where it does not."""
    if mail.state == "dead":
        return Standing.REFUSED
    if mail.state != "queued":
        return None
    if mail.held:
        return Standing.HELD if now - mail.changed >= HELD_TOO_LONG else None
    return Standing.LATE if now - mail.changed >= LATE else None


def _kind(mail: MailRecord) -> str:
    if mail.purpose == SIGN_IN:
        return T_("Links to sign in with")
    if not mail.submission or mail.purpose.startswith(TO_STAFF):
        return T_("Mails to the staff")
    return T_("Mails to residents")
