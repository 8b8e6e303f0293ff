"""Pictures: validation of files, and normalized pixels.

Renditions for pages, PDFs and e-books are all made from `load_normalized`: upright, in sRGB with 8 bits a
channel, without metadata.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, BinaryIO

from nyspor.content.picture_recipe import RENDITION_WIDTHS, WEBP_LIMIT, digest_of_picture
from nyspor.model.library import PictureFault, PictureFile

if TYPE_CHECKING:
    from PIL import Image, ImageCms

READABLE_FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "AVIF")
"""The formats that are read, whatever a file's suffix."""

PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif")
"""The suffixes of files that are read as pictures."""

LOSSLESS_FORMATS = ("PNG", "GIF")
"""The formats that drawings come in."""

PHOTOGRAPH_DENSITY = 0.5
"""The bytes for each pixel from which on a lossless file holds a photograph: flat drawings take less than a tenth."""

ORIENTATION = 0x0112
"""The EXIF tag of the camera's orientation; absent is 1, upright (CIPA DC-008, 4.6.5)."""

ROTATED_ORIENTATIONS = (5, 6, 7, 8)
"""Orientations in which width and height are swapped."""


def read_picture(raw: bytes) -> PictureFile | PictureFault:
    """Return the size of a picture as shown, and its digest; or the fault of its file.

    The whole picture is decoded, since the header of a damaged one may be right.
    """
    from PIL import (
        Image,
        UnidentifiedImageError,
    )  # slow to import, and most builds have no new picture

    if not raw:
        return "empty"
    try:
        with _open_picture(BytesIO(raw)) as picture:
            width, height = picture.size
            is_animated = bool(getattr(picture, "is_animated", False))
            # Decode a JPEG at an eighth of its size: this reads all its bytes in half the time.
            picture.draft(None, (1, 1))
            picture.load()
            if _orientation(picture) in ROTATED_ORIENTATIONS:
                width, height = height, width
    except UnidentifiedImageError:
        return "unknown"
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return "too large"
    except Exception:
        # The decoders raise a dozen kinds of errors for invalid data.
        return "damaged"
    if height * min(width, RENDITION_WIDTHS[-1]) > WEBP_LIMIT * width:
        return "too large"
    is_photograph = _is_photograph(picture.format, raw, (width, height))
    return PictureFile(width, height, digest_of_picture(raw), is_animated, is_photograph)


def _is_photograph(format_name: str | None, raw: bytes, size: tuple[int, int]) -> bool:
    """Whether a picture is more like a photograph than like a drawing, which lossless formats make small."""
    if format_name in LOSSLESS_FORMATS:
        return len(raw) > PHOTOGRAPH_DENSITY * size[0] * size[1]
    return True


@contextmanager
def _open_picture(source: Path | BinaryIO) -> Iterator[Image.Image]:
    """Open the picture in a file, as it is stored."""
    from PIL import Image, ImageFile

    # WeasyPrint turns this on for the whole process; truncated pictures would be accepted.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    with _ignoring_warnings():
        # A picture with so many pixels that Pillow warns of it might not fit into memory.
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        picture = Image.open(source, formats=READABLE_FORMATS)
    with picture:
        yield picture


_WARNING_FILTERS = Lock()


@contextmanager
def _ignoring_warnings() -> Iterator[None]:
    """Suppress Pillow's warnings about odd metadata. Warning filters are global, hence the lock."""
    with _WARNING_FILTERS, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _orientation(picture: Image.Image) -> object:
    """Return the camera's orientation from 1 (upright) to 8; 1 where the metadata cannot be read."""
    try:
        with _ignoring_warnings():
            return picture.getexif().get(ORIENTATION, 1)
    except Exception:
        return 1


def load_normalized(
    source: Path | BinaryIO, at_least: tuple[int, int] | None = None
) -> Image.Image:
    """Return the picture in a file upright, in sRGB with 8 bits a channel, and without metadata.

    Its mode is L, P (without transparency), RGB or RGBA; its format is still known. A large JPEG is decoded at a
    half, a quarter or an eighth of its size where that is `at_least` so large: much faster, in much less memory.
    """
    with _open_picture(source) as original:
        if at_least:
            is_turned = _orientation(original) in ROTATED_ORIENTATIONS
            original.draft(None, at_least[::-1] if is_turned else at_least)
        original.load()
        picture = _to_srgb(_to_eight_bits(_upright(original)), original)
        if picture is original:
            picture = original.copy()
        picture.info = {}
        picture.format = original.format
    return picture


def _upright(picture: Image.Image) -> Image.Image:
    """Rotate and mirror a picture as its orientation says.

    `ImageOps.exif_transpose` also rewrites the metadata, and fails where that is invalid.
    """
    from PIL.Image import Transpose

    turns: dict[object, Transpose] = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    turn = turns.get(_orientation(picture))
    return picture if turn is None else picture.transpose(turn)


def _to_eight_bits(picture: Image.Image) -> Image.Image:
    """Convert a picture to mode L, P (without transparency), RGB, RGBA or CMYK."""
    if picture.mode.startswith("I"):
        return _from_sixteen_bits(picture)
    if picture.has_transparency_data:
        return picture.convert("RGBA")
    if picture.mode == "1":
        return picture.convert("L")
    return picture if picture.mode in ("L", "P", "RGB", "CMYK") else picture.convert("RGB")


def _from_sixteen_bits(picture: Image.Image) -> Image.Image:
    """Convert 16-bit grey to mode L, or RGBA where one of its values is transparent.

    Pillow's own conversions cut off all above 255.
    """
    from PIL import Image, ImageMath

    deep = picture.convert("I")
    grey = deep.point(lambda value: value * (1 / 257) + 0.5).convert("L")
    transparent = picture.info.get("transparency")
    if not isinstance(transparent, int):
        return grey
    alpha = ImageMath.lambda_eval(
        lambda args: args["convert"]((args["deep"] != transparent) * 255, "L"), deep=deep
    )
    return Image.merge("RGBA", (grey, grey, grey, alpha))


def _to_srgb(picture: Image.Image, original: Image.Image) -> Image.Image:
    """Convert a picture to sRGB, from the colour space of the original's ICC profile.

    A profile that cannot be read, or is of another kind of colours than the picture, is left out.
    """
    from PIL import ImageCms

    profile = original.info.get("icc_profile")
    try:
        converted = _apply_profile(picture, original.mode, profile) if profile else None
    except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
        converted = None
    if converted is None:
        return picture.convert("RGB") if picture.mode == "CMYK" else picture
    if picture.mode == "RGBA":
        converted.putalpha(picture.getchannel("A"))
    return converted


def _apply_profile(picture: Image.Image, mode: str, profile: bytes) -> Image.Image | None:
    """Return a picture, originally of this `mode`, in sRGB; None where the profile is for another colour space."""
    from PIL import ImageCms

    known = ImageCms.ImageCmsProfile(BytesIO(profile))
    space = known.profile.xcolor_space.strip()
    is_grey = mode[0] in "1IL"
    if space == "GRAY" and is_grey:
        colours = picture.getchannel(0)
    elif space == "RGB" and picture.mode != "CMYK":
        colours = picture.convert("RGB")
    elif space == picture.mode:
        colours = picture
    else:
        return None
    found = ImageCms.profileToProfile(
        colours, known, _srgb_profile(), ImageCms.Intent.PERCEPTUAL, outputMode="RGB"
    )
    return found.convert("L") if found and is_grey and picture.mode == "L" else found


@cache
def _srgb_profile() -> ImageCms.ImageCmsProfile:
    from PIL import ImageCms

    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
