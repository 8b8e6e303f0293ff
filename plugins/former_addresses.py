"""What answers at the addresses of the past (`content/addresses.lock`): a redirect to the text's address of today, or,
where the text is gone, a page that says so, beside a mark by which a web server can answer 410."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from pathlib import PurePosixPath

from nyspor import urls
from nyspor.feeds.formats import FORMATS
from nyspor.model.address_book import PublishedAddress
from nyspor.model.kind_specs import kind_spec, kind_specs
from nyspor.model.kinds import Issue
from nyspor.model.site import Link, PageHead
from nyspor.problems import T_
from nyspor.site.build_plan import GONE_TEMPLATE, Build, Context, File, Output, Page, complete
from nyspor.site.redirect_map import FILE, redirect_map
from nyspor.site.redirect_page import redirect_page, redirect_targets


def outputs(build: Build, planned: Mapping[str, Output]) -> Iterator[Output]:
    """Plan a page for each former address at which nothing else is planned, and the list of all that lead on."""
    pages = list(pages_of_the_past(build, planned))
    targets = redirect_targets([*planned.values(), *pages])
    yield from pages
    yield File(
        FILE, partial(redirect_map, targets, build.site.base), values=tuple(sorted(targets.items()))
    )


def pages_of_the_past(build: Build, planned: Mapping[str, Output]) -> Iterator[Output]:
    """Plan a page for each former address at which nothing else is planned."""
    taken = Taken(planned)
    book = build.library.address_book
    for line in book.former:
        if line.address not in taken:
            page = book.current[line.file]
            yield redirect_page(line.address, page.title, page.address, page.language)
            yield from copies(files_of(build, line, planned), planned)
    for line in book.gone:
        if line.address not in taken:
            path = urls.output_path(line.address)
            yield Page(path, GONE_TEMPLATE, partial(gone_context, build, line.address))
            if line.address.endswith("/"):
                yield File(path.replace("index.html", urls.GONE_MARK), lambda: b"410 Gone\n")


def copies(files: Iterable[tuple[str, str]], planned: Mapping[str, Output]) -> Iterator[Output]:
    """Plan files, given as (address of today, address of the past), again at the addresses of their past: feed
    readers and calendars follow no page that leads on."""
    for new, old in files:
        path, copy = urls.output_path(new), urls.output_path(old)
        if path in planned and copy not in planned:
            yield planned[path]._replace(path=copy)


def files_of(
    build: Build, line: PublishedAddress, planned: Mapping[str, Output]
) -> Iterator[tuple[str, str]]:
    """Yield the addresses that the files of a page may have, each with the one of its past: its feeds, its
    calendar, and the editions of an issue of the magazine."""
    old, new = line.address, build.library.address_book.current[line.file].address
    for feed in (urls.feed_address, urls.comments_feed_address):
        for ending in FORMATS:
            yield f"{feed(new)}.{ending}", f"{feed(old)}.{ending}"
    entry = build.library.by_file.get(line.file)
    if entry is None:
        return
    spec = kind_spec(entry.kind)
    former_slug = PurePosixPath(old).name
    # A calendar lies where the slug says; an address that a writer names may be of another kind.
    if spec.calendar and old == spec.address(former_slug, entry.lang):
        now, then = (spec.calendar_name(slug) for slug in (entry.slug, former_slug))
        yield urls.calendar_address(now), urls.calendar_address(then)
    if isinstance(entry, Issue):
        folder = new.lstrip("/")
        editions = (path for path, output in planned.items() if isinstance(output, File))
        for path in editions:
            if path.startswith(folder):
                yield f"/{path}", f"{old}{path.removeprefix(folder)}"


class Taken:
    """The paths that are planned already, compared as file systems do."""

    def __init__(self, planned: Collection[str]) -> None:
        self._paths = {path.casefold() for path in planned}
        self._folders: set[str] | None = None

    def __contains__(self, address: str) -> bool:
        path = urls.normalized_output_path(address)
        if path in self._paths:
            return True
        if self._folders is None:
            self._folders = {str(f) for each in self._paths for f in PurePosixPath(each).parents}
        return path in self._folders or any(
            str(folder) in self._paths for folder in PurePosixPath(path).parents
        )


def gone_context(build: Build, address: str) -> Context:
    """The page of an address whose text is gone, with the list that it was in."""
    title = build.translate(T_("The page has been taken down"))
    return {"page": PageHead(title, address, indexed=False), "lists": lists_at(build, address)}


def lists_at(build: Build, address: str) -> tuple[Link, ...]:
    """The list of the kind of text that was at an address."""
    return tuple(
        Link(build.translate(spec.plural), urls.kind_list_address(spec.name))
        for spec in kind_specs()
        if spec.list and address.startswith(urls.kind_list_address(spec.name))
    )


def register() -> None:
    complete.connect(outputs)
