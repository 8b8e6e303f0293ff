"""Addresses that two would have, or that the site needs itself, and earlier addresses that are taken."""

from __future__ import annotations

from collections.abc import Iterator

from nyspor import addresses
from nyspor.checks.content import Content
from nyspor.problems import N_, Problem


def duplicates(content: Content) -> Iterator[Problem]:
    for reading in content.fresh:
        place = reading.place
        if place.kind == "pages" and place.slug in addresses.RESERVED:
            yield Problem(
                reading.file,
                N_("A page cannot be called “{slug}”, since the site needs that address itself."),
                N_("Give the file another name."),
                params={"slug": place.slug},
            )
    for address, readings in content.by_address.items():
        for reading in readings[1:]:
            yield Problem(
                reading.file,
                N_("The file would get the address {address}, which {other} has."),
                N_("Give one of the two files another name."),
                params={"address": address, "other": readings[0].file},
            )


def aliases(content: Content) -> Iterator[Problem]:
    """An earlier address may not be one that something has now: what is new can take that of what is settled."""
    taken = dict.fromkeys(content.standing_addresses, "")
    for reading in content.readings:
        entry = reading.entry
        for index, alias in enumerate(entry.aliases if entry else ()):
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
            taken[alias] = reading.file
