"""Measures laid-out pages: text and pictures off the page or over each other, and text in the colour behind it.

This module reads private names of WeasyPrint (docs/private-names.md), as the tag recorder does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from math import inf
from typing import Any, NamedTuple

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

PX_PER_MM = 96 / 25.4
TOLERANCE = 1 * PX_PER_MM
"""How far text may stand beyond the margins: a list's number, an italic letter."""
SAFE_MARGIN = 5 * PX_PER_MM
"""On a page that is printed to the edge, text keeps this distance from it, since paper is cut a little unevenly."""
CAP_HEIGHT, DESCENT = 0.7, 0.2
"""Of letters, in parts of the font's size."""
LEAST_OVERLAP = 1.5
"""In CSS pixels across; letters beside each other may touch."""
LEAST_SHARED_HEIGHT = 0.15
"""Of the smaller text's size: what lines share that collide."""
HOLE = 0.3
"""Of a page's height: a column that ends so far above the lower margin looks left over."""
LEAST_CONTRAST = 1.6
"""Between text and what is behind it (WCAG's ratio). Less can hardly be seen at all."""

BEHIND_TEXT = "data-behind"
"""The attribute of what is meant to lie behind text."""


class Role(StrEnum):
    """What a piece of text is, as far as it can be set smaller where it does not fit."""

    TITLE = "title"
    HEADING = "heading"
    FIGURES = "figures"
    TABLE = "table"
    LIST = "list"
    TEXT = "text"
    PICTURE = "picture"


ROLES_BY_CLASS = {
    "cover-title": Role.TITLE,
    "back-line": Role.TITLE,
    "keyfigures": Role.FIGURES,
    "opener-stories": Role.LIST,
    "contents-list": Role.LIST,
    "cover-theme": Role.HEADING,
    "opener-lead": Role.HEADING,
    "lead": Role.HEADING,
    "kicker": Role.HEADING,
    "facts-title": Role.HEADING,
    "question": Role.HEADING,
    "quote": Role.HEADING,
    "pilot-title": Role.HEADING,
}
ROLES_BY_TAG = {"h1": Role.TITLE, "table": Role.TABLE} | dict.fromkeys(
    ("h2", "h3", "h4", "h5", "h6"), Role.HEADING
)


class FaultKind(StrEnum):
    """What is wrong with a piece of text or a picture."""

    OFF_PAGE = "off page"
    TOO_LONG = "too long"
    """It runs over the page's lower edge, or the upper one."""
    CUT = "cut"
    """Its end is on no page: what is positioned does not go on overleaf."""
    OVERLAP = "overlap"
    ON_PICTURE = "on picture"
    INVISIBLE = "invisible"
    HOLE = "hole"
    """The page before a picture is left half empty. It is not an error, but a smaller picture may fit there."""


@dataclass(frozen=True)
class Fault:
    """Something on page `page` (from 0, within the section) that a reader could not read.

    `role` and `text` say what it is, `other` and `other_role` what it stands over.
    """

    page: int
    kind: FaultKind
    role: Role
    text: str
    other: str = ""
    other_role: Role = Role.TEXT


class Area(NamedTuple):
    """A rectangle in CSS pixels from the page's top left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def contains(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def narrowed(self, right: float) -> Area:
        """Return the area up to `right`, plus what letters may stand beyond it."""
        return self._replace(right=min(self.right, right + TOLERANCE))

    def grown(self, by: float) -> Area:
        return Area(self.left - by, self.top - by, self.right + by, self.bottom + by)


@dataclass(frozen=True)
class Piece:
    """A piece of text on one line, or a picture: its letters' area, its role, and for text its size, the contrast
    to what is behind it, and the right edge of the column or box that it stands in."""

    area: Area
    role: Role
    text: str
    size: float = 0.0
    contrast: float = 21.0
    limit: float = inf


def page_faults(pages: Sequence[Any], full_bleed: Sequence[bool]) -> tuple[Fault, ...]:
    """Return the faults of WeasyPrint's pages, each once."""
    read = [_PageReader(page, is_full) for page, is_full in zip(pages, full_bleed, strict=True)]
    found = [fault for number, page in enumerate(read) for fault in _faults_of_page(number, page)]
    found += _cut_texts(read)
    found += [
        Fault(number, FaultKind.HOLE, Role.PICTURE, after.pictures[0].text)
        for number, (page, after) in enumerate(pairwise(read))
        if after.pictures and page.has_hole
    ]
    return tuple(dict.fromkeys(found))


