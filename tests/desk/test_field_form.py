"""The form of a text's fields: what it shows, and what comes back of it."""

from __future__ import annotations

import pytest

from nyspor.desk.field_form import FormField, Widget, as_sent, changed_fields, fields_of
from nyspor.front_matter.editing import Value
from nyspor.model.kinds import Post, Story, Workgroup

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
    names = [[(f.name, f.value) for f in row if f.values] for row in field("authors").rows]
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


def test_rows_are_taken_in_the_order_of_their_numbers() -> None:
    form = {
        "meetings.10.place": ["Salen"],
        "meetings.2.place": ["Haven"],
        "meetings.x.place": ["?"],
    }
    meetings = changed_fields(Workgroup, {}, form, {})["meetings"]
    assert meetings == [{"place": "Haven"}, {"place": "Salen"}]


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


def test_every_kind_has_a_form() -> None:
    for model in (Post, Story, Workgroup):
        assert all(f.label and f.key for f in fields_of(model, {}, {}))
