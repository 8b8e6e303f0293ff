"""Who is at the desk: chosen from staff.yaml, in the preview of this machine alone."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from nyspor.desk.answers import At, Sent, language_of
from nyspor.desk.audit import AuditLine, note
from nyspor.desk.sessions import COOKIE, LIFETIME
from nyspor.desk.state import DeskState


def ask(state: DeskState, request: Request, sent: Sent) -> Response:
    """The page that asks who one is."""
    if not state.picks_person:
        raise HTTPException(404)
    people = [*state.staff()]
    return state.pages.page("who", language_of(request), person=None, token="", people=people)


def pick(state: DeskState, request: Request, sent: Sent) -> Response:
    """Begin a session as one of the staff."""
    person = state.staff().find(sent.one("person"))
    if not state.picks_person or person is None:
        raise HTTPException(404)
    session, cookie = state.sessions.begin(person.key, state.clock())
    note(state.database, AuditLine(session.begun, person.key, "signed in"))
    answer = RedirectResponse("/desk/", 303)
    seconds = int(LIFETIME.total_seconds())
    secure = request.url.scheme == "https"
    answer.set_cookie(
        COOKIE, cookie, max_age=seconds, path="/desk/", secure=secure, httponly=True, samesite="strict"
    )  # fmt: skip
    return answer


def leave(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """End the session of this browser."""
    answer = RedirectResponse("/desk/who", 303)
    answer.delete_cookie(COOKIE, path="/desk/")
    return answer
