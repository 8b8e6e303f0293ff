"""Parsing of content files: from bytes to entry, body and problems."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from nyspor.content.image_reader import PICTURE_SUFFIXES
from nyspor.front_matter import parsing
from nyspor.front_matter.outline import outline
from nyspor.front_matter.parsing import FieldPath, Fields, ParseError
from nyspor.front_matter.validation import salvage, validate
from nyspor.markdown.html_comments import may_contain_comments, remove_comments
from nyspor.model.document import Body
from nyspor.model.fields import Record
from nyspor.model.file_references import FileReferences, file_references
from nyspor.model.kind_specs import find_kind, kind_spec, kind_specs
from nyspor.model.kinds import Entry, Page, Post, Story
from nyspor.model.values import Language, Status
from nyspor.problems import N_, Problem, closest_match
from nyspor.urls import EntryLocation

AnyRecord = TypeVar("AnyRecord", bound=Record)


@dataclass(frozen=True)
class ParsedEntry:
    """A content file, parsed.

    Where fields are invalid, `entry` has the valid ones, so that all other problems can be reported at
    once; it is None where they make no entry. `outline` then has the status and the date, as far as lines of
    the file tell them.
    """

    file: str
    location: EntryLocation
    entry: Entry | None = None
    body: Body = Body()
    fields: Fields = field(default_factory=Fields)
    problems: tuple[Problem, ...] = ()
    outline: Entry | None = None

    @property
    def known(self) -> Entry | None:
        """What tells when the text comes out: the entry, or of a file that cannot be read its outline."""
        return self.entry or self.outline

    @cached_property
    def references(self) -> FileReferences:
        """The files that the entry and its text refer to."""
        return file_references(self.entry, self.body, self.file)

    def problem(
        self, path: FieldPath, message: str, remedy: str, *, rule: str, **params: object
    ) -> Problem:
        """Return a problem with the field at `path` (in the model's names), with its line and key as written."""
        line, written = self.fields.locate(path)
        return Problem(self.file, message, remedy, line or 1, written, params, rule)


def read_or_report(raw: bytes, file: str, location: EntryLocation) -> ParsedEntry:
    """Parse the entry in `file` as `read_entry` does; a fault of ours is a problem of the text that brings it out."""
    try:
        parsed = read_entry(raw, file, location)
    except Exception as error:
        params = {"error": f"{type(error).__name__}: {error}"}
        parsed = ParsedEntry(file, location, problems=(Problem(file, *FAULT, params=params),))
    if parsed.entry:
        return parsed
    identity = {"slug": location.slug, "file": file, "lang": location.lang}
    return replace(parsed, outline=outline(raw, kind_spec(location.kind).model, **identity))


FAULT = (
    N_("Nyspor has a fault that this text brings out: {error}"),
    N_("Pass the text on to whoever looks after the system."),
)


def read_entry(raw: bytes, file: str, location: EntryLocation) -> ParsedEntry:
    """Parse the entry in `file` (its path in the content folder). Mistakes in it become problems, never exceptions."""
    try:
        text = parsing.refuse_conflict(parsing.decode(raw, file), file)
        parts = parsing.split_front_matter(text, file)
    except ParseError as error:
        return ParsedEntry(file, location, problems=(error.problem,))
    from nyspor.markdown.converter import (
        converter,  # slow to import, and not needed where no text is new
    )
    from nyspor.markdown.pasted import clean_characters, clean_text

    parts = replace(parts, yaml=clean_characters(parts.yaml))
    cleaned = clean_text(parts.body)
    body = converter().convert(cleaned, file, parts.body_line, location.lang)
    pasted = [] if cleaned == parts.body else list(_pasted(parts, cleaned, file))
    model = kind_spec(location.kind).model
    try:
        fields = parsing.read_fields(parts.yaml, model, file, parts.yaml_line)
    except ParseError as error:
        return ParsedEntry(
            file, location, body=body, problems=(error.problem, *body.problems, *pasted)
        )
    notes = _cut_comments(fields, parts.yaml, file)
    identity = {"slug": location.slug, "file": file, **_language_in_name(location, fields)}
    entry, problems = validate(fields, model, file, **identity)
    problems += notes
    entry = entry or salvage(fields, model, **identity)
    if entry and entry.lang != location.lang:
        problems.append(_wrong_language(file, location, fields))
    if entry and entry.status is not Status.DRAFT:
        problems += _unfinished(parts, entry, body)
    return ParsedEntry(file, location, entry, body, fields, (*problems, *body.problems, *pasted))


def _unfinished(parts: parsing.SplitSource, entry: Entry, body: Body) -> Iterator[Problem]:
    """Advise on what is left to write in a text that is no draft."""
    from nyspor.front_matter.plain_text import check_plain_fields
    from nyspor.markdown.blocks import lines_outside_code
    from nyspor.markdown.sections import check_sections
    from nyspor.markdown.unfinished import check_unfinished

    numbered = enumerate(parts.yaml.split("\n"), parts.yaml_line)
    fields = [line for line in numbered if "#" not in line[1][:1]]
    yield from check_unfinished(fields, entry.file)
    yield from check_plain_fields(fields, entry.file)
    text = list(lines_outside_code(parts.body.split("\n"), parts.body_line))
    yield from check_unfinished(text, entry.file)
    end = parts.body_line + parts.body.rstrip().count("\n")
    yield from check_sections(text, end, entry.title, entry.file)
    is_told = isinstance(entry, Post | Story | Page) and not (
        isinstance(entry, Post) and entry.video
    )
    if is_told and not (body.words or body.images or body.links or body.blocks or body.problems):
        yield Problem(
            entry.file,
            N_("There is no text below the fields."),
            N_("Write it, or let the text wait with status: kladde."),
            parts.body_line,
            rule="unfinished",
        )


def _pasted(parts: parsing.SplitSource, cleaned: str, file: str) -> Iterator[Problem]:
    """Advice to clean the text, which is shown without what was left in it."""
    from nyspor.markdown.pasted import leftovers

    line = leftovers(parts.body, cleaned)
    if line is not None:
        yield Problem(
            file,
            N_("The text has traces of the program that it was copied from. Readers do not see them."),
            N_("Take them away with: nyspor check --fix"),
            parts.body_line + line,
            rule="pasted",
        )  # fmt: skip


def _cut_comments(fields: Fields, yaml: str, file: str) -> list[Problem]:
    """Remove HTML comments from the fields, as from a text; return the problems with them."""
    if not may_contain_comments(yaml):
        return []
    problems: list[Problem] = []

    def cut(value: object, path: FieldPath) -> object:
        if isinstance(value, str):
            found = remove_comments(value, file)
            line, written = fields.locate(path)
            problems.extend(replace(p, line=line or 1, field=written) for p in found.problems)
            return found.text
        if isinstance(value, dict):
            return {name: cut(item, (*path, name)) for name, item in value.items()}
        if isinstance(value, list):
            return [cut(item, (*path, index)) for index, item in enumerate(value)]
        return value

    fields.values = {name: cut(value, (name,)) for name, value in fields.values.items()}
    return problems


def _language_in_name(location: EntryLocation, fields: Fields) -> dict[str, str]:
    """Return the language that a file's name gives its text where no field does."""
    known = location.lang in tuple(Language) and "lang" not in fields.values
    return {"lang": location.lang} if known else {}


def _wrong_language(file: str, location: EntryLocation, fields: Fields) -> Problem:
    line, written = fields.locate(("lang",))
    return Problem(
        file,
        N_("The file's name and the field “sprog” do not name the same language."),
        N_("An English text is saved as {name}.en.md and has the line “sprog: engelsk”."),
        line or 1,
        written or "sprog",
        {"name": location.slug},
        rule="language",
    )


def read_record(
    raw: bytes, file: str, model: type[AnyRecord], **identity: str
) -> tuple[AnyRecord | None, Fields, list[Problem]]:
    """Parse a comment or an idea: front matter, and a body of plain text."""
    try:
        parts = parsing.split_front_matter(parsing.decode(raw, file), file)
        fields = parsing.read_fields(parts.yaml, model, file, parts.yaml_line)
    except ParseError as error:
        return None, Fields(), [error.problem]
    record, problems = validate(fields, model, file, text=parts.body.strip(), **identity)
    return record, fields, problems


def read_vocabulary(
    raw: bytes, file: str, model: type[AnyRecord]
) -> tuple[dict[str, AnyRecord], dict[str, Fields], list[Problem]]:
    """Parse a vocabulary: its records and their fields by slug, in the order of the file."""
    from nyspor.markdown.pasted import clean_characters

    try:
        text = clean_characters(parsing.decode(raw, file))
        records = parsing.read_records(text, model, file)
    except ParseError as error:
        return {}, {}, [error.problem]
    found: dict[str, AnyRecord] = {}
    fields_by_source: dict[str, Fields] = {}
    problems: list[Problem] = []
    for fields in records:
        problems += _cut_comments(fields, text, file)
        record, wrong = validate(fields, model, file)
        problems += wrong
        record = record or salvage(fields, model)
        if record is None:
            continue
        slug = str(record.slug)  # type: ignore[attr-defined]
        if slug in found:
            line, written = fields.locate(("slug",))
            problems.append(
                Problem(
                    file,
                    N_("“{slug}” is there twice."),
                    N_("Give each its own slug."),
                    line,
                    written,
                    {"slug": slug},
                    rule="vocabulary",
                )
            )
        found[slug], fields_by_source[slug] = record, fields
    return found, fields_by_source, problems


def misplaced_file(file: str) -> Problem:
    """Return the problem of a file in a folder that is not read, so that it is not silently ignored."""
    if file.rsplit("/", 1)[-1].startswith("."):
        return unusable_file_name(file)
    *folders, name = file.split("/")
    suffix = "." + name.rpartition(".")[2].lower() if "." in name else ""
    params: dict[str, object] = {"suffix": suffix}
    message = N_("The file lies where no entry can live, so it would not come on the site.")
    if suffix in (*PICTURE_SUFFIXES, *OTHER_PICTURE_SUFFIXES):
        remedy = N_("Put the picture in content/images.")
    elif suffix in DOCUMENT_SUFFIXES:
        message = N_("The text of a file that ends in {suffix} is not shown on the site.")
        remedy = N_(
            "Copy the text into a file that ends in .md; or put the file in content/files, and link to it."
        )
    elif suffix not in TEXT_SUFFIXES:
        remedy = N_("Put the file in content/files if texts are to link to it, or take it away.")
    elif not name.endswith(".md"):
        message = N_("A text's file must have a name that ends in .md, in small letters.")
        remedy = N_("Call it {right}.")
        params["right"] = re.sub(r"(\.(md|markdown|txt))+$", "", name, flags=re.IGNORECASE) + ".md"
    elif folders and (spec := find_kind(folders[0])):
        message = N_("In a folder of {folder} only {right} is read.")
        remedy = N_("Call it {right}, or move it to the folder of another kind.")
        params |= {"folder": spec.name, "right": f"{spec.file}.md"}
    elif folder := _meant_folder(folders[0] if folders else ""):
        remedy = N_("Put it in {folder}.")
        params["folder"] = folder
    else:
        remedy = N_("Put it in {folders}, with a name that ends in .md.")
        params["folders"] = ", ".join(spec.name for spec in kind_specs())
    return Problem(file, message, remedy, params=params, rule="file-place")


OTHER_PICTURE_SUFFIXES = (".heic", ".heif", ".svg", ".tif", ".tiff")
"""Pictures that browsers or the converter cannot show, or that may run something."""
DOCUMENT_SUFFIXES = (".docx", ".doc", ".odt", ".rtf", ".pages", ".html", ".htm")
TEXT_SUFFIXES = ("", ".md", ".markdown", ".txt")


def _meant_folder(written: str) -> str:
    """Return the folder that one with a wrong name was meant to be: `Posts`, `indlæg`, `historier`; or ''."""
    names = {
        name: spec.name
        for spec in kind_specs()
        for name in (spec.name, spec.url, spec.label)
        if name
    }
    return names.get(closest_match(written, names, 0.75), "") if written else ""


def unusable_file_name(file: str) -> Problem:
    """Return the problem of a file whose name gives no slug: `🎉.md`, `---.md`, `.md`."""
    return Problem(
        file,
        N_("The file's name has no letters or digits that an address can be made of."),
        N_("Give it a name of the letters a-å, such as velkommen.md."),
        rule="file-name",
    )


def forbidden_file(file: str) -> Problem:
    """Return the problem of a file that the program is not allowed to read."""
    return Problem(
        file,
        N_("The file cannot be read: it is locked for you."),
        N_("Ask whoever looks after the folder to let you read it, or take it out of the folder."),
        rule="locked",
    )
