"""Addresses that two would have, or that the site needs itself, and earlier addresses that are taken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from nyspor import addresses
from nyspor.checks.content import Content, entries_of
from nyspor.problems import N_, Problem
from nyspor.reading import Reading


def duplicates(content: Content) -> Iterator[Problem]:
    by_address: dict[str, list[Reading]] = defaultdict(list)
    for reading in content.readings:
        place = reading.place
        by_address[addresses.entry_address(place.kind, place.slug, place.lang)].append(reading)
        if place.kind == "pages" and place.slug in addresses.RESERVED:
            yield Problem(
                reading.file,
                N_("A page cannot be called “{slug}”, since the site needs that address itself."),
                N_("Give the file another name."),
                params={"slug": place.slug},
            )
    for address, readings in by_address.items():
        for reading in readings[1:]:
            yield Problem(
                reading.file,
                N_("The file would get the address {address}, which {other} has."),
                N_("Give one of the two files another name."),
                params={"address": address, "other": readings[0].file},
            )


def standing_addresses(content: Content) -> frozenset[str]:
    """Addresses that a text may link to from the site's root, without a closing slash's doubt."""
    entries = (
        addresses.entry_address(r.place.kind, r.place.slug, r.place.lang) for r in content.readings
    )
    return frozenset((
        *entries,
        *map(addresses.kind_address, addresses.FOLDERS),
        *map(addresses.topic_address, content.vocabularies.topics),
        *map(addresses.municipality_address, content.vocabularies.municipalities),
        *(addresses.FRONT, addresses.TOPICS, addresses.MUNICIPALITIES, addresses.IDEAS, addresses.ARCHIVES),
    ))  # fmt: skip


def aliases(content: Content) -> Iterator[Problem]:
    """An earlier address may not be one that something has now."""
    taken = dict.fromkeys(standing_addresses(content), "")
    for reading, entry in entries_of(content):
        for index, alias in enumerate(entry.aliases):
            path = ("aliases", index)
            if not alias.startswith("/") or " " in alias or ".." in alias:
                yield reading.problem(
                    path,
                    N_("“{alias}” is not an address on this site."),
                    N_("Write it from the site's root, such as /blog/velkommen/."),
                    alias=alias,
                )
            elif alias in taken:
                yield reading.problem(
                    path,
                    N_("The earlier address {alias} is in use."),
                    N_("Take the line out."),
                    alias=alias,
                )
            taken[alias] = entry.file
