"""Every address of the site is made here and nowhere else.

An address is root-relative, begins and ends with a slash, and follows from the file's place in
the content folder alone; once published it is never broken.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import NamedTuple

from nyspor.danish import slugify

FOLDERS = {
    "posts": "indlaeg",
    "stories": "historier",
    "tracks": "spor",
    "pilots": "forsoeg",
    "workgroups": "arbejdsgrupper",
    "programmes": "programmer",
    "magazine": "magasin",
}
"""The folder of each kind on the site. Pages have none: they stand at the root."""

FRONT = "/"
TOPICS = "/temaer/"
MUNICIPALITIES = "/kommuner/"
IDEAS = "/ideer/"
ARCHIVES = "/arkiv/"
FEEDS = "/feeds/"
ALL_FEEDS = "/feeds/alle.opml"
STATEMENT = "/was/"

RESERVED = frozenset(FOLDERS.values()) | {
    *("temaer", "kommuner", "ideer", "arkiv", "status", "feeds", "kalender", "was", "en", "forms"),
    *("kladder", "theme", "billeder", "filer", "soeg", "404"),
}
"""First parts of addresses that a page may not be called."""


class Place(NamedTuple):
    """What a file's path says: the kind of entry, its slug, its language."""

    kind: str
    slug: str
    lang: str = "da"

    @property
    def key(self) -> str:
        """How entries name each other: `posts/velkommen`, `en/pages/about`."""
        return (
            f"{self.kind}/{self.slug}"
            if self.lang == "da"
            else f"{self.lang}/{self.kind}/{self.slug}"
        )


def place_of(file: str) -> Place | None:
    """The place of a content file (`posts/2012/velkommen.md`), or None where no entry can live."""
    path = PurePosixPath(file)
    if path.suffix != ".md" or len(path.parts) < 2:
        return None
    kind = path.parts[0]
    name, lang = path.stem, "da"
    if match := re.fullmatch(r"(.+)\.([a-z]{2})", name):
        name, lang = match[1], match[2]
    if kind == "magazine":
        return (
            Place(kind, path.parts[1], lang) if len(path.parts) == 3 and name == "issue" else None
        )
    if kind != "pages" and kind not in FOLDERS:
        return None
    return Place(kind, slugify(name), lang)


def entry_address(kind: str, slug: str, lang: str = "da", draft: bool = False) -> str:
    """Where an entry is read: `/indlaeg/velkommen/`, `/en/about/`, `/kladder/posts/x/`."""
    if draft:
        return f"/kladder/{kind}/{slug}/"
    language = "" if lang == "da" else f"/{lang}"
    folder = f"/{FOLDERS[kind]}" if kind in FOLDERS else ""
    return f"{language}{folder}/{slug}/"


def kind_address(kind: str) -> str:
    """The list of a kind: `/indlaeg/`."""
    return f"/{FOLDERS[kind]}/"


def topic_address(slug: str) -> str:
    return f"{TOPICS}{slug}/"


def municipality_address(slug: str) -> str:
    return f"{MUNICIPALITIES}{slug}/"


def archive_address(year: int) -> str:
    return f"{ARCHIVES}{year}/"


def page_of_list(address: str, number: int) -> str:
    """Page `number` (from 1, the oldest) of the list at `address`."""
    return f"{address}side/{number}/"


def list_at(path: str) -> str:
    """The address of the list that an output is, or is an older page of; of anything else something else."""
    address, older, _ = f"/{path.removesuffix('index.html')}".partition("/side/")
    return f"{address}/" if older else address


def feed_address(home: str = FRONT) -> str:
    """The feed of a page, without its ending: `/feeds/spor/unge`, for the front page `/feeds/alt`."""
    return f"{FEEDS}{home.strip('/') or 'alt'}"


def comments_feed_address(home: str = FRONT) -> str:
    """The feed of the comments on a page, for the front page of all comments."""
    return f"{FEEDS}kommentarer/{home.strip('/') or 'alle'}"


def calendar_address(workgroup: str = "alle") -> str:
    """The calendar of a workgroup's meetings, or of all."""
    return f"/kalender/{workgroup}.ics"


def picture_address(name: str, width: int, digest: str, suffix: str) -> str:
    """A rendition of a picture; the digest of its bytes lets it be kept for ever."""
    return f"/billeder/{name}-{width}.{digest}.{suffix}"


def asset_address(file: str) -> str:
    """A file that entries link to (`files/rapport.pdf`)."""
    return f"/filer/{file.removeprefix('files/')}"


def output_path(address: str) -> str:
    """The file in the output folder that serves `address`."""
    return address.lstrip("/") + ("index.html" if address.endswith("/") else "")
