"""The small values that entries are made of."""

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, PlainSerializer
from pydantic_core import PydanticCustomError

from nyspor.model.fields import Choice, Record, described
from nyspor.model.focal_point import read_focal_point
from nyspor.problems import N_
from nyspor.text.danish import Date, InvalidDate, parse_date
from nyspor.text.language import DEFAULT_LANGUAGE

UNDATED = ("ukendt", "u.å.", "unknown")
"""What a writer puts for an unknown date; u.å. is the librarians' 'uden år'."""


def _read_date(value: object) -> Date | None:
    if isinstance(value, Date) or value is None:
        return value
    if str(value).lower() in UNDATED:
        return None
    if value == "":
        raise PydanticCustomError("empty", "is empty")
    try:
        date = parse_date(str(value))
    except InvalidDate as error:
        raise _date_error(error.reason, right=error.right) from None
    if date.year < EARLIEST_YEAR:
        raise _date_error("early", year=f"{date.year:04}")
    return date


EARLIEST_YEAR = 1000
"""An earlier year is a slip of the keyboard: 0226 for 2026."""


def _date_error(reason: str, **context: str) -> PydanticCustomError:
    return PydanticCustomError(f"date_{reason}", "not a date", context)


def _read_number(value: object) -> object:
    """Danish numbers: `1.400` is one thousand four hundred, `3,5` three and a half."""
    if not isinstance(value, str):
        return value
    text = value.replace(" ", "").replace("\u00a0", "")
    if _ENGLISH_THOUSAND.fullmatch(text):
        whole, decimals = text.replace(",", ""), text.rstrip("0").rstrip(",")
        raise PydanticCustomError(
            "number_ambiguous", "two numbers", {"whole": whole, "decimals": decimals}
        )
    whole, comma, decimals = text.partition(",")
    if comma and "." not in decimals:
        return f"{whole.replace('.', '')}.{decimals}"
    head, *groups = text.split(".")
    if groups and head.lstrip("-").isdigit() and all(len(g) == 3 and g.isdigit() for g in groups):
        return head + "".join(groups)
    return text


_ENGLISH_THOUSAND = re.compile(r"-?[1-9]\d{0,2}(,\d{3})+")


def _read_coordinate(value: object) -> object:
    """A coordinate has decimals and no thousands, so a comma and a full stop are the same."""
    return value.strip().rstrip("°").replace(",", ".") if isinstance(value, str) else value


def _read_bool(value: object) -> object:
    words = {"ja": True, "nej": False, "sand": True, "falsk": False}
    return words.get(value.strip().lower(), value) if isinstance(value, str) else value


def as_list(value: object) -> object:
    """One value where a list is expected is a list of one."""
    return [value] if isinstance(value, str | Mapping) else value


def _not_empty(value: str) -> str:
    if not value:
        raise PydanticCustomError("empty", "is empty")
    return value


EntryDate = Annotated[Date, BeforeValidator(_read_date), PlainSerializer(lambda d: d.iso)]
OptionalDate = Annotated[Date | None, BeforeValidator(_read_date)]
Number = Annotated[float, BeforeValidator(_read_number)]
Coordinate = Annotated[float, BeforeValidator(_read_coordinate)]
YesNo = Annotated[bool, BeforeValidator(_read_bool)]
Text = Annotated[str, AfterValidator(_not_empty)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(as_list)]


MOST_LINES_IN_BRIEF = 3
LONGEST_LINE_IN_BRIEF = 120
"""In characters: what is read at a glance."""


def _line_in_brief(line: str) -> str:
    if len(line) > LONGEST_LINE_IN_BRIEF:
        raise PydanticCustomError(
            "brief_line", "too long", {"length": len(line), "most": LONGEST_LINE_IN_BRIEF}
        )
    return line


def _few_lines(lines: tuple[str, ...]) -> tuple[str, ...]:
    if len(lines) > MOST_LINES_IN_BRIEF:
        raise PydanticCustomError(
            "brief_lines", "too many", {"count": len(lines), "most": MOST_LINES_IN_BRIEF}
        )
    return lines


InBrief = Annotated[
    tuple[Annotated[Text, AfterValidator(_line_in_brief)], ...],
    BeforeValidator(as_list),
    AfterValidator(_few_lines),
]


