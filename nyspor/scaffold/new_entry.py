"""The file of a new entry: in the right folder, with its fields, and what there is to choose from beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from textwrap import fill

from nyspor.content.choices import Choices
from nyspor.model.fields import danish_key, file_help
from nyspor.model.kind_specs import KindSpec, kind_specs
from nyspor.problems import N_
from nyspor.scaffold.yaml_string import yaml_string
from nyspor.text.danish import slugify

LINE_LENGTH = 100

Translate = Callable[[str], str]

SUMMARY = N_("Write one or two sentences here; they are shown in lists.")
TEXT = N_("Write the text here.")
HINT = N_("Take away the # before the lines that you need.")
MUST_BE_FILLED = N_("must be filled in")


def find_kind_by_word(word: str, translate: Translate) -> KindSpec | None:
    """The kind that a writer calls `word`: `indlæg`, `posts` or `post`."""
    wanted = word.casefold()
    for spec in kind_specs():
        names = (spec.name, spec.label, spec.plural, translate(spec.label), translate(spec.plural))
        if wanted in (name.casefold() for name in names):
            return spec
    return None


def entry_path(spec: KindSpec, title: str, today: date) -> str:
    """Where the entry lies in the content folder; '' where the title gives no file name."""
    slug = slugify(title)
    if not slug:
        return ""
    if spec.file:
        return f"{spec.name}/{slug}/{spec.file}"
    year = f"{today.year}/" if spec.in_stream else ""
    return f"{spec.name}/{year}{slug}.md"


def entry_text(
    spec: KindSpec, title: str, today: date, choices: Choices, translate: Translate
) -> str:
    """A draft with this title; all else that its kind can have and is chosen by id stands as a comment."""
    lines = [
        "---",
        f"titel: {yaml_string(title)}",
        f"resume: {translate(SUMMARY)}",
        *_required(spec, today, translate),
        "status: kladde",
        *_choices(spec, choices, translate),
        "---",
        "",
        translate(TEXT),
    ]
    return "\n".join(lines) + "\n"


def _required(spec: KindSpec, today: date, translate: Translate) -> Iterator[str]:
    for name, field in spec.model.model_fields.items():
        if not field.is_required() or name in ("title", "summary"):
            continue
        if name == "date":
            yield f"dato: {today.isoformat()}"
        else:
            help_text = " ".join(map(translate, file_help(field) or (MUST_BE_FILLED,)))
            yield f"{danish_key(field)}: # {help_text}"


def _choices(spec: KindSpec, choices: Choices, translate: Translate) -> Iterator[str]:
    known = [(name, found) for name, found in choices.items() if found]
    fields = spec.model.model_fields
    if known:
        yield f"# {translate(HINT)}"
    for name, found in known:
        if name not in fields:
            continue
        first = next(iter(found))
        one = name in ("municipality", "programme")
        yield f"# {danish_key(fields[name])}: {first if one else f'[{first}]'}"
        yield fill(
            ", ".join(f"{slug} ({label})" for slug, label in found.items()),
            width=LINE_LENGTH,
            initial_indent="#   ",
            subsequent_indent="#   ",
            break_long_words=False,
            break_on_hyphens=False,
        )
