"""Who changes a meeting at the desk need not think of calendars."""

from __future__ import annotations

from typing import Any

from nyspor.desk.forms.meetings import for_calendars

HELD = {"id": "2027-01-19", "start": "19. januar 2027 kl. 19", "place": "Salen"}


def changed(**fields: Any) -> dict[str, Any]:
    """What becomes of the meeting when these fields are changed."""
    (found,) = for_calendars([HELD], [{**HELD, **fields}])
    return dict(found)


def test_a_new_meeting_is_called_by_its_day() -> None:
    new = {"start": "19. januar 2027 kl. 21", "place": "Haven"}
    assert [each["id"] for each in for_calendars([HELD], [HELD, new, new])] == [
        "2027-01-19",
        "2027-01-19-2",
        "2027-01-19-3",
    ]
    (unreadable,) = for_calendars([], [{"start": "på onsdag"}])
    assert unreadable["id"] == "moede"


def test_a_meeting_that_nobody_changed_stays_as_it_is() -> None:
    assert for_calendars([HELD], [HELD]) == [HELD]
    assert "revision" not in changed(outcome="Vi fandt ud af det.")


def test_another_place_is_a_new_revision() -> None:
    assert changed(place="Haven")["revision"] == "1"
    assert "moved_from" not in changed(place="Haven")
    third = {**HELD, "revision": "2"}
    assert for_calendars([third], [{**third, "cancelled": "ja"}])[0]["revision"] == "3"


def test_another_day_says_which_it_was() -> None:
    assert changed(start="20/1 2027 kl. 19")["moved_from"] == "19. januar 2027 kl. 19"
    assert "moved_from" not in changed(start="19. januar 2027 kl. 20")
    first = changed(start="20/1 2027 kl. 19")
    again = for_calendars([first], [{**first, "start": "21/1 2027 kl. 19"}])[0]
    assert again["moved_from"] == "19. januar 2027 kl. 19"
    assert again["revision"] == "2"


def test_what_somebody_fills_in_stays() -> None:
    found = changed(start="20/1 2027 kl. 19", revision="7", moved_from="18/1 2027")
    assert (found["revision"], found["moved_from"]) == ("7", "18/1 2027")
