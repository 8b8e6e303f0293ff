"""The models of all kinds of entry and of the vocabularies, one pydantic class each.

What else belongs to a kind (its URL, labels, pages) stands in `nyspor.model.kind_specs`.
"""

from collections.abc import Mapping
from functools import cached_property
from math import inf
from typing import Annotated, ClassVar, TypeVar

from pydantic import BeforeValidator

from nyspor.model.fields import Record, described
from nyspor.model.values import (
    SITE_LANGUAGE,
    Colour,
    CommentsState,
    Contact,
    Document,
    Effect,
    EntryDate,
    Figure,
    Governance,
    IdeaState,
    IdeaStep,
    Image,
    InBrief,
    IssueSection,
    Language,
    Meeting,
    Milestone,
    OptionalDate,
    Person,
    PhaseStep,
    Place,
    PreProject,
    Quote,
    Selection,
    Signup,
    SilencedRemark,
    Source,
    Status,
    Text,
    Texts,
    Unexpected,
    Video,
    YesNo,
    as_list,
)
from nyspor.problems import N_
from nyspor.text.danish import Date, end_of
from nyspor.text.language import DEFAULT_LANGUAGE

DATE_HELP = N_(
    "Such as 3. marts 2026; a year or a month alone will do, and “ukendt” where nobody knows. "
    "A date to come holds the entry back until then; with a time, such as 3. marts 2026 kl. 9.00, it comes out at that hour."
)


T = TypeVar("T")


def entry_key(kind: str, slug: str, lang: str) -> str:
    """Return the key of an entry: `posts/velkommen`, `en/pages/about`."""
    prefix = "" if lang == DEFAULT_LANGUAGE else f"{lang}/"
    return f"{prefix}{kind}/{slug}"


class Entry(Record):
    """The fields that every entry has. `slug` and `file` (its path in the content folder) come from the file's name."""

    kind: ClassVar[str] = ""

    slug: str = ""
    file: str = ""

    title: Text = described(
        "titel", N_("Title"), N_("What it is called, as you would say it to a neighbour.")
    )
    summary: Text = described(
        "resume", N_("Summary"), N_("One or two sentences, shown in lists and by search engines.")
    )
    date: OptionalDate = described("dato", N_("Date"), DATE_HELP, default=None)
    modified: EntryDate | None = described(
        "opdateret", N_("Updated"), N_("When the text was last changed in earnest."), default=None
    )
    status: Annotated[Status, BeforeValidator(Status.read)] = described(
        "status",
        N_("Status"),
        N_(
            "A draft is seen only by those who work on the site; a hidden text has an address but is in no list."
        ),
        default=Status.PUBLISHED,
    )
    lang: Annotated[Language, BeforeValidator(Language.read)] = described(
        "sprog",
        N_("Language"),
        N_("Danish unless something else is said."),
        default=SITE_LANGUAGE,
    )
    translation_of: str = described(
        "oversat_fra", N_("Translation of"), N_("The original, such as pages/om."), default=""
    )
    municipality: str = described(
        "kommune",
        N_("Municipality"),
        N_("Where it happens."),
        N_("A name from municipalities.yaml."),
        default="",
    )
    programme: str = described(
        "program",
        N_("Programme"),
        N_("The programme it belongs to."),
        N_("The name of a file in programmes."),
        default="",
    )
    tracks: Texts = described(
        "spor",
        N_("Tracks"),
        N_("The tracks it is about, the most important first."),
        N_("Names of files in tracks."),
        default=(),
    )
    topics: Texts = described(
        "temaer", N_("Topics"), N_("What it is about."), N_("Names from topics.yaml."), default=()
    )
    authors: Annotated[tuple[str | Person, ...], BeforeValidator(as_list)] = described(
        "afsendere",
        N_("Senders"),
        N_("Who tells it: a name and a role."),
        N_("Or names from people.yaml."),
        default=(),
    )
    image: Image | None = described(
        "billede",
        N_("Picture"),
        N_("The picture at the head of the text and in lists."),
        default=None,
    )
    source: Annotated[tuple[Source, ...], BeforeValidator(as_list)] = described(
        "kilder", N_("Sources"), N_("Where the facts come from."), default=()
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
        "kommentarer",
        N_("Comments"),
        N_("Open for new ones, closed, or none at all."),
        default=CommentsState.NONE,
    )
    feature: EntryDate | None = described(
        "fremhæv",
        N_("Put forward"),
        N_(
            "Leads the front page until and including this day, such as 24. december 2026; without, the newest text with a picture leads."
        ),
        default=None,
    )
    example: YesNo = described(
        "eksempel", N_("Example"), N_("Made up for show, and marked so on the page."), default=False
    )
    silence: Annotated[tuple[SilencedRemark, ...], BeforeValidator(as_list)] = described(
        "undtag",
        N_("Silenced remarks"),
        N_("Remarks of the checker that you have decided to leave, each with a reason."),
        default=(),
    )

    @cached_property
    def key(self) -> str:
        """The key that other entries refer to it by: `posts/velkommen`; a translation `en/pages/about`."""
        return entry_key(self.kind, self.slug, self.lang)

    @cached_property
    def date_start(self) -> float:
        """When its date begins (POSIX seconds); minus infinity where the date is unknown."""
        return self.date.instant.timestamp() if self.date else -inf

    @cached_property
    def date_end(self) -> float:
        """When its date ends (POSIX seconds); minus infinity where the date is unknown."""
        return end_of(self.date).timestamp() if self.date else -inf

    @cached_property
    def has_picture(self) -> bool:
        """Whether it has a picture of its own."""
        return self.image is not None

    @cached_property
    def date_year(self) -> int:
        """The year of its date; 0 where it is unknown."""
        return self.date.year if self.date else 0

    @property
    def order(self) -> tuple[float, str]:
        """The sort key of streams, ascending: by date, then by key, the undated as the oldest."""
        return (self.date_start, self.key)


