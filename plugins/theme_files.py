"""The theme's own files on the site: one style sheet, the fonts with their licences, the marks."""

from __future__ import annotations

from collections.abc import Iterator

from nyspor import addresses
from nyspor.outputs import Build, File, plan
from nyspor.theme_files import join_styles, plain_files, styles_address


def outputs(build: Build) -> Iterator[File]:
    styles = join_styles(build.theme)
    yield File(addresses.output_path(styles_address(styles)), lambda: styles)
    for file in plain_files(build.theme):
        yield File(f"theme/{file}", (build.theme / "static" / file).read_bytes)


def register() -> None:
    plan.connect(outputs)
