"""Every address of the site is made here, that of an entry by its `KindSpec`.

An address is root-relative, begins and ends with a slash, and follows from the file's place in
the content folder alone; once published it is never broken.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import quote, unquote

from nyspor.model.kind_specs import find_kind, kind_spec, kind_specs
from nyspor.text.danish import slugify
from nyspor.text.language import DEFAULT_LANGUAGE

FRONT_PAGE = "/"
TOPICS = "/temaer/"
MUNICIPALITIES = "/kommuner/"
IDEAS = "/ideer/"
ARCHIVES = "/arkiv/"
FEEDS = "/feeds/"
ALL_FEEDS = "/feeds/alle.opml"
ACCESSIBILITY_STATEMENT = "/was/"

RESERVED_FOLDERS = frozenset(
    {"theme", "billeder", "filer", "kalender", "feeds", "kladder", "forms", ".well-known"}
)
"""First parts of addresses below which everything is made by the site itself, and nothing written by hand."""

RESERVED_FILES = frozenset({"index.html", "404.html", "sitemap.xml", "robots.txt", ".nyspor"})
"""Files at the root of the site."""


def lists() -> tuple[str, ...]:
    """Addresses of lists and of what else the site has, whatever its content is."""
    kinds = (kind_list_address(spec.name) for spec in kind_specs() if spec.url)
    return (*kinds, TOPICS, MUNICIPALITIES, IDEAS, ARCHIVES, FEEDS, ACCESSIBILITY_STATEMENT)


def reserved() -> frozenset[str]:
    """First parts of addresses that a page may not be called."""
    taken = (address.strip("/") for address in lists())
    return RESERVED_FOLDERS | {*taken, "status", "en", "soeg", "404"}


RESERVED_ENTRY_SLUGS = frozenset({("workgroups", "alle"), ("pages", "alle"), ("magazine", "side")})
"""Kinds with names that the site has taken: the calendar of all meetings, the feed of all comments, the older
pages of a list."""

MAX_FILE_NAME_BYTES = 200
"""So many bytes the name of a file may have. Disks take 255, but endings and digests are added to some."""

MAX_SEGMENT_BYTES = 255
MAX_ADDRESS_BYTES = 1000
"""The same for a folder, and for an address as a whole."""


class EntryLocation(NamedTuple):
    """What a file's path says: the kind of entry, its slug, its language."""

    kind: str
    slug: str
    lang: str = DEFAULT_LANGUAGE

    @property
    def key(self) -> str:
        """How entries name each other: `posts/velkommen`, `en/pages/about`."""
        return (
            f"{self.kind}/{self.slug}"
            if self.lang == DEFAULT_LANGUAGE
            else f"{self.lang}/{self.kind}/{self.slug}"
        )


def locate_entry(file: str) -> EntryLocation | None:
    """The place of a content file (`posts/2012/velkommen.md`), or None where no entry can live."""
    path = PurePosixPath(file)
    if path.suffix != ".md" or len(path.parts) < 2 or path.name.startswith("."):
        return None
    kind = find_kind(path.parts[0])
    if kind is None:
        return None
    name, lang = path.stem, DEFAULT_LANGUAGE
    if match := re.fullmatch(r"(.+)\.([a-z]{2})", name):
        name, lang = match[1], match[2]
    if kind.file:
        is_entry = len(path.parts) == 3 and name == kind.file
        return EntryLocation(kind.name, path.parts[1], lang) if is_entry else None
    return EntryLocation(kind.name, slugify(name), lang)


def entry_address(kind: str, slug: str, lang: str = DEFAULT_LANGUAGE, draft: bool = False) -> str:
    """Where an entry is read: `/indlaeg/velkommen/`, `/en/about/`, `/kladder/posts/x/`."""
    return kind_spec(kind).address(slug, lang, draft)


def kind_list_address(kind: str) -> str:
    """The list of a kind: `/indlaeg/`."""
    return f"/{kind_spec(kind).url}/"


def topic_address(slug: str) -> str:
    return f"{TOPICS}{slug}/"


def municipality_address(slug: str) -> str:
    return f"{MUNICIPALITIES}{slug}/"


def archive_address(year: int) -> str:
    return f"{ARCHIVES}{year}/"


def list_page_address(address: str, number: int) -> str:
    """Page `number` (from 1, the oldest) of the list at `address`."""
    return f"{address}side/{number}/"


