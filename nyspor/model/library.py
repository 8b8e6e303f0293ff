"""The whole site as one frozen library, which plugins query and templates never see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from math import inf
from operator import attrgetter
from typing import Any, Literal, TypeVar, cast

from nyspor.files.lazy_dict import LazyDict
from nyspor.model.address_book import AddressBook
from nyspor.model.document import Body
from nyspor.model.file_references import FileReferences
from nyspor.model.ideas import answer_day
from nyspor.model.kind_specs import kind_spec, kind_specs, never
from nyspor.model.kinds import (
    Comment,
    Entry,
    Idea,
    Issue,
    KnownPerson,
    Municipality,
    Pilot,
    Post,
    Programme,
    Story,
    Topic,
    Track,
    Workgroup,
)
from nyspor.model.lead import Lead, find_lead
from nyspor.model.places import Counts
from nyspor.model.stream import Positions, Stream
from nyspor.model.values import CommentsState, IdeaState, Meeting, Person, Phase, Status
from nyspor.text.danish import Date, end_of, fold
from nyspor.text.language import DEFAULT_LANGUAGE

Neighbours = tuple[Entry | None, Entry | None]

Kind = TypeVar("Kind", bound=Entry)

DAY = 24 * 60 * 60
"""Seconds."""

COMMENT_GRACE = 90 * DAY
"""For so long (seconds) after comments have closed the forms service can still say of what they were."""

DISTANT_PAST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Vocabularies:
    """The controlled vocabularies, by slug."""

    topics: Mapping[str, Topic] = field(default_factory=dict)
    municipalities: Mapping[str, Municipality] = field(default_factory=dict)
    people: Mapping[str, KnownPerson] = field(default_factory=dict)


@dataclass(frozen=True)
class PictureFile:
    """A picture in the content folder: its size in pixels as it is shown, a digest of its bytes, whether it moves,
    and whether it is a photograph or a drawing."""

    width: int
    height: int
    digest: str
    is_animated: bool = False
    is_photograph: bool = False


PictureFault = Literal["unknown", "empty", "damaged", "too large"]
"""Why a file cannot be shown as a picture."""


GROUPS: Mapping[str, Callable[[Entry], tuple[str, ...]]] = {
    "kind": lambda entry: (entry.kind,),
    "track": attrgetter("tracks"),
    "topic": attrgetter("topics"),
    "municipality": lambda entry: (entry.municipality,),
    "programme": lambda entry: (entry.programme,),
    "related": attrgetter("related"),
    "series": lambda entry: (
        (fold(entry.series),) if isinstance(entry, Post) and entry.series else ()
    ),
}
"""What entries are grouped by, and the groups that an entry is in."""


@dataclass(frozen=True)
class Library:
    """Everything the site consists of at the moment `now` (UTC).

    `entries` holds what is published, by key; `unpublished` the drafts and the entries
    scheduled for a later date. Only a preview shows the latter. `place_counts` are those of the forms service, by
    the key of the workgroup; `signup_counts` how many have joined it, by year, None where the service has not said.
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
    references: Mapping[str, FileReferences] = field(default_factory=dict)
    comment_days: int = 365
    address_book: AddressBook = AddressBook()
    place_counts: Mapping[str, Counts] = field(default_factory=dict)
    signup_counts: Mapping[str, Mapping[int, int]] | None = None

    @cached_property
    def listed(self) -> tuple[Entry, ...]:
        """What lists may show: published entries in the default language, latest first."""
        shown = (
            e
            for e in self.entries.values()
            if e.status is Status.PUBLISHED and e.lang == DEFAULT_LANGUAGE
        )
        return tuple(sorted(shown, key=attrgetter("order"), reverse=True))

    @cached_property
    def _groups(self) -> dict[str, Mapping[str, tuple[Entry, ...]]]:
        """The listed entries in groups, by what they are grouped by; filled when a group is asked for."""
        return {}

    def _group(self, what: str, name: str) -> tuple[Entry, ...]:
        """The listed entries of one group, latest first."""
        groups = self._groups.get(what)
        if groups is None:
            groups = self._groups[what] = _grouped(self.listed, GROUPS[what])
        return groups.get(name, ())

    @cached_property
    def _stream(self) -> Stream:
        return Stream(self.listed)

    @cached_property
    def _track_positions(self) -> Mapping[str, Positions]:
        return LazyDict(lambda slug: self._stream.positions_of(self.on_track(slug)))

    @cached_property
    def _topic_positions(self) -> Mapping[str, Positions]:
        return LazyDict(lambda slug: self._stream.positions_of(self.on_topic(slug)))

    @cached_property
    def _programme_positions(self) -> Mapping[str, Positions]:
        return LazyDict(lambda slug: self._stream.positions_of(self.in_programme(slug)))

    @cached_property
    def _issues_by_story(self) -> Mapping[str, tuple[Issue, ...]]:
        groups: dict[str, dict[str, Issue]] = defaultdict(dict)
        for issue in self.of_kind(Issue):
            for section in issue.sections:
                for chosen in section.entries:
                    groups[chosen.slug][issue.key] = issue
        return {slug: tuple(found.values()) for slug, found in groups.items()}

    @cached_property
    def _addresses(self) -> dict[str, str]:
        """The addresses worked out so far, by key."""
        return {}

    @cached_property
    def view_cache(self) -> dict[str, Any]:
        """A cache for view models, by entry key (`nyspor.site.view_models.card`)."""
        return {}

    def of_kind(self, kind: type[Kind]) -> tuple[Kind, ...]:
        """The listed entries of a kind, latest first."""
        return cast(tuple[Kind, ...], self._group("kind", kind.kind))

    @cached_property
    def lead(self) -> Lead | None:
        """What leads the front page."""
        return find_lead(self.listed, self.now.timestamp())

    @cached_property
    def comments_in_feeds(self) -> Mapping[str, tuple[Comment, ...]]:
        """The comments that feeds show, by entry: those on hidden entries are left out."""
        shown = {key for key, entry in self.entries.items() if entry.status is Status.PUBLISHED}
        return {key: found for key, found in self.comments.items() if key in shown}

    def in_series(self, series: str) -> tuple[Post, ...]:
        """The listed posts of a series, latest first."""
        return cast(tuple[Post, ...], self._group("series", fold(series)))

    def issues_with(self, story: Story) -> tuple[Issue, ...]:
        """The magazines a story is in."""
        return self._issues_by_story.get(story.slug, ())

    def neighbours(self, entry: Entry) -> Neighbours:
        """The post or story before a listed one and the one after it: on its first track, else in its programme,
        else of all."""
        stream = self._stream
        if entry.tracks:
            positions = self._track_positions[entry.tracks[0]]
        elif entry.programme:
            positions = self._programme_positions[entry.programme]
        else:
            positions = stream.all
        position = stream.positions.get(entry.key)
        if position is None:
            return (None, None)
        earlier, later = positions.neighbours(position)
        return (
            None if earlier is None else stream.entries[earlier],
            None if later is None else stream.entries[later],
        )

    def similar(self, entry: Entry) -> Iterator[Entry]:
        """Earlier posts and stories that share tracks and topics with the entry, the most similar first.

        Only earlier ones, so that a new post leaves the pages of the others as they are, and only the
        last few of each track and topic, so that the cost does not grow with the site.
        """
        entries = self._stream.entries
        here = self._stream.position(entry)
        # The score of each position: what it shares counts first, then how late it is.
        scores: dict[int, int] = {}
        for positions in self._shared_positions(entry):
            for position in positions.before(here):
                scores[position] = scores.get(position, position) + len(entries)
        return (entries[score % len(entries)] for score in sorted(scores.values(), reverse=True))

    def _shared_positions(self, entry: Entry) -> list[Positions]:
        """The positions of what is on the entry's tracks, and of what is on its topics."""
        tracks, topics = self._track_positions, self._topic_positions
        return [*(tracks[slug] for slug in entry.tracks), *(topics[slug] for slug in entry.topics)]

    def on_track(self, slug: str) -> tuple[Entry, ...]:
        return self._group("track", slug)

    def on_topic(self, topic: str) -> tuple[Entry, ...]:
        return self._group("topic", topic)

    def in_municipality(self, municipality: str) -> tuple[Entry, ...]:
        return self._group("municipality", municipality)

    def in_programme(self, programme: str) -> tuple[Entry, ...]:
        return self._group("programme", programme)

    @cached_property
    def _ideas_by_outcome(self) -> Mapping[str, tuple[Idea, ...]]:
        groups: dict[str, list[Idea]] = defaultdict(list)
        for idea in reversed(self.ideas):
            if idea.became and idea.state is IdeaState.BECAME:
                groups[idea.became].append(idea)
        return {key: tuple(found) for key, found in groups.items()}

    def ideas_behind(self, entry: Entry) -> tuple[Idea, ...]:
        """The ideas that became this entry, in whatever language it is read, the earliest first."""
        return self._ideas_by_outcome.get(entry.translation_of or entry.key, ())

    def referring_to(self, key: str) -> tuple[Entry, ...]:
        """Listed entries that name `key` as related."""
        return self._group("related", key)

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
        """The entry's address; an unpublished one is shown among the drafts."""
        address = self._addresses.get(entry.key)
        if address is None:
            draft = entry.key in self.unpublished
            address = kind_spec(entry.kind).address(entry.slug, entry.lang, draft)
            self._addresses[entry.key] = address
        return address

    @cached_property
    def _first_addresses(self) -> Mapping[str, str]:
        return self.address_book.first_addresses()

    def first_address(self, entry: Entry) -> str:
        """The address that the entry is known by for ever: the first that its writer names, else the first it had."""
        if entry.aliases:
            return entry.aliases[0]
        return self._first_addresses.get(entry.file) or self.address(entry)

    def first_slug(self, entry: Entry) -> str:
        """The slug that the entry was first published with."""
        address = self._first_addresses.get(entry.file) or self.address(entry)
        return address.rstrip("/").rsplit("/", 1)[-1]

    def authors_of(self, entry: Entry) -> tuple[Person, ...]:
        """The entry's authors, each with name and role."""
        people = self.vocabularies.people
        return tuple(people[a] if isinstance(a, str) else a for a in entry.authors)

    def phase(self, entry: Pilot | Programme) -> Phase | None:
        """The phase a pilot or a programme is in: the last of its own that has begun."""
        begun = self._begun(entry)
        return begun[-1] if begun else None

    def steps_reached(self, pilot: Pilot) -> int:
        """How many of the four steps of the way a pilot has reached, be it over or not."""
        return max((phase.step for phase in self._begun(pilot)), default=0)

    def _begun(self, entry: Pilot | Programme) -> list[Phase]:
        return [s.phase for s in entry.phases if not s.start or s.start.instant <= self.now]

    def upcoming(self, entry: Entry) -> tuple[Meeting, ...]:
        """An entry's meetings that are not over, soonest first; a cancelled one stays until its time has passed."""
        meetings = (m for m in kind_spec(entry.kind).meetings(entry) if meeting_end(m) > self.now)
        return tuple(sorted(meetings, key=lambda m: m.start))

    def comments_close(self, entry: Entry) -> datetime:
        """When the last comment can be sent: a number of days after it came out; at once where the
        writer says so, and where its date is unknown."""
        if entry.comments is CommentsState.OPEN and entry.date:
            return end_of(entry.date) + timedelta(days=self.comment_days)
        return DISTANT_PAST

    def comments_closed_for(self, entry: Entry) -> float:
        """For how many seconds comments have been closed; less than nothing while they are open."""
        if entry.comments is not CommentsState.OPEN:
            return inf
        return self.now.timestamp() - self.comment_close_time(entry)

    def comments_open(self, entry: Entry) -> bool:
        """Whether residents can comment now."""
        return entry.key in self.entries and self.comments_closed_for(entry) < 0

    def signup_open(self, workgroup: Workgroup) -> bool:
        """Whether residents can sign up now, be it for the waiting list."""
        if workgroup.signup is None or self.signup_opens(workgroup):
            return False
        closes = workgroup.signup_closes
        return not (closes and end_of(closes) <= self.now)

    def has_ended(self, workgroup: Workgroup) -> bool:
        """Whether the group's last day is over."""
        return bool(workgroup.ends and end_of(workgroup.ends) <= self.now)

    def signup_opens(self, workgroup: Workgroup) -> Date | None:
        """When residents can sign up; None where they can already, or nobody knows."""
        opens = workgroup.signup.opens if workgroup.signup else None
        return opens if opens and opens.instant > self.now else None

    def places(self, workgroup: Workgroup) -> Counts:
        """How many have signed up, in whatever language they did."""
        original = workgroup.translation_of or workgroup.key
        keys = {original, *(entry.key for entry in self.translations.get(original, ()))}
        counts = [self.place_counts[key] for key in keys if key in self.place_counts]
        return Counts(sum(c.taken for c in counts), sum(c.waiting for c in counts))

    def places_left(self, workgroup: Workgroup) -> int | None:
        """How many places are left; None where there is no limit."""
        return self.places(workgroup).left_of(workgroup.seats)

    def comments_recently_open(self, entry: Entry) -> bool:
        """Whether comments are open, or have not been closed for long."""
        return not entry.date_year or entry.date_end > self._expired_before

    @cached_property
    def _expired_before(self) -> float:
        """The forms service need no longer list the comments of entries older than this (POSIX seconds)."""
        return self.now.timestamp() - COMMENT_GRACE - self.comment_days * DAY

    def comment_close_time(self, entry: Entry) -> float:
        """When comments close where they are open (POSIX seconds); minus infinity without a date."""
        return entry.date_end + self.comment_days * DAY

    def comment_target_expiry(self, entry: Entry) -> float:
        """When the forms service need no longer list the entry's comments (POSIX seconds)."""
        return self.comment_close_time(entry) + COMMENT_GRACE

    @cached_property
    def next_change(self) -> datetime | None:
        """When the site, or what the forms service knows of it, next changes by itself (UTC).

        A timer should build again then; until then a build of the same content gives the same bytes.
        """
        now = self.now.timestamp()
        coming = min((moment for moment in self._moments() if moment > now), default=None)
        return None if coming is None else datetime.fromtimestamp(coming, UTC)

    def _moments(self) -> Iterator[float]:
        """When something begins or ends, past or to come (POSIX seconds)."""
        for entry in self.unpublished.values():
            if entry.date_year and entry.status is not Status.DRAFT:
                yield entry.date_start
        if self.lead:
            yield self.lead.until
        yield from (end_of(answer_day(i)).timestamp() for i in self.ideas if i.state.is_open)
        changing = {
            spec.name: spec
            for spec in kind_specs()
            if spec.calendar or spec.changes_at is not never
        }
        for entry in self.entries.values():
            if spec := changing.get(entry.kind):
                yield from spec.changes_at(self, entry)
                yield from (meeting_end(meeting).timestamp() for meeting in spec.meetings(entry))


def meeting_end(meeting: Meeting) -> datetime:
    """When a meeting is over (UTC): at its end, else with its day."""
    return end_of(meeting.end or Date(meeting.start.year, meeting.start.month, meeting.start.day))


def _grouped(
    entries: Iterable[Entry], keys: Callable[[Entry], tuple[str, ...]]
) -> Mapping[str, tuple[Entry, ...]]:
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        found = keys(entry)
        # An entry that names something twice is in its group once.
        for key in found if len(found) < 2 else dict.fromkeys(found):
            groups[key].append(entry)
    return {key: tuple(group) for key, group in groups.items()}
