"""The sections of a magazine in order, each with its template and the data that the template shows.

A section begins on a new page and is laid out on its own: the cover, the contents, a story, the colophon.
The EPUB has a chapter for each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from nyspor.magazine.core.section_names import (
    BACK,
    COLOPHON,
    CONTENTS,
    COVER,
    EDITORIAL,
    FIGURES,
    NOTES,
    PILOTS,
)
from nyspor.magazine.stories import (
    MagazineStory,
    PictureTransform,
    StorySection,
    story_sections,
    transformed_picture,
    web_picture,
)
from nyspor.model.kinds import Issue, Pilot
from nyspor.model.library import Library
from nyspor.model.site import Picture
from nyspor.model.values import Colour, Video
from nyspor.site import view_models
from nyspor.text.language import DEFAULT_LANGUAGE

Translate = Callable[[str], str]
"""Returns a message of the theme in the issue's language."""


@dataclass(frozen=True)
class Section:
    """A part of the magazine that is laid out on its own.

    `name` is what links call it, `level` its depth in the contents (1 outermost, 0 not listed), `source` the
    content file that it is made from.
    """

    name: str
    template: str
    title: str
    level: int
    context: Mapping[str, object]
    colour: Colour | None = None
    lang: str = DEFAULT_LANGUAGE
    source: str = ""


@dataclass(frozen=True)
class PictureCredit:
    """The credits of a section's pictures, with its name and title."""

    section: str
    title: str
    credit: str


def magazine_sections(
    library: Library,
    issue: Issue,
    translate: Translate,
    transform: PictureTransform = web_picture,
    blends: bool = False,
) -> tuple[Section, ...]:
    """Return all sections of the issue, from the front cover to the back cover.

    `blends` says that the cover's picture is drawn on the cover's colour.
    """
    groups = story_sections(library, issue, transform)
    cover = transformed_picture(library, issue.cover, transform)
    stories = [section for group in groups for section in _group_sections(group, issue)]
    back_matter = list(_back_matter(library, issue, groups, cover, translate))
    front_matter = _front_matter(issue, groups, cover, blends, back_matter, translate)
    back = Section(BACK, "magazine/back.html", "", 0, {"entry": issue, "sections": groups})
    sections = (*front_matter, *stories, *back_matter, back)
    return tuple(replace(one, source=one.source or issue.file) for one in sections)


def _front_matter(
    issue: Issue,
    groups: tuple[StorySection, ...],
    cover: Picture | None,
    blends: bool,
    back_matter: list[Section],
    translate: Translate,
) -> Iterator[Section]:
    """Yield cover, contents and editorial."""
    context = {"entry": issue, "sections": groups}
    shown = {"cover": cover, "blends": blends}
    yield Section(COVER, "magazine/cover.html", issue.title, 0, context | shown)
    listed = context | {"back_matter": back_matter}
    yield Section(CONTENTS, "magazine/contents.html", translate("Contents"), 1, listed)
    if issue.editorial:
        yield Section(EDITORIAL, "magazine/editorial.html", translate("Editorial"), 1, context)


def _group_sections(group: StorySection, issue: Issue) -> Iterator[Section]:
    """Yield the opening page of a group of stories, then each of its stories."""
    context = {"entry": issue, "section": group}
    yield Section(group.name, "magazine/opener.html", group.title, 1, context, group.colour)
    for story in group.stories:
        yield _story(story)


def _story(story: MagazineStory) -> Section:
    context = {"magazine_story": story, "body": story.body}
    return Section(
        story.name,
        "magazine/story.html",
        story.title,
        2,
        context,
        story.colour,
        story.story.lang,
        story.story.file,
    )


def _back_matter(
    library: Library,
    issue: Issue,
    groups: tuple[StorySection, ...],
    cover: Picture | None,
    translate: Translate,
) -> Iterator[Section]:
    """Yield what every issue ends with: key figures, pilots and colophon."""
    if issue.figures:
        title = translate("The year in numbers")
        yield Section(FIGURES, "magazine/figures.html", title, 1, {"entry": issue})
    pilots = [pilot for pilot in library.of_kind(Pilot) if not pilot.example]
    if issue.pilots and pilots:
        phases = {"groups": view_models.by_phase(library, pilots)}
        yield Section(PILOTS, "magazine/pilots.html", translate("The pilots"), 1, phases)
    credits = tuple(_picture_credits(issue, groups, cover))
    context = {"entry": issue, "credits": credits, "body": view_models.prose(library, issue)}
    yield Section(COLOPHON, "magazine/colophon.html", translate("Behind the magazine"), 1, context)


def _picture_credits(
    issue: Issue, groups: tuple[StorySection, ...], cover: Picture | None
) -> Iterator[PictureCredit]:
    if cover:
        yield PictureCredit(COVER, issue.title, cover.credit)
    for group in groups:
        for story in group.stories:
            if credits := tuple(_story_credits(story)):
                yield PictureCredit(story.name, story.title, "; ".join(credits))


def _story_credits(story: MagazineStory) -> Iterable[str]:
    """Return the credits of a story's pictures, each once: the opening one, then those in the text."""
    found = [story.picture.credit] if story.picture else []
    for block in story.body.blocks:
        if block.name == "figure":
            found.append(block.argument)
        elif isinstance(block.data, Video) and block.data.poster:
            found.append(block.data.poster.credit)
    return dict.fromkeys(filter(None, found))


def with_notes_pages(
    sections: tuple[Section, ...], pages: int, translate: Translate
) -> tuple[Section, ...]:
    """Return the sections with `pages` blank note pages before the back cover.

    They fill the magazine up to a multiple of four pages, as saddle stitching requires.
    """
    notes = Section(NOTES, "magazine/notes.html", translate("Your own tracks"), 0, {"pages": pages})
    return (*sections[:-1], notes, sections[-1]) if pages else sections
