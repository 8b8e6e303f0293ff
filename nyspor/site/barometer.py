"""The barometer: what pilots and programmes lead to, as pages show it. Pure functions of the library."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from operator import attrgetter

from nyspor.model.kinds import Pilot, Programme
from nyspor.model.library import Library
from nyspor.model.site import Link
from nyspor.model.values import Colour, Effect, Measurement, Phase, Unexpected
from nyspor.problems import T_
from nyspor.text.danish import Date

BAROMETER = T_("What came of it all")


class State(StrEnum):
    """How the most recent measurement of an effect stands to its baseline and its target."""

    REACHED = "reached"
    PASSED = "passed"
    """It was reached once, and is not any more."""
    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    MEASURED = "measured"
    """There is nothing to compare with."""
    UNMEASURED = "unmeasured"


@dataclass(frozen=True)
class Mark:
    """A point of a chart, in percent of its width and height, the latter from the top."""

    x: float
    y: float


@dataclass(frozen=True)
class Label:
    """A number beside a chart: `part` is 'baseline', 'latest' or 'target', `y` where it stands."""

    part: str
    value: float
    y: float


@dataclass(frozen=True)
class Chart:
    """Measurements over time. `baseline` and `target` are the heights of their lines."""

    marks: tuple[Mark, ...]
    baseline: float | None
    target: float | None
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class Reading:
    """An effect as it stands. `best` is an earlier measurement that was better than the latest, where there is one;
    `id` is its own on a page."""

    id: str
    effect: Effect
    state: State
    measurements: tuple[Measurement, ...] = ()
    best: Measurement | None = None
    chart: Chart | None = None

    @property
    def first(self) -> Measurement:
        return self.measurements[0]

    @property
    def latest(self) -> Measurement:
        return self.measurements[-1]


@dataclass(frozen=True)
class Part:
    """A pilot or a programme of the barometer, with what is shown of it. `phase` and `phase_text` tell how far a
    pilot is, in its own words; `since` is when that began."""

    id: str
    title: str
    address: str
    effects: tuple[Effect, ...] = ()
    colour: Colour | None = None
    municipality: str = ""
    example: bool = False
    phase: Phase | None = None
    phase_text: str = ""
    since: Date | None = None
    unexpected: tuple[Unexpected, ...] = ()
    lessons: str = ""

    @property
    def is_over(self) -> bool:
        return is_over(self.phase)

    @property
    def readings(self) -> tuple[Reading, ...]:
        return readings(self.id, self.effects)


@dataclass(frozen=True)
class Group:
    """A programme with its pilots; a municipality with those that belong to none."""

    title: Link
    pilots: tuple[Part, ...]
    programme: Part | None = None


@dataclass(frozen=True)
class Barometer:
    """All of it. `unmeasured` are the pilots that say of no effect what they hope for."""

    groups: tuple[Group, ...]
    unmeasured: tuple[Part, ...] = ()

    @property
    def parts(self) -> tuple[Part, ...]:
        return tuple(
            part
            for group in self.groups
            for part in (group.programme, *group.pilots)
            if part is not None
        )


def is_over(phase: Phase | None) -> bool:
    return phase is not None and phase.is_over


# --- from the library --------------------------------------------------------------------------------


def barometer(library: Library) -> Barometer:
    """What the page of the barometer shows: programmes first, then pilots that belong to none."""
    pilots = library.of_kind(Pilot)
    told = [pilot for pilot in pilots if has_told(pilot)]
    programmes = library.of_kind(Programme)
    groups = [_programme_group(library, each, told) for each in programmes]
    known = {programme.slug for programme in programmes}
    others = [pilot for pilot in told if pilot.programme not in known]
    groups += [
        Group(Link(place.name, ""), parts(library, found))
        for place in library.vocabularies.municipalities.values()
        if (found := [pilot for pilot in others if pilot.municipality == place.slug])
    ]
    if nowhere := [pilot for pilot in others if not pilot.municipality]:
        groups.append(Group(Link("", ""), parts(library, nowhere)))
    return Barometer(
        tuple(group for group in groups if group.pilots or group.programme),
        parts(library, [pilot for pilot in pilots if not has_told(pilot)]),
    )


def has_told(pilot: Pilot) -> bool:
    """Whether the pilot says what it hopes for, or what nobody had expected."""
    return bool(pilot.effects or pilot.unexpected)


def _programme_group(library: Library, programme: Programme, pilots: Sequence[Pilot]) -> Group:
    own = parts(library, [pilot for pilot in pilots if pilot.programme == programme.slug])
    return Group(
        Link(programme.title, library.address(programme)),
        own,
        part_of(library, programme) if programme.effects else None,
    )


def has_effects(library: Library) -> bool:
    """Whether anybody has said what is hoped for."""
    return any(e.effects for e in library.of_kind(Pilot)) or any(
        e.effects for e in library.of_kind(Programme)
    )


def parts(library: Library, entries: Iterable[Pilot]) -> tuple[Part, ...]:
    return tuple(part_of(library, entry) for entry in entries)


def part_of(library: Library, entry: Pilot | Programme) -> Part:
    track = next(filter(None, map(library.track, entry.tracks)), None)
    place = library.vocabularies.municipalities.get(entry.municipality)
    part = Part(
        id_of(entry), entry.title, library.address(entry), entry.effects,
        track.colour if track else None, place.name if place else "", entry.example,
        library.phase(entry),
    )  # fmt: skip
    return with_what_pilots_have(entry, part) if isinstance(entry, Pilot) else part


def with_what_pilots_have(pilot: Pilot, part: Part) -> Part:
    step = next((step for step in reversed(pilot.phases) if step.phase is part.phase), None)
    return replace(
        part,
        phase_text=step.text if step else "",
        since=step.start if step else None,
        unexpected=pilot.unexpected,
        lessons=pilot.lessons,
    )


def id_of(entry: Pilot | Programme) -> str:
    """What an entry's part is called on a page: `pilots-naturstien`."""
    return f"{entry.kind}-{entry.slug}"


