"""The numbers of a yearly status, and what they are told with. The open data are made of the numbers by reflection."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nyspor.model.fields import Choice, Record, described
from nyspor.model.values import Effect, EntryDate, Number, Phase
from nyspor.problems import N_
from nyspor.text.danish import Date


class Counted(Choice):
    """What a number of the status tells."""

    IN_PHASE = "in_phase", "forsøg i fasen"
    WITHOUT_PHASE = "without_phase", "forsøg uden kendt fase"
    PILOTS = "pilots", "forsøg i alt"
    STARTED = "started", "begyndte forsøg"
    ENDED = "ended", "afsluttede forsøg"
    STOPPED = "stopped", "stoppede forsøg"
    BEFORE = "before", "effekt før året"
    MEASURED = "measured", "effekt målt i året"
    TARGET = "target", "effektens mål"
    POSTS = "posts", "indlæg"
    STORIES = "stories", "historier"
    MEETINGS = "meetings", "holdte møder"
    CANCELLED = "cancelled", "aflyste møder"
    IDEAS = "ideas", "modtagne idéer"
    ANSWERED = "answered", "besvarede idéer"
    ANSWERED_UNDATED = "answered_undated", "besvarede idéer uden dato"
    OVERDUE = "overdue", "idéer over svarfristen"
    COMMENTS = "comments", "kommentarer"
    SIGNUPS = "signups", "tilmeldinger"


class Origin(Choice):
    """Where a number that is counted comes from."""

    TEXTS = "texts", "sidens tekster"
    SERVICE = "service", "formulartjenesten"


class StatusNumber(Record):
    """A number of a year's status, as the open data have it. `slug` is its own within the status."""

    slug: str = ""

    year: EntryDate = described("år", N_("Year"), N_("The year that the status is about."))
    counted: Counted = described("tal", N_("Number"), N_("What the number tells."))
    phase: Phase | None = described(
        "fase", N_("Phase"), N_("The phase, where pilots are counted by phase."), default=None
    )
    about: str = described(
        "om", N_("About"), N_("The pilot or programme whose effect it is."), default=""
    )
    indicator: str = described(
        "indikator", N_("Indicator"), N_("What is counted or measured."), default=""
    )
    value: Number | None = described(
        "værdi", N_("Value"), N_("The number; nothing where it is not known."), default=None
    )
    unit: str = described("enhed", N_("Unit"), N_("What it is counted in."), default="")
    date: EntryDate | None = described(
        "dato",
        N_("Date"),
        N_("The day that it was counted for, or when it was measured; nothing for a baseline or a goal."),
        default=None,
    )  # fmt: skip
    source: str = described("kilde", N_("Source"), N_("Where the number comes from."), default="")


@dataclass(frozen=True)
class PhaseRow:
    """How many pilots are in a phase, and were at the end of the year before; None for those of which nobody knows."""

    phase: Phase | None
    before: StatusNumber
    now: StatusNumber


@dataclass(frozen=True)
class Turn:
    """A pilot that began or came to its end, when, and what its writer says of that."""

    title: str
    address: str
    date: Date
    text: str


@dataclass(frozen=True)
class Turns:
    """The pilots that began, were ended or were stopped, and how many they are."""

    number: StatusNumber
    pilots: tuple[Turn, ...]


@dataclass(frozen=True)
class Moved:
    """An effect that was measured in the year. `gain` is how much better it has become, None where there was nothing before;
    `is_reached` whether it is at its goal."""

    title: str
    address: str
    effect: Effect
    before: StatusNumber | None
    after: StatusNumber
    target: StatusNumber | None
    gain: float | None
    is_reached: bool


@dataclass(frozen=True)
class Unmeasured:
    """An effect that was not measured in the year; `latest` is the last measurement before, if there is one."""

    title: str
    address: str
    indicator: str
    latest: Date | None


@dataclass(frozen=True)
class Status:
    """What a year came to. `as_of` is the last day that is counted: of a year that is not over, the day of the latest
    that has happened."""

    year: int
    is_over: bool
    as_of: Date
    phases: tuple[PhaseRow, ...]
    total: PhaseRow
    turns: tuple[Turns, ...]
    moved: tuple[Moved, ...]
    unmeasured: tuple[Unmeasured, ...]
    counts: tuple[StatusNumber, ...]

    @property
    def numbers(self) -> Iterator[StatusNumber]:
        """Every number of the status."""
        for row in (*self.phases, self.total):
            yield from (row.before, row.now)
        yield from (turns.number for turns in self.turns)
        for moved in self.moved:
            yield from filter(None, (moved.before, moved.after, moved.target))
        yield from self.counts
