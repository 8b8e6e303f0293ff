"""Addresses: names that give none, that two would have, or that the site needs itself, and earlier ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import PurePosixPath

from nyspor import urls
from nyspor.content.collection import ContentCollection
from nyspor.content.entry_reader import ParsedEntry, unusable_file_name
from nyspor.model.kinds import Entry, Issue
from nyspor.problems import N_, Problem
from nyspor.text.danish import slugify


def check_unique_addresses(content: ContentCollection) -> Iterator[Problem]:
    """Entries whose address the site needs itself, or another entry has too."""
    for parsed in content.parsed_entries:
        location = parsed.location
        is_page = location.kind == "pages" and location.slug in urls.reserved()
        if is_page or (location.kind, location.slug) in urls.RESERVED_ENTRY_SLUGS:
            yield Problem(
                parsed.file,
                N_("A page cannot be called “{slug}”, since the site needs that address itself."),
                N_("Give the file another name."),
                params={"slug": location.slug},
            )
    for address, parsed_entries in _by_case_folded_address(content).items():
        for parsed in parsed_entries[1:]:
            if parsed.location.slug:
                yield Problem(
                    parsed.file,
                    N_("The file would get the address {address}, which {other} has."),
                    N_("Give one of the two files another name."),
                    params={"address": address, "other": parsed_entries[0].file},
                )


def _by_case_folded_address(content: ContentCollection) -> Mapping[str, list[ParsedEntry]]:
    """Readings by address. Only an issue of the magazine keeps the capitals of its folder's name."""
    found = content.by_address
    capitals = [address for address in found if address != address.lower()]
    if not capitals:
        return found
    alike: dict[str, list[ParsedEntry]] = {}
    for address, parsed_entries in found.items():
        alike.setdefault(address.casefold(), []).extend(parsed_entries)
    return alike


def check_file_names(content: ContentCollection) -> Iterator[Problem]:
    """Files and records whose name leaves nothing for an address, or more than a disk takes."""
    for parsed in content.parsed_entries:
        slug = parsed.location.slug
        yield from _unusable_name(parsed.file, slug)
        # Only an issue of the magazine keeps what its folder is called.
        if _ILL_FIT.search(slug) or slug != slug.strip() or not slug.isprintable():
            yield Problem(parsed.file, *NO_PART_OF_ADDRESS, params={"slug": slug})
    for file in (*content.comments, *content.ideas):
        yield from _unusable_name(file, PurePosixPath(file).stem)
    words = content.vocabularies
    for file, slugs in (
        ("topics.yaml", words.topics),
        ("municipalities.yaml", words.municipalities),
        ("people.yaml", words.people),
    ):
        for slug in slugs:
            yield from _unusable_slug(content, file, slug)


NO_PART_OF_ADDRESS = (
    N_("“{slug}” cannot be a part of an address."),
    N_("Write a few words of the letters a-z with dashes between them, such as gode-leveaar."),
)
_ILL_FIT = re.compile(r'[?#%\\"<>]')
"""Signs that end an address, or stand for another sign in it."""


def _unusable_name(file: str, slug: str) -> Iterator[Problem]:
    if not slugify(slug):
        yield unusable_file_name(file)
    elif len(slug.encode()) > urls.MAX_FILE_NAME_BYTES:
        yield _name_too_long(file)


def _name_too_long(file: str) -> Problem:
    return Problem(
        file,
        N_("The file's name is too long for an address."),
        N_("Give it a name of at most {most} signs."),
        params={"most": urls.MAX_FILE_NAME_BYTES},
    )


def _unusable_slug(content: ContentCollection, file: str, slug: str) -> Iterator[Problem]:
    if slugify(slug) and len(slug) <= urls.MAX_FILE_NAME_BYTES:
        return
    fields = content.fields_by_source.get(f"{file}#{slug}")
    line, written = fields.locate(("slug",)) if fields else (None, "")
    yield Problem(
        file,
        *NO_PART_OF_ADDRESS,
        line,
        written,
        {"slug": slug[:60]},
    )


def check_linked_file_names(content: ContentCollection) -> Iterator[Problem]:
    """Pictures and files that pages use whose names are too long, or differ by capitals alone."""
    others = [file for file in content.files if not file.endswith(".md")]
    long = {file for file in others if _is_too_long(file)}
    alike = dict(_same_address(others))
    if not long and not alike:
        return
    used = {
        file: parsed.file
        for parsed in content.parsed_entries
        for file in (
            *parsed.references.pictures,
            *parsed.references.videos,
            *parsed.references.links,
        )
    }
    linked = {
        file
        for parsed in content.parsed_entries
        for file in (*parsed.references.videos, *parsed.references.links)
    }
    for file in sorted(long & used.keys()):
        yield _name_too_long(file)
    for file, other in alike.items():
        if file in linked and other in linked:
            yield Problem(
                file,
                N_("The file would get the same address as {other}."),
                N_("Give one of the two files a name that differs by more than capital letters."),
                params={"other": other},
            )


def _is_too_long(file: str) -> bool:
    # The path is hardly ever longer than one name may be.
    return len(file.encode()) > urls.MAX_FILE_NAME_BYTES and any(
        len(part.encode()) > urls.MAX_FILE_NAME_BYTES for part in file.split("/")
    )