class Told(Entry):
    """An entry that may be long, and then opens with itself in brief."""

    in_brief: InBrief = described(
        "kort_fortalt",
        N_("In brief"),
        N_(
            "One to three short lines that say the most important, shown in a box above the text; at most 120 characters each. For long texts."
        ),
        default=(),
    )


class Post(Told):
    """A blog entry by a named sender."""

    kind = "posts"

    date: OptionalDate = described("dato", N_("Date"), DATE_HELP)
    comments: Annotated[CommentsState, BeforeValidator(CommentsState.read)] = described(
        "kommentarer",
        N_("Comments"),
        N_("Open for new ones, closed, or none at all."),
        default=CommentsState.OPEN,
    )
    question: str = described(
        "spørgsmål",
        N_("Open question"),
        N_("A question to the reader, shown under the text."),
        default="",
    )
    video: Video | None = described(
        "video", N_("Video"), N_("A film shown at the head of the text."), default=None
    )
    series: str = described(
        "serie", N_("Series"), N_("Posts with the same word here point to each other."), default=""
    )


class Story(Told):
    """A case of new welfare, told from beginning to end; may enter the magazine."""

    kind = "stories"

    date: OptionalDate = described("dato", N_("Date"), DATE_HELP)
    quote: Quote | None = described(
        "citat", N_("Quote"), N_("A sentence set large, with who said it."), default=None
    )
    figures: Annotated[tuple[Figure, ...], BeforeValidator(as_list)] = described(
        "nøgletal",
        N_("Key figures"),
        N_("Two to four numbers, set large above the text."),
        default=(),
    )
    magazine: Texts = described(
        "magasin", N_("Magazine"), N_("The years whose magazine it is in."), default=()
    )


class Track(Entry):
    """One strand of a programme, often with a question and a workgroup."""

    kind = "tracks"

    number: int | None = described(
        "nummer",
        N_("Number"),
        N_("Its place among the tracks of its programme."),
        default=None,
        ge=1,
    )
    question: str = described(
        "spørgsmål",
        N_("Question"),
        N_("The question behind the track, set large wherever the track is shown."),
        default="",
    )
    vision: str = described("vision", N_("Vision"), N_("What the track is to lead to."), default="")
    department: str = described(
        "forvaltning", N_("Department"), N_("The department that is responsible."), default=""
    )
    contact: Contact | None = described(
        "kontakt", N_("Contact"), N_("Whom a resident can turn to."), default=None
    )
    colour: Annotated[Colour, BeforeValidator(Colour.read)] = described(
        "farve",
        N_("Colour"),
        N_("The colour that follows the track through the site."),
        default=Colour.SLATE,
    )


