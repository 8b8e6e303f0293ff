"""Findings as values: which check, how bad, and in what words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from nyspor.problems import N_


class Level(IntEnum):
    """How bad a finding is. The worst one of all is the exit code of the command, as Nagios reads it."""

    OK = 0
    WARNING = 1
    ERROR = 2

    @property
    def word(self) -> str:
        """The word that programs read: `ok`, `advarsel`, `fejl`."""
        return ("ok", "advarsel", "fejl")[self]


@dataclass(frozen=True)
class Finding:
    """What one check has found: its code, a message id, and what fills it.

    A note (`is_note`) says what cannot be seen or is not there, and counts as well.
    """

    code: str
    level: Level
    message: str
    params: Mapping[str, object] = field(default_factory=dict)
    is_note: bool = False


FINE = N_("as it should be")


def ok(code: str, message: str = FINE, **params: object) -> Finding:
    return Finding(code, Level.OK, message, params)


def note(code: str, message: str, **params: object) -> Finding:
    return Finding(code, Level.OK, message, params, is_note=True)


def warning(code: str, message: str, **params: object) -> Finding:
    return Finding(code, Level.WARNING, message, params)


def error(code: str, message: str, **params: object) -> Finding:
    return Finding(code, Level.ERROR, message, params)


def worst(findings: Iterable[Finding]) -> Level:
    """The level of the worst finding; `OK` where there is none."""
    return max((finding.level for finding in findings), default=Level.OK)


def some(names: Iterable[str], number: int = 3) -> str:
    """A few names in a line, and how many more there are."""
    found = list(names)
    rest = len(found) - number
    return ", ".join(found[:number]) + (f" (+{rest})" if rest > 0 else "")
