"""Checks of effects and phases: numbers that most likely are written otherwise than they are meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from nyspor.content.collection import ContentCollection, readable_entries
from nyspor.content.entry_reader import ParsedEntry
from nyspor.front_matter.parsing import FieldPath
from nyspor.model.kinds import Pilot, Programme
from nyspor.model.values import Effect, Phase, PhaseStep
from nyspor.problems import N_, Problem
from nyspor.text.danish import fold, format_date, format_number

PERCENT = ("%", "procent", "pct", "pct.")

GROWTH = ("stigning", "vaekst", "tilvaekst", "fremgang", "aendring", "forskel", "oegning", "indeks")
"""Words of what may well be over 100 percent, as `fold` writes them."""

THOUSAND = 1000


def check_numbers(content: ContentCollection) -> Iterator[Problem]:
    """Check the numbers of each pilot and programme against each other, and against their phases."""
    for parsed, entry in readable_entries(content):
        if isinstance(entry, Pilot | Programme):
            yield from _way_back(parsed, entry.phases)
            yield from _units(parsed, entry.effects)
            if isinstance(entry, Programme) and entry.selection:
                yield from _selection(parsed, entry)
            for index, effect in enumerate(entry.effects):
                yield from _percent(parsed, index, effect)
                yield from _thousands(parsed, index, effect)
                yield from _before_the_start(parsed, index, effect, entry.phases)


def numbers_of(index: int, effect: Effect) -> Iterator[tuple[FieldPath, float]]:
    """Yield each number of an effect, with where it stands."""
    for field, value in (("baseline", effect.baseline), ("target", effect.target)):
        if value is not None:
            yield ("effects", index, field), value
    for number, measurement in enumerate(effect.measurements):
        yield ("effects", index, "measurements", number, "value"), measurement.value


def _is_percent(unit: str) -> bool:
    return unit.lower() in PERCENT


def _percent(parsed: ParsedEntry, index: int, effect: Effect) -> Iterator[Problem]:
    indicator = fold(effect.indicator)
    if not _is_percent(effect.unit) or any(word in indicator for word in GROWTH):
        return
    for path, value in numbers_of(index, effect):
        if not 0 <= value <= 100:
            yield parsed.problem(
                path,
                N_("“{indicator}” is {value} percent, and a share is between 0 and 100."),
                N_("Correct the number or the unit; of a growth, say so in indikator."),
                indicator=effect.indicator,
                value=format_number(value),
                rule="percent",
            )


def _thousands(parsed: ParsedEntry, index: int, effect: Effect) -> Iterator[Problem]:
    """Advise on `1.234` among numbers of which it would be one if the full stop stood for a comma."""
    numbers = list(numbers_of(index, effect))
    for path, value in numbers:
        others = [abs(other) for at, other in numbers if at != path and other]
        if others and value >= THOUSAND and min(others) / 2 <= value / THOUSAND <= 2 * max(others):
            yield parsed.problem(
                path,
                N_("Here “{indicator}” is {value}, and elsewhere {most} at most."),
                N_("A full stop separates thousands. Write {meant} if it is for decimals."),
                indicator=effect.indicator,
                value=format_number(value),
                most=format_number(max(others)),
                meant=format_number(value / THOUSAND),
                rule="thousands",
            )


def _units(parsed: ParsedEntry, effects: Sequence[Effect]) -> Iterator[Problem]:
    """Advise on a unit that is written in two ways, and on numbers without one among others that have it."""
    first: dict[str, str] = {}
    for index, effect in enumerate(effects):
        unit = effect.unit
        before = first.setdefault("%" if _is_percent(unit) else fold(unit).strip("."), unit)
        if unit != before:
            yield parsed.problem(
                ("effects", index, "unit"),
                N_("The unit is written “{unit}” here and “{before}” above."),
                N_("Write it alike, so that everybody sees that it is the same."),
                unit=unit,
                before=before,
                rule="units",
            )
        if not unit and any(numbers_of(index, effect)) and any(other.unit for other in effects):
            yield parsed.problem(
                ("effects", index),
                N_("“{indicator}” has numbers without a unit."),
                N_("Write enhed: what is counted, such as minutter or besøg."),
                indicator=effect.indicator,
                rule="units",
            )


def _before_the_start(
    parsed: ParsedEntry, index: int, effect: Effect, phases: Sequence[PhaseStep]
) -> Iterator[Problem]:
    """Advise on a measurement from before anything was done. One that gives the baseline must be."""
    start = min((step.start for step in phases if step.start), default=None)
    for number, measurement in enumerate(effect.measurements):
        if start and measurement.date < start and measurement.value != effect.baseline:
            yield parsed.problem(
                ("effects", index, "measurements", number, "date"),
                N_(
                    "The measurement of {date} is from before the first phase, which began {start}."
                ),
                N_("Correct the date, or write the number as udgangspunkt."),
                date=format_date(measurement.date),
                start=format_date(start),
                rule="before-the-start",
            )


def _way_back(parsed: ParsedEntry, phases: Sequence[PhaseStep]) -> Iterator[Problem]:
    """Advise on a phase that stands below one that comes after it."""
    order = list(Phase)
    for index, (before, step) in enumerate(pairwise(phases), start=1):
        if order.index(step.phase) < order.index(before.phase) and not _is_earlier(step, before):
            yield parsed.problem(
                ("phases", index, "phase"),
                N_("The phase “{phase}” stands after “{before}”, which comes later on the way."),
                N_(
                    "Look at the phases and their dates again; a new try is best told as a new pilot."
                ),
                phase=step.phase.word,
                before=before.phase.word,
                rule="phase-order",
            )


def _selection(parsed: ParsedEntry, programme: Programme) -> Iterator[Problem]:
    """Advise on a step with more than the one before, and on numbers that nobody says the source of."""
    for index, (before, step) in enumerate(pairwise(programme.selection), start=1):
        if step.count > before.count:
            yield parsed.problem(
                ("selection", index, "count"),
                N_("“{label}” is {count}, and the step before it {before}."),
                N_("Put the steps in their order, from many to few, or correct the number."),
                label=step.label,
                count=format_number(step.count),
                before=format_number(before.count),
                rule="selection",
            )
    if not programme.source and not any(step.source for step in programme.selection):
        yield parsed.problem(
            ("selection",),
            N_(
                "The way from many to few is not drawn, since nothing says where its numbers come from."
            ),
            N_("Write kilde with the numbers, or kilder for the whole programme."),
            rule="selection",
        )


def _is_earlier(step: PhaseStep, before: PhaseStep) -> bool:
    """Whether the dates contradict the order too, which is said by `order-in-time` and `unlikely`."""
    return bool(step.start and before.start and step.start < before.start)
