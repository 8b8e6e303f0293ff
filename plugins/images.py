"""The pictures that pages show, in all their renditions, and the files that texts link to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from nyspor import urls
from nyspor.model.site import Rendition
from nyspor.problem_report import print_problems
from nyspor.problems import N_, Problem
from nyspor.site.build_plan import Build, BuildStopped, File, plan
from nyspor.site.image_renditions import PictureChanged, make_rendition, renditions


def outputs(build: Build) -> Iterator[File]:
    library = build.library
    references = [library.references[key] for key in shown(build)]
    # The same picture in two folders has one address, since its name and its bytes give that.
    planned: set[str] = set()
    for file in sorted({file for found in references for file in found.pictures}):
        widths = renditions(file, library.pictures[file])
        for which, rendition in enumerate(widths):
            path = urls.output_path(rendition.address)
            if path in planned:
                continue
            planned.add(path)
            make = partial(make_one, build, file, widths, which)
            yield File(path, make, named_by_content=True, batch=file)
    linked = {file for found in references for file in (*found.videos, *found.links)}
    for file in sorted(linked & library.files - library.by_file.keys()):
        path = urls.output_path(urls.asset_address(file))
        source = build.content / file
        yield File(path, source.read_bytes, copies=source)


def make_one(build: Build, file: str, widths: tuple[Rendition, ...], which: int) -> bytes:
    """One rendition of a picture. Raises `BuildStopped` where the picture has changed since the build began."""
    picture = build.library.pictures[file]
    try:
        return make_rendition(build.content / file, picture, widths, which, build.cache_folder)
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
