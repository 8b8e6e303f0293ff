"""The pictures shown where pages without one of their own are shared: each that some page names, once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from nyspor import urls
from nyspor.model.kinds import Track
from nyspor.site.build_plan import Build, File, plan
from nyspor.site.social_cards import draw, draw_once, of_entry, of_site, share_picture


def outputs(build: Build) -> Iterator[File]:
    library = build.library
    shown = [*library.entries.values(), *(library.unpublished.values() if build.preview else ())]
    # Those of one kind, language and track share one picture: one of each is enough to know it.
    bare = (entry for entry in shown if not entry.has_picture)
    alike = {(e.kind, e.lang, e.tracks, e.kind == Track.kind and e.key): e for e in bare}
    subjects = {of_site(build.site), *(of_entry(build, entry) for entry in alike.values())}
    for subject in sorted(subjects, key=lambda subject: (subject.kind, subject.title)):
        address = share_picture(subject, build.theme).widest.address
        if build.cache_folder:
            make = partial(draw_once, subject, build.theme, build.cache_folder)
        else:
            make = partial(draw, subject, build.theme)
        yield File(urls.output_path(address), make, named_by_content=True)


def register() -> None:
    plan.connect(outputs)
