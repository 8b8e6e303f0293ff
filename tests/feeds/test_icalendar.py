"""Calendars that two parsers read alike, with the right hour on both sides of the clock's change."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import ics
from icalendar import Calendar

from nyspor.feeds.icalendar import calendar, scheduling_message
from nyspor.model.kinds import Workgroup
from nyspor.model.library import Library
from nyspor.model.site import Site
from nyspor.model.values import Meeting
from nyspor.plugins.calendars import outputs
from nyspor.site.build_plan import Build
from nyspor.site.form_targets import signup_target
from nyspor.site.theme import Theme
from nyspor.text.danish import parse_date
from nyspor.text.mail_addresses import Mailbox
from tests.builders import NOW


def meeting(name: str, start: str, end: str = "", **more: object) -> Meeting:
    values = {"id": name, "start": parse_date(start), "place": "Skolen, indgang B", **more}
    return Meeting(**values, end=parse_date(end) if end else None)  # type: ignore[arg-type]


def a_build(*meetings: Meeting) -> Build:
    group = Workgroup(slug="stigruppen", title="Stigruppen", summary="…", meetings=meetings)
    library = Library(now=NOW, entries={group.key: group})
    return Build(library, Site("Nyspor", "", "https://x.example"), Path(), Theme())


def written(*meetings: Meeting) -> bytes:
    build = a_build(*meetings)
    return calendar(build.site, "Stigruppen", build.library.of_kind(Workgroup))


SUMMER = meeting("sommer", "24. oktober 2026 kl. 10.00", "24. oktober 2026 kl. 12.00")
WINTER = meeting(
    "vinter", "25. oktober 2026 kl. 10.00", "25. oktober 2026 kl. 12.00", revision=2, cancelled=True
)
SPRING = meeting("foraar", "29. marts 2026 kl. 19.30")


def test_two_parsers_find_the_same_hours_when_the_clock_changes() -> None:
    expected = {
        "sommer": datetime(2026, 10, 24, 8, tzinfo=UTC),
        "vinter": datetime(2026, 10, 25, 9, tzinfo=UTC),
        "foraar": datetime(2026, 3, 29, 17, 30, tzinfo=UTC),
    }
    raw = written(SUMMER, WINTER, SPRING)
    first = {
        str(e["uid"]).split(".")[0]: e.start.astimezone(UTC)
        for e in Calendar.from_ical(raw).walk("VEVENT")
    }
    second = {
        str(e.uid).split(".")[0]: e.begin.datetime.astimezone(UTC)
        for e in ics.Calendar(raw.decode()).events
    }
    assert first == second == expected


def test_the_time_zone_comes_along() -> None:
    zones = Calendar.from_ical(written(SUMMER)).walk("VTIMEZONE")
    assert [str(zone["tzid"]) for zone in zones] == ["Europe/Copenhagen"]


def test_a_meeting_called_off_stays_as_cancelled_and_counts_its_changes() -> None:
    (event,) = Calendar.from_ical(written(WINTER)).walk("VEVENT")
    assert (event["status"], event["sequence"]) == ("CANCELLED", 2)


def test_a_meeting_keeps_its_name_when_it_moves() -> None:
    moved = meeting("sommer", "31. oktober 2026 kl. 9.00", revision=1)
    names = [str(Calendar.from_ical(written(m)).walk("VEVENT")[0]["uid"]) for m in (SUMMER, moved)]
    assert names[0] == names[1] == "sommer.stigruppen@x.example"


def test_a_day_without_hours_is_a_day() -> None:
    (event,) = Calendar.from_ical(written(meeting("dag", "24. april 2027"))).walk("VEVENT")
    assert (event.start.isoformat(), event.end.isoformat()) == ("2027-04-24", "2027-04-25")


def test_every_workgroup_with_meetings_has_a_calendar_and_all_share_one(tmp_path: Path) -> None:
    build = a_build(SUMMER)
    found = outputs(Build(build.library, build.site, Path(), Theme()))
    assert [file.path for file in found] == ["kalender/stigruppen.ics", "kalender/alle.ics"]


def invitation(meeting: Meeting, cancels: bool = False) -> Calendar:
    """The message to a member about a meeting, as a calendar program reads it."""
    build = a_build(meeting)
    (group,) = build.library.of_kind(Workgroup)
    event = signup_target(build.library, build.site, group).meetings[0].event  # type: ignore[index]
    sender = Mailbox("Nye veje, Åby", "blog@x.example")
    raw = scheduling_message(event, cancels, 3, sender, "anna@post.example", NOW)
    assert ics.Calendar(raw.decode()).method == ("CANCEL" if cancels else "REQUEST")
    return Calendar.from_ical(raw)


def test_an_invitation_is_for_the_meeting_in_the_site_s_calendar() -> None:
    (on_site,) = Calendar.from_ical(written(SUMMER)).walk("VEVENT")
    message = invitation(SUMMER)
    (event,) = message.walk("VEVENT")
    assert message["method"] == "REQUEST"
    assert (event["uid"], event["sequence"], event["status"]) == (on_site["uid"], 3, "CONFIRMED")
    assert (event.start, event.end) == (on_site.start, on_site.end)
    assert event["location"] == "Skolen, indgang B"
    assert event["attendee"] == "mailto:anna@post.example"
    assert event["attendee"].params["RSVP"] == "FALSE", "nobody waits for an answer"
    assert event["organizer"].params["CN"] == "Nye veje, Åby"


def test_a_cancellation_is_for_the_same_meeting() -> None:
    message = invitation(meeting("dag", "24. april 2027"), cancels=True)
    (event,) = message.walk("VEVENT")
    assert message["method"] == "CANCEL"
    assert (event["uid"], event["status"]) == ("dag.stigruppen@x.example", "CANCELLED")
    assert event.start.isoformat() == "2027-04-24"
