"""The magazine in its EPUB dress: the same pieces as on paper, one chapter each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from jinja2 import Environment
from PIL import Image

from nyspor.danish import slugify
from nyspor.magazine.composing import Composed, aim_links, page_starts, render_piece
from nyspor.magazine.epub import Book, Chapter, Resource, write_epub
from nyspor.magazine.pieces import (
    BACK,
    COLOPHON,
    CONTENTS,
    COVER,
    EDITORIAL,
    NOTES,
    Piece,
    home_of,
    pieces_of,
    with_notes,
)
from nyspor.model.cards import Picture, Rendition
from nyspor.model.kinds import Issue
from nyspor.model.library import Library
from nyspor.model.site import Site
from nyspor.rendering import make_environment
from nyspor.wording import read_translations

WIDEST = 1600
"""Pixels: as wide as a tablet shows."""

ROLES = {COVER: "cover", EDITORIAL: "frontmatter", COLOPHON: "backmatter", BACK: "backmatter"}
"""By a piece's name, its part of the book; all others are its body."""

FONTS = ("newsreader.woff2", "atkinson.woff2")


@dataclass(frozen=True)
class Binding:
    """What the EPUB skin needs to know. `modified` is UTC, handed in."""

    library: Library
    issue: Issue
    site: Site
    theme: Path
    content: Path
    modified: str


def bind(binding: Binding, composed: Composed) -> bytes:
    """The EPUB, its page list telling where the pages of `composed` begin."""
    issue = binding.issue
    environment = make_environment(binding.theme, Site("", "", ""), issue.lang)
    environment.globals |= {"home": home_of(issue), "issue": issue, "numbers": defaultdict(int)}
    say = read_translations(binding.theme / "translations", issue.lang.value).gettext
    shown: dict[str, str] = {}

    def dress(file: str, picture: Picture) -> Picture:
        shown[_picture_path(file)] = file
        width = min(WIDEST, picture.widest.width)
        height = max(1, round(picture.widest.height * width / picture.widest.width))
        return replace(picture, renditions=(Rendition(_picture_path(file), width, height),))

    pieces = pieces_of(binding.library, issue, say, dress)
    pieces = with_notes(pieces, 1 if NOTES in composed.numbers else 0, say)
    pieces = tuple(piece for piece in pieces if piece.name != CONTENTS)
    starts = {part.name: page_starts(part) for part in composed.parts}
    chapters = tuple(
        _chapter(piece, binding, environment, pieces, composed, starts) for piece in pieces
    )
    book = Book(
        identifier=f"{binding.site.url}{home_of(issue)}",
        title=issue.title,
        language=issue.lang.value,
        publisher=binding.site.name,
        description=issue.summary,
        date=str(issue.year),
        modified=binding.modified,
        chapters=chapters,
        resources=tuple(_resources(binding, shown)),
        styles=("css/epub.css",),
        cover_image=_picture_path(issue.cover.file) if issue.cover else "",
        pages=tuple(_page_list(composed, starts)),
    )
    return write_epub(book, environment)


def _picture_path(file: str) -> str:
    return f"images/{slugify(PurePosixPath(file).stem)}.{_format(file)}"


def _format(file: str) -> str:
    """Drawings stay as they are; photographs become JPEG, which every reader knows."""
    return "png" if file.lower().endswith((".png", ".gif")) else "jpg"


def _chapter(
    piece: Piece,
    binding: Binding,
    environment: Environment,
    pieces: tuple[Piece, ...],
    composed: Composed,
    starts: Mapping[str, tuple[str | None, ...]],
) -> Chapter:
    names = {other.name for other in pieces}
    html = aim_links(render_piece(environment, piece), lambda a: _aim(a, binding, names))
    first = composed.numbers[piece.name]
    html = _with_page_breaks(html, first, starts[piece.name])
    return Chapter(
        piece.name,
        piece.title or binding.issue.title,
        html,
        ROLES.get(piece.name, "bodymatter"),
        piece.level,
        piece.lang,
    )


def _aim(address: str, binding: Binding, names: set[str]) -> str | None:
    path = address.partition("#")[0]
    for folder in (home_of(binding.issue), "/historier/"):
        name = path.removeprefix(folder).strip("/")
        if path.startswith(folder) and name in names:
            return f'href="{name}.xhtml"'
    if not binding.site.url:
        return None
    parts = urlsplit(binding.site.url)
    return f'href="{parts.scheme}://{parts.netloc}{binding.site.base}{address}"'


def _break(number: int) -> str:
    return f'<span role="doc-pagebreak" id="side-{number}" aria-label="{number}"></span>'


def _with_page_breaks(html: str, first: int, starts: tuple[str | None, ...]) -> str:
    """Mark where the printed pages begin; a page that begins within a block is marked at the chapter's end."""
    late = ""
    for number, start in enumerate(starts, start=first + 1):
        if start is None:
            late += _break(number)
        else:
            html = re.sub(rf'(<\w+ data-n="{start}")', rf"{_break(number)}\1", html, count=1)
    return _break(first) + re.sub(r' data-n="\d+"', "", html) + late


def _page_list(
    composed: Composed, starts: Mapping[str, tuple[str | None, ...]]
) -> Iterator[tuple[str, str]]:
    for part in composed.parts:
        first = composed.numbers[part.name]
        for number in range(first, first + part.laid.pages):
            file = "nav" if part.name == CONTENTS else part.name
            yield str(number), f"{file}.xhtml#side-{number}"


def _resources(binding: Binding, shown: Mapping[str, str]) -> Iterator[Resource]:
    yield Resource("css/epub.css", (binding.theme / "magazine" / "epub.css").read_bytes())
    for font in FONTS:
        yield Resource(f"fonts/{font}", (binding.theme / "static" / "fonts" / font).read_bytes())
    for path, file in sorted(shown.items()):
        yield Resource(path, _picture(binding.content / file, _format(file)))


def _picture(source: Path, ending: str) -> bytes:
    """A picture no wider than `WIDEST`, without its own metadata (place, camera)."""
    buffer = BytesIO()
    with Image.open(source) as original:
        picture: Image.Image = original
        if picture.width > WIDEST:
            height = round(picture.height * WIDEST / picture.width)
            picture = picture.convert("RGB").resize((WIDEST, height), Image.Resampling.LANCZOS)
        if ending == "jpg":
            picture.convert("RGB").save(buffer, "JPEG", quality=82)
        elif picture.mode == "P":
            picture.save(buffer, "PNG", optimize=True)
        else:
            picture.convert("RGB").quantize(256).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