# --- an effect ---------------------------------------------------------------------------------------


def readings(id: str, effects: Sequence[Effect]) -> tuple[Reading, ...]:
    """The effects of one entry as they stand; `id` is the entry's on the page."""
    return tuple(reading(f"{id}-{number}", each) for number, each in enumerate(effects, start=1))


def reading(id: str, effect: Effect) -> Reading:
    measured = tuple(sorted(effect.measurements, key=attrgetter("date")))
    if not measured:
        return Reading(id, effect, State.UNMEASURED)
    chart = chart_of(measured, effect.baseline, effect.target)
    return Reading(id, effect, state_of(effect, measured), measured, best_of(effect, measured), chart)  # fmt: skip


def state_of(effect: Effect, measured: Sequence[Measurement]) -> State:
    latest = measured[-1].value
    start = effect.baseline
    if start is None and len(measured) > 1:
        start = measured[0].value
    if effect.target is not None and effect.gain(effect.target, latest) >= 0:
        return State.REACHED
    if effect.target is not None and any(
        effect.gain(effect.target, each.value) >= 0 for each in measured
    ):
        return State.PASSED
    if start is None:
        return State.MEASURED
    gain = effect.gain(start, latest)
    return State.BETTER if gain > 0 else State.WORSE if gain < 0 else State.SAME


def best_of(effect: Effect, measured: Sequence[Measurement]) -> Measurement | None:
    """The best of the earlier measurements, where it was better than the latest."""
    best = max(measured, key=lambda each: effect.gain(0, each.value))
    return best if effect.gain(measured[-1].value, best.value) > 0 else None


# --- its chart ---------------------------------------------------------------------------------------

TOP, BOTTOM = 8.0, 92.0
LEFT, RIGHT = 5.0, 95.0
"""Where the outermost marks stand, in percent of the chart, so that none is cut off."""

APART = 13.0
"""How far labels stand from each other at least: a line of text, in percent of the chart's height."""


def chart_of(
    measured: Sequence[Measurement], baseline: float | None, target: float | None
) -> Chart:
    """The chart of measurements, earliest first. It spans all its numbers, the baseline and the target too."""
    numbers = [each.value for each in measured]
    known = [*numbers, *(number for number in (baseline, target) if number is not None)]
    low, high = min(known), max(known)

    def height(value: float) -> float:
        # Halved, since the difference of two numbers may be larger than any number.
        span = high / 2 - low / 2
        part = (value / 2 - low / 2) / span if span else 0.5
        return round(BOTTOM - (BOTTOM - TOP) * part, 2)

    days = [each.date.instant.timestamp() for each in measured]
    across = [(day - days[0]) / (days[-1] - days[0]) if days[-1] > days[0] else 0.5 for day in days]
    marks = [
        Mark(round(LEFT + (RIGHT - LEFT) * part, 2), height(number))
        for part, number in zip(across, numbers, strict=True)
    ]
    labels = [
        Label(part, value, height(value))
        for part, value in (("target", target), ("latest", numbers[-1]), ("baseline", baseline))
        if value is not None
    ]
    return Chart(
        tuple(marks),
        None if baseline is None else height(baseline),
        None if target is None else height(target),
        spread(labels),
    )


def spread(labels: Sequence[Label]) -> tuple[Label, ...]:
    """The labels from the top, moved apart where they would lie on each other."""
    ordered = sorted(labels, key=attrgetter("y"))
    heights = [label.y for label in ordered]
    for index in range(1, len(heights)):
        heights[index] = max(heights[index], heights[index - 1] + APART)
    heights[-1] = min(heights[-1], BOTTOM)
    for index in range(len(heights) - 2, -1, -1):
        heights[index] = min(heights[index], heights[index + 1] - APART)
    return tuple(replace(label, y=round(y, 2)) for label, y in zip(ordered, heights, strict=True))
