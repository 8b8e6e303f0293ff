"""Joins the pieces to one PDF and gives it what WeasyPrint does not: tags that follow the HTML.

One structure element for each HTML element, running heads as artifacts, soft hyphens, languages,
bookmarks, and the metadata of the edition. Everything is made from the pieces alone, so the same
pieces give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from io import BytesIO
from typing import Any
from warnings import catch_warnings, simplefilter
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, PageCopyWarning, Pdf, String

from nyspor.magazine.layout.fonts_and_styles import face_name
from nyspor.magazine.pdf.images import Plate
from nyspor.magazine.pdf.running_heads import POINTS, Furniture, set_furniture
from nyspor.magazine.pdf.structure_tree import POINT, Part, Places, Structure


class Edition(Enum):
    """What a PDF is for. `two` where it is PDF 2.0."""

    SCREEN = "screen"
    ARCHIVE = "archive"
    PRINT = "print"

    @property
    def two(self) -> bool:
        return self is Edition.ARCHIVE


@dataclass(frozen=True)
class About:
    """What the PDF says of itself. `modified` is ISO 8601 with an offset, handed in; `page_word` is the
    theme's word for a page in the magazine's language."""

    title: str
    language: str
    publisher: str
    description: str
    modified: str
    page_word: str = "side"

    def mention(self, page: int | None) -> str:
        """How a story names a page (counted from 0): `(side 24)`; '' where it is not in this PDF."""
        return "" if page is None else f"({self.page_word} {page + 1})"


def finish(
    parts: Sequence[Part],
    edition: Edition,
    about: About,
    fonts: Mapping[str, bytes],
    profile: bytes,
    plate: Callable[[str], Plate],
) -> bytes:
    """The whole magazine as one PDF.

    `fonts` are whole font files by PostScript name (`NysporText-Bold`): pieces carry subsets with the same
    glyph numbers, which the whole files replace. `profile` is the sRGB ICC profile. `plate` gives the
    picture that belongs where a stand-in of that name stands.
    """
    pdf = Pdf.new()
    sources = [Pdf.open(part.laid.pdf) for part in parts]
    with catch_warnings():
        # Links are aimed anew below, since their names repeat from piece to piece.
        simplefilter("ignore", PageCopyWarning)
        for source in sources:
            pdf.pages.extend(source.pages)
    places = Places(pdf, parts)
    files = _share_fonts(pdf, fonts)
    _put_pictures(pdf, plate)
    set_furniture(pdf, _furniture(parts, about, places), fonts, files)
    _cut_pages(pdf, edition)
    structure = Structure(pdf, places, edition.two)
    structure.build(parts, about.language)
    _outline(pdf, structure, parts)
    _say_what_it_is(pdf, edition, about, profile)
    buffer = BytesIO()
    pdf.save(
        buffer,
        force_version="2.0" if edition.two else "1.7",
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        deterministic_id=True,
    )
    return buffer.getvalue()


def _share_fonts(pdf: Pdf, fonts: Mapping[str, bytes]) -> Mapping[str, Any]:
    """Let all pieces use one whole font file for each face, instead of a subset each; returns the files."""
    files: dict[str, Any] = {}
    for name, data in fonts.items():
        files[name] = pdf.make_stream(data)
        files[name].Length1 = len(data)
    for font in _fonts(pdf):
        descriptor = font.DescendantFonts[0].FontDescriptor
        name = _face(str(descriptor.FontName))
        # A font that is not ours, which only a text's own styles can ask for, keeps the subset it has.
        if name in files:
            descriptor.FontFile2 = files[name]
        _soften_hyphens(font)
    return files


SPACES = {"rgb": Name.DeviceRGB, "gray": Name.DeviceGray}


def _put_pictures(pdf: Pdf, plate: Callable[[str], Plate]) -> None:
    """Put every picture in the place of its stand-ins, once for all pieces that show it."""
    put: dict[str, Any] = {}
    for page in pdf.pages:
        shown = page.obj.Resources.get("/XObject", Dictionary())
        for name, stand_in in shown.items():
            if stand_in.get("/Subtype") == Name.Image:
                key = name[
                    2:34
                ]  # `/i`, the digest of the picture's address, and whether it is smoothed
                if key not in put:
                    put[key] = _picture(pdf, plate(key))
                shown[name] = put[key]


def _picture(pdf: Pdf, plate: Plate) -> Any:
    picture = pdf.make_stream(b"")
    picture.write(plate.data, filter=Name("/" + plate.packing))
    picture.Type, picture.Subtype = Name.XObject, Name.Image
    picture.Width, picture.Height, picture.BitsPerComponent = plate.width, plate.height, 8
    if plate.space == "indexed":
        palette = bytes.fromhex(plate.palette)
        last = len(palette) // 3 - 1
        picture.ColorSpace = Array([Name.Indexed, Name.DeviceRGB, last, String(palette)])
    else:
        picture.ColorSpace = SPACES[plate.space]
    return picture


def _furniture(parts: Sequence[Part], about: About, places: Places) -> Iterator[Furniture]:
    """Left pages are headed by the magazine, right ones by the piece."""
    for part in parts:
        for page, bare in enumerate(part.laid.bare):
            number = places.first[part.name] + page
            mentions = tuple(
                (mention.x * POINT + 2, places.heights[number] - mention.y * POINT, words)
                for mention in part.laid.mentions
                if mention.page == page
                and (words := about.mention(places.first.get(mention.piece)))
            )
            head = about.title if number % 2 else part.title
            yield Furniture(number + 1, head, bare, mentions)


def _fonts(pdf: Pdf) -> Iterator[Any]:
    """Every font of the PDF once."""
    seen = set()
    for page in pdf.pages:
        for font in page.obj.Resources.get("/Font", Dictionary()).values():
            if font.objgen not in seen:
                seen.add(font.objgen)
                yield font


def _face(font_name: str) -> str:
    """`/ABCDEF+Nyspor-Text-Semi-Bold` → `NysporText-Bold`."""
    words = font_name.partition("+")[2].split("-")
    return face_name(" ".join(words[:2]), bold="Bold" in words, italic="Italic" in words)


def _soften_hyphens(font: Any) -> None:
    """What ends a broken line is read as a soft hyphen: our fonts have a glyph for that alone."""
    text = font.ToUnicode.read_bytes()
    softened = re.sub(rb"(<[0-9a-f]{4}> )<2010>", rb"\1<00ad>", text)
    if softened != text:
        font.ToUnicode.write(softened)


BLEED = 3 * POINTS
"""What the printer prints beyond the edge and cuts off: 3 mm."""


def _cut_pages(pdf: Pdf, edition: Edition) -> None:
    """For the printer bleed and marks of where to cut; elsewhere the page ends where it is cut."""
    for page in pdf.pages:
        trim = [float(n) for n in page.obj.TrimBox]
        if edition is Edition.PRINT:
            left, bottom, right, top = trim
            page.obj.BleedBox = Array([left - BLEED, bottom - BLEED, right + BLEED, top + BLEED])
            page.contents_add(crop_marks(trim).encode(), prepend=True)
        else:
            page.obj.MediaBox = page.obj.BleedBox = Array(trim)
        page.obj.CropBox = page.obj.MediaBox
        page.obj.Tabs = Name.S


def crop_marks(trim: Sequence[float]) -> str:
    """Eight thin lines outside the bleed, pointing at the corners of the trimmed page."""
    left, bottom, right, top = trim
    near, far = BLEED + 1, BLEED + 16
    across = [(x, y, sign) for y in (bottom, top) for x, sign in ((left, -1), (right, 1))]
    upright = [(x, y, sign) for x in (left, right) for y, sign in ((bottom, -1), (top, 1))]
    lines = [f"{x + s * near:.2f} {y:.2f} m {x + s * far:.2f} {y:.2f} l S" for x, y, s in across]
    lines += [f"{x:.2f} {y + s * near:.2f} m {x:.2f} {y + s * far:.2f} l S" for x, y, s in upright]
    return "\n".join(("/Artifact <</Type /Page>> BDC q 0.25 w", *lines, "Q EMC\n"))


def _outline(pdf: Pdf, structure: Structure, parts: Iterable[Part]) -> None:
    """Bookmarks: a section, and below it its stories."""
    with pdf.open_outline() as outline:
        above: list[tuple[int, Any]] = []
        for part in parts:
            if not part.level:
                continue
            first = structure.places.first[part.name]
            destination = structure.places.destination(first, 0, 0)
            item = pikepdf.OutlineItem(
                part.title, action=structure.action(destination, structure.heads.get(part.name))
            )
            while above and above[-1][0] >= part.level:
                above.pop()
            (above[-1][1].children if above else outline.root).append(item)
            above.append((part.level, item))


def _say_what_it_is(pdf: Pdf, edition: Edition, about: About, profile: bytes) -> None:
    root = pdf.Root
    root.Lang = String(about.language)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    root.PageMode = Name.UseOutlines
    stream = pdf.make_stream(metadata(edition, about).encode())
    stream.Type, stream.Subtype = Name.Metadata, Name.XML
    root.Metadata = stream
    icc = pdf.make_stream(profile)
    icc.N = 3
    root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String("sRGB"),
                Info=String("sRGB"),
                DestOutputProfile=icc,
            )
        ]
    )
    if not edition.two:
        pdf.docinfo["/Title"] = String(about.title)


UA_EXTENSION = """
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that is kept</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""
"""PDF/A-2 knows no PDF/UA, so the property must be explained (ISO 19005-2, 6.6.2.3.2)."""


def metadata(edition: Edition, about: About) -> str:
    """The XMP packet: Dublin Core, and the standards that the edition keeps (ISO 19005, ISO 14289)."""
    claims = {
        Edition.SCREEN: "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>",
        Edition.ARCHIVE: "<pdfaid:part>4</pdfaid:part><pdfaid:rev>2020</pdfaid:rev><pdfuaid:part>2</pdfuaid:part><pdfuaid:rev>2024</pdfuaid:rev>",
        Edition.PRINT: "",
    }[edition]
    words = {name: escape(value) for name, value in vars(about).items()}
    extension = UA_EXTENSION if edition is Edition.SCREEN else ""
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{words["title"]}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{words["description"]}</rdf:li></rdf:Alt></dc:description>
<dc:publisher><rdf:Bag><rdf:li>{words["publisher"]}</rdf:li></rdf:Bag></dc:publisher>
<dc:language><rdf:Bag><rdf:li>{words["language"]}</rdf:li></rdf:Bag></dc:language>
<xmp:ModifyDate>{words["modified"]}</xmp:ModifyDate>
{claims}
</rdf:Description>{extension}</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
