"""Every address of the site is made here, that of an entry by its `KindSpec`.

An address is root-relative, begins and ends with a slash, and follows from the file's place in
the content folder alone; once published it is never broken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import quote, unquote

from nyspor.model.kind_specs import find_kind, kind_spec, kind_specs
from nyspor.model.list_filters import FILTERS, STATE, Choices, Filter, Listed
from nyspor.text.danish import slugify
from nyspor.text.language import DEFAULT_LANGUAGE

FRONT_PAGE = "/"
TOPICS = "/temaer/"
MUNICIPALITIES = "/kommuner/"
IDEAS = "/ideer/"
ARCHIVES = "/arkiv/"
WHAT_HAPPENS = "/det-sker/"
BAROMETER = "/virkning/"
FEEDS = "/feeds/"
DESK = "/desk/"
ALL_FEEDS = "/feeds/alle.opml"
ACCESSIBILITY_STATEMENT = "/was/"
COLOPHON = "/kolofon/"
DATA = "/data/"
DATA_CATALOGUE = f"{DATA}catalog.jsonld"
DRAFTS = "/kladder/"

SEARCH = "/soeg/"
SEARCH_INDEX = f"{SEARCH}indeks/"
"""Below it lies the index that the browser searches."""
SEARCH_ANSWERS = "/forms/search"
"""Where the service answers a search in the place of the browser."""

GONE_MARK = "410.txt"
"""The file beside the page of a text that is gone, by which a web server knows to answer 410."""

RESERVED_FOLDERS = frozenset(
    {"theme", "billeder", "filer", "kalender", "feeds", "kladder", "forms", "soeg", "data"}
    | {".well-known"}
)
"""First segments of addresses below which only the site itself writes."""

RESERVED_FILES = frozenset(
    {"index.html", "404.html", "sitemap.xml", "robots.txt", "redirects.map", "release.json"}
    | {"release.json.sig", ".nyspor"}
)
"""Files at the root of the site that only the site itself writes."""


def list_addresses() -> tuple[str, ...]:
    """Return the addresses of lists and other pages that every site has."""
    kinds = (kind_list_address(spec.name) for spec in kind_specs() if spec.url)
    others = (TOPICS, MUNICIPALITIES, IDEAS, ARCHIVES, WHAT_HAPPENS, BAROMETER, FEEDS, SEARCH, DATA)  # fmt: skip
    return (*kinds, *others, ACCESSIBILITY_STATEMENT)


def reserved_page_slugs() -> frozenset[str]:
    """Return the slugs that no page may have."""
    used = (address.strip("/") for address in list_addresses())
    return RESERVED_FOLDERS | {*used, "status", "en", "search", "404"}


RESERVED_ENTRY_SLUGS = frozenset({("workgroups", "alle"), ("pages", "alle"), ("magazine", "side")})
"""Kind and slug of addresses that are taken: the calendar of all meetings, the feed of all comments, the
older pages of a list."""

MAX_FILE_NAME_BYTES = 200
"""File systems take 255, but suffixes and digests are added to some names."""

MAX_SEGMENT_BYTES = 255
MAX_ADDRESS_BYTES = 1000
"""The limits of a folder's name, and of an address as a whole."""


class EntryLocation(NamedTuple):
    """The kind, slug and language of an entry, as its file's path gives them."""

    kind: str
    slug: str
    lang: str = DEFAULT_LANGUAGE

    @property
    def key(self) -> str:
        """The key by which entries refer to each other: `posts/velkommen`, `en/pages/about`."""
        return (
            f"{self.kind}/{self.slug}"
            if self.lang == DEFAULT_LANGUAGE
            else f"{self.lang}/{self.kind}/{self.slug}"
        )


def locate_entry(file: str) -> EntryLocation | None:
    """Return the location of a content file (`posts/2012/velkommen.md`), or None where it is no entry."""
    path = PurePosixPath(file)
    if path.suffix != ".md" or len(path.parts) < 2 or path.name.startswith("."):
        return None
    kind = find_kind(path.parts[0])
    if kind is None:
        return None
    name, lang = path.stem, DEFAULT_LANGUAGE
    if match := re.fullmatch(r"(.+)\.([a-zA-Z]{2})(?:[-_][a-zA-Z]{2})?", name):
        name, lang = match[1], match[2].lower()
    if kind.file:
        is_entry = len(path.parts) == 3 and name == kind.file
        return EntryLocation(kind.name, path.parts[1], lang) if is_entry else None
    return EntryLocation(kind.name, slugify(name), lang)


