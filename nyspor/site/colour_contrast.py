"""The contrast of two colours, and colours made from others. A colour is six digits: `#1c5540`.

Lightness, chroma and hue are those of OKLCH, in which colours of one lightness look equally light.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import atan2, cbrt, cos, hypot, sin

ENOUGH = 4.5
"""The contrast that text needs, at level AA (WCAG 2.2, success criterion 1.4.3)."""

STEPS = 50
"""How finely a colour is mixed in search of one with contrast enough."""

FINE = 200
"""In how many steps of lightness the nearest colour is searched for."""

LIT = 0.78
"""The lightness of coloured type on dark screens, at which strong colours are still to be had."""


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


def nearest_readable(colour: str, backgrounds: Iterable[str]) -> str:
    """Return the colour, made as little darker or lighter as gives contrast enough on all of the backgrounds.

    Where none has it, that is black or white.
    """
    behind = tuple(backgrounds)
    found = (each for each in alike(colour) if weakest_contrast(each, behind)[0] >= ENOUGH)
    return next(found, type_on(*behind))


def alike(colour: str) -> Iterator[str]:
    """Yield the colour, then the same darker and lighter, the nearest first, until black and white."""
    yield colour
    lightness, chroma, hue = to_oklch(colour)
    for step in range(1, FINE + 1):
        for other in (lightness - step / FINE, lightness + step / FINE):
            if 0 <= other <= 1:
                yield from_oklch(other, chroma, hue)


def luminous(colour: str, backgrounds: Iterable[str]) -> str:
    """Return the colour of type on a dark screen: the colour itself where it can be read, else a lit and strong one."""
    behind = tuple(backgrounds)
    if weakest_contrast(colour, behind)[0] >= ENOUGH:
        return colour
    lightness, chroma, hue = to_oklch(colour)
    return nearest_readable(from_oklch(max(lightness, LIT), chroma * 1.25, hue), behind)


def dim(colour: str, dark: str) -> str:
    """Return the colour as a tint on a dark screen: a little lighter than what is dark there."""
    _, chroma, hue = to_oklch(colour)
    return from_oklch(to_oklch(dark)[0] + 0.08, chroma * 0.3, hue)


def chroma(colour: str) -> float:
    """Return how strong a colour is: 0 for grey, about 0.3 for the strongest on a screen."""
    return to_oklch(colour)[1]


def to_oklch(colour: str) -> tuple[float, float, float]:
    """Return lightness (0 to 1), chroma and hue (radians).

    Source: https://bottosson.github.io/posts/oklab/, whose matrices these are.
    """
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    long = cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, hypot(a, b), atan2(b, a)


def from_oklch(lightness: float, chroma: float, hue: float) -> str:
    """Return the colour of this lightness and hue, with as much of the chroma as a screen can show."""
    shown = (_linear_rgb(lightness, chroma * part / STEPS, hue) for part in range(STEPS, -1, -1))
    in_gamut = (rgb for rgb in shown if all(-1e-4 <= part <= 1.0001 for part in rgb))
    rgb = next(in_gamut)
    return "#" + "".join(f"{round(_gamma(min(max(part, 0), 1)) * 255):02x}" for part in rgb)


def _linear_rgb(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * cos(hue), chroma * sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def type_on(*surfaces: str) -> str:
    """Return the colour of type on surfaces: white or black, of which one always has contrast enough on a single one."""
    return max("#ffffff", "#000000", key=lambda colour: weakest_contrast(colour, surfaces)[0])


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _parts(colour: str) -> tuple[int, int, int]:
    """Red, green and blue, from 0 to 255."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue


def _gamma(part: float) -> float:
    return part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
