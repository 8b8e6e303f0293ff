"""Make the magazine's fonts: static subsets, one file for each style.

python tools/fonts/magazine.py node_modules

The main faces have the characters that Danish text needs and no others, since a PDF holds them whole. The
rest is in faces beside them (`text-extra.ttf`), of which a PDF holds only what it shows: other Latin letters
in the same design; Greek, Cyrillic and signs in one near it, scaled to its size. Arabic has faces of its own.

Each main face has a glyph of its own for the hyphen that ends a line (U+2010), with the shape of the common
hyphen, so that a PDF can tell the two apart: the first is a soft hyphen, the other is part of the word. The zero
has no slash but in the face of code, where none takes it for the letter Ø.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.varLib.instancer import instantiateVariableFont
from open_zero import open_zero

FOLDER = Path(__file__).resolve().parents[2] / "theme/magazine/fonts"
VARIABLE = "@fontsource-variable/"
NEWSREADER = VARIABLE + "newsreader/files/newsreader-{}-opsz-{}.woff2"
SANS = VARIABLE + "atkinson-hyperlegible-next/"
ATKINSON = SANS + "files/atkinson-hyperlegible-next-{}-wght-{}.woff2"
MONO = VARIABLE + "atkinson-hyperlegible-mono/files/atkinson-hyperlegible-mono-{}-wght-{}.woff2"
VAZIRMATN = VARIABLE + "vazirmatn/files/vazirmatn-arabic-wght-normal.woff2"
"""Arabic with one glyph for each letter: most other fonts put dots on by themselves, which a PDF has no text for."""
SYMBOLS = "@fontsource/noto-sans-symbols-2/files/noto-sans-symbols-2-symbols-400-normal.woff2"
MATH = "@fontsource/noto-sans-math/files/noto-sans-math-latin-400-normal.woff2"
SOURCE_SERIF = {
    "normal": "source-serif/VAR/SourceSerif4Variable-Roman.ttf",
    "italic": "source-serif/VAR/SourceSerif4Variable-Italic.ttf",
}
SOURCE_SANS = {
    "normal": "source-sans/VF/SourceSans3VF-Upright.ttf",
    "italic": "source-sans/VF/SourceSans3VF-Italic.ttf",
}
SOURCE_CODE = "source-code-pro/VF/SourceCodeVF-Upright.ttf"

CREATED = 3_439_756_800
"""Seconds since 1904: a fixed day, so that the files are the same each time."""

DANISH = frozenset((
    *range(0x20, 0x7F), 0xA0, 0xA7, 0xA9, 0xAB, 0xB0, 0xB2, 0xB7, 0xBB, 0xBD,
    *range(0xC0, 0xD0), *range(0xD1, 0xD7), *range(0xD8, 0xDE), *range(0xDF, 0xF7), *range(0xF8, 0x100),
    0x2010, *range(0x2012, 0x2015), *range(0x2018, 0x201B), *range(0x201C, 0x201F),
    0x2022, 0x2026, 0x20AC, 0x2212,
))  # fmt: skip
"""The characters of the main faces."""

LATIN = frozenset((
    *range(0xA1, 0x180), 0x18F, 0x1A0, 0x1A1, 0x1AF, 0x1B0, *range(0x1CD, 0x1DD), *range(0x1E6, 0x1EC), *range(0x1FA, 0x200),
    *range(0x218, 0x21C), 0x237, 0x254, 0x259, 0x25B, 0x2BB, 0x2BC, *range(0x1E80, 0x1E86), *range(0x1E9E, 0x1EFA),
))  # fmt: skip
ACCENTS = frozenset((*range(0x300, 0x305), *range(0x306, 0x30D), 0x31B, 0x323, 0x327, 0x328))
GREEK_AND_CYRILLIC = frozenset((*range(0x37E, 0x3CF), *range(0x400, 0x460), *range(0x490, 0x494)))
SIGNS = frozenset((
    *range(0x2015, 0x2060), *range(0x2070, 0x20A0), *range(0x20A0, 0x20C0), *range(0x2150, 0x215F), *range(0x2190, 0x219A),
    *map(ord, "\u2011℃ℓ№℗™Ω℮⇐⇑⇒⇓⇔↩∂∆∏∑∕∙√∞∩∫∼≈≠≡≤≥⋅⌘─│■□▪▫▬▲△▶▷►▼▽◀◄◆◇◊○●◦☀★☆☎☐☑☒☺♀♂♠♣♥♦♡♪♫⚠✂✉✓✔✗✘❤➔➜⬅➡"),
))  # fmt: skip
SPACES = frozenset((0x20, 0xA0))
"""In every face, since a space is set in the font of the word before it."""
EXTRA = (LATIN | ACCENTS | GREEK_AND_CYRILLIC | SIGNS) - DANISH | SPACES
"""The characters of the faces beside the main ones, as far as their sources have them."""

ARABIC = SPACES | frozenset((
    0x60C, 0x61B, 0x61F, *range(0x620, 0x656), *range(0x660, 0x66E), 0x670, *range(0x671, 0x6D4), *range(0x6F0, 0x6FA),
))  # fmt: skip

FEATURES = ["kern", "locl", "ccmp", "mark", "pnum", "tnum", "lnum"]
JOINING = [*FEATURES, "mkmk", "init", "medi", "fina", "isol", "rlig", "calt"]
"""The layout features of Arabic, whose letters are joined."""


@dataclass(frozen=True)
class Source:
    """A font in a package, its position on the variation axes, and its scale beside the main face."""

    file: str
    axes: Mapping[str, float]
    scale: float = 1.0


@dataclass(frozen=True)
class Face:
    """A font file to make: its name, family and style; each character is of the first source that has it."""

    file: str
    family: str
    style: str
    sources: tuple[Source, ...]
    characters: frozenset[int]
    features: list[str]


STYLES = {"": "Regular", "-italic": "Italic", "-bold": "Bold", "-bold-italic": "Bold Italic"}

SERIFS = {
    "display": ({"": 550, "-italic": 450, "-bold": 700, "-bold-italic": 700}, 60, 1.086, 1.15),
    "text": ({"": 400, "-italic": 400, "-bold": 650, "-bold-italic": 650}, 11, 0.952, 1.0),
}
"""By family: weights, optical size, and the scale and factor of weight at which Source Serif looks like Newsreader."""

SANS_SCALE, MONO_SCALE, ARABIC_SCALE = 1.02, 1.053, 1.0
"""Source Sans to Atkinson's x-height, Source Code to the width of Atkinson Mono's letters, Arabic to be read at ease."""


def faces() -> Iterator[Face]:
    """Yield all fonts of the magazine."""
    for name, (weights, size, scale, heavier) in SERIFS.items():
        for suffix, weight in weights.items():
            axes = {"opsz": size, "wght": weight}
            near_axes = {"opsz": size, "wght": weight * heavier}
            near = Source(SOURCE_SERIF[_slope(suffix)], near_axes, scale)
            subsets = ("latin", "latin-ext", "vietnamese")
            yield from _pair(name, suffix, _subsets(NEWSREADER, subsets, suffix, axes), near)
    for suffix in STYLES:
        axes = {"wght": _weight(suffix)}
        near = Source(SOURCE_SANS[_slope(suffix)], axes, SANS_SCALE)
        own = _subsets(ATKINSON, ("latin", "latin-ext"), suffix, axes)
        yield from _pair("sans", suffix, own, near, Source(SYMBOLS, {}), Source(MATH, {}))
    for suffix in ("", "-bold"):
        axes = {"wght": _weight(suffix)}
        own = _subsets(MONO, ("latin", "latin-ext"), suffix, axes)
        yield from _pair("mono", suffix, own, Source(SOURCE_CODE, axes, MONO_SCALE))
        arabic = (Source(VAZIRMATN, axes, ARABIC_SCALE),)
        yield Face(f"arabic{suffix}", "Magazine Arabic", STYLES[suffix], arabic, ARABIC, JOINING)


def _slope(suffix: str) -> str:
    return "italic" if "italic" in suffix else "normal"


def _weight(suffix: str) -> int:
    return 650 if "bold" in suffix else 400


def _subsets(
    pattern: str, subsets: Iterable[str], suffix: str, axes: Mapping[str, float]
) -> list[Source]:
    return [Source(pattern.format(subset, _slope(suffix)), axes) for subset in subsets]


def _pair(name: str, suffix: str, own: list[Source], *near: Source) -> Iterator[Face]:
    """Yield a main face and the one beside it."""
    family, style = f"Magazine {name.capitalize()}", STYLES[suffix]
    yield Face(name + suffix, family, style, tuple(own[:1]), DANISH, FEATURES)
    beside = (*own, *near)
    yield Face(f"{name}-extra{suffix}", f"{family}Extra", style, beside, EXTRA, FEATURES)


def add_hyphens(font: TTFont) -> None:
    """Give the hyphen that ends a line a glyph of its own, a copy of the hyphen's; U+2011 shares the hyphen's."""
    name = "uni2010"
    hyphen = font.getBestCmap()[0x2D]
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"][name] = deepcopy(font["glyf"][hyphen])
    font["hmtx"][name] = font["hmtx"][hyphen]
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap |= {0x2010: name, 0x2011: hyphen}


def rename(font: TTFont, family: str, style: str) -> None:
    """Name the font; the licence reserves the original names for the unmodified fonts."""
    font["name"].names = []
    plain = family.replace(" ", "")
    for number, text in {
        1: family,
        2: style,
        4: f"{family} {style}",
        6: f"{plain}-{style.replace(' ', '')}",
    }.items():
        font["name"].setName(text, number, 3, 1, 0x409)


def make_font(packages: Path, face: Face) -> None:
    """Write the file of a face."""
    with TemporaryDirectory() as folder:
        parts = list(_parts(packages, face, Path(folder)))
        font = Merger().merge(parts) if len(parts) > 1 else TTFont(parts[0], lazy=False)
    rename(font, face.family, face.style)
    font["head"].created = font["head"].modified = CREATED
    font.recalcTimestamp = False
    font.save(FOLDER / f"{face.file}.ttf")


def _parts(packages: Path, face: Face, folder: Path) -> Iterator[str]:
    """Yield a font file for each source, with the characters that the sources before it lack."""
    left, units = set(face.characters), 0
    for number, source in enumerate(face.sources):
        font = TTFont(packages / source.file)
        if source.axes:
            font = instantiateVariableFont(font, dict(source.axes), inplace=True)
        if number == 0 and face.characters is not ARABIC:
            add_hyphens(font)
        if source.file.startswith(SANS):
            open_zero(font)
        units = units or font["head"].unitsPerEm
        if not (found := left & set(font.getBestCmap())):
            continue
        left -= found
        font.flavor = None
        options = Options(hinting=False, name_IDs=["*"], layout_features=face.features)
        options.drop_tables += ["STAT", "gasp", "vhea", "vmtx", "meta", "BASE", "MATH"]
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=found)
        subsetter.subset(font)
        if font["head"].unitsPerEm != round(units * source.scale):
            scale_upem(font, round(units * source.scale))
            font["head"].unitsPerEm = units
        part = folder / f"{number}.ttf"
        font.save(part)
        yield str(part)


def main() -> None:
    """Make every font from the packages in the folder named on the command line."""
    packages = Path(sys.argv[1])
    for face in faces():
        make_font(packages, face)


if __name__ == "__main__":
    main()
