"""The metadata of a PDF: the XMP packet, the output intent, and how viewers open the file."""

from __future__ import annotations

from xml.sax.saxutils import escape

from pikepdf import Array, Dictionary, Name, Pdf, String

from nyspor.magazine.pdf.editions import DocumentInfo, Edition

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
"""PDF/A-2 does not define the PDF/UA property, so the packet must describe it (ISO 19005-2, 6.6.2.3.2)."""


def add_metadata(pdf: Pdf, edition: Edition, info: DocumentInfo, profile: bytes) -> None:
    """Add language, viewer preferences, XMP metadata and output intent; `profile` is the sRGB ICC profile."""
    root = pdf.Root
    root.Lang = String(info.language)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    root.PageMode = Name.UseOutlines
    stream = pdf.make_stream(xmp_packet(edition, info).encode())
    stream.Type, stream.Subtype = Name.Metadata, Name.XML
    root.Metadata = stream
    root.OutputIntents = Array([_output_intent(pdf, profile)])
    if not edition.is_pdf20:
        pdf.docinfo["/Title"] = String(info.title)


def _output_intent(pdf: Pdf, profile: bytes) -> Dictionary:
    icc = pdf.make_stream(profile)
    icc.N = 3
    return Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB"),
        Info=String("sRGB"),
        DestOutputProfile=icc,
    )


def xmp_packet(edition: Edition, info: DocumentInfo) -> str:
    """Return the XMP packet: Dublin Core, and the standards that the edition conforms to (ISO 19005, ISO 14289)."""
    claims = {
        Edition.SCREEN: "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>",
        Edition.ARCHIVE: "<pdfaid:part>4</pdfaid:part><pdfaid:rev>2020</pdfaid:rev><pdfuaid:part>2</pdfuaid:part><pdfuaid:rev>2024</pdfuaid:rev>",
        Edition.PRINT: "",
    }[edition]
    words = {name: escape(value) for name, value in vars(info).items()}
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
