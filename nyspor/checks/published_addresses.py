"""The address book beside the content: which pages are published now, and which of its texts are gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from nyspor import urls
from nyspor.content.collection import ContentCollection, is_published
from nyspor.content.entry_reader import ParsedEntry
from nyspor.model.address_book import FILE, AddressBook, CurrentPage, update_addresses
from nyspor.model.kinds import Issue
from nyspor.model.library import Vocabularies
from nyspor.problems import N_, Problem


def address_book_of(content: ContentCollection, now: datetime) -> AddressBook:
    """Return the address book as it will be once the content is published at the moment `now`."""
    current = current_pages(content, now)
    waiting = content.by_file.keys() - current.keys()
    today = now.date().isoformat()
    return update_addresses(content.published_addresses, current, waiting, today)


def removed_addresses(content: ContentCollection, now: datetime) -> frozenset[str]:
    """Return the addresses whose texts have been published and are gone."""
    if not _is_any_file_gone(content):
        return frozenset()
    return frozenset(line.address for line in address_book_of(content, now).removed)


def _is_any_file_gone(content: ContentCollection) -> bool:
    """Return whether a file is not there that has been published: seldom, and much quicker than the whole book."""
    here = {*content.by_file, *_records(content.vocabularies)}
    return any(line.file and line.file not in here for line in content.published_addresses.lines)


def current_pages(content: ContentCollection, now: datetime) -> dict[str, CurrentPage]:
    """Return the pages of texts, topics and municipalities that are published, by file."""
    moment = now.timestamp()
    published = {
        parsed.location.key: parsed
        for parsed in content.by_file.values()
        if parsed.entry and is_published(parsed.entry, moment)
    }
    in_magazine = _magazine_addresses(published)
    found = {}
    for parsed in published.values():
        if entry := parsed.entry:
            found[parsed.file] = CurrentPage(
                urls.entry_address(*parsed.location),
                entry.title,
                entry.summary,
                (*_valid(entry.aliases), *in_magazine.get(parsed.file, ())),
                parsed.location.lang,
            )
    for topic in content.vocabularies.topics.values():
        address = urls.topic_address(topic.slug)
        found[f"topics.yaml#{topic.slug}"] = CurrentPage(address, topic.name, topic.description)
    for place in content.vocabularies.municipalities.values():
        address = urls.municipality_address(place.slug)
        found[f"municipalities.yaml#{place.slug}"] = CurrentPage(
            address, place.name, place.description
        )
    return found


def _magazine_addresses(published: Mapping[str, ParsedEntry]) -> Mapping[str, list[str]]:
    """Return by file the addresses under which issues of the magazine show a story, which is itself published."""
    found: dict[str, list[str]] = {}
    issues = [parsed.entry for parsed in published.values() if isinstance(parsed.entry, Issue)]
    for issue in issues:
        for chosen in (chosen for section in issue.sections for chosen in section.entries):
            if story := issue.find_story(published, chosen.slug):
                address = urls.magazine_story_address(issue.slug, story.location.slug)
                found.setdefault(story.file, []).append(address)
    return found


def _records(vocabularies: Vocabularies) -> Iterator[str]:
    """Yield what the topics and municipalities are called in the address book."""
    yield from (f"topics.yaml#{slug}" for slug in vocabularies.topics)
    yield from (f"municipalities.yaml#{slug}" for slug in vocabularies.municipalities)


def _valid(aliases: tuple[str, ...]) -> Iterator[str]:
    for alias in aliases:
        try:
            yield urls.parse_alias(alias)
        except urls.InvalidAddress:
            continue  # the check of aliases reports it


def check_published_addresses(content: ContentCollection, now: datetime) -> Iterator[Problem]:
    """Advise on texts that were published and are gone: renamed and rewritten, or removed on purpose."""
    gone = removed_addresses(content, now)
    known = reversed(content.published_addresses.lines)
    by_file = {line.file: line.address for line in known if line.address in gone}
    for file, address in sorted(by_file.items()):
        yield Problem(
            FILE,
            N_("{file} is published at {address}, and is gone."),
            N_("Has it another name now, write tidligere_adresser: [{address}] in that file. Else do nothing: its address will say that it has been removed."),
            params={"file": file, "address": address},
            rule="removed-text",
        )  # fmt: skip
