"""The few rules of Danish that search has for words and queries. The browser is given the same ones with the index."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from nyspor.text.danish import fold
from nyspor.text.stemming import stem

DATA = Path(__file__).parent / "data"


# Of `orkester` the stemmer leaves orkest, of `orkestret` orkestr; of `lukker` luk, of `lukkede` lukked.
_ELIDED_R = re.compile(r"(?<=[a-z]{3}t)r$")
_PAST = re.compile(r"(?<=[a-z]{2})(?:([bdfgklmnprst])\1|([a-z]{2}))ed$")


# In `naboer` the letters oe are no ø, since an ending begins between them; in `afgoer` and `direktoer` they are.
_O_AND_ENDING = re.compile(r"(?<=[a-z]{2}[^dfghkmrst]o)(?=(?:er|erne|ernes|ers|en|ens)$)")


# Endings that the stemmer leaves where the stem is short, or does not know: of `mulighederne` and `farligt`, `socialt`,
# `gymnasium`, `læreren`.
_LEFT = re.compile(
    r"(?<=[a-zæøå]{2}ig)(?:heds?|heden|hedens|heder|hederne|hedernes|e|es|t)$"
    r"|(?<=[a-zæøå][a-eg-zæøå]al|[a-zæøå]{2}iv|[a-zæøå]som|[a-zæøå]{2}ær|[a-zæøå][nru]el)t$"
    r"|(?<=[a-zæøå]{2}i)um$"
    r"|(?<=[a-zæøå]{2}er)(?:e|es|en|ens|nes)$"
)
# Of `middel` the stemmer leaves middl, of `midler` midl.
_DOUBLED = re.compile(r"([dlmnpt])\1(?=[lr]$)")


def folded_stem(word: str) -> str:
    """Return the stem of a word, spelled without æøå, whether the word is spelled with them or without."""
    apart = _O_AND_ENDING.sub("-", fold(word))
    danish = apart.replace("aa", "å").replace("ae", "æ").replace("oe", "ø").replace("-", "")
    stemmed = _ELIDED_R.sub("", fold(stem(_LEFT.sub("", danish))))
    return _DOUBLED.sub(r"\1", _PAST.sub(r"\1\2", stemmed))


@dataclass(frozen=True)
class Rules:
    """What stands in `data/rules.yaml`, spelled without æøå; `irregular` leads from stem to stem,
    `apart` from a form to its key; `weak_words` and `whole` are keys."""

    irregular: Mapping[str, str]
    apart: Mapping[str, str]
    endings: frozenset[str]
    short_parts: frozenset[str]
    simple: frozenset[str]
    prefixes: frozenset[str]
    stop_words: frozenset[str]
    weak_words: frozenset[str]
    weak_endings: tuple[str, ...]
    whole: frozenset[str]


@cache
def rules() -> Rules:
    found = read_data("rules.yaml")
    irregular = dict(_irregular(found["irregular"]))
    weak, whole = (map(folded_stem, found[name]) for name in ("weak_words", "whole"))
    return Rules(
        irregular=irregular,
        apart=dict(_apart(found["apart"])),
        endings=frozenset(map(fold, found["endings"])),
        short_parts=frozenset(map(fold, found["short_parts"])),
        simple=frozenset(map(fold, found["simple"])),
        prefixes=frozenset(map(fold, found["prefixes"])),
        stop_words=frozenset(map(fold, found["stop_words"])),
        weak_words=frozenset(irregular.get(name, name) for name in weak),
        weak_endings=tuple(map(fold, found["weak_endings"])),
        whole=frozenset(whole),
    )


def read_data(name: str) -> Any:
    """Return what a YAML file beside this module says; words that YAML takes for something else are words."""
    return yaml.load((DATA / name).read_text("utf-8"), yaml.BaseLoader)


def _irregular(lines: Iterable[str]) -> Iterable[tuple[str, str]]:
    for line in lines:
        word, *forms = map(folded_stem, line.split())
        yield from ((form, word) for form in forms if form != word)


def _apart(lines: Iterable[str]) -> Iterable[tuple[str, str]]:
    for line in lines:
        forms = [fold(form) for form in line.split()]
        yield from ((form, f"{forms[0]}0") for form in forms)


def rules_for_browser() -> dict[str, object]:
    """Return the rules as JSON can hold them."""
    found = rules()
    return {
        "irregular": dict(sorted(found.irregular.items())),
        "apart": found.apart,
        "endings": sorted(found.endings),
        "shortParts": sorted(found.short_parts),
        "simple": sorted(found.simple),
        "prefixes": sorted(found.prefixes),
        "stopWords": sorted(found.stop_words),
        "weakWords": sorted(found.weak_words),
        "weakEndings": found.weak_endings,
        "whole": sorted(found.whole),
    }
