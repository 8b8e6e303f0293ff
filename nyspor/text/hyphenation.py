"""Soft hyphens in long words, for titles and narrow columns: not every browser has a dictionary of Danish.

Pyphen's patterns know syllables, and know nothing of compounds: they divide `hjem-meplejen`. So a word is first
divided where a compound is joined, as far as `COMPOUND_PARTS` and the linking s tell, and by syllables only where a
part is still long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

SOFT_HYPHEN = "\u00ad"

SHORTEST = 12
"""The letters of the shortest word, or part of one, that is divided."""

EDGE = 4
"""The fewest letters before a soft hyphen and after one."""

DICTIONARIES = {"da": "da_DK", "en": "en_GB"}

COMPOUND_PARTS = """
afdeling aftale aktivitet analyse ansvar arbejde avis barn beboer behandl behov beskrivelse bestyrelse besøg
betaling betjening bibliotek billede bolig borger borgmester bredbånd bruger budget bygning center dialog
digital direktør dokument eftersyn erfaring erhverv familie ferie fokus forening forløb forsøg forvaltning
funktion fællesskab gruppe grænse handler handling havn hjemme hjælpe holder hoved hverdag ideer idræt
inddragelse indgang indsats innovation inspektør institution kalender karavane kommune koncept konference
konsulent kontakt kontor koordinator kultur kunst kursus kvalitet kvarter kæde laboratorium landsby ledelse
leder leje lokal lærer løsning magasin medarbejder medlem mester metode middel miljø model modtager mulighed
museum møde natur niveau område opgave orkester panel parkering partner patient person plads plan pleje
politik praktik procent proces produkt program projekt punkt rapport realisering relation repræsentant
ressource retning robot samarbejde samfund samtale sekretariat seminar service skole skrift sommer sporet
station stedet strategi stribe styrelse styring støtte støvsuger system tanke teater teknik teknologi tilbud
tilladelse trivsel tænkning udbytte uddannelse udfordring udstilling udvalg udvikling undersøgelse
undervisning vejledning velfærd verden vinter virksomhed vogn værdi værksted ydelse ældre økonomi ønske
"""
"""Words that the long words of Danish municipalities are joined of: each begins a part of a word, and the words that
begin with one have a joint after it."""

_PARTS = "|".join(sorted(COMPOUND_PARTS.split(), key=len, reverse=True))
_ENDING = r"(?:er(?:ne)?s?$|ion|iser)"
_FIRST_PART = re.compile(rf"(?:{_PARTS})(?:s(?=[bdfghjr])|(?!s|{_ENDING}))(?=\w{{3}})")
_LINKED = re.compile(
    r"(?:\w{3}ings|heds|tions|skabs|elses|tets|doms|færds|dags|livs|råds|arbejds|samfunds|starts)(?=\w{3})"
)
_PART = re.compile(rf"(?<=\w{{3}})(?:{_PARTS})")

_WORD = re.compile(rf"[^\W\d_]{{{SHORTEST},}}")
_ADDRESS = re.compile(r"[@/]|\w[.:]\w")
_HTML = re.compile(r"<(code|pre|kbd|samp)\b.*?</\1>|<[^>]*>|&[#\w]+;|([^<&]+)", re.DOTALL)
_NARROW = re.compile(r"(<(h[1-6]|th)\b[^>]*>)(.*?)(?=</\2>)", re.DOTALL)


@lru_cache(maxsize=4096)
def hyphenate(text: str, language: str) -> str:
    """Return a text with soft hyphens in its long words; addresses, and languages without a dictionary, stay as they are."""
    if language not in DICTIONARIES or not _WORD.search(text):
        return text
    return re.sub(r"\S+", lambda token: _in_token(token[0], language), text)


def hyphenate_html(html: str, language: str) -> str:
    """Return HTML with soft hyphens in the long words of its text, but not in code."""
    return _HTML.sub(lambda run: hyphenate(run[2], language) if run[2] else run[0], html)


def hyphenate_narrow(html: str, language: str) -> str:
    """Return HTML with soft hyphens where lines are short: in headings, and in the heads of tables."""
    return _NARROW.sub(lambda found: found[1] + hyphenate_html(found[3], language), html)


def _in_token(token: str, language: str) -> str:
    if _ADDRESS.search(token):
        return token
    return _WORD.sub(lambda word: _divided(word[0], language), token)


def _divided(word: str, language: str) -> str:
    places = [0, *break_points(word.lower(), language), len(word)]
    return SOFT_HYPHEN.join(word[start:end] for start, end in pairwise(places))


def break_points(word: str, language: str) -> list[int]:
    """Return where a word in lower case may be divided, as numbers of letters."""
    joints = _joints(word) if language == "da" else []
    breaks = [joint for joint in joints if EDGE <= joint <= len(word) - EDGE]
    edges = [0, *breaks, len(word)]
    for start, end in pairwise(edges):
        if end - start >= SHORTEST:
            inner = [joint for joint in joints if start < joint < end]
            breaks += _syllables(word, [start, *inner, end], language)
    return sorted(breaks)


def _joints(word: str) -> list[int]:
    """Return where the parts of a compound meet, as far as is known."""
    linked = {found.end() for found in _LINKED.finditer(word)}
    first = _FIRST_PART.match(word)
    begin = first.end() if first else 0
    before = {found.start() for found in _PART.finditer(word, begin)}
    return sorted({begin} - {0} | linked | before)


def _syllables(word: str, edges: list[int], language: str) -> Iterator[int]:
    """Yield where the parts between these edges divide into syllables, not near the first edge and the last."""
    for start, end in pairwise(edges):
        part = word[start:end]
        places = [int(place) for place in _patterns(language).positions(part)]
        for place in places:
            alone = {place - 1, place + 1}.isdisjoint(
                places
            )  # else a letter would have no syllable
            if alone and edges[0] + EDGE <= start + place <= edges[-1] - EDGE:
                yield start + place


@cache
def _patterns(language: str) -> Any:
    from pyphen import Pyphen  # reads its patterns

    return Pyphen(lang=DICTIONARIES[language], left=2, right=2)
