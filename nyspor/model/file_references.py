"""The files that an entry refers to, which must exist for its page to be complete."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from nyspor.model.document import Body
from nyspor.model.kinds import Entry, Issue, Post, Programme
from nyspor.model.link_targets import internal_target
from nyspor.model.values import Image, Video

Path = tuple[str | int, ...]


class FileReferences(NamedTuple):
    """Files in the content folder: `pictures` shown, `videos` played (with their captions), and `links`,
    the files that the text links to, entries and others, and the documents of a programme.

    `link_targets` says of each of the text's links in turn where it leads (`internal_target`).
    """

    pictures: tuple[str, ...] = ()
    videos: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    link_targets: tuple[str, ...] = ()


def file_references(entry: Entry | None, body: Body, file: str) -> FileReferences:
    """The files that the entry in `file` refers to; of an entry that could not be read, those of its text."""
    fields = [image.file for _, image in entry_images(entry)] if entry else []
    videos = list(entry_videos(entry, body))
    posters = [video.poster.file for video in body_videos(body) if video.poster]
    in_text = (internal_target(image.target, file) for image in body.images)
    targets = tuple([internal_target(link.target, file) for link in body.links])
    return FileReferences(
        pictures=_unique([*fields, *posters, *in_text]),
        videos=_unique([part for video in videos for part in (video.file, video.captions)]),
        links=_unique([*(target.partition("#")[0] for target in targets), *document_files(entry)]),
        link_targets=targets,
    )


def entry_images(entry: Entry) -> Iterator[tuple[Path, Image]]:
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


def body_videos(body: Body) -> Iterator[Video]:
    return (block.data for block in body.blocks if isinstance(block.data, Video))


def entry_videos(entry: Entry | None, body: Body) -> Iterator[Video]:
    """Every video of an entry, the one at its head first."""
    if isinstance(entry, Post) and entry.video:
        yield entry.video
    yield from body_videos(body)


def document_files(entry: Entry | None) -> list[str]:
    """The files that a programme has as its documents, '' where one has none."""
    return [each.file for each in entry.documents] if isinstance(entry, Programme) else []


def _unique(files: Iterator[str] | list[str]) -> tuple[str, ...]:
    """Each file once, in order, without empty names."""
    return tuple(dict.fromkeys(filter(None, files)))