def entry_address(kind: str, slug: str, lang: str = DEFAULT_LANGUAGE, draft: bool = False) -> str:
    """Return the address of an entry: `/indlaeg/velkommen/`, `/en/about/`, `/kladder/posts/x/`."""
    return kind_spec(kind).address(slug, lang, draft)


def front_page_address(lang: str) -> str:
    """Return the address of the front page in a language: `/`, `/en/`."""
    return FRONT_PAGE if lang == DEFAULT_LANGUAGE else f"/{lang}/"


def kind_list_address(kind: str) -> str:
    """Return the address of the list of a kind: `/indlaeg/`."""
    return f"/{kind_spec(kind).url}/"


def magazine_story_address(issue: str, story: str) -> str:
    """Return the address of a story in an issue of the magazine, by the slugs of both: `/magasin/2013/kaffe/`."""
    return f"{entry_address('magazine', issue)}{story}/"


def topic_address(slug: str) -> str:
    return f"{TOPICS}{slug}/"


def municipality_address(slug: str) -> str:
    return f"{MUNICIPALITIES}{slug}/"


def idea_address(slug: str) -> str:
    """Return the address of the page of a resident's idea: `/ideer/laan-en-nabo/`."""
    return f"{IDEAS}{slugify(slug) or slug}/"


def search_address(lang: str = DEFAULT_LANGUAGE) -> str:
    """Return the address of the page that searches what there is in a language: `/soeg/`, `/en/search/`."""
    return SEARCH if lang == DEFAULT_LANGUAGE else f"/{lang}/search/"


def archive_address(year: int) -> str:
    return f"{ARCHIVES}{year}/"


def filtered_address(home: str, segment: str, value: str) -> str:
    """Return the address of a list with one value of a filter alone: `/indlaeg/kommune/roskilde/`."""
    return f"{home}{segment}/{value}/"


def filtered_addresses(
    home: str, offered: Iterable[tuple[Filter, Choices[Listed]]]
) -> Iterator[str]:
    """Yield the addresses of all that a list can be filtered by."""
    for by, found in offered:
        yield from (filtered_address(home, by.segment, value) for value in found)


def list_page_address(address: str, number: int) -> str:
    """Return the address of page `number` (1 is the oldest) of the list at `address`."""
    return f"{address}side/{number}/"


def list_of_output(path: str) -> str:
    """Return the address of the list that an output file is a page of, or that of the output itself."""
    address, older, _ = f"/{path.removesuffix('index.html')}".partition("/side/")
    return f"{address}/" if older else address


def feed_address(home: str = FRONT_PAGE) -> str:
    """Return the address of a page's feed without suffix: `/feeds/spor/unge`; `/feeds/alt` for the front page."""
    return f"{FEEDS}{home.strip('/') or 'alt'}"


def comments_feed_address(home: str = FRONT_PAGE) -> str:
    """Return the address of the feed of comments on a page; for the front page, of all comments."""
    return f"{FEEDS}kommentarer/{home.strip('/') or 'alle'}"


def calendar_address(name: str = "alle") -> str:
    """Return the address of a calendar by its name (see `KindSpec.calendar_name`), or of all meetings."""
    return f"/kalender/{name}.ics"


def municipality_calendar_address(slug: str) -> str:
    return calendar_address(f"kommune/{slug}")


def meeting_address(calendar: str, meeting: str) -> str:
    """Return the address of one meeting for calendars, by the name of the calendar and the meeting's id."""
    return calendar_address(f"moeder/{calendar}/{meeting}")


def picture_address(name: str, width: int, digest: str, suffix: str) -> str:
    """Return the address of a rendition of a picture; its digest makes it immutable, to be cached for ever."""
    return f"/billeder/{name}-{width}.{digest}.{suffix}"


def data_address(table: str, ending: str, year: int | None = None) -> str:
    """Return the address of a table of the open data, or of its copy of a year: `/data/2025/forsoeg.csv`."""
    return f"{data_page_address(year)}{table}.{ending}"


