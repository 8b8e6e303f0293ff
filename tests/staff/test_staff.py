"""`staff.yaml`: who does what, who is away, and what is said of a file with mistakes in it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from nyspor.staff.parsing import parse_staff
from nyspor.staff.records import Overview, Role, Staff

BEFORE = datetime(2026, 12, 19, 12, tzinfo=UTC)
AWAY = datetime(2026, 12, 24, 12, tzinfo=UTC)

FILE = """
redaktion: Redaktionen <blog@kommune.example>
natur:
  navn: Natur og Miljø
  mail: natur@kommune.example
  roller: [redaktør, tovholder]
  spor: gode-leveaar
  kommuner: [eksempel]
  fravær: {fra: 20. december 2026, til: 2027-01-03, stedfortræder: redaktion}
  overblik: dagligt
it:
  mail: it@kommune.example
  roles: administrator
"""


def staff(text: str = FILE) -> Staff:
    found, problems = parse_staff(text.encode())
    assert problems == []
    return found


def test_an_address_alone_is_an_editor() -> None:
    """A list of addresses, as earlier versions had it, is a file of staff."""
    found = staff("redaktion: Redaktionen <blog@kommune.example>\nstier: stier@kommune.example\n")
    assert found == Staff.of_addresses(
        {"redaktion": "Redaktionen <blog@kommune.example>", "stier": "stier@kommune.example"}
    )
    editor = found.members["redaktion"]
    assert editor.is_editor
    assert (editor.mailbox.name, editor.mailbox.address) == ("Redaktionen", "blog@kommune.example")


def test_danish_words_and_english_ones() -> None:
    natur, it = staff().members["natur"], staff().members["it"]
    assert natur.roles == (Role.EDITOR, Role.ORGANISER)
    assert natur.overview is Overview.DAILY
    assert natur.mailbox.name == "Natur og Miljø"
    assert it.is_administrator
    assert it.is_editor


def test_who_is_away_has_a_deputy() -> None:
    assert staff().receiver("natur", BEFORE).key == "natur"
    assert staff().receiver("natur", AWAY).key == "redaktion"
    last_evening = datetime(2027, 1, 3, 22, 59, tzinfo=UTC)
    assert staff().receiver("natur", last_evening).key == "redaktion"
    assert [each.key for each in staff().editors(AWAY)] == ["redaktion", "it"]


def test_deputies_who_are_away_too_have_deputies_and_a_circle_ends() -> None:
    away = "  fravær: {{fra: 2026-12-20, til: 2026-12-30, stedfortræder: {}}}\n"
    text = "".join(
        f"{key}:\n  mail: {key}@kommune.example\n" + (away.format(deputy) if deputy else "")
        for key, deputy in (("a", "b"), ("b", "c"), ("c", ""), ("d", "e"), ("e", "d"))
    )
    assert staff(text).receiver("a", AWAY).key == "c"
    assert staff(text).receiver("d", AWAY).key == "d"


def test_what_nobody_receives_goes_to_the_administrator() -> None:
    assert staff().receiver("findes-ikke", BEFORE).key == "it"
    assert staff("a: a@b.example\nb: b@b.example\n").receiver("c", BEFORE).key == "a"


@pytest.mark.parametrize(
    ("tracks", "municipalities", "covered"),
    [
        ({"gode-leveaar"}, {"eksempel"}, True),
        ({"gode-leveaar"}, {"andet"}, False),
        ({"natur"}, {"eksempel"}, False),
        (set(), set(), False),
    ],
    ids=["both", "other municipality", "other track", "neither"],
)
def test_tracks_and_municipalities_limit(
    tracks: set[str], municipalities: set[str], covered: bool
) -> None:
    assert staff().members["natur"].covers(tracks, municipalities) is covered
    assert staff().members["it"].covers(tracks, municipalities)


MISTAKES = {
    "no address": ("a: hej\n", 1, "a"),
    "an address in a field": ("a:\n  mail: hej\n", 2, "mail"),
    "no mail": ("a:\n  navn: A\n", 2, "mail"),
    "unknown field": ("a:\n  mail: a@b.example\n  rolle: redaktør\n", 3, "rolle"),
    "unknown role": ("a:\n  mail: a@b.example\n  roller: [kok]\n", 3, "roller"),
    "unknown deputy": (
        "a:\n  mail: a@b.example\n  fravær: {fra: 2026-01-01, til: 2026-01-02, stedfortræder: b}\n",
        3,
        "fravær",
    ),
    "own deputy": (
        "a:\n  mail: a@b.example\n  fravær: {fra: 2026-01-01, til: 2026-01-02, stedfortræder: a}\n",
        3,
        "fravær",
    ),
    "backwards": (
        "b: b@b.example\n"
        "a:\n  mail: a@b.example\n  fravær:\n    - fra: 2026-02-01\n      til: 2026-01-02\n"
        "      stedfortræder: b\n",
        6,
        "til",
    ),
    "twice": ("a: a@b.example\na: b@b.example\n", 2, "a"),
    "a list": ("- a@b.example\n", 1, ""),
    "nobody": ("", None, ""),
    "not YAML": ("a: [\n", 2, ""),
}


@pytest.mark.parametrize(("text", "line", "field"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_said_with_its_place(text: str, line: int | None, field: str) -> None:
    _, problems = parse_staff(text.encode())
    assert [(problem.line, problem.field) for problem in problems] == [(line, field)]
    assert problems[0].remedy
