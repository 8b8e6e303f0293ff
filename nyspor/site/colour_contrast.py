"""The contrast of two colours, and colours mixed from others. A colour is six digits: `#1c5540`."""

from __future__ import annotations

from collections.abc import Iterable

ENOUGH = 4.5
"""The contrast that text needs, at level AA (WCAG 2.2, success criterion 1.4.3)."""

STEPS = 50
"""How finely a colour is mixed in search of one with contrast enough."""


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21.

    Source: WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio: (L1 + 0.05) / (L2 + 0.05), where L1 is the
    relative luminance of the lighter one.
    """
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, from 0 (black) to 1 (white).

    Source: WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance.
    """
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def weakest_contrast(colour: str, backgrounds: Iterable[str]) -> tuple[float, str]:
    """Return the least contrast that a colour has on any of the backgrounds, and that background."""
    return min((contrast(colour, background), background) for background in backgrounds)


def mix(colour: str, other: str, part: float) -> str:
    """Return a colour with a `part` (0 to 1) of another mixed in."""
    pairs = zip(_parts(colour), _parts(other), strict=True)
    return "#" + "".join(f"{round(one + (two - one) * part):02x}" for one, two in pairs)


def readable(colour: str, backgrounds: Iterable[str], toward: str) -> str:
    """Return the colour, mixed with as little of `toward` as gives contrast enough on all of the backgrounds."""
    behind = tuple(backgrounds)
    mixed = (mix(colour, toward, step / STEPS) for step in range(STEPS + 1))
    return next((each for each in mixed if weakest_contrast(each, behind)[0] >= ENOUGH), toward)


def type_on(*surfaces: str) -> str:
    """Return the colour of type on surfaces: white or black, of which one always has contrast enough on a single one."""
    return max("#ffffff", "#000000", key=lambda colour: weakest_contrast(colour, surfaces)[0])


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _parts(colour: str) -> tuple[int, int, int]:
    """Red, green and blue, from 0 to 255."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue
