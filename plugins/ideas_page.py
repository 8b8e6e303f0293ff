"""The page of ideas that residents have sent, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from nyspor import urls
from nyspor.forms.built_in import IDEA
from nyspor.model.kinds import Idea, Track
from nyspor.model.library import Library
from nyspor.model.site import Link, PageHead
from nyspor.problems import T_
from nyspor.site.build_plan import Build, Context, Page, plan
from nyspor.site.cards import Chip
from nyspor.site.form_targets import IDEAS, idea_target
from nyspor.text.plain_text import render_plain_text

PATH = urls.output_path(urls.IDEAS)


def outputs(build: Build) -> Iterator[Page]:
    library = build.library
    became = [entry for idea in library.ideas if (entry := library.entries.get(idea.became))]
    yield Page(
        PATH,
        "ideas.html",
        partial(context, build),
        listed=(*library.of_kind(Track), *became),
        values=library.ideas,
        address=urls.IDEAS,
    )


def context(build: Build) -> Context:
    library = build.library
    return {
        "form": IDEA,
        "target": idea_target(library, build.translate(IDEAS)),
        "page": PageHead(
            build.translate(IDEAS),
            urls.IDEAS,
            build.translate(T_("What residents have proposed, and what became of it.")),
        ),
        "ideas": tuple(
            (idea, track_chip(library, idea), render_plain_text(idea.text), became(library, idea))
            for idea in library.ideas
        ),
    }


def track_chip(library: Library, idea: Idea) -> Chip | None:
    track = library.track(idea.track)
    return Chip(track.title, library.address(track), track.colour) if track else None


def became(library: Library, idea: Idea) -> Link | None:
    """The entry that an idea turned into."""
    entry = library.entries.get(idea.became)
    return Link(entry.title, library.address(entry)) if entry else None


def register() -> None:
    plan.connect(outputs)
