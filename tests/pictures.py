"""Pictures made in memory: turned, deep, in other colour spaces, and broken in every way."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from PIL import Image

RED, GREEN, BLUE, YELLOW = (200, 30, 30), (30, 160, 60), (40, 60, 190), (240, 200, 40)

UPRIGHT = ((RED, GREEN), (BLUE, YELLOW), (BLUE, YELLOW))
"""The corners of a picture that is 2 parts wide and 3 high, as people are to see it, row by row."""

Transpose = Image.Transpose
LIES = {
    1: None,
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_90,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_270,
}
"""By EXIF orientation, how the upright picture is turned to lie as the camera stored it."""


def packed(picture: Image.Image, kind: str, **options: Any) -> bytes:
    """The bytes of a picture as `JPEG`, `PNG`, `WEBP` and so on, with next to no loss."""
    lossless = {"JPEG": {"quality": 98, "subsampling": 0}, "WEBP": {"lossless": True}}
    buffer = BytesIO()
    picture.save(buffer, kind, **lossless.get(kind, {}), **options)
    return buffer.getvalue()


def upright_picture(part: int = 100) -> Image.Image:
    """The picture of `UPRIGHT`, each part so many pixels wide and high."""
    picture = Image.new("RGB", (2 * part, 3 * part))
    for y, row in enumerate(UPRIGHT):
        for x, colour in enumerate(row):
            picture.paste(colour, (x * part, y * part, (x + 1) * part, (y + 1) * part))
    return picture


def turned(orientation: int, kind: str = "JPEG", part: int = 100) -> bytes:
    """The same picture as a camera stores it that was held in this way (EXIF orientation 1 to 8)."""
    picture, turn = upright_picture(part), LIES[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Et kamera"
    exif.get_ifd(0x8825)[1] = "N"
    return packed(picture if turn is None else picture.transpose(turn), kind, exif=exif)


def flat(mode: str, colour: Any, size: tuple[int, int] = (80, 60)) -> Image.Image:
    return Image.new(mode, size, colour)


# --- ICC profiles (ICC.1:2001-04), as small as they can be -----------------------------------------

P3 = ((0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407))
ADOBE = ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457))
"""The primaries of Display P3 and Adobe RGB (1998): X, Y, Z under D50 of red, green and blue."""

D50 = (0.9642, 1.0, 0.8249)


def rgb_profile(primaries: tuple[tuple[float, ...], ...], gamma: float = 2.2) -> bytes:
    names = (b"rXYZ", b"gXYZ", b"bXYZ")
    tags = {name: _xyz(xyz) for name, xyz in zip(names, primaries, strict=True)}
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), _curve(gamma))
    return _profile(b"mntr", b"RGB ", b"XYZ ", tags)


def grey_profile(gamma: float) -> bytes:
    return _profile(b"mntr", b"GRAY", b"XYZ ", {b"kTRC": _curve(gamma)})


def cmyk_profile(inks: Mapping[tuple[int, int, int, int], tuple[int, int, int]]) -> bytes:
    """A press: by inks (each none or full), what is seen in Lab; all other inks are black."""
    header = struct.pack(">4sI4B9iHH", b"mft2", 0, 4, 3, 2, 0, *_identity(), 2, 2)
    ramp = struct.pack(">2H", 0, 0xFFFF)
    grid = b""
    for n in range(16):
        ink = ((n >> 3) & 1, (n >> 2) & 1, (n >> 1) & 1, n & 1)
        light, a, b = inks.get(ink, (0, 0, 0))
        grid += struct.pack(">3H", light * 0xFF00 // 100, (a + 128) << 8, (b + 128) << 8)
    table = header + ramp * 4 + grid + ramp * 3
    return _profile(b"prtr", b"CMYK", b"Lab ", {b"A2B0": table})


def _identity() -> tuple[int, ...]:
    return tuple(0x10000 if n % 4 == 0 else 0 for n in range(9))


def _xyz(values: tuple[float, ...]) -> bytes:
    return struct.pack(">4sI3i", b"XYZ ", 0, *(round(value * 65536) for value in values))


def _curve(gamma: float) -> bytes:
    return struct.pack(">4sIIHH", b"curv", 0, 1, round(gamma * 256), 0)


def _profile(kind: bytes, space: bytes, pcs: bytes, tags: Mapping[bytes, bytes]) -> bytes:
    description = struct.pack(">4sI", b"desc", 0) + struct.pack(">I", 5) + b"test\0" + bytes(78)
    held = {
        b"desc": description,
        b"cprt": struct.pack(">4sI", b"text", 0) + b"none\0",
        b"wtpt": _xyz(D50),
        **tags,
    }
    place = 128 + 4 + 12 * len(held)
    index, body = struct.pack(">I", len(held)), b""
    for name, data in held.items():
        index += struct.pack(">4sII", name, place + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    header = struct.pack(
        ">I4sI4s4s4s6H4s4s", place + len(body), b"lcms", 0x02400000, kind, space, pcs,
        2026, 1, 1, 0, 0, 0, b"acsp", bytes(4),
    )  # fmt: skip
    header = header.ljust(68, b"\0") + struct.pack(">3i", *(round(v * 65536) for v in D50))
    return header.ljust(128, b"\0") + index + body


# --- what the colours are in sRGB, worked out without a library (IEC 61966-2-1) --------------------

FROM_XYZ = (
    (3.13386, -1.61687, -0.49061),
    (-0.97877, 1.91614, 0.03345),
    (0.07195, -0.22899, 1.40524),
)
"""From X, Y, Z under D50 to linear sRGB."""  # fmt: skip


def in_srgb(
    colour: tuple[int, ...], primaries: tuple[tuple[float, ...], ...], gamma: float
) -> tuple[int, ...]:
    light = [(value / 255) ** gamma for value in colour]
    xyz = [sum(light[n] * primaries[n][axis] for n in range(3)) for axis in range(3)]
    return srgb_of(xyz)


def lab_in_srgb(light: float, a: float, b: float) -> tuple[int, ...]:
    y = (light + 16) / 116
    parts = (y + a / 500, y, y - b / 200)
    back = (p**3 if p > 6 / 29 else 3 * (6 / 29) ** 2 * (p - 4 / 29) for p in parts)
    return srgb_of([part * white for part, white in zip(back, D50, strict=True)])


def srgb_of(xyz: list[float]) -> tuple[int, ...]:
    linear = (sum(row[n] * xyz[n] for n in range(3)) for row in FROM_XYZ)
    return tuple(round(255 * _encoded(min(1.0, max(0.0, value)))) for value in linear)


def _encoded(value: float) -> float:
    return 12.92 * value if value <= 0.0031308 else float(1.055 * value ** (1 / 2.4) - 0.055)


def near(found: Any, wanted: Any, by: int = 4) -> bool:
    """Whether two colours are as good as the same."""
    return all(abs(one - other) <= by for one, other in zip(found, wanted, strict=True))