def _faults_of_page(number: int, reader: _PageReader) -> Iterator[Fault]:
    text_area, picture_area = reader.allowed_areas
    for piece in reader.texts:
        if kind := _beyond(piece.area, text_area.narrowed(piece.limit)):
            yield Fault(number, kind, piece.role, piece.text)
        if piece.contrast < LEAST_CONTRAST:
            yield Fault(number, FaultKind.INVISIBLE, piece.role, piece.text)
    for picture in reader.pictures:
        if kind := _beyond(picture.area, picture_area):
            yield Fault(number, kind, Role.PICTURE, picture.text)
        for piece in reader.texts:
            if _collide(piece, picture):
                yield Fault(number, FaultKind.ON_PICTURE, piece.role, piece.text)
    for lower, upper in _overlapping(reader.texts):
        yield Fault(number, FaultKind.OVERLAP, upper.role, upper.text, lower.text, lower.role)


def _cut_texts(readers: Sequence[_PageReader]) -> Iterator[Fault]:
    """Yield the texts of which a part is on a page, and the rest on none."""
    shown: dict[Any, int] = defaultdict(int)
    last: dict[Any, tuple[int, Role]] = {}
    for number, reader in enumerate(readers):
        for element, role, text in reader.shown:
            shown[element] += _letters(text)
            last[element] = number, role
    for element, (number, role) in last.items():
        own = (element.text, *(child.tail for child in element))
        text = " ".join("".join(filter(None, own)).split())
        if shown[element] < _letters(text):
            yield Fault(number, FaultKind.CUT, role, text)


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _beyond(area: Area, allowed: Area) -> FaultKind | None:
    """Return how an area leaves the one it may stand in, None where it does not."""
    if area.left < allowed.left or area.right > allowed.right:
        return FaultKind.OFF_PAGE
    if area.top < allowed.top or area.bottom > allowed.bottom:
        return FaultKind.TOO_LONG
    return None


def _overlapping(texts: Sequence[Piece]) -> Iterator[tuple[Piece, Piece]]:
    """Yield the pieces of text that stand over each other, in the order in which they were set."""
    order = sorted(range(len(texts)), key=lambda number: texts[number].area.top)
    open_pieces: list[int] = []
    for number in order:
        piece = texts[number]
        open_pieces = [one for one in open_pieces if texts[one].area.bottom > piece.area.top]
        for one in open_pieces:
            if _collide(texts[one], piece):
                first, second = sorted((one, number))
                yield texts[first], texts[second]
        open_pieces.append(number)


def _collide(one: Piece, other: Piece) -> bool:
    wide = min(one.area.right, other.area.right) - max(one.area.left, other.area.left)
    high = min(_baseline(one), _baseline(other)) - max(one.area.top, other.area.top)
    smaller = min(filter(None, (one.size, other.size)))
    return wide > LEAST_OVERLAP and high > LEAST_SHARED_HEIGHT * smaller


def _baseline(piece: Piece) -> float:
    return piece.area.bottom - DESCENT * piece.size


