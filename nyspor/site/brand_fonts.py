"""Style sheets with a brand's fonts in place of the engine's: their faces, what stands in for them, and their spacing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePosixPath

from nyspor.site.brand import FONTS
from nyspor.site.font_files import FontFile, read_font
from nyspor.site.theme import ENGINE_FONTS, Theme

WEIGHTS = {"headings": 550, "text": 400}
"""The weights that the theme sets headings and text in."""

FAMILIES = {"headings": ("Newsreader", "Headings"), "text": ("Atkinson", "Text")}
"""The engine's font in the style sheets, and what a brand's own is called there."""

_FACE = re.compile(r'@font-face \{\s*font-family: "?(?P<family>[^";]+)"?;[^}]*\}')
_FOLDER = re.compile(r'url\("?([^)"]*/)[^/)"]*"?\)')
_NO_SYNTHESIS = "font-synthesis: weight;\n"
"""The engine's text has italics of its own; a brand's may leave them to the browser."""
_TIGHT = re.compile(r"letter-spacing: -[^;}]*;?")

STAND_INS = {
    ("headings", True): (("Times New Roman Bold", "TimesNewRomanPS-BoldMT", "Liberation Serif Bold"), 14.474),
    ("headings", False): (("Arial Bold", "Arial-BoldMT", "Liberation Sans Bold"), 16.281),
    ("text", True): (("Times New Roman", "TimesNewRomanPSMT", "Liberation Serif"), 13.527),
    ("text", False): (("Arial", "ArialMT", "Liberation Sans"), 15.063),
}  # fmt: skip
"""The system's fonts that a brand's is measured by, with serifs or without, and the width of `SAMPLE` in them."""


def with_brand_fonts(css: str, theme: Theme) -> str:
    """Return a style sheet in which a brand's fonts stand where the engine's did."""
    for name, (engine, own) in FAMILIES.items():
        if theme.brand_font(name):
            css = _FACE.sub(partial(_replaced, name=name, theme=theme), css)
            css = css.replace(f'"{engine}', f'"{own}')
            css = css.replace(_NO_SYNTHESIS, "") if name == "text" else css
            generic = "serif" if _font(theme, name).has_serifs else "sans-serif"
            stack = rf'("{own}"(?:, "{own} fallback")?), [^;}}]*(?=;)'
            css = re.sub(stack, rf"\1, {generic}", css)
    return css


def without_tight_spacing(css: str, theme: Theme) -> str:
    """Return a style sheet of the engine without the spacing that its own headings are drawn for."""
    return _TIGHT.sub("", css) if theme.brand_font("headings") else css


def _replaced(face: re.Match[str], name: str, theme: Theme) -> str:
    """Return a face of the engine's font `name`, or of its stand-in, as the brand's; any other as it is."""
    engine, own = FAMILIES[name]
    is_engines = face["family"] in (engine, f"{engine} fallback")
    if is_engines and "font-style: italic;" in face[0]:
        return ""
    if face["family"] == f"{engine} fallback":
        return _stand_in(name, _font(theme, name))
    folder = _FOLDER.search(face[0])
    if not folder or PurePosixPath(ENGINE_FONTS[name]).name not in face[0]:
        return face[0]
    family = face["family"].replace(engine, own)
    return "\n".join(_faces(name, theme, family, folder[1]))


def _faces(name: str, theme: Theme, family: str, folder: str) -> Iterator[str]:
    font = _font(theme, name)
    if name == "headings":  # one weight stands for all, so that no browser makes a bold one bolder
        yield _face(FONTS[name], family, folder, _span(font) or "400 900")
        return
    yield _face(FONTS[name], family, folder, _span(font) or "400")
    if theme.brand_font("text_bold"):
        yield _face(FONTS["text_bold"], family, folder, "700")
    if italic := theme.brand_font("text_italic"):
        weights = _span(read_font(italic)) or "400"
        yield _face(FONTS["text_italic"], family, folder, weights, style="italic")


def _face(file: str, family: str, folder: str, weights: str, style: str = "normal") -> str:
    lines = [
        f'font-family: "{family}";',
        f'src: url({folder}{PurePosixPath(file).name}) format("woff2");',
        f"font-weight: {weights};",
        *([f"font-style: {style};"] if style != "normal" else []),
        "font-display: swap;",
    ]
    return _rule(lines)


def _stand_in(name: str, font: FontFile) -> str:
    """Return the face of the system's font in the size of the brand's, so that nothing moves when that arrives."""
    local, width = STAND_INS[name, font.has_serifs]
    size = font.width / width
    sources = ", ".join(f'local("{each}")' for each in local)
    lines = [
        f'font-family: "{FAMILIES[name][1]} fallback";',
        f"src: {sources};",
        *(["font-weight: 400 900;"] if name == "headings" else []),
        f"size-adjust: {size:.1%};",
        f"ascent-override: {font.ascent / size:.1%};",
        f"descent-override: {font.descent / size:.1%};",
        "line-gap-override: 0%;",
    ]
    return _rule(lines)


def _rule(lines: list[str]) -> str:
    return "@font-face {\n" + "\n".join(lines) + "\n}"


def _font(theme: Theme, name: str) -> FontFile:
    return read_font(theme.font(name), WEIGHTS[name])


def _span(font: FontFile) -> str:
    """Return the weights of a variable font; '' for a static one."""
    return f"{font.weights[0]} {font.weights[1]}" if font.weights else ""


def font_files(theme: Theme) -> dict[str, Path]:
    """Return the fonts that these style sheets name, by their file names."""
    return {PurePosixPath(name).name: path for name, path in theme.fonts.items()}
