"""The buttons of a text's way to publication: what each does with the text once it is saved."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from nyspor import urls
from nyspor.content.collection import is_scheduled
from nyspor.desk.answers import At, Sent
from nyspor.desk.approval.plans import Plan, Plans
from nyspor.desk.approval.review_mail import APPROVED, ASKED, SENT_BACK, tell
from nyspor.desk.approval.reviews import Review, Reviews
from nyspor.desk.forms.text_form import EditedText
from nyspor.desk.people.audit import AuditLine, note
from nyspor.desk.people.permissions import is_public, may_approve, may_publish, may_take_off
from nyspor.desk.state import DeskState
from nyspor.desk.store.corrections import Corrections
from nyspor.desk.store.texts import WorkingText
from nyspor.desk.writing.text_routes import errors_of
from nyspor.model.site import Link
from nyspor.model.values import Status
from nyspor.problems import T_, Problem
from nyspor.text.danish import short_moment


class NoReason(Exception):
    """A text was to be sent back without a word of why."""


class HasErrors(Exception):
    """The check finds errors in a text that was to be published."""

    def __init__(self, errors: Sequence[Problem]) -> None:
        self.errors = errors
        super().__init__()


def _ask(state: DeskState, at: At, text: WorkingText, sent: Sent) -> WorkingText:
    reviews = Reviews(state.database)
    reviews.ask(text.file, text.digest, at.person.key, sent.one("_note").strip(), state.clock())
    note_of(state, at, T_("asked for approval"), text)
    tell(state, at, [each for each in state.staff() if may_approve(each, text.entry)], text, ASKED)
    return text


def _undo(state: DeskState, at: At, text: WorkingText, sent: Sent) -> WorkingText:
    """Withdraw one's own request for approval."""
    reviews = Reviews(state.database)
    review = reviews.find(text.file)
    if review is None or not review.is_open or review.asked_by != at.person.key:
        raise HTTPException(403)
    reviews.end(text.file)
    note_of(state, at, T_("withdrew the request"), text)
    return text


def _approve(state: DeskState, at: At, text: WorkingText, sent: Sent) -> WorkingText:
    return _decide(state, at, text, sent, approved=True)


def _give_back(state: DeskState, at: At, text: WorkingText, sent: Sent) -> WorkingText:
    """Send a text back to who asked. Raises `NoReason`: they must know what to change."""
    if not sent.one("_note").strip():
        raise NoReason
    return _decide(state, at, text, sent, approved=False)


def _decide(state: DeskState, at: At, text: WorkingText, sent: Sent, approved: bool) -> WorkingText:
    reviews = Reviews(state.database)
    review = reviews.find(text.file)
    if review is None or review.asked_by == at.person.key or not may_approve(at.person, text.entry):
        raise HTTPException(403)
    answer = sent.one("_note").strip()
    reviews.decide(text.file, text.digest, at.person.key, approved, answer, state.clock())
    if approved and not text.correction and is_public(text.entry):
        Plans(state.database).renew(text, at.person.key)
        reviews.end(text.file)  # it comes out by itself
    note_of(state, at, T_("approved") if approved else T_("gave back"), text)
    writer = state.staff().find(review.asked_by)
    tell(state, at, [writer] if writer else [], text, APPROVED if approved else SENT_BACK)
    return text


def _publish(state: DeskState, at: At, text: WorkingText, sent: Sent) -> WorkingText:
    """Publish a text; one with a date to come is planned by that. Raises `HasErrors`."""
    content = state.loaded.with_text(text.file, text.raw)
    entry, review = content.by_file[text.file].entry, Reviews(state.database).find(text.file)
    approved = review is not None and review.approves(text.digest)
    if not may_publish(at.person, state.rules, text.kind, entry, approved):
        raise HTTPException(403)
    if wrong := errors_of(state, content, text.file, text.raw):
        raise HasErrors(wrong)
    if text.correction:
        saved = _accept(state, at, text)
    else:
        raw = EditedText.of(text.file, text.raw).with_field("status", None)
        saved = state.texts.put(text, raw, at.person, _message(text, "udgivet"))
    _plan(state, saved, review)
    Reviews(state.database).end(text.file)
    note_of(state, at, T_("published"), saved)
    return saved


def _plan(state: DeskState, text: WorkingText, review: Review | None) -> None:
    """Keep what was approved of a text that comes out later."""
    plans = Plans(state.database)
    entry = text.entry
    if review and entry and is_public(entry) and is_scheduled(entry, state.clock()):
        plans.keep(Plan(text.file, text.raw, review.asked_by, review.decided_by))
    else:
        plans.drop(text.file)


def _take_off(state: DeskState, at: At, text: WorkingText, sent: Sent) -> WorkingText:
    """Make a draft of a text again, with what was to be corrected."""
    if not may_take_off(at.person, state.rules, text.kind, text.in_file.entry):
        raise HTTPException(403)
    raw = EditedText.of(text.file, text.in_file.raw).with_field("status", Status.DRAFT.word)
    saved = state.texts.put(text, raw, at.person, _message(text, "taget af siden"))
    if saved.correction and not saved.clash:
        saved = _accept(state, at, saved)
    Reviews(state.database).end(text.file)
    Plans(state.database).drop(text.file)
    note_of(state, at, T_("took off"), saved)
    return saved


def _accept(state: DeskState, at: At, text: WorkingText) -> WorkingText:
    """Put a correction into the file, in the name of who wrote it."""
    author = state.staff().find(text.correction.author) if text.correction else None
    return state.texts.accept(text, author or at.person, _message(text, "rettet"))


def _message(text: WorkingText, what: str) -> str:
    return f"{text.title}: {what}"


def discard_correction(state: DeskState, at: At, text: WorkingText) -> None:
    """Throw a correction away; the text stays as it is published."""
    Corrections(state.database).drop(text.file)
    Reviews(state.database).end(text.file)
    note_of(state, at, T_("discarded a correction"), text)


def delete(state: DeskState, at: At, text: WorkingText) -> Response:
    """Delete a draft; Git still has it."""
    if text.correction or is_public(text.entry):
        raise HTTPException(403)
    state.texts.delete(text.file, at.person, _message(text, "slettet"))
    Reviews(state.database).end(text.file)
    Plans(state.database).drop(text.file)
    note_of(state, at, T_("deleted"), text)
    return RedirectResponse("/desk/", 303)


def shared_link(state: DeskState, at: At, text: WorkingText, sent: Sent) -> Link:
    """A link that shows the text to somebody without access; its label is when it ends."""
    days = sent.one("_days")
    token, end = state.shared.sign(
        text.file, int(days) if days.isdecimal() and len(days) < 4 else 1, state.clock()
    )
    note_of(state, at, T_("made a link to"), text)
    return Link(short_moment(end), f"{state.pages.site.url}{urls.DESK}shown/{token}")


def note_of(state: DeskState, at: At, action: str, text: WorkingText) -> None:
    """Write down who did what to a text."""
    note(state.database, AuditLine(state.clock(), at.person.key, action, text.file))


ACTIONS = {
    "ask": _ask,
    "undo": _undo,
    "approve": _approve,
    "give back": _give_back,
    "publish": _publish,
    "take off": _take_off,
}
"""What the buttons do besides saving, by the value that they send."""

DECISIONS = ("approve", "publish")
"""Those that hold for the very text that whoever pressed the button has seen."""
