"""The ideas that residents have sent: the list, the same by state and by track, and a page for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from nyspor import urls
from nyspor.forms.built_in import IDEA
from nyspor.model.ideas import ANSWER_DAYS
from nyspor.model.kinds import Entry, Idea, Track
from nyspor.model.library import Library
from nyspor.model.list_filters import idea_choices
from nyspor.model.site import Link, PageHead
from nyspor.problems import T_
from nyspor.site.build_plan import Build, Context, Page, plan
from nyspor.site.form_targets import IDEAS, idea_target
from nyspor.site.ideas import Shown, idea_view, shown_of
from nyspor.site.list_filters import FilteredList, FilterLinks, filter_links, filtered_lists

INTRODUCTION = T_("What residents have proposed, and what became of it.")

Filters = tuple[FilterLinks, ...]


def outputs(build: Build) -> Iterator[Page]:
    library = build.library
    offered = filtered_lists(library, urls.IDEAS, idea_choices(library.ideas))
    filters = filter_links(offered, counted=True)
    shown = all_shown(library, library.ideas)
    yield Page(
        urls.output_path(urls.IDEAS),
        "ideas.html",
        partial(whole_list, build, filters, shown),
        listed=(*library.of_kind(Track), *outcomes(library, library.ideas)),
        values=(shown, filters),
        address=urls.IDEAS,
    )
    for _, parts in offered:
        for part in parts:
            yield filtered_list(build, part, filters)
    for idea in library.ideas:
        yield idea_page(build, idea)


def outcomes(library: Library, ideas: Sequence[Idea]) -> Iterator[Entry]:
    """What ideas became."""
    for idea in ideas:
        if entry := library.entries.get(idea.became):
            yield entry


def tracks_of(library: Library, ideas: Sequence[Idea]) -> Iterator[Track]:
    """The tracks that ideas belong to, each once."""
    for slug in dict.fromkeys(idea.track for idea in ideas):
        if track := library.track(slug):
            yield track


def all_shown(library: Library, ideas: Sequence[Idea]) -> list[Shown]:
    return [shown_of(library, idea) for idea in ideas]


def feed_link(build: Build) -> Link:
    return Link(build.translate(IDEAS), urls.feed_address(urls.IDEAS))


def whole_list(build: Build, filters: Filters, shown: Sequence[Shown]) -> Context:
    library, name = build.library, build.translate(IDEAS)
    head = PageHead(name, urls.IDEAS, build.translate(INTRODUCTION), feeds=(feed_link(build),))
    return {
        "form": IDEA,
        "target": idea_target(library, name),
        "answer_days": ANSWER_DAYS,
        "page": head,
        "filters": filters,
        "chosen": None,
        "ideas": tuple(idea_view(library, each) for each in shown),
    }


def filtered_list(build: Build, part: FilteredList[Idea], filters: Filters) -> Page:
    """The ideas in one state, or of one track. Search engines are led to the ideas themselves."""
    library = build.library
    shown = all_shown(library, part.entries)

    def context() -> Context:
        name = build.translate(IDEAS)
        head = PageHead(
            f"{name}: {part.label}", part.address, breadcrumbs=(Link(name, urls.IDEAS),), indexed=False
        )  # fmt: skip
        return {
            "page": head,
            "filters": filters,
            "chosen": part,
            "ideas": tuple(idea_view(library, each) for each in shown),
        }

    return Page(
        urls.output_path(part.address),
        "ideas.html",
        context,
        listed=(*tracks_of(library, part.entries), *outcomes(library, part.entries)),
        values=(part.label, part.about, shown, filters),
    )


def idea_page(build: Build, idea: Idea) -> Page:
    """The page of one idea, without the name of who sent it."""
    library = build.library
    address, shown = urls.idea_address(idea.slug), shown_of(library, idea)

    def context() -> Context:
        name = build.translate(IDEAS)
        return {
            "page": PageHead(
                idea.title, address, " ".join(idea.text.split())[:160], breadcrumbs=(Link(name, urls.IDEAS),)
            ),
            "view": idea_view(library, shown),
        }  # fmt: skip

    return Page(
        urls.output_path(address),
        "idea.html",
        context,
        listed=(*tracks_of(library, [idea]), *outcomes(library, [idea])),
        values=shown,
        address=address,
    )


def register() -> None:
    plan.connect(outputs)
