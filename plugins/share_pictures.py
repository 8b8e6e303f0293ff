"""The pictures shown where pages without one of their own are shared: each that some page names, once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from nyspor import addresses, views
from nyspor.outputs import Build, File, plan
from nyspor.share_pictures import draw, of_entry, of_site, share_picture


def outputs(build: Build) -> Iterator[File]:
    library = build.library
    shown = [*library.entries.values(), *(library.unpublished.values() if build.preview else ())]
    bare = (entry for entry in shown if not views.shown_picture(library, entry))
    subjects = {of_site(build.site), *(of_entry(build, entry) for entry in bare)}
    for subject in sorted(subjects, key=lambda subject: (subject.kind, subject.title)):
        address = share_picture(subject).widest.address
        make = partial(draw, subject, build.theme)
        yield File(addresses.output_path(address), make, named_by_content=True)


def register() -> None:
    plan.connect(outputs)
