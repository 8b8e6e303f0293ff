"""The preview of one section: lays it out alone, in about a second, for whoever writes it."""

from __future__ import annotations

from pathlib import Path

from nyspor.files.atomic_write import write_atomically
from nyspor.magazine.contact_sheet import contact_sheet, page_pictures
from nyspor.magazine.core.manifest import read_manifest
from nyspor.magazine.core.section_names import story_section_name
from nyspor.magazine.layout.composer import Composer
from nyspor.magazine.layout.fonts_and_styles import font_files, srgb_profile
from nyspor.magazine.layout.inputs import MagazineInputs
from nyspor.magazine.layout.section_layout import LaidOutSection
from nyspor.magazine.pdf.assemble import assemble_pdf
from nyspor.magazine.pdf.editions import DocumentInfo, Edition
from nyspor.magazine.pdf.images import SCREEN_WIDTH, image_source
from nyspor.magazine.sections import Section

PAGE_WIDTH = 620
"""Of a page in the picture, in pixels."""


def preview_section(inputs: MagazineInputs, folder: Path, name: str) -> tuple[Path, Path] | None:
    """Write the section `name` as a PDF and as a picture of its pages; return both, None for an unknown name.

    `name` is a story's slug or the name of a section. Page numbers are those of the last time the magazine
    was made.
    """
    sections = {section.name: section for section in inputs.sections()}
    section = sections.get(story_section_name(name)) or sections.get(name)
    if section is None:
        return None
    target = folder / f"{name}.pdf"
    write_atomically(target, _preview_pdf(inputs, folder, section, frozenset(sections)))
    picture = target.with_suffix(".png")
    write_atomically(picture, contact_sheet(page_pictures(target, PAGE_WIDTH), across=1))
    return target, picture


def _preview_pdf(
    inputs: MagazineInputs, folder: Path, section: Section, names: frozenset[str]
) -> bytes:
    last = read_manifest(folder)
    composer = Composer(inputs)
    composer.names = names
    layout = composer.fit(section, last.numbers if last else {})
    modified = inputs.library.now.isoformat(timespec="seconds")
    return assemble_pdf(
        [LaidOutSection(section.name, section.title, 1, layout)],
        Edition.SCREEN,
        DocumentInfo(section.title, section.lang, "", "", modified),
        font_files(inputs.theme),
        srgb_profile(),
        image_source(inputs, SCREEN_WIDTH),
    )
