"""What only the whole site can tell: names that nobody bears, links that lead nowhere, files not there.

Every check is a generator of problems over `Content`, and `check` runs them all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from posixpath import relpath
from urllib.parse import urlsplit

from nyspor import addresses
from nyspor.danish import format_date
from nyspor.front_matter import Path
from nyspor.markdown.body import Reference
from nyspor.markdown.convert import internal_target
from nyspor.model.kinds import Comment, Entry, Idea, Issue, Post, Workgroup
from nyspor.model.library import PictureFile, Vocabularies
from nyspor.model.values import Image, Status, Video
from nyspor.problems import N_, Problem, nearest
from nyspor.reading import Reading


@dataclass(frozen=True)
class Content:
    """All that was read from the content folder, before anything is known to be right.

    `pictures` holds every picture that could be opened; `files` every file there is, by path.
    """

    readings: tuple[Reading, ...] = ()
    vocabularies: Vocabularies = Vocabularies()
    comments: Mapping[str, Comment] = field(default_factory=dict)
    ideas: Mapping[str, Idea] = field(default_factory=dict)
    pictures: Mapping[str, PictureFile] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()


def check(content: Content, now: datetime) -> list[Problem]:
    """Every problem of the content at the moment `now`, sorted by file and line."""
    found = [*content.problems]
    for reading in content.readings:
        found += reading.problems
    for checked in (
        _duplicates,
        _names,
        _references,
        _links,
        _pictures,
        _videos,
        _meetings,
        _aliases,
    ):
        found += checked(content)
    found += _expired_consents(content, now)
    found += _answers(content)
    found += _unpublished_links(content, now)
    return sorted(set_of(found), key=lambda problem: problem.place)


def set_of(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once."""
    return list({(p.place, p.message, str(p.params)): p for p in problems}.values())


def held_back(entry: Entry, now: datetime) -> bool:
    """Whether the entry's date is still to come."""
    return entry.date is not None and entry.date.instant > now


def _entries(content: Content) -> Iterator[tuple[Reading, Entry]]:
    return ((reading, reading.entry) for reading in content.readings if reading.entry)


def _keys(content: Content) -> dict[str, Reading]:
    """Readings by key. A file whose fields are wrong still bears its name."""
    return {reading.place.key: reading for reading in content.readings}


def _duplicates(content: Content) -> Iterator[Problem]:
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


def _names(content: Content) -> Iterator[Problem]:
    """Tracks, topics, municipalities, programmes and people must be known."""
    tracks = _slugs(content, "tracks")
    programmes = _slugs(content, "programmes")
    words = content.vocabularies
    for reading, entry in _entries(content):
        for index, slug in enumerate(entry.tracks):
            yield from _unknown(
                reading, ("tracks", index), slug, tracks, N_("There is no track called “{name}”.")
            )
        for index, slug in enumerate(entry.topics):
            yield from _unknown(
                reading,
                ("topics", index),
                slug,
                words.topics,
                N_("There is no topic called “{name}”."),
            )
        for index, author in enumerate(entry.authors):
            if isinstance(author, str):
                yield from _unknown(
                    reading,
                    ("authors", index),
                    author,
                    words.people,
                    N_("There is no person called “{name}” in people.yaml."),
                )
        if entry.municipality:
            yield from _unknown(
                reading,
                ("municipality",),
                entry.municipality,
                words.municipalities,
                N_("There is no municipality called “{name}”."),
            )
        if entry.programme:
            yield from _unknown(
                reading,
                ("programme",),
                entry.programme,
                programmes,
                N_("There is no programme called “{name}”."),
            )
    for topic in words.topics.values():
        if topic.broader and topic.broader not in words.topics:
            yield _no_such(
                "topics.yaml", topic.broader, words.topics, N_("There is no topic called “{name}”.")
            )
    for person in words.people.values():
        if person.municipality and person.municipality not in words.municipalities:
            yield _no_such(
                "people.yaml",
                person.municipality,
                words.municipalities,
                N_("There is no municipality called “{name}”."),
            )


def _references(content: Content) -> Iterator[Problem]:
    """Entries that name other entries must name ones that exist."""
    known = _keys(content)
    message = N_("There is no entry called “{name}”.")
    for reading, entry in _entries(content):
        for index, key in enumerate(entry.related):
            yield from _unknown(reading, ("related", index), key, known, message)
        if entry.translation_of:
            yield from _unknown(reading, ("translation_of",), entry.translation_of, known, message)
        if isinstance(entry, Issue):
            stories = _slugs(content, "stories")
            for s, section in enumerate(entry.sections):
                for e, chosen in enumerate(section.entries):
                    path = ("sections", s, "entries", e, "slug")
                    yield from _unknown(
                        reading,
                        path,
                        chosen.slug,
                        stories,
                        N_("There is no story called “{name}”."),
                    )


