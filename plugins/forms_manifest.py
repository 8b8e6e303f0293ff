"""Tells the hook what can be written to, when the site that shows the forms is on the disk."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from nyspor.forms.targets import write_targets
from nyspor.model.kinds import Entry, Track, Workgroup
from nyspor.problems import T_
from nyspor.site.build_plan import Build, File, plan
from nyspor.site.form_targets import commented, joined, targets


def outputs(build: Build) -> Iterator[File]:
    """The private list, which lies outside the site."""
    if build.forms_list is None:
        return
    library = build.library
    open_to_comments = list(commented(library))
    open_to_members = list(joined(library))
    yield File(
        build.forms_list.absolute().as_posix(),
        partial(the_list, build, open_to_comments, open_to_members),
        whole=open_to_members,
        listed=(*open_to_comments, *library.of_kind(Track)),
        values=(
            library.comment_days,
            [library.comments.get(entry.key) for entry in open_to_comments],
        ),
    )


def the_list(build: Build, entries: list[Entry], groups: list[Workgroup]) -> bytes:
    found = targets(build.library, build.site, build.translate(T_("Ideas")), entries, groups)
    return write_targets(build.site, found)


def register() -> None:
    plan.connect(outputs)