class Pilot(Told):
    """A try-out of a solution in real life, with phases and effects."""

    kind = "pilots"

    phases: Annotated[tuple[PhaseStep, ...], BeforeValidator(as_list)] = described(
        "faser",
        N_("Phases"),
        N_("The phases so far and when they began; the last begun is the one it is in."),
        default=(),
    )
    places: Annotated[tuple[Place, ...], BeforeValidator(as_list)] = described(
        "steder", N_("Places"), N_("Where it is tried out."), default=()
    )
    departments: Texts = described(
        "forvaltninger", N_("Departments"), N_("The departments that take part."), default=()
    )
    partners: Texts = described("partnere", N_("Partners"), N_("Who else takes part."), default=())
    follow_group: Annotated[tuple[Person, ...], BeforeValidator(as_list)] = described(
        "følgegruppe", N_("Follow group"), N_("Who follows the pilot."), default=()
    )
    effects: Annotated[tuple[Effect, ...], BeforeValidator(as_list)] = described(
        "effekter", N_("Effects"), N_("What is hoped for, and what has been measured."), default=()
    )
    unexpected: Annotated[tuple[Unexpected, ...], BeforeValidator(as_list)] = described(
        "uventet",
        N_("Unexpected"),
        N_("What came of it that nobody had asked for, for better or worse."),
        default=(),
    )
    lessons: str = described(
        "erfaringer", N_("Lessons"), N_("What has been learnt, in a few sentences."), default=""
    )


class Workgroup(Entry):
    """Residents and staff who meet about a track. `deliver_to` is a name; addresses live in settings."""

    kind = "workgroups"

    contact: Contact | None = described(
        "kontakt", N_("Contact"), N_("Whom a resident can turn to."), default=None
    )
    meetings: Annotated[tuple[Meeting, ...], BeforeValidator(as_list)] = described(
        "møder", N_("Meetings"), N_("The meetings; what is over moves down by itself."), default=()
    )
    capacity: int | None = described(
        "pladser", N_("Seats"), N_("How many there is room for."), default=None, ge=1, le=99999
    )
    taken: int = described(
        "optaget",
        N_("Seats taken"),
        N_(
            "How many of the seats are taken by others than those who sign up on the site, who are counted by themselves."
        ),
        default=0,
        ge=0,
        le=99999,
    )
    signup: Signup | None = described(
        "tilmelding",
        N_("Sign-up"),
        N_("From when and until when residents can join."),
        default=None,
    )
    ends: EntryDate | None = described(
        "ophører",
        N_("Ends"),
        N_("The group's last day. Sign-up closes with it, and opbevaring counts from it."),
        default=None,
    )
    keep_months: int | None = described(
        "opbevaring",
        N_("Kept for"),
        N_(
            "For how many months the members are kept after the group has ended or has gone from the site. The settings of the site say it where this does not."
        ),
        default=None,
        ge=1,
        le=120,
    )
    deliver_to: str = described(
        "leveres_til",
        N_("Delivered to"),
        N_("The name under which the settings keep the address that sign-ups are sent to."),
        default="",
        pattern=r"^[a-z0-9-]*$",
    )

    @property
    def seats(self) -> int | None:
        """How many places there are for those who sign up on the site; None where there is no limit."""
        return max(0, self.capacity - self.taken) if self.capacity else None

    @property
    def signup_closes(self) -> Date | None:
        """The last day of sign-up: its own, or that of the group."""
        days = (self.signup.closes if self.signup else None, self.ends)
        return min((day for day in days if day), key=end_of, default=None)


class Programme(Entry):
    """What a municipality has decided to do: vision, tracks, phases."""

    kind = "programmes"

    period: str = described("periode", N_("Period"), N_("In words, such as 2014-2017."), default="")
    vision: str = described(
        "vision", N_("Vision"), N_("The vision as it was decided, set large."), default=""
    )
    principles: Texts = described(
        "principper", N_("Principles"), N_("What is worked by."), default=()
    )
    phases: Annotated[tuple[PhaseStep, ...], BeforeValidator(as_list)] = described(
        "faser", N_("Phases"), N_("The programme's own phases."), default=()
    )
    milestones: Annotated[tuple[Milestone, ...], BeforeValidator(as_list)] = described(
        "milepæle",
        N_("Milestones"),
        N_("What has happened on the way, and the dates to come; what is over moves by itself."),
        default=(),
    )
    documents: Annotated[tuple[Document, ...], BeforeValidator(as_list)] = described(
        "dokumenter", N_("Documents"), N_("Decisions, plans and reports."), default=()
    )
    pre_projects: Annotated[tuple[PreProject, ...], BeforeValidator(as_list)] = described(
        "forprojekter",
        N_("Pre-projects"),
        N_("What was tried before the programme, and what was learnt."),
        default=(),
    )
    governance: Annotated[tuple[Governance, ...], BeforeValidator(as_list)] = described(
        "styring", N_("Governance"), N_("Who decides what."), default=()
    )
    selection: Annotated[tuple[Selection, ...], BeforeValidator(as_list)] = described(
        "udvælgelse", N_("Selection"), N_("The way from many to few, such as 19, 8, 5."), default=()
    )
    effects: Annotated[tuple[Effect, ...], BeforeValidator(as_list)] = described(
        "effekter", N_("Effects"), N_("What is hoped for, and what has been measured."), default=()
    )


