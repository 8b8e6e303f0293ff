"""The edge where message ids become sentences, through gettext catalogues read as they are written."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from hashlib import blake2b
from io import BytesIO
from pathlib import Path

from nyspor.problems import Problem
from nyspor.whole_files import write_whole

TRANSLATIONS = Path(__file__).parent / "translations"


def read_translations(folder: Path, language: str) -> NullTranslations:
    """The catalogue `<folder>/<language>.po`, without a compile step of one's own; again when it changes."""
    path = folder / f"{language}.po"
    return _read(path, path.stat().st_mtime_ns, language)


@lru_cache(maxsize=16)
def _read(path: Path, changed: int, language: str) -> NullTranslations:
    """The catalogue, compiled as Python compiles modules: in `__pycache__` beside it, where that can be written."""
    written = path.read_bytes()
    name = f"{language}.{blake2b(written, digest_size=8).hexdigest()}.mo"
    kept = path.parent / "__pycache__" / name
    try:
        compiled = kept.read_bytes()
    except OSError:
        compiled = _compile(written, language)
        _keep(kept, compiled, f"{language}.*.mo")
    return GNUTranslations(BytesIO(compiled))


def _compile(written: bytes, language: str) -> bytes:
    from babel.messages.mofile import write_mo  # slow to load, and needed once for each version
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(written), locale=language))
    return compiled.getvalue()


def _keep(path: Path, compiled: bytes, others: str) -> None:
    """Keep it instead of those of earlier versions."""
    with suppress(OSError):
        for old in path.parent.glob(others):
            old.unlink(missing_ok=True)
        write_whole(path, compiled)


def say(problem: Problem, language: str = "da") -> tuple[str, str]:
    """A problem's message and remedy as sentences."""
    words = read_translations(TRANSLATIONS, language)
    return (
        words.gettext(problem.message).format_map(problem.params),
        words.gettext(problem.remedy).format_map(problem.params) if problem.remedy else "",
    )
