"""Meetings that cannot be: two of one name, or over before they begin."""

from __future__ import annotations

from collections.abc import Iterator

from nyspor.content.collection import Content, entries_of
from nyspor.model.kinds import Workgroup
from nyspor.problems import N_, Problem


def meetings(content: Content) -> Iterator[Problem]:
    for reading, entry in entries_of(content):
        if not isinstance(entry, Workgroup):
            continue
        seen: set[str] = set()
        for index, meeting in enumerate(entry.meetings):
            if meeting.id in seen:
                yield reading.problem(
                    ("meetings", index, "id"),
                    N_("Two meetings are called “{id}”."),
                    N_("Give each meeting an id of its own."),
                    id=meeting.id,
                )
            seen.add(meeting.id)
            if meeting.end and meeting.end < meeting.start:
                yield reading.problem(
                    ("meetings", index, "end"),
                    N_("The meeting ends before it begins."),
                    N_("Look at start and slut again."),
                )
