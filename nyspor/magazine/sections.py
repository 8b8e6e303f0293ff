"""What a magazine is made of: its pieces in order, each with its template and all that it shows."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from nyspor import urls
from nyspor.model.kinds import Entry, Issue, Pilot, Story
from nyspor.model.library import Library
from nyspor.model.site import Picture
from nyspor.model.values import Colour, Image, IssueEntry, IssueSection
from nyspor.site import view_models
from nyspor.site.cards import Prose

Dress = Callable[[str, Picture], Picture]
"""How a skin shows a picture: from its file and the picture as the site shows it."""

COVER, CONTENTS, EDITORIAL = "forside", "indhold", "leder"
FIGURES, PILOTS, COLOPHON, NOTES, BACK = "noegletal", "forsoeg", "kolofon", "noter", "bagside"
NAVIGATION = "nav"
"""What the e-book calls its contents."""
SECTION, STORY = "afsnit-", "historie-"

OWN = frozenset((COVER, CONTENTS, EDITORIAL, FIGURES, PILOTS, COLOPHON, NOTES, BACK, NAVIGATION))
"""The names of pieces that are no stories."""


def story_name(slug: str) -> str:
    """What the piece of a story is called: its slug, or `historie-` and its slug where the magazine might use
    that name itself. No two slugs give the same name, and none gives one of the magazine's own."""
    return f"{STORY}{slug}" if slug in OWN or slug.startswith((SECTION, STORY)) else slug


@dataclass(frozen=True)
class Piece:
    """A part of the magazine that is laid out by itself and begins on a page of its own.

    `name` is what links call it, `level` its depth in the contents (1 outermost, 0 not there).
    """

    name: str
    template: str
    title: str
    level: int
    context: Mapping[str, object]
    colour: Colour | None = None
    lang: str = "da"


@dataclass(frozen=True)
class Told:
    """A story as the magazine tells it: what the issue words otherwise is put in its place.

    `name` is that of its piece, `anchor` the id of its title, which no heading of its text has, and `address`
    that of the story's own page on the site.
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
class Section:
    """A section with its stories; `name` is that of its opening page."""

    name: str
    title: str
    lead: str
    colour: Colour
    stories: tuple[Told, ...]


@dataclass(frozen=True)
class Credit:
    """Who a picture is by, and the piece it stands in."""

    piece: str
    title: str
    credit: str


def as_on_the_site(file: str, picture: Picture) -> Picture:
    """The web's own dress."""
    return picture


def sections_of(
    library: Library, issue: Issue, dress: Dress = as_on_the_site
) -> tuple[Section, ...]:
    """The issue's sections with their stories; a story that is not published is left out."""
    return tuple(
        _section(library, section, number, dress)
        for number, section in enumerate(issue.sections, start=1)
    )


def stories_of(library: Library, issue: Issue) -> tuple[Story, ...]:
    """The issue's stories in order, those that are published."""
    chosen = (chosen for section in issue.sections for chosen in section.entries)
    found = (library.entries.get(f"stories/{one.slug}") for one in chosen)
    return tuple(story for story in found if isinstance(story, Story))


def issues_of(library: Library, entries: Iterable[Entry]) -> tuple[Issue, ...]:
    """The listed issues that any of these entries is in, each once."""
    stories = (entry for entry in entries if isinstance(entry, Story))
    found = (issue for story in stories for issue in library.issues_with(story))
    return tuple({issue.key: issue for issue in found}.values())


def _section(library: Library, section: IssueSection, number: int, dress: Dress) -> Section:
    entries = library.entries
    told = tuple(
        _told(library, story, chosen, dress)
        for chosen in section.entries
        if isinstance(story := entries.get(f"stories/{chosen.slug}"), Story)
    )
    colours = filter(None, (section.colour, *(story.colour for story in told), Colour.SLATE))
    colour = next(iter(colours))
    coloured = tuple(replace(story, colour=story.colour or colour) for story in told)
    return Section(f"{SECTION}{number}", section.title, section.lead, colour, coloured)


