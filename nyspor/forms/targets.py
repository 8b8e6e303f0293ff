"""What a form can be sent to, and who receives it: for a page with a form, and for the list of all targets.

The list, `forms.json`, is private: the build writes it and the forms service reads it
(`docs/forms-json.md`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from itertools import chain

from pydantic import TypeAdapter, ValidationError

from nyspor.forms.submission_files import submission_number
from nyspor.members.meetings import GroupMeeting
from nyspor.members.records import group_of
from nyspor.model.places import Counts
from nyspor.model.site import Site
from nyspor.model.values import IdeaState
from nyspor.text.language import DEFAULT_LANGUAGE

SCHEMA = 1


class UnreadableList(Exception):
    """The list of targets is missing, malformed, or has another schema."""


@dataclass(frozen=True)
class Reply:
    """A published comment that may be answered."""

    id: str
    name: str


@dataclass(frozen=True)
class TrackChoice:
    """A track that an idea may belong to."""

    slug: str
    title: str


@dataclass(frozen=True)
class Subject:
    """What an entry is about: a track, a topic or a municipality. `kind` is the name of its folder or vocabulary."""

    kind: str
    slug: str
    title: str


@dataclass(frozen=True)
class IdeaProgress:
    """How far a published idea has come: what its sender is told. `steps` counts what has happened with it, `text` is what
    the last step says; `due` is when the answer is due at the latest, None once it is there."""

    slug: str
    address: str
    state: IdeaState
    steps: int = 0
    text: str = ""
    answer: str = ""
    became: str = ""
    became_address: str = ""
    responsible: str = ""
    due: datetime | None = None

    @property
    def number(self) -> str:
        """The number of what was sent; '' for an idea that did not come through the form."""
        return submission_number(f"{self.slug}.md")


@dataclass(frozen=True)
class Target:
    """Something that a form can be sent to. Times are instants; None is no limit.

    `capacity` is how many places of a workgroup there are for members; `shown` is how many members its page counts.
    `ends` is when it ends, and `keep_months` for how many months its members are kept then, None for as long as the settings say.
    `meetings` are those of a workgroup, None where the list is older and does not say; `ideas` are those on the site. `original` is the entry that this
    one is a translation of, '' for none.
    """

    kind: str
    entry: str
    title: str
    address: str
    lang: str = DEFAULT_LANGUAGE
    opens: datetime | None = None
    closes: datetime | None = None
    deliver_to: str = ""
    calendar: str = ""
    capacity: int | None = None
    shown: Counts = Counts()
    ends: datetime | None = None
    keep_months: int | None = None
    meetings: tuple[GroupMeeting, ...] | None = None
    replies: tuple[Reply, ...] = ()
    tracks: tuple[TrackChoice, ...] = ()
    ideas: tuple[IdeaProgress, ...] = ()
    subjects: tuple[Subject, ...] = ()
    original: str = ""

    @property
    def group_key(self) -> str:
        """The key of the group whose members sign up here, the same for all translations."""
        return self.original or group_of(self.entry)

    @property
    def moments(self) -> Iterator[datetime]:
        """All times of the target."""
        meetings = ((each.start, each.end) for each in self.meetings or ())
        due = (idea.due for idea in self.ideas)
        return filter(None, chain((self.opens, self.closes), due, *meetings))

    def open_at(self, now: datetime) -> bool:
        """Whether the form can be sent at `now`."""
        return (not self.opens or self.opens <= now) and not (self.closes and self.closes <= now)

    def ended(self, now: datetime) -> bool:
        """Whether the group's last day is over."""
        return self.ends is not None and self.ends <= now

    @property
    def choices(self) -> dict[str, dict[str, str]]:
        """The options of choices, by field: value → label."""
        return {
            "reply_to": {reply.id: reply.name for reply in self.replies},
            "track": {track.slug: track.title for track in self.tracks},
        }


@dataclass(frozen=True)
class Targets:
    """The whole list, and the site it belongs to."""

    site: Site
    found: Mapping[tuple[str, str], Target] = field(default_factory=dict)

    def find(self, kind: str, entry: str) -> Target | None:
        return self.found.get((kind, entry))


def progress_of(targets: Targets, number: str) -> IdeaProgress | None:
    """How far the idea with this number has come on the site; None for one that is not there."""
    ideas = (idea for target in targets.found.values() for idea in target.ideas)
    return next((idea for idea in ideas if number and idea.number == number), None)


def is_outdated(targets: Targets, counts: Mapping[str, Counts]) -> bool:
    """Whether a page counts other members than there are now. A group without a limit shows no count."""
    return any(
        target.shown != counts.get(target.entry, Counts())
        for target in targets.found.values()
        if target.capacity is not None
    )


def target_of(targets: Targets, kind: str, entry: str) -> Target:
    """The target of a submission, or a placeholder where it is no longer on the site."""
    return targets.find(kind, entry) or Target(kind, entry, entry, "/")


@dataclass(frozen=True)
class _Document:
    """The list as it is written."""

    schema: int
    site: Site
    targets: tuple[Target, ...]


@cache
def _adapter() -> TypeAdapter[_Document]:
    """Made when it is first needed: most builds leave the list as it is."""
    return TypeAdapter(_Document)


def parse_targets(text: bytes) -> Targets:
    """The list in JSON. Raises `UnreadableList`."""
    try:
        document = _adapter().validate_json(text)
    except ValidationError as error:
        raise UnreadableList(str(error.errors()[0]["loc"])) from None
    if document.schema != SCHEMA:
        raise UnreadableList(f"schema {document.schema}")
    if any(moment.tzinfo is None for each in document.targets for moment in each.moments):
        raise UnreadableList("a time without its offset from UTC")
    found = {(target.kind, target.entry): target for target in document.targets}
    return Targets(document.site, found)


def without_replies(text: bytes, ids: Collection[str]) -> bytes:
    """The list in JSON without these comments and ideas, so that nobody can answer them. Raises `UnreadableList`."""
    known = parse_targets(text)
    return write_targets(
        known.site,
        (
            replace(
                target,
                replies=tuple(reply for reply in target.replies if reply.id not in ids),
                ideas=tuple(idea for idea in target.ideas if not {idea.slug, idea.number} & {*ids}),
            )
            for target in known.found.values()
        ),
    )


def write_targets(site: Site, targets: Iterable[Target]) -> bytes:
    """The list in JSON."""
    return _adapter().dump_json(_Document(SCHEMA, site, tuple(targets)), indent=1) + b"\n"
