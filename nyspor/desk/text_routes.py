"""Editing a text: the form, saving it, its page beside it, and its way to publication."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from nyspor import urls
from nyspor.content.choices import choices_in
from nyspor.content.collection import is_scheduled
from nyspor.content.entry_reader import read_or_report
from nyspor.content.fixes import fix_entry
from nyspor.desk.answers import At, Sent, language_of, shown
from nyspor.desk.audit import AuditLine, note
from nyspor.desk.building_blocks import block_examples
from nyspor.desk.clash_page import clash_page
from nyspor.desk.earlier_versions import brought_back, version_of
from nyspor.desk.journal import Journal, Unsaved
from nyspor.desk.open_texts import open_now
from nyspor.desk.page_beside import CannotShow, page_of
from nyspor.desk.permissions import may_approve, may_publish, may_write
from nyspor.desk.picture_files import MOST_BYTES
from nyspor.desk.picture_list import picture_of
from nyspor.desk.rendition_files import rendition_answer, shown_from
from nyspor.desk.reviews import Reviews, stage_of
from nyspor.desk.shared_pages import LinkEnded
from nyspor.desk.state import DeskState
from nyspor.desk.text_file import NotUtf8
from nyspor.desk.text_form import EditedText
from nyspor.desk.texts import TextClash, UnknownText, WorkingText
from nyspor.front_matter.editing import CannotEdit
from nyspor.model.kinds import Entry
from nyspor.model.site import Link
from nyspor.model.values import Status
from nyspor.problems import N_, T_, Problem
from nyspor.publishing.content_history import GitFailed
from nyspor.rules import errors
from nyspor.text.danish import short_moment
from nyspor.urls import locate_entry

NEEDS_APPROVAL = N_(
    "Somebody else must approve this before it is published. It is not saved, but kept for you. Make it a draft and ask for approval, or ask an editor."
)
CANNOT_EDIT = N_(
    "A field is written in a way in which it cannot be changed here. Nothing was saved; what you wrote stands below."
)
"""For a field whose YAML has references, say."""

NOT_RECORDED = N_(
    "Your words are saved, but could not be written into the history, since another program is at work in it. They are with the next save."
)
"""Git has a lock, or a hook of the site refuses."""

log = logging.getLogger("nyspor.desk")


SAVED = N_("Saved.")
NOTHING_SAID: Mapping[str, object] = {"error": "", "said": "", "link": None, "restored": None}
FIXED = N_("What could be corrected safely is corrected below. Read it, and save.")


def show(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """The page on which a text is edited: as it is saved, or with unsaved words, or as it was at an earlier version."""
    found, query = read_text(state, request), request.query_params
    if words := _unsaved(state, at, found, query.get("ord", "")):
        raw, base = state.texts.brought_forward(found, words.base, words.raw)
        return form_page(state, at, found, raw, base=base, draft=words.draft)
    if version := version_of(state, found, query.get("udgave", "")):
        raw = brought_back(state, found, version)
        return form_page(state, at, found, raw, restored=version)
    return form_page(state, at, found, found.raw, said=SAVED if "gemt" in query else "")


def _other_words(state: DeskState, at: At, found: WorkingText, draft: str) -> list[Unsaved]:
    """Somebody's unsaved words from other pages than this."""
    kept = Journal(state.database).all(at.person.key, found.file)
    others = (words for words in kept if words.draft != draft)
    forward = state.texts.brought_forward
    return [words for words in others if forward(found, words.base, words.raw)[0] != found.raw]


def _unsaved(state: DeskState, at: At, found: WorkingText, draft: str) -> Unsaved | None:
    kept = Journal(state.database).all(at.person.key, found.file) if draft else []
    return next((words for words in kept if words.draft == draft), None)


