"""Synthetic photographs of 12 megapixels: light that falls off, shapes with soft and hard edges, texture at every scale, grain.

A JPEG of one is as large as a telephone's of the same size: four to six megabytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

SIZE = (4000, 3000)
QUALITY = 92
COMMENT = b"\xff\xfe"
"""The marker of a comment in a JPEG (ITU-T T.81, B.2.4.5)."""

TEXTURE = ((16, 60), (64, 36), (250, 22), (1000, 12), (2000, 6))
"""(Pixels across, standard deviation) of the noise that is laid over the picture: the finer the fainter, as in nature."""

GRAIN = 3.0
"""The standard deviation of the sensor's noise, in every pixel."""


def photograph(seed: int, size: tuple[int, int] = SIZE) -> Image.Image:
    """A photograph; the same shapes for the same seed, and other noise."""
    random = Random(seed)
    picture = Image.merge("RGB", [_light(random, size) for _ in range(3)])
    for _ in range(60):
        _draw_shape(picture, random)
    picture = picture.filter(ImageFilter.GaussianBlur(1.2))
    rough = picture
    for across, deviation in TEXTURE:
        rough = _with_noise(rough, across, deviation)
    return _with_noise(Image.composite(rough, picture, _patches(size)), size[0], GRAIN)


def _light(random: Random, size: tuple[int, int]) -> Image.Image:
    """A gradient in a direction of its own."""
    small = Image.new("L", (2, 2))
    small.putdata([random.randrange(20, 236) for _ in range(4)])
    return small.resize(size, Image.Resampling.BICUBIC)


def _patches(size: tuple[int, int]) -> Image.Image:
    """A mask of soft patches over about half of a picture: a sky has no texture, and a lawn has much."""
    noise = Image.effect_noise((6, 5), 120)
    return noise.resize(size, Image.Resampling.BICUBIC)


def _draw_shape(picture: Image.Image, random: Random) -> None:
    pen = ImageDraw.Draw(picture)
    width, height = picture.size
    extent = random.uniform(0.02, 0.3) * width
    x, y = random.uniform(-0.1, 1) * width, random.uniform(-0.1, 1) * height
    colour = tuple(random.randrange(256) for _ in range(3))
    if random.random() < 0.5:
        pen.ellipse((x, y, x + extent, y + extent * random.uniform(0.3, 1.5)), fill=colour)
    else:
        corners = [(x + random.uniform(0, extent), y + random.uniform(0, extent)) for _ in range(4)]
        pen.polygon(corners, fill=colour)


def _with_noise(picture: Image.Image, across: int, deviation: float) -> Image.Image:
    """The picture with grey noise of so many pixels across laid over it."""
    width, height = picture.size
    noise = Image.effect_noise((across, round(across * height / width)), deviation)
    noise = noise.resize(picture.size, Image.Resampling.BICUBIC)
    return ImageChops.add(picture, Image.merge("RGB", [noise] * 3), offset=-128)


def jpegs(number: int, distinct: int = 20) -> Iterator[bytes]:
    """So many JPEGs, all with bytes of their own, of fewer distinct photographs: each is as slow to read as any other."""
    taken = [_packed(photograph(seed)) for seed in range(min(number, distinct))]
    for turn in range(number):
        raw, note = taken[turn % len(taken)], b"%06d" % turn
        yield raw[:2] + COMMENT + (len(note) + 2).to_bytes(2, "big") + note + raw[2:]


def _packed(picture: Image.Image) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, "JPEG", quality=QUALITY)
    return buffer.getvalue()
