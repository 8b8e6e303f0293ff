"""Page boxes: trim and bleed of the printed page, and the crop marks around it. All measures in points."""

from __future__ import annotations

from collections.abc import Sequence

from pikepdf import Array, Name, Pdf

from nyspor.magazine.core.page_geometry import BLEED
from nyspor.magazine.pdf.editions import Edition

POINTS_PER_MM = 72 / 25.4
BLEED_POINTS = BLEED * POINTS_PER_MM
CROP_MARKS_START, CROP_MARKS_END = BLEED_POINTS + 1, BLEED_POINTS + 16
"""The distance of the crop marks from the trim box."""


def set_page_boxes(pdf: Pdf, edition: Edition) -> None:
    """Give the print edition bleed and crop marks; crop the pages of the others to the trim box."""
    for page in pdf.pages:
        trim = [float(n) for n in page.obj.TrimBox]
        if edition is Edition.PRINT:
            page.obj.BleedBox = Array(_bleed_box(trim))
            page.contents_add(crop_marks(trim).encode(), prepend=True)
        else:
            page.obj.MediaBox = page.obj.BleedBox = Array(trim)
        page.obj.CropBox = page.obj.MediaBox
        page.obj.Tabs = Name.S


def _bleed_box(trim: Sequence[float]) -> list[float]:
    left, bottom, right, top = trim
    return [left - BLEED_POINTS, bottom - BLEED_POINTS, right + BLEED_POINTS, top + BLEED_POINTS]


def crop_marks(trim: Sequence[float]) -> str:
    """Return the PDF operators of eight thin lines outside the bleed, which point at the corners of the trim box."""
    left, bottom, right, top = trim
    near, far = CROP_MARKS_START, CROP_MARKS_END
    across = [(x, y, sign) for y in (bottom, top) for x, sign in ((left, -1), (right, 1))]
    upright = [(x, y, sign) for x in (left, right) for y, sign in ((bottom, -1), (top, 1))]
    lines = [f"{x + s * near:.2f} {y:.2f} m {x + s * far:.2f} {y:.2f} l S" for x, y, s in across]
    lines += [f"{x:.2f} {y + s * near:.2f} m {x:.2f} {y + s * far:.2f} l S" for x, y, s in upright]
    return "\n".join(("/Artifact <</Type /Page>> BDC q 0.25 w", *lines, "Q EMC\n"))
