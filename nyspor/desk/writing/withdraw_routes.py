"""Withdrawing a text for good: what will happen, the reason, and how it went."""

from __future__ import annotations

from datetime import timedelta

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from nyspor.desk.answers import At, Sent, shown
from nyspor.desk.approval.withdrawing import Withdrawer, Withdrawn, WithdrawnTexts
from nyspor.desk.people.audit import AuditLine, note
from nyspor.desk.people.permissions import may_approve, may_take_off
from nyspor.desk.state import DeskState
from nyspor.desk.store.texts import UnknownText, WorkingText
from nyspor.desk.writing.text_routes import read_text
from nyspor.problems import T_
from nyspor.publishing.withdrawals import Reason
from nyspor.urls import entry_address, locate_entry

REASONS = {
    Reason.CONSENT: T_("Somebody has withdrawn their consent"),
    Reason.REQUEST: T_("Somebody has asked for it"),
    Reason.MISTAKE: T_("It is a mistake"),
    Reason.UNLAWFUL: T_("It is against the law"),
    Reason.OTHER: T_("Something else"),
}

LONGEST = timedelta(hours=1)
"""What has not ended after so long has been stopped, as with the service."""


def ask_withdrawal(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """The page that tells what will happen, or how it goes with a withdrawal that has begun."""
    file = request.path_params["file"]
    known = WithdrawnTexts(state.database).find(file)
    if known and (_is_running(state, known) or not _is_there(state, file)):
        return _told(state, at, known)
    return _asked(state, at, _text(state, at, request))


def withdraw(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """Begin to withdraw a text, where that was confirmed."""
    text, withdrawer = _text(state, at, request), state.withdrawer
    known = WithdrawnTexts(state.database).find(text.file)
    if withdrawer is None:
        raise HTTPException(404)
    if known and _is_running(state, known):
        return _told(state, at, known)
    reason = sent.one("reason")
    if sent.one("confirmed") != "yes" or reason not in REASONS:
        return _asked(state, at, text, reason, 422)
    _begin(state, at, text, Reason(reason), withdrawer)
    return RedirectResponse(f"/desk/withdraw/{text.file}", 303)


def _begin(
    state: DeskState, at: At, text: WorkingText, reason: Reason, withdrawer: Withdrawer
) -> None:
    texts, person = WithdrawnTexts(state.database), at.person
    texts.begin(text.file, text.title, person.key, state.clock())
    note(state.database, AuditLine(state.clock(), person.key, T_("withdrew"), text.file))

    def work() -> None:
        outcome = False, ""
        try:
            outcome = withdrawer.run(text.file, reason, person.display_name)
        finally:
            texts.end(text.file, outcome, state.clock())

    withdrawer.start(work)


def _text(state: DeskState, at: At, request: Request) -> WorkingText:
    """The text that an address names, which whoever asks must be allowed to take off the site."""
    text = read_text(state, request)
    if not may_take_off(at.person, state.rules, text.kind, text.in_file.entry):
        raise HTTPException(403)
    return text


def _is_running(state: DeskState, known: Withdrawn) -> bool:
    return known.ended is None and state.clock() - known.begun < LONGEST


def _is_there(state: DeskState, file: str) -> bool:
    try:
        state.texts.look_at(file)
    except UnknownText:
        return False
    return True


def _asked(
    state: DeskState, at: At, text: WorkingText, reason: str = "", status: int = 200
) -> Response:
    location = locate_entry(text.file)
    assert location
    linking = [
        parsed
        for parsed in state.loaded().parsed_entries
        if parsed.file != text.file and text.file in parsed.references.links
    ]
    known = WithdrawnTexts(state.database).find(text.file)
    return shown(
        state, at, "withdraw", status, file=text.file, title=text.title, reasons=REASONS, reason=reason,
        address=entry_address(*location), linking=linking, before=known, can_withdraw=state.withdrawer is not None,
    )  # fmt: skip


def _told(state: DeskState, at: At, known: Withdrawn) -> Response:
    if at.person.key != known.person and not may_approve(at.person):
        raise HTTPException(403)
    return shown(state, at, "withdrawn", known=known, is_running=_is_running(state, known))