def _same_address(files: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Files that would have one address, each with the first of them."""
    first: dict[str, str] = {}
    for file in sorted(files):
        path = urls.normalized_output_path(urls.asset_address(file))
        other = first.setdefault(path, file)
        if other != file:
            yield file, other


class OccupiedPaths:
    """The files that a site's pages are served from, as `urls.normalized_output_path` names them."""

    def __init__(self, content: ContentCollection) -> None:
        self._content = content

    def __contains__(self, path: str) -> bool:
        address = urls.without_paging(f"/{path.removesuffix('index.html')}")
        return (
            urls.is_reserved(path)
            or address in self._standing
            or address in self._magazine
            or (
                "." in address and any(folder in self._issues for folder in _parent_addresses(path))
            )
        )

    def is_folder(self, path: str) -> bool:
        """Whether something lies below what would be a file."""
        return f"/{path}/" in self._issues

    @cached_property
    def _standing(self) -> frozenset[str]:
        return frozenset(address.casefold() for address in self._content.linkable_addresses)

    @cached_property
    def _issues(self) -> frozenset[str]:
        """The addresses of the magazine's issues. What has an ending there is a file to fetch."""
        locations = (parsed.location for parsed in self._content.parsed_entries)
        return frozenset(
            urls.entry_address(location.kind, location.slug, location.lang).casefold()
            for location in locations
            if location.kind == Issue.kind
        )

    @cached_property
    def _magazine(self) -> frozenset[str]:
        """The addresses of stories in the magazine."""
        issues = (parsed.entry for parsed in self._content.parsed_entries)
        return frozenset(
            f"{urls.entry_address(issue.kind, issue.slug)}{chosen.slug}/".casefold()
            for issue in issues
            if isinstance(issue, Issue)
            for section in issue.sections
            for chosen in section.entries
        )


def _parent_addresses(path: str) -> Iterator[str]:
    """The addresses of the folders that a file lies in, below the site's root."""
    return (f"/{folder}/" for folder in PurePosixPath(path).parents if folder.name)


INVALID_ALIAS_MESSAGES = {
    "outside": (
        N_("“{alias}” is not an address on this site."),
        N_("Write it from the site's root, such as /blog/velkommen/."),
    ),
    "query": (
        N_("“{alias}” has a ? or a #, and no file on the site can answer to that."),
        N_("Take the line out, and ask whoever runs the web server to lead the address on."),
    ),
    "part": (
        N_("“{alias}” has a part that is empty or begins with a full stop."),
        N_("Write it from the site's root, such as /blog/velkommen/."),
    ),
    "sign": (
        N_("“{alias}” has a sign that cannot stand in an address."),
        N_("Write it from the site's root, such as /blog/velkommen/."),
    ),
    "encoding": (
        N_("“{alias}” has percent signs that cannot be read as UTF-8."),
        N_("Write the letters themselves, such as /blog/år/."),
    ),
    "long": (
        N_("“{alias}” is longer than the disk takes."),
        N_("Take the line out, and ask whoever runs the web server to lead the address on."),
    ),
}
"""What is wrong with a text that is no address, and how it is mended."""


def check_aliases(content: ContentCollection) -> Iterator[Problem]:
    """An earlier address may not be one that something has now, or lie in the way of it."""
    taken = OccupiedPaths(content)
    files: dict[str, str] = {}
    folders: dict[str, str] = {}
    for parsed, index, alias in _all_aliases(content):
        path = ("aliases", index)
        try:
            file = urls.normalized_output_path(urls.parse_alias(alias))
        except urls.InvalidAddress as error:
            message, remedy = INVALID_ALIAS_MESSAGES[error.reason]
            yield parsed.problem(path, message, remedy, alias=_printable(alias))
            continue
        above = [folder.strip("/") for folder in _parent_addresses(file)]
        if taken.is_folder(file) or any(its in taken for its in (file, *above)):
            yield parsed.problem(
                path,
                N_("The earlier address {alias} is in use."),
                N_("Take the line out."),
                alias=alias,
            )
            continue
        other = next(
            (its for its in (files.get(file), folders.get(file), *map(files.get, above)) if its), ""
        )
        if other:
            yield parsed.problem(
                path,
                N_(
                    "The earlier address {alias} stands in {other} too, or in the way of one there."
                ),
                N_("Take one of the two lines out."),
                alias=alias,
                other=other,
            )
            continue
        files[file] = parsed.file
        folders.update(dict.fromkeys(above, parsed.file))


def _all_aliases(content: ContentCollection) -> Iterator[tuple[ParsedEntry, int, str]]:
    for parsed in content.parsed_entries:
        entry: Entry | None = parsed.entry
        for index, alias in enumerate(entry.aliases if entry else ()):
            yield parsed, index, alias


def _printable(alias: str) -> str:
    """A text that is no address, without what cannot be seen and not longer than a line."""
    seen = "".join(sign if sign.isprintable() else "\ufffd" for sign in alias)
    return seen if len(seen) <= 80 else f"{seen[:79]}…"
