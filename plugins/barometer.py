"""The barometer: what all pilots and programmes have led to until now, what nobody expected, and what was learnt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from nyspor import urls
from nyspor.model.kind_specs import kind_specs
from nyspor.model.kinds import YearlyStatus
from nyspor.model.site import Link, PageHead
from nyspor.problems import T_
from nyspor.site.barometer import BAROMETER, Barometer, barometer
from nyspor.site.build_plan import Build, Context, Page, plan

INTRODUCTION = T_("Where it began, where it is now, and where it shall go: all that has been measured.")  # fmt: skip


def outputs(build: Build) -> Iterator[Page]:
    # A site's own kind of entry may have the address.
    if any(spec.url and urls.kind_list_address(spec.name) == urls.BAROMETER for spec in kind_specs()):  # fmt: skip
        return
    library = build.library
    shown = barometer(library)
    statuses = tuple(Link(e.title, library.address(e)) for e in library.of_kind(YearlyStatus))
    yield Page(
        urls.output_path(urls.BAROMETER),
        "barometer.html",
        partial(context, build, shown, statuses),
        values=(shown, statuses),
        address=urls.BAROMETER,
    )


def context(build: Build, shown: Barometer, statuses: Sequence[Link]) -> Context:
    introduction = build.translate(INTRODUCTION)
    return {
        "page": PageHead(build.translate(BAROMETER), urls.BAROMETER, introduction),
        "barometer": shown,
        "statuses": statuses,
        "introduction": introduction,
    }


def register() -> None:
    plan.connect(outputs)
