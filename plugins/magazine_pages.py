"""The magazine's web edition: its stories in a dress of their own, one after the other, and the files to take along."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import cache, partial

from pelican import Pelican, signals

from nyspor import urls
from nyspor.console import tell_problems
from nyspor.files.data_folder import EDITION_MOVES, MAGAZINES, NotMoved, migrate, where_said
from nyspor.i18n.kind_labels import KIND_NAMES
from nyspor.magazine.core.manifest import read_manifest
from nyspor.magazine.sections import Section, Told, home_of, sections_of, stories_of
from nyspor.model.kinds import Issue
from nyspor.model.site import Link, PageHead
from nyspor.site import view_models
from nyspor.site.build_plan import Build, Context, File, Page, plan


def outputs(build: Build) -> Iterator[Page | File]:
    for issue in build.library.of_kind(Issue):
        yield from story_pages(build, issue)
        yield from downloads(build, issue)


def story_pages(build: Build, issue: Issue) -> Iterator[Page]:
    """A page for every story of the issue, with the way to the next."""
    library = build.library
    stories = stories_of(library, issue)
    # A page names its section and its neighbours, so the sections are made once for all.
    sections = cache(partial(sections_of, library, issue))
    for place, story in enumerate(stories):
        yield Page(
            urls.output_path(f"{home_of(issue)}{story.slug}/"),
            "magazine_story.html",
            partial(story_page, build, issue, sections, place),
            story.lang.value,
            whole=(issue, *stories),
            values=place,
        )


def story_page(
    build: Build, issue: Issue, sections: Callable[[], tuple[Section, ...]], place: int
) -> Context:
    """The story in its `place` (from 0) in the issue."""
    told = [(section, story) for section in sections() for story in section.stories]
    section, story = told[place]
    return {
        "page": head(build, issue, story),
        "issue": issue,
        "home": home_of(issue),
        "section": section,
        "told": story,
        "body": story.body,
        "earlier": told[place - 1][1] if place else None,
        "later": told[place + 1][1] if place + 1 < len(told) else None,
        "place": place + 1,
        "count": len(told),
    }


def head(build: Build, issue: Issue, story: Told) -> PageHead:
    """The page is in the magazine; the story itself is what search engines shall show."""
    magazines = Link(build.say(KIND_NAMES["magazine"]), urls.kind_address("magazine"))
    return PageHead(
        title=story.title,
        address=f"{home_of(issue)}{story.story.slug}/",
        description=story.lead,
        lang=story.story.lang.value,
        trail=(magazines, Link(issue.title, home_of(issue))),
        picture=story.picture or view_models.shown_picture(build.library, issue),
        canonical=build.library.address(story.story),
    )


def downloads(build: Build, issue: Issue) -> Iterator[File]:
    """The files that `nyspor magazine` has made, all but the printer's."""
    folder = build.magazines / issue.slug if build.magazines else None
    manifest = read_manifest(folder) if folder else None
    if folder and manifest:
        for made in manifest.files:
            if made.public:
                path = urls.output_path(home_of(issue) + made.file)
                source = folder / made.file
                yield File(path, source.read_bytes, copies=source)


def move_editions(pelican: Pelican) -> None:
    """Bring the editions that an earlier version made to where the settings look for them."""
    if pelican.settings.get("NYSPOR_MAGAZINES") != str(MAGAZINES):
        return
    try:
        migrate(EDITION_MOVES, where_said(os.environ))
    except NotMoved as found:
        tell_problems(found.problems)
        raise SystemExit(1) from None


def register() -> None:
    signals.initialized.connect(move_editions)
    plan.connect(outputs)
