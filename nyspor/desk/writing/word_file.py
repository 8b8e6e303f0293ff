"""The text of a Word file (.docx) as Markdown, cleaned like what is pasted. The file is a zip, and may have been made to do harm."""

from __future__ import annotations

from io import BytesIO
from zipfile import BadZipFile, ZipFile

from nyspor.desk.writing.foreign_html import TOO_LARGE, DocumentRefused, markdown_of_html
from nyspor.problems import N_

MOST_ENTRIES = 5000
MOST_UNPACKED = 12 * 1024 * 1024
"""Bytes of all that is read: a novel has two million. Pictures are not read."""

PICTURES = "word/media/"

TITLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => h2:fresh
"""
"""Word's styles that mammoth does not know as headings."""

NOT_WORD = N_(
    "This is not a Word file of the kind .docx. Open it in Word, save it as a Word document, and choose that."
)
BROKEN = N_(
    "The file cannot be read. Open it in Word, save it again, and choose it once more, or copy the text and paste it here."
)
EMPTY = N_("There is no text in the file.")


def markdown_of_word(raw: bytes) -> str:
    """Return the text of a Word file; where a picture stood, it says so. Raises `DocumentRefused`."""
    import mammoth  # slow to load, and few texts come from Word

    _look_through(raw)
    try:
        html = mammoth.convert_to_html(
            BytesIO(raw),
            style_map=TITLES,
            convert_image=mammoth.images.img_element(lambda image: {"src": ""}),
        ).value
    except Exception:  # whatever a damaged file makes of it
        raise DocumentRefused(BROKEN) from None
    text = markdown_of_html(html)
    if not text.strip():
        raise DocumentRefused(EMPTY)
    return text


def _look_through(raw: bytes) -> None:
    """Raise `DocumentRefused` where a file is no Word file, or would fill the memory.

    No more is unpacked of an entry than the zip says that it holds.
    """
    try:
        with ZipFile(BytesIO(raw)) as archive:
            entries = [
                each for each in archive.infolist() if not each.filename.startswith(PICTURES)
            ]
            if "word/document.xml" not in {each.filename for each in entries}:
                raise DocumentRefused(NOT_WORD)
            if (
                len(entries) > MOST_ENTRIES
                or sum(each.file_size for each in entries) > MOST_UNPACKED
            ):
                raise DocumentRefused(TOO_LARGE)
            for entry in entries:
                if _declares_entities(archive.read(entry)):
                    raise DocumentRefused(BROKEN)
    except (BadZipFile, RuntimeError, NotImplementedError, OSError, ValueError, EOFError):
        raise DocumentRefused(NOT_WORD) from None


def _declares_entities(part: bytes) -> bool:
    """Whether a part has a document type, as Word never writes: it may multiply a few bytes into gigabytes."""
    return b"<!DOCTYPE" in part.replace(b"\x00", b"")
