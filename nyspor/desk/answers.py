"""What every route of the desk is given, and what they answer with alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from nyspor.desk.sessions import COOKIE, Session
from nyspor.desk.state import DeskState
from nyspor.staff.records import StaffMember
from nyspor.text.language import DEFAULT_LANGUAGE

LANGUAGE = "nyspor-desk-language"


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
        """Return who sent a request; None where nobody is signed in, or is in the staff no more."""
        session = state.sessions.read(request.cookies.get(COOKIE, ""), state.clock())
        person = state.staff().find(session.person) if session else None
        return cls(person, session, language_of(request)) if person and session else None


Answer = Callable[[DeskState, At, Request, Sent], Response]


def language_of(request: Request) -> str:
    """Return the language that somebody has chosen at the desk."""
    return "en" if request.cookies.get(LANGUAGE) == "en" else DEFAULT_LANGUAGE


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
