"""Pictures as they go into a PDF: sharp for the printer, light for the screen.

While pieces are laid out, empty stand-ins of the same size hold the pictures' places, since WeasyPrint
packs a picture anew for every piece; the finisher then puts each picture in once.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict, dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image

from nyspor.content.image_reader import upright
from nyspor.files.atomic_write import write_atomically

SCREEN_WIDTH = 1600
"""Pixels: 190 to the inch across the page, more than screens show."""


LOSSLESS = ("PNG", "GIF", "WEBP")
"""The formats that drawings come in."""


@dataclass(frozen=True)
class Plate:
    """A picture's pixels, packed. `space` is `indexed` (with a `palette` of RGB), `rgb` or `gray`;
    `packing` is `FlateDecode` or `DCTDecode` (JPEG)."""

    width: int
    height: int
    space: str
    packing: str
    palette: str
    data: bytes


@lru_cache(maxsize=64)
def stand_in(width: int, height: int) -> bytes:
    """A grey JPEG of this size, which WeasyPrint passes on as it is."""
    buffer = BytesIO()
    Image.new("L", (width, height), 200).save(buffer, "JPEG", quality=1)
    return buffer.getvalue()


def make_plate(source: Path, widest: int | None = None) -> Plate:
    """The picture in `source`, without its own metadata (place, camera).

    Drawings of few colours keep every pixel, since smoothing would make them heavier; photographs become
    JPEG, at most `widest` pixels wide.
    """
    original = upright(source)
    picture = on_white(original)
    if original.format in LOSSLESS and picture.convert("RGB").getcolors(256) is not None:
        return _drawing(picture)
    return _photograph(picture, widest)


def no_wider(picture: Image.Image, widest: int | None) -> Image.Image:
    """The picture, scaled where it is more than `widest` pixels wide."""
    if widest is None or picture.width <= widest:
        return picture
    size = (widest, round(picture.height * widest / picture.width))
    return picture.convert("RGB").resize(size, Image.Resampling.LANCZOS)


def on_white(picture: Image.Image) -> Image.Image:
    """On white where it is transparent: PDF/A asks more of transparency than a picture needs, and an e-book
    may be read on black."""
    if picture.mode != "RGBA":
        return picture
    ground = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(ground, picture).convert("RGB")


def _drawing(picture: Image.Image) -> Plate:
    few = (
        picture
        if picture.mode == "P"
        else picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    )
    palette = bytes(few.getpalette("RGB") or b"")
    return Plate(*few.size, "indexed", "FlateDecode", palette.hex(), zlib.compress(few.tobytes()))


def _photograph(picture: Image.Image, widest: int | None) -> Plate:
    picture = no_wider(picture, widest)
    buffer = BytesIO()
    mode = "L" if picture.mode == "L" else "RGB"
    picture.convert(mode).save(buffer, "JPEG", quality=80 if widest else 92)
    space = "gray" if mode == "L" else "rgb"
    return Plate(*picture.size, space, "DCTDecode", "", buffer.getvalue())


def kept_plate(shelf: Path, name: str, source: Path, widest: int | None) -> Plate:
    """The plate from the shelf, or made and put there. `name` holds a digest of the picture."""
    place = shelf / f"{name}-{widest or 'whole'}.plate"
    if place.exists():
        line, _, data = place.read_bytes().partition(b"\n")
        return Plate(**json.loads(line), data=data)
    plate = make_plate(source, widest)
    head = {key: value for key, value in asdict(plate).items() if key != "data"}
    write_atomically(place, json.dumps(head).encode() + b"\n" + plate.data)
    return plate
