"""The fields of a text as a form: made from the model, filled with what is written, and read back.

    fields_of(Post, {"title": "Stien"}, choices)  →  what the template shows
    values_in(Post, {"title": ["Stien"], …})      →  what stands in the fields now

The names of inputs follow the model: `title`, `image.alt`, `meetings.0.place`. A number in them is the row's place in
the text that was shown; rows are read in the order in which they are sent (`nyspor.desk.forms.field_rows`). Values are what
the YAML holds, as strings; a value that was written in another way than the form would (`published` for `udgivet`) is
offered as it is, so that nothing changes which nobody has changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import UnionType
from typing import Any, Union, cast, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from nyspor.content.choices import Choices
from nyspor.desk.forms.field_rows import ROWS, Form, rows_in
from nyspor.front_matter.editing import Value
from nyspor.model.fields import Choice, choice_in, danish_key, record_in
from nyspor.problems import N_
from nyspor.text.danish import Date

LONG = frozenset(
    {"summary", "lessons", "vision", "caption", "alt", "text", "reason", "question", "how"}
)
"""Fields of which the text may take more than a line."""


MAIN: Mapping[str, tuple[str, ...]] = {
    "posts": ("authors", "tracks", "topics"),
    "stories": ("authors", "tracks", "topics"),
    "tracks": ("question", "programme", "contact"),
    "pilots": ("phases", "effects", "unexpected", "lessons"),
    "workgroups": ("meetings", "contact", "signup"),
    "programmes": ("vision", "phases", "milestones", "effects"),
    "magazine": ("year", "theme", "editorial", "sections"),
    "status": ("year", "municipality", "programme", "authors"),
}
"""By kind, the fields that its texts are about. They stand open on the page of a text, the others behind a button."""


WITH_TIME = frozenset({"date", "meetings.start", "meetings.end", "milestones.date"})
"""The dates that have a time of day."""


MADE = frozenset({"meetings.id", "meetings.revision"})
"""What the desk fills in by itself (`nyspor.desk.forms.meetings`), and nobody need see."""


MOST_SHOWN = 12
"""As many choices stand on the page; among more, one searches."""

SEARCHED = frozenset(
    {"related", "translation_of", "sections.entries.slug"}
    | {f"{rows}.account" for rows in ("meetings", "milestones", "pre_projects")}
    | {f"{people}.name" for people in ("authors", "follow_group", "contributors", "contact")}
)
"""What one searches among however few there are: every text, and people, who may be named freely."""


class Widget(StrEnum):
    """How a field is filled in."""

    LINE = "line"
    DAY = "day"
    """A date, in words."""
    MOMENT = "moment"
    """A date that may have a time of day."""
    AREA = "area"
    LINES = "lines"
    """Several texts, each on a line of its own."""
    CHOICE = "choice"
    CHOICES = "choices"
    SEARCH = "search"
    """The id of something that is found by its name."""
    SEARCHES = "searches"
    """Several of those, each on a line of its own."""
    HIDDEN = "hidden"
    RECORD = "record"
    RECORDS = "records"


ON_ONE_LINE = (Widget.LINE, Widget.DAY, Widget.MOMENT, Widget.SEARCH)


@dataclass(frozen=True)
class Option:
    """What can be chosen: what is written, and what the writer reads (a message id, or a name).

    `english` is what one reads who has the desk in English, of a word that is no message; '' for the label.
    """

    value: str
    label: str
    english: str = ""


@dataclass(frozen=True)
class FormField:
    """A field as it is shown. `label` and `help` are message ids.

    `values` are what it holds; `fields` those of a record. `rows` are several, each called `row_label` (a message id),
    the last one to be filled in.
    """

    name: str
    key: str
    label: str
    help: str
    widget: Widget
    required: bool = False
    values: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    fields: tuple[FormField, ...] = ()
    rows: tuple[FormRow, ...] = ()
    row_label: str = ""

    @property
    def value(self) -> str:
        """What it holds, of a field with one value; an input has no line breaks."""
        first = self.values[0] if self.values else ""
        return " ".join(first.splitlines()) if self.widget in ON_ONE_LINE else first

    @property
    def kind(self) -> str:
        """Its name without the numbers of rows: `meetings.start`."""
        return kind_of(self.name)

    @property
    def shown_value(self) -> str:
        """What its value is called, where that is known: the title of a text, say."""
        is_found = self.widget is Widget.SEARCH and bool(self.options)
        return self.options[0].label if is_found else self.value

    @property
    def is_filled(self) -> bool:
        """Whether it holds anything."""
        inner = (*self.fields, *(field for row in self.rows for field in row.fields))
        return any(self.values) or any(field.is_filled for field in inner)


@dataclass(frozen=True)
class FormRow:
    """A record of several. `title` is what tells which one it is: `14. januar 2027, Biblioteket`."""

    name: str
    title: str
    fields: tuple[FormField, ...]

    @property
    def is_filled(self) -> bool:
        """Whether it holds anything."""
        return any(field.is_filled for field in self.fields)


def fields_of(
    model: type[BaseModel],
    values: Mapping[str, Value],
    choices: Choices,
    prefix: str = "",
    more: str = "",
) -> tuple[FormField, ...]:
    """Return the fields of a model with what they hold. `more` names the records that get an empty row."""
    return tuple(
        _field(f"{prefix}{name}", name, info, values.get(name), choices, more)
        for name, info in model.model_fields.items()
        if danish_key(info)
    )


def fits_form(model: type[BaseModel], values: Mapping[str, Value]) -> bool:
    """Return whether a form can show all values: none has a list or a record where the model has something else."""
    return all(_fits(model.model_fields[name], value) for name, value in values.items())


def _fits(info: FieldInfo, value: Value) -> bool:
    record, several = record_in(info.annotation), _holds_several(info.annotation)
    if isinstance(value, str):
        return True
    if isinstance(value, Mapping):
        return record is not None and fits_form(record, value)
    if not several:
        return False
    return all(
        isinstance(item, str) or (isinstance(item, Mapping) and _fits(info, item)) for item in value
    )


def _field(
    path: str, name: str, info: FieldInfo, value: Value | None, choices: Choices, more: str
) -> FormField:
    widget = _widget(path, info, choices)
    record = record_in(info.annotation)
    fields: tuple[FormField, ...] = ()
    rows: tuple[FormRow, ...] = ()
    if widget is Widget.RECORD and record:
        fields = fields_of(record, _as_record(value, record), choices, prefix=f"{path}.", more=more)
    elif widget is Widget.RECORDS and record:
        held = [_as_record(item, record) for item in as_list(value)]
        # A list within a row that is still empty gets one in that.
        held += [{}] if more == path or more.startswith(f"{path}.{len(held)}.") else []
        rows = tuple(
            _row(f"{path}.{at}", record, item, choices, more) for at, item in enumerate(held)
        )
    texts = () if record else tuple(str(item) for item in as_list(value))
    options = tuple(_options(kind_of(path), info, texts, choices, widget))
    help_text = info.description or ""
    label = info.title or ""
    row_label = ROWS[record][0] if record and record in ROWS else label
    return FormField(
        path, danish_key(info), label, help_text, widget, info.is_required(), texts, options, fields, rows, row_label
    )  # fmt: skip


LONGEST_TITLE = 80
"""In characters: what is read at a glance."""


def _row(
    path: str, record: type[BaseModel], item: Mapping[str, Value], choices: Choices, more: str
) -> FormRow:
    fields = fields_of(record, item, choices, prefix=f"{path}.", more=more)
    telling = ROWS[record][1] if record in ROWS else (next(iter(record.model_fields)),)
    found = {field.name.rpartition(".")[2]: field.shown_value for field in fields}
    title = ", ".join(found[name] for name in telling if found.get(name))
    is_long = len(title) > LONGEST_TITLE
    return FormRow(path, f"{title[: LONGEST_TITLE - 1]}…" if is_long else title, fields)


def kind_of(path: str) -> str:
    """The name of a field without the numbers of rows: `meetings.start`."""
    return ".".join(part for part in path.split(".") if not part.isdecimal())


def _widget(path: str, info: FieldInfo, choices: Choices) -> Widget:
    name, several = path.rpartition(".")[2], _holds_several(info.annotation)
    if record_in(info.annotation):
        return Widget.RECORDS if several else Widget.RECORD
    kind = kind_of(path)
    if kind in MADE:
        return Widget.HIDDEN
    if known := choices.get(kind):
        if kind in SEARCHED or len(known) > MOST_SHOWN:
            return Widget.SEARCHES if several else Widget.SEARCH
        return Widget.CHOICES if several else Widget.CHOICE
    if several:
        return Widget.LINES
    if choice_in(info.annotation) or info.annotation is bool:
        return Widget.CHOICE
    if _is_date(info.annotation):
        return Widget.MOMENT if kind in WITH_TIME else Widget.DAY
    return Widget.AREA if name in LONG else Widget.LINE


def _is_date(annotation: Any) -> bool:
    return annotation is Date or any(map(_is_date, get_args(annotation)))


def _holds_several(annotation: Any) -> bool:
    """Whether an annotation is that of a list, such as `tuple[str, ...]`; a pair of numbers is one value."""
    if get_origin(annotation) is tuple:
        return Ellipsis in get_args(annotation)
    if get_origin(annotation) in (Union, UnionType):
        return any(map(_holds_several, get_args(annotation)))
    return False


YES_NO = (Option("ja", N_("Yes")), Option("nej", N_("No")))


def _options(
    kind: str, info: FieldInfo, held: Sequence[str], choices: Choices, widget: Widget
) -> Iterator[Option]:
    """What can be chosen, with what is held in whatever way it is written; of what is searched, what is held alone."""
    if widget in (Widget.SEARCH, Widget.SEARCHES):
        yield from (Option(value, choices[kind].get(value, value)) for value in held if value)
        return
    known = [*_known_options(kind, info, choices)]
    yield from known
    if known:
        values = {option.value for option in known}
        yield from (Option(value, value) for value in held if value and value not in values)


def _known_options(name: str, info: FieldInfo, choices: Choices) -> Iterator[Option]:
    choice: type[Choice] | None = choice_in(info.annotation)
    if choice:
        yield from (Option(member.word, member.word, member.value) for member in choice)
    elif info.annotation is bool:
        yield from YES_NO
    else:
        yield from (Option(slug, label) for slug, label in choices.get(name, {}).items())


def as_list(value: Value | None) -> Sequence[Any]:
    """Return what a field holds, of which there may be several."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str | Mapping) else value


