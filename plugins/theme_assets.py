"""The theme's own files on the site: one style sheet, the fonts with their licences, the marks."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from nyspor import urls
from nyspor.site.build_plan import Build, File, plan
from nyspor.site.theme_assets import FEED_CSS, feed_css, join_styles, plain_files, styles_address


def outputs(build: Build) -> Iterator[File]:
    styles = join_styles(build.theme)
    address = styles_address(styles, build.site.name)
    yield File(urls.output_path(address), lambda: styles, named_by_content=True)
    for file, source in plain_files(build.theme).items():
        if file == FEED_CSS and feed_css(build.theme) != source.read_bytes():
            yield File(
                f"theme/{file}", partial(feed_css, build.theme), values=feed_css(build.theme)
            )
        else:
            yield File(f"theme/{file}", source.read_bytes, copies=source)


def register() -> None:
    plan.connect(outputs)
