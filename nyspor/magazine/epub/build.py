"""The EPUB edition: the same sections as in the PDFs, one chapter each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import count
from pathlib import Path, PurePosixPath
from uuid import NAMESPACE_URL, uuid5

from jinja2 import Environment

from nyspor.content.image_reader import load_normalized
from nyspor.magazine.core.raster_images import flatten_on_white, limit_width
from nyspor.magazine.core.section_names import BACK, COLOPHON, CONTENTS, COVER, EDITORIAL, NOTES
from nyspor.magazine.epub.fonts import font_resources
from nyspor.magazine.epub.package import Book, Chapter, Resource, write_epub
from nyspor.magazine.epub.page_breaks import first_blocks, page_list, with_page_breaks
from nyspor.magazine.layout.glyph_coverage import with_known_characters
from nyspor.magazine.layout.inputs import MagazineInputs
from nyspor.magazine.layout.pagination import PaginatedIssue
from nyspor.magazine.layout.section_html import (
    link_attributes,
    render_section,
    rewrite_links,
    section_environment,
)
from nyspor.magazine.sections import Section, magazine_sections, with_notes_pages
from nyspor.magazine.stories import issue_address
from nyspor.model.kinds import Issue
from nyspor.model.site import Picture, Rendition, Site
from nyspor.text.danish import slugify

MAX_WIDTH = 1600
"""Of a picture, in pixels: as wide as a tablet shows."""

EPUB_TYPES = {COVER: "cover", EDITORIAL: "frontmatter", COLOPHON: "backmatter", BACK: "backmatter"}
"""The epub:type of a section by its name; all others are `bodymatter`."""


def make_epub(inputs: MagazineInputs, paginated: PaginatedIssue, modified: str) -> bytes:
    """Return the EPUB of an issue, with a page list of the printed pages.

    `modified` is UTC (`2026-11-23T12:00:00Z`).
    """
    issue = inputs.issue
    environment = section_environment(issue, inputs.theme)
    paths = PicturePaths()
    chapters = _chapters(inputs, paginated, environment, paths)
    book = Book(
        identifier=_identifier(inputs.site, issue),
        title=issue.title,
        language=issue.lang.value,
        publisher=inputs.site.name,
        description=issue.summary,
        date=str(issue.year),
        modified=modified,
        chapters=chapters,
        resources=tuple(_resources(inputs, chapters, paths.files)),
        styles=("css/epub.css",),
        cover_image=paths.path(issue.cover.file) if issue.cover else "",
        pages=tuple(page_list(paginated)),
    )
    return write_epub(book, environment)


def _identifier(site: Site, issue: Issue) -> str:
    """Return the address of the issue; for a site without one a name that is the same each time."""
    address = issue_address(issue)
    return f"{site.url}{address}" if site.url else uuid5(NAMESPACE_URL, f"{site.name}{address}").urn


class PicturePaths:
    """The paths of pictures in the EPUB by file name; files of the same name are numbered."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}
        """The content file of each path."""

    def path(self, file: str) -> str:
        """Return the path of a content file, the same each time."""
        name = slugify(PurePosixPath(file).stem)
        return next(path for path in self._candidates(name, file) if self.files[path] == file)

    def _candidates(self, name: str, file: str) -> Iterator[str]:
        for number in count(1):
            path = f"images/{name}{'' if number == 1 else f'-{number}'}.{image_format(file)}"
            self.files.setdefault(path, file)
            yield path


def image_format(file: str) -> str:
    """Return `png` for a drawing, which keeps its format, and `jpg` for a photograph."""
    return "png" if file.lower().endswith((".png", ".gif")) else "jpg"


def _sections(
    inputs: MagazineInputs, paginated: PaginatedIssue, paths: PicturePaths
) -> tuple[Section, ...]:
    """Return the sections of the EPUB in reading order: those of the PDFs without the contents, which EPUB has its own of."""

    def transform(file: str, picture: Picture) -> Picture:
        width = min(MAX_WIDTH, picture.widest.width)
        height = max(1, round(picture.widest.height * width / picture.widest.width))
        return picture.with_only(Rendition(paths.path(file), width, height))

    sections = magazine_sections(inputs.library, inputs.issue, inputs.translate, transform)
    notes = 1 if NOTES in paginated.numbers else 0
    sections = with_notes_pages(sections, notes, inputs.translate)
    return tuple(section for section in sections if section.name != CONTENTS)


def _chapters(
    inputs: MagazineInputs, paginated: PaginatedIssue, environment: Environment, paths: PicturePaths
) -> tuple[Chapter, ...]:
    sections = _sections(inputs, paginated, paths)
    names = {section.name for section in sections}
    blocks = {section.name: first_blocks(section.layout) for section in paginated.sections}

    def attributes(address: str) -> str | None:
        return link_attributes(address, inputs.issue, names, inputs.site, _chapter_link)

    def chapter(section: Section) -> Chapter:
        html = with_known_characters(render_section(environment, section))
        html = rewrite_links(html, attributes)
        html = with_page_breaks(html, paginated.numbers[section.name], blocks[section.name])
        return Chapter(
            section.name,
            section.title or inputs.issue.title,
            html,
            EPUB_TYPES.get(section.name, "bodymatter"),
            section.level,
            section.lang,
        )

    return tuple(chapter(section) for section in sections)


def _chapter_link(name: str) -> str:
    return f'href="{name}.xhtml"'


def _resources(
    inputs: MagazineInputs, chapters: Sequence[Chapter], pictures: Mapping[str, str]
) -> Iterator[Resource]:
    """Yield style sheet, fonts and pictures; `pictures` are content files by their path in the EPUB."""
    yield from font_resources(inputs.theme, (chapter.html for chapter in chapters))
    for path, file in sorted(pictures.items()):
        yield Resource(path, encode_picture(inputs.content / file, image_format(file)))


def encode_picture(source: Path, target_format: str) -> bytes:
    """Return a picture at most `MAX_WIDTH` wide as `jpg` or `png`, without its own metadata (place, camera)."""
    buffer = BytesIO()
    picture = limit_width(flatten_on_white(load_normalized(source)), MAX_WIDTH)
    if target_format == "jpg":
        picture.convert("RGB").save(buffer, "JPEG", quality=82)
    elif picture.mode in ("P", "L"):
        picture.save(buffer, "PNG", optimize=True)
    else:
        picture.convert("RGB").quantize(256).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
