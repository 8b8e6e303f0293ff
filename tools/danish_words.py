"""Make the list of Danish words that search splits compounds by, `nyspor/search/data/danish-words.txt.xz`.

    python tools/danish_words.py /usr/share/dict/danish

The source is Den store danske ordliste, which Debian has in the package `wdanish` (1.6.36). Names, abbreviations
and genitives are left out, and words too long to be a part of a compound; the rest is spelled without æøå.
"""

from __future__ import annotations

import lzma
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from nyspor.text.danish import fold

WORD = re.compile(r"[a-zæøåéü]{3,12}")
TARGET = Path(__file__).parent.parent / "nyspor/search/data/danish-words.txt.xz"


def words(forms: Iterable[str]) -> list[str]:
    """Return the words of a list that a compound may consist of, in order."""
    found = {fold(form) for form in forms if WORD.fullmatch(form)}
    return sorted(word for word in found if not (word.endswith("s") and word[:-1] in found))


def main(source: str) -> None:
    found = words(Path(source).read_text("utf-8").split())
    TARGET.write_bytes(lzma.compress("\n".join(found).encode(), preset=9 | lzma.PRESET_EXTREME))
    print(f"{len(found)} words, {TARGET.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main(*sys.argv[1:])
