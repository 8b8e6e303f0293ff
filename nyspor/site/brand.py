"""The site's brand: read from `brand.yaml`, or from the settings of a site that has none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from nyspor.front_matter.parsing import Fields, ParseError, decode, read_fields
from nyspor.front_matter.validation import salvage, validate
from nyspor.model.brand import Brand, MenuLink, SecurityContact
from nyspor.model.site import Link
from nyspor.problems import N_, Problem
from nyspor.site.font_files import read_font

FILE = "brand.yaml"

OF_THE_BRAND = (
    "SITESUBTITLE", "NYSPOR_PUBLISHER", "NYSPOR_MENU", "NYSPOR_FOOTER",
    "NYSPOR_SECURITY_CONTACT", "NYSPOR_SECURITY_EXPIRES",
)  # fmt: skip
"""Settings that a site without `brand.yaml` has instead, besides `SITENAME`, which Pelican always has."""

UNKNOWN = "?"
"""The name of a brand whose file says none that can be read."""

NAMELESS = "A Pelican Blog"
"""Pelican's own `SITENAME`."""

_BARE_COLOUR = re.compile(
    r"(?<=:)([ \t]+)(#[0-9a-f]{3}(?:[0-9a-f]{3})?)(?=[ \t]*(?:[,}]|[ \t]#|$))", re.I | re.M
)
"""A colour without quotes, which YAML takes for a comment."""


def quote_colours(text: str) -> str:
    """Return YAML with quotes around the colours that stand without."""
    return _BARE_COLOUR.sub(_quoted, text)


def _quoted(match: re.Match[str]) -> str:
    before = match.string[match.string.rfind("\n", 0, match.start()) + 1 : match.start()]
    in_text = any(before.count(mark) % 2 for mark in "\"'")
    return match[0] if in_text else f'{match[1]}"{match[2]}"'


@dataclass(frozen=True)
class SiteBrand:
    """A brand as it was read: its file, None where the settings have it, and what is wrong with it.

    What is wrong is left out of `brand`. `fields` know the line of each field.
    """

    brand: Brand
    file: Path | None = None
    fields: Fields = field(default_factory=Fields, compare=False, repr=False)
    problems: tuple[Problem, ...] = ()

    def problem(
        self, path: tuple[str | int, ...], message: str, remedy: str, **params: object
    ) -> Problem:
        """Return a problem with the field at `path`."""
        line, written = self.fields.locate(path)
        return Problem(str(self.file or FILE), message, remedy, line, written, params)

    def path(self, file: str) -> Path:
        """Where a file that the brand names lies."""
        return (self.file.parent if self.file else Path()) / file

    @property
    def files(self) -> Iterator[tuple[tuple[str, str], str, Path]]:
        """The files that the brand names: the field, the name as written, and where it lies."""
        brand = self.brand
        for group, named in (
            ("logo", brand.logo and brand.logo.files),
            ("fonts", brand.fonts.files),
        ):
            for name, file in (named or {}).items():
                yield (group, name), file, self.path(file)

    @property
    def theme_files(self) -> tuple[tuple[str, Path], ...]:
        """The files that lie over the theme's, by their path in it."""
        found = {path: place for path, _, place in self.files if place.is_file()}
        icon = ("logo", "icon") if ("logo", "icon") in found else ("logo", "file")
        names = {LOGO: ("logo", "file"), DARK_LOGO: ("logo", "dark"), ICON: icon}
        logos = ((name, found[path]) for name, path in names.items() if path in found)
        fonts = (
            (font, found["fonts", name])
            for name, font in FONTS.items()
            if ("fonts", name) in found and not read_font(found["fonts", name]).fault
        )
        return (*logos, *fonts)


LOGO, DARK_LOGO, ICON = "static/logo.svg", "static/logo-dark.svg", "static/favicon.svg"
FONTS = {
    "headings": "static/fonts/headings.woff2",
    "text": "static/fonts/text.woff2",
    "text_bold": "static/fonts/text-bold.woff2",
    "text_italic": "static/fonts/text-italic.woff2",
}
"""Where the theme has what a brand may have of its own; fonts by the field's name."""


def brand_of(settings: Mapping[str, Any]) -> SiteBrand:
    """Return the site's brand, from the file that `NYSPOR_BRAND` names or from the settings."""
    file = Path(settings.get("NYSPOR_BRAND") or FILE).absolute()
    if not settings.get("NYSPOR_BRAND") or not file.is_file():
        return SiteBrand(brand_from_settings(settings))
    return _with_settings(read_brand(file), settings)


def brand_files(settings: Mapping[str, Any]) -> Iterator[Path]:
    """Yield the file of the site's brand, and those that it names."""
    if settings.get("NYSPOR_BRAND"):
        yield Path(settings["NYSPOR_BRAND"])
    yield from (file for _, _, file in brand_of(settings).files)


def read_brand(file: Path) -> SiteBrand:
    """Return the brand that a file says."""
    return _parse(file.read_bytes(), file)


@lru_cache(maxsize=4)
def _parse(raw: bytes, file: Path) -> SiteBrand:
    source = str(file)
    try:
        fields = read_fields(quote_colours(decode(raw, source)), Brand, source)
    except ParseError as error:
        return SiteBrand(Brand(name=UNKNOWN), file, problems=(error.problem,))
    brand, problems = validate(fields, Brand, source)
    if brand is None:
        brand = salvage(fields, Brand) or Brand(name=UNKNOWN)
    return SiteBrand(brand, file, fields, tuple(problems))


def _with_settings(found: SiteBrand, settings: Mapping[str, Any]) -> SiteBrand:
    """Return the brand with a problem for each setting that its file has taken over."""
    twice = [name for name in OF_THE_BRAND if settings.get(name)]
    if settings.get("SITENAME", NAMELESS) != NAMELESS:
        twice.insert(0, "SITENAME")
    problems = tuple(
        found.problem(
            (),
            N_("{setting} stands in the settings, and brand.yaml says the same."),
            N_("Take {setting} out of pelicanconf.py, so that it is said in one place."),
            setting=setting,
        )
        for setting in twice
    )
    if not problems:
        return found
    return SiteBrand(found.brand, found.file, found.fields, (*found.problems, *problems))


def brand_from_settings(settings: Mapping[str, Any]) -> Brand:
    """Return the brand of a site that has its name and its menu in `pelicanconf.py`."""
    contact = settings.get("NYSPOR_SECURITY_CONTACT", "")
    return Brand(
        name=settings.get("SITENAME") or NAMELESS,
        tagline=settings.get("SITESUBTITLE", ""),
        publisher=settings.get("NYSPOR_PUBLISHER", ""),
        menu=tuple(map(_menu_link, settings.get("NYSPOR_MENU", ()))),
        footer=tuple(map(_menu_link, settings.get("NYSPOR_FOOTER", ()))),
        security=SecurityContact(
            contact=contact, expires=settings.get("NYSPOR_SECURITY_EXPIRES", "")
        )
        if contact
        else None,
    )


def _menu_link(item: Link | str) -> MenuLink:
    """A link as `pelicanconf.py` gives it; the name of a kind stands for its list."""
    if isinstance(item, str):
        return MenuLink(kind=item)
    return MenuLink(label=item.label, address=item.address)
