"""Checks of addresses: unusable file names, conflicts, reserved addresses, and aliases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import PurePosixPath

from nyspor import urls
from nyspor.content.collection import ContentCollection, readable_entries
from nyspor.content.entry_reader import ParsedEntry, unusable_file_name
from nyspor.model.kinds import Issue
from nyspor.problems import N_, Problem
from nyspor.text.danish import slugify


def check_unique_addresses(content: ContentCollection) -> Iterator[Problem]:
    """Check that no entry has a reserved address or that of another entry."""
    for parsed in content.parsed_entries:
        location = parsed.location
        is_page = location.kind == "pages" and location.slug in urls.reserved_page_slugs()
        if is_page or (location.kind, location.slug) in urls.RESERVED_ENTRY_SLUGS:
            yield Problem(
                parsed.file,
                N_("A page cannot be called “{slug}”, since the site needs that address itself."),
                N_("Give the file another name."),
                params={"slug": location.slug},
                rule="unique-address",
            )
    for address, parsed_entries in _by_case_folded_address(content).items():
        for parsed in parsed_entries[1:]:
            if parsed.location.slug:
                yield Problem(
                    parsed.file,
                    N_("The file would get the address {address}, which {other} has."),
                    N_("Give one of the two files another name."),
                    params={"address": address, "other": parsed_entries[0].file},
                    rule="unique-address",
                )


def _by_case_folded_address(content: ContentCollection) -> Mapping[str, list[ParsedEntry]]:
    """Return the entries by address. Only an issue's address can have capitals: its folder's."""
    found = content.by_address
    capitals = [address for address in found if address != address.lower()]
    if not capitals:
        return found
    by_folded: dict[str, list[ParsedEntry]] = {}
    for address, parsed_entries in found.items():
        by_folded.setdefault(address.casefold(), []).extend(parsed_entries)
    return by_folded


def check_file_names(content: ContentCollection) -> Iterator[Problem]:
    """Check that the names of files and records can be part of an address and fit on a disk."""
    for parsed in content.parsed_entries:
        slug = parsed.location.slug
        yield from _unusable_name(parsed.file, slug)
        # Only an issue of the magazine has its folder's name as slug, unchanged.
        if _URL_SYNTAX.search(slug) or slug != slug.strip() or not slug.isprintable():
            yield Problem(parsed.file, *NO_PART_OF_ADDRESS, params={"slug": slug}, rule="file-name")
    for file in (*content.comments, *content.ideas):
        yield from _unusable_name(file, PurePosixPath(file).stem)
    vocabularies = content.vocabularies
    for file, slugs in (
        ("topics.yaml", vocabularies.topics),
        ("municipalities.yaml", vocabularies.municipalities),
        ("people.yaml", vocabularies.people),
    ):
        for slug in slugs:
            yield from _unusable_slug(content, file, slug)


NO_PART_OF_ADDRESS = (
    N_("“{slug}” cannot be a part of an address."),
    N_("Write a few words of the letters a-z with dashes between them, such as gode-leveaar."),
)
_URL_SYNTAX = re.compile(r'[?#%\\"<>]')
"""Characters with a meaning of their own in a URL."""


def _unusable_name(file: str, slug: str) -> Iterator[Problem]:
    if not slugify(slug):
        yield unusable_file_name(file)
    elif len(slug.encode()) > urls.MAX_FILE_NAME_BYTES:
        yield _name_too_long(file)


def _name_too_long(file: str) -> Problem:
    return Problem(
        file,
        N_("The file's name is too long for an address."),
        N_("Give it a name of at most {most} characters."),
        params={"most": urls.MAX_FILE_NAME_BYTES},
        rule="file-name",
    )


def _unusable_slug(content: ContentCollection, file: str, slug: str) -> Iterator[Problem]:
    if slugify(slug) and len(slug) <= urls.MAX_FILE_NAME_BYTES:
        return
    yield content.problem(
        f"{file}#{slug}", ("slug",), *NO_PART_OF_ADDRESS, slug=slug[:60], rule="file-name"
    )


def check_linked_file_names(content: ContentCollection) -> Iterator[Problem]:
    """Check that names of used files are short enough and differ by more than capitals."""
    others = [file for file in content.files if not file.endswith(".md")]
    long = {file for file in others if _is_too_long(file)}
    colliding = dict(_same_address(others))
    if not long and not colliding:
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
    for file, other in colliding.items():
        if file in linked and other in linked:
            yield Problem(
                file,
                N_("The file would get the same address as {other}."),
                N_("Give one of the two files a name that differs by more than capital letters."),
                params={"other": other},
                rule="file-name",
            )


def _is_too_long(file: str) -> bool:
    # Cheap test first: hardly any path is longer than one name may be.
    return len(file.encode()) > urls.MAX_FILE_NAME_BYTES and any(
        len(part.encode()) > urls.MAX_FILE_NAME_BYTES for part in file.split("/")
    )


def _same_address(files: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the files whose address an earlier file has already, each with that file."""
    first: dict[str, str] = {}
    for file in sorted(files):
        path = urls.normalized_output_path(urls.asset_address(file))
        other = first.setdefault(path, file)
        if other != file:
            yield file, other


