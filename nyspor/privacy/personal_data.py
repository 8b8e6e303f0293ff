"""What is known of people, as the forms and the model say it. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import BaseModel

from nyspor.forms.spec import FOLLOW, Field, FormSpec, LegalBasis
from nyspor.forms_service.records import Submission
from nyspor.model.fields import danish_key, record_in
from nyspor.model.kind_specs import KindSpec
from nyspor.model.kinds import Entry, KnownPerson
from nyspor.model.values import Consent, Contact, Person, Quote
from nyspor.problems import N_

ABOUT_PEOPLE = (Person, Contact, Quote, Consent)
"""The records that are about a person. A field that is made of one, however deep, is named in the papers."""

COMMON = N_("All texts")

Translate = Callable[[str], str]


@dataclass(frozen=True)
class FormData:
    """What a form asks for, in words: its fields, those that must be filled in, those that an approval publishes; and the
    notice about privacy that stands on it."""

    title: str
    fields: tuple[str, ...]
    required: tuple[str, ...]
    published: tuple[str, ...]
    published_in: str
    consent: str
    kind: str
    notice: str
    by_consent: bool
    joins: bool
    follows: bool

    @property
    def is_published(self) -> bool:
        return bool(self.published_in)


def form_data(spec: FormSpec, translate: Translate) -> FormData:
    """What a form asks for."""
    shown = published_fields(spec)
    return FormData(
        translate(spec.title),
        tuple(translate(each.label) for each in spec.fields),
        tuple(translate(each.label) for each in spec.fields if each.required),
        tuple(translate(each.label) for each in spec.fields if each.name in shown),
        spec.publication.folder if spec.publication else "",
        translate(spec.consent_text) if spec.consent_text else "",
        spec.kind,
        f"{translate(spec.privacy)} {translate(spec.basis)}".strip(),
        spec.basis is LegalBasis.CONSENT,
        spec.joins,
        FOLLOW in spec.fields,
    )


def published_fields(spec: FormSpec) -> frozenset[str]:
    """The names of the fields whose values are in the file that an approval writes: it is written with marks for values.

    All but the address where the form cannot be tried so: better too many than one that is forgotten.
    """
    if spec.publication is None:
        return frozenset()
    marks = {each.name: _mark(number, each) for number, each in enumerate(spec.fields)}
    sent = Submission(
        "000000000000", spec.kind, "posts/a", b"", b"", "", datetime(2026, 1, 1, tzinfo=UTC), marks
    )  # fmt: skip
    try:
        content = spec.publication.content(sent).decode("utf-8", "replace")
    except Exception:  # a form of the site's own may want values that no mark can be
        return frozenset(marks) - {"email"}
    return frozenset(name for name, mark in marks.items() if mark in content)


def _mark(number: int, field: Field) -> str:
    mark = f"mark{number:04}"
    return f"{mark}@mark.example" if field.type == "email" else mark


@dataclass(frozen=True)
class PersonalField:
    """A field of a text that is about a person: its key as writers write it, and those of its parts."""

    key: str
    parts: tuple[str, ...]


def personal_fields(model: type[BaseModel]) -> Iterator[PersonalField]:
    """The fields of a model that are about people, also those inside other fields (`billede → samtykke`)."""
    yield from _personal(model, "", ())


def _personal(
    model: type[BaseModel], above: str, seen: tuple[type[BaseModel], ...]
) -> Iterator[PersonalField]:
    for info in model.model_fields.values():
        key, record = danish_key(info), record_in(info.annotation)
        if not key or record is None or record in seen:
            continue
        path = f"{above} → {key}" if above else key
        if issubclass(record, ABOUT_PEOPLE):
            yield PersonalField(path, _keys(record))
        else:
            yield from _personal(record, path, (*seen, model))


def _keys(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(key for info in model.model_fields.values() if (key := danish_key(info)))


def content_fields(
    kinds: Iterable[KindSpec], translate: Translate
) -> list[tuple[str, list[PersonalField]]]:
    """The fields about people: those of all texts, of each kind, and of the list of people."""
    common = list(personal_fields(Entry))
    found = [(translate(COMMON), common)]
    for spec in kinds:
        own = [field for field in personal_fields(spec.model) if field not in common]
        if own:
            found.append((translate(spec.label), own))
    return [*found, ("people.yaml", [PersonalField(key, ()) for key in _keys(KnownPerson)])]


LOG_FORMAT = re.compile(r"log_format\s+nyspor\s+'([^']*)'")

LOG_WORDS = {
    "time_iso8601": "tidspunkt",
    "request_method": "metode",
    "nyspor_path": "adresse på siden (uden det efter et spørgsmålstegn, og uden nøgler fra links)",
    "status": "svarkode",
    "body_bytes_sent": "antal byte",
    "request_time": "hvor lang tid svaret tog",
}
"""What nginx' variables are, in Danish."""


def log_fields(configuration: str) -> list[str]:
    """What stands in a line of the web server's log, by the format in its configuration; a new variable by its name."""
    found = LOG_FORMAT.search(configuration)
    names = re.findall(r"\$(\w+)", found[1]) if found else []
    return [LOG_WORDS.get(name, f"`${name}`") for name in names]
