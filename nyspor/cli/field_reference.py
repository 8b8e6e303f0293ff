"""The handbook's list of fields (docs/felter.md), generated from the model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import NoneType
from typing import Annotated, Any, get_args, get_origin

from annotated_types import Ge, Le
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from nyspor.i18n.catalogues import CATALOGUES, read_catalogue
from nyspor.model.fields import Choice, choice_in, danish_key, file_help, record_in
from nyspor.model.kind_specs import kind_specs
from nyspor.model.kinds import Comment, Entry, Idea, KnownPerson, Municipality, Topic
from nyspor.text.danish import Date, slugify
from nyspor.text.language import DEFAULT_LANGUAGE

INTRODUCTION = """# Felterne øverst i en fil

Listen er lavet ud fra det, Nyspor selv kontrollerer efter (`make docs`), så den passer altid. Et felt med stjerne skal være der.
De engelske navne kan også bruges, men kun ét af de to ad gangen. Hele filer af hver slags står i [eksemplerne](eksempler.md).

## Sådan skrives de

| der står | så skriv |
|---|---|
| tekst | På samme linje som navnet. Er der et kolon, et `#` eller et anførselstegn i den, så sæt den hele i enkelte anførselstegn: `titel: 'Mød os: Døren er åben'`. En lang tekst kan stå rykket ind på linjerne nedenunder, når der står `>-` efter kolonet. Felter er ren tekst: Stjerner, links og fodnoter hører til i selve teksten, og »anførselstegn« og – tankestreger skriver du selv. |
| liste | `[unge, job]` eller hver på sin linje med en bindestreg foran. Er der kun én, kan den stå alene: `temaer: unge`. |
| dato | `3. marts 2026`, gerne med `kl. 9.00` efter. `marts 2026` eller `2026` er også en dato. |
| tal | Med komma før decimalerne og punktum i tusinder: `22,5` og `1.250`. |
| ja eller nej | `ja` eller `nej` |
| flere ord | Ét af dem. Det, der står efter »ellers«, gælder, når feltet ikke er der. |
| felter | Hvert felt på sin linje, rykket to mellemrum ind under navnet. Hvilke der er, står i tabellen, som ordet fører til. |
| liste af felter | Det samme flere gange, hver gang med en bindestreg foran det første felt. |

Sådan ser felter og en liste af felter ud:

    kontakt:
      navn: Sporets sekretariat
      telefon: 12 34 56 78
    faser:
      - fase: idé
        fra: marts 2025
      - fase: mobilisering
        fra: 1. september 2025
"""

INDENTED = """## De felter, der rykkes ind