class _PageReader:
    """Collects the text and the pictures of a page, in the order in which they are painted."""

    def __init__(self, page: Any, is_full: bool) -> None:
        self.texts: list[Piece] = []
        self.pictures: list[Piece] = []
        self.shown: list[tuple[Any, Role, str]] = []
        """Each piece of text with the element that it is of, and what that is."""
        self._grounds: list[tuple[Area, Any]] = []
        self._page = page
        self._is_full = is_full
        self._read(page._page_box, _Surroundings())

    @property
    def allowed_areas(self) -> tuple[Area, Area]:
        """The areas in which text and pictures may stand."""
        if not self._is_full:
            inside = self._content.grown(TOLERANCE)
            return inside, inside
        page = Area(0, 0, self._page.width, self._page.height)
        return page.grown(-SAFE_MARGIN), page.grown(self._page.bleed["top"])

    @property
    def has_hole(self) -> bool:
        """Whether the left or the right half of the page ends far above its lower margin."""
        content = self._content
        middle = (content.left + content.right) / 2
        pieces = (*self.texts, *self.pictures)
        left = (piece.area.bottom for piece in pieces if piece.area.left < middle)
        right = (piece.area.bottom for piece in pieces if piece.area.right > middle)
        lowest = min(max(left, default=0), max(right, default=0))
        return not self._is_full and content.bottom - lowest > HOLE * (content.bottom - content.top)

    @property
    def _content(self) -> Area:
        box = self._page._page_box
        left, top = box.content_box_x(), box.content_box_y()
        return Area(left, top, left + box.width, top + box.height)

    def _read(self, box: Any, around: _Surroundings) -> None:
        """Read a box and all boxes in it."""
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        around = around.within(box)
        if box.background and box.background.color.alpha:
            self._grounds.append((_border_area(box), box.background.color))
        if isinstance(box, boxes.TextBox):
            self._read_text(box, around)
        elif isinstance(box, boxes.ReplacedBox) and not around.is_behind:
            alt = box.element.get("alt", "") if box.element is not None else ""
            self.pictures.append(Piece(_border_area(box), Role.PICTURE, alt))
        for child in getattr(box, "children", ()):
            self._read(child, around)

    def _read_text(self, box: Any, around: _Surroundings) -> None:
        text = box.text.strip()
        if box.element is not None and "::" not in str(box.element_tag):
            self.shown.append((box.element, around.role, text))
        if box.style["visibility"] == "hidden" or not any(map(str.isalnum, text)):
            return
        size = float(box.style["font_size"])
        baseline = box.position_y + box.baseline
        right = box.position_x + box.width
        area = Area(box.position_x, baseline - CAP_HEIGHT * size, right, baseline + DESCENT * size)
        contrast = _contrast(box.style["color"], self._ground(area))
        self.texts.append(Piece(area, around.role, text, size, contrast, around.limit))

    def _ground(self, area: Area) -> Any:
        """Return the colour behind the middle of an area, None for paper."""
        x, y = (area.left + area.right) / 2, (area.top + area.bottom) / 2
        behind = (colour for ground, colour in reversed(self._grounds) if ground.contains(x, y))
        return next(behind, None)


@dataclass(frozen=True)
class _Surroundings:
    """What the boxes around a box say of it: its role, whether it lies behind text, and where its line must end."""

    role: Role = Role.TEXT
    is_behind: bool = False
    limit: float = inf

    def within(self, box: Any) -> _Surroundings:
        """Return what a box says of those in it."""
        found = self
        if box.element is not None:
            role, is_behind = _role(box) or self.role, box.element.get(BEHIND_TEXT) is not None
            found = replace(found, role=role, is_behind=is_behind or self.is_behind)
        # A table, and what is positioned, grow with their words: what is around them says how far they may.
        grows = box.style["position"] == "absolute" or box.is_table_wrapper
        if isinstance(box, boxes.BlockBox) and not grows:
            found = replace(found, limit=box.padding_box_x() + box.padding_width())
        return found


def _role(box: Any) -> Role | None:
    names = (box.element.get("class") or "").split()
    found = (ROLES_BY_CLASS[name] for name in names if name in ROLES_BY_CLASS)
    tag = str(box.element_tag).partition("::")[0].rpartition("}")[2]
    return next(found, ROLES_BY_TAG.get(tag))


def _border_area(box: Any) -> Area:
    left, top = box.border_box_x(), box.border_box_y()
    return Area(left, top, left + box.border_width(), top + box.border_height())


def _contrast(colour: Any, ground: Any) -> float:
    """Return WCAG's contrast ratio of two colours; `ground` None is white paper."""
    light, dark = sorted((_luminance(colour), _luminance(ground) if ground else 1.0), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Any) -> float:
    channels = (_linear(channel) for channel in colour.to("srgb").coordinates)
    return sum(weight * channel for weight, channel in zip((0.2126, 0.7152, 0.0722), channels, strict=True))  # fmt: skip


def _linear(channel: float) -> float:
    return float(channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4)


COMPOSED = frozenset((Role.TITLE, Role.HEADING, Role.FIGURES, Role.LIST))
"""What shares the height of a page that is printed to the edge, on which nothing goes on overleaf."""


def shrinkable(faults: Iterable[Fault], full_bleed: Sequence[bool]) -> frozenset[Role]:
    """Return what may be set smaller so that the faults go away."""
    blamed = (_blamed(fault, full_bleed[fault.page]) for fault in faults)
    return frozenset().union(*blamed)


def _blamed(fault: Fault, is_full: bool) -> frozenset[Role]:
    if is_full and fault.kind in (FaultKind.TOO_LONG, FaultKind.OVERLAP, FaultKind.CUT):
        return COMPOSED
    involved = {fault.role} | ({fault.other_role} if fault.kind is FaultKind.OVERLAP else set())
    return frozenset(involved)
