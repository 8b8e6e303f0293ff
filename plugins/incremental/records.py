"""What is remembered of an entry's file, and the entry that is filled from it on first touch.

An entry is light until somebody asks for more than what it is sorted and gathered by: then the rest of
its fields are restored, and its text only when a page tells it whole.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable
from dataclasses import replace
from functools import cache, cached_property, partial
from hashlib import blake2b
from typing import Any, NamedTuple

from nyspor.addresses import Place
from nyspor.danish import reading_minutes
from nyspor.front_matter import Fields
from nyspor.markdown.body import Body
from nyspor.model.kinds import KINDS, Entry, Issue, Pilot, Post, Story
from nyspor.model.uses import Uses, images_of
from nyspor.model.values import CommentsState, Language, Status
from nyspor.reading import Reading
from plugins.incremental.plain import BESIDE, defaults, plain, plain_fields, restored
from plugins.incremental.state import Location

LIGHT = (
    "slug", "file", "translation_of", "municipality", "programme", "tracks", "topics", "related",
    "aliases", "example",
)  # fmt: skip
"""Fields that every entry has at hand: what the library gathers and plans by."""

WORDS = {"status": Status, "lang": Language, "comments": CommentsState}
"""Such fields with a closed list of words."""

WORKED_OUT = ("key", "began", "over", "began_in", "pictured")
"""What is worked out from the fields, likewise at hand."""

AT_HAND = frozenset((*LIGHT, *WORDS, "series"))

HELD = (*LIGHT, *WORKED_OUT, "series", *WORDS)
"""All that is at hand, in the order of a record. Of a post or a story, planning looks at no other field."""

STREAM = frozenset((Post.kind, Story.kind))
"""The kinds of which there are many."""

LISTED = (
    *LIGHT, *WORDS, "series", "title", "summary", "date", "image", "cover", "number", "question",
    "colour", "phases",
)  # fmt: skip
"""What lists may show of an entry, besides how long it takes to read; all else only its own page tells."""


class Record(NamedTuple):
    """A file's entry. `digest` is that of the file's bytes, `listing` of what lists may show, and `fields`
    of all it says but its text; `light` and `rest` are those fields; `seen_listed` and `seen_whole` name
    what is not in the file but is shown with it (`plugins.incremental.keys`); `expires` is when the first consent runs out; `text`
    is where its body was put away (`state.Location`).
    """

    digest: str
    place: tuple[str, str, str]
    light: tuple[Any, ...]
    rest: bytes
    listing: str
    fields: bytes
    seen_listed: tuple[str, ...]
    seen_whole: tuple[str, ...]
    uses: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
    words: int
    anchors: tuple[str, ...]
    expires: float | None
    text: tuple[int, ...]

    def held(self, name: str) -> Any:
        """One of the fields that are at hand."""
        return self.light[HELD.index(name)]

    @property
    def planned_by(self) -> tuple[object, ...]:
        """What planning may look at: while it is the same, so are the outputs, and what each is made from."""
        if self.place[0] not in STREAM:
            return (self.place, self.fields)
        return (self.place, self.light, self.uses, reading_minutes(self.words))


def record_of(reading: Reading, digest: str, keep: Callable[[bytes], Location]) -> Record:
    """The record of a reading without problems; `keep` puts its text away."""
    entry, body, place = reading.entry, reading.body, reading.place
    assert entry is not None
    light = [getattr(entry, name) for name in (*LIGHT, *WORKED_OUT)]
    light += [getattr(entry, "series", ""), *(getattr(entry, name).value for name in WORDS)]
    said = plain_fields(entry)
    rest = {name: item for name, item in said.items() if name not in AT_HAND}
    listed = [said.get(name) for name in LISTED]
    uses = reading.uses
    minutes = reading_minutes(body.words)
    ends = [i.consent.expires for _, i in images_of(entry) if i.consent and i.consent.expires]
    return Record(
        digest=digest,
        place=(place.kind, place.slug, place.lang),
        light=tuple(light),
        rest=marshal.dumps(rest),
        listing=blake2b(f"{listed} {minutes}".encode(), digest_size=8).hexdigest(),
        fields=blake2b(f"{said} {uses} {minutes}".encode(), digest_size=12).digest(),
        seen_listed=tuple(_seen_listed(entry)),
        seen_whole=tuple(_seen_whole(entry, uses)),
        uses=(uses.pictures, uses.films, uses.links),
        words=body.words,
        anchors=tuple(sorted(body.anchors)),
        expires=min((date.instant.timestamp() for date in ends), default=None),
        text=tuple(keep(marshal.dumps(plain(body)))),
    )


def _seen_listed(entry: Entry) -> list[str]:
    """What a list shows with the entry: its tracks, its municipality, its picture, the phase it is in."""
    image = (entry.cover if isinstance(entry, Issue) else None) or entry.image
    seen = [f"spor {slug}" for slug in entry.tracks]
    seen += [f"kommune {entry.municipality}"] if entry.municipality else []
    seen += [f"billede {image.file}"] if image else []
    return [*seen, f"fase {entry.key}"] if isinstance(entry, Pilot) else seen


def _seen_whole(entry: Entry, uses: Uses) -> list[str]:
    """What its own page shows with it."""
    seen = _seen_listed(entry)
    seen += [f"tema {slug}" for slug in entry.topics]
    seen += [f"program {entry.programme}"] if entry.programme else []
    seen += [f"person {author}" for author in entry.authors if isinstance(author, str)]
    seen += [f"billede {file}" for file in uses.pictures]
    return [*seen, *(f"link {file}" for file in uses.links)]


class LightReading(Reading):
    """A reading whose entry is light, and whose text is fetched each time it is asked for."""

    @property
    def body(self) -> Body:
        held = self.__dict__
        fetch = partial(held["fetch"], self.file, held["record"])
        return light_body(held["record"], fetch, held.get("facts"))

    @property
    def uses(self) -> Uses:
        """The files that the entry and its text use."""
        return Uses._make(self.__dict__["record"].uses)

    @property
    def fields(self) -> Fields:
        """Where a field stands is not remembered: a file with problems is read again."""
        return Fields()


def light_reading(
    file: str, record: Record, fetch: Callable[[str, Record], Body], read: Reading | None = None
) -> Reading:
    """The reading that a record is of; `fetch` gets its text.

    Where it was only just `read`, all is kept of that but the HTML: the gate and the lists want it soon.
    """
    reading = LightReading.__new__(LightReading)
    held: dict[str, Any] = {
        "file": file,
        "place": Place._make(record.place),
        "entry": read.entry if read else light_entry(record.place[0], record),
        "record": record,
        "fetch": fetch,
    }
    if read:
        held["facts"] = replace(read.body, html="")
    put_in(reading, "__dict__", held)
    return reading


def light_entry(kind: str, record: Record) -> Entry:
    """The entry, with no more than what is at hand in it."""
    entry: Entry = object.__new__(_light_kind(KINDS[kind]))
    put_in(entry, "__dict__", _held(record.rest, *record.light))
    return entry


def _held(
    rest: bytes,
    slug: str, file: str, translation_of: str, municipality: str, programme: str,
    tracks: object, topics: object, related: object, aliases: object, example: bool,
    key: str, began: float, over: float, began_in: int, pictured: bool,
    series: str, status: str, lang: str, comments: str,
) -> dict[str, Any]:  # fmt: skip
    """What is at hand by name, given in the order of `HELD`, and the `rest` packed. Written out, it costs half
    of what a loop does, and there are many."""
    return {
        "slug": slug, "file": file, "translation_of": translation_of,
        "municipality": municipality, "programme": programme, "tracks": tracks, "topics": topics,
        "related": related, "aliases": aliases, "example": example, "key": key, "began": began,
        "over": over, "began_in": began_in, "pictured": pictured, "series": series,
        "status": _STATUS[status], "lang": _LANGUAGE[lang], "comments": _COMMENTS[comments],
        "_rest": rest,
    }  # fmt: skip


put_in = object.__setattr__
"""Past what keeps others from changing a value: this one is only being made."""


_STATUS = {member.value: member for member in Status}
_LANGUAGE = {member.value: member for member in Language}
_COMMENTS = {member.value: member for member in CommentsState}


@cache
def _light_kind(kind: type[Entry]) -> type[Entry]:
    """The kind, but filled when first asked for what is not at hand, and compared by identity."""

    def fill(self: Any, name: str) -> Any:
        rest = self.__dict__.pop("_rest", None)
        if rest is not None:
            said = {field: restored(item) for field, item in marshal.loads(rest).items()}
            self.__dict__.update(said)
            if name in said:
                return said[name]
        # What goes without saying is not held by each: there are many, and little else in them.
        usual = defaults(kind)
        if name not in usual:
            raise AttributeError(name)
        return usual[name]

    added = {"__getattr__": fill, "__eq__": object.__eq__, "__hash__": object.__hash__}
    meta: Any = type(kind)
    made: type[Entry] = meta(kind.__name__, (kind,), {"__module__": __name__, **added})
    for name, usual in BESIDE.items():
        # Of all of them at once, since there are many, and nobody asks.
        setattr(made, name, usual)
    return made


def _fact(name: str) -> Any:
    return property(lambda self: getattr(self.facts or self.whole, name))


class LightBody(Body):
    """A body with its number of words and its anchors at hand; the rest is fetched when asked for.

    `facts` is the same body without its HTML, where that is at hand.
    """

    facts: Body | None
    html = property(lambda self: self.whole.html)
    blocks = _fact("blocks")
    links = _fact("links")
    images = _fact("images")

    @cached_property
    def whole(self) -> Body:
        body: Body = self.__dict__["fetch"]()
        return body


def light_body(record: Record, fetch: Callable[[], Body], facts: Body | None = None) -> Body:
    """The body of a record; `fetch` gets its text."""
    body = LightBody.__new__(LightBody)
    anchors = frozenset(record.anchors)
    body.__dict__.update(words=record.words, anchors=anchors, fetch=fetch, facts=facts)
    return body


def restored_body(text: bytes) -> Body:
    """The body that was put away as these bytes."""
    body: Body = restored(marshal.loads(text))
    return body
