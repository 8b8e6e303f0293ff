"""The page for an address that leads nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from nyspor.model.site import PageHead
from nyspor.outputs import Build, Page, plan
from nyspor.problems import N_


def outputs(build: Build) -> Iterator[Page]:
    title = build.say(N_("The page is not here"))
    yield Page("404.html", "404.html", {"page": PageHead(title, "/404.html", indexed=False)})


def register() -> None:
    plan.connect(outputs)
