"""A field is changed, and every other line of the YAML stays as it was written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nyspor.front_matter.editing import CannotEdit, Value, change_field, scalar
from nyspor.front_matter.parsing import read_fields
from nyspor.model.kinds import Post, Workgroup

POST = """\
# Skrevet i maj
titel: "Velkommen"   # kort
resume: Vi begynder.
dato: 3. maj 2026

spor: [cirkler, stier]
temaer:
- aeldre
- unge
# billedet er vores eget
billede:
  fil: ../images/sti.jpg
  alt: En sti
kommentarer: åbne
"""


def changed_lines(before: str, after: str) -> list[tuple[str, str]]:
    lines = zip(before.split("\n"), after.split("\n"), strict=True)
    return [(a, b) for a, b in lines if a != b]


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("title", "Godt i gang", 'titel: Godt i gang   # kort'),
        ("title", "Ja: nu", 'titel: "Ja: nu"   # kort'),
        ("summary", "Vi er i gang.", "resume: Vi er i gang."),
        ("tracks", ["cirkler", "haver"], "spor: [cirkler, haver]"),
        ("topics", ["aeldre", "børn"], "- børn"),
        ("image", {"file": "../images/sti.jpg", "alt": "En sti, set fra oven"}, '  alt: En sti, set fra oven'),
    ],
    ids=["title", "quotes", "summary", "list", "block-list", "record"],
)  # fmt: skip
def test_one_line_changes(name: str, value: Value, line: str) -> None:
    changed = change_field(POST, Post, name, value)
    assert [after for _, after in changed_lines(POST, changed)] == [line]


def test_what_does_not_change_stays_to_the_letter() -> None:
    assert change_field(POST, Post, "title", "Velkommen") == POST


def test_a_field_is_taken_out_with_its_lines_alone() -> None:
    changed = change_field(POST, Post, "image", None)
    assert changed == POST.replace("billede:\n  fil: ../images/sti.jpg\n  alt: En sti\n", "")


def test_a_new_field_stands_where_the_model_has_it() -> None:
    changed = change_field(POST, Post, "municipality", "eksempel")
    assert changed == POST.replace("maj 2026\n", "maj 2026\nkommune: eksempel\n")


def test_a_record_is_added_to_a_list() -> None:
    meetings = [{"start": "3. maj 2026 kl. 19", "place": "Salen"}]
    changed = change_field("titel: Stien\n", Workgroup, "meetings", meetings)
    assert changed == "titel: Stien\nmøder:\n  - start: 3. maj 2026 kl. 19\n    sted: Salen\n"


def test_yaml_that_cannot_be_read_is_left_alone() -> None:
    with pytest.raises(CannotEdit):
        change_field('titel: "Uden ende\n', Post, "title", "Ny")


HOSTILE = st.text(st.sampled_from("ab :#-[]{},&*!|>'\"%@`?~\\\næø"), max_size=12)


@given(HOSTILE)
@settings(deadline=None, max_examples=400)
def test_any_text_is_read_as_it_was_written(text: str) -> None:
    assert read_fields(f"titel: {scalar(text)}\n", Post, "").values.get("title", "") == text


@given(HOSTILE)
@settings(deadline=None, max_examples=400)
def test_so_is_one_in_brackets(text: str) -> None:
    line = f"spor: [{scalar(text, in_flow=True)}]\n"
    assert read_fields(line, Post, "").values["tracks"] == [text]


@given(HOSTILE, st.lists(HOSTILE, max_size=3))
@settings(deadline=None, max_examples=200)
def test_any_value_is_read_as_it_was_set(title: str, topics: list[str]) -> None:
    changed = change_field(change_field(POST, Post, "title", title), Post, "topics", topics)
    values = read_fields(changed, Post, "").values
    assert (values["title"], values["topics"], values["tracks"]) == (
        title,
        topics,
        ["cirkler", "stier"],
    )
