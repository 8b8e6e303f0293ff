"""The page for an address that leads nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from nyspor.model.site import PageHead
from nyspor.problems import T_
from nyspor.site.build_plan import Build, Page, plan


def outputs(build: Build) -> Iterator[Page]:
    yield Page("404.html", "404.html", lambda: {"page": head(build)})


def head(build: Build) -> PageHead:
    return PageHead(build.translate(T_("The page is not here")), "/404.html", indexed=False)


def register() -> None:
    plan.connect(outputs)
