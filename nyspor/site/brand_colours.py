"""The colours of a brand as the theme uses them: what is not given is made from what is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nyspor.model.brand import Colours, Paint
from nyspor.model.values import Colour
from nyspor.site.colour_contrast import chroma, dim, luminance, luminous, mix, readable, type_on

PAPER = ("#fbfaf6", "#0e1011")
INK = ("#16181a", "#f1efe9")
"""The engine's background and text, on light and dark screens: those of `theme/static/css/1-tokens.css`."""

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
    return tokens + (f"@layer page {{\n{_footer(colours)}\n}}\n" if _has_ground(colours) else "")


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