class Status(Choice):
    DRAFT = "draft", "kladde"
    PUBLISHED = "published", "udgivet"
    HIDDEN = "hidden", "skjult"


class CommentsState(Choice):
    OPEN = "open", "åbne"
    CLOSED = "closed", "lukkede"
    NONE = "none", "ingen"


class Language(Choice):
    DANISH = "da", "dansk"
    ENGLISH = "en", "engelsk"


SITE_LANGUAGE = next(language for language in Language if language == DEFAULT_LANGUAGE)


class Phase(Choice):
    """One vocabulary of phases for all, after the three of the Billund programme."""

    IDEA = "idea", "idé"
    MOBILISATION = "mobilisation", "mobilisering"
    CONSOLIDATION = "consolidation", "konsolidering"
    BENEFITS = "benefits", "gevinstrealisering"
    ENDED = "ended", "afsluttet"
    STOPPED = "stopped", "stoppet"

    @property
    def step(self) -> int:
        """Its number on the way from idea to benefits; 0 where the way has ended."""
        return _WAY.index(self) + 1 if self in _WAY else 0

    @property
    def is_over(self) -> bool:
        """Whether the way has ended, as planned or before time."""
        return self not in _WAY


_WAY = (Phase.IDEA, Phase.MOBILISATION, Phase.CONSOLIDATION, Phase.BENEFITS)


class Direction(Choice):
    UP = "up", "op"
    DOWN = "down", "ned"


class Colour(Choice):
    """The colours a track can carry through the site and the magazine.

    Their values stand in `theme/static/css/1-tokens.css`, in `theme/magazine/print.css`, and in `BACKGROUNDS`
    of `nyspor/site/social_cards.py`; `tests/site/test_track_colours.py` compares the three.
    """

    FOREST = "forest", "skov"
    SEA = "sea", "hav"
    CLAY = "clay", "ler"
    SUN = "sun", "sol"
    BERRY = "berry", "bær"
    HEATHER = "heather", "lyng"
    SLATE = "slate", "skifer"
    MOSS = "moss", "mos"


class IdeaState(Choice):
    RECEIVED = "received", "modtaget"
    CONSIDERED = "considered", "overvejes"
    ANSWERED = "answered", "besvaret"
    NOT_NOW = "not_now", "ikke nu"
    BECAME = "became", "blev til noget"

    @property
    def is_open(self) -> bool:
        """Whether an answer is still to come."""
        return self in (IdeaState.RECEIVED, IdeaState.CONSIDERED)


class Person(Record):
    """A person with a name and a role; a role alone will do where no name is to be printed."""

    name: Text = described(
        "navn", N_("Name"), N_("In full, or a role where no name is to be shown.")
    )
    role: str = described("rolle", N_("Role"), N_("Title and place of work."), default="")


class Contact(Record):
    """Whom a resident can turn to, printed on the page; `email` must be meant for printing."""

    name: Text = described("navn", N_("Name"), N_("A person or an office."))
    role: str = described("rolle", N_("Role"), default="")
    department: str = described("forvaltning", N_("Department"), default="")
    email: str = described(
        "e-mail",
        N_("E-mail"),
        N_("One that is meant to be shown."),
        default="",
        pattern=r"^$|^[^@\s]+@[^@\s]+\.[^@\s]+$",
    )
    phone: str = described(
        "telefon", N_("Telephone"), N_("One that is meant to be shown."), default=""
    )
    url: str = described(
        "adresse",
        N_("Address"),
        N_("A page to write from."),
        default="",
        pattern=r"^$|^https?://\S+$",
    )


class Consent(Record):
    """Why a picture of people may be shown; never published."""

    grounds: Text = described("grundlag", N_("Grounds"), N_("Why the picture may be shown."))
    contact: str = described("kontakt", N_("Contact"), N_("Who can take it back."), default="")
    expires: EntryDate | None = described(
        "udløber", N_("Expires"), N_("When to ask again."), default=None
    )