class OccupiedPaths:
    """The output files that pages occupy, as `urls.normalized_output_path` gives them."""

    def __init__(self, content: ContentCollection) -> None:
        self._content = content

    def __contains__(self, path: str) -> bool:
        address = urls.without_paging(f"/{path.removesuffix('index.html')}")
        return (
            urls.is_reserved(path)
            or address in self._linkable
            or address in self._magazine_stories
            or (
                "." in address
                and any(folder in self._issue_addresses for folder in _parent_addresses(path))
            )
        )

    def is_folder(self, path: str) -> bool:
        """Return whether pages lie below `path`, so that it cannot be a file."""
        return f"/{path}/" in self._issue_addresses

    @cached_property
    def _linkable(self) -> frozenset[str]:
        return frozenset(address.casefold() for address in self._content.linkable_addresses)

    @cached_property
    def _issue_addresses(self) -> frozenset[str]:
        """The addresses of the magazine's issues. Files below them are the issue's downloads."""
        locations = (parsed.location for parsed in self._content.parsed_entries)
        return frozenset(
            urls.entry_address(location.kind, location.slug, location.lang).casefold()
            for location in locations
            if location.kind == Issue.kind
        )

    @cached_property
    def _magazine_stories(self) -> frozenset[str]:
        """The addresses of the stories in all issues of the magazine."""
        issues = (parsed.entry for parsed in self._content.parsed_entries)
        return frozenset(
            urls.magazine_story_address(issue.slug, selected.slug).casefold()
            for issue in issues
            if isinstance(issue, Issue)
            for section in issue.sections
            for selected in section.entries
        )


def _parent_addresses(path: str) -> Iterator[str]:
    """Yield the addresses of the folders that contain a file, below the site's root."""
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
    "segment": (
        N_("“{alias}” has a part that is empty or begins with a full stop."),
        N_("Write it from the site's root, such as /blog/velkommen/."),
    ),
    "character": (
        N_("“{alias}” has a character that cannot stand in an address."),
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
"""Message and remedy for each reason why an alias is no valid address."""


ALIAS_IN_USE = N_("The earlier address {alias} is in use."), N_("Take the line out.")
ALIAS_REPEATED = (
    N_("The earlier address {alias} stands in {other} too, or in the way of one there."),
    N_("Take one of the two lines out."),
)


def check_aliases(content: ContentCollection) -> Iterator[Problem]:
    """Check that aliases are valid addresses, and that their files collide with no page or other alias."""
    occupied = OccupiedPaths(content)
    files: dict[str, str] = {}
    folders: dict[str, str] = {}
    for parsed, index, alias in _all_aliases(content):
        path = ("aliases", index)
        try:
            file = urls.normalized_output_path(urls.parse_alias(alias))
        except urls.InvalidAddress as error:
            message, remedy = INVALID_ALIAS_MESSAGES[error.reason]
            yield parsed.problem(path, message, remedy, alias=_printable(alias), rule="alias")
            continue
        parents = [folder.strip("/") for folder in _parent_addresses(file)]
        if occupied.is_folder(file) or any(taken in occupied for taken in (file, *parents)):
            yield parsed.problem(path, *ALIAS_IN_USE, alias=alias, rule="alias")
        elif other := _first_colliding(file, parents, files, folders):
            yield parsed.problem(path, *ALIAS_REPEATED, alias=alias, other=other, rule="alias")
        else:
            files[file] = parsed.file
            folders.update(dict.fromkeys(parents, parsed.file))


def _first_colliding(
    file: str, parents: list[str], files: Mapping[str, str], folders: Mapping[str, str]
) -> str:
    """Return the content file with an alias at `file`, below it, or at one of its parents; or ''."""
    found = (files.get(file), folders.get(file), *map(files.get, parents))
    return next(filter(None, found), "")


def _all_aliases(content: ContentCollection) -> Iterator[tuple[ParsedEntry, int, str]]:
    found = [
        (parsed, entry.aliases) for parsed, entry in readable_entries(content) if entry.aliases
    ]
    if len(found) > 1:  # of two files with one alias the copy is to blame, not its original
        copied = content.copies
        found.sort(key=lambda each: each[0].file in copied)
    for parsed, aliases in found:
        for index, alias in enumerate(aliases):
            yield parsed, index, alias


def _printable(alias: str) -> str:
    """Return the alias with invisible characters replaced, cut to one line."""
    text = "".join(char if char.isprintable() else "\ufffd" for char in alias)
    return text if len(text) <= 80 else f"{text[:79]}…"
