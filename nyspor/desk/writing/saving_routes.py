"""Saving a text: what was sent is kept whatever happens, and what the button says is done."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from nyspor.content.fixes import fix_entry
from nyspor.desk.answers import At, Sent
from nyspor.desk.approval.plans import Plans, is_as_asked
from nyspor.desk.forms.field_rows import pressed
from nyspor.desk.people.permissions import (
    NeedsAdministrator,
    NeedsApproval,
    is_held,
    is_public,
    may_approve,
    refuse_new_receiver,
)
from nyspor.desk.state import DeskState
from nyspor.desk.store.journal import Journal, Unsaved
from nyspor.desk.store.texts import ChangedMeanwhile, TextClash, WorkingText
from nyspor.desk.writing.clash_page import clash_page
from nyspor.desk.writing.new_errors import WouldComeOff, refuse_new_errors
from nyspor.desk.writing.text_routes import (
    Refusal,
    form_page,
    other_words,
    read_text,
    require_writer,
    sent_bytes,
)
from nyspor.desk.writing.way import (
    ACTIONS,
    DECISIONS,
    HasErrors,
    NoReason,
    delete,
    discard_correction,
    note_of,
    shared_link,
)
from nyspor.front_matter.editing import CannotEdit
from nyspor.problems import N_, T_
from nyspor.publishing.content_history import GitFailed

NEEDS_APPROVAL = N_(
    "Somebody else must approve this before it is published. It is not saved, but kept for you. Make it a draft and ask for approval, or ask an editor."
)
CANNOT_EDIT = N_(
    "A field is written in a way in which it cannot be changed here. Nothing was saved; what you wrote stands below."
)
"""For a field whose YAML has references, say."""

CHANGED = N_(
    "Somebody has changed the text since you opened it. It stands below as it is now: read it, and press again."
)

NOT_FETCHED = N_(
    "You have changes to this text that are not saved. Get them or discard them first: they are named at the top."
)
"""Else the text would be read, or come out, without them."""

OTHER_MOMENT = N_(
    "Saved, but not published: the date was changed after you were asked. The button says when the text comes out now; press it again."
)
"""Else a text would come out now, or later, without anybody having agreed to that."""

NEEDS_ADMINISTRATOR = N_(
    "Not saved. Only an administrator can change who the sign-ups are delivered to, since they see who has signed up."
)

NOT_RECORDED = N_(
    "Your words are saved, but could not be written into the history: another program is at work in it, or the disk is full. They are with the next save."
)
"""Git has a lock or no room, or a hook of the site refuses."""

NO_REASON = N_(
    "Not sent back yet. Write in “A word to your colleague” what is to be changed, and press the button again."
)

FIXED = N_("What could be corrected safely is corrected below. Read it, and save.")

log = logging.getLogger("nyspor.desk")


def save(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """Save what was sent, and do what the button says."""
    found, action = read_text(state, request), sent.one("_do")
    require_writer(state, at, found)
    row = pressed(sent.values, action)
    sent = replace(sent, values=row.form) if row else sent
    try:
        raw = sent_bytes(state, found, sent)
    except CannotEdit:
        raw = sent_bytes(state, found, sent, leaves_out=True)
        return shown_again(state, at, found, raw, sent, status=422, error=CANNOT_EDIT)
    if row:
        return shown_again(state, at, found, raw, sent, more=row.more, focus=row.focus)
    if action == "fix":
        return shown_again(state, at, found, fix_entry(raw, found.file), sent, said=FIXED)
    return save_text(state, at, found, raw, sent)


def shown_again(
    state: DeskState, at: At, found: WorkingText, raw: bytes, sent: Sent, **shown: Any
) -> Response:
    """The form with what was typed and is not saved, which is kept in the journal."""
    base, draft = sent.one("_base"), sent.one("_draft")
    keep_words(state, at, found, Unsaved(draft, base, raw, state.clock()))
    return form_page(state, at, found, raw, base=base, draft=draft, **shown)


def save_text(state: DeskState, at: At, found: WorkingText, raw: bytes, sent: Sent) -> Response:
    """Save a text that changes the version `_base`, and do what the button says."""
    base, draft, action = sent.one("_base"), sent.one("_draft"), sent.one("_do")
    if action == "discard correction":
        return _discard_correction(state, at, found, raw, sent)
    try:
        if action != "take off":
            refuse_new_errors(state, at.person, found, base, raw)
        saved = save_by_rule(state, at, found, base, raw, _message(found))
        state.loaded.scan_again()
        Journal(state.database).drop(at.person.key, found.file, draft)
        if saved.digest != found.digest:
            note_of(state, at, T_("saved"), saved)
        return _do(state, at, saved, raw, sent)
    except NeedsApproval:
        return shown_again(state, at, found, raw, sent, status=403, error=NEEDS_APPROVAL)
    except NeedsAdministrator:
        return shown_again(state, at, found, raw, sent, status=403, error=NEEDS_ADMINISTRATOR)
    except WouldComeOff as off:
        return shown_again(state, at, found, raw, sent, status=422, refusal=off.refusal)
    except TextClash as clash:
        keep_words(state, at, found, Unsaved(draft, base, raw, state.clock()))
        return clash_page(state, at, clash, draft)
    except GitFailed as failed:
        log.error("Git did not take %s: %s", found.file, failed)
        saved = state.texts.read(found.file)
        return form_page(state, at, saved, saved.raw, 503, draft=draft, error=NOT_RECORDED)


def save_by_rule(
    state: DeskState, at: At, found: WorkingText, base: str, raw: bytes, message: str
) -> WorkingText:
    """Save a text, or keep the change as a correction where somebody else must approve it.

    Raises `NeedsApproval`, `NeedsAdministrator`, and what `Texts.save` raises.
    """

    def waits(before: WorkingText, after: WorkingText) -> bool:
        if _has_been_out(state, before):
            refuse_new_receiver(at.person, before.entry, after.entry)
        return is_held(at.person, state.rules, found.kind, before.known, after.entry)

    saved = state.texts.save(found.file, base, raw, at.person, message, waits)
    if (
        saved.raw == raw != found.raw
        and not saved.correction
        and may_approve(at.person, saved.entry)
    ):
        Plans(state.database).renew(saved, at.person.key)
    return saved


def _has_been_out(state: DeskState, text: WorkingText) -> bool:
    """Whether residents can have seen a text, and signed up to a group."""
    shown = state.publication is not None and state.publication.has_shown(text.file)
    return shown or is_public(text.entry)


def _do(state: DeskState, at: At, saved: WorkingText, raw: bytes, sent: Sent) -> Response:
    """Do what the button says with a text that is saved; `raw` is what whoever pressed it has seen."""
    action = sent.one("_do")
    if action == "delete":
        return delete(state, at, saved)
    if action.startswith("picture "):
        return _to_picture(state, saved, action.removeprefix("picture "), sent)
    if action == "share":
        return form_page(state, at, saved, saved.raw, link=shared_link(state, at, saved, sent))
    if action in DECISIONS and saved.raw != raw:
        return form_page(state, at, saved, saved.raw, 409, error=CHANGED)
    if action in (*DECISIONS, "ask") and other_words(state, at, saved, sent.one("_draft")):
        return form_page(state, at, saved, saved.raw, 409, error=NOT_FETCHED)
    if action == "publish" and not _is_as_asked(state, saved, sent):
        return form_page(state, at, saved, saved.raw, 409, error=OTHER_MOMENT)
    if action in ACTIONS:
        try:
            saved = ACTIONS[action](state, at, saved, sent)
        except CannotEdit:
            return form_page(state, at, saved, saved.raw, 422, error=CANNOT_EDIT)
        except ChangedMeanwhile:
            now = state.texts.read(saved.file)
            return form_page(state, at, now, now.raw, 409, error=CHANGED)
        except NoReason:
            return form_page(state, at, saved, saved.raw, 422, error=NO_REASON)
        except HasErrors as found:
            refusal = Refusal("publish", found.errors)
            return form_page(state, at, saved, saved.raw, 422, refusal=refusal)
        return RedirectResponse(f"/desk/text/{saved.file}?{urlencode({'gjort': action})}", 303)
    return RedirectResponse(f"/desk/text/{saved.file}?gemt", 303)


def _is_as_asked(state: DeskState, saved: WorkingText, sent: Sent) -> bool:
    """Whether the page asked about the moment at which the text would come out; that of a correction has none."""
    asked = sent.one("_begins") if "_begins" in sent.values else None
    return asked is None or is_as_asked(asked, saved.entry, state.clock())


def _discard_correction(
    state: DeskState, at: At, found: WorkingText, raw: bytes, sent: Sent
) -> Response:
    """Throw a correction away, which whoever does it can still get back from their journal."""
    if found.correction:
        base = state.texts.remember(found.correction.base)
        keep_words(state, at, found.in_file, Unsaved(sent.one("_draft"), base, raw, state.clock()))
        discard_correction(state, at, found)
    return RedirectResponse(f"/desk/text/{found.file}", 303)


def _to_picture(state: DeskState, text: WorkingText, place: str, sent: Sent) -> Response:
    """Go to where a picture is chosen; or told of in words, where it is there: `again`, or dropped and sent in."""
    entry = text.entry
    known = entry.image.file if place == "again" and entry and entry.image else ""
    picture = sent.one("_picture") or known
    asked = {"place": place, "line": sent.one("_line"), "picture": picture}
    query = urlencode({name: value for name, value in asked.items() if value})
    step = "picture-words" if picture else "picture"
    return RedirectResponse(f"/desk/{step}/{text.file}?{query}", 303)


def keep_words(state: DeskState, at: At, text: WorkingText, words: Unsaved) -> None:
    """Keep unsaved words; those that are in the text already are forgotten."""
    journal = Journal(state.database)
    if words.raw == text.raw:
        journal.drop(at.person.key, text.file, words.draft)
    else:
        journal.keep(at.person.key, text.file, words)


def _message(text: WorkingText) -> str:
    return f"{text.title}: rettet"
