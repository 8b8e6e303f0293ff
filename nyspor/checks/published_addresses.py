"""The address book beside the content: which pages are published now, and which of its texts are gone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from nyspor import urls
from nyspor.content.collection import ContentCollection, is_published
from nyspor.model.address_book import FILE, AddressBook, CurrentPage, Marks, update_addresses
from nyspor.problems import N_, Problem


def address_book_of(content: ContentCollection, now: datetime) -> AddressBook:
    """Return the address book as it will be once the content is published at the moment `now`."""
    current = current_pages(content, now)
    waiting = {parsed.file for parsed in content.parsed_entries} - current.keys()
    today = now.date().isoformat()
    return update_addresses(content.published_addresses, current, waiting, today)


def current_pages(content: ContentCollection, now: datetime) -> dict[str, CurrentPage]:
    """Return the pages of texts, topics and municipalities that are published, by file."""
    moment = now.timestamp()
    found = {}
    for parsed in content.parsed_entries:
        entry = parsed.entry
        if entry and is_published(entry, moment):
            found[parsed.file] = CurrentPage(
                urls.entry_address(*parsed.location),
                Marks.of(entry.title, entry.summary),
                tuple(_valid(entry.aliases)) if entry.aliases else (),
            )
    for topic in content.vocabularies.topics.values():
        marks = Marks.of(topic.name, topic.description)
        found[f"topics.yaml#{topic.slug}"] = CurrentPage(urls.topic_address(topic.slug), marks)
    for place in content.vocabularies.municipalities.values():
        marks = Marks.of(place.name, place.description)
        address = urls.municipality_address(place.slug)
        found[f"municipalities.yaml#{place.slug}"] = CurrentPage(address, marks)
    return found


def _valid(aliases: tuple[str, ...]) -> Iterator[str]:
    for alias in aliases:
        try:
            yield urls.parse_alias(alias)
        except urls.InvalidAddress:
            continue  # the check of aliases reports it


def check_published_addresses(content: ContentCollection, now: datetime) -> Iterator[Problem]:
    """Advise on texts that were published and are gone: renamed and rewritten, or removed on purpose."""
    known = content.published_addresses.lines
    if not known:
        return
    book = address_book_of(content, now)
    gone = {line.address for line in book.removed}
    by_file = {line.file: line.address for line in reversed(known) if line.address in gone}
    for file, address in sorted(by_file.items()):
        yield Problem(
            FILE,
            N_("{file} is published at {address}, and is gone."),
            N_("Has it another name now, write tidligere_adresser: [{address}] in that file. Else do nothing: its address will say that it has been removed."),
            params={"file": file, "address": address},
            rule="removed-text",
        )  # fmt: skip
