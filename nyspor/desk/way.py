"""The buttons of a text's way to publication: what each does with the text once it is saved."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from nyspor import urls
from nyspor.desk.answers import At, Sent
from nyspor.desk.audit import AuditLine, note
from nyspor.desk.permissions import may_approve, may_publish
from nyspor.desk.reviews import Reviews
from nyspor.desk.state import DeskState
from nyspor.desk.text_form import EditedText
from nyspor.desk.text_routes import problems_of
from nyspor.desk.texts import WorkingText
from nyspor.model.site import Link
from nyspor.model.values import Status
from nyspor.problems import T_
from nyspor.rules import errors
from nyspor.text.danish import short_moment


def _ask(state: DeskState, at: At, text: WorkingText, sent: Sent) -> WorkingText:
    reviews = Reviews(state.database)
    reviews.ask(text.file, text.digest, at.person.key, sent.one("_note").strip(), state.clock())
    note_of(state, at, T_("asked for approval"), text)
    return text


def _approve(state: DeskState, at: At, text: WorkingText, sent: Sent) -> WorkingText:
    return _decide(state, at, text, sent, approved=True)


def _give_back(state: DeskState, at: At, text: WorkingText, sent: Sent) -> WorkingText:
    return _decide(state, at, text, sent, approved=False)


def _decide(state: DeskState, at: At, text: WorkingText, sent: Sent, approved: bool) -> WorkingText:
    reviews = Reviews(state.database)
    review = reviews.find(text.file)
    if review is None or review.asked_by == at.person.key or not may_approve(at.person, text.entry):
        raise HTTPException(403)
    answer = sent.one("_note").strip()
    reviews.decide(text.file, text.digest, at.person.key, approved, answer, state.clock())
    note_of(state, at, T_("approved") if approved else T_("gave back"), text)
    return text


def _publish(state: DeskState, at: At, text: WorkingText, sent: Sent) -> WorkingText:
    """Publish a text without errors; one with a date to come is planned by that."""
    content = state.loaded.with_text(text.file, text.raw)
    entry, review = content.by_file[text.file].entry, Reviews(state.database).find(text.file)
    approved = review is not None and review.approves(text.digest)
    if not may_publish(at.person, state.rules, text.kind, entry, approved):
        raise HTTPException(403)
    if errors(problems_of(state, content, text.file, text.raw)):
        return text  # the page says what is to be put right
    edited = EditedText.of(text.file, text.raw)
    saved = _with_field(state, at, text, edited, "status", None, "udgivet")
    Reviews(state.database).end(text.file)
    note_of(state, at, T_("published"), saved)
    return saved


def _take_off(state: DeskState, at: At, text: WorkingText, sent: Sent) -> WorkingText:
    """Make a draft of a text again."""
    edited = EditedText.of(text.file, text.raw)
    saved = _with_field(state, at, text, edited, "status", "kladde", "taget af siden")
    note_of(state, at, T_("took off"), saved)
    return saved


def _with_field(
    state: DeskState,
    at: At,
    text: WorkingText,
    edited: EditedText,
    name: str,
    value: str | None,
    what: str,
) -> WorkingText:
    entry = text.entry
    message = f"{entry.title if entry else text.file}: {what}"
    return state.texts.save(
        text.file, text.digest, edited.with_field(name, value), at.person, message
    )


def delete(state: DeskState, at: At, text: WorkingText) -> Response:
    """Delete a draft; Git still has it."""
    entry = text.entry
    if entry and entry.status is not Status.DRAFT:
        raise HTTPException(403)
    state.texts.delete(text.file, at.person, f"{entry.title if entry else text.file}: slettet")
    Reviews(state.database).end(text.file)
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
    "approve": _approve,
    "give back": _give_back,
    "publish": _publish,
    "take off": _take_off,
}
"""What the buttons do besides saving, by the value that they send."""
