"""The focal point of a picture, in words or numbers: what a crop of it must show."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pydantic_core import PydanticCustomError

from nyspor.text.danish import fold

NEAR, MIDDLE, FAR = 15.0, 50.0, 85.0
"""Percent from the left or from the top."""

FROM_LEFT = {"left": NEAR, "right": FAR, "venstre": NEAR, "hoejre": FAR}
FROM_TOP = {
    **dict.fromkeys(("top", "toppen", "oeverst", "oeverste", "foroven", "oppe", "upper"), NEAR),
    **dict.fromkeys(
        ("bottom", "bund", "bunden", "nederst", "nederste", "forneden", "nede", "lower"), FAR
    ),
}
IN_THE_MIDDLE = frozenset(("midt", "midten", "midterst", "centrum", "center", "centre", "middle"))
FILLERS = frozenset(("til", "i", "paa", "og", "in", "the", "at", "of", "and", "to"))

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_WORD = re.compile(r"[^\s,;%]+(?:,\d+)?")
_HYPHEN = re.compile(r"(?<=[a-z])-(?=[a-z])")


def read_focal_point(value: object) -> tuple[float, float]:
    """Return percent from the left and from the top: of `50 30`, `40 % 20 %`, `højre` or `øverst til venstre`.

    Raises `PydanticCustomError` for anything else.
    """
    parts = value if isinstance(value, list | tuple) else [value]
    text = " ".join(map(str, parts))
    words = _WORD.findall(_HYPHEN.sub(" ", fold(text)))
    numbers = [float(word.replace(",", ".")) for word in words if _NUMBER.fullmatch(word)]
    found = _two_numbers(numbers) if len(numbers) == len(words) else _in_words(words)
    if found is None:
        raise PydanticCustomError("focal", "no place in a picture", {"value": text})
    return found


def _two_numbers(numbers: list[float]) -> tuple[float, float] | None:
    if len(numbers) != 2 or not all(0 <= number <= 100 for number in numbers):
        return None
    return numbers[0], numbers[1]


def _in_words(words: Iterable[str]) -> tuple[float, float] | None:
    meant = [word for word in words if word not in FILLERS]
    left = [FROM_LEFT[word] for word in meant if word in FROM_LEFT]
    top = [FROM_TOP[word] for word in meant if word in FROM_TOP]
    middle = sum(word in IN_THE_MIDDLE for word in meant)
    if len(left) > 1 or len(top) > 1 or len(left) + len(top) + middle != len(meant) or not meant:
        return None
    return (left or [MIDDLE])[0], (top or [MIDDLE])[0]