def _as_record(value: Any, model: type[BaseModel]) -> Mapping[str, Value]:
    """The fields of a record; a text in its place is its first field, as with the senders of a text.

    A list in its place, which is wrong, has none: it stays until something is filled in.
    """
    if isinstance(value, str):
        return {next(iter(model.model_fields)): value}
    return value if isinstance(value, Mapping) else {}


def values_in(model: type[BaseModel], form: Form, prefix: str = "") -> dict[str, Value]:
    """Return what a form holds, under the model's names; what is empty is not there."""
    found: dict[str, Value] = {}
    for name, info in model.model_fields.items():
        if danish_key(info) and (value := _value_in(f"{prefix}{name}", info, form)):
            found[name] = value
    return found


def _value_in(path: str, info: FieldInfo, form: Form) -> Value | None:
    record, several = record_in(info.annotation), _holds_several(info.annotation)
    if record and several:
        rows = (
            _Row(number, values_in(record, form, f"{path}.{number}."))
            for number in rows_in(path, form)
        )
        return [row for row in rows if row]
    if record:
        return values_in(record, form, f"{path}.")
    sent = [text.strip() for each in form.get(path, ()) for text in each.splitlines()]
    if several:
        return [text for text in sent if text]
    return " ".join(filter(None, sent))


class _Row(dict[str, Value]):
    """A record of several, which knows its place among those that the form showed."""

    def __init__(self, number: int, values: Mapping[str, Value]) -> None:
        super().__init__(values)
        self.number = number


