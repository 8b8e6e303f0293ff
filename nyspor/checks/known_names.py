"""Names that fields refer to: which there are, and what a writer meant by one that there is not."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from nyspor import urls
from nyspor.content.collection import ContentCollection
from nyspor.front_matter.parsing import FieldPath
from nyspor.front_matter.yaml_errors import quoted
from nyspor.model.kind_specs import find_kind
from nyspor.problems import N_, Problem, closest_match
from nyspor.text.danish import fold, slugify

Reference = tuple[FieldPath, str, Collection[str], str]
"""A name in the field at a path, the names that are known, and the message where it is none of them."""

Unknown = tuple[str, Reference, Callable[..., Problem]]
"""The file of a reference to a name that is not known, the reference, and what makes a problem of it."""

NO_TRACK = N_("There is no track called “{name}”.")
NO_TOPIC = N_("There is no topic called “{name}”.")
NO_PERSON = N_("There is no person called “{name}” in people.yaml.")
NO_MUNICIPALITY = N_("There is no municipality called “{name}”.")
NO_PROGRAMME = N_("There is no programme called “{name}”.")
NO_ENTRY = N_("There is no entry called “{name}”.")
NO_STORY = N_("There is no story called “{name}”.")
NO_COMMENT = N_("There is no comment called “{name}” to reply to.")

_KINDS = {NO_TRACK: "tracks", NO_PROGRAMME: "programmes", NO_STORY: "stories", NO_ENTRY: ""}
"""By message, the kind of the entries that are meant, '' for any."""

_VOCABULARIES = {
    NO_TOPIC: "topics.yaml",
    NO_MUNICIPALITY: "municipalities.yaml",
    NO_PERSON: "people.yaml",
}
"""By message, the file that the names stand in."""

_COMMAS, _SPACES = re.compile(r"\s*[,;]\s*"), re.compile(r"\s*/\s*|\s+og\s+|\s+")

SURE = 0.8
"""So much alike a name and a known one are where the one is a slip for the other."""


MOST_LISTED = 12
"""So many names fit into a message."""


def unknown_references(
    file: str, references: Iterable[Reference], problem_at: Callable[..., Problem]
) -> Iterator[Unknown]:
    """Yield the references of a file whose name is not known."""
    for reference in references:
        _, name, known, _ = reference
        if name not in known:
            yield file, reference, problem_at


def problems_with(unknown: Iterable[Unknown], content: ContentCollection) -> Iterator[Problem]:
    """Yield a problem for each reference to a name that is not known, with what was probably meant."""
    found = list(unknown)
    files: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for file, (_, name, _, message), _ in found:
        files[message, name][file] = None
    for message, vocabulary in _VOCABULARIES.items():
        those = [file for file, (_, _, known, said), _ in found if said == message and not known]
        if len(set(those)) > 2:
            # What is wrong is the list, and not all that is written from it.
            found = [unknown for unknown in found if unknown[1][3] != message]
            yield Problem(
                vocabulary,
                N_("There is nothing in {file}, but {count} texts name something from it."),
                N_("Bring the file back as it was, or write the names into it."),
                1,
                params={"file": vocabulary, "count": len(set(those))},
                rule="vocabulary",
            )
    other_names: dict[str, Mapping[str, str]] = {}
    if not found:
        return
    published = {line.address for line in content.published_addresses.lines}
    deleted = content.deleted_entries
    for file, reference, problem_at in found:
        path, name, _, message = reference
        others = [other for other in files[message, name] if other != file]
        if message not in other_names:
            other_names[message] = _other_names(message, content)
        was_there = _address(message, name) in published or _key(message, name) in deleted
        remedy, params = _remedy(reference, others, other_names[message], was_there)
        yield problem_at(path, message, remedy, name=name, rule="unknown-name", **params)


def _remedy(
    reference: Reference, others: list[str], other_names: Mapping[str, str], was_there: bool
) -> tuple[str, dict[str, object]]:
    """Return what to do about a name that is not known, and the parameters of that text."""
    path, name, known, message = reference
    if isinstance(path[-1], int) and (listed := _as_list(name, known, other_names)):
        return N_("Write several as a list: {right}"), {"right": listed}
    near = other_names.get(fold(name), "")
    if not near and was_there:
        return (
            N_("It was there before, and was renamed or taken away: correct it here too."),
            {},
        )
    near = near or _closest(name, known, SURE)
    if not near and others:
        return (
            N_("{files} names it too. If it was renamed or taken away, correct it in all of them.")
            if len(others) == 1
            else N_("So do {files}. If it was renamed or taken away, correct it in all of them."),
            {"files": _first(others, 4)},
        )
    near = near or _closest(name, known)
    if "/" not in name:
        near = near or other_names.get(closest_match(name, other_names), "")
    if near:
        return N_("Did you mean “{near}”?"), {"near": near}
    if message is NO_PERSON:
        return (
            N_("Write {right}, or put the person on the list in people.yaml."),
            {"right": f"{{navn: {quoted(name)}, rolle: …}}"},
        )
    if known and message is NO_ENTRY and len(known) > MOST_LISTED:
        return (
            N_("Write the folder and the name of the text's file, such as {example}."),
            {"example": _example(name, known)},
        )
    if known:
        return N_("These are known: {names}."), {"names": _first(known, MOST_LISTED)}
    return N_("Take the line out, or write it first."), {}


def _address(message: str, name: str) -> str:
    """Return the address that the page of a name would have, '' where it has none."""
    if message is NO_TOPIC:
        return urls.topic_address(name)
    if message is NO_MUNICIPALITY:
        return urls.municipality_address(name)
    kind, _, slug = name.rpartition("/")
    kind = _KINDS.get(message, "") or kind
    return urls.entry_address(kind, slug) if find_kind(kind) else ""


def _key(message: str, name: str) -> str:
    """Return the key of the text that a name would be, '' where it is none."""
    kind = _KINDS.get(message)
    return "" if kind is None else f"{kind}/{name}".lstrip("/")


def _closest(name: str, known: Collection[str], likeness: float = 0.6) -> str:
    """Return the known name that is most like a name; two names are not alike because of their folder."""
    folder, slash, slug = name.rpartition("/")
    within = [other for other in known if slash and other.startswith(f"{folder}/")]
    if not within:
        return closest_match(name, known, likeness)
    near = closest_match(slug, [other[len(folder) + 1 :] for other in within], likeness)
    return f"{folder}/{near}" if near else ""


def _as_list(name: str, known: Collection[str], other_names: Mapping[str, str]) -> str:
    """Return a list of the names that a writer has put into one, or ''."""
    for separators, whole in ((_COMMAS, any), (_SPACES, all)):
        parts = [part.strip("[]") for part in separators.split(name.strip()) if part.strip("[]")]
        meant = [part if part in known else other_names.get(fold(part), "") for part in parts]
        if len(parts) > 1 and whole(meant):
            pairs = zip(meant, parts, strict=True)
            return f"[{', '.join(found or slugify(part) or part for found, part in pairs)}]"
    return ""


def _example(name: str, known: Collection[str]) -> str:
    """Return a known name, in the folder of `name` where that has one."""
    within = (other for other in sorted(known) if other.startswith(f"{name.partition('/')[0]}/"))
    return next(within, min(known))


def _first(known: Iterable[str], most: int) -> str:
    """Return the first known names, as many as fit on a line."""
    names = sorted(known)
    return ", ".join(names[:most]) + (" …" if len(names) > most else "")


def _other_names(message: str, content: ContentCollection) -> Mapping[str, str]:
    """Return what else the things that a message speaks of are called (folded): title, file, address → their name."""
    vocabularies = content.vocabularies
    if message is NO_TOPIC:
        topics = vocabularies.topics.values()
        return {fold(word): t.slug for t in topics for word in (*t.synonyms, t.name, t.slug)}
    if message is NO_MUNICIPALITY:
        found = vocabularies.municipalities.values()
        return {
            fold(name): m.slug
            for m in found
            for name in (m.name, m.name.removesuffix(" Kommune"), m.slug)
        }
    if message is NO_PERSON:
        return {
            fold(word): p.slug for p in vocabularies.people.values() for word in (p.name, p.slug)
        }
    if message not in _KINDS:
        return {}
    names: dict[str, str] = {}
    for parsed in content.by_file.values():
        kind, slug, lang = parsed.location
        if _KINDS[message] in ("", kind):
            name = slug if _KINDS[message] else parsed.location.key
            title = parsed.entry.title if parsed.entry else slug
            path = parsed.file.removesuffix(".md")
            address = urls.entry_address(kind, slug, lang)
            words = (title, slug, path, f"../{path}", f"../../{path}", address, address.strip("/"))
            for word in words:
                names[fold(word)] = names[fold(f"{word}.md")] = name
    return names