def save(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """Save what was sent, and do what the button says."""
    found, action = read_text(state, request), sent.one("_do")
    require_writer(state, at, found)
    try:
        raw = sent_bytes(state, found, sent)
    except CannotEdit:
        raw = sent_bytes(state, found, sent, leaves_out=True)
        return _shown_again(state, at, found, raw, sent, status=422, error=CANNOT_EDIT)
    if action.startswith("add "):
        more = action.removeprefix("add ")
        return _shown_again(state, at, found, raw, sent, more=more)
    if action == "fix":
        return _shown_again(state, at, found, fix_entry(raw, found.file), sent, said=FIXED)
    return save_text(state, at, found, raw, sent)


def _shown_again(
    state: DeskState, at: At, found: WorkingText, raw: bytes, sent: Sent, **shown: Any
) -> Response:
    """The form with what was typed and is not saved, which is kept in the journal."""
    base, draft = sent.one("_base"), sent.one("_draft")
    keep_words(state, at, found, Unsaved(draft, base, raw, state.clock()))
    return form_page(state, at, found, raw, base=base, draft=draft, **shown)


def save_text(state: DeskState, at: At, found: WorkingText, raw: bytes, sent: Sent) -> Response:
    """Save a text that changes the version `_base`, and do what the button says."""
    base, draft, action = sent.one("_base"), sent.one("_draft"), sent.one("_do")
    if not _may_save(state, at, found, raw):
        return _shown_again(state, at, found, raw, sent, status=403, error=NEEDS_APPROVAL)
    try:
        saved = state.texts.save(
            found.file, base, raw, at.person, _message(found, _entry(state, found))
        )
    except TextClash as clash:
        keep_words(state, at, found, Unsaved(draft, base, raw, state.clock()))
        return clash_page(state, at, clash, draft)
    except GitFailed as failed:
        log.error("Git did not take %s: %s", found.file, failed)
        saved = state.texts.read(found.file)
        return form_page(state, at, saved, saved.raw, 503, draft=draft, error=NOT_RECORDED)
    state.loaded.scan_again()
    Journal(state.database).drop(at.person.key, found.file, draft)
    if saved.digest != found.digest:
        _note(state, at, "saved", saved)
    if action == "delete":
        return _delete(state, at, saved)
    if action.startswith("picture "):
        return _to_picture(state, saved, action.removeprefix("picture "), sent)
    if action == "share":
        return form_page(state, at, saved, saved.raw, link=_shared_link(state, at, saved, sent))
    if action in ACTIONS:
        try:
            saved = ACTIONS[action](state, at, saved, sent)
        except CannotEdit:
            return form_page(state, at, saved, saved.raw, 422, error=CANNOT_EDIT)
    return RedirectResponse(f"/desk/text/{found.file}?gemt", 303)


def _to_picture(state: DeskState, text: WorkingText, place: str, sent: Sent) -> Response:
    """Go to where a picture is chosen; or told of in words, where it is there: `again`, or dropped and sent in."""
    entry = _entry(state, text)
    known = entry.image.file if place == "again" and entry and entry.image else ""
    picture = sent.one("_picture") or known
    asked = {"place": place, "line": sent.one("_line"), "picture": picture}
    query = urlencode({name: value for name, value in asked.items() if value})
    step = "picture-words" if picture else "picture"
    return RedirectResponse(f"/desk/{step}/{text.file}?{query}", 303)


def _may_save(state: DeskState, at: At, found: WorkingText, raw: bytes) -> bool:
    """Whether somebody may save these bytes: none publishes a text, or changes a published one, past the rules of approval."""
    before, after = _entry(state, found), _entry(state, WorkingText(found.file, raw))
    if raw == found.raw or not _is_public(after):
        return True
    if _is_public(before):
        return not state.rules.needs_approval(_kind(found)) or may_approve(at.person, before)
    return may_publish(at.person, state.rules, _kind(found), after, is_approved=False)


def _is_public(entry: Entry | None) -> bool:
    """Whether residents see a text, now or once its date has come."""
    return entry is not None and entry.status is not Status.DRAFT


def require_writer(state: DeskState, at: At, text: WorkingText) -> None:
    """Raise `HTTPException` (403) where somebody may not change a text."""
    if not may_write(at.person, _kind(text), _entry(state, text)):
        raise HTTPException(403)


def keep_words(state: DeskState, at: At, text: WorkingText, words: Unsaved) -> None:
    """Keep unsaved words; those that are in the text already are forgotten."""
    journal = Journal(state.database)
    if words.raw == text.raw:
        journal.drop(at.person.key, text.file, words.draft)
    else:
        journal.keep(at.person.key, text.file, words)


def read_text(state: DeskState, request: Request) -> WorkingText:
    """The text that an address names. Raises `HTTPException` (404)."""
    try:
        return state.texts.read(request.path_params["file"])
    except UnknownText:
        raise HTTPException(404) from None


def _kind(text: WorkingText) -> str:
    location = locate_entry(text.file)
    assert location
    return location.kind


def _entry(state: DeskState, text: WorkingText) -> Entry | None:
    location = locate_entry(text.file)
    assert location
    return read_or_report(text.raw, text.file, location).entry


def _message(text: WorkingText, entry: Entry | None) -> str:
    return f"{entry.title if entry else text.file}: rettet"


def sent_bytes(state: DeskState, found: WorkingText, sent: Sent, leaves_out: bool = False) -> bytes:
    """The file that a form shows, with what was sent; where it `leaves_out`, without what cannot be changed.

    Raises `CannotEdit`.
    """
    names = (sent.one("_shown"), sent.one("_base"))
    shown_raw = next(filter(None, map(state.texts.version, names)), found.raw)
    try:
        edited = EditedText.of(found.file, shown_raw)
    except NotUtf8:
        raise HTTPException(422) from None
    return edited.with_form(sent.values, choices_in(state.loaded.as_known()), leaves_out)


def form_page(
    state: DeskState,
    at: At,
    found: WorkingText,
    raw: bytes,
    status: int = 200,
    more: str = "",
    base: str = "",
    draft: str = "",
    **extra: object,
) -> Response:
    """The form with the text `raw`, which may be saved or not.

    It changes the version with the digest `base`, the saved one if that is not given; what is typed on it is
    kept under the name `draft`.
    """
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
    problems = _problems(state, found.file, raw)
    draft = draft or token_urlsafe(9)
    context = {
        **open_now(state, at, found, base or found.digest),
        "file": found.file,
        "title": parsed.entry.title if parsed.entry else found.file,
        "kind": kind,
        "base": base or found.digest,
        "shown": state.texts.remember(raw),
        "draft": draft,
        "unsaved": _other_words(state, at, found, draft),
        "text": text,
        "fields": text.fields(choices_in(content), more),
        "problems": problems,
        "errors": errors(problems),
        "stage": stage,
        "review": review,
        "can_write": may_write(at.person, kind, parsed.entry),
        "can_approve": may_approve(at.person, parsed.entry) and review is not None and review.asked_by != at.person.key,
        "can_publish": may_publish(at.person, state.rules, kind, parsed.entry, approved),
        "blocks": block_examples(),
        "has_editor": state.pages.has_editor,
        "needs_approval": state.rules.needs_approval(kind),
        "can_fix": fix_entry(raw, found.file) != raw,
        "most_bytes": MOST_BYTES,
        "picture": picture_of(content, parsed.entry),
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
    _note(state, at, T_("made a link to"), text)
    return Link(short_moment(end), f"{state.pages.site.url}{urls.DESK}shown/{token}")


def shared(state: DeskState, request: Request, sent: Sent) -> Response:
    """The page of a text for whoever has a link to it."""
    try:
        found = state.texts.read(state.shared.read(request.path_params["token"], state.clock()))
        content = state.loaded.with_text(found.file, found.raw)
        html = page_of(state.loaded, state.pages.site, state.pages.theme, content, found.file)
        return HTMLResponse(shown_from(html, f"{request.url.path}/"))
    except (LinkEnded, UnknownText):
        return state.pages.page(
            "ended", language_of(request), 410, person=None, token="", code="ended"
        )
    except CannotShow:
        return state.pages.page(
            "ended", language_of(request), 503, person=None, token="", code="errors"
        )


def shared_rendition(state: DeskState, request: Request, sent: Sent) -> Response:
    """A picture of the page of a text, for whoever has a link to it."""
    try:
        state.shared.read(request.path_params["token"], state.clock())
    except LinkEnded:
        raise HTTPException(404) from None
    return rendition_answer(state.loaded, state.renditions, request.path_params["name"])


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
    _note(state, at, T_("deleted"), text)
    return RedirectResponse("/desk/", 303)


def page(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """The page of a text as it is saved."""
    found = read_text(state, request)
    return _page(state, at, found.file, found.raw)


def page_of_form(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """The page of a text as it is typed, which is not saved."""
    found = read_text(state, request)
    raw = sent_bytes(state, found, sent, leaves_out=True)
    return _page(state, at, found.file, raw)


def _page(state: DeskState, at: At, file: str, raw: bytes) -> Response:
    content = state.loaded.with_text(file, raw)
    try:
        html = page_of(state.loaded, state.pages.site, state.pages.theme, content, file)
        return HTMLResponse(shown_from(html, f"{urls.DESK}rendition/"))
    except CannotShow:
        return shown(state, at, "no_page", file=file, problems=_problems(state, file, raw))


def findings_of_form(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """What the check says of a text as it is typed: a part of the page."""
    found = read_text(state, request)
    raw = sent_bytes(state, found, sent, leaves_out=True)
    problems = _problems(state, found.file, raw)
    return shown(state, at, "findings", file=found.file, problems=problems, errors=errors(problems))


def _problems(state: DeskState, file: str, raw: bytes) -> Sequence[Problem]:
    """What the check says of a text. A draft is judged as it would be once it is published, so that nothing comes as a surprise."""
    content = state.loaded.with_text(file, raw)
    entry = content.by_file[file].entry
    if entry and entry.status is Status.DRAFT:
        with suppress(CannotEdit):  # what keeps its status from being changed is told first
            published = EditedText.of(file, raw).with_field("status", Status.PUBLISHED.word)
            content = state.loaded.with_text(file, published)
    return state.loaded.problems_with(content, file)


def _ask(state: DeskState, at: At, text: WorkingText, sent: Sent) -> WorkingText:
    reviews = Reviews(state.database)
    reviews.ask(text.file, text.digest, at.person.key, sent.one("_note").strip(), state.clock())
    _note(state, at, T_("asked for approval"), text)
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
    _note(state, at, T_("approved") if approved else T_("gave back"), text)
    return text


def _publish(state: DeskState, at: At, text: WorkingText, sent: Sent) -> WorkingText:
    """Publish a text without errors; one with a date to come is planned by that."""
    content = state.loaded.with_text(text.file, text.raw)
    entry, review = content.by_file[text.file].entry, Reviews(state.database).find(text.file)
    approved = review is not None and review.approves(text.digest)
    if not may_publish(at.person, state.rules, _kind(text), entry, approved):
        raise HTTPException(403)
    if errors(_problems(state, text.file, text.raw)):
        return text  # the page says what is to be put right
    edited = EditedText.of(text.file, text.raw)
    saved = _with_field(state, at, text, edited, "status", None, "udgivet")
    Reviews(state.database).end(text.file)
    _note(state, at, T_("published"), saved)
    return saved


def _take_off(state: DeskState, at: At, text: WorkingText, sent: Sent) -> WorkingText:
    """Make a draft of a text again."""
    edited = EditedText.of(text.file, text.raw)
    saved = _with_field(state, at, text, edited, "status", "kladde", "taget af siden")
    _note(state, at, T_("took off"), saved)
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