def _slugs(content: Content, kind: str) -> dict[str, None]:
    return {r.place.slug: None for r in content.readings if r.place.kind == kind}


def _unknown(
    reading: Reading, path: Path, name: str, known: Collection[str], message: str
) -> Iterator[Problem]:
    if name not in known:
        near = nearest(name, known)
        yield reading.problem(
            path, message, _suggestion(near, known), name=name, near=near, names=_some(known)
        )


def _no_such(file: str, name: str, known: Collection[str], message: str) -> Problem:
    near = nearest(name, known)
    return Problem(
        file,
        message,
        _suggestion(near, known),
        params={"name": name, "near": near, "names": _some(known)},
    )


def _suggestion(near: str, known: Collection[str]) -> str:
    if near:
        return N_("Did you mean “{near}”?")
    return N_("These are known: {names}.") if known else N_("Take the line out, or write it first.")


def _some(known: Collection[str]) -> str:
    names = sorted(known)
    return ", ".join(names[:12]) + (" …" if len(names) > 12 else "")


def _links(content: Content) -> Iterator[Problem]:
    """Every link of a text must lead to a file that exists, and to a heading in it that exists."""
    by_file = {reading.file: reading for reading in content.readings}
    known = standing_addresses(content)
    for reading in content.readings:
        for link in reading.body.links:
            yield from _dead_link(reading, link, by_file, content.files, known)


def _dead_link(
    reading: Reading,
    link: Reference,
    by_file: Mapping[str, Reading],
    files: Collection[str],
    known: Collection[str],
) -> Iterator[Problem]:
    target = internal_target(link.target, reading.file)
    if not target:
        if urlsplit(link.target).scheme in ("javascript", "data", "file"):
            yield Problem(
                reading.file,
                N_("The link {link} leads to nothing a reader can open."),
                N_("Write an address that begins with https://."),
                link.line,
                params={"link": link.target},
            )
        return
    path, _, fragment = target.partition("#")
    if link.target.startswith("/") and path.rstrip("/") + "/" in known:
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
        near = _way_to(_nearest_file(path, [*by_file, *files]), reading.file)
        yield Problem(
            reading.file,
            N_("The link {link} leads to a file that is not there."),
            N_("Did you mean “{near}”?")
            if near
            else N_("Write the way to the file from this one, such as ../../pilots/zebrabyer.md."),
            link.line,
            params={"link": link.target, "near": near},
        )


def _way_to(file: str, source: str) -> str:
    """How a link in `source` names `file`; '' stays ''."""
    return relpath(file, str(PurePosixPath(source).parent)) if file else ""


def _nearest_file(path: str, files: Iterable[str]) -> str:
    by_name = {file.rsplit("/", 1)[-1]: file for file in files}
    near = nearest(path.rsplit("/", 1)[-1], by_name)
    return by_name[near] if near else ""


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


def _unpublished_links(content: Content, now: datetime) -> Iterator[Problem]:
    """What is out may not point at what is not: a reader would meet a page that does not exist."""
    by_file = {reading.file: reading for reading in content.readings}
    by_key = _keys(content)

    def withheld(reading: Reading | None) -> Entry | None:
        entry = reading.entry if reading else None
        return entry if entry and (entry.status is Status.DRAFT or held_back(entry, now)) else None

    for reading, entry in _entries(content):
        if withheld(reading):
            continue
        for link in reading.body.links:
            target = internal_target(link.target, reading.file).partition("#")[0]
            if other := withheld(by_file.get(target)):
                yield _not_out_yet(other, now, reading.file, link.line, "")
        for index, key in enumerate(entry.related):
            if other := withheld(by_key.get(key)):
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


def images_of(entry: Entry) -> Iterator[tuple[Path, Image]]:
    """Every picture in an entry's fields, and the path to it."""
    if entry.image:
        yield ("image",), entry.image
    if isinstance(entry, Issue):
        if entry.cover:
            yield ("cover",), entry.cover
        for s, section in enumerate(entry.sections):
            for e, chosen in enumerate(section.entries):
                if chosen.image:
                    yield ("sections", s, "entries", e, "image"), chosen.image
    if isinstance(entry, Post) and entry.video and entry.video.poster:
        yield ("video", "poster"), entry.video.poster


def _pictures(content: Content) -> Iterator[Problem]:
    for reading in content.readings:
        for file, line, written in _picture_uses(reading):
            if file not in content.pictures:
                yield _no_picture(reading.file, file, line, written, content)


IN_TEXT = "![]()"
"""Stands for the key of a picture that is not in a field but in the text."""


def _picture_uses(reading: Reading) -> Iterator[tuple[str, int, str]]:
    """Each picture an entry names, with the line and the key it is named by."""
    for path, image in images_of(reading.entry) if reading.entry else ():
        line, written = reading.fields.locate((*path, "file"))
        yield image.file, line or 1, written
    for block in reading.body.blocks:
        if isinstance(block.data, Video) and block.data.poster:
            yield block.data.poster.file, block.line, ""
    for reference in reading.body.images:
        if target := internal_target(reference.target, reading.file):
            yield target, reference.line, IN_TEXT


