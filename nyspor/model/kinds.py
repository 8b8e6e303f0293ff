"""The kinds of entry, one pydantic model each: the single source for reader, checker, editor and forms."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BeforeValidator

from nyspor.model.fields import Record, described
from nyspor.model.values import (
    Colour,
    CommentsState,
    Contact,
    Effect,
    EntryDate,
    Figure,
    Governance,
    IdeaState,
    Image,
    IssueSection,
    Language,
    MaybeDate,
    Meeting,
    Person,
    PhaseStep,
    Place,
    Quote,
    Selection,
    Signup,
    Silence,
    Source,
    Status,
    Text,
    Texts,
    Truth,
    Video,
    listed,
)
from nyspor.problems import N_

DATE_HELP = N_(
    "Such as 3. marts 2026; a year or a month alone will do, and “ukendt” where nobody knows. "
    "A date to come holds the entry back until then."
)


class Entry(Record):
    """What every entry has. `slug` and `file` (its path in the content folder) come from the file's name."""

    kind: ClassVar[str] = ""

    slug: str = ""
    file: str = ""

    title: Text = described(
        "titel", N_("Title"), N_("What it is called, as you would say it to a neighbour.")
    )
    summary: Text = described(
        "resume", N_("Summary"), N_("One or two sentences, shown in lists and by search engines.")
    )
    date: MaybeDate = described("dato", N_("Date"), DATE_HELP, default=None)
    modified: EntryDate | None = described("opdateret", N_("Updated"), default=None)
    status: Annotated[Status, BeforeValidator(Status.read)] = described(
        "status", N_("Status"), default=Status.PUBLISHED
    )
    lang: Annotated[Language, BeforeValidator(Language.read)] = described(
        "sprog", N_("Language"), default=Language.DANISH
    )
    translation_of: str = described(
        "oversat_fra", N_("Translation of"), N_("The original, such as pages/om."), default=""
    )
    municipality: str = described("kommune", N_("Municipality"), default="")
    programme: str = described("program", N_("Programme"), default="")
    tracks: Texts = described("spor", N_("Tracks"), default=())
    topics: Texts = described("temaer", N_("Topics"), default=())
    authors: Annotated[tuple[str | Person, ...], BeforeValidator(listed)] = described(
        "afsendere", N_("Senders"), N_("Names from people.yaml, or a name and a role."), default=()
    )
    image: Image | None = described("billede", N_("Picture"), default=None)
    source: Annotated[tuple[Source, ...], BeforeValidator(listed)] = described(
        "kilder", N_("Sources"), default=()
    )
    related: Texts = described(
        "relaterede",
        N_("Related"),
        N_("Other entries, such as stories/velfaerdskaravanen."),
        default=(),
    )
    aliases: Texts = described(
        "tidligere_adresser",
        N_("Earlier addresses"),
        N_("Oldest first, such as /blog/velkommen/."),
        default=(),
    )
    comments: Annotated[CommentsState, BeforeValidator(CommentsState.read)] = described(
        "kommentarer", N_("Comments"), default=CommentsState.NONE
    )
    example: Truth = described(
        "eksempel", N_("Example"), N_("Made up for show, and marked so on the page."), default=False
    )
    silence: Annotated[tuple[Silence, ...], BeforeValidator(listed)] = described(
        "undtag", N_("Silenced remarks"), default=()
    )

    @property
    def key(self) -> str:
        """How other entries name it: `posts/velkommen`; a translation `en/pages/about`."""
        prefix = "" if self.lang is Language.DANISH else f"{self.lang}/"
        return f"{prefix}{self.kind}/{self.slug}"


class Post(Entry):
    """A blog entry by a named sender."""

    kind = "posts"

    date: MaybeDate = described("dato", N_("Date"), DATE_HELP)
    comments: Annotated[CommentsState, BeforeValidator(CommentsState.read)] = described(
        "kommentarer", N_("Comments"), default=CommentsState.OPEN
    )
    question: str = described(
        "spørgsmål",
        N_("Open question"),
        N_("A question to the reader, shown under the text."),
        default="",
    )
    video: Video | None = described("video", N_("Video"), default=None)
    series: str = described("serie", N_("Series"), default="")


class Story(Entry):
    """A told case of new welfare; may enter the magazine."""

    kind = "stories"

    date: MaybeDate = described("dato", N_("Date"), DATE_HELP)
    quote: Quote | None = described("citat", N_("Quote"), default=None)
    figures: Annotated[tuple[Figure, ...], BeforeValidator(listed)] = described(
        "nøgletal", N_("Key figures"), default=()
    )
    magazine: Texts = described(
        "magasin", N_("Magazine"), N_("The years whose magazine it is in."), default=()
    )


class Track(Entry):
    """One strand of a programme, often with a question and a workgroup."""

    kind = "tracks"

    number: int | None = described("nummer", N_("Number"), default=None, ge=1)
    question: str = described("spørgsmål", N_("Question"), default="")
    vision: str = described("vision", N_("Vision"), default="")
    department: str = described("forvaltning", N_("Department"), default="")
    contact: Contact | None = described("kontakt", N_("Contact"), default=None)
    colour: Annotated[Colour, BeforeValidator(Colour.read)] = described(
        "farve", N_("Colour"), default=Colour.SLATE
    )


