"""How pictures are published: widths, formats and quality. docs/decisions/0011-pictures.md has the measurements."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from hashlib import blake2b
from importlib.metadata import version

RENDITION_WIDTHS = (400, 800, 1600)
"""In pixels: a picture in a list, a telephone or a column, a wide screen. Each is half the next, since
halving is the fastest resize."""

JPEG_WIDTH = 800
"""The widest that feeds and mails get: as wide as a reader's column, at twice its pixels on a telephone."""

SHARED_SIZE = (1200, 630)
"""The shape that pages which show a link have for its picture (ogp.me), and the most pixels that they use of it."""

ENCODING: Mapping[str, tuple[str, Mapping[str, object]]] = {
    # Tiles follow from the number of threads: with one, every machine makes the same bytes.
    ".avif": ("AVIF", {"quality": 52, "speed": 9, "max_threads": 1, "autotiling": False}),
    ".webp": ("WEBP", {"quality": 76, "method": 2}),
    ".jpg": ("JPEG", {"quality": 80, "optimize": True}),
}
"""A rendition's suffix → its format, and how Pillow encodes it."""

DRAWING_SPEED = 8
"""The speed at which drawings become AVIF: at a greater one they are larger than WebP, and photographs are not."""

WEBP_LIMIT = 16_383
"""The most pixels that a WebP has on a side."""

RESAMPLING = "HAMMING"
"""Pillow's filter for scaling: as sharp as bicubic, as fast as bilinear. With another, raise `NORMALIZATION_VERSION`."""

NORMALIZATION_VERSION = 2
"""Incremented when a picture is read or scaled to other pixels than before, which invalidates older renditions."""


def encoding_of(suffix: str, is_photograph: bool) -> tuple[str, Mapping[str, object]]:
    """Return the format that a suffix stands for, and how Pillow encodes a picture in it."""
    name, options = ENCODING[suffix]
    if suffix == ".avif" and not is_photograph:
        return name, {**options, "speed": DRAWING_SPEED}
    return name, options


@cache
def rendition_recipe() -> bytes:
    """Return everything besides a picture's bytes that its renditions depend on."""
    sizes = f"{RENDITION_WIDTHS} {JPEG_WIDTH} {SHARED_SIZE}"
    pixels = f"upright {NORMALIZATION_VERSION} {RESAMPLING} pillow {version('pillow')}"
    return f"{sizes} {ENCODING} {DRAWING_SPEED} {pixels}".encode()


def digest_of_picture(raw: bytes) -> str:
    """Return the digest of all that a picture's renditions depend on."""
    return blake2b(raw + rendition_recipe(), digest_size=6).hexdigest()
