"""One story on its pages, in a second: for whoever is writing it."""

from __future__ import annotations

from pathlib import Path

from nyspor.files.atomic_write import write_atomically
from nyspor.magazine.contact_sheet import contact_sheet, page_pictures
from nyspor.magazine.core.manifest import read_manifest
from nyspor.magazine.core.section_names import story_section_name
from nyspor.magazine.layout.composer import Composer, Paper
from nyspor.magazine.layout.fonts_and_styles import srgb_profile, whole_fonts
from nyspor.magazine.pdf.assemble import About, Edition, finish
from nyspor.magazine.pdf.images import SCREEN_WIDTH
from nyspor.magazine.pdf.structure_tree import Part


def preview_piece(paper: Paper, folder: Path, name: str) -> tuple[Path, Path] | None:
    """Lay out the piece called `name` and write it as PDF and as a picture of its pages.

    Page numbers are those of the last time the magazine was made. None where no piece has the name.
    """
    pieces = paper.pieces()
    wanted = (story_section_name(name), name)
    piece = min(
        (piece for piece in pieces if piece.name in wanted),
        key=lambda piece: wanted.index(piece.name),
        default=None,
    )
    if piece is None:
        return None
    last = read_manifest(folder)
    numbers = last.numbers if last else {}
    composer = Composer(paper)
    composer.names = frozenset(piece.name for piece in pieces)
    laid = composer.fit(piece, numbers)
    about = About(piece.title, piece.lang, "", "", paper.library.now.isoformat(timespec="seconds"))
    part = Part(piece.name, piece.title, 1, laid)
    pdf = finish(
        [part],
        Edition.SCREEN,
        about,
        whole_fonts(paper.theme),
        srgb_profile(),
        paper.plates(SCREEN_WIDTH),
    )
    target = folder / f"{name}.pdf"
    write_atomically(target, pdf)
    picture = target.with_suffix(".png")
    write_atomically(picture, contact_sheet(page_pictures(target, 620), across=1))
    return target, picture
