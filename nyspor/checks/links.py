"""Checks of links: their files and headings exist, and what they lead to is published."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from posixpath import dirname, join, normpath
from types import MappingProxyType
from urllib.parse import unquote, urlsplit

from nyspor import urls
from nyspor.checks.link_targets import (
    NOT_PUBLIC,
    WRITE,
    Mistake,
    asks_for_login,
    elsewhere_mistake,
    path_mistake,
    says_nothing,
)
from nyspor.checks.published_addresses import removed_addresses
from nyspor.content.collection import (
    ContentCollection,
    closest_file,
    is_published,
    is_scheduled,
    readable_entries,
    relative_link,
)
from nyspor.content.entry_reader import ParsedEntry
from nyspor.model.document import Reference
from nyspor.model.kind_specs import find_kind
from nyspor.model.kinds import Entry
from nyspor.model.link_targets import is_broken
from nyspor.model.values import Status
from nyspor.problems import N_, Problem, closest_match
from nyspor.text.danish import format_date


def check_links(content: ContentCollection) -> Iterator[Problem]:
    """Check that every link leads to a file that exists, and to a heading in it that exists."""
    for parsed in content.parsed_entries:
        for link, target in _links(parsed):
            yield from _check_link(parsed, link, target, content)


def _links(parsed: ParsedEntry) -> Iterator[tuple[Reference, str]]:
    """Yield the links of a text with where they lead in the content folder, '' for elsewhere."""
    return zip(parsed.body.links, parsed.references.link_targets, strict=True)


def _check_link(
    parsed: ParsedEntry, link: Reference, target: str, content: ContentCollection
) -> Iterator[Problem]:
    wrong = [*_check_target(parsed, link, target, content)]
    yield from wrong
    if not link.text:
        yield _problem(
            parsed,
            link,
            N_("The link to {link} has no words."),
            N_("Write between the square brackets where it leads."),
        )
    elif not wrong and says_nothing(link.text):
        yield _problem(
            parsed,
            link,
            N_("“{text}” does not say where the link leads."),
            N_("Make words of it that do, such as the name of the page."),
            {"text": link.text},
            rule="link-text",
        )
    elif not wrong and asks_for_login(link.target):
        yield _problem(
            parsed,
            link,
            N_("{link} looks like a place that only those with a login can open."),
            N_("Put the file in content/files and link to it, or see to it that all can open it."),
            rule="login-link",
        )


def _check_target(
    parsed: ParsedEntry, link: Reference, target: str, content: ContentCollection
) -> Iterator[Problem]:
    if not target:
        own = _own_address(link.target, content)
        if mistake := elsewhere_mistake(link.target):
            if own and mistake.message == NOT_PUBLIC:
                mistake = Mistake(NOT_PUBLIC, WRITE, {"right": own})
            yield _problem(parsed, link, *mistake)
        elif own and not content.is_address(own):
            yield _no_page(parsed, link, own, content)
        return
    path, _, fragment = target.partition("#")
    if path in content.by_file:
        yield from _check_fragment(parsed, link, fragment, content.by_file[path])
    elif link.target.startswith("/") and content.is_address(f"/{path}"):
        return
    elif path not in content.files:
        yield _missing(parsed, link, path, content)
    elif not path.startswith(PUBLIC_FOLDERS):
        yield _problem(
            parsed,
            link,
            N_("{file} is for those who work on the site, so readers cannot be led there."),
            N_("Take the link out; what readers are to fetch lies in content/files."),
            {"file": path},
        )


PUBLIC_FOLDERS = ("files/", "images/")
"""Where what readers can fetch lies."""


def _problem(
    parsed: ParsedEntry,
    link: Reference,
    message: str,
    remedy: str,
    params: Mapping[str, object] = MappingProxyType({}),
    rule: str = "link-target",
) -> Problem:
    known = {"link": link.target, **params}
    return Problem(parsed.file, message, remedy, link.line, params=known, rule=rule)


def _check_fragment(
    parsed: ParsedEntry, link: Reference, fragment: str, other: ParsedEntry
) -> Iterator[Problem]:
    # A footnote that nothing refers to is reported as such.
    if fragment and fragment not in other.body.anchors and not fragment.startswith("fnref"):
        near = closest_match(fragment, other.body.anchors)
        yield _problem(
            parsed,
            link,
            N_("The link leads to “#{anchor}”, but {file} has no such heading."),
            N_("Did you mean “#{near}”?")
            if near
            else N_("Take “#{anchor}” out, or write the heading."),
            {"anchor": fragment, "file": other.file, "near": near},
        )


def _missing(
    parsed: ParsedEntry, link: Reference, path: str, content: ContentCollection
) -> Problem:
    """Return the problem of a link to a file that is not there."""
    if mistake := path_mistake(link.target):
        return _problem(parsed, link, *mistake)
    files = (*content.by_file, *content.files)
    if "\\" in link.target:
        return _backslash_problem(parsed, link, files)
    if odd := _file_with_sign(parsed, link, content.files):
        return _problem(
            parsed,
            link,
            N_("The name of {file} has a # or a %, which means something else in a link."),
            N_("Give the file a name without it, and write that."),
            {"file": odd},
        )
    if link.target.startswith("/"):
        return _no_page(parsed, link, f"/{path}/", content)
    if gone := _gone(parsed, link, path, content):
        return gone
    kind = find_kind(path)
    near = (
        urls.kind_list_address(path)
        if kind and kind.url
        else relative_link(closest_file(path, files), parsed.file)
    )
    if near:
        remedy = N_("Did you mean “{near}”?")
    elif "." in path and not path.endswith(".md"):
        remedy = N_("Put the file in content/files, and write its name as it is there.")
    else:
        remedy = N_("Write the way to the file from this one, such as ../../pilots/zebrabyer.md.")
    message = N_("The link {link} leads to a file that is not there.")
    return _problem(parsed, link, message, remedy, {"near": near})


def _gone(
    parsed: ParsedEntry, link: Reference, path: str, content: ContentCollection
) -> Problem | None:
    """Return the problem of a link to a file that was there before, None where nobody knows of one."""
    location = urls.locate_entry(path)
    address = urls.entry_address(*location) if location else ""
    lines = content.published_addresses.lines
    files = {line.file for line in lines if address and line.address == address}
    renamed = next((file for file in files if file in content.by_file), "")
    if not renamed and not files and path not in content.deleted_files:
        return None
    return _problem(
        parsed,
        link,
        N_("The link {link} leads to a file that was there before, but has been deleted or has another name now."),
        WRITE if renamed else N_("Take the link out, or lead it to another page."),
        {"right": relative_link(renamed, parsed.file)},
    )  # fmt: skip


def _no_page(
    parsed: ParsedEntry, link: Reference, address: str, content: ContentCollection
) -> Problem:
    file = f"files/{address.strip('/').removeprefix('filer/')}"
    near = (
        relative_link(file, parsed.file)
        if file in content.files
        else closest_match(address, content.linkable_addresses, 0.8)
    )
    return _problem(
        parsed,
        link,
        N_("There is no page at {link}."),
        N_("Did you mean “{near}”?")
        if near
        else N_(
            "Look the address up on the site, or write the way to the file, such as ../../pilots/zebrabyer.md."
        ),
        {"near": near},
    )


def _own_address(link: str, content: ContentCollection) -> str:
    """Return the address on this site that a whole web address leads to, also in its preview; '' for others."""
    if is_broken(link) or not link.lower().startswith("http"):
        return ""
    parts = urlsplit(link)
    address = unquote(parts.path) or "/"
    own = content.site_url
    if own and f"{link}/".startswith(f"{own}/"):
        return unquote(urlsplit(link[len(own) :]).path) or "/"
    is_preview = parts.hostname in ("localhost", "127.0.0.1", "0.0.0.0", "::1")
    return address if is_preview and content.is_address(address) else ""


def _file_with_sign(parsed: ParsedEntry, link: Reference, files: Collection[str]) -> str:
    """Return the file that a link means by its name as it is saved, whose signs the link reads otherwise; or ''."""
    if "#" not in link.target and "%" not in link.target:
        return ""
    written = normpath(join(dirname(parsed.file), link.target))
    return written if written in files else ""


def _backslash_problem(parsed: ParsedEntry, link: Reference, files: Collection[str]) -> Problem:
    """Return the problem of a link with Windows path separators, which no browser follows."""
    near = relative_link(closest_file(link.target, files), parsed.file)
    return Problem(
        parsed.file,
        N_("The link {link} has backslashes, which only Windows reads as folders."),
        N_("Write it with slashes, such as {path}."),
        link.line,
        params={"link": link.target, "path": near or "../../pilots/zebrabyer.md"},
        rule="link-target",
    )


def check_links_to_unpublished(content: ContentCollection, now: datetime) -> Iterator[Problem]:
    """Check that published entries do not link to unpublished ones, whose pages do not exist."""

    def unpublished(parsed: ParsedEntry | None) -> Entry | None:
        entry = parsed.known if parsed else None
        return entry if entry and not is_published(entry, now.timestamp()) else None

    removed = removed_addresses(content, now)
    for parsed, entry in readable_entries(content):
        if unpublished(parsed):
            continue
        for link, target in _links(parsed):
            path = target.partition("#")[0]
            linked = content.by_file.get(path)
            if linked is None and link.target.startswith("/"):
                linked = next(iter(content.by_address.get(f"/{path}/", ())), None)
            if linked is None and f"/{path}/" in removed:
                yield _problem(
                    parsed,
                    link,
                    N_("The page at {link} has been removed."),
                    N_("Take the link out, or lead it to another page."),
                )
            if other := unpublished(linked):
                yield _unpublished_problem(other, now, parsed.file, link.line, "")
        for index, key in enumerate(entry.related):
            if other := unpublished(content.by_key.get(key)):
                line, written = parsed.fields.locate(("related", index))
                yield _unpublished_problem(other, now, parsed.file, line or 1, written)


def _unpublished_problem(
    other: Entry, now: datetime, file: str, line: int, written: str
) -> Problem:
    params = {"file": other.file, "date": format_date(other.date) if other.date else ""}
    if is_scheduled(other, now) and other.status is not Status.DRAFT:
        message = N_("The link leads to {file}, which is not published before {date}.")
        remedy = N_("Wait with the link until then, or give this entry the same date.")
    else:
        message = N_("The link leads to {file}, which is still a draft.")
        remedy = N_("Publish it too (status: udgivet), or take the link out.")
    return Problem(file, message, remedy, line, written, params, rule="link-to-unpublished")
