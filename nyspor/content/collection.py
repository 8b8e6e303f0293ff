"""The content folder, parsed and not yet validated, with the look-ups that the checks need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import cached_property
from pathlib import PurePosixPath
from posixpath import relpath

from nyspor import urls
from nyspor.content.entry_reader import ParsedEntry
from nyspor.content.file_names import original_of
from nyspor.content.schema import FILE as SCHEMA_FILE
from nyspor.content.schema import SCHEMA
from nyspor.front_matter.parsing import FieldPath, Fields
from nyspor.model.address_book import AddressFile
from nyspor.model.kind_specs import kind_spec, kind_specs
from nyspor.model.kinds import Comment, Entry, Idea
from nyspor.model.library import PictureFault, PictureFile, Vocabularies
from nyspor.model.list_filters import idea_choices, list_choices, meeting_choices
from nyspor.model.values import Status
from nyspor.problems import Problem, closest_match
from nyspor.text.language import DEFAULT_LANGUAGE
from nyspor.urls import locate_entry

SHARED_FILES = ("topics.yaml", "municipalities.yaml", "people.yaml", SCHEMA_FILE)
"""What many texts refer to, or are read by."""


@dataclass(frozen=True)
class ContentCollection:
    """Everything parsed from the content folder, before it is validated.

    `pictures` are the pictures that can be shown, `unreadable_pictures` those that cannot, and why; `files`
    are the paths of all files. `fields_by_source` has the fields of comments and ideas by file, and of a
    vocabulary's records by file, `#` and slug. `schema` is the number of `nyspor.content.schema`;
    `published_addresses` is what the address book says, `site_url` where the site is published, '' where that
    is not known.
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
    schema: int = SCHEMA
    published_addresses: AddressFile = AddressFile()
    site_url: str = ""
    ask_for_deleted: Callable[[], frozenset[str]] = frozenset
    """Returns the files that were there before; it may take a second."""

    @cached_property
    def deleted_files(self) -> frozenset[str]:
        """The files that were there before, and are not now."""
        return self.ask_for_deleted() - self.files

    @cached_property
    def deleted_entries(self) -> frozenset[str]:
        """The keys of the texts that were there before, and are not now."""
        found = map(locate_entry, self.deleted_files)
        return frozenset(location.key for location in found if location) - self.by_key.keys()

    @cached_property
    def by_file(self) -> Mapping[str, ParsedEntry]:
        return {parsed.file: parsed for parsed in self.parsed_entries}

    @cached_property
    def by_key(self) -> Mapping[str, ParsedEntry]:
        """The entries by key, including those with invalid fields."""
        return {parsed.location.key: parsed for parsed in self.parsed_entries}

    @cached_property
    def by_slug(self) -> Mapping[str, Mapping[str, ParsedEntry]]:
        """The entries by kind and slug, including those with invalid fields."""
        found: dict[str, dict[str, ParsedEntry]] = defaultdict(dict)
        for parsed in self.parsed_entries:
            found[parsed.location.kind][parsed.location.slug] = parsed
        return found

    @cached_property
    def copies(self) -> Mapping[str, str]:
        """The entries' files that look like copies, each with its original, '' where that is not there."""
        found = ((file, original_of(file, self.by_file)) for file in self.by_file)
        return {file: original for file, original in found if original is not None}

    @cached_property
    def by_address(self) -> Mapping[str, list[ParsedEntry]]:
        """The entries by address. Two with the same address are a conflict."""
        found: dict[str, list[ParsedEntry]] = defaultdict(list)
        for parsed in self.parsed_entries:
            location = parsed.location
            found[urls.entry_address(location.kind, location.slug, location.lang)].append(parsed)
        return found

    @cached_property
    def linkable_addresses(self) -> frozenset[str]:
        """The root-relative addresses that a text may link to, each ending with a slash."""
        return frozenset((
            *self.by_address,
            *(urls.kind_list_address(spec.name) for spec in kind_specs() if spec.url),
            *map(urls.topic_address, self.vocabularies.topics),
            *map(urls.municipality_address, self.vocabularies.municipalities),
            *map(urls.front_page_address, self._languages),
            *map(urls.search_address, self._languages),
            *(urls.FRONT_PAGE, urls.SEARCH, urls.TOPICS, urls.MUNICIPALITIES, urls.IDEAS, urls.ARCHIVES),
            *(urls.WHAT_HAPPENS, urls.BAROMETER, urls.ACCESSIBILITY_STATEMENT, urls.FEEDS, urls.COLOPHON),
            *(urls.idea_address(idea.slug) for idea in self.ideas.values()),
            urls.DATA,
        ))  # fmt: skip

    @cached_property
    def _languages(self) -> set[str]:
        """The languages that published texts are written in."""
        entries = [parsed.entry for parsed in self.parsed_entries if parsed.entry]
        return {entry.lang.value for entry in entries if entry.status is Status.PUBLISHED}

    def is_address(self, address: str) -> bool:
        """Return whether the site has a page or a file of its own at a root-relative address."""
        address = "/" if address == "/." else address
        folder = urls.without_paging(f"{address.rstrip('/')}/")
        return folder in self.linkable_addresses or bool({address, folder} & self._other_addresses)

    @cached_property
    def _other_addresses(self) -> frozenset[str]:
        """The addresses of archives, feeds, calendars and the like, and those that lead on to a page."""
        streams = [parsed.entry for parsed in self.parsed_entries if parsed.entry]
        years = {e.date_year for e in streams if e.date_year and kind_spec(e.kind).in_stream}
        specs = [(p, kind_spec(p.location.kind)) for p in self.parsed_entries]
        calendars = (spec.calendar_name(p.location.slug) for p, spec in specs if spec.calendar)
        homes = (
            urls.FRONT_PAGE,
            urls.IDEAS,
            *(urls.kind_list_address(s.name) for s in kind_specs() if s.list and s.list.feed),
            *map(urls.topic_address, self.vocabularies.topics),
            *map(urls.municipality_address, self.vocabularies.municipalities),
            *(
                address
                for address, found in self.by_address.items()
                if kind_spec(found[0].location.kind).feed
            ),
        )
        discussed = (urls.FRONT_PAGE, *self.by_address)
        feeds = (*map(urls.feed_address, homes), *map(urls.comments_feed_address, discussed))
        aliases = (alias for entry in streams for alias in entry.aliases)
        return frozenset((
            *self._filtered_lists(streams),
            *(urls.archive_address(year).rstrip("/") for year in years),
            *(urls.calendar_address(name) for name in ("alle", *calendars)),
            *(f"{feed}.{ending}" for feed in feeds for ending in ("rss", "atom", "json")),
            *(f"/{file}" for file in ("sitemap.xml", "robots.txt")),
            urls.ALL_FEEDS,
            *(part for alias in aliases for part in (alias, alias.rstrip("/"))),
            *(line.address for line in self.published_addresses.lines),
        ))  # fmt: skip

    def _filtered_lists(self, entries: Sequence[Entry]) -> Iterator[str]:
        """The addresses of the lists of which one value of a filter is shown alone."""
        danish = [entry for entry in entries if entry.lang == DEFAULT_LANGUAGE]
        for spec in kind_specs():
            found = [entry for entry in danish if entry.kind == spec.name]
            if spec.list and spec.list.filtered:
                home = urls.kind_list_address(spec.name)
                yield from urls.filtered_addresses(home, list_choices(found, spec.in_stream))
        meeting = [entry for entry in danish if kind_spec(entry.kind).meetings(entry)]
        yield from urls.filtered_addresses(urls.WHAT_HAPPENS, meeting_choices(meeting))
        ideas = [*self.ideas.values()]
        yield from urls.filtered_addresses(urls.IDEAS, idea_choices(ideas))

    def problem(
        self,
        source: str,
        path: FieldPath,
        message: str,
        remedy: str,
        *,
        rule: str,
        **params: object,
    ) -> Problem:
        """Return a problem with the field at `path` of `source` (see `fields_by_source`)."""
        fields = self.fields_by_source.get(source)
        line, written = fields.locate(path) if fields else (None, "")
        return Problem(source.partition("#")[0], message, remedy, line, written, params, rule)


