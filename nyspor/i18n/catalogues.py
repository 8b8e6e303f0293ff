"""gettext catalogues, compiled from `.po` files on first use, and problems translated with them."""

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
    """Return the catalogue `<folder>/<language>.po`, compiled again whenever the file changes.

    While the file is gone, as when a service runs on during an upgrade, it is the one that was read last.
    """
    path = folder / f"{language}.po"
    try:
        found = path.stat()
    except OSError:
        if path in _read_last:
            return _read_last[path]
        raise
    # A file put back with its old time of modification still has a new time of change (ctime).
    catalogue = _read(path, language, found.st_mtime_ns, found.st_ctime_ns, found.st_size)
    _read_last[path] = catalogue
    return catalogue


_read_last: dict[Path, NullTranslations] = {}


@lru_cache(maxsize=16)
def _read(path: Path, language: str, *version: int) -> NullTranslations:
    """Return the catalogue from its compiled form in `__pycache__` beside it, as Python does with modules."""
    source = path.read_bytes()
    cache = path.parent / "__pycache__" / f"{language}.mo"
    compiled = load(cache, source)
    if compiled is None:
        compiled = _compile(source, language)
        store(cache, source, compiled)
    return GNUTranslations(BytesIO(compiled))


def _compile(source: bytes, language: str) -> bytes:
    # Slow to import, and needed once for each version of a catalogue.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(source), locale=language))
    return compiled.getvalue()


def translate_problem(problem: Problem, language: str = DEFAULT_LANGUAGE) -> tuple[str, str]:
    """Return a problem's message and remedy in a language."""
    catalogue = read_catalogue(CATALOGUES, language)
    return (
        catalogue.gettext(problem.message).format_map(problem.params),
        catalogue.gettext(problem.remedy).format_map(problem.params) if problem.remedy else "",
    )
