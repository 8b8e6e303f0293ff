"""Who is at the desk: signed in by a link or through a proxy, or chosen from staff.yaml in the preview of this machine alone.

No GET signs anybody in: programs that look through mail press links, and a cookie for this site alone (SameSite=Strict) is not sent
with what was pressed in another.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from nyspor.desk.answers import LANGUAGE, LANGUAGES, At, Sent, language_of
from nyspor.desk.people.audit import AuditLine, note
from nyspor.desk.people.sessions import COOKIE, LIFETIME, Way
from nyspor.desk.people.sign_in import SignIn, members_with, within_desk
from nyspor.desk.state import DeskState
from nyspor.desk.store.journal import Presence
from nyspor.problems import T_
from nyspor.staff.records import StaffMember
from nyspor.text.mail_addresses import parse_mailbox
from nyspor.urls import DESK

LONGEST_ADDRESS = 320
KEPT = timedelta(days=365)
"""How long a browser keeps the language."""
NO_ADDRESS = T_("Write a mail address, such as anna@kommune.example.")


def ask(state: DeskState, request: Request, sent: Sent) -> Response:
    """The page that asks who one is."""
    if not state.picks_person:
        raise HTTPException(404)
    people = [*state.staff()]
    return _page(state, request, "who", people=people, approves=bool(state.rules.approved_kinds))


def pick(state: DeskState, request: Request, sent: Sent) -> Response:
    """Begin a session as one of the staff."""
    person = state.staff().find(sent.one("person"))
    if not state.picks_person or person is None:
        raise HTTPException(404)
    return _signed_in(state, request, person, Way.PICKED, DESK)


def ask_address(state: DeskState, request: Request, sent: Sent) -> Response:
    """The page that asks for the address that a link is mailed to."""
    _by_mail(state)
    goes_to = within_desk(request.query_params.get("to", ""))
    return _page(state, request, "sign_in", goes_to=goes_to, address="", error="")


def send_link(state: DeskState, request: Request, sent: Sent) -> Response:
    """Answer the same, and as fast, whether somebody has the address or not: that is looked up after the answer."""
    sign_in, now = _by_mail(state), state.clock()
    address, goes_to = sent.one("address").strip(), within_desk(sent.one("to"))
    if len(address) > LONGEST_ADDRESS or not parse_mailbox(address).usable:
        context = {"goes_to": goes_to, "address": address, "error": NO_ADDRESS}
        return _page(state, request, "sign_in", 422, **context)
    if not sign_in.asked.allows(sign_in.network(request), now):
        raise HTTPException(429)
    answer = _page(state, request, "link_sent")

    def look_up() -> None:
        sign_in.mail_link(state.staff(), address, goes_to, language_of(request), now)

    answer.background = BackgroundTask(look_up)
    return answer


def show_link(state: DeskState, request: Request, sent: Sent) -> Response:
    """The page of a link, with the button that signs in."""
    found = _sign_in(state).links.find(request.path_params["token"], state.staff(), state.clock())
    if found is None:
        return _old_link(state, request)
    return _page(state, request, "confirm_sign_in", people=[found.member], goes_to=found.goes_to)


def use_link(state: DeskState, request: Request, sent: Sent) -> Response:
    """Sign in with a link, which cannot be used again."""
    found = _sign_in(state).links.take(request.path_params["token"], state.staff(), state.clock())
    if found is None:
        return _old_link(state, request)
    return _signed_in(state, request, found.member, found.way, found.goes_to)


def show_proxy(state: DeskState, request: Request, sent: Sent) -> Response:
    """The page for somebody whom a proxy has let in, with the button that signs in."""
    goes_to = within_desk(request.query_params.get("to", ""))
    people = _known_to_proxy(state, request)
    if not people:
        return _page(state, request, "not_known", 403)
    return _page(state, request, "confirm_sign_in", people=people, goes_to=goes_to)


def use_proxy(state: DeskState, request: Request, sent: Sent) -> Response:
    """Sign in as somebody with the address that a proxy has put into its header."""
    for person in _known_to_proxy(state, request):
        if person.key == sent.one("person"):
            return _signed_in(state, request, person, Way.PROXY, within_desk(sent.one("to")))
    return _page(state, request, "not_known", 403)


def leave(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """End the session of this browser."""
    state.sessions.end(at.session.number)
    Presence(state.database).left(at.person.key)
    note(state.database, AuditLine(state.clock(), at.person.key, T_("signed out")))
    answer = RedirectResponse(entrance(state), 303)
    answer.delete_cookie(COOKIE, path=DESK)
    return answer


def choose_language(state: DeskState, request: Request, sent: Sent) -> Response:
    """Keep in the browser which language the desk is shown in, and go back to the page that the button stood on."""
    if sent.one("language") not in LANGUAGES:
        raise HTTPException(400)
    answer = RedirectResponse(within_desk(urlsplit(request.headers.get("referer", "")).path), 303)
    answer.set_cookie(
        LANGUAGE, sent.one("language"), max_age=int(KEPT.total_seconds()), path=DESK,
        secure=_is_https(state), httponly=True, samesite="lax",
    )  # fmt: skip
    return answer


def entrance(state: DeskState) -> str:
    """Where one is sent who is not signed in."""
    return state.sign_in.address if state.sign_in else f"{DESK}who"


def _signed_in(
    state: DeskState, request: Request, person: StaffMember, way: Way, goes_to: str
) -> Response:
    """Begin a session; the one that the browser had before ends."""
    now = state.clock()
    if before := state.sessions.read(request.cookies.get(COOKIE, ""), now):
        state.sessions.end(before.number)
    session, cookie = state.sessions.begin(person, way, now)
    note(state.database, AuditLine(session.begun, person.key, T_("signed in")))
    answer = RedirectResponse(goes_to, 303)
    answer.set_cookie(
        COOKIE, cookie, max_age=int(LIFETIME.total_seconds()), path=DESK,
        secure=_is_https(state), httponly=True, samesite="strict",
    )  # fmt: skip
    return answer


def _is_https(state: DeskState) -> bool:
    return state.pages.site.url.startswith("https:")


def _known_to_proxy(state: DeskState, request: Request) -> Sequence[StaffMember]:
    sign_in = _sign_in(state)
    if not sign_in.header:
        raise HTTPException(404)
    said = sign_in.proxy_says(request)
    return members_with(state.staff(), said) if said else []


def _sign_in(state: DeskState) -> SignIn:
    if state.sign_in is None:
        raise HTTPException(404)
    return state.sign_in


def _by_mail(state: DeskState) -> SignIn:
    """How one signs in by mail; not where the municipality's own sign-in is asked, which mail must not get around."""
    sign_in = _sign_in(state)
    if sign_in.header:
        raise HTTPException(404)
    return sign_in


def _old_link(state: DeskState, request: Request) -> Response:
    return _page(state, request, "old_link", 410, entrance=entrance(state))


def _page(
    state: DeskState, request: Request, template: str, status: int = 200, **context: object
) -> Response:
    language = language_of(request)
    return state.pages.page(template, language, status, person=None, token="", **context)
