"""Raster operations that the PDFs and the EPUB share."""

from __future__ import annotations

from PIL import Image


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
