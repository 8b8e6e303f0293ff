"""What a year came to, counted from the library."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from operator import attrgetter

from nyspor.model.ideas import closed_on, count_ideas, last_change
from nyspor.model.kind_specs import kind_spec, kind_specs
from nyspor.model.kinds import Comment, Entry, Idea, Pilot, Post, Programme, Story, YearlyStatus
from nyspor.model.library import Library, meeting_end
from nyspor.model.values import Effect, Measurement, Meeting, Phase, PhaseStep
from nyspor.text.danish import Date, end_of, slugify, sort_key
from nyspor.yearly_status.records import (
    Counted,
    Moved,
    Origin,
    PhaseRow,
    Status,
    StatusNumber,
    Turn,
    Turns,
    Unmeasured,
)


def status_of(library: Library, entry: YearlyStatus) -> Status:
    """What the year came to; worked out once for a library."""
    name = f"{entry.key} numbers"
    found: Status | None = library.view_cache.get(name)
    if found is None:
        found = library.view_cache[name] = _Counting(library, entry).status()
    return found


def covers(status: YearlyStatus, entry: Entry) -> bool:
    """Whether the status tells of an entry."""
    if status.municipality and entry.municipality != status.municipality:
        return False
    own = entry.slug if isinstance(entry, Programme) else entry.programme
    return not status.programme or own == status.programme


def phase_at(pilot: Pilot, until: datetime, now: datetime) -> Phase | None:
    """The phase that a pilot was in just before a moment; None where it had not begun, or nobody knows.

    A phase without a date has begun by now. Of the past that is known only where a later one had.
    """
    begun = [number for number, step in enumerate(pilot.phases) if _begun(step, until, now)]
    return pilot.phases[begun[-1]].phase if begun else None


def _begun(step: PhaseStep, until: datetime, now: datetime) -> bool:
    return step.start.instant < until if step.start else until > now


def has_undated_past(pilot: Pilot) -> bool:
    """Whether nobody has written when the pilot began."""
    first = next(iter(pilot.phases), None)
    return first is None or first.start is None


@dataclass(frozen=True)
class _Counting:
    """The counting of a year: all that happened before `until`, which is its end, or now."""

    library: Library
    entry: YearlyStatus

    @property
    def year(self) -> int:
        return self.entry.year

    @cached_property
    def begins(self) -> datetime:
        return Date(self.year).instant

    @cached_property
    def until(self) -> datetime:
        return min(end_of(Date(self.year)), self.library.now + timedelta(microseconds=1))

    def is_in_year(self, date: Date | None) -> bool:
        return date is not None and date.year == self.year and date.instant < self.until

    def status(self) -> Status:
        as_of = self.as_of()
        *rows, total = self.phases(as_of)
        return Status(
            self.year,
            self.library.now >= end_of(Date(self.year)),
            as_of,
            tuple(rows),
            total,
            tuple(self.turns(as_of)),
            tuple(self.moved()),
            tuple(self.unmeasured()),
            tuple(self.counts(as_of)),
        )

    # --- what is counted -------------------------------------------------------------------------

    @cached_property
    def pilots(self) -> list[Pilot]:
        found = [pilot for pilot in self.library.of_kind(Pilot) if covers(self.entry, pilot)]
        return sorted(found, key=lambda pilot: sort_key(pilot.title))

    def of_year(self, model: type[Entry]) -> list[Entry]:
        entries: Sequence[Entry] = self.library.of_kind(model)
        return [e for e in entries if self.is_in_year(e.date) and covers(self.entry, e)]

    def meetings(self) -> list[Meeting]:
        """The meetings of the year that are over."""
        kinds = [spec for spec in kind_specs() if spec.calendar]
        return [
            meeting
            for spec in kinds
            for entry in self.library.of_kind(spec.model)
            if covers(self.entry, entry)
            for meeting in spec.meetings(entry)
            if self.is_in_year(meeting.start) and meeting_end(meeting) <= self.until
        ]

    def ideas(self) -> list[Idea]:
        """All ideas, also those of other years: an answer may come long after."""
        return [idea for idea in self.library.ideas if self._covers(idea)]

    def _covers(self, idea: Idea) -> bool:
        """Whether an idea belongs to the status: by its track, or by what it became."""
        about = self.library.track(idea.track) or self.library.entries.get(idea.became)
        return covers(self.entry, about) if about else not self._is_part

    @property
    def _is_part(self) -> bool:
        return bool(self.entry.municipality or self.entry.programme)

    def comments(self) -> list[Comment]:
        """What residents have written below texts."""
        return [
            comment
            for key, found in self.library.comments.items()
            if (entry := self.library.entries.get(key)) and covers(self.entry, entry)
            for comment in found
            if self.is_in_year(comment.received) and not comment.official
        ]

    def effects(self) -> Iterator[tuple[Pilot | Programme, Effect]]:
        programmes = [p for p in self.library.of_kind(Programme) if covers(self.entry, p)]
        programmes.sort(key=lambda programme: sort_key(programme.title))
        parts: tuple[Pilot | Programme, ...] = (*programmes, *self.pilots)
        return ((part, effect) for part in parts for effect in part.effects)

    def as_of(self) -> Date:
        """The last day that is counted."""
        if self.until == end_of(Date(self.year)):
            return Date(self.year, 12, 31)
        dates: Iterable[Date | None] = (
            *(step.start for pilot in self.pilots for step in pilot.phases),
            *(m.date for _, effect in self.effects() for m in effect.measurements),
            *(e.date for model in (Post, Story) for e in self.of_year(model)),
            *(meeting.start for meeting in self.meetings()),
            *(date for idea in self.ideas() for date in (idea.received, last_change(idea))),
            *(comment.received for comment in self.comments()),
        )
        latest = max((d for d in dates if d and self.is_in_year(d)), default=Date(self.year))
        return Date(latest.year, latest.month, latest.day)

    # --- the numbers -----------------------------------------------------------------------------

    def number(
        self,
        counted: Counted,
        value: float | None,
        date: Date,
        slug: str = "",
        phase: Phase | None = None,
    ) -> StatusNumber:
        source = Origin.SERVICE if counted is Counted.SIGNUPS else Origin.TEXTS
        return StatusNumber(
            slug=slug or slugify(counted.word), year=Date(self.year), counted=counted, phase=phase,
            value=value, date=date, source=source.word,
        )  # fmt: skip

    def phases(self, as_of: Date) -> tuple[PhaseRow, ...]:
        """How many pilots are in each phase, then of how many nobody knows, then how many there are."""
        begin, end = Date(self.year - 1, 12, 31), as_of
        before, now = self._by_phase(self.begins), self._by_phase(self.until)

        def row(counted: Counted, was: int, is_now: int, phase: Phase | None = None) -> PhaseRow:
            name = phase.word if phase else counted.word
            numbers = (
                self.number(counted, value, date, slugify(f"{name} {date.year}"), phase)
                for value, date in ((was, begin), (is_now, end))
            )
            return PhaseRow(phase, *numbers)

        return (
            *(row(Counted.IN_PHASE, before[phase], now[phase], phase) for phase in Phase),
            row(Counted.WITHOUT_PHASE, before[None], now[None]),
            row(Counted.PILOTS, before.total(), now.total()),
        )

    def _by_phase(self, until: datetime) -> Counter[Phase | None]:
        """How many pilots were in each phase just before a moment; None for those of which nobody knows."""
        found = ((pilot, phase_at(pilot, until, self.library.now)) for pilot in self.pilots)
        return Counter(phase for pilot, phase in found if phase or has_undated_past(pilot))

    def turns(self, as_of: Date) -> Iterator[Turns]:
        """What began, was ended and was stopped."""
        ways: tuple[tuple[Counted, Callable[[Pilot], PhaseStep | None]], ...] = (
            (Counted.STARTED, lambda pilot: next(iter(pilot.phases), None)),
            (Counted.ENDED, lambda pilot: _step(pilot, Phase.ENDED)),
            (Counted.STOPPED, lambda pilot: _step(pilot, Phase.STOPPED)),
        )
        for counted, step_of in ways:
            found = tuple(
                Turn(pilot.title, self.library.address(pilot), step.start, step.text)
                for pilot in self.pilots
                if (step := step_of(pilot)) and step.start and self.is_in_year(step.start)
            )
            yield Turns(self.number(counted, len(found), as_of), found)

    def moved(self) -> Iterator[Moved]:
        for part, effect in self.effects():
            measured = sorted(effect.measurements, key=attrgetter("date"))
            after = [m for m in measured if self.is_in_year(m.date)]
            if after:
                earlier = [m for m in measured if m.date.instant < self.begins]
                yield self._moved(part, effect, earlier[-1] if earlier else None, after[-1])

    def _moved(
        self, part: Pilot | Programme, effect: Effect, earlier: Measurement | None, last: Measurement
    ) -> Moved:  # fmt: skip
        def number(counted: Counted, value: float, measured: Measurement | None) -> StatusNumber:
            source = measured.source if measured else Origin.TEXTS.word
            return StatusNumber(
                slug=slugify(f"{part.slug} {effect.indicator} {counted.word}"), year=Date(self.year),
                counted=counted, about=part.key, indicator=effect.indicator, value=value,
                unit=effect.unit, date=measured.date if measured else None, source=source,
            )  # fmt: skip

        before = earlier.value if earlier else effect.baseline
        target = effect.target
        return Moved(
            part.title,
            self.library.address(part),
            effect,
            None if before is None else number(Counted.BEFORE, before, earlier),
            number(Counted.MEASURED, last.value, last),
            None if target is None else number(Counted.TARGET, target, None),
            None if before is None else effect.gain(before, last.value),
            target is not None and effect.gain(target, last.value) >= 0,
        )

    def unmeasured(self) -> Iterator[Unmeasured]:
        """The effects of what was under way in the year and not measured."""
        for part, effect in self.effects():
            known = [m.date for m in effect.measurements if m.date.instant < self.until]
            if any(map(self.is_in_year, known)) or not self._was_under_way(part):
                continue
            yield Unmeasured(
                part.title, self.library.address(part), effect.indicator, max(known, default=None)
            )

    def _was_under_way(self, part: Pilot | Programme) -> bool:
        """Whether something had begun by the end of the year, and was not over before it."""
        steps = [s for s in part.phases if not s.start or s.start.instant < self.until]
        last = [s for s in steps if not s.start or s.start.instant < self.begins][-1:]
        return bool(steps) and not any(s.phase in (Phase.ENDED, Phase.STOPPED) for s in last)

    def counts(self, as_of: Date) -> Iterator[StatusNumber]:
        meetings, every = self.meetings(), self.ideas()
        ideas = count_ideas(every, self.year, self.library.now)
        undated = sum(self.is_in_year(i.received) and is_answered_undated(i) for i in every)
        cancelled = sum(meeting.cancelled for meeting in meetings)
        found = (
            (Counted.STORIES, len(self.of_year(Story))),
            (Counted.POSTS, len(self.of_year(Post))),
            (Counted.MEETINGS, len(meetings) - cancelled),
            (Counted.CANCELLED, cancelled),
            (Counted.IDEAS, ideas.received),
            (Counted.ANSWERED, ideas.answered),
            (Counted.ANSWERED_UNDATED, undated),
            (Counted.OVERDUE, ideas.overdue),
            (Counted.COMMENTS, len(self.comments())),
            (Counted.SIGNUPS, self.signups()),
        )
        for counted, value in found:
            if value != 0 or counted is not Counted.ANSWERED_UNDATED:
                yield self.number(counted, value, as_of)

    def signups(self) -> int | None:
        """How many have joined workgroups in the year; None where the service has not said."""
        counted = self.library.signup_counts
        if counted is None:
            return None
        return sum(by_year.get(self.year, 0) for key, by_year in counted.items() if self._has(key))

    def _has(self, group: str) -> bool:
        """Whether a workgroup belongs to the status; one that is gone from the site, to that of all alone."""
        entry = self.library.entries.get(group)
        return covers(self.entry, entry) if entry else not self._is_part


def _step(pilot: Pilot, phase: Phase) -> PhaseStep | None:
    return next((step for step in pilot.phases if step.phase is phase), None)


def is_answered_undated(idea: Idea) -> bool:
    """Whether an idea has its answer, and nobody has written when that came."""
    return not idea.state.is_open and closed_on(idea) is None


def numbers_of(library: Library) -> Iterator[tuple[StatusNumber, str, str]]:
    """Every number of every yearly status, with its id and its page's address."""
    for entry in library.of_kind(YearlyStatus):
        home = f"{kind_spec(entry.kind).url}/{library.first_slug(entry)}"
        for number in status_of(library, entry).numbers:
            yield number, f"{home}/{number.slug}", library.address(entry)
