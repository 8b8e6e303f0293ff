"""The edge where message ids become sentences, through gettext catalogues read as they are written."""

from __future__ import annotations

from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from nyspor.files.disk_cache import load, store
from nyspor.problems import Problem
from nyspor.text.language import DEFAULT_LANGUAGE

CATALOGUES = Path(__file__).parent / "translations"


def read_catalogue(folder: Path, language: str) -> NullTranslations:
    """The catalogue `<folder>/<language>.po`, without a compile step of one's own; again when it changes."""
    path = folder / f"{language}.po"
    found = path.stat()
    # A file put back with its old time of modification still has a new time of change (ctime).
    return _read(path, language, found.st_mtime_ns, found.st_ctime_ns, found.st_size)


@lru_cache(maxsize=16)
def _read(path: Path, language: str, *version: int) -> NullTranslations:
    """The catalogue, which is kept compiled as Python keeps modules: in `__pycache__` beside it."""
    written = path.read_bytes()
    place = path.parent / "__pycache__" / f"{language}.mo"
    compiled = load(place, written)
    if compiled is None:
        compiled = _compile(written, language)
        store(place, written, compiled)
    return GNUTranslations(BytesIO(compiled))


def _compile(written: bytes, language: str) -> bytes:
    # Slow to load, and needed once for each version of a catalogue.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(written), locale=language))
    return compiled.getvalue()


def translate_problem(problem: Problem, language: str = DEFAULT_LANGUAGE) -> tuple[str, str]:
    """A problem's message and remedy as sentences."""
    words = read_catalogue(CATALOGUES, language)
    return (
        words.gettext(problem.message).format_map(problem.params),
        words.gettext(problem.remedy).format_map(problem.params) if problem.remedy else "",
    )