class Image(Record):
    """A picture with what a reader who cannot see it needs, and whose it is."""

    file: Text = described(
        "fil", N_("File"), N_("The path from the content folder, such as images/caravan.png.")
    )
    alt: Text = described(
        "alt", N_("Text alternative"), N_("What a reader who cannot see the picture should know.")
    )
    credit: Text = described("kredit", N_("Credit"), N_("Who drew or took it."))
    caption: str = described(
        "billedtekst", N_("Caption"), N_("What the picture adds to the text."), default=""
    )
    focal: Annotated[tuple[float, float], BeforeValidator(read_focal_point)] = described(
        "fokus",
        N_("Focal point"),
        N_("What must be seen where the picture is cropped: øverst til venstre, højre, midt; or percent from the left and from the top, such as 50 30."),
        default=(50.0, 50.0),
    )  # fmt: skip
    consent: Consent | None = described(
        "samtykke", N_("Consent"), N_("For pictures of people; never shown."), default=None
    )


class Source(Record):
    """Where a fact comes from."""

    title: Text = described("titel", N_("Title"), N_("The name of the document."))
    publisher: str = described("udgiver", N_("Publisher"), N_("Who published it."), default="")
    date: OptionalDate = described("dato", N_("Date"), N_("When it was published."), default=None)
    url: str = described(
        "adresse",
        N_("Address"),
        N_("Where it can be read."),
        default="",
        pattern=r"^$|^https?://\S+$",
    )


class SilencedRemark(Record):
    """A remark of the checker that the writer has silenced, and why."""

    rule: Text = described(
        "regel", N_("Rule"), N_("The rule's name, as it stands with the remark.")
    )
    reason: Text = described("begrundelse", N_("Reason"), N_("Why the remark does not fit here."))


class Video(Record):
    """A film that loads nothing from elsewhere until the reader asks for it.

    Either `url` (a page elsewhere, opened as a link) or `file` (our own, with `captions`).
    """

    title: Text = described("titel", N_("Title"), N_("What the film is called."))
    url: str = described(
        "adresse",
        N_("Address"),
        N_("Where a film elsewhere is seen."),
        default="",
        pattern=r"^$|^https?://\S+$",
    )
    file: str = described(
        "fil", N_("File"), N_("The path of a film of our own, such as files/stien.mp4."), default=""
    )
    captions: str = described(
        "undertekster",
        N_("Captions file"),
        N_("A .vtt file; a film of our own must have one."),
        default="",
    )
    poster: Image | None = described(
        "plakat", N_("Poster"), N_("The picture that is shown before the film."), default=None
    )
    duration: str = described(
        "varighed",
        N_("Duration"),
        N_('Minutes and seconds in quotes, such as "2:10".'),
        default="",
        pattern=r"^$|^\d+:\d{2}(:\d{2})?$",
    )


class Quote(Record):
    text: Text = described("tekst", N_("Text"), N_("Word for word, without quotation marks."))
    name: Text = described("navn", N_("Name"), N_("Who said it."))
    role: str = described("rolle", N_("Role"), default="")


class Figure(Record):
    """A key figure, set large: `value` as it is to be printed (`ca. 650`), and what it counts."""

    value: Text = described("værdi", N_("Value"), N_("As it is to be printed, such as ca. 650."))
    label: Text = described("tekst", N_("What it counts"), N_("What the number counts."))
    unit: str = described("enhed", N_("Unit"), N_("Printed after the number."), default="")
    source: str = described("kilde", N_("Source"), N_("Where the number comes from."), default="")


class PhaseStep(Record):
    phase: Annotated[Phase, BeforeValidator(Phase.read)] = described(
        "fase", N_("Phase"), N_("One of the phases that all share.")
    )
    start: EntryDate | None = described("fra", N_("From"), N_("When it began."), default=None)
    end: EntryDate | None = described("til", N_("To"), N_("When it ended."), default=None)
    text: str = described("tekst", N_("Text"), N_("What happened in it."), default="")


class Place(Record):
    name: Text = described("navn", N_("Name"), N_("What the place is called."))
    lat: Coordinate | None = described(
        "bredde", N_("Latitude"), N_("In degrees, such as 55,64."), default=None, ge=-90, le=90
    )
    lon: Coordinate | None = described(
        "længde", N_("Longitude"), N_("In degrees, such as 12,08."), default=None, ge=-180, le=180
    )