class Pilot(Entry):
    """A try-out of a solution in real life, with phases and effects."""

    kind = "pilots"

    phases: Annotated[tuple[PhaseStep, ...], BeforeValidator(listed)] = described(
        "faser", N_("Phases"), default=()
    )
    places: Annotated[tuple[Place, ...], BeforeValidator(listed)] = described(
        "steder", N_("Places"), default=()
    )
    departments: Texts = described("forvaltninger", N_("Departments"), default=())
    partners: Texts = described("partnere", N_("Partners"), default=())
    follow_group: Annotated[tuple[Person, ...], BeforeValidator(listed)] = described(
        "følgegruppe", N_("Follow group"), default=()
    )
    effects: Annotated[tuple[Effect, ...], BeforeValidator(listed)] = described(
        "effekter", N_("Effects"), default=()
    )
    lessons: str = described("erfaringer", N_("Lessons"), default="")


class Workgroup(Entry):
    """Residents and staff who meet about a track. `deliver_to` is a name; addresses live in settings."""

    kind = "workgroups"

    contact: Contact | None = described("kontakt", N_("Contact"), default=None)
    meetings: Annotated[tuple[Meeting, ...], BeforeValidator(listed)] = described(
        "møder", N_("Meetings"), default=()
    )
    capacity: int | None = described("pladser", N_("Seats"), default=None, ge=1)
    signup: Signup | None = described("tilmelding", N_("Sign-up"), default=None)
    deliver_to: str = described(
        "leveres_til", N_("Delivered to"), default="", pattern=r"^[a-z0-9-]*$"
    )


class Programme(Entry):
    """What a municipality has decided to do: vision, tracks, phases."""

    kind = "programmes"

    period: str = described("periode", N_("Period"), default="")
    vision: str = described("vision", N_("Vision"), default="")
    principles: Texts = described("principper", N_("Principles"), default=())
    phases: Annotated[tuple[PhaseStep, ...], BeforeValidator(listed)] = described(
        "faser", N_("Phases"), default=()
    )
    governance: Annotated[tuple[Governance, ...], BeforeValidator(listed)] = described(
        "styring", N_("Governance"), default=()
    )
    selection: Annotated[tuple[Selection, ...], BeforeValidator(listed)] = described(
        "udvælgelse", N_("Selection"), default=()
    )
    effects: Annotated[tuple[Effect, ...], BeforeValidator(listed)] = described(
        "effekter", N_("Effects"), default=()
    )


class Page(Entry):
    """A standing page, such as the one about the site."""

    kind = "pages"


class Issue(Entry):
    """A number of the yearly story magazine."""

    kind = "magazine"

    year: int = described("år", N_("Year"), ge=1900, le=2999)
    theme: str = described("tema", N_("Theme"), default="")
    cover: Image | None = described("forside", N_("Cover"), default=None)
    editorial: str = described("leder", N_("Editorial"), default="")
    sections: Annotated[tuple[IssueSection, ...], BeforeValidator(listed)] = described(
        "afsnit", N_("Sections"), default=()
    )
    figures: Annotated[tuple[Figure, ...], BeforeValidator(listed)] = described(
        "nøgletal", N_("Key figures"), default=()
    )
    colophon: str = described("kolofon", N_("Colophon"), default="")
    back_cover: str = described("bagside", N_("Back cover"), default="")


class Comment(Record):
    """What a resident wrote to be published: a name and a text, never an address."""

    kind: ClassVar[str] = "comments"
    named_by: ClassVar[str] = "id"

    id: str = ""
    text: str = ""

    entry: Text = described("indlæg", N_("Entry"))
    reply_to: str = described("svar_på", N_("Reply to"), default="")
    name: Text = described("navn", N_("Name"))
    received: EntryDate = described("modtaget", N_("Received"))


class Idea(Record):
    """A resident's idea, and what became of it. Its text is the file's body."""

    kind: ClassVar[str] = "ideas"
    named_by: ClassVar[str] = "slug"

    slug: str = ""
    text: str = ""

    title: Text = described("titel", N_("Title"))
    track: str = described("spor", N_("Track"), default="")
    name: Text = described("navn", N_("Name"))
    received: EntryDate = described("modtaget", N_("Received"))
    state: Annotated[IdeaState, BeforeValidator(IdeaState.read)] = described(
        "tilstand", N_("State"), default=IdeaState.RECEIVED
    )
    answer: str = described("svar", N_("Answer"), default="")
    became: str = described("blev_til", N_("Became"), default="")
    example: Truth = described("eksempel", N_("Example"), default=False)


class Topic(Record):
    """A subject from the controlled vocabulary."""

    slug: Text = described("slug", N_("Address part"), pattern=r"^[a-z0-9-]+$")
    name: Text = described("navn", N_("Name"))
    description: str = described("beskrivelse", N_("Description"), default="")
    synonyms: Texts = described("synonymer", N_("Synonyms"), default=())
    broader: str = described("overordnet", N_("Broader topic"), default="")
    kle: str = described("kle", N_("KLE number"), default="")


class Municipality(Record):
    """Who it happens in; several may share one site."""

    slug: Text = described("slug", N_("Address part"), pattern=r"^[a-z0-9-]+$")
    name: Text = described("navn", N_("Name"))
    description: str = described("beskrivelse", N_("Description"), default="")
    url: str = described("adresse", N_("Address"), default="", pattern=r"^$|^https?://\S+$")
    example: Truth = described("eksempel", N_("Example"), default=False)


class KnownPerson(Person):
    """A person whom several entries name, kept in people.yaml."""

    slug: Text = described("slug", N_("Address part"), pattern=r"^[a-z0-9-]+$")
    municipality: str = described("kommune", N_("Municipality"), default="")


ARTICLES: tuple[type[Entry], ...] = (Post, Story)
"""Kinds that Pelican reads as articles: what comes in a stream and has its day."""

PAGES: tuple[type[Entry], ...] = (Page, Track, Pilot, Workgroup, Programme, Issue)
"""Kinds that Pelican reads as pages: what stands."""

KINDS = {kind.kind: kind for kind in (*ARTICLES, *PAGES)}
