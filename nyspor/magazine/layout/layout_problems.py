"""What keeps an issue from being printed, found while it is laid out."""

from __future__ import annotations

from collections.abc import Sequence

from nyspor.problems import Problem


class LayoutProblems(Exception):
    """Raised for an issue that cannot be printed as it is; `problems` is what to report."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems)
        self.problems = tuple(problems)