def _no_picture(source: str, file: str, line: int, written: str, content: Content) -> Problem:
    near = _nearest_file(file, content.pictures)
    near = _way_to(near, source) if written == IN_TEXT else near
    if file in content.files:
        message, remedy = (
            N_("{file} cannot be opened as a picture."),
            N_("Save it again as PNG, JPEG or WebP."),
        )
    else:
        message = N_("The picture {file} is not there.")
        remedy = (
            N_("Did you mean “{near}”?")
            if near
            else N_("Put the picture in content/images and write images/ and its name.")
        )
    return Problem(source, message, remedy, line, written, {"file": file, "near": near})


def videos_of(reading: Reading) -> Iterator[tuple[Video, int]]:
    """Every video of an entry, and the line it begins on."""
    if isinstance(reading.entry, Post) and reading.entry.video:
        yield reading.entry.video, reading.fields.locate(("video",))[0] or 1
    for block in reading.body.blocks:
        if isinstance(block.data, Video):
            yield block.data, block.line


def _videos(content: Content) -> Iterator[Problem]:
    for reading in content.readings:
        for video, line in videos_of(reading):
            for message, remedy, file in _video(video, content.files):
                params = {"title": video.title, "file": file}
                yield Problem(reading.file, message, remedy, line, "video", params)


def _video(video: Video, files: Collection[str]) -> Iterator[tuple[str, str, str]]:
    if bool(video.url) == bool(video.file):
        yield (
            N_("The video “{title}” must have either an address or a file."),
            N_("Write adresse: for a film elsewhere, fil: for one of our own."),
            "",
        )
    if video.file and not video.captions:
        yield (
            N_("The video “{title}” has no captions."),
            N_("Write undertekster: and the way to a .vtt file."),
            "",
        )
    for file in filter(None, (video.file, video.captions)):
        if file not in files:
            yield (
                N_("The file {file} is not there."),
                N_("Put it in content/files and write files/ and its name."),
                file,
            )


def _meetings(content: Content) -> Iterator[Problem]:
    for reading, entry in _entries(content):
        if not isinstance(entry, Workgroup):
            continue
        seen: set[str] = set()
        for index, meeting in enumerate(entry.meetings):
            if meeting.id in seen:
                yield reading.problem(
                    ("meetings", index, "id"),
                    N_("Two meetings are called “{id}”."),
                    N_("Give each meeting an id of its own."),
                    id=meeting.id,
                )
            seen.add(meeting.id)
            if meeting.end and meeting.end < meeting.start:
                yield reading.problem(
                    ("meetings", index, "end"),
                    N_("The meeting ends before it begins."),
                    N_("Look at start and slut again."),
                )


def _aliases(content: Content) -> Iterator[Problem]:
    """An earlier address may not be one that something has now."""
    taken = dict.fromkeys(standing_addresses(content), "")
    for reading, entry in _entries(content):
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


def _expired_consents(content: Content, now: datetime) -> Iterator[Problem]:
    for reading, entry in _entries(content):
        for path, image in images_of(entry):
            if image.consent and image.consent.expires and image.consent.expires.instant <= now:
                yield reading.problem(
                    (*path, "consent"),
                    N_("The consent to show {file} ran out on {date}."),
                    N_("Ask again and write the new date, or take the picture out."),
                    file=image.file,
                    date=format_date(image.consent.expires),
                )


def _answers(content: Content) -> Iterator[Problem]:
    """Comments must belong to an entry, replies to a comment on it, ideas to a track."""
    known = _keys(content)
    tracks = _slugs(content, "tracks")
    for file, comment in content.comments.items():
        folder = "/".join(file.split("/")[1:3])
        if comment.entry not in known:
            yield _no_such(file, comment.entry, known, N_("There is no entry called “{name}”."))
        elif folder != comment.entry:
            yield Problem(
                file,
                N_("The comment is about {entry}, but lies in the folder of {folder}."),
                N_("Move the file, or mend the field."),
                params={"entry": comment.entry, "folder": folder},
            )
        siblings = {
            c.id for c in content.comments.values() if c.entry == comment.entry and not c.reply_to
        }
        if comment.reply_to and comment.reply_to not in siblings:
            yield _no_such(
                file,
                comment.reply_to,
                siblings,
                N_("There is no comment called “{name}” to reply to."),
            )
    for file, idea in content.ideas.items():
        if idea.track and idea.track not in tracks:
            yield _no_such(file, idea.track, tracks, N_("There is no track called “{name}”."))
        if idea.became and idea.became not in known:
            yield _no_such(file, idea.became, known, N_("There is no entry called “{name}”."))
