"""How a section is made to fit its pages: titles, tables and their like are set smaller, step by step, and hyphenated."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from nyspor.magazine.layout.page_measures import Role


@dataclass(frozen=True)
class Step:
    """How large something is set, as a part of its usual size, and whether its words may be divided: by hyphenation,
    or at last anywhere."""

    scale: float = 1.0
    hyphens: bool = False
    anywhere: bool = False


STEPS: Mapping[Role, tuple[Step, ...]] = {
    Role.TITLE: (
        Step(), Step(0.87), Step(0.75), Step(0.75, True), Step(0.62, True), Step(0.5, True), Step(0.4, True),
        Step(0.4, True, True),
    ),
    Role.HEADING: (Step(), Step(0.87), Step(0.87, True), Step(0.75, True), Step(0.75, True, True)),
    Role.FIGURES: (Step(), Step(0.8), Step(0.65), Step(0.52, True), Step(0.4, True)),
    Role.TABLE: (Step(), Step(0.9), Step(0.8, True), Step(0.73, True)),
    Role.LIST: (Step(), Step(0.85), Step(0.7), Step(0.6)),
    Role.PICTURE: (Step(), Step(0.8), Step(0.65)),
}  # fmt: skip
"""What is tried in turn; the last step is the smallest that can still be read."""


@dataclass(frozen=True)
class Fit:
    """The step that each role is at, and whether the text is set tighter to save a last page."""

    steps: Mapping[Role, int] = field(default_factory=dict)
    tight: bool = False

    def smaller(self, roles: Collection[Role]) -> Fit | None:
        """Return the fit with these roles a step smaller, None where none of them has one left."""
        possible = [role for role in roles if self._at(role) + 1 < len(STEPS.get(role, ()))]
        if not possible:
            return None
        steps = {**self.steps, **{role: self._at(role) + 1 for role in possible}}
        return Fit(steps, self.tight)

    @property
    def style(self) -> str:
        """The custom properties for the style sheet: `--fit-title` and its like."""
        return "; ".join(f"--fit-{role}: {step.scale}" for role, step in self._changed.items())

    @property
    def hyphenated(self) -> str:
        """The roles whose words are hyphenated, separated by spaces."""
        return " ".join(role for role, step in self._changed.items() if step.hyphens)

    @property
    def divided(self) -> str:
        """The roles whose words may be divided anywhere, separated by spaces."""
        return " ".join(role for role, step in self._changed.items() if step.anywhere)

    @property
    def _changed(self) -> dict[Role, Step]:
        return {role: STEPS[role][number] for role, number in sorted(self.steps.items())}

    def _at(self, role: Role) -> int:
        return self.steps.get(role, 0)
