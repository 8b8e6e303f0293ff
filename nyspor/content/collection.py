"""All that was read from the content folder, and what the checks ask of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import PurePosixPath
from posixpath import relpath

from nyspor import urls
from nyspor.content.entry_reader import ParsedEntry
from nyspor.front_matter.parsing import FieldPath, Fields
from nyspor.model.kind_specs import kind_specs
from nyspor.model.kinds import Comment, Entry, Idea
from nyspor.model.library import PictureFault, PictureFile, Vocabularies
from nyspor.model.values import Status
from nyspor.problems import N_, Problem, closest_match


@dataclass(frozen=True)
class ContentCollection:
    """All that was read from the content folder, before anything is known to be right.

    `pictures` holds every picture that can be shown, `faulty` those that cannot, and why; `files` every
    file there is, by path.
    `where` holds the fields of comments and ideas by file, and of a vocabulary's records by file,
    `#` and slug.
    """

    parsed_entries: tuple[ParsedEntry, ...] = ()
    vocabularies: Vocabularies = Vocabularies()
    comments: Mapping[str, Comment] = field(default_factory=dict)
    ideas: Mapping[str, Idea] = field(default_factory=dict)
    pictures: Mapping[str, PictureFile] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    fields_by_source: Mapping[str, Fields] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    unreadable_pictures: Mapping[str, PictureFault] = field(default_factory=dict)

    @cached_property
    def by_file(self) -> Mapping[str, ParsedEntry]:
        return {parsed.file: parsed for parsed in self.parsed_entries}

    @cached_property
    def by_key(self) -> Mapping[str, ParsedEntry]:
        """Readings by key. A file whose fields are wrong still bears its name."""
        return {parsed.location.key: parsed for parsed in self.parsed_entries}

    @cached_property
    def slugs(self) -> Mapping[str, Mapping[str, None]]:
        """By kind, the names of its entries."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for parsed in self.parsed_entries:
            found[parsed.location.kind][parsed.location.slug] = None
        return found

    @cached_property
    def by_address(self) -> Mapping[str, list[ParsedEntry]]:
        """By address, who would have it: more than one is one too many."""
        found: dict[str, list[ParsedEntry]] = defaultdict(list)
        for parsed in self.parsed_entries:
            location = parsed.location
            found[urls.entry_address(location.kind, location.slug, location.lang)].append(parsed)
        return found

    @cached_property
    def linkable_addresses(self) -> frozenset[str]:
        """Addresses that a text may link to from the site's root, without a closing slash's doubt."""
        return frozenset((
            *self.by_address,
            *(urls.kind_list_address(spec.name) for spec in kind_specs() if spec.url),
            *map(urls.topic_address, self.vocabularies.topics),
            *map(urls.municipality_address, self.vocabularies.municipalities),
            *(urls.FRONT_PAGE, urls.TOPICS, urls.MUNICIPALITIES, urls.IDEAS, urls.ARCHIVES),
        ))  # fmt: skip


def is_scheduled(entry: Entry, now: datetime) -> bool:
    """Whether the entry's date is still to come."""
    return entry.date_start > now.timestamp()


def is_published(entry: Entry, moment: float) -> bool:
    """Whether residents can read it (POSIX seconds)."""
    return entry.status is not Status.DRAFT and entry.date_start <= moment


def readable_entries(content: ContentCollection) -> Iterator[tuple[ParsedEntry, Entry]]:
    """What is to be looked over, as far as it could be read."""
    return ((parsed, parsed.entry) for parsed in content.parsed_entries if parsed.entry)


def check_reference(
    parsed: ParsedEntry, path: FieldPath, name: str, known: Collection[str], message: str
) -> Iterator[Problem]:
    if name not in known:
        near = closest_match(name, known)
        yield parsed.problem(
            path, message, _remedy(near, known), name=name, near=near, names=_first_names(known)
        )


def unknown_name(
    content: ContentCollection,
    source: str,
    path: FieldPath,
    name: str,
    known: Collection[str],
    message: str,
) -> Problem:
    """The problem of a name that nobody bears, in the field at `path` of what lies at `where`."""
    near = closest_match(name, known)
    line, written = (
        content.fields_by_source[source].locate(path)
        if source in content.fields_by_source
        else (None, "")
    )
    params = {"name": name, "near": near, "names": _first_names(known)}
    return Problem(source.partition("#")[0], message, _remedy(near, known), line, written, params)


def _remedy(near: str, known: Collection[str]) -> str:
    if near:
        return N_("Did you mean “{near}”?")
    return N_("These are known: {names}.") if known else N_("Take the line out, or write it first.")


def _first_names(known: Collection[str]) -> str:
    names = sorted(known)
    return ", ".join(names[:12]) + (" …" if len(names) > 12 else "")


def relative_link(file: str, source: str) -> str:
    """How a link in `source` names `file`; '' stays ''."""
    return relpath(file, str(PurePosixPath(source).parent)) if file else ""


def closest_file(path: str, files: Iterable[str]) -> str:
    """The file whose name is nearest to that of `path`, which may be divided as Windows does; '' for none."""
    by_name = {file.rsplit("/", 1)[-1]: file for file in files}
    near = closest_match(path.replace("\\", "/").rsplit("/", 1)[-1], by_name)
    return by_name[near] if near else ""
