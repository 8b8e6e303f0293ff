"""The filters above a list, as plain links to pages that show a part of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic

from nyspor import urls
from nyspor.model.library import Library
from nyspor.model.list_filters import (
    MUNICIPALITY,
    STATE,
    TRACK,
    TRACK_OF_IDEA,
    YEAR,
    Choices,
    Filter,
    Listed,
)
from nyspor.model.site import Link
from nyspor.model.values import IdeaState
from nyspor.text.danish import slugify, sort_key


@dataclass(frozen=True)
class FilterLink:
    """One value of a filter: its page, and how much is on it; 0 where that is not said."""

    label: str
    address: str
    count: int = 0


@dataclass(frozen=True)
class FilterLinks:
    """One filter, its label a message id, with its values in the order in which they are shown."""

    label: str
    links: tuple[FilterLink, ...]


@dataclass(frozen=True)
class FilteredList(Generic[Listed]):
    """What a list is when one value of a filter is chosen. `about` is the value's own page, '' where it has none."""

    label: str
    address: str
    entries: tuple[Listed, ...]
    about: str = ""


Offered = tuple[tuple[Filter, tuple[FilteredList[Listed], ...]], ...]


def filtered_lists(
    library: Library, home: str, offered: Iterable[tuple[Filter, Choices[Listed]]]
) -> Offered[Listed]:
    """The parts that the list at `home` can be seen in, by filter."""
    parts = ((by, tuple(_parts(library, home, by, found))) for by, found in offered)
    return tuple((by, found) for by, found in parts if len(found) > 1)


def _parts(
    library: Library, home: str, by: Filter, found: Choices[Listed]
) -> Iterator[FilteredList[Listed]]:
    values = {value: link for value in found if (link := _value(library, by, value))}
    for value in sorted(values, key=lambda value: _order(library, by, value, values[value].label)):
        address = urls.filtered_address(home, by.segment, value)
        yield FilteredList(values[value].label, address, found[value], values[value].address)


def _value(library: Library, by: Filter, value: str) -> Link | None:
    """What a value is called, and the page about it; None where it is not on the site."""
    if by is YEAR:
        return Link(value, "")
    if by is MUNICIPALITY:
        name = library.vocabularies.municipalities[value].name
        return Link(name, urls.municipality_address(value))
    if by is STATE:
        return Link(_states()[value].word.capitalize(), "")
    if by in (TRACK, TRACK_OF_IDEA):
        track = library.track(value)
        return Link(track.title, library.address(track)) if track else None
    return Link(library.vocabularies.topics[value].name, urls.topic_address(value))


def _order(library: Library, by: Filter, value: str, label: str) -> tuple[int, str]:
    """Municipalities as in municipalities.yaml, the latest year first, states as an idea passes them, the rest from A to Å."""
    if by is YEAR:
        return (-int(value), "")
    if by is MUNICIPALITY:
        return (list(library.vocabularies.municipalities).index(value), "")
    if by is STATE:
        return (list(_states()).index(value), "")
    return (0, sort_key(label))


def _states() -> dict[str, IdeaState]:
    """The states of ideas as they stand in addresses, in order."""
    return {slugify(state.word): state for state in IdeaState}


def filter_links(offered: Offered[Any], counted: bool) -> tuple[FilterLinks, ...]:
    """The filters as links. Without counts a page need not change whenever something is added to another."""
    return tuple(
        FilterLinks(
            by.label,
            tuple(
                FilterLink(part.label, part.address, len(part.entries) if counted else 0)
                for part in parts
            ),
        )
        for by, parts in offered
    )
