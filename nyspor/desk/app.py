"""The desk as an ASGI application: its routes, the session of each request, and what every answer carries."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import partial, wraps
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ExceptionHandler

from nyspor import urls
from nyspor.desk.answers import (
    Answer,
    At,
    LoopAnswer,
    OpenAnswer,
    Sent,
    not_from_session,
    not_written,
    refused,
)
from nyspor.desk.front import administration_routes, front_routes, residents_routes
from nyspor.desk.people import person_routes
from nyspor.desk.people.sessions import COOKIE
from nyspor.desk.pictures.sent_picture import read_picture_form
from nyspor.desk.state import DeskState
from nyspor.desk.static_files import static_answer
from nyspor.desk.writing import (
    history_routes,
    picture_routes,
    saving_routes,
    text_routes,
    unused_pictures_routes,
    withdraw_routes,
    writing_routes,
)
from nyspor.forms.targets import UnreadableList
from nyspor.forms_service import error_pages
from nyspor.forms_service.error_pages import Refused
from nyspor.forms_service.outbox import OutboxUnavailable
from nyspor.forms_service.request_body import URLENCODED, read_limited
from nyspor.forms_service.security_headers import SecurityHeaders
from nyspor.publishing.content_history import GitFailed
from nyspor.text.language import DEFAULT_LANGUAGE

PREFIX = urls.DESK.rstrip("/")
MOST_FIELDS = 2000

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; media-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {ancestors}"
)
Reader = Callable[[Request], Awaitable[Sent]]
"""What reads the form of a request."""

HEADERS = {
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
}

NOT_WRITTEN = (OSError, sqlite3.Error, GitFailed)
"""What is raised where the disk is full or fails."""

log = logging.getLogger("nyspor.desk")


async def _form(request: Request) -> Sent:
    """The form that a request holds. Raises `HTTPException`: 408, 413 where it is too long, 415 where it is no form."""
    if request.method != "POST":
        return Sent({})
    body = await read_limited(request)
    if not body.complete:
        raise HTTPException(413)
    if not body.is_form:
        raise HTTPException(415)
    try:
        found = parse_qs(body.content.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise HTTPException(400) from None
    return Sent(found)


async def _form_with_file(request: Request) -> Sent:
    """A form with a file; without it where the form is sent again after its session had ended."""
    is_plain = request.headers.get("content-type", "").startswith(URLENCODED)
    return await (_form if is_plain else read_picture_form)(request)


def make_desk(state: DeskState) -> Starlette:
    """Return the application, to be served where the site's `/desk/` is."""

    def route(path: str, method: str, answer: Answer, read: Reader = _form) -> Route:
        endpoint = _endpoint(state, _in_thread(answer), read)
        return Route(f"{PREFIX}{path}", endpoint, methods=[method])

    def of_residents(path: str, method: str, answer: LoopAnswer) -> Route:
        return Route(f"{PREFIX}{path}", _endpoint(state, answer, _form), methods=[method])

    def for_all(path: str, method: str, answer: OpenAnswer) -> Route:
        return Route(f"{PREFIX}{path}", _open(state, answer), methods=[method])

    app = Starlette(
        routes=[
            *(_static(name, *found) for name, found in state.pages.files.items()),
            for_all("/who", "GET", person_routes.ask),
            for_all("/who", "POST", person_routes.pick),
            for_all("/sign-in", "GET", person_routes.ask_address),
            for_all("/sign-in", "POST", person_routes.send_link),
            for_all("/login/{token}", "GET", person_routes.show_link),
            for_all("/login/{token}", "POST", person_routes.use_link),
            for_all("/proxy", "GET", person_routes.show_proxy),
            for_all("/proxy", "POST", person_routes.use_proxy),
            for_all("/language", "POST", person_routes.choose_language),
            for_all("/shown/{token}", "GET", text_routes.shared),
            for_all("/shown/{token}/{name}", "GET", text_routes.shared_rendition),
            route("/leave", "POST", person_routes.leave),
            route("/sessions", "GET", administration_routes.sessions),
            route("/sessions", "POST", administration_routes.end_sessions),
            route("/audit", "GET", administration_routes.audit),
            route("/", "GET", front_routes.front),
            route("/help", "GET", front_routes.help_page),
            route("/new", "GET", front_routes.ask_new),
            route("/new", "POST", front_routes.new),
            route("/text/{file:path}", "GET", text_routes.show),
            route("/text/{file:path}", "POST", saving_routes.save),
            route("/pictures", "GET", unused_pictures_routes.unused),
            route("/pictures", "POST", unused_pictures_routes.change_unused),
            route("/picture/{file:path}", "GET", picture_routes.choose),
            route("/picture/{file:path}", "POST", picture_routes.upload, read_picture_form),
            route("/picture-words/{file:path}", "GET", picture_routes.ask_words),
            route("/picture-words/{file:path}", "POST", picture_routes.save_words),
            route("/rendition/{name}", "GET", picture_routes.rendition),
            route("/links/{file:path}", "GET", writing_routes.links),
            route("/thumbnail/{file:path}", "GET", writing_routes.small_picture),
            route("/convert", "POST", writing_routes.convert, read_picture_form),
            route("/document/{file:path}", "POST", writing_routes.add_document, _form_with_file),
            route("/page/{file:path}", "GET", text_routes.page),
            route("/see/{file:path}", "GET", text_routes.page_alone),
            route("/page/{file:path}", "POST", text_routes.page_of_form),
            route("/findings/{file:path}", "POST", text_routes.findings_of_form),
            route("/journal/{file:path}", "POST", history_routes.keep),
            route("/discard/{file:path}", "POST", history_routes.discard),
            route("/open/{file:path}", "POST", history_routes.heard),
            route("/session", "GET", history_routes.session),
            route("/settle/{file:path}", "POST", history_routes.settle),
            route("/withdraw/{file:path}", "GET", withdraw_routes.ask_withdrawal),
            route("/withdraw/{file:path}", "POST", withdraw_routes.withdraw),
            route("/history/{file:path}", "GET", history_routes.history),
            of_residents("/moderate", "GET", residents_routes.show_list),
            of_residents("/moderate", "POST", residents_routes.decide_list),
            of_residents("/moderate/{id}", "GET", residents_routes.show_text),
            of_residents("/moderate/{id}", "POST", residents_routes.decide_text),
            of_residents("/members/{group:path}", "GET", residents_routes.members),
            of_residents("/members/{group:path}", "POST", residents_routes.change_members),
            of_residents("/members-file/{group:path}", "GET", residents_routes.members_file),
        ],
        exception_handlers={
            HTTPException: partial(_http_error, state),
            **dict.fromkeys(NOT_WRITTEN, partial(_not_written, state)),
            **_of_forms(state),
        },
    )
    app.router.redirect_slashes = False
    # Pages too: no other site can ask for one with the session's cookie and weigh the answer (SameSite=Strict).
    app.add_middleware(GZipMiddleware)
    app.add_middleware(
        SecurityHeaders,
        headers=headers_of,
        error_page=lambda scope: refused(state, None, 500),
        log=log,
    )
    return app


