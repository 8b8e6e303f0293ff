"""The renditions of a picture: which widths a page offers, and how each is made."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from nyspor import urls
from nyspor.content.image_reader import RENDITION_WIDTHS, RESAMPLING, WEBP_OPTIONS, load_normalized
from nyspor.model.library import PictureFile
from nyspor.model.site import Rendition
from nyspor.text.danish import slugify

if TYPE_CHECKING:
    from PIL import Image


def renditions(file: str, picture: PictureFile) -> tuple[Rendition, ...]:
    """The widths in which a picture is published, narrow to wide, never wider than it is."""
    name = slugify(PurePosixPath(file).stem)
    widths = [width for width in RENDITION_WIDTHS if width < picture.width] or [picture.width]
    if widths[-1] < picture.width <= RENDITION_WIDTHS[-1]:
        widths.append(picture.width)
    return tuple(
        Rendition(
            urls.picture_address(name, width, picture.digest, "webp"),
            width,
            max(1, round(picture.height * width / picture.width)),
        )
        for width in widths
    )


@lru_cache(maxsize=4)
def _scaled(
    source: Path, changed: int, sizes: tuple[tuple[int, int], ...]
) -> tuple[Image.Image, ...]:
    """A picture in each of `sizes`, narrow to wide, every one made from the next wider.

    Cached briefly, since the renditions of a picture are made one after the other.
    """
    from PIL import Image  # slow to load, and most builds make no picture

    picture = load_normalized(source)
    if picture.mode != "RGBA":
        picture = picture.convert("RGB")
    found = []
    for size in reversed(sizes):
        if picture.size != size:
            picture = picture.resize(size, Image.Resampling[RESAMPLING], reducing_gap=1.0)
        found.append(picture)
    return tuple(reversed(found))


def make_rendition(source: Path, all_widths: tuple[Rendition, ...], which: int) -> bytes:
    """The WebP bytes of one of a picture's renditions, without the picture's own metadata (place, camera)."""
    sizes = tuple((rendition.width, rendition.height) for rendition in all_widths)
    picture = _scaled(source, source.stat().st_mtime_ns, sizes)[which]
    buffer = BytesIO()
    picture.save(buffer, "WEBP", **WEBP_OPTIONS)
    return buffer.getvalue()
