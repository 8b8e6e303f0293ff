"""Two versions of a text compared in words, in paragraphs, for people who read rather than program."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORD = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Change:
    """Words that stand in both versions (`before` and `after` are the same), or in place of each other."""

    before: str
    after: str

    @property
    def is_same(self) -> bool:
        return self.before == self.after


@dataclass(frozen=True)
class Passage:
    """Paragraphs in a row that were left as they are, or not."""

    changes: tuple[Change, ...]

    @property
    def is_same(self) -> bool:
        return all(change.is_same for change in self.changes)


def passages(before: str, after: str) -> list[Passage]:
    """Return two versions as passages, in the order of the text."""
    lines, others = _paragraphs(before), _paragraphs(after)
    found = []
    for tag, first, last, other_first, other_last in _opcodes(lines, others):
        one, other = "".join(lines[first:last]), "".join(others[other_first:other_last])
        changes = (Change(one, other),) if tag == "equal" else tuple(changed_words(one, other))
        found.append(Passage(changes))
    return found


def changed_words(before: str, after: str) -> list[Change]:
    """Return two versions of a passage as changes; those with nothing but a space between them are one."""
    words, others = _WORD.findall(before), _WORD.findall(after)
    found: list[Change] = []
    for _, first, last, other_first, other_last in _opcodes(words, others):
        change = Change("".join(words[first:last]), "".join(others[other_first:other_last]))
        space = found[-1] if len(found) > 1 and found[-1].is_same else None
        if not change.is_same and space and not space.before.strip():
            whole = [found[-2], space, change]
            found[-2:] = [Change("".join(c.before for c in whole), "".join(c.after for c in whole))]
        else:
            found.append(change)
    return found


def _paragraphs(text: str) -> list[str]:
    """The lines of a text, each with the empty ones below it."""
    return re.findall(r"[^\n]*\n+|[^\n]+\Z", text)


def _opcodes(one: Sequence[str], other: Sequence[str]) -> Iterable[tuple[str, int, int, int, int]]:
    return SequenceMatcher(
        None, one, other
    ).get_opcodes()  # autojunk: seconds less where all is new
