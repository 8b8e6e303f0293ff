"""The fonts and the style sheet of the printed magazine."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from hashlib import blake2b
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import weasyprint
from PIL import Image

from nyspor.magazine.core.page_geometry import BLEED
from nyspor.magazine.layout import engine, layout_tree, page_measures, section_layout, tag_recorder
from nyspor.magazine.layout.engine import THEME_URL, LayoutEngine
from nyspor.magazine.layout.print_fonts import font_bytes
from nyspor.site import brand_colours
from nyspor.site.theme import Theme

FACES = {
    "display": ("Magazine Display", "normal", "normal"),
    "display-italic": ("Magazine Display", "normal", "italic"),
    "display-bold": ("Magazine Display", "bold", "normal"),
    "display-bold-italic": ("Magazine Display", "bold", "italic"),
    "text": ("Magazine Text", "normal", "normal"),
    "text-italic": ("Magazine Text", "normal", "italic"),
    "text-bold": ("Magazine Text", "bold", "normal"),
    "text-bold-italic": ("Magazine Text", "bold", "italic"),
    "sans": ("Magazine Sans", "normal", "normal"),
    "sans-italic": ("Magazine Sans", "normal", "italic"),
    "sans-bold": ("Magazine Sans", "bold", "normal"),
    "sans-bold-italic": ("Magazine Sans", "bold", "italic"),
    "mono": ("Magazine Mono", "normal", "normal"),
    "mono-bold": ("Magazine Mono", "bold", "normal"),
}
"""The main fonts in theme/magazine/fonts, of which a PDF has the whole files: family, weight and style by file name."""

EXTRA_FACES = {
    file.replace(name, f"{name}-extra", 1): (f"{family}Extra", weight, style)
    for file, (family, weight, style) in FACES.items()
    for name in [file.partition("-")[0]]
} | {
    "arabic": ("Magazine Arabic", "normal", "normal"),
    "arabic-bold": ("Magazine Arabic", "bold", "normal"),
}
"""The fonts for what the main ones lack; a PDF has the characters that it shows."""

ALL_FACES = FACES | EXTRA_FACES

FALLBACK_FAMILIES = ("Magazine SansExtra", "Magazine Arabic")
"""Where characters are looked for that neither a family nor the one beside it has."""


def font_stack(family: str) -> tuple[str, ...]:
    """Return the families in which a character of a main family is looked for, in order."""
    return (family, *dict.fromkeys((f"{family}Extra", *FALLBACK_FAMILIES)))


FONTS_URL = f"{THEME_URL}fonts/"
"""The prefix of the addresses of fonts in the style sheet."""


def print_styles(theme: Theme) -> str:
    """Return the CSS of the printed magazine: fonts and `--bleed`, the theme's style sheet, the brand's colours."""
    fonts = (
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style};'
        f" src: url({FONTS_URL}{file}.ttf) }}"
        for file, (family, weight, style) in ALL_FACES.items()
    )
    sheet = theme.path("magazine/print.css").read_text("utf-8")
    return "\n".join(
        filter(None, (*fonts, _properties(), sheet, brand_colours.print_styles(theme.colours)))
    )


def _properties() -> str:
    """Return the custom properties that the style sheet takes from here: `--bleed`, and `--font-text` and its like."""
    stacks = {
        family.rpartition(" ")[2].lower(): ", ".join(f'"{name}"' for name in font_stack(family))
        for family, _, _ in FACES.values()
    }
    fonts = "; ".join(f"--font-{name}: {stack}" for name, stack in stacks.items())
    return f":root {{ --bleed: {BLEED}mm; {fonts} }}"


@lru_cache(maxsize=1)
def layout_engine(theme: Theme, styles: str) -> LayoutEngine:
    """Return the layout engine of a theme. It is cached, since loading the fonts takes a moment."""

    def read(address: str) -> bytes:
        if address.startswith(FONTS_URL):
            return font_bytes(theme, address.removeprefix(FONTS_URL).removesuffix(".ttf"))
        if address.startswith(THEME_URL):
            return theme.path(f"magazine/{address.removeprefix(THEME_URL)}").read_bytes()
        width, _, height = address.rpartition("-")[2].partition("x")
        return placeholder_image(int(width), int(height))

    return LayoutEngine(styles, read)


@lru_cache(maxsize=64)
def placeholder_image(width: int, height: int) -> bytes:
    """Return a grey JPEG of this size in pixels, which WeasyPrint embeds unchanged.

    Sections are laid out with placeholders, since WeasyPrint would encode a picture again for each section;
    the assembled PDF gets each picture once.
    """
    buffer = BytesIO()
    Image.new("L", (width, height), 200).save(buffer, "JPEG", quality=1)
    return buffer.getvalue()


def layout_digest(styles: str, theme: Theme) -> bytes:
    """Return a digest of everything besides its HTML that a section's layout depends on."""
    digest = blake2b(styles.encode() + weasyprint.__version__.encode(), digest_size=16)
    for file in ALL_FACES:
        digest.update(font_bytes(theme, file))
    for module in (engine, tag_recorder, layout_tree, page_measures, section_layout):
        digest.update(Path(str(module.__file__)).read_bytes())
    return digest.digest()


def font_files(theme: Theme) -> Mapping[str, bytes]:
    """Return the fonts that a PDF holds whole, by PostScript name: the main ones, and the other one of running heads."""
    whole = {*FACES, "sans-extra"}
    return {
        postscript_name(family, bold=weight == "bold", italic=style == "italic"): font_bytes(
            theme, file
        )
        for file, (family, weight, style) in ALL_FACES.items()
        if file in whole
    }


def postscript_name(family: str, *, bold: bool, italic: bool) -> str:
    """Return the PostScript name of a font, such as `MagazineText-BoldItalic`."""
    style = ("Bold" if bold else "") + ("Italic" if italic else "")
    return f"{family.replace(' ', '')}-{style or 'Regular'}"


def srgb_profile() -> bytes:
    """Return the sRGB ICC profile that WeasyPrint contains."""
    return (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()
