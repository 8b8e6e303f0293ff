"""Word files, as small as they can be."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'
_RELATIONS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Target="word/document.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
_NAMES = {"Overskrift1": "heading 1", "Titel": "Title"}
_STYLES = f'<w:styles xmlns:w="{_W}">{"".join(f"""<w:style w:type="paragraph" w:styleId="{each}"><w:name w:val="{name}"/></w:style>""" for each, name in _NAMES.items())}</w:styles>'


def paragraph(text: str, style: str = "", bold: bool = False) -> str:
    """A paragraph of a Word file."""
    looks = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    weight = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f"<w:p>{looks}<w:r>{weight}<w:t>{text}</w:t></w:r></w:p>"


def word_file(*paragraphs: str, before: str = "", **more: bytes) -> bytes:
    """A Word file with these paragraphs; `before` stands before its root, `more` are other entries."""
    body = f'{before}<w:document xmlns:w="{_W}"><w:body>{"".join(paragraphs)}</w:body></w:document>'
    raw = BytesIO()
    with ZipFile(raw, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS)
        archive.writestr("word/document.xml", body)
        archive.writestr("word/styles.xml", _STYLES)
        for name, content in more.items():
            archive.writestr(name.replace("__", "/"), content)
    return raw.getvalue()
