"""What members are told of their group's meetings: pure functions on what was told last and what the site says now.

A meeting is known by its id, so that it can move. Nobody is told of what is past, nor of a title that was corrected.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from nyspor.text.danish import COPENHAGEN

REMIND_FROM_HOUR = 8
"""The hour in Denmark from which members are reminded of the next day's meetings."""


@dataclass(frozen=True)
class GroupMeeting:
    """A meeting as the site announces it. Times are instants; one without hours lasts its `whole_day`.

    `end` is None where nobody has said when it ends. `event` is the meeting in the site's calendar: a VEVENT.
    """

    id: str
    start: datetime
    place: str
    event: str
    end: datetime | None = None
    whole_day: bool = False
    title: str = ""
    revision: int = 0
    cancelled: bool = False

    @property
    def terms(self) -> tuple[object, ...]:
        """When and where it is: what a member has to know to come."""
        return self.start, self.end, self.whole_day, " ".join(self.place.casefold().split())


class News(StrEnum):
    """What has become of a meeting."""

    NONE = ""
    NEW = "new"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    HELD_AFTER_ALL = "held"


@dataclass(frozen=True)
class Told:
    """What members have been told of a meeting: how it was then, and with which sequence number for calendars.

    `news` is what they were told last, at `at`, and `before` how the meeting was until then.
    """

    meeting: GroupMeeting
    sequence: int
    news: News = News.NONE
    at: datetime | None = None
    before: GroupMeeting | None = None


def first_seen(meetings: Iterable[GroupMeeting]) -> dict[str, Told]:
    """Return the meetings of a group that has just appeared: its members know them from their receipts."""
    return {meeting.id: Told(meeting, meeting.revision) for meeting in meetings}


def tell(
    known: Mapping[str, Told], meetings: Sequence[GroupMeeting], now: datetime
) -> dict[str, Told]:
    """Return what members know of the meetings by id, once they have been told what is new: where `at` is `now`."""
    found = {meeting.id: _tell(known.get(meeting.id), meeting, now) for meeting in meetings}
    for id, told in known.items():
        if id not in found and now < told.meeting.start:
            gone = replace(told.meeting, cancelled=True)
            found[id] = _tell(told, gone, now)
    return found


def _tell(told: Told | None, meeting: GroupMeeting, now: datetime) -> Told:
    news = _news(told.meeting if told else None, meeting, now)
    if told is None:
        return Told(meeting, meeting.revision, news, now if news else None)
    if not news:
        return replace(told, meeting=meeting)
    sequence = max(meeting.revision, told.sequence + 1)
    return Told(meeting, sequence, news, now, told.meeting)


def _news(before: GroupMeeting | None, meeting: GroupMeeting, now: datetime) -> News:
    if before is None:
        return News.NEW if now < meeting.start and not meeting.cancelled else News.NONE
    if meeting.cancelled:
        is_news = not before.cancelled and now < max(before.start, meeting.start)
        return News.CANCELLED if is_news else News.NONE
    if meeting.start <= now:
        return News.NONE
    if before.cancelled:
        return News.HELD_AFTER_ALL
    return News.CHANGED if before.terms != meeting.terms else News.NONE


def told_now(known: Mapping[str, Told], now: datetime) -> list[Told]:
    """Return what is to be told now, in the order of the meetings."""
    found = [told for told in known.values() if told.news and told.at == now]
    return sorted(found, key=lambda told: told.meeting.start)


def tomorrow(known: Mapping[str, Told], now: datetime) -> Iterator[GroupMeeting]:
    """Yield the meetings of tomorrow that members are to be reminded of today; not those they were told of today."""
    today = now.astimezone(COPENHAGEN)
    if today.hour < REMIND_FROM_HOUR:
        return
    for told in known.values():
        meeting = told.meeting
        day = meeting.start.astimezone(COPENHAGEN).date()
        heard_today = told.at and told.at.astimezone(COPENHAGEN).date() == today.date()
        if day == today.date() + timedelta(days=1) and not meeting.cancelled and not heard_today:
            yield meeting
