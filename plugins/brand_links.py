"""The links of menu and footer: a build ends where one of them leads nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from nyspor.model.kinds import Entry
from nyspor.problem_report import print_problems
from nyspor.rules import errors
from nyspor.site.brand_checks import check_links
from nyspor.site.build_plan import Build, BuildStopped, Output, complete, existing_paths
from nyspor.urls import entry_address, output_path


def refuse_dead_links(build: Build, planned: Mapping[str, Output]) -> Iterable[Output]:
    """Plan nothing. Raises `BuildStopped` where `brand.yaml` links to a page that is not planned."""
    # A site that has its menu in its settings may have written the pages by other means.
    if build.brand and build.brand.file:
        drafts = build.library.unpublished.values()
        held_back = {problem.source for problem in errors(build.problems)}
        unpublished = {address_of(each) for each in drafts}
        waiting = {output_path(address_of(each)) for each in drafts if each.file in held_back}
        removed = {line.address for line in build.library.address_book.gone}
        paths = {*existing_paths(planned.values()), *waiting}
        problems = list(check_links(build.brand, paths, unpublished, removed))
        if problems:
            print_problems(problems, build.content)
            raise BuildStopped(problems)
    return ()


def address_of(entry: Entry) -> str:
    """The address of an entry once it is published."""
    return entry_address(entry.kind, entry.slug, entry.lang.value)


def register() -> None:
    complete.connect(refuse_dead_links)
