"""The renditions of a picture: which widths and formats a page offers, and how each is made."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from nyspor import urls
from nyspor.content.image_reader import load_normalized
from nyspor.content.picture_recipe import (
    JPEG_WIDTH,
    RENDITION_WIDTHS,
    RESAMPLING,
    SHARED_SIZE,
    digest_of_picture,
    encoding_of,
)
from nyspor.files.picture_cache import PictureCache
from nyspor.model.library import PictureFile
from nyspor.model.site import Rendition
from nyspor.text.danish import slugify

if TYPE_CHECKING:
    from PIL import Image

Focal = tuple[float, float]
"""What a crop must show: percent from the left and from the top."""


def renditions(file: str, picture: PictureFile, suffix: str = "webp") -> tuple[Rendition, ...]:
    """The widths in which a picture is published, narrow to wide, never wider than it is."""
    return tuple(_rendition(_name(file), picture, size, suffix) for size in sizes_of(picture))


def avif_renditions(file: str, picture: PictureFile) -> tuple[Rendition, ...]:
    """The same widths in fewer bytes, for browsers that know AVIF."""
    return renditions(file, picture, "avif")


def jpeg_rendition(file: str, picture: PictureFile) -> Rendition:
    """The one for feeds and mails, whose readers may know no newer format."""
    fitting = [size for size in sizes_of(picture) if size[0] <= JPEG_WIDTH]
    return _rendition(_name(file), picture, fitting[-1], "jpg")


def shared_rendition(file: str, picture: PictureFile, focal: Focal) -> Rendition:
    """The crop that is shown where a page is shared, about the picture's focal point."""
    size = _fitting_size(*sizes_of(picture)[-1])
    x, y = map(round, focal)
    return _rendition(f"{_name(file)}-del-{x}x{y}", picture, size, "jpg")


def all_renditions(file: str, picture: PictureFile) -> tuple[Rendition, ...]:
    """All but the crops."""
    return (
        *avif_renditions(file, picture),
        *renditions(file, picture),
        jpeg_rendition(file, picture),
    )


def sizes_of(picture: PictureFile) -> tuple[tuple[int, int], ...]:
    """The sizes in which a picture is published, narrow to wide."""
    widths = [width for width in RENDITION_WIDTHS if width < picture.width] or [picture.width]
    if widths[-1] < picture.width <= RENDITION_WIDTHS[-1]:
        widths.append(picture.width)
    return tuple((width, max(1, round(picture.height * width / picture.width))) for width in widths)


def _name(file: str) -> str:
    return slugify(PurePosixPath(file).stem)


def _rendition(name: str, picture: PictureFile, size: tuple[int, int], suffix: str) -> Rendition:
    return Rendition(urls.picture_address(name, size[0], picture.digest, suffix), *size)


def _fitting_size(width: int, height: int) -> tuple[int, int]:
    """The size of a crop in the shape of `SHARED_SIZE`, no larger than that."""
    wide, high = SHARED_SIZE
    width = min(wide, width, max(1, round(height * wide / high)))
    return width, max(1, round(width * high / wide))


class PictureChanged(Exception):
    """A picture is no longer the one that its renditions were planned for."""


@lru_cache(maxsize=2)
def _scaled(source: Path, picture: PictureFile) -> tuple[Image.Image, ...]:
    """A picture in each of its sizes, narrow to wide, every one made from the next wider. Raises `PictureChanged`.

    Cached briefly, since the renditions of a picture are made one after the other.
    """
    from PIL import Image  # slow to load, and most builds make no picture

    raw = source.read_bytes()
    if digest_of_picture(raw) != picture.digest:
        raise PictureChanged(source)
    sizes = sizes_of(picture)
    shown = load_normalized(BytesIO(raw), at_least=sizes[-1])
    if shown.mode != "RGBA":
        shown = shown.convert("RGB")
    found = []
    for size in reversed(sizes):
        if shown.size != size:
            shown = shown.resize(size, Image.Resampling[RESAMPLING], reducing_gap=1.0)
        found.append(shown)
    return tuple(reversed(found))


def make_rendition(
    source: Path,
    picture: PictureFile,
    rendition: Rendition,
    cache: PictureCache | None = None,
    crop: Focal | None = None,
) -> bytes:
    """The bytes of one of a picture's renditions, without the picture's own metadata (place, camera).

    They are encoded unless an earlier build has stored them. `crop` is the focal point of one that
    is a crop. Raises `PictureChanged`.
    """
    path = urls.output_path(rendition.address)
    made = cache.load(path) if cache else None
    if made is None:
        made = _encoded(
            _pixels(_scaled(source, picture), rendition, crop), path, picture.is_photograph
        )
        if cache:
            cache.store(path, made)
    return made


def _pixels(
    scaled: tuple[Image.Image, ...], rendition: Rendition, crop: Focal | None
) -> Image.Image:
    if crop is None:
        return next(each for each in scaled if each.width == rendition.width)
    return _cropped(scaled[-1], (rendition.width, rendition.height), crop)


def _cropped(picture: Image.Image, size: tuple[int, int], focal: Focal) -> Image.Image:
    """The largest part of a picture in the shape of `size`, in that size.

    As CSS's `object-position` has it: the focal point divides the picture and the part in the same way.
    """
    from PIL import Image

    scale = min(picture.width / size[0], picture.height / size[1])
    width, height = size[0] * scale, size[1] * scale
    left = (picture.width - width) * focal[0] / 100
    top = (picture.height - height) * focal[1] / 100
    box = (left, top, left + width, top + height)
    return picture.resize(size, Image.Resampling[RESAMPLING], box)


def _encoded(picture: Image.Image, path: str, is_photograph: bool) -> bytes:
    """A picture in the format that the path's suffix says."""
    format_name, options = encoding_of(PurePosixPath(path).suffix, is_photograph)
    if format_name == "JPEG" and picture.mode == "RGBA":
        picture = _on_white(picture)
    buffer = BytesIO()
    picture.save(buffer, format_name, **options)
    return buffer.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    """A picture without transparency, which JPEG has not."""
    from PIL import Image

    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture)
    return paper
