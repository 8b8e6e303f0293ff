"""Checks of links: their files and headings exist, and what they lead to is published."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from nyspor.content.collection import (
    ContentCollection,
    closest_file,
    is_published,
    is_scheduled,
    readable_entries,
    relative_link,
)
from nyspor.content.entry_reader import ParsedEntry
from nyspor.model.document import Reference
from nyspor.model.kinds import Entry
from nyspor.model.link_targets import is_broken, scheme_of
from nyspor.model.values import Status
from nyspor.problems import N_, Problem, closest_match
from nyspor.text.danish import format_date


def check_links(content: ContentCollection) -> Iterator[Problem]:
    """Check that every link leads to a file that exists, and to a heading in it that exists."""
    known = content.linkable_addresses
    for parsed in content.parsed_entries:
        for link, target in _links(parsed):
            yield from _check_link(parsed, link, target, content.by_file, content.files, known)


def _links(parsed: ParsedEntry) -> Iterator[tuple[Reference, str]]:
    """Yield the links of a text with where they lead in the content folder, '' for elsewhere."""
    return zip(parsed.body.links, parsed.references.link_targets, strict=True)


def _check_link(
    parsed: ParsedEntry,
    link: Reference,
    target: str,
    by_file: Mapping[str, ParsedEntry],
    files: Collection[str],
    known: Collection[str],
) -> Iterator[Problem]:
    if not target:
        if is_broken(link.target) or scheme_of(link.target) in ("javascript", "data", "file"):
            yield Problem(
                parsed.file,
                N_("The link {link} leads to nothing a reader can open."),
                N_("Write an address that begins with https://."),
                link.line,
                params={"link": link.target},
                rule="link-target",
            )
        return
    path, _, fragment = target.partition("#")
    if "\\" in link.target:
        yield _backslash_problem(parsed, link, [*by_file, *files])
        return
    if link.target.startswith("/") and f"/{path}/".replace("//", "/") in known:
        return
    if path in by_file:
        other = by_file[path]
        if fragment and fragment not in other.body.anchors:
            near = closest_match(fragment, other.body.anchors)
            yield Problem(
                parsed.file,
                N_("The link leads to “#{anchor}”, but {file} has no such heading."),
                N_("Did you mean “#{near}”?")
                if near
                else N_("Take “#{anchor}” out, or write the heading."),
                link.line,
                params={"anchor": fragment, "file": path, "near": near},
                rule="link-target",
            )
    elif path not in files:
        near = relative_link(closest_file(path, [*by_file, *files]), parsed.file)
        yield Problem(
            parsed.file,
            N_("The link {link} leads to a file that is not there."),
            N_("Did you mean “{near}”?")
            if near
            else N_("Write the way to the file from this one, such as ../../pilots/zebrabyer.md."),
            link.line,
            params={"link": link.target, "near": near},
            rule="link-target",
        )


def _backslash_problem(parsed: ParsedEntry, link: Reference, files: Collection[str]) -> Problem:
    """Return the problem of a link with Windows path separators, which no browser follows."""
    near = relative_link(closest_file(link.target, files), parsed.file)
    return Problem(
        parsed.file,
        N_("The link {link} has backslashes, which only Windows reads as folders."),
        N_("Write it with slashes, such as {path}."),
        link.line,
        params={"link": link.target, "path": near or "../../pilots/zebrabyer.md"},
        rule="link-target",
    )


def check_links_to_unpublished(content: ContentCollection, now: datetime) -> Iterator[Problem]:
    """Check that published entries do not link to unpublished ones, whose pages do not exist."""

    def unpublished(parsed: ParsedEntry | None) -> Entry | None:
        entry = parsed.entry if parsed else None
        return entry if entry and not is_published(entry, now.timestamp()) else None

    for parsed, entry in readable_entries(content):
        if unpublished(parsed):
            continue
        for link, target in _links(parsed):
            if other := unpublished(content.by_file.get(target.partition("#")[0])):
                yield _unpublished_problem(other, now, parsed.file, link.line, "")
        for index, key in enumerate(entry.related):
            if other := unpublished(content.by_key.get(key)):
                line, written = parsed.fields.locate(("related", index))
                yield _unpublished_problem(other, now, parsed.file, line or 1, written)


def _unpublished_problem(
    other: Entry, now: datetime, file: str, line: int, written: str
) -> Problem:
    params = {"file": other.file, "date": format_date(other.date) if other.date else ""}
    if is_scheduled(other, now) and other.status is not Status.DRAFT:
        message = N_("The link leads to {file}, which is not published before {date}.")
        remedy = N_("Wait with the link until then, or give this entry the same date.")
    else:
        message = N_("The link leads to {file}, which is still a draft.")
        remedy = N_("Publish it too (status: udgivet), or take the link out.")
    return Problem(file, message, remedy, line, written, params, rule="link-to-unpublished")
