"""The site as configured, and the metadata of a page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit
from uuid import UUID, uuid5

from nyspor.text.language import DEFAULT_LANGUAGE

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Link:
    """A named address; addresses are root-relative (`/spor/unge/`)."""

    label: str
    address: str


@dataclass(frozen=True)
class Rendition:
    """One width of a picture: its address and size in pixels."""

    address: str
    width: int
    height: int


@dataclass(frozen=True)
class Picture:
    """A picture ready for the page: renditions from narrow to wide, text alternative, credit and caption.

    `focal` is percent from the left and from the top. `avif` are the same widths in fewer bytes, for browsers
    that know the format; `jpeg` is for readers that may know nothing newer, and `shared` the crop for places
    where the page is shared.
    """

    renditions: tuple[Rendition, ...]
    alt: str
    credit: str
    caption: str = ""
    focal: tuple[float, float] = (50.0, 50.0)
    avif: tuple[Rendition, ...] = ()
    jpeg: Rendition | None = None
    shared: Rendition | None = None

    @property
    def widest(self) -> Rendition:
        """The rendition for formats that take only one."""
        return self.renditions[-1]

    def with_only(self, rendition: Rendition) -> Picture:
        """The picture with this rendition in place of all others."""
        return replace(self, renditions=(rendition,), avif=(), jpeg=None, shared=None)

    @property
    def portable(self) -> Picture:
        """The picture for feeds and mails, whose readers may not know the formats of browsers."""
        return self.with_only(self.jpeg or self.widest)


@dataclass(frozen=True)
class SiteLogo:
    """The site's own mark, and what stands in for it on dark screens; `height` is how high it is shown, in pixels."""

    address: str
    width: int
    height: int
    dark: str = ""
    has_name: bool = False


@dataclass(frozen=True)
class Site:
    """A site as `brand.yaml` and the settings describe it; nothing here depends on the content.

    `url` is the site's address without a closing slash. `menu` and `footer` hold configured links.
    `styles` and `fonts` are root-relative addresses of the theme's built files; `picture` is shown
    where a page without one of its own is shared. `source` is where the engine's source code can be had.
    `paper` is its background on light screens and on dark ones.
    `data_licence` is that of the open data: a name that Nyspor knows, or an address.
    `id_base` is what ids for ever are made from, '' for the site's address.
    `statement` is the address of its accessibility statement, '' where it follows from the site's own, and
    `newsletter` that where one signs up for the publisher's newsletter, '' where there is none.
    """

    name: str
    tagline: str
    url: str
    menu: tuple[Link, ...] = ()
    footer: tuple[Link, ...] = ()
    publisher: str = ""
    styles: tuple[str, ...] = ()
    fonts: tuple[str, ...] = ()
    picture: Picture | None = None
    security_contact: str = ""
    security_expires: str = ""
    source: str = ""
    logo: SiteLogo | None = None
    paper: tuple[str, str] = ("#fbfaf6", "#0e1011")
    contacts: tuple[Link, ...] = ()
    languages: tuple[str, ...] = ("da", "en")
    privacy: str = "/privatliv/"
    statement: str = ""
    newsletter: str = ""
    id_base: str = ""
    data_licence: str = "CC BY 4.0"

    def identity(self, path: str) -> str:
        """Return an id for ever, for feeds, of what was first published at a path of the site.

        `id_base` is a UUID, which gives UUIDs of version 5 (RFC 9562), or an address that the site has or had.
        """
        if _UUID.fullmatch(self.id_base):
            return f"urn:uuid:{uuid5(UUID(self.id_base), path)}"
        return (self.id_base or self.url).rstrip("/") + path

    def event_identity(self, name: str) -> str:
        """Return the UID of a meeting in calendars (RFC 7986) by a name that is its own on this site."""
        if _UUID.fullmatch(self.id_base):
            return str(uuid5(UUID(self.id_base), name))
        return f"{name}@{urlsplit(self.id_base or self.url).hostname}"

    @property
    def base(self) -> str:
        """The path under which the site lives: '' at the root, `/nyspor` in a folder of its own."""
        return urlsplit(self.url).path.rstrip("/")


@dataclass(frozen=True)
class PageHead:
    """The metadata of a page.

    `breadcrumbs` lead down to it from the front page; `feeds` are its feeds, addresses without their endings,
    `calendar` its meetings; `picture` is shown where the page is shared; `structured_data` is for search engines
    (`nyspor.site.structured_data`); `canonical` is the page that search engines shall index instead of this one.
    """

    title: str
    address: str
    description: str = ""
    lang: str = DEFAULT_LANGUAGE
    breadcrumbs: tuple[Link, ...] = ()
    translations: tuple[tuple[str, str], ...] = ()
    indexed: bool = True
    feeds: tuple[Link, ...] = ()
    calendar: Link | None = None
    picture: Picture | None = None
    structured_data: tuple[Mapping[str, object], ...] = ()
    canonical: str = ""