class Page(Entry):
    """A standing page, such as the one about the site."""

    kind = "pages"


class Issue(Entry):
    """A number of the yearly story magazine."""

    kind = "magazine"

    year: int = described("år", N_("Year"), N_("The year the magazine is about."), ge=1900, le=2999)
    theme: str = described("tema", N_("Theme"), N_("What binds the issue together."), default="")
    cover: Image | None = described(
        "forside", N_("Cover"), N_("The picture on the cover, upright."), default=None
    )
    editorial: str = described(
        "leder",
        N_("Editorial"),
        N_("The editor's words to the reader; an empty line between paragraphs."),
        default="",
    )
    editor: str = described(
        "lederens_afsender", N_("Signed by"), N_("Who signs the editorial."), default=""
    )
    sections: Annotated[tuple[IssueSection, ...], BeforeValidator(as_list)] = described(
        "afsnit",
        N_("Sections"),
        N_("The parts of the magazine, each with its stories in order."),
        default=(),
    )
    figures: Annotated[tuple[Figure, ...], BeforeValidator(as_list)] = described(
        "nøgletal", N_("Key figures"), N_("The year's numbers."), default=()
    )
    pilots: YesNo = described(
        "forsøg", N_("Page of pilots"), N_("A page of all pilots by phase."), default=True
    )
    contributors: Annotated[tuple[Person, ...], BeforeValidator(as_list)] = described(
        "medvirkende", N_("Contributors"), N_("Who has made the magazine."), default=()
    )
    colophon: str = described(
        "kolofon", N_("Colophon"), N_("Who made it, and where it comes from."), default=""
    )
    back_cover: str = described("bagside", N_("Back cover"), N_("A line for the back."), default="")

    @cached_property
    def has_picture(self) -> bool:
        """Whether it has a cover, or a picture to stand for one."""
        return bool(self.cover or self.image)

    def find_story(self, by_key: Mapping[str, T], slug: str) -> T | None:
        """Return what a mapping has of the story with this slug: in the issue's language, else in another."""
        languages = sorted(Language, key=lambda language: language is not self.lang)
        keys = (entry_key(Story.kind, slug, language) for language in languages)
        return next((by_key[key] for key in keys if key in by_key), None)


class YearlyStatus(Entry):
    """What a year came to. Its numbers are made from the data, its text is the editor's foreword.

    One with a municipality or a programme tells of that alone, any other of the whole site.
    """

    kind = "status"

    year: int = described(
        "år", N_("Year"), N_("The year that is looked back on."), ge=1900, le=2999
    )


class Comment(Record):
    """What a resident wrote to be published: a name and a text, never an address."""

    kind: ClassVar[str] = "comments"
    named_by: ClassVar[str] = "id"

    id: str = ""
    text: str = ""

    entry: Text = described(
        "indlæg", N_("Entry"), N_("What is commented on, such as posts/velkommen.")
    )
    reply_to: str = described(
        "svar_på", N_("Reply to"), N_("The id of the comment that this one answers."), default=""
    )
    name: Text = described("navn", N_("Name"), N_("The name the writer chose to be shown."))
    received: EntryDate = described("modtaget", N_("Received"), N_("When it came."))
    edited: YesNo = described(
        "redigeret",
        N_("Edited"),
        N_("An editor has corrected the text; the page says so."),
        default=False,
    )
    official: YesNo = described(
        "fra_kommunen",
        N_("From the municipality"),
        N_("The publisher's own answer; the page says so."),
        default=False,
    )

    @cached_property
    def order(self) -> tuple[float, str, str]:
        """The sort key of conversations: when it came, and its id."""
        return (self.received.instant.timestamp(), self.received.iso, self.id)