class Measurement(Record):
    date: EntryDate = described("dato", N_("Date"), N_("When it was measured."))
    value: Number = described("værdi", N_("Value"), N_("A number alone, without unit."))
    source: Text = described(
        "kilde", N_("Source"), N_("Who has measured it, and where it is written.")
    )


class Effect(Record):
    """An intended effect and its measurements; `direction` is the better way."""

    indicator: Text = described("indikator", N_("Indicator"), N_("What is counted or measured."))
    unit: str = described("enhed", N_("Unit"), N_("Such as minutter or procent."), default="")
    direction: Annotated[Direction, BeforeValidator(Direction.read)] = described(
        "retning", N_("Better when it goes"), N_("Which way is better."), default=Direction.UP
    )
    baseline: Number | None = described(
        "udgangspunkt", N_("Baseline"), N_("The value before anything was done."), default=None
    )
    target: Number | None = described(
        "mål", N_("Target"), N_("The value that is hoped for."), default=None
    )
    measurements: Annotated[tuple[Measurement, ...], BeforeValidator(as_list)] = described(
        "målinger", N_("Measurements"), N_("What has been measured until now."), default=()
    )

    def gain(self, earlier: float, later: float) -> float:
        """How much better the later number is; less than zero where it is worse."""
        return later - earlier if self.direction is Direction.UP else earlier - later


class Unexpected(Record):
    """What came of it that nobody had asked for, for better or worse."""

    text: Text = described("tekst", N_("Text"), N_("What happened, in a sentence or two."))
    date: EntryDate = described("dato", N_("Date"), N_("When it was seen."))
    source: Text = described("kilde", N_("Source"), N_("Who has seen it, or where it is written."))


class IdeaStep(Record):
    """Something that happened with a resident's idea, on a day."""

    date: EntryDate = described("dato", N_("Date"), N_("When it happened."))
    state: Annotated[IdeaState | None, BeforeValidator(IdeaState.read)] = described(
        "tilstand", N_("State"), N_("How far the idea came then, where that changed."), default=None
    )
    text: str = described(
        "tekst", N_("Text"), N_("What happened, in a sentence or two, without names."), default=""
    )


class Meeting(Record):
    """A workgroup's meeting; `id` never changes, `revision` counts up when something does."""

    id: Text = described(
        "id",
        N_("Id"),
        N_("Never changed, since calendars know the meeting by it."),
        pattern=r"^[a-z0-9-]+$",
    )
    start: EntryDate = described("start", N_("Start"), N_("Day and time of day."))
    end: EntryDate | None = described(
        "slut", N_("End"), N_("It may be on the next day."), default=None
    )
    place: Text = described("sted", N_("Place"), N_("Where to meet."))
    title: str = described(
        "titel", N_("Title"), N_("Where the meeting is called something."), default=""
    )
    revision: int = described(
        "revision",
        N_("Revision"),
        N_("One higher for each change, so that calendars follow."),
        default=0,
        ge=0,
        le=9999,
    )
    cancelled: YesNo = described(
        "aflyst",
        N_("Cancelled"),
        N_("A meeting called off stays, so that everybody sees it."),
        default=False,
    )
    moved_from: EntryDate | None = described(
        "flyttet_fra",
        N_("Moved from"),
        N_("The day it was first announced for, so that everybody sees that it has moved."),
        default=None,
    )
    outcome: str = described(
        "resultat",
        N_("Outcome"),
        N_("What came of it, in a line or two, once it has been held."),
        default="",
    )
    account: str = described(
        "omtalt_i",
        N_("Told of in"),
        N_("The text that tells of it, such as posts/velkommen."),
        default="",
    )


class Signup(Record):
    opens: EntryDate | None = described(
        "åbner", N_("Opens"), N_("From this day, or at once."), default=None
    )
    closes: EntryDate | None = described(
        "lukker", N_("Closes"), N_("With the end of this day; it stays open without."), default=None
    )


class Governance(Record):
    body: Text = described("organ", N_("Body"), N_("Such as Byrådet or Styregruppen."))
    task: str = described("opgave", N_("Task"), N_("What it decides or sees to."), default="")
    members: Texts = described("medlemmer", N_("Members"), N_("Names or roles."), default=())


