"""The magazine's web edition: its stories in a dress of their own, one after the other, and the files to take along."""

from __future__ import annotations

from collections.abc import Iterator

from nyspor import addresses, views
from nyspor.kind_names import KIND_NAMES
from nyspor.magazine.manifest import read_manifest
from nyspor.magazine.pieces import Told, home_of, sections_of
from nyspor.model.cards import Link
from nyspor.model.kinds import Issue
from nyspor.model.site import PageHead
from nyspor.outputs import Build, File, Page, plan


def outputs(build: Build) -> Iterator[Page | File]:
    for issue in build.library.of_kind(Issue):
        yield from story_pages(build, issue)
        yield from downloads(build, issue)


def story_pages(build: Build, issue: Issue) -> Iterator[Page]:
    """A page for every story of the issue, with the way to the next."""
    told = [
        (section, story)
        for section in sections_of(build.library, issue)
        for story in section.stories
    ]
    for place, (section, story) in enumerate(told):
        earlier = told[place - 1][1] if place else None
        later = told[place + 1][1] if place + 1 < len(told) else None
        context = {
            "page": head(build, issue, story),
            "issue": issue,
            "home": home_of(issue),
            "section": section,
            "told": story,
            "body": story.body,
            "earlier": earlier,
            "later": later,
            "place": place + 1,
            "count": len(told),
        }
        path = addresses.output_path(f"{home_of(issue)}{story.name}/")
        yield Page(path, "magazine_story.html", context, story.story.lang.value)


def head(build: Build, issue: Issue, story: Told) -> PageHead:
    """The page is in the magazine; the story itself is what search engines shall show."""
    magazines = Link(build.say(KIND_NAMES["magazine"]), addresses.kind_address("magazine"))
    return PageHead(
        title=story.title,
        address=f"{home_of(issue)}{story.name}/",
        description=story.lead,
        lang=story.story.lang.value,
        trail=(magazines, Link(issue.title, home_of(issue))),
        picture=story.picture or views.shown_picture(build.library, issue),
        canonical=build.library.address(story.story),
    )


def downloads(build: Build, issue: Issue) -> Iterator[File]:
    """The files that `nyspor magazine` has made, all but the printer's."""
    folder = build.magazines / issue.slug if build.magazines else None
    manifest = read_manifest(folder) if folder else None
    if folder and manifest:
        for made in manifest.files:
            if made.public:
                path = addresses.output_path(home_of(issue) + made.file)
                yield File(path, (folder / made.file).read_bytes)


def register() -> None:
    plan.connect(outputs)
