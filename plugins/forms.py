"""Tells the hook what can be written to, when the site that shows the forms is on the disk."""

from __future__ import annotations

from nyspor.form_targets import targets
from nyspor.outputs import Build, written
from nyspor.problems import N_
from nyspor.targets import write_targets
from nyspor.whole_files import write_whole


def tell_hook(build: Build) -> None:
    """Write the private list, whole or not at all."""
    if build.forms_list is None:
        return
    found = targets(build.library, build.site, build.say(N_("Ideas")))
    write_whole(build.forms_list, write_targets(build.site, found))


def register() -> None:
    written.connect(tell_hook)
