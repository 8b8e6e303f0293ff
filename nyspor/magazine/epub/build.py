"""The magazine in its EPUB dress: the same pieces as on paper, one chapter each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from itertools import count
from pathlib import Path, PurePosixPath

from jinja2 import Environment

from nyspor.content.image_reader import upright
from nyspor.magazine.core.section_names import (
    BACK,
    COLOPHON,
    CONTENTS,
    COVER,
    EDITORIAL,
    NAVIGATION,
    NOTES,
)
from nyspor.magazine.epub.package import Book, Chapter, Resource, write_epub
from nyspor.magazine.layout.composer import Paper
from nyspor.magazine.layout.pagination import (
    Composed,
    aim,
    aim_links,
    make_skin,
    page_starts,
    render_piece,
)
from nyspor.magazine.pdf.images import no_wider, on_white
from nyspor.magazine.sections import Section, magazine_sections, with_notes_pages
from nyspor.magazine.stories import issue_address
from nyspor.model.site import Picture, Rendition
from nyspor.text.danish import slugify

WIDEST = 1600
"""Pixels: as wide as a tablet shows."""

ROLES = {COVER: "cover", EDITORIAL: "frontmatter", COLOPHON: "backmatter", BACK: "backmatter"}
"""By a piece's name, its part of the book; all others are its body."""

FONTS = ("newsreader.woff2", "atkinson.woff2")


def bind(paper: Paper, composed: Composed, modified: str) -> bytes:
    """The EPUB of what lies on `paper`, its page list telling where the pages of `composed` begin.

    `modified` is UTC, handed in.
    """
    issue = paper.issue
    environment = make_skin(issue, paper.theme)
    paths = _PicturePaths()

    def dress(file: str, picture: Picture) -> Picture:
        width = min(WIDEST, picture.widest.width)
        height = max(1, round(picture.widest.height * width / picture.widest.width))
        return replace(picture, renditions=(Rendition(paths.of(file), width, height),))

    pieces = magazine_sections(paper.library, issue, paper.say, dress)
    pieces = with_notes_pages(pieces, 1 if NOTES in composed.numbers else 0, paper.say)
    pieces = tuple(piece for piece in pieces if piece.name != CONTENTS)
    starts = {part.name: page_starts(part) for part in composed.parts}
    chapters = tuple(
        _chapter(piece, paper, environment, pieces, composed, starts) for piece in pieces
    )
    book = Book(
        identifier=f"{paper.site.url}{issue_address(issue)}",
        title=issue.title,
        language=issue.lang.value,
        publisher=paper.site.name,
        description=issue.summary,
        date=str(issue.year),
        modified=modified,
        chapters=chapters,
        resources=tuple(_resources(paper, paths.files)),
        styles=("css/epub.css",),
        cover_image=paths.of(issue.cover.file) if issue.cover else "",
        pages=tuple(_page_list(composed, starts)),
    )
    return write_epub(book, environment)


class _PicturePaths:
    """Where pictures lie in the book; those that would lie at the same place are numbered."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}

    def of(self, file: str) -> str:
        name = slugify(PurePosixPath(file).stem)
        return next(path for path in self._places(name, file) if self.files[path] == file)

    def _places(self, name: str, file: str) -> Iterator[str]:
        for number in count(1):
            path = f"images/{name}{'' if number == 1 else f'-{number}'}.{_format(file)}"
            self.files.setdefault(path, file)
            yield path


def _format(file: str) -> str:
    """Drawings stay as they are; photographs become JPEG, which every reader knows."""
    return "png" if file.lower().endswith((".png", ".gif")) else "jpg"


def _chapter(
    piece: Section,
    paper: Paper,
    environment: Environment,
    pieces: tuple[Section, ...],
    composed: Composed,
    starts: Mapping[str, tuple[str | None, ...]],
) -> Chapter:
    names = {other.name for other in pieces}
    html = aim_links(
        render_piece(environment, piece), lambda a: aim(a, paper.issue, names, paper.site, _at)
    )
    first = composed.numbers[piece.name]
    html = _with_page_breaks(html, first, starts[piece.name])
    return Chapter(
        piece.name,
        piece.title or paper.issue.title,
        html,
        ROLES.get(piece.name, "bodymatter"),
        piece.level,
        piece.lang,
    )


def _at(name: str) -> str:
    return f'href="{name}.xhtml"'


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
            file = NAVIGATION if part.name == CONTENTS else part.name
            yield str(number), f"{file}.xhtml#side-{number}"


def _resources(paper: Paper, shown: Mapping[str, str]) -> Iterator[Resource]:
    yield Resource("css/epub.css", (paper.theme / "magazine" / "epub.css").read_bytes())
    for font in FONTS:
        yield Resource(f"fonts/{font}", (paper.theme / "static" / "fonts" / font).read_bytes())
    for path, file in sorted(shown.items()):
        yield Resource(path, _picture(paper.content / file, _format(file)))


def _picture(source: Path, ending: str) -> bytes:
    """A picture no wider than `WIDEST`, without its own metadata (place, camera)."""
    buffer = BytesIO()
    picture = no_wider(on_white(upright(source)), WIDEST)
    if ending == "jpg":
        picture.convert("RGB").save(buffer, "JPEG", quality=82)
    elif picture.mode in ("P", "L"):
        picture.save(buffer, "PNG", optimize=True)
    else:
        picture.convert("RGB").quantize(256).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
