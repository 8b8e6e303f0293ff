"""The form of a text's fields: what it shows, and what comes back of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_origin

import pytest
from pydantic import BaseModel

from nyspor.desk.forms.field_form import FormField, Widget, as_sent, changed_fields, fields_of
from nyspor.desk.forms.field_rows import ROWS, RowChange, pressed
from nyspor.front_matter.editing import Value
from nyspor.model.fields import record_in
from nyspor.model.kind_specs import kind_specs
from nyspor.model.kinds import Pilot, Post, Programme, Story, Workgroup

CHOICES = {
    "tracks": {"cirkler": "Cirkler", "stier": "Stier"},
    "municipality": {"eksempel": "Eksempel"},
}
VALUES: dict[str, Value] = {
    "title": "Stien åbner",
    "date": "3. maj 2026",
    "status": "draft",
    "tracks": ["stier"],
    "topics": "unge",
    "authors": ["anna", {"name": "Gartneren", "role": "vejafdelingen"}],
    "image": {"file": "images/sti.jpg", "alt": "En sti", "credit": "Kommunen"},
}


def field(name: str, model: type[Post] = Post, more: str = "") -> FormField:
    return next(f for f in fields_of(model, VALUES, CHOICES, more=more) if f.name == name)


@pytest.mark.parametrize(
    ("name", "widget"),
    [
        ("title", Widget.LINE),
        ("summary", Widget.AREA),
        ("date", Widget.MOMENT),
        ("modified", Widget.DAY),
        ("status", Widget.CHOICE),
        ("example", Widget.CHOICE),
        ("municipality", Widget.CHOICE),
        ("tracks", Widget.CHOICES),
        ("related", Widget.LINES),
        ("image", Widget.RECORD),
        ("authors", Widget.RECORDS),
    ],
)
def test_each_field_has_its_widget(name: str, widget: Widget) -> None:
    assert field(name).widget is widget


def test_a_milestone_may_have_a_time_of_day_and_a_document_has_none() -> None:
    values: dict[str, Value] = {
        "milestones": [{"title": "Temamøde", "date": "9. februar 2027 kl. 17.00"}],
        "documents": [{"title": "Plan", "date": "2026"}],
    }
    rows = {f.name: f.rows for f in fields_of(Programme, values, {}) if f.rows}
    dates = {name: next(f for f in row.fields if f.key == "dato") for name, (row,) in rows.items()}
    assert {name: (f.value, f.widget) for name, f in dates.items()} == {
        "milestones": ("9. februar 2027 kl. 17.00", Widget.MOMENT),
        "documents": ("2026", Widget.DAY),
    }


def test_a_choice_offers_what_is_written_in_another_way_too() -> None:
    assert [option.value for option in field("status").options] == [
        "kladde",
        "udgivet",
        "skjult",
        "draft",
    ]


def test_a_record_and_several_have_fields_of_their_own() -> None:
    assert [f.name for f in field("image").fields if f.values] == [
        "image.file",
        "image.alt",
        "image.credit",
    ]
    rows = field("authors").rows
    names = [[(f.name, f.value) for f in row.fields if f.values] for row in rows]
    assert names == [
        [("authors.0.name", "anna")],
        [("authors.1.name", "Gartneren"), ("authors.1.role", "vejafdelingen")],
    ]


def test_a_row_can_be_added() -> None:
    assert len(field("authors", more="authors").rows) == 3


def test_nothing_has_changed_in_a_form_that_nobody_has_changed() -> None:
    sent = as_sent(fields_of(Post, VALUES, CHOICES))
    assert changed_fields(Post, VALUES, sent, CHOICES) == {}


@pytest.mark.parametrize(
    ("sent", "changed"),
    [
        ({"title": ["Stien er åben"]}, {"title": "Stien er åben"}),
        ({"tracks": ["cirkler", "stier"]}, {"tracks": ["stier", "cirkler"]}),
        ({"topics": ["aeldre"]}, {"topics": "aeldre"}),
        ({"topics": ["aeldre\r\nunge"]}, {"topics": ["aeldre", "unge"]}),
        ({"date": [""]}, {"date": None}),
        ({"image.caption": ["Maj"]}, {"image": {"file": "images/sti.jpg", "alt": "En sti", "credit": "Kommunen", "caption": "Maj"}}),
        ({"authors.1.role": ["parken"]}, {"authors": ["anna", {"name": "Gartneren", "role": "parken"}]}),
    ],
    ids=["text", "choices", "one-text", "lines", "emptied", "record", "records"],
)  # fmt: skip
def test_what_was_changed_comes_back_alone(
    sent: dict[str, list[str]], changed: dict[str, Value | None]
) -> None:
    form = as_sent(fields_of(Post, VALUES, CHOICES)) | sent
    assert changed_fields(Post, VALUES, form, CHOICES) == changed


def test_what_was_not_changed_in_a_record_stays_as_it_is_written() -> None:
    values: dict[str, Value] = {"image": {"file": "images/sti.jpg", "alt": "En\nsti"}}
    form = as_sent(fields_of(Post, values, {})) | {"image.credit": ["Kommunen"]}
    image = {"file": "images/sti.jpg", "alt": "En\nsti", "credit": "Kommunen"}
    assert changed_fields(Post, values, form, {}) == {"image": image}


MEETINGS: dict[str, Value] = {
    "meetings": [
        {"id": "foerste", "start": "14. januar 2027", "place": "Biblioteket"},
        {"id": "andet", "start": "11. februar 2027", "place": "Salen"},
        {"id": "tredje", "start": "11. marts 2027", "place": "Haven"},
    ]
}


def after(button: str, **typed: str) -> tuple[list[str], RowChange]:
    """The meetings by id once a button was pressed, in a form in which something was typed."""
    form = as_sent(fields_of(Workgroup, MEETINGS, {}))
    form |= {name.replace("__", "."): [value] for name, value in typed.items()}
    change = pressed(form, button)
    assert change
    changed = changed_fields(Workgroup, MEETINGS, change.form, {})
    meetings = changed.get("meetings", MEETINGS["meetings"]) or []
    return [each["id"] for each in meetings], change  # type: ignore[index, call-overload]


def test_a_row_says_which_one_it_is() -> None:
    meetings = next(f for f in fields_of(Workgroup, MEETINGS, {}) if f.name == "meetings")
    assert meetings.row_label == "Meeting"
    assert meetings.rows[0].title == "14. januar 2027, Biblioteket"


@pytest.mark.parametrize(
    ("button", "order", "focus"),
    [
        ("up meetings.2", ["foerste", "tredje", "andet"], "up meetings.1"),
        ("up meetings.1", ["andet", "foerste", "tredje"], "down meetings.0"),
        ("down meetings.0", ["andet", "foerste", "tredje"], "down meetings.1"),
        ("down meetings.1", ["foerste", "tredje", "andet"], "up meetings.2"),
        ("up meetings.0", ["foerste", "andet", "tredje"], "down meetings.0"),
        ("remove meetings.1", ["foerste", "tredje"], "row meetings.1"),
        ("remove meetings.2", ["foerste", "andet"], "row meetings.1"),
        ("remove meetings.7", ["foerste", "andet", "tredje"], ""),
    ],
)
def test_a_row_is_moved_and_the_focus_follows_it(button: str, order: list[str], focus: str) -> None:
    ids, change = after(button)
    assert (ids, change.focus) == (order, focus)


def test_what_was_typed_goes_with_its_row() -> None:
    form = as_sent(fields_of(Workgroup, MEETINGS, {})) | {"meetings.2.place": ["Skolen"]}
    change = pressed(form, "up meetings.2")
    assert change
    moved = changed_fields(Workgroup, MEETINGS, change.form, {})["meetings"]
    assert moved[1] == {"id": "tredje", "start": "11. marts 2027", "place": "Skolen"}  # type: ignore[index, call-overload]


def test_an_empty_row_is_the_last_one() -> None:
    """It is not written, so nothing else says where it stands."""
    ids, change = after("up meetings.3", meetings__3__place=" ")
    assert ids == ["foerste", "andet", "tredje"]
    assert (change.more, change.focus) == ("meetings", "row meetings.3")


def test_a_row_that_was_moved_stays_as_it_is_written() -> None:
    form = as_sent(fields_of(Post, VALUES, CHOICES))
    change = pressed(form, "down authors.0")
    assert change
    authors = [{"name": "Gartneren", "role": "vejafdelingen"}, "anna"]
    assert changed_fields(Post, VALUES, change.form, CHOICES) == {"authors": authors}


def test_the_last_row_that_is_removed_takes_the_field_with_it() -> None:
    form = as_sent(fields_of(Post, {"authors": "anna"}, {}))
    change = pressed(form, "remove authors.0")
    assert change
    assert changed_fields(Post, {"authors": "anna"}, change.form, {}) == {"authors": None}
    assert change.focus == "add authors"


def test_rows_within_a_row_are_moved_too() -> None:
    days = [{"date": year, "value": "1", "source": "Optælling"} for year in ("2024", "2025")]
    effects: dict[str, Value] = {"effects": [{"indicator": "Ture"}, {"indicator": "Gæster", "measurements": days}]}  # fmt: skip
    form = as_sent(fields_of(Pilot, effects, {}))
    change = pressed(form, "up effects.1.measurements.1")
    assert change
    assert change.focus == "down effects.1.measurements.0"
    changed = changed_fields(Pilot, effects, change.form, {})["effects"]
    assert changed == [
        {"indicator": "Ture"},
        {"indicator": "Gæster", "measurements": days[::-1]},
    ]


def test_a_list_within_an_empty_row_gets_a_row() -> None:
    form = {"effects.0.indicator": [""], "effects.4.indicator": ["Ture"], "effects.7.unit": [""]}
    change = pressed(form, "add effects.7.measurements")
    assert change
    assert change.more == "effects.1.measurements"
    rows = next(f for f in fields_of(Pilot, {"effects": [{"indicator": "Ture"}]}, {}, more=change.more) if f.name == "effects").rows  # fmt: skip
    assert [len(field.rows) for row in rows for field in row.fields if field.key == "målinger"] == [0, 1]  # fmt: skip


@pytest.mark.parametrize("button", ["save", "up", "up meetings", "add ../x", "up meetings.99999"])
def test_another_button_moves_nothing(button: str) -> None:
    change = pressed(as_sent(fields_of(Workgroup, MEETINGS, {})), button)
    assert change is None or changed_fields(Workgroup, MEETINGS, change.form, {}) == {}


def test_rows_are_taken_in_the_order_in_which_they_are_sent() -> None:
    form = {
        "meetings.10.place": ["Salen"],
        "meetings.2.place": ["Haven"],
        "meetings.x.place": ["?"],
    }
    meetings = changed_fields(Workgroup, {}, form, {})["meetings"]
    assert meetings == [{"place": "Salen"}, {"place": "Haven"}]


def test_what_was_not_changed_in_a_row_after_an_empty_one_stays_as_it_is_written() -> None:
    values: dict[str, Value] = {"authors": [{}, "anna", {"name": "Bo"}]}
    form = as_sent(fields_of(Post, values, {})) | {"authors.2.role": ["nabo"]}
    authors = ["anna", {"name": "Bo", "role": "nabo"}]
    assert changed_fields(Post, values, form, {}) == {"authors": authors}


def test_every_record_of_which_a_text_has_several_has_a_name() -> None:
    def records(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
        for info in model.model_fields.values():
            record = record_in(info.annotation)
            if record:
                yield from records(record)
                if get_origin(info.annotation) is tuple:
                    yield record

    found = {record for spec in kind_specs() for record in records(spec.model)}
    assert found == ROWS.keys()


def test_what_was_ticked_stays_in_the_order_it_is_written_in() -> None:
    values: dict[str, Value] = {"tracks": ["stier", "cirkler", "stier"]}
    form = as_sent(fields_of(Post, values, CHOICES))
    assert form["tracks"] == ["cirkler", "stier"], "as a browser sends what is ticked"
    assert changed_fields(Post, values, form, CHOICES) == {}
    more = {"tracks": {**CHOICES["tracks"], "broer": "Broer"}}
    changed = changed_fields(Post, values, form | {"tracks": ["broer", "cirkler", "stier"]}, more)
    assert changed == {"tracks": ["stier", "cirkler", "stier", "broer"]}


@pytest.mark.parametrize("title", ["Et\nog to", ["Et", "To"]], ids=["lines", "list"])
def test_what_a_line_cannot_show_stays_until_it_is_changed(title: Value) -> None:
    form = as_sent(fields_of(Post, {"title": title}, {}))
    assert len(form["title"]) == 1
    assert "\n" not in form["title"][0], "as a browser sends a line"
    assert changed_fields(Post, {"title": title}, form, {}) == {}


MANY = {f"spor-{number}": f"Spor {number}" for number in range(13)}


@pytest.mark.parametrize(
    ("name", "choices", "widget"),
    [
        ("tracks", MANY, Widget.SEARCHES),
        ("programme", MANY, Widget.SEARCH),
        ("related", {"pages/om": "Om siden"}, Widget.SEARCHES),
        ("translation_of", {"pages/om": "Om siden"}, Widget.SEARCH),
    ],
)
def test_what_are_many_is_found_by_searching(
    name: str, choices: dict[str, str], widget: Widget
) -> None:
    found = next(f for f in fields_of(Post, {}, {name: choices}) if f.name == name)
    assert (found.widget, found.options) == (widget, ())


def test_what_is_searched_for_has_the_title_of_what_it_holds() -> None:
    values: dict[str, Value] = {"related": ["pages/om", "pages/findes-ikke"]}
    choices = {"related": {"pages/om": "Om siden", "pages/andet": "Andet"}}
    related = next(f for f in fields_of(Post, values, choices) if f.name == "related")
    assert [option.label for option in related.options] == ["Om siden", "pages/findes-ikke"]
    assert changed_fields(Post, values, as_sent([related]), choices) == {}


PEOPLE = {"authors.name": {"anna": "Anna And", "bo": "Bo Bi"}}


def test_a_sender_is_called_by_the_name_in_people_yaml() -> None:
    authors = next(f for f in fields_of(Post, VALUES, PEOPLE) if f.name == "authors")
    assert [row.title for row in authors.rows] == ["Anna And", "Gartneren"]


@pytest.mark.parametrize(
    ("sent", "authors"),
    [
        ({"authors.2.name": ["bo"]}, ["anna", {"name": "Gartneren", "role": "vejafdelingen"}, "bo"]),
        ({"authors.0.name": ["Ny Nabo"]}, [{"name": "Ny Nabo"}, {"name": "Gartneren", "role": "vejafdelingen"}]),
        ({"authors.0.role": ["nabo"]}, [{"name": "Anna And", "role": "nabo"}, {"name": "Gartneren", "role": "vejafdelingen"}]),
    ],
    ids=["chosen", "typed", "with-a-role"],
)  # fmt: skip
def test_a_sender_who_is_known_is_written_by_id_and_nobody_else(
    sent: dict[str, list[str]], authors: Value
) -> None:
    form = as_sent(fields_of(Post, VALUES, PEOPLE)) | sent
    assert changed_fields(Post, VALUES, form, PEOPLE) == {"authors": authors}


def test_every_kind_has_a_form() -> None:
    for model in (Post, Story, Workgroup):
        assert all(f.label and f.key for f in fields_of(model, {}, {}))
