"""What members are told of meetings: what is new to them, once, and never of what is past."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nyspor.members import meeting_table
from nyspor.members.meetings import (
    GroupMeeting,
    News,
    Told,
    first_seen,
    tell,
    told_now,
    tomorrow,
)
from tests.members.builders import GROUP, NOW, database

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
WINTER = GroupMeeting(
    "vinter", NOW + 30 * DAY, "Biblioteket", "BEGIN:VEVENT", title="Hvad skal der plantes?"
)
PAST = GroupMeeting("opstart", NOW - DAY, "Skolen", "BEGIN:VEVENT")


def news(before: GroupMeeting, after: GroupMeeting, now: datetime = NOW) -> News:
    """What members hear when a meeting that they know becomes another."""
    (told,) = tell(first_seen([before]), [after], now).values()
    return told.news if told.at == now else News.NONE


def test_a_group_that_appears_tells_nobody_of_its_meetings() -> None:
    known = first_seen([WINTER, PAST])
    assert told_now(known, NOW) == []
    assert told_now(tell(known, [WINTER, PAST], NOW + HOUR), NOW + HOUR) == []


def test_a_meeting_that_is_added_is_told_of_once() -> None:
    known = tell({}, [WINTER, PAST], NOW)
    assert [told.meeting.id for told in told_now(known, NOW)] == ["vinter"]
    assert told_now(tell(known, [WINTER, PAST], NOW + HOUR), NOW + HOUR) == []


@pytest.mark.parametrize(
    ("change", "heard"),
    [
        pytest.param({"start": NOW + 31 * DAY}, News.CHANGED, id="another day"),
        pytest.param({"end": NOW + 30 * DAY + HOUR}, News.CHANGED, id="another end"),
        pytest.param({"place": "Skolen"}, News.CHANGED, id="another place"),
        pytest.param({"cancelled": True}, News.CANCELLED, id="called off"),
        pytest.param({"title": "Hvad skal plantes?"}, News.NONE, id="a corrected title"),
        pytest.param({"place": " biblioteket "}, News.NONE, id="the same place"),
        pytest.param({"revision": 1}, News.NONE, id="a number"),
        pytest.param({"start": NOW - DAY}, News.NONE, id="a day that is past"),
    ],
)
def test_members_hear_of_what_they_must_know_to_come(
    change: dict[str, object], heard: News
) -> None:
    assert news(WINTER, replace(WINTER, **change)) is heard  # type: ignore[arg-type]


def test_nobody_hears_of_what_is_past() -> None:
    for after in (replace(PAST, cancelled=True), replace(PAST, place="Torvet")):
        assert news(PAST, after) is News.NONE
    assert tell(first_seen([PAST]), [], NOW) == {}
    assert news(PAST, replace(PAST, start=NOW + DAY)) is News.CHANGED, "it is to be held yet"


def test_a_meeting_that_was_deleted_is_cancelled_and_one_that_comes_back_is_held() -> None:
    gone = tell(first_seen([WINTER]), [], NOW)
    assert gone["vinter"].news is News.CANCELLED
    assert told_now(tell(gone, [], NOW + HOUR), NOW + HOUR) == [], "once"
    back = tell(gone, [WINTER], NOW + 2 * HOUR)
    assert back["vinter"].news is News.HELD_AFTER_ALL


def test_the_sequence_rises_with_each_news_whatever_the_writer_counts() -> None:
    known, found = first_seen([replace(WINTER, revision=3)]), []
    for hours, change in enumerate(({"place": "A"}, {"place": "B"}, {"place": "C", "revision": 9})):
        known = tell(known, [replace(WINTER, **change)], NOW + (hours + 1) * HOUR)  # type: ignore[arg-type]
        found.append(known["vinter"].sequence)
    assert found == [4, 5, 9]


@pytest.mark.parametrize(
    ("now", "reminded"),
    [
        pytest.param(datetime(2027, 1, 18, 6, 59, tzinfo=UTC), False, id="before eight"),
        pytest.param(datetime(2027, 1, 18, 7, 0, tzinfo=UTC), True, id="the day before"),
        pytest.param(datetime(2027, 1, 18, 22, 59, tzinfo=UTC), True, id="before midnight"),
        pytest.param(datetime(2027, 1, 19, 9, 0, tzinfo=UTC), False, id="the day itself"),
        pytest.param(datetime(2027, 1, 17, 9, 0, tzinfo=UTC), False, id="two days before"),
    ],
)
def test_members_are_reminded_the_day_before(now: datetime, reminded: bool) -> None:
    meeting = replace(WINTER, start=datetime(2027, 1, 19, 18, 0, tzinfo=UTC))
    assert bool([*tomorrow(first_seen([meeting]), now)]) is reminded


def test_nobody_is_reminded_of_what_is_called_off_or_was_heard_of_today() -> None:
    now = NOW.replace(hour=12)
    soon = replace(WINTER, start=now + DAY)
    assert [*tomorrow({"a": Told(replace(soon, cancelled=True), 0)}, now)] == []
    assert [*tomorrow({"a": Told(soon, 0, News.NEW, now - HOUR)}, now)] == []
    assert [*tomorrow({"a": Told(soon, 0, News.NEW, now - DAY)}, now)] == [soon]


def test_what_was_told_is_read_again_as_it_was() -> None:
    known = tell(first_seen([WINTER]), [replace(WINTER, place="Skolen"), PAST], NOW)
    with database() as db:
        assert meeting_table.read_told(db, GROUP) is None
        meeting_table.write_told(db, GROUP, known)
        assert meeting_table.read_told(db, GROUP) == known


MEETINGS = st.lists(
    st.builds(
        GroupMeeting,
        id=st.sampled_from(["a", "b", "c"]),
        start=st.integers(-3, 9).map(lambda days: NOW + days * DAY),
        place=st.sampled_from(["A", "B"]),
        event=st.just(""),
        revision=st.integers(0, 3),
        cancelled=st.booleans(),
    ),
    unique_by=lambda meeting: meeting.id,
)


@settings(deadline=None)
@given(st.lists(MEETINGS, min_size=1, max_size=6))
def test_whatever_is_published_each_news_comes_once_with_a_higher_sequence(
    published: list[list[GroupMeeting]],
) -> None:
    known = first_seen(published[0])
    for hours, meetings in enumerate(published[1:], 1):
        now = NOW + hours * HOUR
        before, known = known, tell(known, meetings, now)
        for told in told_now(known, now):
            earlier = before.get(told.meeting.id)
            assert earlier is None or told.sequence > earlier.sequence
            if told.news is not News.CANCELLED:
                assert now < told.meeting.start
        again = tell(known, meetings, now + timedelta(minutes=1))
        assert told_now(again, now + timedelta(minutes=1)) == []
