"""The stories of a magazine issue: its story sections in order, each story as the issue presents it."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass, replace

from nyspor import urls
from nyspor.magazine.core.section_names import OPENER_PREFIX, story_section_name
from nyspor.model.kinds import Issue, Story
from nyspor.model.library import Library
from nyspor.model.site import Picture
from nyspor.model.values import Colour, Image, IssueEntry, IssueSection
from nyspor.site import view_models
from nyspor.site.cards import Prose

PictureTransform = Callable[[str, Picture], Picture]
"""Adapts a picture to an edition: from its file and the picture as the website shows it."""


@dataclass(frozen=True)
class MagazineStory:
    """A story as the magazine presents it: title, lead and picture of the issue override the story's own.

    `name` is its section name, `anchor` the HTML id of its title (no heading in its text has the same), and
    `address` the address of the story's own page on the site.
    """

    name: str
    anchor: str
    title: str
    lead: str
    address: str
    story: Story
    picture: Picture | None
    body: Prose
    columns: int
    spread: bool
    colour: Colour | None
    municipality: str


@dataclass(frozen=True)
class StorySection:
    """A titled group of stories, as the editor lists them in the issue; `name` is that of its opening page."""

    name: str
    title: str
    lead: str
    colour: Colour
    stories: tuple[MagazineStory, ...]


def web_picture(file: str, picture: Picture) -> Picture:
    """Return the picture as the website shows it."""
    return picture


def story_sections(
    library: Library, issue: Issue, transform: PictureTransform = web_picture
) -> tuple[StorySection, ...]:
    """Return the issue's story sections with their published stories."""
    return tuple(
        _story_section(library, issue, section, number, transform)
        for number, section in enumerate(issue.sections, start=1)
    )


def published_stories(library: Library, issue: Issue) -> tuple[Story, ...]:
    """Return the issue's published stories in order."""
    chosen = (chosen for section in issue.sections for chosen in section.entries)
    found = (issue.find_story(library.entries, one.slug) for one in chosen)
    return tuple(story for story in found if isinstance(story, Story))


def issue_address(issue: Issue) -> str:
    """Return the address of the issue, such as `/magasin/2013/`; those of its sections begin with it."""
    return urls.entry_address("magazine", issue.slug)


def _story_section(
    library: Library, issue: Issue, section: IssueSection, number: int, transform: PictureTransform
) -> StorySection:
    stories = tuple(
        _magazine_story(library, story, chosen, transform)
        for chosen in section.entries
        if isinstance(story := issue.find_story(library.entries, chosen.slug), Story)
    )
    colours = filter(None, (section.colour, *(story.colour for story in stories), Colour.SLATE))
    colour = next(iter(colours))
    coloured = tuple(replace(story, colour=story.colour or colour) for story in stories)
    return StorySection(f"{OPENER_PREFIX}{number}", section.title, section.lead, colour, coloured)


def _magazine_story(
    library: Library, story: Story, chosen: IssueEntry, transform: PictureTransform
) -> MagazineStory:
    card = view_models.card(library, story)
    prose = view_models.prose(library, story)
    pictures = {file: transform(file, picture) for file, picture in prose.pictures.items()}
    return MagazineStory(
        name=story_section_name(story.slug),
        anchor=_unique_anchor(story.slug, library.bodies[story.key].anchors),
        title=chosen.title or story.title,
        lead=chosen.lead or story.summary,
        address=card.address,
        story=story,
        picture=transformed_picture(library, chosen.image or story.image, transform),
        body=replace(prose, pictures=pictures),
        columns=chosen.columns,
        spread=chosen.spread,
        colour=card.colour,
        municipality=card.municipality,
    )


def _unique_anchor(name: str, taken: Container[str]) -> str:
    """Return the name, lengthened until no heading has the same id."""
    while name in taken:
        name += "-titel"
    return name


def transformed_picture(
    library: Library, image: Image | None, transform: PictureTransform
) -> Picture | None:
    """Return the picture of an entry's field, adapted to an edition; None where there is none."""
    shown = view_models.picture(library, image)
    return transform(image.file, shown) if image and shown else None