@dataclass(frozen=True)
class OneText(ContentCollection):
    """Content of which one text alone is to be checked; what that refers to is looked up in the `whole`."""

    whole: ContentCollection = ContentCollection()

    @classmethod
    def of(cls, whole: ContentCollection, file: str) -> OneText:
        """Return the text with this file, with all around it."""
        values = {each.name: getattr(whole, each.name) for each in fields(whole)}
        return cls(**values | {"parsed_entries": (whole.by_file[file],), "whole": whole})

    @cached_property
    def deleted_files(self) -> frozenset[str]:
        return self.whole.deleted_files

    @cached_property
    def by_file(self) -> Mapping[str, ParsedEntry]:
        return self.whole.by_file

    @cached_property
    def by_key(self) -> Mapping[str, ParsedEntry]:
        return self.whole.by_key

    @cached_property
    def by_slug(self) -> Mapping[str, Mapping[str, ParsedEntry]]:
        return self.whole.by_slug

    @cached_property
    def copies(self) -> Mapping[str, str]:
        """The entries' files that look like copies, each with its original, '' where that is not there."""
        found = ((file, original_of(file, self.by_file)) for file in self.by_file)
        return {file: original for file, original in found if original is not None}

    @cached_property
    def by_address(self) -> Mapping[str, list[ParsedEntry]]:
        return self.whole.by_address

    @cached_property
    def linkable_addresses(self) -> frozenset[str]:
        return self.whole.linkable_addresses

    @cached_property
    def _other_addresses(self) -> frozenset[str]:
        return self.whole._other_addresses


def is_scheduled(entry: Entry, now: datetime) -> bool:
    """Return whether the entry's date is in the future."""
    return entry.date_start > now.timestamp()


def is_published(entry: Entry, timestamp: float) -> bool:
    """Return whether residents can read the entry at a POSIX timestamp."""
    return entry.status is not Status.DRAFT and entry.date_start <= timestamp


def readable_entries(content: ContentCollection) -> Iterator[tuple[ParsedEntry, Entry]]:
    """Yield every entry that could be parsed, with its source."""
    return ((parsed, parsed.entry) for parsed in content.parsed_entries if parsed.entry)


def relative_link(file: str, source: str) -> str:
    """Return the link to `file` relative to `source`, or '' for ''."""
    return relpath(file, str(PurePosixPath(source).parent)) if file else ""


def closest_file(path: str, files: Iterable[str]) -> str:
    """Return the file whose name is closest to that of `path`, which may have backslashes, or ''.

    A text is only like a text, and what residents sent is nothing that a writer means.
    """
    suffix = ".md" if path.endswith(".md") else ""
    meant = (file for file in files if file.endswith(suffix))
    by_name = {
        file.rsplit("/", 1)[-1]: file
        for file in meant
        if not file.startswith(("comments/", "ideas/"))
    }
    near = closest_match(path.replace("\\", "/").rsplit("/", 1)[-1], by_name)
    return by_name[near] if near else ""