def data_page_address(year: int | None = None) -> str:
    """Return the address of the page about the open data, or about its copy of a year."""
    return f"{DATA}{year}/" if year else DATA


def asset_address(file: str) -> str:
    """Return the address of a file that entries link to (`files/rapport.pdf`)."""
    return f"/filer/{file.removeprefix('files/')}"


class InvalidAddress(ValueError):
    """Raised for a text that is no address of this site.

    `reason` is 'outside', 'query', 'segment', 'character', 'encoding' or 'long'.
    """

    def __init__(self, text: str, reason: str) -> None:
        super().__init__(text)
        self.reason = reason


def parse_alias(text: str) -> str:
    """Parse an earlier address of an entry, as a writer gives it. Raises `InvalidAddress`.

    Percent-encoding is decoded, as web servers do before they look for a file. A path without suffix is a
    folder: `/blog/%C3%A5r` becomes `/blog/år/`, and `/gammel.html` stays as it is.
    """
    if "?" in text or "#" in text:
        raise InvalidAddress(text, "query")
    if not text.startswith("/") or text.startswith("//"):
        raise InvalidAddress(text, "outside")
    try:
        address = unicodedata.normalize("NFC", unquote(text, errors="strict"))
    except UnicodeDecodeError:
        raise InvalidAddress(text, "encoding") from None
    if "\\" in address or any(unicodedata.category(c) in _INVISIBLE_CATEGORIES for c in address):
        raise InvalidAddress(text, "character")
    parts = address.removesuffix("/").split("/")[1:]
    if any(not part.strip() or part.startswith(".") for part in parts):
        raise InvalidAddress(text, "segment")
    is_file = bool(parts) and "." in parts[-1] and not address.endswith("/")
    if _is_too_long(parts, is_file):
        raise InvalidAddress(text, "long")
    return address if is_file or address.endswith("/") else f"{address}/"


def _is_too_long(parts: list[str], is_file: bool) -> bool:
    """Return whether a file system could not hold a file or folder of these names."""
    sizes = [len(part.encode()) for part in parts]
    return (
        any(size > MAX_SEGMENT_BYTES for size in sizes)
        or (is_file and sizes[-1] > MAX_FILE_NAME_BYTES)
        or sum(sizes) + len(sizes) > MAX_ADDRESS_BYTES
    )


_INVISIBLE_CATEGORIES = ("Cc", "Cs", "Zl", "Zp")
"""Unicode categories of invisible characters: controls, surrogates, line and paragraph separators."""


def quote_address(address: str) -> str:
    """Percent-encode what is not ASCII in an address; what is percent-encoded already stays."""
    return quote(unicodedata.normalize("NFC", address), safe="/%:@!$&'()*+,;=~?#[]")


def normalized_output_path(address: str) -> str:
    """Return the output file of an address, normalized as case-insensitive file systems compare names."""
    return unicodedata.normalize("NFC", output_path(address).casefold())


def is_reserved(path: str) -> bool:
    """Return whether the site itself may write `path` (from `normalized_output_path`), whatever its content is.

    This includes pages of lists, filtered lists and years of the archive that do not exist yet.
    """
    first = path.partition("/")[0]
    if first in RESERVED_FILES or first in RESERVED_FOLDERS:
        return True
    address = f"/{path.removesuffix('index.html')}"
    known = (*list_addresses(), COLOPHON)
    return (
        without_paging(address) in known
        or without_filter(without_paging(address)) in known
        or address.startswith(IDEAS)
        or _YEAR.fullmatch(address) is not None
    )


def without_paging(address: str) -> str:
    """Return the address of the list that a page belongs to; any other address unchanged."""
    return _PAGING.sub("/", address)


def without_filter(address: str) -> str:
    """Return the address of the whole list where this is that of a filtered one; any other address unchanged."""
    return _FILTERED.sub("/", address)


_FILTERED = re.compile(rf"/(?:{'|'.join(by.segment for by in (*FILTERS, STATE))})/[^/]+/$")
_PAGING = re.compile(r"/side/\d+/$", re.ASCII)
_YEAR = re.compile(rf"{ARCHIVES}\d+/", re.ASCII)


def output_path(address: str) -> str:
    """Return the path of the file that serves `address`, relative to the output folder."""
    return address.lstrip("/") + ("index.html" if address.endswith("/") else "")