class Selection(Record):
    """A step on the way from many to few: `19`, 'subjects from the committees'."""

    count: Annotated[int, BeforeValidator(_read_number)] = described(
        "antal", N_("Count"), N_("How many there were."), ge=0
    )
    label: Text = described("tekst", N_("What it counts"))
    date: OptionalDate = described("dato", N_("Date"), N_("When they were found."), default=None)
    how: str = described(
        "hvordan", N_("How"), N_("Who found them, and what counted, in a sentence."), default=""
    )
    source: str = described("kilde", N_("Source"), N_("Where the number comes from."), default="")


class Milestone(Record):
    """What has happened on a programme's way, or is to happen."""

    title: Text = described("titel", N_("Title"), N_("What happens, in a few words."))
    date: OptionalDate = described(
        "dato",
        N_("Date"),
        N_("When; what is to come is shown as that. “ukendt” where nobody knows."),
    )
    text: str = described(
        "tekst", N_("Text"), N_("More about it, in a sentence or two."), default=""
    )
    place: str = described("sted", N_("Place"), N_("Where to meet."), default="")
    account: str = described(
        "omtalt_i",
        N_("Told of in"),
        N_("The text that tells of it, such as posts/velkommen."),
        default="",
    )


class Document(Record):
    """A document of a programme, such as a decision or a report."""

    title: Text = described("titel", N_("Title"), N_("The name of the document."))
    date: OptionalDate = described(
        "dato", N_("Date"), N_("The date on it; “ukendt” where nobody knows.")
    )
    publisher: str = described("udgiver", N_("Publisher"), N_("Who published it."), default="")
    text: str = described(
        "tekst", N_("Text"), N_("What it says or decides, in a sentence."), default=""
    )
    url: str = described(
        "adresse",
        N_("Address"),
        N_("Where it can be read."),
        default="",
        pattern=r"^$|^https?://\S+$",
    )
    file: str = described(
        "fil",
        N_("File"),
        N_("Or its file, such as files/plan.pdf; it should be readable for everybody."),
        default="",
        pattern=r"^$|^files/\S.*$",
    )


class PreProject(Record):
    """What was tried before a programme, and what was learnt from it."""

    title: Text = described("titel", N_("Title"), N_("What it was called."))
    text: str = described(
        "tekst", N_("Text"), N_("What was tried, in a sentence or two."), default=""
    )
    lessons: Text = described(
        "erfaringer", N_("Lessons"), N_("What has been learnt, in a few sentences.")
    )
    account: str = described(
        "omtalt_i",
        N_("Told of in"),
        N_("The text that tells of it, such as pilots/naturstien."),
        default="",
    )
    source: str = described("kilde", N_("Source"), N_("Where it is written."), default="")


class IssueEntry(Record):
    """A story's place in the magazine, and what differs there from the site."""

    slug: Text = described(
        "historie", N_("Story"), N_("The story that is told."), N_("The name of a file in stories.")
    )
    title: str = described(
        "titel", N_("Title"), N_("Where the magazine's is another than the site's."), default=""
    )
    lead: str = described(
        "manchet", N_("Lead"), N_("Where the magazine's is another than the site's."), default=""
    )
    image: Image | None = described(
        "billede", N_("Picture"), N_("Where the magazine shows another."), default=None
    )
    length: int | None = described(
        "længde", N_("Length"), N_("How many pages it may fill."), default=None, ge=1, le=20
    )
    columns: int = described(
        "spalter",
        N_("Columns"),
        N_("How many the text is set in: 1, 2 or 3."),
        default=2,
        ge=1,
        le=3,
    )
    spread: YesNo = described(
        "opslag",
        N_("Opening spread"),
        N_("The story opens with its picture across the top of a page of its own."),
        default=False,
    )


class IssueSection(Record):
    """A part of the magazine, opened by a page in its colour."""

    title: Text = described("titel", N_("Title"))
    lead: str = described("manchet", N_("Lead"), N_("What the stories have in common."), default="")
    colour: Annotated[Colour | None, BeforeValidator(Colour.read)] = described(
        "farve",
        N_("Colour"),
        N_("The colour of the opening page; else that of the first story's track."),
        default=None,
    )
    entries: Annotated[tuple[IssueEntry, ...], BeforeValidator(as_list)] = described(
        "historier", N_("Stories"), N_("In the order in which they are printed."), default=()
    )
