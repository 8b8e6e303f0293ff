"""Lists for the forms service what each form can be sent to. Written after the pages that show the forms."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from nyspor.forms.targets import write_targets
from nyspor.site.build_plan import Build, File, plan
from nyspor.site.form_targets import InputsByForm, all_targets, inputs_by_form, merge_inputs


def outputs(build: Build) -> Iterator[File]:
    """The private list, which is written outside the output folder."""
    if build.forms_list is None:
        return
    by_form = inputs_by_form(build.library, build.site)
    inputs = merge_inputs(by_form)
    yield File(
        build.forms_list.absolute().as_posix(),
        partial(render, build, by_form),
        whole=inputs.whole,
        listed=inputs.listed,
        values=inputs.values,
    )


def render(build: Build, inputs: InputsByForm) -> bytes:
    """The list as bytes."""
    return write_targets(
        build.site, all_targets(build.library, build.site, build.translate, inputs)
    )


def register() -> None:
    plan.connect(outputs)
