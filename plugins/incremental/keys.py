"""Keys: for every planned output, the digest of all that it is made from.

An output whose key is that of the last build is the same to the byte, and is not made again. Where the plan may
be another all keys are worked out anew, which is cheap, and no list of what depends on what can be wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b

from nyspor.model.kinds import Pilot
from nyspor.model.library import Library
from nyspor.on_demand import OnDemand
from nyspor.outputs import File, Output
from plugins.incremental.records import Record


def seen(library: Library) -> OnDemand[str]:
    """What pages show that stands in another file than the entry they show: by name, a digest of it."""

    def digest(name: str) -> str:
        kind, _, which = name.partition(" ")
        shown = repr(SHOWN[kind](library, which))
        return blake2b(shown.encode(), digest_size=8).hexdigest()

    return OnDemand(digest)


def _track(library: Library, slug: str) -> object:
    track = library.find(f"tracks/{slug}")
    return track and (track.title, library.address(track), getattr(track, "colour", None))


def _programme(library: Library, slug: str) -> object:
    programme = library.find(f"programmes/{slug}")
    return programme and (programme.title, library.address(programme))


def _phase(library: Library, key: str) -> object:
    pilot = library.find(key)
    return library.phase(pilot) if isinstance(pilot, Pilot) else None


def _link(library: Library, file: str) -> object:
    entry = library.by_file.get(file)
    return library.address(entry) if entry else file in library.files


SHOWN: Mapping[str, Callable[[Library, str], object]] = {
    "spor": _track,
    "program": _programme,
    "fase": _phase,
    "link": _link,
    "tema": lambda library, slug: library.vocabularies.topics[slug].name,
    "kommune": lambda library, slug: library.vocabularies.municipalities[slug],
    "person": lambda library, slug: library.vocabularies.people[slug],
    "billede": lambda library, file: library.pictures.get(file),
}
"""What a record's names stand for (`records.Record.seen_whole`)."""


class Keys:
    """Works out the keys of one build's outputs."""

    def __init__(
        self,
        environment: str,
        library: Library,
        records: Mapping[str, Record],
        digest_of_file: Callable[[str], str],
    ) -> None:
        self._environment = environment.encode()
        self._records = records
        self._seen = seen(library)
        self._digest_of_file = digest_of_file
        self._listed = OnDemand(lambda file: self._shown(file, listed=True))
        self._whole = OnDemand(lambda file: self._shown(file, listed=False))

    def of(self, output: Output) -> bytes:
        """The key of an output."""
        if isinstance(output, File):
            if output.named_by_content:
                return b"named"
            if output.copies:
                return self._digest_of_file(str(output.copies)).encode()
            kind = "file"
        else:
            kind = f"{output.template} {output.language}"
        whole, listed = self._whole, self._listed
        parts = [kind, repr(output.values)]
        parts += [whole[entry.file] for entry in output.whole]
        parts.append("|")
        parts += [listed[entry.file] for entry in output.listed]
        made_from = "\n".join(parts).encode()
        return blake2b(made_from, digest_size=12, key=self._environment).digest()

    def _shown(self, file: str, listed: bool) -> str:
        """A digest of what lists show of an entry, or of all that its own page tells."""
        record = self._records[file]
        if listed:
            return record.listing + "".join([self._seen[name] for name in record.seen_listed])
        # Two files may say the same, and their addresses follow from their names.
        return f"{file} {record.digest}" + "".join([self._seen[n] for n in record.seen_whole])


def keys_of(outputs: Iterable[Output], keys: Keys) -> dict[str, bytes]:
    """The keys of all outputs, by path."""
    return {output.path: keys.of(output) for output in outputs}