def changed_fields(
    model: type[BaseModel], values: Mapping[str, Value], form: Form, choices: Choices
) -> dict[str, Value | None]:
    """Return the fields that were changed in the form, each with its new value; None for what was emptied."""
    shown = values_in(model, as_sent(fields_of(model, values, choices)))
    sent = values_in(model, form)

    def changed(name: str, info: FieldInfo) -> Value | None:
        before, now = values.get(name), sent.get(name)
        if _widget(name, info, choices) is Widget.CHOICES:
            now = _in_written_order(before, now)
        value: Value | None = _as_written(before, shown.get(name), now)
        people = choices.get(f"{name}.name") if _holds_names(info.annotation) else None
        return _by_name(value, before, people) if people and isinstance(value, list) else value

    return {
        name: changed(name, info)
        for name, info in model.model_fields.items()
        if sent.get(name) != shown.get(name)
    }


def _holds_names(annotation: Any) -> bool:
    """Whether what a list holds may be a name in place of a record, as with the senders of a text."""
    item = next(iter(get_args(annotation)), None)
    return record_in(item) is not None and str in get_args(item)


def _by_name(value: list[Any], before: Any, people: Mapping[str, str]) -> list[Value]:
    """A list in which those who are known stand by their id alone, unless something is said of them, and nobody else does.

    What stood there before stays as it is written.
    """
    written = as_list(before)

    def item(each: Value) -> Value:
        if each in written:
            return each
        person = {"name": each} if isinstance(each, str) else dict(cast(Mapping[str, Value], each))
        name = str(person.get("name", ""))
        if name not in people:
            return person
        return name if len(person) == 1 else person | {"name": people[name]}

    return [item(each) for each in value]


