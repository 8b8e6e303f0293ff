"""Pictures that staff send in: what is accepted, what is kept of it, and the name it gets.

A picture is decoded and encoded anew, so that nothing but its pixels is kept: no place, no camera, and none of what a
file that is two things at once holds besides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from nyspor.checks.media import FAULT_MESSAGES, is_file_name
from nyspor.content.image_reader import load_normalized, read_picture
from nyspor.content.picture_recipe import RESAMPLING
from nyspor.desk.store.texts import Texts
from nyspor.model.library import PictureFile
from nyspor.problems import N_
from nyspor.publishing.content_history import GitFailed
from nyspor.staff.records import StaffMember
from nyspor.text.danish import COPENHAGEN, slugify

if TYPE_CHECKING:
    from PIL import Image

FOLDER = "images"
MOST_BYTES = 30 * 1024 * 1024
LONGEST_SIDE = 20_000
"""In pixels: a panorama from a telephone has 16,384."""

MOST_PIXELS = 50_000_000
"""As many as telephones take: in memory, a transparent picture of these takes half a gigabyte."""

KEPT_SIDE = 4000
"""The longer side, in pixels, of what is kept: enough for the magazine's cover."""

LONGEST_NAME = 60
QUALITY = 90
"""Of what is kept, since all that readers see is made from it."""

NO_PICTURE = N_("Choose a picture first.")
HEIC = N_(
    "The picture is in Apple's own format, HEIC, which browsers do not show. On the iPhone: Settings, Camera, Formats, Most Compatible. Save a picture that is already taken as JPEG in a program for pictures."
)
SVG = N_(
    "The picture is an SVG, which can hold programs. Save the drawing as PNG, at least 1600 pixels wide."
)
NOT_SAVED = N_(
    "The picture could not be saved. Nothing was changed. Is the disk full? Tell whoever runs the site."
)


class PictureRefused(Exception):
    """What was sent is not taken; the message, and what to do, are message ids."""

    def __init__(self, message: str, remedy: str = "") -> None:
        self.message, self.remedy = message, remedy
        super().__init__(message)


@dataclass(frozen=True)
class AddedPicture:
    """A picture in the content folder; `is_new` is false where the same was there before.

    `is_animated` says that what was sent moves: its first frame is kept.
    """

    file: str
    is_new: bool
    is_animated: bool


class KeptPicture(NamedTuple):
    """What is kept of a picture that was sent."""

    content: bytes
    suffix: str
    is_animated: bool


_ONE_AT_A_TIME = Lock()
"""One picture at a time is in memory as pixels, and may take half a gigabyte; and of two that are the same, one is kept."""


def add_picture(
    texts: Texts, raw: bytes, name: str, instead: str, author: StaffMember
) -> AddedPicture:
    """Keep what was sent as a picture of the content folder, named after `name`, or `instead` where that says nothing.

    Raises `PictureRefused`.
    """
    with _ONE_AT_A_TIME:
        kept = encoded_anew(raw)
        known = _same_picture(texts, raw, kept.content)
        file = known or _add(texts, kept, name_of(name, instead), author)
    return AddedPicture(file, known is None, kept.is_animated)


def _add(texts: Texts, kept: KeptPicture, name: str, author: StaffMember) -> str:
    year = texts.clock().astimezone(COPENHAGEN).year
    stem = f"{FOLDER}/{year}/{name}"
    number = 1
    while True:
        file = f"{stem}{'' if number == 1 else f'-{number}'}{kept.suffix}"
        try:
            texts.add(file, kept.content, author, f"{file}: nyt billede")
        except FileExistsError:
            number += 1
        except (OSError, GitFailed):
            raise PictureRefused(NOT_SAVED) from None
        else:
            return file


def encoded_anew(raw: bytes) -> KeptPicture:
    """Return the picture in `raw` as it is kept: upright, not larger than needed, and pixels alone.

    Raises `PictureRefused`.
    """
    found = read_picture(raw)
    if not isinstance(found, PictureFile):
        raise _refusal(raw, *FAULT_MESSAGES[found])
    if found.width * found.height > MOST_PIXELS or max(found.width, found.height) > LONGEST_SIDE:
        raise _refusal(raw, *FAULT_MESSAGES["too large"])
    scale = min(1.0, KEPT_SIDE / max(found.width, found.height))
    size = max(1, round(found.width * scale)), max(1, round(found.height * scale))
    picture = load_normalized(BytesIO(raw), at_least=size)
    if picture.size != size:
        picture = _scaled(picture, size)
    return KeptPicture(*_encoded(picture, found.is_photograph), found.is_animated)


def _refusal(raw: bytes, message: str, remedy: str) -> PictureRefused:
    if raw[4:8] == b"ftyp":
        return PictureRefused(HEIC)
    if re.match(rb"\s*(<\?xml|<!--|<!DOCTYPE svg|<svg)", raw.removeprefix(b"\xef\xbb\xbf")[:1000]):
        return PictureRefused(SVG)
    return PictureRefused(message, remedy)


def _scaled(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    from PIL import Image  # slow to import, and most of what the desk does needs no picture

    if picture.mode == "P":
        picture = picture.convert("RGB")
    return picture.resize(size, Image.Resampling[RESAMPLING], reducing_gap=2.0)


def _encoded(picture: Image.Image, is_photograph: bool) -> tuple[bytes, str]:
    """The bytes and the suffix: a drawing without loss, a photograph as JPEG, or as WebP where it is transparent."""
    buffer = BytesIO()
    if not is_photograph:
        picture.save(buffer, "PNG", optimize=True)
        return buffer.getvalue(), ".png"
    if picture.mode == "RGBA":
        picture.save(buffer, "WEBP", quality=QUALITY)
        return buffer.getvalue(), ".webp"
    if picture.mode == "P":
        picture = picture.convert("RGB")
    picture.save(buffer, "JPEG", quality=QUALITY, optimize=True)
    return buffer.getvalue(), ".jpg"


def name_of(name: str, instead: str) -> str:
    """Return the name for a picture that was sent under `name`, without suffix; `instead` where a camera has named it."""
    stem = PurePosixPath(name.replace("\\", "/").replace("\0", "")).stem
    slug = "" if is_file_name(stem) else slugify(stem)
    return (slug or slugify(instead) or "billede")[:LONGEST_NAME].strip("-")


def _same_picture(texts: Texts, *contents: bytes) -> str | None:
    """The picture in the content folder that has one of these contents."""
    sizes = {len(content) for content in contents}
    for path in sorted((texts.content / FOLDER).rglob("*")):
        if path.is_file() and path.stat().st_size in sizes and path.read_bytes() in contents:
            return path.relative_to(texts.content).as_posix()
    return None
