"""Corrections of content files that are safe to make without asking what was meant."""

from __future__ import annotations

from nyspor.front_matter.parsing import ParseError, split_front_matter
from nyspor.markdown.pasted import clean_addresses, clean_characters, clean_text
from nyspor.markdown.pasted_blocks import convert_pasted_blocks


def fix_entry(raw: bytes, file: str) -> bytes:
    """Return the bytes of an entry's file with what is safe corrected; unchanged where it cannot be read.

    Line ends and everything that is not corrected stay byte for byte.
    """
    try:
        written = raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw
    line_end = "\r\n" if "\r\n" in written else "\n"
    text = written.removeprefix("\ufeff").replace(line_end, "\n")
    if "\r" in text:
        return raw
    try:
        parts = split_front_matter(text, file)
    except ParseError:
        return raw
    fields = text[: len(text) - len(parts.body)]
    fixed = clean_addresses(clean_characters(fields)) + clean_text(
        convert_pasted_blocks(parts.body)
    )
    return raw if fixed == text else fixed.replace("\n", line_end).encode()
