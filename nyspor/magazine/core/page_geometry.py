"""Paper in millimetres, pictures in pixels, stories in words: what fits where in the magazine."""

from __future__ import annotations

from itertools import count
from math import ceil
from typing import NamedTuple

from nyspor.model.library import PictureFile

PAGE = (210, 297)
"""A4, width and height in mm."""
BLEED = 3
"""What is printed beyond the page's edge and cut off, in mm."""
LEAST_DPI = 250
"""Pixels to the inch (25.4 mm) below which a reader sees that a picture is blurred."""


class Frame(NamedTuple):
    """A picture's printed size in mm. One with a height is filled, so that the picture's edges may
    be cut; without, the picture is as high as its width makes it."""

    width: int
    height: int = 0


COVER = Frame(PAGE[0] + 2 * BLEED, PAGE[1] + 2 * BLEED)
SPREAD = Frame(PAGE[0] + 2 * BLEED, 144)
STORY = Frame(170)
"""The picture at the head of a story, however many columns the text has."""
TEXT = Frame(82)
"""A picture in the text."""

WORDS_PER_PAGE = {1: 430, 2: 700, 3: 860}
"""By columns: plain text fills a page with 460, 760 and 930 words; boxes and quotes take some of the room."""
HEAD = 0.8
"""How much of a page a story's picture and title take, whatever the columns: measured too."""


def dpi(pixels: int, mm: float) -> int:
    """The whole pixels to the inch of `pixels` printed on `mm`."""
    return int(pixels * 254 / (mm * 10))


def pixels(mm: float) -> int:
    """The fewest pixels that print sharply on `mm`."""
    return ceil(LEAST_DPI * mm * 10 / 254)


def sharpness(picture: PictureFile, frame: Frame) -> int:
    """The dpi a picture gets in a frame: those of the side that is stretched the most."""
    wide = dpi(picture.width, frame.width)
    return min(wide, dpi(picture.height, frame.height)) if frame.height else wide


def room(pages: int, columns: int, spread: bool) -> int:
    """How many words a story of `pages` pages can hold; a spread's first page holds none."""
    return int(WORDS_PER_PAGE[columns] * (pages - (1 if spread else HEAD)))


def pages_for(words: int, columns: int, spread: bool) -> int:
    """The fewest pages that hold a story of `words` words."""
    least = 2 if spread else 1
    return next(pages for pages in count(least) if room(pages, columns, spread) >= words)
