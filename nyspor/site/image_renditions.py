"""The renditions of a picture: which widths a page offers, and how each is made."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from nyspor import urls
from nyspor.content.image_reader import (
    RENDITION_WIDTHS,
    RESAMPLING,
    WEBP_OPTIONS,
    digest_of_picture,
    load_normalized,
)
from nyspor.files.disk_cache import load, store
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


class PictureChanged(Exception):
    """A picture is no longer the one that its renditions were planned for."""


@lru_cache(maxsize=4)
def _scaled(
    source: Path, digest: str, sizes: tuple[tuple[int, int], ...]
) -> tuple[Image.Image, ...]:
    """A picture in each of `sizes`, narrow to wide, every one made from the next wider. Raises `PictureChanged`.

    Cached briefly, since the renditions of a picture are made one after the other.
    """
    from PIL import Image  # slow to load, and most builds make no picture

    raw = source.read_bytes()
    if digest_of_picture(raw) != digest:
        raise PictureChanged(source)
    picture = load_normalized(BytesIO(raw))
    if picture.mode != "RGBA":
        picture = picture.convert("RGB")
    found = []
    for size in reversed(sizes):
        if picture.size != size:
            picture = picture.resize(size, Image.Resampling[RESAMPLING], reducing_gap=1.0)
        found.append(picture)
    return tuple(reversed(found))


def make_rendition(
    source: Path,
    picture: PictureFile,
    all_widths: tuple[Rendition, ...],
    which: int,
    cache_folder: Path | None = None,
) -> bytes:
    """The WebP bytes of one of a picture's renditions, without the picture's own metadata (place, camera).

    They are encoded unless an earlier build has stored them in `cache_folder`. Raises `PictureChanged`.
    """
    address = all_widths[which].address
    path = cache_folder / urls.output_path(address) if cache_folder else None
    made = load(path, address.encode()) if path else None
    if made is None:
        sizes = tuple((rendition.width, rendition.height) for rendition in all_widths)
        buffer = BytesIO()
        _scaled(source, picture.digest, sizes)[which].save(buffer, "WEBP", **WEBP_OPTIONS)
        made = buffer.getvalue()
        if path:
            store(path, address.encode(), made)
    return made
