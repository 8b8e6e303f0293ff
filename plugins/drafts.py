"""The page of what residents cannot see yet: what waits to be corrected, what is planned, and drafts. In a preview only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nyspor import urls
from nyspor.checks.held_back import holding_back
from nyspor.model.kinds import Entry
from nyspor.model.library import Library
from nyspor.model.site import PageHead
from nyspor.model.values import Colour, Status
from nyspor.problems import T_
from nyspor.site import view_models
from nyspor.site.build_plan import Build, Page, plan
from nyspor.text.danish import Date, sort_key


@dataclass(frozen=True)
class Waiting:
    """An unpublished entry in the list. `date` is when it comes out, `errors` how many hold it back."""

    title: str
    address: str
    kind: str
    lang: str
    colour: Colour | None
    date: Date | None = None
    errors: int = 0


@dataclass(frozen=True)
class Unpublished:
    """The unpublished entries: those that wait to be corrected, those that are planned, and drafts."""

    held_back: tuple[Waiting, ...]
    planned: tuple[Waiting, ...]
    drafts: tuple[Waiting, ...]


def outputs(build: Build) -> Iterator[Page]:
    if not build.preview:
        return
    found = unpublished(build)
    head = PageHead(build.translate(T_("Drafts")), urls.DRAFTS, indexed=False)
    yield Page(
        urls.output_path(urls.DRAFTS),
        "drafts.html",
        lambda: {"page": head, "unpublished": found},
        values=found,
    )


def unpublished(build: Build) -> Unpublished:
    library = build.library
    errors = Counter(problem.source for problem in holding_back(build.problems))
    entries = by_title(library.unpublished.values())
    right = [entry for entry in entries if not errors[entry.file]]
    planned = sorted(
        (entry for entry in right if entry.status is not Status.DRAFT),
        key=lambda entry: entry.date_start,
    )
    drafts = sorted(
        (entry for entry in right if entry.status is Status.DRAFT),
        key=lambda entry: -entry.date_start,
    )
    return Unpublished(
        tuple(waiting(library, each, errors[each.file]) for each in entries if errors[each.file]),
        tuple(waiting(library, entry) for entry in planned),
        tuple(waiting(library, entry) for entry in drafts),
    )


def by_title(entries: Iterable[Entry]) -> list[Entry]:
    """Entries in alphabetical order."""
    return sorted(entries, key=lambda entry: (sort_key(entry.title), entry.key))


def waiting(library: Library, entry: Entry, errors: int = 0) -> Waiting:
    return Waiting(
        entry.title,
        library.address(entry),
        entry.kind,
        entry.lang.value,
        view_models.card(library, entry).colour,
        entry.date,
        errors,
    )


def register() -> None:
    plan.connect(outputs)