def _of_forms(state: DeskState) -> Mapping[Any, ExceptionHandler]:
    """What answers where the forms service refuses something: its own pages."""
    if state.forms is None:
        return {}
    return {
        Refused: partial(error_pages.refused, state.forms),
        UnreadableList: partial(error_pages.site_not_ready, state.forms),
        OutboxUnavailable: partial(error_pages.outbox_unavailable, state.forms),
    }


def _static(name: str, read: Callable[[], bytes], media_type: str) -> Route:
    """The route of a style sheet or a script."""

    def answer(request: Request) -> Response:
        return static_answer(request, read(), media_type)

    return Route(f"{PREFIX}/static/{name}", answer, methods=["GET"])


def _endpoint(
    state: DeskState, answer: LoopAnswer, read: Reader
) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint for those who are signed in; a form must be one of their own session's."""

    async def endpoint(request: Request) -> Response:
        refuse_other_sites(state, request)
        at = request.state.at = await run_in_threadpool(At.of, state, request)
        if at is None and not _keeps_words(state, request, read):
            return _to_entrance(state, request)
        sent = await read(request)
        request.state.sent = sent if read is _form else Sent({})
        if request.method == "POST" and not (
            at and state.sessions.is_form_token(at.session, sent.one("_token"))
        ):
            return not_from_session(state, at, request, sent)
        assert at
        return await answer(state, at, request, sent)

    return endpoint


