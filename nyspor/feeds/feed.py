"""What a feed says, whatever its format, and its texts made ready for XML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from urllib.parse import urljoin

from nyspor.text.language import DEFAULT_LANGUAGE

NEVER_UPDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""The time of a feed in which nothing has happened yet; validators take the years before 1990 for a mistake."""


@dataclass(frozen=True)
class FeedPicture:
    """A picture of an item: absolute address, pixels, media type."""

    url: str
    width: int
    height: int
    type: str = "image/jpeg"


@dataclass(frozen=True)
class FeedItem:
    """An item: `id` never changes, `url` is where it is read now, `content` is HTML with absolute
    addresses, `categories` are (term, scheme, label)."""

    id: str
    url: str
    title: str
    summary: str
    content: str
    published: datetime
    updated: datetime
    authors: tuple[str, ...] = ()
    categories: tuple[tuple[str, str, str], ...] = ()
    picture: FeedPicture | None = None


@dataclass(frozen=True)
class Feed:
    """A feed: `home` is the page it belongs to, `url` its own address; items come latest first."""

    url: str
    home: str
    title: str
    description: str
    publisher: str
    items: tuple[FeedItem, ...]
    language: str = DEFAULT_LANGUAGE
    styles: str = ""

    @property
    def updated(self) -> datetime:
        """When anything in it last changed, so that an unchanged feed is the same to the byte."""
        return max((item.updated for item in self.items), default=NEVER_UPDATED)


@dataclass(frozen=True)
class FeedLink:
    """A feed as a list of feeds names it; addresses are absolute."""

    title: str
    description: str
    url: str
    home: str


ATTRIBUTES = frozenset(
    {"href", "src", "alt", "width", "height", "lang", "title", "colspan", "rowspan", "scope"}
)
"""HTML attributes that mean something away from the page's style sheet."""


def absolute_html(fragment: str, url: str) -> str:
    """HTML as it can be read away from its page: addresses absolute, nothing that needs our styles."""
    if not fragment.strip():
        return ""
    from lxml import etree  # slow to load, and few builds write a feed anew

    root = etree.HTML(f"<body>{fragment}</body>")[0]
    etree.strip_elements(root, "svg", with_tail=False)
    for element in root.iter(etree.Element):
        for name in list(element.attrib):
            if name not in ATTRIBUTES:
                del element.attrib[name]
            elif name in ("href", "src"):
                element.set(name, urljoin(url, element.get(name)))
    inner = (etree.tostring(child, encoding="unicode", method="html") for child in root)
    return (root.text or "") + "".join(inner)


def xml_text(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return _not_xml().sub("", text)


@cache
def _not_xml() -> re.Pattern[str]:
    """What XML cannot hold (XML 1.0, production 2). All that it can would take long to compile."""
    return re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
