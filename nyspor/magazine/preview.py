"""The preview of one section: lays it out alone, in about a second, for whoever writes it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from nyspor.files.atomic_write import write_atomically
from nyspor.magazine.contact_sheet import contact_sheet, page_pictures
from nyspor.magazine.core.manifest import read_manifest
from nyspor.magazine.core.section_names import story_section_name
from nyspor.magazine.layout.composer import Composer
from nyspor.magazine.layout.fonts_and_styles import font_files, srgb_profile
from nyspor.magazine.layout.inputs import MagazineInputs
from nyspor.magazine.layout.section_layout import LaidOutSection, SectionLayout
from nyspor.magazine.pdf.assemble import assemble_pdf
from nyspor.magazine.pdf.editions import DocumentInfo, Edition
from nyspor.magazine.pdf.images import SCREEN_WIDTH, image_source
from nyspor.magazine.sections import Section
from nyspor.problems import Problem

PAGE_WIDTH = 620
"""Of a page in the picture, in pixels."""


class Preview(NamedTuple):
    """The pages of a section as a PDF and as a picture, and what would keep it from being printed."""

    pdf: Path
    picture: Path
    problems: Sequence[Problem]


def preview_section(inputs: MagazineInputs, folder: Path, name: str) -> Preview | None:
    """Write the section `name` as a PDF and as a picture of its pages; None for an unknown name.

    `name` is a story's slug or the name of a section. Page numbers are those of the last time the magazine
    was made.
    """
    sections = {section.name: section for section in inputs.sections()}
    section = sections.get(story_section_name(name)) or sections.get(name)
    if section is None:
        return None
    last = read_manifest(folder)
    numbers = last.numbers if last else {}
    composer = Composer(inputs)
    composer.names = frozenset(sections)
    layout = composer.fit(section, numbers)
    problems = composer.glyph_problems([(section, composer.render(section, numbers))])
    problems += composer.page_problems(section, layout, numbers.get(section.name, 1))
    target = folder / f"{name}.pdf"
    write_atomically(target, _preview_pdf(inputs, section, layout))
    picture = target.with_suffix(".png")
    write_atomically(picture, contact_sheet(page_pictures(target, PAGE_WIDTH), across=1))
    return Preview(target, picture, problems)


def _preview_pdf(inputs: MagazineInputs, section: Section, layout: SectionLayout) -> bytes:
    modified = inputs.library.now.isoformat(timespec="seconds")
    return assemble_pdf(
        [LaidOutSection(section.name, section.title, 1, layout)],
        Edition.SCREEN,
        DocumentInfo(section.title, section.lang, "", "", modified),
        font_files(inputs.theme),
        srgb_profile(),
        image_source(inputs, SCREEN_WIDTH),
    )
