"""The social card of a page without a picture of its own, shown where the page is shared: drawn by kind and track.

The track's colour, the site's mark drawn large (two lines, of which one leaves for a new way), and
what the page belongs to in the headline's type. 1200 × 630 pixels is what ogp.me's readers show whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from nyspor import urls
from nyspor.files.picture_cache import PictureCache
from nyspor.model.brand import Colours
from nyspor.model.kind_specs import kind_spec
from nyspor.model.kinds import Entry, Page, Track
from nyspor.model.site import Picture, Rendition, Site
from nyspor.model.values import Colour
from nyspor.site.brand_fonts import WEIGHTS
from nyspor.site.build_plan import Build
from nyspor.site.colour_contrast import type_on
from nyspor.site.font_files import font_version, open_font
from nyspor.site.theme import Theme

if TYPE_CHECKING:
    from PIL import Image, ImageFont

SIZE = (1200, 630)
EDGE = 84
BAND = 190
"""The height of the mark, pixels."""
SHADES = 16
LINES = 3
"""A title of more lines than this is set smaller."""
SIZES = (92, 78, 64, 52)
"""What a title may be set in, pixels."""

BACKGROUNDS: dict[Colour | None, str] = {
    None: "#23282c",
    Colour.FOREST: "#1c5540",
    Colour.SEA: "#164b7c",
    Colour.CLAY: "#a8421f",
    Colour.SUN: "#f4b829",
    Colour.BERRY: "#8a1a4c",
    Colour.HEATHER: "#593c8d",
    Colour.SLATE: "#3a4956",
    Colour.MOSS: "#596113",
}
"""The solid colours of the theme (`Colour` names the files), which white type can be read on; on the sun, dark type."""

DARK, PAPER = "#1c1503", "#ffffff"


LABEL_FONT, TITLE_FONT = "text", "headings"


def render_version(theme: Theme) -> str:
    """Everything besides text and colour that decides a card's bytes."""
    fonts = [_font_digest(*font_version(theme.font(name))) for name in (LABEL_FONT, TITLE_FONT)]
    drawn = f"5 {SIZE} {SIZES} pillow {_pillow_version()} fonts {fonts}"
    return f"{drawn} {theme.brand_looks}" if theme.brand_looks else drawn


@cache
def _pillow_version() -> str:
    return version("pillow")


@lru_cache(maxsize=16)
def _font_digest(file: str, *version: int) -> str:
    return blake2b(Path(file).read_bytes(), digest_size=8).hexdigest()


@dataclass(frozen=True)
class SocialCard:
    """What a card shows: what the page is (`Historie`), what it belongs to, and the track's colour."""

    kind: str
    title: str
    colour: Colour | None = None


def site_card(site: Site) -> SocialCard:
    """The card of pages that belong to no entry: lists, topics, the front page."""
    return SocialCard(site.name, site.tagline or site.name)


def entry_card(build: Build, entry: Entry) -> SocialCard:
    """The card of an entry without a picture: its kind, and the track it is on."""
    tracks = [entry] if isinstance(entry, Track) else map(build.library.track, entry.tracks)
    track = next(filter(None, tracks), None)
    kind = build.translate(kind_spec(entry.kind).label, entry.lang.value)
    site = build.site.name
    if track is None:
        return site_card(build.site) if isinstance(entry, Page) else SocialCard(site, kind)
    return SocialCard(f"{kind} · {site}", track.title, track.colour)


def card_picture(card: SocialCard, theme: Theme) -> Picture:
    """The card as pages refer to it; its address is a digest of what is drawn."""
    return _picture(card, render_version(theme))


@lru_cache(maxsize=1024)
def _picture(card: SocialCard, render_version: str) -> Picture:
    digest = blake2b(f"{card} {render_version}".encode(), digest_size=6).hexdigest()
    address = urls.picture_address("del", SIZE[0], digest, "png")
    alt = f"{card.kind}: {card.title}"
    return Picture((Rendition(address, *SIZE),), alt, "")


def draw_cached(card: SocialCard, theme: Theme, cache: PictureCache) -> bytes:
    """The PNG of a card, drawn unless an earlier build has stored it."""
    path = urls.output_path(card_picture(card, theme).widest.address)
    drawn = cache.load(path)
    if drawn is None:
        drawn = draw(card, theme)
        cache.store(path, drawn)
    return drawn


