"""The pictures of a PDF: encoded once for print or screen, and put in the place of their placeholders."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from hashlib import md5
from io import BytesIO
from pathlib import Path
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image

from nyspor.content.image_reader import load_normalized
from nyspor.files.atomic_write import write_atomically
from nyspor.magazine.core.raster_images import flatten_on_white, limit_width
from nyspor.magazine.layout.inputs import DocumentInputs

SCREEN_WIDTH = 1600
"""The most pixels across in the screen edition: 190 to the inch across the page, more than screens show."""

LOSSLESS_FORMATS = ("PNG", "GIF", "WEBP")
"""The formats that drawings come in."""

COLOUR_SPACES = {"rgb": Name.DeviceRGB, "gray": Name.DeviceGray}


@dataclass(frozen=True)
class EncodedImage:
    """A picture as the data of a PDF image object.

    `colour_space` is `indexed` (`palette` is then RGB in hexadecimal digits), `rgb` or `gray`; `filter` is
    `FlateDecode` or `DCTDecode` (JPEG).
    """

    width: int
    height: int
    colour_space: str
    filter: str
    palette: str
    data: bytes


def encode_image(source: Path, max_width: int | None = None) -> EncodedImage:
    """Return the picture in a file, without the file's own metadata (place, camera).

    Drawings of at most 256 colours keep every pixel, since scaling would make their files larger; other
    pictures become JPEG, at most `max_width` pixels wide.
    """
    original = load_normalized(source)
    picture = flatten_on_white(original)
    if original.format in LOSSLESS_FORMATS and picture.convert("RGB").getcolors(256) is not None:
        return _indexed(picture)
    return _jpeg(picture, max_width)


def _indexed(picture: Image.Image) -> EncodedImage:
    if picture.mode != "P":
        picture = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    palette = bytes(picture.getpalette("RGB") or b"").hex()
    data = zlib.compress(picture.tobytes())
    return EncodedImage(*picture.size, "indexed", "FlateDecode", palette, data)


def _jpeg(picture: Image.Image, max_width: int | None) -> EncodedImage:
    picture = limit_width(picture, max_width)
    buffer = BytesIO()
    mode = "L" if picture.mode == "L" else "RGB"
    picture.convert(mode).save(buffer, "JPEG", quality=80 if max_width else 92)
    space = "gray" if mode == "L" else "rgb"
    return EncodedImage(*picture.size, space, "DCTDecode", "", buffer.getvalue())


def cached_image(cache: Path, digest: str, source: Path, max_width: int | None) -> EncodedImage:
    """Return the encoded picture from the section cache, or encode and store it. `digest` is the file's."""
    entry = cache / f"{digest}-{max_width or 'whole'}.image"
    if entry.exists():
        header, _, data = entry.read_bytes().partition(b"\n")
        return EncodedImage(**json.loads(header), data=data)
    image = encode_image(source, max_width)
    fields = {key: value for key, value in asdict(image).items() if key != "data"}
    write_atomically(entry, json.dumps(fields).encode() + b"\n" + image.data)
    return image


def image_source(inputs: DocumentInputs, max_width: int | None) -> Callable[[str], EncodedImage]:
    """Return a function that gives the picture of a placeholder by its key: WeasyPrint's digest of its address."""
    files = {
        md5(inputs.picture_url(file).encode(), usedforsecurity=False).hexdigest(): file
        for file in inputs.library.pictures
    }

    def image(key: str) -> EncodedImage:
        file = files[key]
        digest = inputs.library.pictures[file].digest
        return cached_image(inputs.cache, digest, inputs.content / file, max_width)

    return image


def embed_images(pdf: Pdf, image: Callable[[str], EncodedImage]) -> None:
    """Replace every placeholder by its picture; a picture that several sections show is embedded once."""
    embedded: dict[str, Any] = {}
    for page in pdf.pages:
        objects = page.obj.Resources.get("/XObject", Dictionary())
        for name, placeholder in objects.items():
            if placeholder.get("/Subtype") == Name.Image:
                # WeasyPrint's name: `/i`, the digest of the address, and whether the picture is smoothed.
                key = name[2:34]
                if key not in embedded:
                    embedded[key] = _image_object(pdf, image(key))
                objects[name] = embedded[key]


def _image_object(pdf: Pdf, image: EncodedImage) -> Any:
    stream = pdf.make_stream(b"")
    stream.write(image.data, filter=Name("/" + image.filter))
    stream.Type, stream.Subtype = Name.XObject, Name.Image
    stream.Width, stream.Height, stream.BitsPerComponent = image.width, image.height, 8
    stream.ColorSpace = _colour_space(image)
    return stream


def _colour_space(image: EncodedImage) -> Any:
    if image.colour_space != "indexed":
        return COLOUR_SPACES[image.colour_space]
    palette = bytes.fromhex(image.palette)
    last = len(palette) // 3 - 1
    return Array([Name.Indexed, Name.DeviceRGB, last, String(palette)])
