"""Checks of meetings."""

from __future__ import annotations

from collections.abc import Iterator

from nyspor.content.collection import ContentCollection, readable_entries
from nyspor.model.kinds import Workgroup
from nyspor.problems import N_, Problem


def check_meetings(content: ContentCollection) -> Iterator[Problem]:
    """Check that the meetings of a workgroup have different ids and end after they begin."""
    for parsed, entry in readable_entries(content):
        if not isinstance(entry, Workgroup):
            continue
        seen: set[str] = set()
        for index, meeting in enumerate(entry.meetings):
            if meeting.id in seen:
                yield parsed.problem(
                    ("meetings", index, "id"),
                    N_("Two meetings are called “{id}”."),
                    N_("Give each meeting an id of its own."),
                    id=meeting.id,
                    rule="meeting",
                )
            seen.add(meeting.id)
            if meeting.end and meeting.end < meeting.start:
                yield parsed.problem(
                    ("meetings", index, "end"),
                    N_("The meeting ends before it begins."),
                    N_("Look at start and slut again."),
                    rule="meeting",
                )
