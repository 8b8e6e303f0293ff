"""The ids of headings in a text, which never are those of the page around it."""

from __future__ import annotations

import re

from nyspor.text.danish import slugify

THEME_IDS = frozenset({
    *("afgjort", "afholdt", "arbejdsgruppe", "effekter", "faser", "feedlaeser", "fejl", "fejl-titel", "forsoeg", "hent"),
    *("indhold", "indhold-titel", "indlaeg", "kalendere", "kilder", "kolofon", "kommentarer", "kontakt", "kort-fortalt"),
    *("landmarks", "landmarks-title", "leder", "magasin", "moeder", "noegletal", "noter", "nyt", "paa-mail", "pages"),
    *("pages-title", "principper", "aarskopier", "brug", "tabeller"),
    *("programmer", "relateret", "serie", "skriv", "skriv-titel", "soeg", "spor", "styring", "toc", "toc-title"),
    *("aar-for-aar", "datoer", "dokumenter", "forloeb", "forord", "forprojekter", "hvad-sker-der", "ideen-bag"),
    *("om-tallene", "skiftet", "taelling", "titel"),
    *("ikke-maalt", "laert", "tidslinje", "udvaelgelse", "uventet", "virkning", "vision"),
})  # fmt: skip
"""The ids in the theme's templates; a test compares them."""

THEME_PREFIXES = ("aar-", "felt-", "gruppe-", "kommentar-", "maaned-", "skrevet-", "spor-")
"""How the ids begin that the theme counts or makes of what residents sent."""

_COUNTED = re.compile(rf"(?:{'|'.join(THEME_PREFIXES)})(?:\d[\w-]*)|felt-[\w-]+")


def heading_id(text: str, separator: str = "-") -> str:
    """Return the id of a heading, as Python-Markdown's table of contents asks for it."""
    slug = slugify(text)
    return f"afsnit-{slug}" if is_taken(slug) else slug


def is_taken(name: str) -> bool:
    """Return whether an id is one of the page around a text, or may be one."""
    return name in THEME_IDS or bool(_COUNTED.fullmatch(name))
