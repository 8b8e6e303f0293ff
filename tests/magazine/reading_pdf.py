"""Reads a PDF as assistive technology does: along its structure tree, mark by mark."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Dictionary, Pdf

MARKER = re.compile(r"\s*(•|\d+\.)\s*")
"""What a list's style sets before an item."""

Where = tuple[int, int]
"""A page (its object's number) and a mark on it."""


@dataclass
class Content:
    """What is painted: by mark its text, all text outside marks, and the marks that are artifacts."""

    marks: dict[Where, str] = field(default_factory=dict)
    aside: list[str] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)


def content_of(pdf: Pdf) -> Content:
    """All text of a PDF: below marks, in artifacts (`aside`), and in neither (`loose`)."""
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
    inside: list[Where | None] = []
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
                    found.loose.append(text)
                elif inside[-1]:
                    found.marks[inside[-1]] += text
                else:
                    found.aside.append(text)


def _text(shown: Any, characters: dict[str, str]) -> str:
    parts = [shown] if isinstance(shown, pikepdf.String) else list(shown)
    strings = (bytes(part).hex() for part in parts if isinstance(part, pikepdf.String))
    glyphs = (s[n : n + 4] for s in strings for n in range(0, len(s), 4))
    return "".join(characters[glyph] for glyph in glyphs)


def elements(node: Any) -> Iterator[Any]:
    """Every structure element below a node, in reading order."""
    for kid in kids_of(node):
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def kids_of(node: Any) -> list[Any]:
    kids = node.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def text_of(node: Any, content: Content, page: Any = None) -> str:
    """The text of an element, mark by mark in the order of the tags; the bullets and numbers that a list's
    style adds left out."""
    page = node.get("/Pg", page)
    words: list[str] = []
    for kid in kids_of(node):
        if isinstance(kid, int):
            words.append(content.marks[page.objgen[0], kid])
        elif "/S" in kid:
            text = text_of(kid, content, page)
            words.append("" if str(kid.S) == "/Lbl" and MARKER.fullmatch(text) else text)
        elif "/MCID" in kid:
            words.append(content.marks[kid.Pg.objgen[0], int(kid.MCID)])
    return "".join(words)


def roles(node: Any) -> Counter[str]:
    """How many elements of each type there are below a node."""
    return Counter(str(element.S).lstrip("/") for element in elements(node))


def document(pdf: Pdf) -> Any:
    """The element that holds all others."""
    return pdf.Root.StructTreeRoot.K[0]


def letters(text: str) -> str:
    """The text without spaces and soft hyphens, to be compared however its lines fall."""
    return re.sub(r"[\s\u00ad\u200b]", "", text)


def open_pdf(path: Path) -> Pdf:
    return Pdf.open(path)
