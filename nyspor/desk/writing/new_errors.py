"""What keeps a text that residents see, or soon will, from being saved with errors: the site leaves such a text out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from nyspor.desk.approval.reviews import Reviews
from nyspor.desk.people.permissions import is_held, is_public
from nyspor.desk.state import DeskState
from nyspor.desk.store.texts import WorkingText
from nyspor.desk.writing.text_routes import Refusal, errors_of
from nyspor.problems import Problem
from nyspor.staff.records import StaffMember


class WouldComeOff(Exception):
    """A text that residents see would be saved with errors that it has not had."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal.what)


def refuse_new_errors(
    state: DeskState, person: StaffMember, text: WorkingText, base: str, raw: bytes
) -> None:
    """Raise `WouldComeOff` where somebody's change of the version `base` would take a text off the site.

    A text that has errors already may be saved with them, and a correction that waits with any. Raises `NeedsApproval`.
    """
    raw, version = state.texts.brought_forward(text, base, raw)
    what = _concerned(state, person, text, raw)
    if (
        version != text.digest or not what
    ):  # where both have changed the same lines, one chooses first
        return
    found = _errors(state, text.file, raw)
    was_draft = what == "save" and text.entry is not None and not is_public(text.entry)
    known = Counter(
        map(_without_line, _errors(state, text.file, text.raw) if found and not was_draft else ())
    )
    if Counter(map(_without_line, found)) - known:
        new = [each for each in found if not known[_without_line(each)]]
        raise WouldComeOff(Refusal(what, new or found))


def _concerned(state: DeskState, person: StaffMember, text: WorkingText, raw: bytes) -> str:
    """What a change is of, as in `Refusal.what`; '' for a draft, and for what is kept beside a published text."""
    review = Reviews(state.database).find(text.file)
    if review and review.approves(text.digest):
        return "approved"
    after = WorkingText(text.file, raw).entry
    if text.correction or is_held(person, state.rules, text.kind, text.known, after):
        return ""
    return "save" if is_public(after) or (after is None and is_public(text.entry)) else ""


def _errors(state: DeskState, file: str, raw: bytes) -> Sequence[Problem]:
    return errors_of(state, state.loaded.with_text(file, raw), file, raw)


def _without_line(problem: Problem) -> tuple[str, str, str, str]:
    """What tells an error from a new one: not its line, which changes with what stands above."""
    return (problem.source, problem.rule, problem.field, problem.message)