def _told(library: Library, story: Story, chosen: IssueEntry, dress: Dress) -> Told:
    card = view_models.card(library, story)
    prose = view_models.prose(library, story)
    pictures = {file: dress(file, picture) for file, picture in prose.pictures.items()}
    return Told(
        name=story_name(story.slug),
        anchor=_free(story.slug, library.bodies[story.key].anchors),
        title=chosen.title or story.title,
        lead=chosen.lead or story.summary,
        address=card.address,
        story=story,
        picture=_picture(library, chosen.image or story.image, dress),
        body=replace(prose, pictures=pictures),
        columns=chosen.columns,
        spread=chosen.spread,
        colour=card.colour,
        municipality=card.municipality,
    )


def _free(name: str, taken: Container[str]) -> str:
    """The name, made longer until nothing else has it."""
    while name in taken:
        name += "-titel"
    return name


def _picture(library: Library, image: Image | None, dress: Dress) -> Picture | None:
    shown = view_models.picture(library, image)
    return dress(image.file, shown) if image and shown else None


def pieces_of(
    library: Library, issue: Issue, say: Callable[[str], str], dress: Dress = as_on_the_site
) -> tuple[Piece, ...]:
    """The whole magazine, from cover to back. `say` gives a word of the theme's in the issue's language."""
    sections = sections_of(library, issue, dress)
    cover = _picture(library, issue.cover, dress)
    about = {"entry": issue, "sections": sections}
    middle = [piece for section in sections for piece in _of_section(section, issue)]
    standing = list(_standing(library, issue, sections, cover, say))
    contents = Piece(
        CONTENTS, "magazine/contents.html", say("Contents"), 1, about | {"standing": standing}
    )
    opening = [
        Piece(COVER, "magazine/cover.html", issue.title, 0, about | {"cover": cover}),
        contents,
    ]
    if issue.editorial:
        opening.append(Piece(EDITORIAL, "magazine/editorial.html", say("Editorial"), 1, about))
    back = Piece(BACK, "magazine/back.html", "", 0, about)
    return (*opening, *middle, *standing, back)


def _of_section(section: Section, issue: Issue) -> Iterator[Piece]:
    yield Piece(
        section.name,
        "magazine/opener.html",
        section.title,
        1,
        {"entry": issue, "section": section},
        section.colour,
    )
    for told in section.stories:
        yield Piece(
            told.name,
            "magazine/story.html",
            told.title,
            2,
            {"told": told, "body": told.body},
            told.colour,
            told.story.lang,
        )


def _standing(
    library: Library,
    issue: Issue,
    sections: tuple[Section, ...],
    cover: Picture | None,
    say: Callable[[str], str],
) -> Iterator[Piece]:
    """What stands at the end of every issue."""
    if issue.figures:
        yield Piece(
            FIGURES, "magazine/figures.html", say("The year in numbers"), 1, {"entry": issue}
        )
    pilots = [pilot for pilot in library.of_kind(Pilot) if not pilot.example]
    if issue.pilots and pilots:
        groups = view_models.by_phase(library, pilots)
        yield Piece(PILOTS, "magazine/pilots.html", say("The pilots"), 1, {"groups": groups})
    credits = tuple(_credits(issue, sections, cover))
    context = {"entry": issue, "credits": credits, "body": view_models.prose(library, issue)}
    yield Piece(COLOPHON, "magazine/colophon.html", say("Behind the magazine"), 1, context)


def _credits(
    issue: Issue, sections: tuple[Section, ...], cover: Picture | None
) -> Iterator[Credit]:
    if cover:
        yield Credit(COVER, issue.title, cover.credit)
    for section in sections:
        for told in section.stories:
            if told.picture:
                yield Credit(told.name, told.title, told.picture.credit)


def with_notes(
    pieces: tuple[Piece, ...], sheets: int, say: Callable[[str], str]
) -> tuple[Piece, ...]:
    """The same with `sheets` pages for the reader's own notes before the back cover: a stapled magazine has
    a number of pages that 4 divides."""
    notes = Piece(NOTES, "magazine/notes.html", say("Your own tracks"), 0, {"sheets": sheets})
    return (*pieces[:-1], notes, pieces[-1]) if sheets else pieces


def home_of(issue: Issue) -> str:
    """The address below which the pieces have theirs: `/magasin/2013/` and then `velfaerdskaravanen/`."""
    return urls.entry_address("magazine", issue.slug)
