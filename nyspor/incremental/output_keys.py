"""The key of an output: a digest of all that it is made from. The same key means the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import blake2b

from nyspor.content.entry_reader import ParsedEntry
from nyspor.files.lazy_dict import LazyDict
from nyspor.incremental.build_state import CachedEntry
from nyspor.model.file_references import FileReferences
from nyspor.model.kinds import Entry, Issue, Pilot
from nyspor.model.library import Library
from nyspor.site.build_plan import File, Output
from nyspor.text.danish import reading_minutes

LISTED_FIELDS = (
    "slug", "file", "translation_of", "municipality", "programme", "tracks", "topics", "related",
    "aliases", "example", "status", "lang", "comments", "series", "title", "summary", "date", "image",
    "cover", "number", "question", "colour", "phases",
)  # fmt: skip
"""Fields that lists may show of an entry, besides how long it takes to read."""


def listing_digest(parsed: ParsedEntry) -> str:
    """A digest of what lists may show of an entry."""
    shown = [getattr(parsed.entry, name, None) for name in LISTED_FIELDS]
    return _digest(f"{shown} {reading_minutes(parsed.body.words)}")


def related_in_lists(entry: Entry) -> list[str]:
    """References to what other files say and lists show with an entry, such as `track young`."""
    image = (entry.cover if isinstance(entry, Issue) else None) or entry.image
    names = [f"track {slug}" for slug in entry.tracks]
    names += [f"municipality {entry.municipality}"] if entry.municipality else []
    names += [f"picture {image.file}"] if image else []
    return [*names, f"phase {entry.key}"] if isinstance(entry, Pilot) else names


def related_on_page(entry: Entry, references: FileReferences) -> list[str]:
    """References to what other files say and an entry's own page shows."""
    names = related_in_lists(entry)
    names += [f"topic {slug}" for slug in entry.topics]
    names += [f"programme {entry.programme}"] if entry.programme else []
    names += [f"person {author}" for author in entry.authors if isinstance(author, str)]
    names += [f"picture {file}" for file in references.pictures]
    return [*names, *(f"link {file}" for file in references.links)]


def _track(library: Library, slug: str) -> object:
    track = library.find(f"tracks/{slug}")
    return track and (track.title, library.address(track), getattr(track, "colour", None))


def _programme(library: Library, slug: str) -> object:
    programme = library.find(f"programmes/{slug}")
    return programme and (programme.title, library.address(programme))


def _phase(library: Library, key: str) -> object:
    pilot = library.find(key)
    if isinstance(pilot, Pilot):
        return library.phase(pilot), library.steps_reached(pilot)
    return None


def _link(library: Library, file: str) -> object:
    entry = library.by_file.get(file)
    return library.address(entry) if entry else file in library.files


RELATED: Mapping[str, Callable[[Library, str], object]] = {
    "track": _track,
    "programme": _programme,
    "phase": _phase,
    "link": _link,
    "topic": lambda library, slug: library.vocabularies.topics[slug].name,
    "municipality": lambda library, slug: library.vocabularies.municipalities[slug],
    "person": lambda library, slug: library.vocabularies.people[slug],
    "picture": lambda library, file: library.pictures.get(file),
}
"""What is shown of each thing that `related_in_lists` and `related_on_page` name."""


class OutputKeys:
    """Computes the keys of one build's outputs; each entry and reference is digested once."""

    def __init__(
        self,
        environment: str,
        library: Library,
        entries: Mapping[str, CachedEntry],
        file_digest: Callable[[str], str],
    ) -> None:
        self._environment = environment.encode()
        self._library = library
        self._entries = entries
        self._file_digest = file_digest
        self._related = LazyDict(self._related_digest)
        self._listed = LazyDict(self._listed_digest)
        self._whole = LazyDict(self._whole_digest)

    def of(self, output: Output) -> bytes:
        """The key of an output, 12 bytes; b'named' where its path says what is in it."""
        if isinstance(output, File):
            if output.named_by_content:
                return b"named"
            if output.copies:
                return self._file_digest(str(output.copies)).encode()
            kind = "file"
        else:
            kind = f"{output.template} {output.language}"
        parts = [kind, repr(output.values)]
        parts += [self._whole[entry.file] for entry in output.whole]
        parts.append("|")
        parts += [self._listed[entry.file] for entry in output.listed]
        return blake2b("\n".join(parts).encode(), digest_size=12, key=self._environment).digest()

    def _listed_digest(self, file: str) -> str:
        cached = self._entries[file]
        related = related_in_lists(_entry(cached))
        return cached.listing + "".join([self._related[name] for name in related])

    def _whole_digest(self, file: str) -> str:
        cached = self._entries[file]
        related = related_on_page(_entry(cached), cached.parsed.references)
        # Two files may say the same, and their addresses follow from the files' names.
        return f"{file} {cached.digest}" + "".join([self._related[name] for name in related])

    def _related_digest(self, name: str) -> str:
        kind, _, which = name.partition(" ")
        return _digest(repr(RELATED[kind](self._library, which)))


def _entry(cached: CachedEntry) -> Entry:
    entry = cached.parsed.entry
    assert entry is not None, "a library holds no entry that could not be read"
    return entry


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=8).hexdigest()