def list_of_output(path: str) -> str:
    """The address of the list that an output is, or is an older page of; of anything else something else."""
    address, older, _ = f"/{path.removesuffix('index.html')}".partition("/side/")
    return f"{address}/" if older else address


def feed_address(home: str = FRONT_PAGE) -> str:
    """The feed of a page, without its ending: `/feeds/spor/unge`, for the front page `/feeds/alt`."""
    return f"{FEEDS}{home.strip('/') or 'alt'}"


def comments_feed_address(home: str = FRONT_PAGE) -> str:
    """The feed of the comments on a page, for the front page of all comments."""
    return f"{FEEDS}kommentarer/{home.strip('/') or 'alle'}"


def calendar_address(name: str = "alle") -> str:
    """A calendar by its name (see `KindSpec.calendar_name`); that of all meetings where none is given."""
    return f"/kalender/{name}.ics"


def picture_address(name: str, width: int, digest: str, suffix: str) -> str:
    """A rendition of a picture; the digest of its bytes lets it be kept for ever."""
    return f"/billeder/{name}-{width}.{digest}.{suffix}"


def asset_address(file: str) -> str:
    """A file that entries link to (`files/rapport.pdf`)."""
    return f"/filer/{file.removeprefix('files/')}"


class InvalidAddress(ValueError):
    """A text that is no address of this site; `reason` is 'outside', 'query', 'part', 'sign', 'encoding' or 'long'."""

    def __init__(self, text: str, reason: str) -> None:
        super().__init__(text)
        self.reason = reason


def parse_alias(text: str) -> str:
    """The address that a writer gives as an earlier one, as files on the disk have it. Raises `InvalidAddress`.

    Percent signs are decoded, since that is what web servers do before they look for a file. What has no
    ending is a folder: `/blog/%C3%A5r` is `/blog/år/`, and `/gammel.html` stays as it is.
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
        raise InvalidAddress(text, "sign")
    parts = address.removesuffix("/").split("/")[1:]
    if any(not part.strip() or part.startswith(".") for part in parts):
        raise InvalidAddress(text, "part")
    is_file = bool(parts) and "." in parts[-1] and not address.endswith("/")
    if _is_too_long(parts, is_file):
        raise InvalidAddress(text, "long")
    return address if is_file or address.endswith("/") else f"{address}/"


def _is_too_long(parts: list[str], is_file: bool) -> bool:
    """Whether a disk could not hold a file or folder of these names."""
    sizes = [len(part.encode()) for part in parts]
    return (
        any(size > MAX_SEGMENT_BYTES for size in sizes)
        or (is_file and sizes[-1] > MAX_FILE_NAME_BYTES)
        or sum(sizes) + len(sizes) > MAX_ADDRESS_BYTES
    )


_INVISIBLE_CATEGORIES = ("Cc", "Cs", "Zl", "Zp")
"""Unicode's categories of what cannot be seen and is no space: control characters, halves, line ends."""


def quote_address(address: str) -> str:
    """An address as it stands in a URL: what is not ASCII is percent-encoded, what is so already stays."""
    return quote(unicodedata.normalize("NFC", address), safe="/%:@!$&'()*+,;=~?#[]")


def normalized_output_path(address: str) -> str:
    """The file that serves an address, in a form that is equal where a disk without capitals has one file."""
    return unicodedata.normalize("NFC", output_path(address).casefold())


def is_reserved(path: str) -> bool:
    """Whether the site itself writes `path` (as `normalized_output_path` has it), whatever its content is.

    Pages of lists and years of the archive count before there are enough posts for them.
    """
    first = path.partition("/")[0]
    if first in RESERVED_FILES or first in RESERVED_FOLDERS:
        return True
    address = f"/{path.removesuffix('index.html')}"
    return without_paging(address) in lists() or _YEAR.fullmatch(address) is not None


def without_paging(address: str) -> str:
    """The address of the list that a page is an older part of; any other address stays."""
    return _PAGING.sub("/", address)


_PAGING = re.compile(r"/side/\d+/$", re.ASCII)
_YEAR = re.compile(rf"{ARCHIVES}\d+/", re.ASCII)


def output_path(address: str) -> str:
    """The file in the output folder that serves `address`."""
    return address.lstrip("/") + ("index.html" if address.endswith("/") else "")
