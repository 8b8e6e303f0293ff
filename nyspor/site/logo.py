"""SVG drawings: their size, and what in them runs or loads something. Read without a network and without entities."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from xml.parsers import expat

SVG_NAMESPACE = "http://www.w3.org/2000/svg"

_NUMBER = re.compile(r"\s*([0-9.]+)\s*(?:px)?\s*")

_FOREIGN = {
    "script",
    "foreignObject",
    "handler",
    "listener",
    "iframe",
    "object",
    "embed",
    "audio",
    "video",
}
"""Elements that run something, or hold what is no drawing."""

_OWN_REFERENCE = re.compile(r"\s*(#|data:image/|$)", re.IGNORECASE)
_RUNNING = re.compile(r"(?:java|vb)script:", re.IGNORECASE)
_BLANK = re.compile(r"[\x00-\x20]+")
_CSS_COMMENT = re.compile(r"/\*.*?\*/|@namespace[^;]*;", re.DOTALL | re.IGNORECASE)
_CSS_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)")
_CSS_LOAD = re.compile(
    r"@import[^;]*|url\((?!\s*[\"']?\s*(?:#|data:image/))[^)]*\)|https?://[^\s\"')]+", re.IGNORECASE
)
"""What a style sheet loads from elsewhere."""


@dataclass(frozen=True)
class ActivePart:
    """A part of a drawing that runs or loads something: as it is written there, and its line."""

    written: str
    line: int


@dataclass(frozen=True)
class Drawing:
    """An SVG as it was read. `fault` says why it cannot be shown (one of the names below), `line` where."""

    width: float = 0
    height: float = 0
    active: tuple[ActivePart, ...] = ()
    fault: str = ""
    line: int | None = None
    kind: str = ""

    @property
    def size(self) -> tuple[float, float] | None:
        return (self.width, self.height) if self.width and self.height else None


EMPTY, OTHER_KIND, BROKEN, DOCTYPE, ENTITIES, NOT_SVG, NO_NAMESPACE, NO_SIZE = (
    "empty", "other kind", "broken", "doctype", "entities", "not svg", "no namespace", "no size",
)  # fmt: skip
"""What may be wrong with a drawing."""

_KINDS = {
    b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF8": "GIF", b"RIFF": "WebP", b"%PDF": "PDF",
    b"%!PS": "EPS", b"\x1f\x8b": "svgz", b"PK\x03\x04": "zip",
}  # fmt: skip
"""Files that are no SVG, by how they begin."""


def svg_size(raw: bytes) -> tuple[float, float] | None:
    """Return width and height of an SVG, in any unit; None for what is none, or does not say."""
    return read_svg(raw).size


@lru_cache(maxsize=8)
def read_svg(raw: bytes) -> Drawing:
    """Read a drawing."""
    if not raw.strip():
        return Drawing(fault=EMPTY)
    if kind := next((kind for start, kind in _KINDS.items() if raw.startswith(start)), ""):
        return Drawing(fault=OTHER_KIND, kind=kind)
    reader = _Reader()
    try:
        reader.parser.Parse(raw, True)
    except _HasDoctype as found:
        return found.drawing
    except (expat.ExpatError, LookupError, ValueError) as error:
        if reader.root.lower() == "html":
            return Drawing(fault=NOT_SVG, kind="HTML")
        if not reader.root and b"<" not in raw[:200]:
            return Drawing(fault=NOT_SVG, kind="tekst")
        return Drawing(fault=BROKEN, line=getattr(error, "lineno", 1))
    return reader.drawing


class _HasDoctype(Exception):
    """Raised at a DOCTYPE, before anything that it declares is read."""

    def __init__(self, drawing: Drawing) -> None:
        super().__init__(drawing.fault)
        self.drawing = drawing


@dataclass
class _Reader:
    """Collects what matters while expat goes through the drawing."""

    root: str = ""
    namespace: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    active: list[ActivePart] = field(default_factory=list)
    style: list[str] | None = None

    def __post_init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.ProcessingInstructionHandler = self._instruction

    @property
    def line(self) -> int:
        return int(self.parser.CurrentLineNumber)

    @property
    def drawing(self) -> Drawing:
        if self.root != "svg":
            return Drawing(fault=NOT_SVG, kind="HTML" if self.root.lower() == "html" else self.root)
        if self.namespace != SVG_NAMESPACE:
            return Drawing(fault=NO_NAMESPACE)
        width, height = _size(self.attributes)
        fault = "" if width and height else NO_SIZE
        return Drawing(width, height, tuple(self.active), fault)

    def _doctype(self, name: str, system: str | None, public: str | None, declares: bool) -> None:
        if name.lower() == "html":
            raise _HasDoctype(Drawing(fault=NOT_SVG, kind="HTML"))
        raise _HasDoctype(Drawing(fault=ENTITIES if declares else DOCTYPE, line=self.line))

    def _instruction(self, target: str, data: str) -> None:
        if target == "xml-stylesheet":
            self._found("<?xml-stylesheet?>")

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        if not self.root:
            self.root, self.namespace, self.attributes = local, namespace, attributes
        if local in _FOREIGN:
            self._found(f"<{local}>")
        if local == "style":
            self.style = []
        for key, value in attributes.items():
            if written := _active_attribute(key.rpartition(" ")[2], value):
                self._found(written)

    def _text(self, text: str) -> None:
        if self.style is not None:
            self.style.append(text)

    def _end(self, name: str) -> None:
        if name.rpartition(" ")[2] == "style" and self.style is not None:
            for loaded in loads("".join(self.style)):
                self._found(loaded)
            self.style = None

    def _found(self, written: str) -> None:
        self.active.append(ActivePart(_abbreviated(written), self.line))


def _active_attribute(key: str, value: str) -> str:
    """Return an attribute that runs or loads something as it is written; '' for any other."""
    is_reference = key in ("href", "src") and not _OWN_REFERENCE.match(value)
    runs = _RUNNING.search(_BLANK.sub("", value))
    changes_one = key == "attributeName" and value.rpartition(":")[2].lower().startswith(
        ("href", "on")
    )
    if key.lower().startswith("on") or is_reference or changes_one or runs:
        return f'{key}="{value}"'
    loaded = (each for each in loads(value) if key == "style" or each.lower().startswith("url("))
    return next((f'{key}="{each}"' for each in loaded), "")


def loads(css: str) -> Iterator[str]:
    """Yield what a style sheet loads from elsewhere, as it is written."""
    plain = _CSS_COMMENT.sub("", _CSS_ESCAPE.sub(_character, css))
    for found in _CSS_LOAD.finditer(plain):
        yield found[0].strip()


def _character(escape: re.Match[str]) -> str:
    code = int(escape[1], 16) if escape[1] else ord(escape[2])
    return chr(code) if code < 0x110000 else ""


def _abbreviated(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= 60 else one_line[:59] + "…"


def _size(attributes: Mapping[str, str]) -> tuple[float, float]:
    """Width and height, 0 where they are not said."""
    given = re.split(r"[\s,]+", attributes.get("viewBox", "").strip())[2:] or [
        attributes.get("width", ""),
        attributes.get("height", ""),
    ]
    numbers = [_number(part) for part in given]
    return (numbers[0], numbers[1]) if len(numbers) == 2 else (0, 0)


def _number(written: str) -> float:
    found = _NUMBER.fullmatch(written)
    try:
        return float(found[1]) if found else 0
    except ValueError:  # 1.2.3
        return 0
