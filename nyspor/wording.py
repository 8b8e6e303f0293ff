"""The edge where message ids become sentences, through gettext catalogues read as they are written."""

from __future__ import annotations

from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from nyspor.problems import Problem

TRANSLATIONS = Path(__file__).parent / "translations"


def read_translations(folder: Path, language: str) -> NullTranslations:
    """The catalogue `<folder>/<language>.po`, read without a compile step; again when it changes."""
    path = folder / f"{language}.po"
    return _read(path, path.stat().st_mtime_ns, language)


@lru_cache(maxsize=16)
def _read(path: Path, changed: int, language: str) -> NullTranslations:
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


def say(problem: Problem, language: str = "da") -> tuple[str, str]:
    """A problem's message and remedy as sentences."""
    words = read_translations(TRANSLATIONS, language)
    return (
        words.gettext(problem.message).format_map(problem.params),
        words.gettext(problem.remedy).format_map(problem.params) if problem.remedy else "",
    )
