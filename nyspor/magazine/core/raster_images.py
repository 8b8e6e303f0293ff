"""Raster operations that the PDFs and the EPUB share."""

from __future__ import annotations

from PIL import Image

NEARLY_THE_SAME = 6
"""Of 255 in each channel: what JPEG makes of a colour."""


def limit_width(picture: Image.Image, max_width: int | None) -> Image.Image:
    """Return the picture, scaled down where it is more than `max_width` pixels wide."""
    if max_width is None or picture.width <= max_width:
        return picture
    size = (max_width, round(picture.height * max_width / picture.width))
    return picture.convert("RGB").resize(size, Image.Resampling.LANCZOS)


def flatten_on_white(picture: Image.Image) -> Image.Image:
    """Return the picture with white in place of transparency.

    PDF/A restricts transparency, and an EPUB may be read on a black background.
    """
    if picture.mode != "RGBA":
        return picture
    background = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(background, picture).convert("RGB")


def has_border(picture: Image.Image, colour: tuple[int, int, int]) -> bool:
    """Return whether a picture has this colour, or nearly, at its corners and the middle of its sides."""
    shown = picture.convert("RGB")
    right, bottom = shown.width - 1, shown.height - 1
    places = [(x, y) for x in (0, right // 2, right) for y in (0, bottom // 2, bottom)]
    border = (shown.getpixel(place) for place in places if place != (right // 2, bottom // 2))
    return all(_distance(pixel, colour) <= NEARLY_THE_SAME for pixel in border)


def _distance(one: object, other: tuple[int, int, int]) -> int:
    assert isinstance(one, tuple)  # of an RGB picture
    return max(abs(int(a) - b) for a, b in zip(one, other, strict=True))
