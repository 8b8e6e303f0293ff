"""The text of a `brand.yaml`, from settings that stood in `pelicanconf.py`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nyspor.scaffold.yaml_string import yaml_string
from nyspor.site.brand import OF_THE_BRAND

INTRODUCTION = (
    "# Hvad siden hedder, hvem der udgiver den, og hvordan den ser ud. Alle felter: docs/brand.md"
)

TEXTS = {"navn": "SITENAME", "undertitel": "SITESUBTITLE", "udgiver": "NYSPOR_PUBLISHER"}
MENUS = {"menu": "NYSPOR_MENU", "sidefod": "NYSPOR_FOOTER"}
CONTACT = {"kontakt": "NYSPOR_SECURITY_CONTACT", "gælder til": "NYSPOR_SECURITY_EXPIRES"}

SETTINGS = ("SITENAME", *OF_THE_BRAND)
"""The settings that the file takes over."""


def is_usable(setting: str, value: object) -> bool:
    """Return whether the file can say what the setting says: a text, or links as (text, address) or a list's name."""
    if setting in MENUS.values():
        return isinstance(value, list) and all(map(_is_link, value))
    return isinstance(value, str)


def _is_link(item: Any) -> bool:
    pair = isinstance(item, (list, tuple)) and len(item) == 2
    return isinstance(item, str) or (pair and all(isinstance(part, str) for part in item))


def brand_text(settings: Mapping[str, Any], name: str) -> str:
    """Return the text of the file; `name` is the site's where no setting has one."""
    usable = {key: value for key, value in settings.items() if value and is_usable(key, value)}
    return "\n".join(_lines({"SITENAME": name} | usable)) + "\n"


def _lines(settings: Mapping[str, Any]) -> Iterator[str]:
    yield INTRODUCTION
    yield ""
    yield from _texts(TEXTS, settings)
    for key, setting in MENUS.items():
        if setting in settings:
            yield from ("", f"{key}:")
            yield from (f"  - {_link(item)}" for item in settings[setting])
    if CONTACT["kontakt"] in settings:
        yield from ("", "sikkerhed:")
        yield from (f"  {line}" for line in _texts(CONTACT, settings))


def _texts(keys: Mapping[str, str], settings: Mapping[str, Any]) -> Iterator[str]:
    return (
        f"{key}: {yaml_string(settings[name])}" for key, name in keys.items() if name in settings
    )


def _link(item: Any) -> str:
    """A link with its text and address; the name of a list of entries stands alone."""
    if isinstance(item, str):
        return yaml_string(item)
    text, address = item
    return f"{{tekst: {yaml_string(text)}, adresse: {yaml_string(address)}}}"
