"""Writes an EPUB 3.3 that meets EPUB Accessibility 1.1.

The available libraries write packages that Ace by DAISY rejects. The bytes depend on the book alone: entries
have a fixed order and a fixed date.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from jinja2 import Environment
from markupsafe import Markup

from nyspor.magazine.epub.xhtml import to_xhtml, without_forbidden

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


@dataclass(frozen=True)
class Chapter:
    """A content document: `html` is the content of its body.

    `role` is its epub:type, `level` its depth in the contents (1 outermost, 0 not listed).
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
    """A file that chapters use; `path` is relative to the EPUB folder, such as `images/a.png`."""

    path: str
    data: bytes

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[PurePosixPath(self.path).suffix]


@dataclass(frozen=True)
class Book:
    """An EPUB publication.

    `modified` is UTC (`2026-11-23T12:00:00Z`). `pages` are printed page numbers, each with the place where it
    begins (`velfaerdskaravanen.xhtml#side-12`).
    """

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
class NavigationEntry:
    """An entry of the contents with the entries below it."""

    title: str
    file: str
    below: tuple[NavigationEntry, ...] = ()


def write_epub(book: Book, environment: Environment) -> bytes:
    """Return the book as an EPUB file; `environment` is one of `nyspor.site.jinja_environment`."""
    bodies = [to_xhtml(chapter.html) for chapter in book.chapters]

    def render(template: str, **context: object) -> bytes:
        text = environment.get_template(f"magazine/epub/{template}").render(book=book, **context)
        return without_forbidden(text).encode()

    files = {
        "META-INF/container.xml": CONTAINER.encode(),
        "EPUB/package.opf": render("package.opf", has_svg=["<svg" in body for body in bodies]),
        "EPUB/nav.xhtml": render("nav.xhtml", contents=contents(book.chapters)),
    }
    for chapter, body in zip(book.chapters, bodies, strict=True):
        files[f"EPUB/{chapter.file}"] = render("chapter.xhtml", chapter=chapter, body=Markup(body))
    for resource in book.resources:
        files[f"EPUB/{resource.path}"] = resource.data
    return _zipped(files)


def contents(chapters: Sequence[Chapter]) -> tuple[NavigationEntry, ...]:
    """Return the contents: each chapter of level 2 is below the chapter of level 1 before it."""
    listed = [chapter for chapter in chapters if chapter.level]
    return tuple(_entries(listed))


def _entries(listed: Sequence[Chapter]) -> Iterator[NavigationEntry]:
    tops = [n for n, chapter in enumerate(listed) if chapter.level == 1 or n == 0]
    for start, end in zip(tops, [*tops[1:], len(listed)], strict=True):
        below = tuple(NavigationEntry(c.title, c.file) for c in listed[start + 1 : end])
        yield NavigationEntry(listed[start].title, listed[start].file, below)


def _zipped(files: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        # Must be first and uncompressed: reading systems recognise the format by it (EPUB OCF, 4.3).
        archive.writestr(_zip_entry("mimetype", ZIP_STORED), b"application/epub+zip")
        for name, data in files.items():
            archive.writestr(_zip_entry(name, ZIP_DEFLATED), data)
    return buffer.getvalue()


def _zip_entry(name: str, compression: int) -> ZipInfo:
    entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = compression
    entry.external_attr = 0o644 << 16
    return entry
