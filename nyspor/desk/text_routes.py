"""Editing a text: the form, saving it, its page beside it, and its way to publication."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from nyspor import urls
from nyspor.content.choices import choices_in
from nyspor.content.collection import ContentCollection, is_scheduled
from nyspor.content.fixes import fix_entry
from nyspor.desk.answers import At, Sent, language_of, shown
from nyspor.desk.audit import AuditLine, note
from nyspor.desk.page_beside import CannotShow, page_of
from nyspor.desk.permissions import may_approve, may_publish, may_write
from nyspor.desk.reviews import Reviews, stage_of
from nyspor.desk.shared_pages import LinkEnded
from nyspor.desk.state import DeskState
from nyspor.desk.text_file import NotUtf8, shown_text
from nyspor.desk.text_form import EditedText
from nyspor.desk.texts import TextClash, UnknownText, WorkingText
from nyspor.front_matter.editing import CannotEdit
from nyspor.model.kinds import Entry
from nyspor.model.site import Link
from nyspor.model.values import Status
from nyspor.problems import N_, Problem
from nyspor.rules import errors
from nyspor.text.danish import short_moment
from nyspor.urls import locate_entry

CANNOT_EDIT = N_(
    "A field is written in a way in which it cannot be changed here. Nothing was saved; what you wrote stands below."
)
"""For a field whose YAML has references, say."""


SAVED = N_("Saved.")
NOTHING_SAID: Mapping[str, object] = {"error": "", "said": "", "link": None}
FIXED = N_("What could be corrected safely is corrected below. Read it, and save.")


def show(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """The page on which a text is edited."""
    found = _read(state, request)
    return _form_page(
        state, at, found, found.raw, said=SAVED if "gemt" in request.query_params else ""
    )


def save(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """Save what was sent, and do what the button says."""
    found, action = _read(state, request), sent.one("_do")
    entry = _entry(state, found)
    if not may_write(at.person, _kind(found), entry):
        raise HTTPException(403)
    raw = _sent_bytes(state, found, sent)
    if raw is None:
        return _form_page(state, at, found, found.raw, 422, error=CANNOT_EDIT)
    if action.startswith("add "):
        return _form_page(state, at, found, raw, more=action.removeprefix("add "))
    if action == "fix":
        return _form_page(state, at, found, fix_entry(raw, found.file), said=FIXED)
    try:
        saved = state.texts.save(
            found.file, sent.one("_base"), raw, at.person, _message(found, entry)
        )
    except TextClash as clash:
        return _clash_page(state, at, clash.current, raw)
    if saved.digest != found.digest:
        _note(state, at, "saved", saved)
    if action == "delete":
        return _delete(state, at, saved)
    if action == "share":
        return _form_page(state, at, saved, saved.raw, link=_shared_link(state, at, saved, sent))
    if action in ACTIONS:
        saved = ACTIONS[action](state, at, saved, sent)
    return RedirectResponse(f"/desk/text/{found.file}?gemt", 303)


def _read(state: DeskState, request: Request) -> WorkingText:
    try:
        return state.texts.read(request.path_params["file"])
    except UnknownText:
        raise HTTPException(404) from None


def _kind(text: WorkingText) -> str:
    location = locate_entry(text.file)
    assert location
    return location.kind


def _entry(state: DeskState, text: WorkingText) -> Entry | None:
    parsed = state.loaded().by_file.get(text.file)
    return parsed.entry if parsed else None


def _message(text: WorkingText, entry: Entry | None) -> str:
    return f"{entry.title if entry else text.file}: rettet"


def _sent_bytes(state: DeskState, found: WorkingText, sent: Sent) -> bytes | None:
    """The file with what was sent; None where a field cannot be changed."""
    base = state.texts.version(sent.one("_base")) or found.raw
    try:
        return EditedText.of(found.file, base).with_form(sent.values, choices_in(state.loaded()))
    except (CannotEdit, NotUtf8):
        return None


def _form_page(
    state: DeskState,
    at: At,
    found: WorkingText,
    raw: bytes,
    status: int = 200,
    more: str = "",
    **extra: object,
) -> Response:
    """The form with the text `raw`, which may be saved or not."""
    try:
        text = EditedText.of(found.file, raw)
    except NotUtf8:
        return shown(state, at, "unreadable", 422, file=found.file)
    content = state.loaded.with_text(found.file, raw)
    parsed = content.by_file[found.file]
    review = Reviews(state.database).find(found.file)
    kind = _kind(found)
    stage = stage_of(parsed.entry, review, found.digest, state.clock())
    approved = review is not None and review.approves(found.digest)
    problems = state.loaded.problems_with(content, found.file)
    context = {
        "file": found.file,
        "title": parsed.entry.title if parsed.entry else found.file,
        "kind": kind,
        "base": found.digest,
        "text": text,
        "fields": text.fields(choices_in(content), more),
        "problems": problems,
        "errors": errors(problems),
        "stage": stage,
        "review": review,
        "can_write": may_write(at.person, kind, parsed.entry),
        "can_approve": may_approve(at.person, parsed.entry) and review is not None and review.asked_by != at.person.key,
        "can_publish": may_publish(at.person, state.rules, kind, parsed.entry, approved),
        "needs_approval": state.rules.needs_approval(kind),
        "can_fix": fix_entry(raw, found.file) != raw,
        "due": _due(parsed.entry, state.clock()),
        **NOTHING_SAID,
        **extra,
    }  # fmt: skip
    return shown(state, at, "text", status, **context)


def _shared_link(state: DeskState, at: At, text: WorkingText, sent: Sent) -> Link:
    """A link that shows the text to somebody without access; its label is when it ends."""
    days = sent.one("_days")
    token, end = state.shared.sign(
        text.file, int(days) if days.isdecimal() and len(days) < 4 else 1, state.clock()
    )
    _note(state, at, "made a link to", text)
    return Link(short_moment(end), f"{state.pages.site.url}{urls.DESK}shown/{token}")


def shared(state: DeskState, request: Request, sent: Sent) -> Response:
    """The page of a text for whoever has a link to it."""
    try:
        found = state.texts.read(state.shared.read(request.path_params["token"], state.clock()))
        content = state.loaded.with_text(found.file, found.raw)
        return HTMLResponse(
            page_of(state.loaded, state.pages.site, state.pages.theme, content, found.file)
        )
    except (LinkEnded, UnknownText):
        return state.pages.page(
            "ended", language_of(request), 410, person=None, token="", code="ended"
        )
    except CannotShow:
        return state.pages.page(
            "ended", language_of(request), 503, person=None, token="", code="errors"
        )


def _due(entry: Entry | None, now: datetime) -> str:
    """When a text comes out that is published now: '' for at once."""
    return entry.date.iso if entry and entry.date and is_scheduled(entry, now) else ""


def _delete(state: DeskState, at: At, text: WorkingText) -> Response:
    """Delete a draft; Git still has it."""
    entry = _entry(state, text)
    if entry and entry.status is not Status.DRAFT:
        raise HTTPException(403)
    state.texts.delete(text.file, at.person, f"{entry.title if entry else text.file}: slettet")
    Reviews(state.database).end(text.file)
    _note(state, at, "deleted", text)
    return RedirectResponse("/desk/", 303)


def _clash_page(state: DeskState, at: At, current: WorkingText, own: bytes) -> Response:
    """Both versions, where two have changed the same lines."""
    texts = {"own": shown_text(own), "current": shown_text(current.raw)}
    return shown(state, at, "clash", 409, file=current.file, base=current.digest, **texts)


def page(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """The page of a text as it is saved."""
    found = _read(state, request)
    return _page(state, at, state.loaded.with_text(found.file, found.raw), found.file)


def page_of_form(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """The page of a text as it is typed, which is not saved."""
    found = _read(state, request)
    content = state.loaded.with_text(found.file, _sent_bytes(state, found, sent) or found.raw)
    return _page(state, at, content, found.file)


def _page(state: DeskState, at: At, content: ContentCollection, file: str) -> Response:
    try:
        return HTMLResponse(
            page_of(state.loaded, state.pages.site, state.pages.theme, content, file)
        )
    except CannotShow:
        return shown(state, at, "no_page", file=file, problems=_problems(state, content, file))


def findings_of_form(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """What the check says of a text as it is typed: a part of the page."""
    found = _read(state, request)
    content = state.loaded.with_text(found.file, _sent_bytes(state, found, sent) or found.raw)
    problems = _problems(state, content, found.file)
    return shown(state, at, "findings", file=found.file, problems=problems, errors=errors(problems))


def _problems(state: DeskState, content: ContentCollection, file: str) -> Sequence[Problem]:
    return state.loaded.problems_with(content, file)


def _ask(state: DeskState, at: At, text: WorkingText, sent: Sent) -> WorkingText:
    reviews = Reviews(state.database)
    reviews.ask(text.file, text.digest, at.person.key, sent.one("_note").strip(), state.clock())
    _note(state, at, "asked for approval", text)
    return text


def _approve(state: DeskState, at: At, text: WorkingText, sent: Sent) -> WorkingText:
    return _decide(state, at, text, sent, approved=True)


def _give_back(state: DeskState, at: At, text: WorkingText, sent: Sent) -> WorkingText:
    return _decide(state, at, text, sent, approved=False)


def _decide(state: DeskState, at: At, text: WorkingText, sent: Sent, approved: bool) -> WorkingText:
    reviews = Reviews(state.database)
    review = reviews.find(text.file)
    if (
        review is None
        or review.asked_by == at.person.key
        or not may_approve(at.person, _entry(state, text))
    ):
        raise HTTPException(403)
    answer = sent.one("_note").strip()
    reviews.decide(text.file, text.digest, at.person.key, approved, answer, state.clock())
    _note(state, at, "approved" if approved else "gave back", text)
    return text


def _publish(state: DeskState, at: At, text: WorkingText, sent: Sent) -> WorkingText:
    """Publish a text without errors; one with a date to come is planned by that."""
    content = state.loaded.with_text(text.file, text.raw)
    entry, review = content.by_file[text.file].entry, Reviews(state.database).find(text.file)
    approved = review is not None and review.approves(text.digest)
    if not may_publish(at.person, state.rules, _kind(text), entry, approved):
        raise HTTPException(403)
    if errors(_problems(state, content, text.file)):
        return text  # the page says what is to be put right
    edited = EditedText.of(text.file, text.raw)
    saved = _with_field(state, at, text, edited, "status", None, "udgivet")
    Reviews(state.database).end(text.file)
    _note(state, at, "published", saved)
    return saved


def _take_off(state: DeskState, at: At, text: WorkingText, sent: Sent) -> WorkingText:
    """Make a draft of a text again."""
    edited = EditedText.of(text.file, text.raw)
    saved = _with_field(state, at, text, edited, "status", "kladde", "taget af siden")
    _note(state, at, "took off", saved)
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
    entry = _entry(state, text)
    message = f"{entry.title if entry else text.file}: {what}"
    return state.texts.save(
        text.file, text.digest, edited.with_field(name, value), at.person, message
    )


def _note(state: DeskState, at: At, action: str, text: WorkingText) -> None:
    note(state.database, AuditLine(state.clock(), at.person.key, action, text.file))


ACTIONS = {
    "ask": _ask,
    "approve": _approve,
    "give back": _give_back,
    "publish": _publish,
    "take off": _take_off,
}
"""What the buttons do besides saving, by the value that they send."""