def _in_written_order(before: Value | None, sent: Any) -> Any:
    """What was ticked: that which was written in its order there, then what is new."""
    written = [each for each in as_list(before) if each in (sent or ())]
    return [*written, *(each for each in sent if each not in written)] if sent else sent


def _as_written(before: Any, shown: Any, sent: Any) -> Any:
    """What was sent, in the shape that the field is written in: what was not changed stays as it was."""
    if sent == shown:
        return sent if before is None else before
    if isinstance(sent, Mapping):
        earlier = before if isinstance(before, Mapping) else {}
        known = shown if isinstance(shown, Mapping) else {}
        return {
            key: _as_written(earlier.get(key), known.get(key), item) for key, item in sent.items()
        }
    if not isinstance(sent, list):
        return sent
    if isinstance(before, str) and len(sent) == 1 and isinstance(sent[0], str):
        return sent[0]
    written = dict(enumerate(as_list(before)))
    known = {_place(item, at): item for at, item in enumerate(as_list(shown))}
    places = [(_place(item, at), item) for at, item in enumerate(sent)]
    return [_item_as_written(written.get(at), known.get(at), item) for at, item in places]


def _place(item: Any, at: int) -> int:
    """The place that an item of a list had in the text that was shown; a text has that which it has now."""
    return item.number if isinstance(item, _Row) else at


def _item_as_written(before: Any, shown: Any, sent: Any) -> Any:
    """An item of a list; a text that stands in place of a record stays one."""
    if isinstance(before, str) and isinstance(sent, Mapping) and len(sent) == 1:
        return next(iter(sent.values()))
    return _as_written(before, shown, sent)


def as_sent(fields: Sequence[FormField]) -> dict[str, list[str]]:
    """Return what a browser sends of a form that nobody has changed."""
    found: dict[str, list[str]] = {}
    for field in fields:
        if field.fields or field.rows:
            found |= as_sent(field.fields)
            for row in field.rows:
                found |= as_sent(row.fields)
        elif field.widget in (Widget.LINES, Widget.SEARCHES):
            found[field.name] = ["\r\n".join(field.values)]
        elif field.widget is Widget.CHOICES:
            found[field.name] = [each.value for each in field.options if each.value in field.values]
        elif field.values:
            found[field.name] = [field.value]
    return found
