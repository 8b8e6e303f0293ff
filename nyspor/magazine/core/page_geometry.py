"""Page, picture and text measures: what fits where in the printed magazine."""

from __future__ import annotations

from itertools import count
from math import ceil
from typing import NamedTuple

from nyspor.model.library import PictureFile

PAGE_SIZE = (210, 297)
"""A4: width and height in mm."""
BLEED = 3
"""How far (mm) the printed area extends beyond the trimmed page.

The style sheet, the PDF's boxes and the crop marks follow. With more than 4 mm, `@page` in `theme/magazine/print.css` must
make room for the crop marks, and pictures across the page need more pixels (`pixels_needed`); `docs/magasin.md` names the number.
"""
COVER_COLOUR = (0x17, 0x23, 0x3B)
"""Of the front cover; `--night` in `theme/magazine/print.css`."""
MIN_DPI = 250
"""The lowest resolution (pixels per inch) at which a printed picture does not look blurred."""


class Frame(NamedTuple):
    """The printed size of a picture in mm.

    With a height, the picture fills the frame and is cropped where needed; without, its height follows
    from its width.
    """

    width: int
    height: int = 0


COVER_FRAME = Frame(PAGE_SIZE[0] + 2 * BLEED, PAGE_SIZE[1] + 2 * BLEED)
SPREAD_FRAME = Frame(PAGE_SIZE[0] + 2 * BLEED, 144)
STORY_FRAME = Frame(170)
"""The picture at the head of a story, however many columns the text has."""
TEXT_FRAME = Frame(82)
"""A picture within the text."""

WORDS_PER_PAGE = {1: 430, 2: 700, 3: 860}
"""By number of columns. Measured: plain text fills a page with 460, 760 and 930 words; the rest is an
allowance for fact boxes and quotes."""
OPENING_SHARE = 0.8
"""The share of a page that a story's picture and title take, for any number of columns. Measured."""


def dpi(pixels: int, mm: float) -> int:
    """Return the resolution (pixels per inch, rounded down) of `pixels` printed on `mm`."""
    return int(pixels * 254 / (mm * 10))


def pixels_needed(mm: float) -> int:
    """Return the fewest pixels that reach `MIN_DPI` on `mm`."""
    return ceil(MIN_DPI * mm * 10 / 254)


def effective_dpi(picture: PictureFile, frame: Frame) -> int:
    """Return the resolution of a picture in a frame, along the side that is enlarged the most."""
    wide = dpi(picture.width, frame.width)
    return min(wide, dpi(picture.height, frame.height)) if frame.height else wide


def word_capacity(pages: int, columns: int, spread: bool) -> int:
    """Return how many words fit in a story of `pages` pages; the first page of a spread has no text."""
    return int(WORDS_PER_PAGE[columns] * (pages - (1 if spread else OPENING_SHARE)))


def pages_needed(words: int, columns: int, spread: bool) -> int:
    """Return the fewest pages that a story of `words` words takes."""
    least = 2 if spread else 1
    return next(n for n in count(least) if word_capacity(n, columns, spread) >= words)
