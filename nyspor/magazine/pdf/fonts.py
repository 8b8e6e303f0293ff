"""The fonts of a PDF: complete files shared by all sections, and fonts for the text added after layout."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from typing import Any

from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Pdf, String

from nyspor.magazine.layout.fonts_and_styles import postscript_name


def share_fonts(pdf: Pdf, fonts: Mapping[str, bytes]) -> Mapping[str, Any]:
    """Replace the font subsets of all sections by one complete file for each font; return the files' streams.

    `fonts` are the complete files by PostScript name. The glyph numbers of the subsets are those of the files.
    """
    streams: dict[str, Any] = {}
    for name, data in fonts.items():
        streams[name] = pdf.make_stream(data)
        streams[name].Length1 = len(data)
    for font in _fonts(pdf):
        descriptor = font.DescendantFonts[0].FontDescriptor
        name = _file_name(str(descriptor.FontName))
        # Any other font, which only styles in a text's raw HTML can ask for, keeps its subset.
        if name in streams:
            descriptor.FontFile2 = streams[name]
        _correct_text(font)
    return streams


def _fonts(pdf: Pdf) -> Iterator[Any]:
    """Yield every font object of the PDF once."""
    seen = set()
    for page in pdf.pages:
        for font in page.obj.Resources.get("/Font", Dictionary()).values():
            if font.objgen not in seen:
                seen.add(font.objgen)
                yield font


def _file_name(font_name: str) -> str:
    """`/ABCDEF+Magazine-Text-Semi-Bold` → `MagazineText-Bold`."""
    words = font_name.partition("+")[2].split("-")
    return postscript_name(" ".join(words[:2]), bold="Bold" in words, italic="Italic" in words)


def _correct_text(font: Any) -> None:
    """Correct the text of glyphs: a soft hyphen for the hyphen that ends a line (U+2010, which has a glyph of its
    own in our fonts), and a joiner for a part of a character, such as an Arabic vowel sign, which has none
    (ISO 14289-1, 7.21.7, asks for some)."""
    text = font.ToUnicode.read_bytes()
    corrected = re.sub(rb"(<[0-9a-f]{4}> )<2010>", rb"\1<00ad>", text)
    corrected = re.sub(rb"(<[0-9a-f]{4}> )<>", rb"\1<200d>", corrected)
    if corrected != text:
        font.ToUnicode.write(corrected)


class EmbeddedFont:
    """A font for single lines of text, set without kerning. `stream` is the font file in the PDF."""

    def __init__(self, pdf: Pdf, name: str, data: bytes, stream: Any) -> None:
        font = TTFont(BytesIO(data))
        self._glyphs = {code: font.getGlyphID(glyph) for code, glyph in font.getBestCmap().items()}
        scale = 1000 / font["head"].unitsPerEm
        order = font.getGlyphOrder()
        self._widths: list[float] = [round(font["hmtx"][glyph][0] * scale, 3) for glyph in order]
        self.object = _font_object(pdf, name, font, self._widths, self._glyphs, stream)

    @property
    def name(self) -> str:
        """The name of the font in the resources of a page."""
        return str(self.object.BaseFont).lstrip("/").replace("-", "")

    def has(self, char: str) -> bool:
        """Return whether the font has a glyph for a character."""
        return ord(char) in self._glyphs

    def width(self, text: str, size: float) -> float:
        """Return the width of a text in points, at a size in points."""
        widths = (self._widths[self._glyphs.get(ord(char), 0)] for char in text)
        return float(sum(widths)) * size / 1000

    def show(self, text: str, size: float, x: float, y: float) -> str:
        """Return the PDF operators that show a text at a point; all measures in points."""
        glyphs = "".join(f"{self._glyphs.get(ord(char), 0):04x}" for char in text)
        return f"BT /{self.name} {size} Tf {x:.2f} {y:.2f} Td <{glyphs}> Tj ET"


@dataclass(frozen=True)
class FontStack:
    """Fonts for single lines of text: each character is set in the first of them that has it."""

    fonts: tuple[EmbeddedFont, ...]

    def covers(self, text: str) -> bool:
        """Return whether there is a font for every character."""
        return all(any(font.has(char) for font in self.fonts) for char in text)

    def width(self, text: str, size: float) -> float:
        """Return the width of a text in points, at a size in points."""
        return sum(font.width(part, size) for font, part in self._runs(text))

    def shortened(self, text: str, size: float, width: float) -> str:
        """Return the text, cut behind a word and with an ellipsis where it is wider than `width` points."""
        if self.width(text, size) <= width:
            return text
        words = text.split()
        while len(words) > 1 and self.width(f"{' '.join(words)} …", size) > width:
            words.pop()
        cut = " ".join(words)
        while cut and self.width(f"{cut} …", size) > width:
            cut = cut[:-1]
        return f"{cut} …"

    def show(
        self, text: str, size: float, x: float, y: float
    ) -> Iterator[tuple[EmbeddedFont, str]]:
        """Yield the fonts that a text is set in, with the PDF operators that show it at a point."""
        for font, part in self._runs(text):
            yield font, font.show(part, size, x, y)
            x += font.width(part, size)

    def _runs(self, text: str) -> Iterator[tuple[EmbeddedFont, str]]:
        """Yield the text in parts of one font each."""
        for number, chars in groupby(text, self._font_number):
            yield self.fonts[number], "".join(chars)

    def _font_number(self, char: str) -> int:
        return next((number for number, font in enumerate(self.fonts) if font.has(char)), 0)


def _font_object(
    pdf: Pdf, name: str, font: TTFont, widths: list[float], glyphs: Mapping[int, int], stream: Any
) -> Any:
    """Return a TrueType font as a composite font whose codes are glyph numbers (ISO 32000-1, 9.7)."""
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name("/" + name),
        CIDSystemInfo=Dictionary(
            Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
        ),
        CIDToGIDMap=Name.Identity,
        W=Array([0, Array(widths)]),
        FontDescriptor=pdf.make_indirect(_font_descriptor(name, font, stream)),
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


def _font_descriptor(name: str, font: TTFont, stream: Any) -> Dictionary:
    head, lines = font["head"], font["hhea"]
    scale = 1000 / head.unitsPerEm
    return Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/" + name),
        Flags=4,
        FontBBox=Array([round(n * scale) for n in (head.xMin, head.yMin, head.xMax, head.yMax)]),
        ItalicAngle=0,
        Ascent=round(lines.ascent * scale),
        Descent=round(lines.descent * scale),
        CapHeight=round(font["OS/2"].sCapHeight * scale),
        StemV=80,
        FontFile2=stream,
    )


def _to_unicode(glyphs: Mapping[int, int]) -> bytes:
    """Return the CMap from glyph numbers to characters, in batches of 100 as PDF asks."""
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
