"""What every route of the desk is given, and what they answer with alike."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from nyspor.desk.people.sessions import COOKIE, Session
from nyspor.desk.state import DeskState
from nyspor.forms_service.records import normal_address
from nyspor.staff.records import Staff, StaffMember
from nyspor.text.language import DEFAULT_LANGUAGE

LANGUAGE = "nyspor-desk-language"
"""The cookie with the language that somebody has chosen."""
LANGUAGES = (DEFAULT_LANGUAGE, "en")


@dataclass(frozen=True)
class SentFile:
    """A file as it was sent: the name that it had, and what is in it."""

    name: str
    raw: bytes = field(repr=False)


@dataclass(frozen=True)
class Sent:
    """A form as it was sent, and the file that was chosen in it."""

    values: Mapping[str, Sequence[str]]
    file: SentFile | None = None

    def one(self, name: str) -> str:
        """Return the value of a field; '' where there is none."""
        found = self.values.get(name)
        return found[0] if found else ""


@dataclass(frozen=True)
class At:
    """Who is at the desk, in which session, and in which language."""

    person: StaffMember
    session: Session
    language: str = DEFAULT_LANGUAGE

    @classmethod
    def of(cls, state: DeskState, request: Request) -> At | None:
        """Return who sent a request; None where nobody is signed in.

        The session of somebody who is in the staff no more, or has another address there, ends; so does that of one person where a
        proxy says that it is somebody else's turn.
        """
        session = state.sessions.read(request.cookies.get(COOKIE, ""), state.clock())
        if session is None:
            return None
        person = state.staff().find(session.person)
        said = state.sign_in.proxy_says(request) if state.sign_in else None
        if (
            person is None
            or not session.is_of(person)
            or said not in (None, normal_address(person.mailbox.address))
        ):
            state.sessions.end(session.number)
            return None
        return cls(person, session, language_of(request))


Answer = Callable[[DeskState, At, Request, Sent], Response]
LoopAnswer = Callable[[DeskState, At, Request, Sent], Awaitable[Response]]
"""The same in the loop that serves the desk, for what waits for the forms service."""
OpenAnswer = Callable[[DeskState, Request, Sent], Response]
"""The same for those that need no session."""


def language_of(request: Request) -> str:
    """Return the language that somebody has chosen at the desk."""
    chosen = request.cookies.get(LANGUAGE)
    return chosen if chosen in LANGUAGES else DEFAULT_LANGUAGE


def names_of(staff: Staff) -> dict[str, str]:
    """Return what pages call everybody in the staff, by key."""
    return {each.key: each.display_name for each in staff}


def shown(
    state: DeskState, at: At, template: str, status: int = 200, **context: object
) -> Response:
    """A page of the desk for somebody who is signed in."""
    token = state.sessions.form_token(at.session)
    return state.pages.page(template, at.language, status, person=at.person, token=token, **context)


def refused(state: DeskState, at: At | None, status: int) -> Response:
    """The page that says that something is not there, not allowed, or did not come from the desk."""
    language, person = (at.language, at.person) if at else (DEFAULT_LANGUAGE, None)
    return state.pages.page("refused", language, status, person=person, token="", code=status)


def not_from_session(state: DeskState, at: At | None, request: Request, sent: Sent) -> Response:
    """The page for a form whose session has ended: what was written is in it, to be sent again once one is signed in."""
    return _sent_back(state, at, request, sent, 403)


def not_written(state: DeskState, at: At | None, request: Request, sent: Sent) -> Response:
    """The page where the server could not write: what was sent is in it, to be sent again."""
    if not sent.values:
        return refused(state, at, 507)
    return _sent_back(state, at, request, sent, 507)


def _sent_back(
    state: DeskState, at: At | None, request: Request, sent: Sent, status: int
) -> Response:
    """A page with a form as it was sent. One of another site never comes here (`refuse_other_sites`), and nothing is done
    before somebody presses the button."""
    fields = [
        (name, value)
        for name, values in sent.values.items()
        if name != "_token"
        for value in values
    ]
    address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    context = {
        "fields": fields,
        "address": address,
        "signed_in": at is not None,
        "code": status,
        "file": sent.file.name if sent.file else "",
    }
    if at is not None:
        return shown(state, at, "send_again", status, **context)
    language = language_of(request)
    return state.pages.page("send_again", language, status, person=None, token="", **context)