class Idea(Record):
    """A resident's idea, and what became of it. Its text is the file's body."""

    kind: ClassVar[str] = "ideas"
    named_by: ClassVar[str] = "slug"

    slug: str = ""
    text: str = ""

    title: Text = described("titel", N_("Title"), N_("The idea in a few words."))
    track: str = described("spor", N_("Track"), N_("The track it belongs to."), default="")
    name: Text = described("navn", N_("Name"), N_("The name the writer chose to be shown."))
    received: EntryDate = described("modtaget", N_("Received"), N_("When it came."))
    state: Annotated[IdeaState, BeforeValidator(IdeaState.read)] = described(
        "tilstand", N_("State"), N_("How far it has come."), default=IdeaState.RECEIVED
    )
    answer: str = described("svar", N_("Answer"), N_("What the municipality answers."), default="")
    became: str = described(
        "blev_til", N_("Became"), N_("What it became, such as pilots/naturstien."), default=""
    )
    responsible: str = described(
        "svarer",
        N_("Who answers"),
        N_("A role or a department, never a name; without, the track's department or the editors."),
        default="",
    )
    answer_by: EntryDate | None = described(
        "svar_senest",
        N_("Answer by"),
        N_("The last day for the answer; without, 60 days after the idea came."),
        default=None,
    )
    steps: Annotated[tuple[IdeaStep, ...], BeforeValidator(as_list)] = described(
        "forløb",
        N_("History"),
        N_(
            "What has happened with it since it came, the earliest first; the sender is told of each step."
        ),
        default=(),
    )
    example: YesNo = described(
        "eksempel", N_("Example"), N_("Made up for show, and marked so on the page."), default=False
    )
    edited: YesNo = described(
        "redigeret",
        N_("Edited"),
        N_("An editor has corrected the text; the page says so."),
        default=False,
    )


class Topic(Record):
    """A subject from the controlled vocabulary."""

    slug: Text = described(
        "slug",
        N_("Address part"),
        N_("The part of the address, never changed."),
        pattern=r"^[a-z0-9-]+$",
    )
    name: Text = described("navn", N_("Name"), N_("As readers see it."))
    description: str = described(
        "beskrivelse", N_("Description"), N_("One sentence about it."), default=""
    )
    synonyms: Texts = described(
        "synonymer", N_("Synonyms"), N_("Other words people use for the same."), default=()
    )
    hints: Texts = described(
        "kendetegn",
        N_("Hints"),
        N_("Words that point to the topic without meaning it; they help to suggest it."),
        default=(),
    )
    search_words: Texts = described(
        "søgeord",
        N_("Search words"),
        N_(
            "What people type who look for it, misspelled or not; it finds all that is about the topic."
        ),
        default=(),
    )
    broader: str = described(
        "overordnet", N_("Broader topic"), N_("The topic that this is part of."), default=""
    )
    kle: str = described(
        "kle", N_("KLE number"), N_("Only where a source for the number can be named."), default=""
    )


class Municipality(Record):
    """Who it happens in; several may share one site."""

    slug: Text = described(
        "slug",
        N_("Address part"),
        N_("The part of the address, never changed."),
        pattern=r"^[a-z0-9-]+$",
    )
    name: Text = described("navn", N_("Name"), N_("As readers see it."))
    description: str = described(
        "beskrivelse", N_("Description"), N_("One sentence about it."), default=""
    )
    url: str = described(
        "adresse", N_("Address"), N_("Its own site."), default="", pattern=r"^$|^https?://\S+$"
    )
    contact: Contact | None = described(
        "kontakt",
        N_("Contact"),
        N_("Whom a resident can turn to, where neither the track nor a workgroup says."),
        default=None,
    )
    example: YesNo = described(
        "eksempel", N_("Example"), N_("Made up for show, and marked so on the page."), default=False
    )


class KnownPerson(Person):
    """A person whom several entries name, listed in people.yaml."""

    slug: Text = described(
        "slug", N_("Address part"), N_("What entries call the person."), pattern=r"^[a-z0-9-]+$"
    )
    municipality: str = described(
        "kommune", N_("Municipality"), N_("Where the person works or sits."), default=""
    )
