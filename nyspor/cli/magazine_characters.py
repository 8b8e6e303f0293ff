"""Advice on texts that a magazine prints, and that have a letter which its fonts lack."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from nyspor.checks.magazine import selected_stories
from nyspor.checks.silenced import without_silenced
from nyspor.content.collection import ContentCollection
from nyspor.model.kinds import Issue
from nyspor.problems import Problem
from nyspor.site.brand import FILE, brand_of
from nyspor.site.theme import Theme

UNCOMMON = re.compile(
    "[^\t\n -~\u00a0-\u017f\u0384-\u038a\u038e-\u03a1\u03a3-\u03ce\u0400-\u045f\u1e9e-\u1ef9\u2000-\u2011\u2013-\u201e"
    "\u2020-\u2023\u2026\u202f\u205f\u2060\u20ac\u2190-\u2199\u3000\ufe0e\ufe0f\ufeff]"
)
"""Any character but those that the engine's fonts are known to have, or that need none; a quick look."""


def check_magazine_characters(
    content: ContentCollection, folder: Path, theme: Theme
) -> list[Problem]:
    """Return advice on each line, of the issues in the content folder and the stories that they choose, with a
    character that the magazine's fonts lack; those that a text has silenced are left out."""
    printed = printed_texts(content, folder)
    texts = {file: text for file, text in printed if UNCOMMON.search(unescape(text))}
    if not texts:
        return []
    # Fonts and the layout are slow to load, and few texts need them.
    from nyspor.magazine.layout.glyph_coverage import check_characters, covered_characters

    covered = covered_characters(theme.with_brand(brand_of({"NYSPOR_BRAND": FILE})))
    found = (p for file, text in texts.items() for p in check_characters(file, text, covered))
    return list(without_silenced(found, content))


def printed_texts(content: ContentCollection, folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the file and the composed text (NFC) of each issue and of the stories that it chooses, each once."""
    files: dict[str, None] = {}
    for parsed in content.parsed_entries:
        if isinstance(parsed.entry, Issue):
            files[parsed.file] = None
            files |= {each.parsed.file: None for each in selected_stories(content, parsed.entry)}
    for file in files:
        text = (folder / file).read_text("utf-8-sig", "replace")
        yield file, unicodedata.normalize("NFC", text)
