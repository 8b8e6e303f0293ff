"""The pictures that pages show, in all their renditions, and the files that texts link to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from nyspor import urls
from nyspor.model.file_references import entry_images
from nyspor.model.site import Rendition
from nyspor.problem_report import print_problems
from nyspor.problems import N_, Problem
from nyspor.site.build_plan import Build, BuildStopped, File, plan
from nyspor.site.image_renditions import (
    Focal,
    PictureChanged,
    all_renditions,
    make_rendition,
    shared_rendition,
)


def outputs(build: Build) -> Iterator[File]:
    library = build.library
    references = [library.references[key] for key in shown(build)]
    crops = focal_points(build)
    # The same picture in two folders has one address, since its name and its bytes give that.
    planned: set[str] = set()
    for file in sorted({file for found in references for file in found.pictures}):
        for rendition, crop in made_of(build, file, crops.get(file, ())):
            path = urls.output_path(rendition.address)
            if path in planned:
                continue
            planned.add(path)
            make = partial(make_one, build, file, rendition, crop)
            yield File(path, make, named_by_content=True, batch=file)
    linked = {file for found in references for file in (*found.videos, *found.links)}
    for file in sorted(linked & library.files - library.by_file.keys()):
        path = urls.output_path(urls.asset_address(file))
        source = build.content / file
        yield File(path, source.read_bytes, copies=source)


def focal_points(build: Build) -> dict[str, set[Focal]]:
    """The pictures that stand for a page where it is shared, and what their crops must show."""
    found: dict[str, set[Focal]] = {}
    for entries in (build.library.entries, build.library.unpublished if build.preview else {}):
        for entry in entries.values():
            for _, image in entry_images(entry):
                found.setdefault(image.file, set()).add(image.focal)
    return found


def made_of(
    build: Build, file: str, crops: Iterable[Focal]
) -> Iterator[tuple[Rendition, Focal | None]]:
    """All that is made of a picture; with each crop, what it must show."""
    picture = build.library.pictures[file]
    for rendition in all_renditions(file, picture):
        yield rendition, None
    for focal in sorted(crops):
        yield shared_rendition(file, picture, focal), focal


def make_one(build: Build, file: str, rendition: Rendition, crop: Focal | None) -> bytes:
    """One rendition of a picture. Raises `BuildStopped` where the picture has changed since the build began."""
    picture = build.library.pictures[file]
    try:
        return make_rendition(build.content / file, picture, rendition, build.picture_cache, crop)
    except PictureChanged:
        problem = Problem(
            file,
            N_("The picture was changed while the site was built."),
            N_("Build again when it has been saved."),
        )
        print_problems([problem], build.content)
        raise BuildStopped([problem]) from None


def shown(build: Build) -> Iterator[str]:
    """The keys of what has a page."""
    yield from build.library.entries
    if build.preview:
        yield from build.library.unpublished


def register() -> None:
    plan.connect(outputs)
