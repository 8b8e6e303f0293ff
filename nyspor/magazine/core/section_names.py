"""The names of a magazine's sections: what links call them, and what their files in the EPUB are called."""

from __future__ import annotations

COVER, CONTENTS, EDITORIAL = "forside", "indhold", "leder"
FIGURES, PILOTS, COLOPHON, NOTES, BACK = "noegletal", "forsoeg", "kolofon", "noter", "bagside"
NAVIGATION = "nav"
"""The navigation document of the EPUB, which takes the place of the contents."""
OPENER_PREFIX, STORY_PREFIX = "afsnit-", "historie-"

RESERVED = frozenset(
    (COVER, CONTENTS, EDITORIAL, FIGURES, PILOTS, COLOPHON, NOTES, BACK, NAVIGATION)
)
"""The names of sections that are not stories."""


def story_section_name(slug: str) -> str:
    """Return the section name of a story: its slug, prefixed where it could collide with another section's name.

    Two slugs never give the same name, and none gives a reserved one.
    """
    collides = slug in RESERVED or slug.startswith((OPENER_PREFIX, STORY_PREFIX))
    return f"{STORY_PREFIX}{slug}" if collides else slug