def _keeps_words(state: DeskState, request: Request, read: Reader) -> bool:
    """Whether what somebody sends who is not signed in is read, to be given back to them.

    A form with a file may be large, so it is read only from a browser that was signed in.
    """
    if request.method != "POST":
        return False
    was_here = state.sessions.has_made(request.cookies.get(COOKIE, ""))
    return read is _form or (read is _form_with_file and was_here)


def _in_thread(answer: Answer) -> LoopAnswer:
    """Answer in a thread, and look at the content folder once meanwhile."""

    def in_one_scan(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
        with state.loaded.one_scan():
            return answer(state, at, request, sent)

    @wraps(answer)
    async def in_thread(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
        return await run_in_threadpool(in_one_scan, state, at, request, sent)

    return in_thread


def _to_entrance(state: DeskState, request: Request) -> Response:
    """Lead somebody who is not signed in to where they can.

    A browser does not send the cookie with a link that was pressed on another site, as in a mail that is read in the browser: it is
    asked to come again from here first.
    """
    if request.headers.get("sec-fetch-site") == "cross-site":
        return state.pages.page("onward", DEFAULT_LANGUAGE, person=None, token="")
    entrance = person_routes.entrance(state)
    if state.sign_in is None:
        return RedirectResponse(entrance, 303)
    return RedirectResponse(f"{entrance}?{urlencode({'to': request.url.path})}", 303)


def _open(state: DeskState, answer: OpenAnswer) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint for everybody."""

    @wraps(answer)
    async def endpoint(request: Request) -> Response:
        refuse_other_sites(state, request)
        return await run_in_threadpool(answer, state, request, await _form(request))

    return endpoint


async def _http_error(state: DeskState, request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    at = None
    with suppress(*NOT_WRITTEN):
        at = await run_in_threadpool(At.of, state, request)
    return refused(state, at, error.status_code)


async def _not_written(state: DeskState, request: Request, fault: Exception) -> Response:
    """The disk is full, or fails: what was sent goes back to whoever sent it."""
    log.error("Not written: %s", type(fault).__name__)
    if not hasattr(request.state, "sent"):
        with suppress(HTTPException):  # it is no form, or too long
            request.state.sent = await _form(request)
    sent = getattr(request.state, "sent", Sent({}))
    return not_written(state, getattr(request.state, "at", None), request, sent)


def refuse_other_sites(state: DeskState, request: Request) -> None:
    """Raise `HTTPException` (403) for a form that a browser says another site has sent."""
    if request.method != "POST":
        return
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    own = {urlsplit(state.pages.site.url).netloc, request.headers.get("host")}
    is_own = origin is None or origin.partition("://")[2] in own
    if not is_own or site in ("cross-site", "same-site"):
        raise HTTPException(403)


def headers_of(path: str) -> Mapping[str, str]:
    """The headers of an answer. The page of a text may be shown in a frame of the desk, and runs nothing."""
    if path.startswith((f"{PREFIX}/page/", f"{PREFIX}/shown/")):
        policy = POLICY.format(ancestors="'self'").replace("script-src 'self'; ", "")
    else:
        policy = POLICY.format(ancestors="'none'")
    return HEADERS | {"Content-Security-Policy": policy}
