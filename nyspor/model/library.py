"""The whole site as one frozen library, which plugins ask and templates never see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TypeVar

from nyspor import addresses
from nyspor.danish import Date
from nyspor.markdown.body import Body
from nyspor.model.kinds import (
    Comment,
    Entry,
    Idea,
    KnownPerson,
    Municipality,
    Pilot,
    Post,
    Story,
    Topic,
    Track,
    Workgroup,
)
from nyspor.model.values import CommentsState, Meeting, Person, Phase, Status

Some = TypeVar("Some", bound=Entry)

BEGINNING = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Vocabularies:
    """The controlled vocabularies, by slug."""

    topics: Mapping[str, Topic] = field(default_factory=dict)
    municipalities: Mapping[str, Municipality] = field(default_factory=dict)
    people: Mapping[str, KnownPerson] = field(default_factory=dict)


@dataclass(frozen=True)
class PictureFile:
    """A picture in the content folder: size in pixels, and a digest of its bytes."""

    width: int
    height: int
    digest: str


def latest_first(entry: Entry) -> tuple[datetime, str]:
    """The order of streams, to be reversed: by date, then by name, the undated as the oldest."""
    return (entry.date.instant if entry.date else BEGINNING, entry.key)


@dataclass(frozen=True)
class Library:
    """Everything the site consists of at the moment `now` (UTC).

    `entries` holds what has its time and is not a draft, by key; `unpublished` the drafts and
    what is held back for a later date. Only a preview shows the latter.
    """

    now: datetime
    entries: Mapping[str, Entry] = field(default_factory=dict)
    unpublished: Mapping[str, Entry] = field(default_factory=dict)
    vocabularies: Vocabularies = Vocabularies()
    comments: Mapping[str, tuple[Comment, ...]] = field(default_factory=dict)
    ideas: tuple[Idea, ...] = ()
    pictures: Mapping[str, PictureFile] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    bodies: Mapping[str, Body] = field(default_factory=dict)
    comment_days: int = 365

    @cached_property
    def listed(self) -> tuple[Entry, ...]:
        """What lists may show: published Danish entries, latest first."""
        shown = (
            e for e in self.entries.values() if e.status is Status.PUBLISHED and e.lang == "da"
        )
        return tuple(sorted(shown, key=latest_first, reverse=True))

    @cached_property
    def _by_kind(self) -> Mapping[str, tuple[Entry, ...]]:
        return _grouped(self.listed, lambda entry: [entry.kind])

    @cached_property
    def _by_track(self) -> Mapping[str, tuple[Entry, ...]]:
        return _grouped(self.listed, lambda entry: entry.tracks)

    @cached_property
    def _by_topic(self) -> Mapping[str, tuple[Entry, ...]]:
        return _grouped(self.listed, lambda entry: entry.topics)

    @cached_property
    def _by_municipality(self) -> Mapping[str, tuple[Entry, ...]]:
        return _grouped(self.listed, lambda entry: [entry.municipality])

    @cached_property
    def _by_programme(self) -> Mapping[str, tuple[Entry, ...]]:
        return _grouped(self.listed, lambda entry: [entry.programme])

    @cached_property
    def _pointing_at(self) -> Mapping[str, tuple[Entry, ...]]:
        return _grouped(self.listed, lambda entry: entry.related)

    def of_kind(self, kind: type[Some]) -> tuple[Some, ...]:
        """The listed entries of a kind, latest first."""
        return tuple(e for e in self._by_kind.get(kind.kind, ()) if isinstance(e, kind))

    def on_track(self, slug: str) -> tuple[Entry, ...]:
        return self._by_track.get(slug, ())

    def about(self, topic: str) -> tuple[Entry, ...]:
        return self._by_topic.get(topic, ())

    def happening_in(self, municipality: str) -> tuple[Entry, ...]:
        return self._by_municipality.get(municipality, ())

    def under(self, programme: str) -> tuple[Entry, ...]:
        return self._by_programme.get(programme, ())

    def pointing_at(self, key: str) -> tuple[Entry, ...]:
        """Listed entries that name `key` as related."""
        return self._pointing_at.get(key, ())

    @cached_property
    def by_file(self) -> Mapping[str, Entry]:
        """Every entry, published or not, by its file."""
        return {entry.file: entry for entry in (*self.entries.values(), *self.unpublished.values())}

    @cached_property
    def translations(self) -> Mapping[str, tuple[Entry, ...]]:
        """For the key of an original, the published entries that say the same, the original first."""
        groups: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries.values():
            if entry.translation_of in self.entries:
                groups[entry.translation_of].append(entry)
        return {key: (self.entries[key], *others) for key, others in groups.items()}

    def track(self, slug: str) -> Track | None:
        entry = self.entries.get(f"tracks/{slug}")
        return entry if isinstance(entry, Track) else None

    def find(self, key: str) -> Entry | None:
        """The entry called `key`, published or not."""
        return self.entries.get(key) or self.unpublished.get(key)

    def address(self, entry: Entry) -> str:
        """Where the entry is read; what is not published is read among the drafts."""
        draft = entry.key in self.unpublished
        return addresses.entry_address(entry.kind, entry.slug, entry.lang, draft)

    def senders(self, entry: Entry) -> tuple[Person, ...]:
        """The entry's authors, each with name and role."""
        people = self.vocabularies.people
        return tuple(people[a] if isinstance(a, str) else a for a in entry.authors)

    def phase(self, pilot: Pilot) -> Phase | None:
        """The phase a pilot is in: the last one that has begun."""
        begun = [s.phase for s in pilot.phases if not s.start or s.start.instant <= self.now]
        return begun[-1] if begun else None

    def upcoming(self, workgroup: Workgroup) -> tuple[Meeting, ...]:
        """Meetings that are not over, soonest first; a cancelled one stays until its time has passed."""
        meetings = (m for m in workgroup.meetings if ends(m) > self.now)
        return tuple(sorted(meetings, key=lambda m: m.start))

    def comments_close(self, entry: Entry) -> datetime:
        """When the last comment can be sent: a number of days after it came out; at once where the
        writer says so, and where nobody knows when it came out."""
        if entry.comments is CommentsState.OPEN and entry.date:
            return closes(entry.date) + timedelta(days=self.comment_days)
        return BEGINNING

    def comments_open(self, entry: Entry) -> bool:
        """Whether residents can comment now."""
        return entry.key in self.entries and self.comments_close(entry) > self.now

    def signup_open(self, workgroup: Workgroup) -> bool:
        """Whether residents can join now."""
        signup = workgroup.signup
        if signup is None:
            return False
        opened = not signup.opens or signup.opens.instant <= self.now
        if workgroup.places_left == 0:
            return False
        return opened and not (signup.closes and closes(signup.closes) <= self.now)

    @cached_property
    def next_change(self) -> datetime | None:
        """When the site next changes by itself (UTC), so that a timer knows when to build again."""
        moments = [
            e.date.instant
            for e in self.unpublished.values()
            if e.date and e.status is not Status.DRAFT
        ]
        for entry in self.entries.values():
            if isinstance(entry, Post | Story):
                moments.append(self.comments_close(entry))
            if isinstance(entry, Workgroup):
                moments += [ends(meeting) for meeting in entry.meetings]
                if entry.signup and entry.signup.opens:
                    moments.append(entry.signup.opens.instant)
                if entry.signup and entry.signup.closes:
                    moments.append(closes(entry.signup.closes))
            if isinstance(entry, Pilot):
                moments += [step.start.instant for step in entry.phases if step.start]
        return min((moment for moment in moments if moment > self.now), default=None)


def ends(meeting: Meeting) -> datetime:
    """When a meeting is over (UTC): at its end, else with its day."""
    return closes(meeting.end or Date(meeting.start.year, meeting.start.month, meeting.start.day))


def closes(date: Date) -> datetime:
    """The end of a date (UTC): a day, month or year lasts to its last midnight."""
    if date.time:
        return date.instant
    if date.day:
        return Date(
            *_ymd(datetime(date.year, date.month or 1, date.day) + timedelta(days=1))
        ).instant
    if date.month:
        return Date(date.year + date.month // 12, date.month % 12 + 1, 1).instant
    return Date(date.year + 1, 1, 1).instant


def _ymd(moment: datetime) -> tuple[int, int, int]:
    return (moment.year, moment.month, moment.day)


def _grouped(
    entries: Iterable[Entry], keys: Callable[[Entry], Iterable[str]]
) -> Mapping[str, tuple[Entry, ...]]:
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for key in dict.fromkeys(keys(entry)):
            groups[key].append(entry)
    return {key: tuple(group) for key, group in groups.items()}
