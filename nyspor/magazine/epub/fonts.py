"""The fonts of the EPUB: the site's own, and those of the magazine for characters that they lack, where a text has such."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from nyspor.magazine.epub.package import Resource
from nyspor.magazine.layout.fonts_and_styles import ALL_FACES, font_stack
from nyspor.magazine.layout.glyph_coverage import font_characters, visible_characters
from nyspor.magazine.layout.print_fonts import font_bytes
from nyspor.site.brand_fonts import font_files, with_brand_fonts
from nyspor.site.theme import Theme

CODE_FACES = ("mono", "mono-bold")
EXTRA_FACES = (
    "display-extra", "sans-extra", "sans-extra-italic", "sans-extra-bold", "sans-extra-bold-italic",
    "mono-extra", "mono-extra-bold", "arabic", "arabic-bold",
)  # fmt: skip
"""The faces in which characters are shown that the site's fonts lack."""


STACKS = {
    "serif": font_stack("Magazine Display")[1:],
    "sans-serif": font_stack("Magazine Sans")[1:],
    "monospace": font_stack("Magazine Mono"),
}
"""By the generic family that ends a list of fonts: the magazine's families that may stand before it."""

_GENERIC = re.compile(r"\b(?<!-)(serif|sans-serif|monospace)(?=;)")


def font_resources(theme: Theme, chapters: Iterable[str]) -> Iterator[Resource]:
    """Yield the style sheet and the fonts that chapters with this HTML need."""
    html = "".join(chapters)
    own = font_files(theme)
    shown = visible_characters(html)
    lacking = shown - frozenset.intersection(*(_characters(path) for path in own.values()))
    has_code = any(tag in html for tag in ("<pre", "<code", "<kbd", "<samp"))
    faces = [*(CODE_FACES if has_code else ()), *_needed(theme, lacking, has_code)]
    styles = with_brand_fonts(theme.path("magazine/epub.css").read_text("utf-8"), theme)
    yield Resource("css/epub.css", with_faces(styles, faces).encode())
    for name, path in own.items():
        yield Resource(f"fonts/{name}", path.read_bytes())
    for face in faces:
        yield Resource(f"fonts/{face}.ttf", subset_font(font_bytes(theme, face), shown))


def _needed(theme: Theme, lacking: frozenset[str], has_code: bool) -> Iterator[str]:
    for face in EXTRA_FACES:
        if (has_code or "mono" not in face) and not lacking.isdisjoint(
            font_characters(theme, face)
        ):
            yield face


def _characters(path: Path) -> frozenset[str]:
    with TTFont(path, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


def subset_font(font: bytes, characters: Iterable[str]) -> bytes:
    """Return a font with these characters alone, and whatever joins them."""
    found = TTFont(BytesIO(font), recalcTimestamp=False)
    subsetter = Subsetter(Options(layout_features=["*"]))
    subsetter.populate(text="".join(characters))
    subsetter.subset(found)
    buffer = BytesIO()
    found.save(buffer)
    return buffer.getvalue()


def with_faces(styles: str, faces: Iterable[str]) -> str:
    """Return a style sheet with faces of the magazine's, each family before the reading system's own font of its kind."""
    faces = list(faces)
    families = {ALL_FACES[face][0] for face in faces}

    def stack(generic: re.Match[str]) -> str:
        added = (name for name in STACKS[generic[1]] if name in families)
        return "".join(f'"{name}", ' for name in added) + generic[0]

    return "\n".join((*map(_rule, faces), _GENERIC.sub(stack, styles)))


def _rule(face: str) -> str:
    family, weight, style = ALL_FACES[face]
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style};'
        f" src: url(../fonts/{face}.ttf) }}"
    )
