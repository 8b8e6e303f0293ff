"""Reads a PDF as assistive technology does: along its structure tree."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Dictionary, Pdf

MARKER = re.compile(r"\s*(•|\d+\.)\s*")
"""A list marker that the style sheet generates."""

MarkId = tuple[int, int]
"""A page (its object number) and the number of a marked-content sequence on it."""


@dataclass
class Content:
    """The text of a PDF: in marked content, in artifacts, and in neither (`untagged`)."""

    marks: dict[MarkId, str] = field(default_factory=dict)
    artifacts: list[str] = field(default_factory=list)
    untagged: list[str] = field(default_factory=list)


def content_of(pdf: Pdf) -> Content:
    """Return all text of a PDF."""
    found = Content()
    for page in pdf.pages:
        fonts = {name: _characters(font) for name, font in page.obj.Resources.Font.items()}
        _read_page(page, fonts, found)
    return found


def _characters(font: Any) -> dict[str, str]:
    """Glyph numbers (four hex digits) → text."""
    pairs = re.findall(r"<([0-9a-f]{4})> <([0-9a-f]+)>", font.ToUnicode.read_bytes().decode())
    return {glyph: bytes.fromhex(code).decode("utf-16-be") for glyph, code in pairs}


def _read_page(page: Any, fonts: dict[str, dict[str, str]], found: Content) -> None:
    inside: list[MarkId | None] = []
    characters: dict[str, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC" | "BMC":
                properties = operands[1] if len(operands) > 1 else None
                marked = isinstance(properties, Dictionary) and "/MCID" in properties
                inside.append((page.obj.objgen[0], int(properties.MCID)) if marked else None)
                if inside[-1]:
                    found.marks.setdefault(inside[-1], "")
            case "EMC":
                inside.pop()
            case "Tf":
                characters = fonts[str(operands[0])]
            case "Tj" | "TJ":
                text = _text(operands[0], characters)
                if not inside:
                    found.untagged.append(text)
                elif inside[-1]:
                    found.marks[inside[-1]] += text
                else:
                    found.artifacts.append(text)


def _text(shown: Any, characters: dict[str, str]) -> str:
    parts = [shown] if isinstance(shown, pikepdf.String) else list(shown)
    strings = (bytes(part).hex() for part in parts if isinstance(part, pikepdf.String))
    glyphs = (s[n : n + 4] for s in strings for n in range(0, len(s), 4))
    return "".join(characters[glyph] for glyph in glyphs)


def elements(node: Any) -> Iterator[Any]:
    """Yield every structure element below a node in reading order."""
    for child in children_of(node):
        if isinstance(child, Dictionary) and "/S" in child:
            yield child
            yield from elements(child)


def children_of(node: Any) -> list[Any]:
    children = node.get("/K", [])
    return list(children) if isinstance(children, pikepdf.Array) else [children]


def text_of(node: Any, content: Content, page: Any = None) -> str:
    """Return the text of an element in the order of the tags, without generated list markers."""
    page = node.get("/Pg", page)
    words: list[str] = []
    for child in children_of(node):
        if isinstance(child, int):
            words.append(content.marks[page.objgen[0], child])
        elif "/S" in child:
            text = text_of(child, content, page)
            words.append("" if str(child.S) == "/Lbl" and MARKER.fullmatch(text) else text)
        elif "/MCID" in child:
            words.append(content.marks[child.Pg.objgen[0], int(child.MCID)])
    return "".join(words)


def roles(node: Any) -> Counter[str]:
    """Count the elements of each structure type below a node."""
    return Counter(str(element.S).lstrip("/") for element in elements(node))


def document(pdf: Pdf) -> Any:
    """Return the outermost structure element."""
    return pdf.Root.StructTreeRoot.K[0]


def letters(text: str) -> str:
    """Return the text as it is compared: without spaces, soft hyphens and vowel signs, Arabic from left to right."""
    kept = re.sub(r"[\s\u00ad\u200b\u200d\u064b-\u065f]", "", text)
    return re.sub("[\u0600-\u06ff]+", lambda word: min(word[0], word[0][::-1]), kept)
