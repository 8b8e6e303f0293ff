"""An EPUB 3.3 with what EPUB Accessibility 1.1 asks for: values in, bytes out.

Our own few lines, since the libraries at hand write packages that Ace by DAISY refuses. The bytes follow
from the book alone: entries have a fixed order and a fixed date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from urllib.parse import unquote
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import lxml.html
from jinja2 import Environment
from lxml import etree
from markupsafe import Markup

MEDIA_TYPES = {
    ".css": "text/css",
    ".jpg": "image/jpeg",
    ".otf": "font/otf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xhtml": "application/xhtml+xml",
}

CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML 1.0 has no place for."""


@dataclass(frozen=True)
class Chapter:
    """A document of the book: `html` is the inside of its body, as HTML.

    `role` is its epub:type, `level` its depth in the contents (1 outermost, 0 not there).
    """

    name: str
    title: str
    html: str
    role: str = ""
    level: int = 1
    lang: str = ""

    @property
    def file(self) -> str:
        return f"{self.name}.xhtml"


@dataclass(frozen=True)
class Resource:
    """A file that chapters use; `path` begins below the book's own folder, such as `images/a.png`."""

    path: str
    data: bytes

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[PurePosixPath(self.path).suffix]


@dataclass(frozen=True)
class Book:
    """A book. `modified` is UTC (`2026-11-23T12:00:00Z`); `pages` are printed page numbers and where in
    the chapters they begin (`velfaerdskaravanen.xhtml#side-12`)."""

    identifier: str
    title: str
    language: str
    publisher: str
    description: str
    date: str
    modified: str
    chapters: tuple[Chapter, ...]
    resources: tuple[Resource, ...]
    styles: tuple[str, ...]
    cover_image: str
    pages: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Entry:
    """A line of the contents with those below it."""

    title: str
    file: str
    below: tuple[Entry, ...] = ()


def write_epub(book: Book, environment: Environment) -> bytes:
    """The book as an EPUB file; `environment` is the one that `nyspor.site.jinja_environment` makes."""
    bodies = [to_xhtml(chapter.html) for chapter in book.chapters]

    def render(template: str, **context: object) -> bytes:
        text = environment.get_template(f"magazine/epub/{template}").render(book=book, **context)
        return _FORBIDDEN.sub("", text).encode()

    files = {
        "META-INF/container.xml": CONTAINER.encode(),
        "EPUB/package.opf": render("package.opf", drawn=["<svg" in body for body in bodies]),
        "EPUB/nav.xhtml": render("nav.xhtml", contents=contents(book.chapters)),
    }
    for chapter, body in zip(book.chapters, bodies, strict=True):
        files[f"EPUB/{chapter.file}"] = render("chapter.xhtml", chapter=chapter, body=Markup(body))
    for resource in book.resources:
        files[f"EPUB/{resource.path}"] = resource.data
    return _zipped(files)


def contents(chapters: Sequence[Chapter]) -> tuple[Entry, ...]:
    """The chapters that are in the contents, those of level 2 below the one of level 1 before them."""
    listed = [chapter for chapter in chapters if chapter.level]
    return tuple(_entries(listed))


def _entries(listed: Sequence[Chapter]) -> Iterator[Entry]:
    tops = [n for n, chapter in enumerate(listed) if chapter.level == 1 or n == 0]
    for start, end in zip(tops, [*tops[1:], len(listed)], strict=True):
        below = tuple(Entry(c.title, c.file) for c in listed[start + 1 : end])
        yield Entry(listed[start].title, listed[start].file, below)


def to_xhtml(html: str) -> str:
    """An HTML fragment as well-formed XHTML, with nothing of its text lost but what XML cannot hold."""
    root = lxml.html.fragment_fromstring(_FORBIDDEN.sub("", html), create_parent="div")
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    named: set[str] = set()
    for element in list(root.iter()):
        _mend(element, named)
    for link in root.iter("a"):
        if (href := link.get("href", "")).startswith("#") and unquote(href[1:]) not in named:
            del link.attrib["href"]
    inside = str(etree.tostring(root, encoding="unicode", method="xml"))
    inside = inside.removeprefix("<div>").removesuffix("</div>").removeprefix("<div/>")
    return inside.replace('role="doc-pagebreak"', 'role="doc-pagebreak" epub:type="pagebreak"')


WEB_ONLY = ("loading", "decoding", "fetchpriority", "srcset", "sizes", "tabindex")


_NAME = re.compile(r"[A-Za-z_][\w.-]*")
"""What elements and attributes may be called; `o:p`, as Word writes it, would want a namespace."""


def _mend(element: etree._Element, named: set[str]) -> None:
    """Leave out what only browsers ask for, and say the language the XML way too.

    `named` are the ids that elements before this one have: XML allows each once.
    """
    for name in map(str, list(element.attrib)):
        if name in WEB_ONLY or not _NAME.fullmatch(name):
            del element.attrib[name]
    if (identity := element.get("id")) is not None:
        if identity in named or not identity:
            del element.attrib["id"]
        named.add(identity)
    if not _NAME.fullmatch(str(element.tag)):
        element.tag = "span"
    if language := element.get("lang"):
        element.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    if element.tag == "svg":
        element.set("xmlns", "http://www.w3.org/2000/svg")


def _zipped(files: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        # Readers know the format by these bytes at the very beginning, uncompressed (EPUB OCF, 4.3).
        archive.writestr(_entry("mimetype", ZIP_STORED), b"application/epub+zip")
        for name, data in files.items():
            archive.writestr(_entry(name, ZIP_DEFLATED), data)
    return buffer.getvalue()


def _entry(name: str, compression: int) -> ZipInfo:
    entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = compression
    entry.external_attr = 0o644 << 16
    return entry
