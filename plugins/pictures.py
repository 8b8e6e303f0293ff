"""The pictures that pages show, each in the widths they offer, and the files that texts link to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from nyspor import addresses
from nyspor.checks.media import images_of
from nyspor.markdown.convert import internal_target
from nyspor.model.kinds import Entry, Post
from nyspor.model.library import Library
from nyspor.model.values import Video
from nyspor.outputs import Build, File, plan
from nyspor.pictures import make_rendition, renditions


def outputs(build: Build) -> Iterator[File]:
    library = build.library
    shown = [*library.entries.values(), *(library.unpublished.values() if build.preview else ())]
    pictures = sorted({file for entry in shown for file in pictures_of(library, entry)})
    for file in pictures:
        widths = renditions(file, library.pictures[file])
        for which, rendition in enumerate(widths):
            path = addresses.output_path(rendition.address)
            make = partial(make_rendition, build.content / file, widths, which)
            yield File(path, make, named_by_content=True, made_from=file)
    for file in sorted({file for entry in shown for file in files_of(library, entry)}):
        path = addresses.output_path(addresses.asset_address(file))
        yield File(path, (build.content / file).read_bytes)


def pictures_of(library: Library, entry: Entry) -> Iterator[str]:
    """Every picture that the entry shows, by file."""
    for _, image in images_of(entry):
        yield image.file
    body = library.bodies[entry.key]
    for reference in body.images:
        yield internal_target(reference.target, entry.file)
    for block in body.blocks:
        if isinstance(block.data, Video) and block.data.poster:
            yield block.data.poster.file


def files_of(library: Library, entry: Entry) -> Iterator[str]:
    """Every other file that the entry links to or plays."""
    body = library.bodies[entry.key]
    for reference in body.links:
        target = internal_target(reference.target, entry.file).partition("#")[0]
        if target in library.files and target not in library.by_file:
            yield target
    videos = [block.data for block in body.blocks if isinstance(block.data, Video)]
    if isinstance(entry, Post) and entry.video:
        videos.append(entry.video)
    for video in videos:
        yield from filter(None, (video.file, video.captions))


def register() -> None:
    plan.connect(outputs)