De hører til under et andet felt, og her står, hvad de selv består af.
"""


def render_field_reference() -> str:
    """Return the list of all fields as Markdown."""
    contents = (f"[{heading.split(' (')[0]}](#{anchor(heading)})" for heading, *_ in files())
    parts = [INTRODUCTION, " · ".join(contents) + "\n"]
    for heading, model, names in files():
        parts += [f"## {heading}\n", _table(model, names) or "Ikke andet end det fælles.\n"]
    parts.append(INDENTED)
    for record, keys in records().items():
        parts += [f"### {_heading(keys)}\n", _table(record, set(record.model_fields))]
    return "\n".join(parts)


def files() -> Iterator[tuple[str, type[BaseModel], set[str]]]:
    """Yield each sort of file: its heading, its model, and which of the fields to list."""
    own = set(Entry.model_fields)
    yield "Fælles for alle tekster", Entry, own
    for spec in kind_specs():
        model = spec.model
        fields = {
            name
            for name in model.model_fields
            if name not in own or _is_other(model.model_fields[name], Entry.model_fields[name])
        }
        yield f"{translate(spec.label)} (`content/{spec.name}/`)", model, fields
    for heading, other in (
        ("Kommentar (`content/comments/`)", Comment),
        ("Idé (`content/ideas/`)", Idea),
        ("Tema (`content/topics.yaml`)", Topic),
        ("Kommune (`content/municipalities.yaml`)", Municipality),
        ("Person (`content/people.yaml`)", KnownPerson),
    ):
        yield heading, other, set(other.model_fields)


def records() -> Mapping[type[BaseModel], list[str]]:
    """Return the records that fields are made of, each with the keys under which it stands, in alphabetical order."""
    found: dict[type[BaseModel], list[str]] = {}

    def collect(model: type[BaseModel]) -> None:
        for info in model.model_fields.values():
            record, key = record_in(info.annotation), danish_key(info)
            if record and key:
                is_new = record not in found
                keys = found.setdefault(record, [])
                if key not in keys:
                    keys.append(key)
                if is_new:
                    collect(record)

    for _, model, _ in files():
        collect(model)
    return dict(sorted(found.items(), key=lambda each: slugify(each[1][0])))


def translate(message: str) -> str:
    """A message in the language of the handbook."""
    return read_catalogue(CATALOGUES, DEFAULT_LANGUAGE).gettext(message)


def anchor(heading: str) -> str:
    """Return the anchor that the common Git hosts give a heading."""
    kept = (sign for sign in heading.lower().replace(" ", "-") if sign.isalnum() or sign in "-_")
    return "".join(kept)


def _heading(keys: Iterable[str]) -> str:
    return ", ".join(f"`{key}`" for key in keys)


def _is_other(field: FieldInfo, common: FieldInfo) -> bool:
    """Whether a kind asks more, or assumes something else, in a field that all kinds have."""
    return field.is_required() != common.is_required() or field.default != common.default


def _table(model: type[BaseModel], names: set[str]) -> str:
    rows = list(_rows(model, names))
    head = "| felt | engelsk | hvad det er | hvad der kan stå |\n|---|---|---|---|\n"
    return head + "\n".join(rows) + "\n" if rows else ""


def _rows(model: type[BaseModel], names: set[str]) -> Iterator[str]:
    for name, info in model.model_fields.items():
        key = danish_key(info)
        if key and name in names:
            star = " \\*" if info.is_required() else ""
            yield f"| `{key}`{star} | `{name}` | {_words(key, info)} | {values(info)} |"


def _words(key: str, info: FieldInfo) -> str:
    """What a field is, in words: its label, unless that only repeats its key, and its help text."""
    label = translate(info.title or key)
    help_text = " ".join(map(translate, file_help(info)))
    if not help_text:
        return label
    if label.lower() == key.replace("_", " "):
        return help_text
    return f"{label}. {help_text}"


def values(info: FieldInfo) -> str:
    """Return what a writer may put into a field: the sort of value, or all the words that there are."""
    choice, record = choice_in(info.annotation), record_in(info.annotation)
    if choice:
        default = f"; ellers `{info.default.word}`" if isinstance(info.default, Choice) else ""
        return ", ".join(f"`{member.word}`" for member in choice) + default
    if record:
        return _fields_of(record, _parts_of(info.annotation))
    parts = _parts_of(info.annotation)
    if get_origin(parts[0]) is tuple:
        return "liste" if Ellipsis in get_args(parts[0]) else ""
    return _SORTS[parts[0]] + _limits(info) + ("; ellers `ja`" if info.default is True else "")


_SORTS: Mapping[Any, str] = {
    str: "tekst",
    int: "tal",
    float: "tal",
    bool: "ja eller nej",
    Date: "dato",
}


def _fields_of(record: type[BaseModel], parts: Iterable[Any]) -> str:
    """The link to the table of a record; a list of them, or of names, where the annotation says so."""
    link = f"[felter](#{anchor(_heading(records()[record]))})"
    listed = next((part for part in parts if get_origin(part) is tuple), None)
    if listed is None:
        return link
    names = "navne eller " if str in _parts_of(get_args(listed)[0]) else ""
    return f"liste af {names}{link}"


def _limits(info: FieldInfo) -> str:
    """The least and the greatest number that may stand in a field, in words."""
    least = next((each.ge for each in info.metadata if isinstance(each, Ge)), None)
    greatest = next((each.le for each in info.metadata if isinstance(each, Le)), None)
    if greatest is not None:
        return f" fra {least} til {greatest}"
    return "" if least is None else f", mindst {least}"


def _parts_of(annotation: Any) -> tuple[Any, ...]:
    """The types that a union consists of, without None; a type that is no union, alone."""
    plain = _plain(annotation)
    if get_origin(plain) is tuple or not get_args(plain):
        return (plain,)
    return tuple(_plain(part) for part in get_args(plain) if part is not NoneType)


def _plain(annotation: Any) -> Any:
    """The type that validators are attached to."""
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation
