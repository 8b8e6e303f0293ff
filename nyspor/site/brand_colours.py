"""The colours of a brand as the theme uses them: what is not given is made from what is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from nyspor.model.brand import Colours, Paint
from nyspor.model.values import Colour
from nyspor.site.colour_contrast import (
    chroma,
    dim,
    luminance,
    luminous,
    mix,
    nearest_readable,
    readable,
    type_on,
)

PAPER = ("#fbfaf6", "#0e1011")
INK = ("#16181a", "#f1efe9")
"""The engine's background and text, on light and dark screens: those of `theme/static/css/1-tokens.css`."""

TRACKS = {
    Colour.FOREST: Paint(surface="#1c5540", text="#1c5540", text_in_dark="#8ed1b1"),
    Colour.SEA: Paint(surface="#164b7c", text="#164b7c", text_in_dark="#93c5f2"),
    Colour.CLAY: Paint(surface="#a8421f", text="#96391a", text_in_dark="#f5a585"),
    Colour.SUN: Paint(surface="#f4b829", text="#775000", text_in_dark="#f3c55f"),
    Colour.BERRY: Paint(surface="#8a1a4c", text="#8a1a4c", text_in_dark="#f49dc0"),
    Colour.HEATHER: Paint(surface="#593c8d", text="#593c8d", text_in_dark="#c6b0f0"),
    Colour.SLATE: Paint(surface="#3a4956", text="#3a4956", text_in_dark="#b6c5d1"),
    Colour.MOSS: Paint(surface="#596113", text="#535a10", text_in_dark="#c8d279"),
}
"""The engine's paints of tracks, of the same style sheet."""

TINTED = 0.12
"""How much of a colour is in the tint behind type on a light background."""


@dataclass(frozen=True)
class Ground:
    """The colours behind and of plain text, on light screens or on dark ones."""

    paper: str
    ink: str

    @property
    def sheet(self) -> str:
        """What sets a part of a page apart."""
        return mix(self.paper, self.ink, 0.05)

    @property
    def is_dark(self) -> bool:
        return luminance(self.paper) < luminance(self.ink)

    @property
    def line(self) -> str:
        return mix(self.paper, self.ink, 0.18)

    @property
    def quiet(self) -> str:
        """Text that stands back."""
        return readable(mix(self.ink, self.paper, 0.28), (self.paper, self.sheet), self.ink)


@dataclass(frozen=True)
class Shades:
    """A paint on light screens or on dark ones: a surface and the type on it, a tint behind type, and type."""

    solid: str
    on: str
    tint: str
    text: str


def grounds(colours: Colours) -> tuple[Ground, Ground]:
    """Return the ground on light screens, and on dark ones."""
    return (
        Ground(colours.paper or PAPER[0], colours.ink or INK[0]),
        Ground(colours.paper_in_dark or PAPER[1], colours.ink_in_dark or INK[1]),
    )


def behind_text(paint: Paint, ground: Ground) -> tuple[str, str, str]:
    """Return the backgrounds that a paint's type stands on; the last is its own tint."""
    tint = (
        dim(paint.surface, ground.paper)
        if ground.is_dark
        else mix(ground.paper, paint.surface, TINTED)
    )
    return ground.paper, ground.sheet, tint


def shades(paint: Paint, colours: Colours) -> tuple[Shades, Shades]:
    """Return a paint's shades on light screens, and on dark ones."""
    light, dark = grounds(colours)
    behind, behind_in_dark = behind_text(paint, light), behind_text(paint, dark)
    text = paint.text or paint.surface
    strongest = max(paint.surface, text, key=chroma)
    in_dark = paint.text_in_dark or luminous(strongest, behind_in_dark)
    on = type_on(paint.surface)
    return (
        Shades(paint.surface, on, behind[-1], text),
        Shades(paint.surface, on, behind_in_dark[-1], in_dark),
    )


def site_styles(colours: Colours) -> str:
    """Return the tokens of a brand, which follow the engine's; '' where it has no colours."""
    rules = "\n".join(_site_rules(colours))
    tokens = f"@layer tokens {{\n{rules}\n}}\n" if rules else ""
    page = f"@layer page {{\n{_footer(colours)}\n}}\n" if _has_ground(colours) else ""
    return tokens + page + (ON_PAPER if grounds(colours)[0].is_dark else "")


ON_PAPER = "@media print {\n@layer print {\n:root, [data-colour] {\n--text: #000;\n}\n}\n}\n"
"""Type that is light on every screen cannot be read on paper, which is white."""


def _footer(colours: Colours) -> str:
    """The footer, which is the page turned over: on light screens the text's colour lies behind."""
    light, dark = grounds(colours)
    on = _both(light.paper, dark.ink)
    return (
        f".footer {{\nbackground: {_both(light.ink, dark.sheet)};\ncolor: {on};\n--text: {on};\n}}"
    )


def feed_styles(colours: Colours) -> str:
    """Return the rules for a feed opened in a browser, which follow the engine's `feed.css`."""
    light, dark = grounds(colours)
    rules = []
    if _has_ground(colours):
        rules.append(f":root {{ background: {_both(light.paper, dark.paper)} }}")
        rules.append(f"rss, feed {{ color: {_both(light.ink, dark.ink)} }}")
        rules.append(f"item > link {{ color: {_both(light.quiet, dark.quiet)} }}")
    if colours.accent:
        on_light, on_dark = shades(colours.accent, colours)
        tint, edge = _both(on_light.tint, on_dark.tint), _both(on_light.text, on_dark.text)
        rules.append(
            f"channel::before, feed::before {{ background: {tint}; border-inline-start-color: {edge} }}"
        )
    return "\n".join(rules)


def print_styles(colours: Colours) -> str:
    """Return the same for paper, which is white: the colours of the light screen."""
    return "\n".join(_print_rules(colours))


def _site_rules(colours: Colours) -> Iterator[str]:
    light, dark = grounds(colours)
    if _has_ground(colours):
        names = ("paper", "sheet", "ink", "quiet", "line")
        values = {name: _both(getattr(light, name), getattr(dark, name)) for name in names}
        yield _rule(":root", values)
    for colour, paint in colours.paints:
        on_light, on_dark = shades(paint, colours)
        values = {
            "solid": on_light.solid,
            "on": on_light.on,
            "tint": _both(on_light.tint, on_dark.tint),
            "text": _both(on_light.text, on_dark.text),
        }
        yield _rule(_selector(colour, ":root"), values)
    yield from _engine_tracks(colours)


def _engine_tracks(colours: Colours) -> Iterator[str]:
    """The engine's paints that are not replaced, where type and marks in them would not be seen on the brand's ground."""
    given = {colour for colour, _ in colours.paints}
    for colour, paint in TRACKS.items():
        seen = tuple(map(partial(_seen, paint), grounds(colours)))
        if colour not in given and tuple(text for text, _ in seen) != (paint.text, paint.text_in_dark):  # fmt: skip
            texts, tints = zip(*seen, strict=True)
            yield _rule(_selector(colour, ""), {"tint": _both(*tints), "text": _both(*texts)})


def _seen(paint: Paint, ground: Ground) -> tuple[str, str]:
    """The type of an engine's paint as it can be read on a ground, and the tint that it has there."""
    behind = behind_text(paint, ground)
    return nearest_readable(paint.text_in_dark if ground.is_dark else paint.text, behind), behind[
        -1
    ]


def _print_rules(colours: Colours) -> Iterator[str]:
    light, _ = grounds(colours)
    if colours.ink:
        names = ("ink", "quiet", "line")
        yield _rule(":root", {name: getattr(light, name) for name in names})
    for colour, paint in colours.paints:
        on_paper, _ = shades(paint, colours)
        values = {name: getattr(on_paper, name) for name in ("solid", "on", "tint", "text")}
        yield _rule(_selector(colour, "body"), values)


def _has_ground(colours: Colours) -> bool:
    """Whether the background or the text is another than the engine's."""
    return any((colours.paper, colours.ink, colours.paper_in_dark, colours.ink_in_dark))


def _selector(colour: Colour | None, whole_page: str) -> str:
    """What carries the colour of a track; without one, the page and all that is on no track."""
    if colour:
        return f'[data-colour="{colour.value}"]'
    others = "".join(f':not([data-colour="{each.value}"])' for each in Colour)
    return f"{whole_page}, [data-colour]{others}"


def _rule(selector: str, values: dict[str, str]) -> str:
    declarations = "\n".join(f"--{name}: {value};" for name, value in values.items())
    return f"{selector} {{\n{declarations}\n}}"


def _both(light: str, dark: str) -> str:
    return f"light-dark({light}, {dark})"
