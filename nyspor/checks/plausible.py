"""Checks of dates, numbers and places that contradict each other, or that hardly can be meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from nyspor.content.collection import ContentCollection, readable_entries
from nyspor.content.entry_reader import ParsedEntry
from nyspor.front_matter.parsing import FieldPath
from nyspor.model.kinds import Entry, Pilot, Post, Programme, Story, Told, Workgroup
from nyspor.model.values import Contact, Direction, Effect, PhaseStep, Place
from nyspor.problems import N_, Problem
from nyspor.text.danish import Date, end_of, format_date, format_number

FAR_AHEAD = timedelta(days=3 * 365)
"""Nobody plans a text or a meeting for so far ahead."""

FIRST_BLOGS = 1994
"""There were no posts before."""


def check_plausible_fields(content: ContentCollection, now: datetime) -> Iterator[Problem]:
    """Check what the fields of each entry say about time, numbers and places."""
    for parsed, entry in readable_entries(content):
        yield from _lengths(parsed, entry)
        if isinstance(entry, Told):
            yield from _in_brief(parsed, entry)
        yield from _telephones(parsed, entry)
        if entry.date or entry.modified:
            yield from _dates(parsed, entry, now)
        if isinstance(entry, Workgroup):
            yield from _workgroup(parsed, entry, now)
        elif isinstance(entry, Pilot | Programme):
            yield from _phases(parsed, entry.phases)
            for index, effect in enumerate(entry.effects):
                yield from _effect(parsed, index, effect, now)
            if isinstance(entry, Pilot):
                for index, place in enumerate(entry.places):
                    yield from _place(parsed, index, place)


LONGEST = {"title": 200, "summary": 600}
"""In characters: more is a paragraph of the text, in the wrong place."""


def _lengths(parsed: ParsedEntry, entry: Entry) -> Iterator[Problem]:
    for field, most in LONGEST.items():
        length = len(getattr(entry, field))
        if length > most:
            yield parsed.problem(
                (field,),
                N_("The title has {length} characters, which no list has room for.")
                if field == "title"
                else N_("The summary has {length} characters, which no list has room for."),
                N_("Write it shorter, and put the rest into the text."),
                length=length,
                rule="unlikely",
            )


LONG_TEXT = 600
"""In words: three minutes, more than most read to the end."""


def _in_brief(parsed: ParsedEntry, entry: Told) -> Iterator[Problem]:
    """Advise a long text to open with itself in brief."""
    if parsed.body.words > LONG_TEXT and not entry.in_brief:
        yield parsed.problem(
            (),
            N_("The text has {words} words, and many readers have time for three lines only."),
            N_("Add kort_fortalt with one to three short lines that say the most important."),
            words=parsed.body.words,
            rule="in-brief",
        )


def _telephones(parsed: ParsedEntry, entry: Entry) -> Iterator[Problem]:
    """Advise on telephone numbers without a digit, in a field or a building block."""
    own = getattr(entry, "contact", None)
    if own and own.phone and not _has_digit(own.phone):
        yield _no_number(parsed.problem, ("contact", "phone"), own.phone)
    for block in parsed.body.blocks:
        if (
            isinstance(block.data, Contact)
            and block.data.phone
            and not _has_digit(block.data.phone)
        ):
            found = _no_number(parsed.problem, (), block.data.phone)
            yield replace(found, line=block.line, field="telefon")


def _no_number(problem_at: Callable[..., Problem], path: FieldPath, phone: str) -> Problem:
    return problem_at(
        path,
        N_("“{phone}” is no telephone number."),
        N_("Write its digits, or take the line out."),
        phone=phone,
        rule="unlikely",
    )


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _dates(parsed: ParsedEntry, entry: Entry, now: datetime) -> Iterator[Problem]:
    for field, date in (("date", entry.date), ("modified", entry.modified)):
        if date and date.instant > now + FAR_AHEAD:
            yield _far_ahead(parsed, (field,), date)
    if isinstance(entry, Post | Story) and entry.date and entry.date.year < FIRST_BLOGS:
        yield parsed.problem(
            ("date",),
            N_("The text is dated {date}, before there were blogs."),
            N_("Look at the year again."),
            date=format_date(entry.date),
            rule="unlikely",
        )
    if entry.modified and now < entry.modified.instant <= now + FAR_AHEAD:
        yield parsed.problem(
            ("modified",),
            N_("The text was last changed on {date}, which is yet to come."),
            N_("Look at the date again; what is to come out later has it as dato."),
            date=format_date(entry.modified),
            rule="unlikely",
        )


def _far_ahead(parsed: ParsedEntry, path: FieldPath, date: Date) -> Problem:
    return parsed.problem(
        path,
        N_("{date} is many years ahead."),
        N_("Look at the year again."),
        date=format_date(date),
        rule="unlikely",
    )


def _workgroup(parsed: ParsedEntry, group: Workgroup, now: datetime) -> Iterator[Problem]:
    if group.capacity and group.taken > group.capacity:
        yield parsed.problem(
            ("taken",),
            N_("More seats are taken ({taken}) than there are ({capacity})."),
            N_("Correct optaget or pladser."),
            taken=group.taken,
            capacity=group.capacity,
            rule="unlikely",
        )
    signup = group.signup
    if signup and signup.opens and signup.closes and end_of(signup.closes) <= signup.opens.instant:
        yield parsed.problem(
            ("signup", "closes"),
            N_("The sign-up closes before it opens."),
            N_("Look at åbner and lukker again."),
            rule="order-in-time",
        )
    for index, meeting in enumerate(group.meetings):
        if group.ends and end_of(group.ends) <= meeting.start.instant and not meeting.cancelled:
            yield parsed.problem(
                ("meetings", index, "start"),
                N_("The meeting is after {date}, the group's last day."),
                N_("Look at ophører again."),
                date=format_date(group.ends),
                rule="unlikely",
            )
        if meeting.start.instant > now + FAR_AHEAD:
            yield _far_ahead(parsed, ("meetings", index, "start"), meeting.start)


def _phases(parsed: ParsedEntry, phases: Sequence[PhaseStep]) -> Iterator[Problem]:
    for index, step in enumerate(phases):
        if step.start and step.end and end_of(step.end) <= step.start.instant:
            yield parsed.problem(
                ("phases", index, "end"),
                N_("The phase ends before it begins."),
                N_("Look at fra and til again."),
                rule="order-in-time",
            )
            continue
        before = phases[index - 1] if index else None
        limit = before and (before.end or before.start)
        if before and limit and step.start and end_of(step.start) <= limit.instant:
            yield parsed.problem(
                ("phases", index, "start"),
                N_("The phase “{phase}” begins before “{before}” ends.")
                if before.end
                else N_("The phase “{phase}” begins before “{before}”, which stands above it."),
                N_("Look at the dates again, and put the phases in their order."),
                phase=step.phase.word,
                before=before.phase.word,
                rule="unlikely",
            )


def _effect(parsed: ParsedEntry, index: int, effect: Effect, now: datetime) -> Iterator[Problem]:
    dates = [measurement.date for measurement in effect.measurements]
    for number, measurement in enumerate(effect.measurements):
        if measurement.date in dates[:number]:
            yield parsed.problem(
                ("effects", index, "measurements", number, "date"),
                N_("“{indicator}” has two measurements of {date}."),
                N_("Correct the date, or take one of the two out."),
                indicator=effect.indicator,
                date=format_date(measurement.date),
                rule="repetition",
            )
        if measurement.date.instant > now:
            yield parsed.problem(
                ("effects", index, "measurements", number, "date"),
                N_("The measurement is dated {date}, which is yet to come."),
                N_("Correct the date, or wait with the measurement."),
                date=format_date(measurement.date),
                rule="order-in-time",
            )
    baseline, target = effect.baseline, effect.target
    if baseline is None or target is None or baseline == target:
        return
    if (target > baseline) is not (effect.direction is Direction.UP):
        yield parsed.problem(
            ("effects", index, "target"),
            N_("The target is {target} and the baseline {baseline}, but better is {direction}."),
            N_("Correct retning, udgangspunkt or mål."),
            target=format_number(target),
            baseline=format_number(baseline),
            direction=effect.direction.word,
            rule="unlikely",
        )


def _place(parsed: ParsedEntry, index: int, place: Place) -> Iterator[Problem]:
    if (place.lat is None) is not (place.lon is None):
        missing = "bredde" if place.lat is None else "længde"
        yield parsed.problem(
            ("places", index),
            N_("The place “{place}” has only one of its two coordinates."),
            N_("Write {missing} too, or take the other one out."),
            place=place.name,
            missing=missing,
            rule="place",
        )
    elif place.lat is not None and place.lon is not None and place.lat < 20 and place.lon > 50:
        yield parsed.problem(
            ("places", index, "lat"),
            N_("Latitude and longitude of “{place}” look exchanged: Denmark lies at 55 and 10."),
            N_("Write bredde: {lat} and længde: {lon}."),
            place=place.name,
            lat=format_number(place.lon),
            lon=format_number(place.lat),
            rule="unlikely",
        )
