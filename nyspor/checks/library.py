"""Building the library: only content without errors becomes one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any

from nyspor.checks import check_content
from nyspor.checks.held_back import HoldBack, hold_back, holding_back, stops_build
from nyspor.checks.published_addresses import address_book_of
from nyspor.content.collection import ContentCollection, is_published
from nyspor.content.entry_reader import ParsedEntry
from nyspor.model.address_book import AddressBook
from nyspor.model.kinds import Comment, Entry
from nyspor.model.library import Library
from nyspor.problems import Problem
from nyspor.rules import errors


class ContentInvalid(Exception):
    """Raised when the content has errors; `problems` has all of them."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


def build_library(
    content: ContentCollection, now: datetime, comment_days: int = Library.comment_days
) -> Library:
    """Return the library of `content` at the moment `now` (UTC). Raises `ContentInvalid`.

    Comments close `comment_days` after an entry came out.
    """
    return checked_library(content, now, comment_days)[0]


def checked_library(
    content: ContentCollection,
    now: datetime,
    comment_days: int = Library.comment_days,
    without: HoldBack = HoldBack.NONE,
) -> tuple[Library, tuple[Problem, ...]]:
    """Return the library, and every problem of the content: advice, and the errors of what is held back.

    Raises `ContentInvalid` with the errors that stop the build, where there are any.
    """
    problems = check_content(content, now)
    wrong = errors(problems)
    if stopping := [problem for problem in wrong if stops_build(problem, content, now, without)]:
        raise ContentInvalid(stopping)
    if wrong:
        content = hold_back(content, wrong)
        if holding_back(check_content(content, now)):
            raise ContentInvalid(wrong)
    return unchecked_library(content, now, comment_days), tuple(problems)


def unchecked_library(
    content: ContentCollection,
    now: datetime,
    comment_days: int = Library.comment_days,
    address_book: AddressBook | None = None,
) -> Library:
    """Return the library of content that is known to be valid, or of which only one text is to be shown.

    The address book is made where none is given: the page of a text needs none.
    """
    entries: dict[str, Entry] = {}
    waiting: dict[str, Entry] = {}
    moment = now.timestamp()
    for entry in (parsed.entry for parsed in content.parsed_entries):
        if entry:
            (entries if is_published(entry, moment) else waiting)[entry.key] = entry
    return Library(
        now=now,
        entries=entries,
        unpublished=waiting,
        vocabularies=content.vocabularies,
        comments=_by_entry(content.comments.values()),
        ideas=tuple(
            sorted(content.ideas.values(), key=lambda i: (i.received, i.slug), reverse=True)
        ),
        pictures=content.pictures,
        files=content.files,
        bodies=_LazyAttribute(content.by_key, "body"),
        references=_LazyAttribute(content.by_key, "references"),
        comment_days=comment_days,
        address_book=address_book_of(content, now) if address_book is None else address_book,
    )


class _LazyAttribute(Mapping[str, Any]):
    """An attribute of every parsed entry by key, fetched when it is looked up."""

    def __init__(self, parsed_entries: Mapping[str, ParsedEntry], name: str) -> None:
        self._readings = parsed_entries
        self._name = name

    def __getitem__(self, key: str) -> Any:
        return getattr(self._readings[key], self._name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._readings)

    def __len__(self) -> int:
        return len(self._readings)


def _by_entry(comments: Iterable[Comment]) -> dict[str, tuple[Comment, ...]]:
    groups: dict[str, list[Comment]] = defaultdict(list)
    for comment in sorted(comments, key=attrgetter("order")):
        groups[comment.entry].append(comment)
    return {entry: tuple(group) for entry, group in groups.items()}
