"""Which files an entry uses: what must lie there for its page to be whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from nyspor.model.document import Body
from nyspor.model.kinds import Entry, Issue, Post
from nyspor.model.link_targets import internal_target
from nyspor.model.values import Image, Video

Path = tuple[str | int, ...]


class Uses(NamedTuple):
    """Files in the content folder: `pictures` shown, `films` played (with their captions), and `links`,
    the files that the text leads to, entries and others."""

    pictures: tuple[str, ...] = ()
    films: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


def uses_of(entry: Entry | None, body: Body, file: str) -> Uses:
    """What the entry in `file` uses; of an entry that could not be read, what its text uses."""
    fields = [image.file for _, image in images_of(entry)] if entry else []
    films = list(videos_of(entry, body))
    posters = [video.poster.file for video in body_videos(body) if video.poster]
    in_text = (internal_target(image.target, file) for image in body.images)
    leads = (internal_target(link.target, file).partition("#")[0] for link in body.links)
    return Uses(
        pictures=_once([*fields, *posters, *in_text]),
        films=_once([part for film in films for part in (film.file, film.captions)]),
        links=_once(leads),
    )


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


def body_videos(body: Body) -> Iterator[Video]:
    return (block.data for block in body.blocks if isinstance(block.data, Video))


def videos_of(entry: Entry | None, body: Body) -> Iterator[Video]:
    """Every video of an entry, that at its head first."""
    if isinstance(entry, Post) and entry.video:
        yield entry.video
    yield from body_videos(body)


def _once(files: Iterator[str] | list[str]) -> tuple[str, ...]:
    """Each file once, in order, without what is empty."""
    return tuple(dict.fromkeys(filter(None, files)))