def draw(card: SocialCard, theme: Theme) -> bytes:
    """The PNG of a card, the same bytes wherever it is drawn.

    Coverage is drawn in greyscale first; a palette from background to ink colours it last.
    """
    from PIL import Image, ImageDraw  # slow to load, and most builds draw nothing

    ink = Image.new("L", SIZE)
    pen = ImageDraw.Draw(ink)
    if not theme.has_logo:
        ink.paste(_mark(), (0, SIZE[1] - BAND))
    pen.text((EDGE, EDGE - 8), card.kind, fill=255, font=_font(theme, LABEL_FONT, 34))
    font, lines = _fit_title(card.title, theme)
    for number, line in enumerate(lines):
        top = EDGE + 62 + number * round(font.size * 1.12)
        pen.text((EDGE - 3, top), line, fill=255, font=font)
    picture = ink.point([shade * (SHADES - 1) // 255 for shade in range(256)])
    picture.putpalette(_palette(card.colour, theme.colours))
    written = BytesIO()
    picture.save(written, "PNG", bits=4, compress_level=6)
    return written.getvalue()


def _palette(colour: Colour | None, colours: Colours) -> list[int]:
    """The shades from the background to the ink, as red, green, blue, red, …"""
    from PIL import ImageColor

    paint = dict(colours.paints).get(colour)
    background = ImageColor.getrgb(paint.surface if paint else BACKGROUNDS[colour])
    own_ink = DARK if colour is Colour.SUN else PAPER
    ink = ImageColor.getrgb(type_on(paint.surface) if paint else own_ink)
    steps = (step / (SHADES - 1) for step in range(SHADES))
    return [
        round(b + (i - b) * part) for part in steps for b, i in zip(background, ink, strict=True)
    ]


@cache
def _mark() -> Image.Image:
    """The mark along the foot, drawn at twice the size so that its curve is smooth."""
    from PIL import Image, ImageDraw

    width = SIZE[0] * 2
    band = Image.new("L", (width, BAND * 2))
    pen = ImageDraw.Draw(band)
    for points, shade in (
        ([(0, 2 * BAND - 80), (width, 2 * BAND - 80)], 90),
        ([(0, 2 * BAND - 200), (width, 2 * BAND - 200)], 90),
        (list(_branch_line(width, 2 * BAND - 200)), 255),
    ):
        pen.line(points, fill=shade, width=30, joint="curve")
    return band.resize((SIZE[0], BAND), Image.Resampling.BOX)


def _branch_line(width: int, level: int) -> Iterator[tuple[float, float]]:
    """From the second line, at `level`, up to a new one, in a curve that begins and ends level."""
    begin, end = width * 0.46, width * 0.72
    yield (0, level)
    for step in range(61):
        along = step / 60
        # The smoothstep polynomial: flat at both ends.
        yield (begin + (end - begin) * along, level - 120 * along * along * (3 - 2 * along))
    yield (width, level - 120)


def _fit_title(title: str, theme: Theme) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The largest type in which the title keeps to its lines and width, and those lines.

    In the smallest type a title that is longer still runs as far as it goes.
    """
    width = SIZE[0] - 2 * EDGE
    for size in SIZES:
        font = _font(theme, TITLE_FONT, size)
        lines = wrap(title, font, width)
        if len(lines) <= LINES and max(map(font.getlength, lines)) <= width:
            break
    return font, balanced(title, font, lines)[: LINES + 1]


def wrap(title: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """The title in lines no wider than `width` pixels, broken between words only."""
    lines: list[str] = []
    for word in title.split():
        longer = f"{lines[-1]} {word}" if lines else ""
        if longer and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def balanced(title: str, font: ImageFont.FreeTypeFont, lines: list[str]) -> list[str]:
    """As many lines, made as even as they can be, so that no word is left alone on the last."""
    widest = max(map(font.getlength, lines))
    while len(narrower := wrap(title, font, widest - 1)) == len(lines):
        reached = max(map(font.getlength, narrower))
        if reached >= widest:
            break
        lines, widest = narrower, reached
    return lines


def _font(theme: Theme, name: str, size: int) -> ImageFont.FreeTypeFont:
    return _load_font(size, WEIGHTS[name], *font_version(theme.font(name)))


@lru_cache(maxsize=16)
def _load_font(size: int, weight: int, file: str, *version: int) -> ImageFont.FreeTypeFont:
    return open_font(file, size, weight)
