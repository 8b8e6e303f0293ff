"""The handbook's list of fields (docs/felter.md), generated from the model."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from nyspor.i18n.catalogues import CATALOGUES, read_catalogue
from nyspor.model.fields import choice_in, danish_key, record_in
from nyspor.model.kind_specs import kind_specs
from nyspor.model.kinds import Comment, Entry, Idea, KnownPerson, Municipality, Topic
from nyspor.text.language import DEFAULT_LANGUAGE

INTRODUCTION = """# Felterne øverst i en fil

Listen er lavet ud fra det, Nyspor selv kontrollerer efter (`make docs`), så den passer altid.
Felter med stjerne skal være der. De engelske navne kan også bruges, men kun ét af de to ad gangen.
Hvor der står flere navne i parentes, er de felter, der skrives rykket ind nedenunder.
"""


def render_field_reference() -> str:
    """Return the list of all fields as Markdown."""
    own = set(Entry.model_fields)
    parts = [INTRODUCTION, "## Fælles for alle tekster\n", _table(Entry, set(Entry.model_fields))]
    for spec in kind_specs():
        model = spec.model
        fields = {
            n
            for n in model.model_fields
            if n not in own or _required(model, n) != _required(Entry, n)
        }
        parts += [
            f"## {translate(spec.label)} (`content/{spec.name}/`)\n",
            _table(model, fields) or "Ikke andet end det fælles.\n",
        ]
    for heading, other in (
        ("Kommentar (`content/comments/`)", Comment),
        ("Idé (`content/ideas/`)", Idea),
        ("Tema (`content/topics.yaml`)", Topic),
        ("Kommune (`content/municipalities.yaml`)", Municipality),
        ("Person (`content/people.yaml`)", KnownPerson),
    ):
        parts += [f"## {heading}\n", _table(other, set(other.model_fields))]
    return "\n".join(parts)


def translate(message: str) -> str:
    """A message in the language of the handbook."""
    return read_catalogue(CATALOGUES, DEFAULT_LANGUAGE).gettext(message)


def _required(model: type[BaseModel], name: str) -> bool:
    return model.model_fields[name].is_required()


def _table(model: type[BaseModel], names: set[str]) -> str:
    rows = list(_rows(model, names))
    head = "| felt | engelsk | hvad det er | hvad der kan stå |\n|---|---|---|---|\n"
    return head + "\n".join(rows) + "\n" if rows else ""


def _rows(model: type[BaseModel], names: set[str]) -> Iterator[str]:
    for name, info in model.model_fields.items():
        key = danish_key(info)
        if key and name in names:
            star = " \\*" if info.is_required() else ""
            words = translate(info.title or "") + (
                f". {translate(info.description)}" if info.description else ""
            )
            yield f"| `{key}`{star} | `{name}` | {words} | {_values(info)} |"


def _values(info: FieldInfo) -> str:
    choice, record = choice_in(info.annotation), record_in(info.annotation)
    if choice:
        return ", ".join(member.word for member in choice)
    if record:
        inner = (
            danish_key(f) + ("\\*" if f.is_required() else "") for f in record.model_fields.values()
        )
        return "(" + ", ".join(inner) + ")"
    return ""
