"""Running heads and page numbers, set when the pieces are joined and their pages are known.

Printers call it a page's furniture. It is no part of what is read: every word of it is an artifact
(ISO 14289-1, 7.8). Measures are millimetres on an A4 page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Page, Pdf, String

POINTS = 72 / 25.4
"""In a millimetre."""

MARGIN = 20
HEAD = 297 - 14.5
"""From the foot of the page to the line the running head stands on."""
FOOT = 13.5
"""The same for the page number."""
HEAD_SIZE = 7.5
"""Points."""
NUMBER_SIZE = 11
MENTION_SIZE = 8

INK = "0.086 0.094 0.102 rg"

HEAD_FACE, NUMBER_FACE = "NysporSans-Regular", "NysporDisplay-Regular"


@dataclass(frozen=True)
class Furniture:
    """What stands around the text of a page: its number, and the head above it; neither where it is `bare`.

    `mentions` are words set into places kept free: points from the left, points from below, words.
    """

    number: int
    head: str
    bare: bool = False
    mentions: tuple[tuple[float, float, str], ...] = ()


class Face:
    """A font file that lines are set with, sign by sign and without kerning."""

    def __init__(self, pdf: Pdf, name: str, data: bytes, file: Any) -> None:
        font = TTFont(BytesIO(data))
        self._glyphs = {code: font.getGlyphID(glyph) for code, glyph in font.getBestCmap().items()}
        scale = 1000 / font["head"].unitsPerEm
        order = font.getGlyphOrder()
        self._widths: list[float] = [round(font["hmtx"][glyph][0] * scale, 3) for glyph in order]
        self.font = _font_object(pdf, name, font, self._widths, self._glyphs, file)

    def width(self, text: str, size: float) -> float:
        """Points that `text` takes."""
        return (
            float(sum(self._widths[self._glyphs.get(ord(sign), 0)] for sign in text)) * size / 1000
        )

    def show(self, text: str, size: float, x: float, y: float) -> str:
        """The PDF words that set `text` at a point given in points."""
        signs = "".join(f"{self._glyphs.get(ord(sign), 0):04x}" for sign in text)
        return f"BT /{self.name} {size} Tf {x:.2f} {y:.2f} Td <{signs}> Tj ET"

    @property
    def name(self) -> str:
        """What pages call the font."""
        return str(self.font.BaseFont).lstrip("/").replace("-", "")


def _font_object(
    pdf: Pdf, name: str, font: TTFont, widths: list[float], glyphs: Mapping[int, int], file: Any
) -> Any:
    """A whole TrueType font as PDF's composite font, glyph numbers for codes (ISO 32000-1, 9.7)."""
    head, lines = font["head"], font["hhea"]
    scale = 1000 / head.unitsPerEm
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/" + name),
        Flags=4,
        FontBBox=Array([round(n * scale) for n in (head.xMin, head.yMin, head.xMax, head.yMax)]),
        ItalicAngle=0,
        Ascent=round(lines.ascent * scale),
        Descent=round(lines.descent * scale),
        CapHeight=round(font["OS/2"].sCapHeight * scale),
        StemV=80,
        FontFile2=file,
    )
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name("/" + name),
        CIDSystemInfo=Dictionary(
            Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
        ),
        CIDToGIDMap=Name.Identity,
        W=Array([0, Array(widths)]),
        FontDescriptor=pdf.make_indirect(descriptor),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name("/" + name),
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=pdf.make_stream(_to_unicode(glyphs)),
        )
    )


def _to_unicode(glyphs: Mapping[int, int]) -> bytes:
    pairs = sorted({glyph: code for code, glyph in glyphs.items()}.items())
    lines = [f"<{glyph:04x}> <{code:04x}>" for glyph, code in pairs]
    batches = [lines[n : n + 100] for n in range(0, len(lines), 100)]
    body = "\n".join(f"{len(b)} beginbfchar\n" + "\n".join(b) + "\nendbfchar" for b in batches)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{body}\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode()


def set_furniture(
    pdf: Pdf, pages: Iterable[Furniture], fonts: Mapping[str, bytes], files: Mapping[str, Any]
) -> None:
    """Set each page's furniture. `fonts` are font files by PostScript name, `files` the same as streams of
    the PDF."""
    head, number = (Face(pdf, name, fonts[name], files[name]) for name in (HEAD_FACE, NUMBER_FACE))
    for page, furniture in zip(pdf.pages, pages, strict=True):
        lines = [] if furniture.bare else list(_around(furniture, head, number))
        lines += [head.show(words, MENTION_SIZE, x, y) for x, y, words in furniture.mentions]
        if lines:
            _set(page, lines, (head, number))


def _around(furniture: Furniture, head: Face, number: Face) -> Iterator[str]:
    """Even pages lie on the left and have it at their left edge, odd ones at the right."""
    for face, text, size, height in (
        (head, furniture.head, HEAD_SIZE, HEAD),
        (number, str(furniture.number), NUMBER_SIZE, FOOT),
    ):
        left = MARGIN * POINTS
        right = (210 - MARGIN) * POINTS - face.width(text, size)
        yield face.show(text, size, right if furniture.number % 2 else left, height * POINTS)


def _set(page: Page, lines: Iterable[str], faces: Iterable[Face]) -> None:
    for face in faces:
        page.obj.Resources.Font[f"/{face.name}"] = face.font
    words = "\n".join(("/Artifact <</Type /Pagination>> BDC q", INK, *lines, "Q EMC\n"))
    page.contents_add(words.encode(), prepend=True)
