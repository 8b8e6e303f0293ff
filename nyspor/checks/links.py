"""Links that lead nowhere: to no file, to no heading, or to what is not out yet."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from nyspor.content.collection import Content, entries_of, held_back, is_out, nearest_file, way_to
from nyspor.content.entry_reader import Reading
from nyspor.model.document import Reference
from nyspor.model.kinds import Entry
from nyspor.model.link_targets import internal_target, is_broken, scheme_of
from nyspor.model.values import Status
from nyspor.problems import N_, Problem, nearest
from nyspor.text.danish import format_date


def links(content: Content) -> Iterator[Problem]:
    """Every link of a text must lead to a file that exists, and to a heading in it that exists."""
    known = content.standing_addresses
    for reading in content.readings:
        for link in reading.body.links:
            yield from _dead_link(reading, link, content.by_file, content.files, known)


def _dead_link(
    reading: Reading,
    link: Reference,
    by_file: Mapping[str, Reading],
    files: Collection[str],
    known: Collection[str],
) -> Iterator[Problem]:
    target = internal_target(link.target, reading.file)
    if not target:
        if is_broken(link.target) or scheme_of(link.target) in ("javascript", "data", "file"):
            yield Problem(
                reading.file,
                N_("The link {link} leads to nothing a reader can open."),
                N_("Write an address that begins with https://."),
                link.line,
                params={"link": link.target},
            )
        return
    path, _, fragment = target.partition("#")
    if "\\" in link.target:
        yield _with_backslashes(reading, link, [*by_file, *files])
        return
    if link.target.startswith("/") and f"/{path}/".replace("//", "/") in known:
        return
    if path in by_file:
        other = by_file[path]
        if fragment and fragment not in other.body.anchors:
            near = nearest(fragment, other.body.anchors)
            yield Problem(
                reading.file,
                N_("The link leads to “#{anchor}”, but {file} has no such heading."),
                N_("Did you mean “#{near}”?")
                if near
                else N_("Take “#{anchor}” out, or write the heading."),
                link.line,
                params={"anchor": fragment, "file": path, "near": near},
            )
    elif path not in files:
        near = way_to(nearest_file(path, [*by_file, *files]), reading.file)
        yield Problem(
            reading.file,
            N_("The link {link} leads to a file that is not there."),
            N_("Did you mean “{near}”?")
            if near
            else N_("Write the way to the file from this one, such as ../../pilots/zebrabyer.md."),
            link.line,
            params={"link": link.target, "near": near},
        )


def _with_backslashes(reading: Reading, link: Reference, files: Collection[str]) -> Problem:
    """The problem of a path as Windows writes it, which no browser follows."""
    near = way_to(nearest_file(link.target, files), reading.file)
    return Problem(
        reading.file,
        N_("The link {link} has backslashes, which only Windows reads as folders."),
        N_("Write it with slashes, such as {path}."),
        link.line,
        params={"link": link.target, "path": near or "../../pilots/zebrabyer.md"},
    )


def unpublished_links(content: Content, now: datetime) -> Iterator[Problem]:
    """What is out may not point at what is not: a reader would meet a page that does not exist."""

    def withheld(reading: Reading | None) -> Entry | None:
        entry = reading.entry if reading else None
        return entry if entry and not is_out(entry, now.timestamp()) else None

    for reading, entry in entries_of(content):
        if withheld(reading):
            continue
        for link in reading.body.links:
            target = internal_target(link.target, reading.file).partition("#")[0]
            if other := withheld(content.by_file.get(target)):
                yield _not_out_yet(other, now, reading.file, link.line, "")
        for index, key in enumerate(entry.related):
            if other := withheld(content.by_key.get(key)):
                line, written = reading.fields.locate(("related", index))
                yield _not_out_yet(other, now, reading.file, line or 1, written)


def _not_out_yet(other: Entry, now: datetime, file: str, line: int, written: str) -> Problem:
    params = {"file": other.file, "date": format_date(other.date) if other.date else ""}
    if held_back(other, now) and other.status is not Status.DRAFT:
        message = N_("The link leads to {file}, which is not published before {date}.")
        remedy = N_("Wait with the link until then, or give this entry the same date.")
    else:
        message = N_("The link leads to {file}, which is still a draft.")
        remedy = N_("Publish it too (status: udgivet), or take the link out.")
    return Problem(file, message, remedy, line, written, params)
