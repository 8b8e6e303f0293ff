"""Who is signed in, and who did what: one's own sessions for everybody, the rest for administrators."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from nyspor.desk.answers import At, Sent, names_of, shown
from nyspor.desk.front.residents import SENT, titles_of_sent
from nyspor.desk.people.audit import AuditLine, latest, note
from nyspor.desk.people.sessions import Session
from nyspor.desk.state import DeskState
from nyspor.problems import T_
from nyspor.urls import DESK

LINES = 100
"""The lines on a page of the audit log."""


def sessions(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """One's own sessions, and for administrators those of the others."""
    found = _seen_by(state, at)
    own = [each for each in found if each.person == at.person.key]
    others = [each for each in found if each.person != at.person.key]
    return shown(state, at, "sessions", own=own, others=others, current=at.session.number, names=names_of(state.staff()))  # fmt: skip


def end_sessions(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """End one session, or all of one's own but this one."""
    found = _seen_by(state, at)
    if sent.one("_do") == "others":
        chosen = [
            each
            for each in found
            if each.person == at.person.key and each.number != at.session.number
        ]
    else:
        chosen = [each for each in found if str(each.number) == sent.one("number")]
        if not chosen:
            raise HTTPException(404)
    state.sessions.end(*(each.number for each in chosen))
    for person in {each.person for each in chosen}:
        line = AuditLine(state.clock(), at.person.key, T_("ended a session of"), person)
        note(state.database, line)
    return RedirectResponse(f"{DESK}sessions", 303)


def _seen_by(state: DeskState, at: At) -> list[Session]:
    """The sessions that somebody may see and end."""
    found = state.sessions.all(state.clock())
    if at.person.is_administrator:
        return found
    return [each for each in found if each.person == at.person.key]


def audit(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """Who did what, the latest first, for administrators."""
    if not at.person.is_administrator:
        raise HTTPException(403)
    before = request.query_params.get("before", "")
    number = int(before) if before.isascii() and before.isdecimal() and len(before) < 16 else None
    lines = latest(state.database, LINES, number)
    files = {parsed.file: parsed.entry for parsed in state.loaded().parsed_entries}
    titles = {file: entry.title for file, entry in files.items() if entry}
    return shown(
        state,
        at,
        "audit",
        lines=lines,
        is_full=len(lines) == LINES,
        titles=titles,
        sent=SENT,
        sent_titles=titles_of_sent(
            state, {line.file for line in lines if line.file.startswith(SENT)}
        ),
        names=names_of(state.staff()),
    )
