"""The links of menu and footer: a build ends where one of them leads nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from nyspor.problem_report import print_problems
from nyspor.site.brand_checks import check_links
from nyspor.site.build_plan import Build, BuildStopped, Output, complete
from nyspor.urls import entry_address


def refuse_dead_links(build: Build, planned: Mapping[str, Output]) -> Iterable[Output]:
    """Plan nothing. Raises `BuildStopped` where `brand.yaml` links to a page that is not planned."""
    # A site that has its menu in its settings may have written the pages by other means.
    if build.brand and build.brand.file:
        drafts = build.library.unpublished.values()
        unpublished = {entry_address(each.kind, each.slug, each.lang.value) for each in drafts}
        problems = list(check_links(build.brand, planned, unpublished))
        if problems:
            print_problems(problems, build.content)
            raise BuildStopped(problems)
    return ()


def register() -> None:
    complete.connect(refuse_dead_links)
