"""The desk as an ASGI application: its routes, the session of each request, and what every answer carries."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from functools import partial, wraps
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nyspor import urls
from nyspor.desk import front_routes, history_routes, person_routes, picture_routes, text_routes
from nyspor.desk.answers import Answer, At, Sent, refused
from nyspor.desk.sent_picture import read_picture_form
from nyspor.desk.state import DeskState
from nyspor.forms_service.request_body import read_limited

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


def make_desk(state: DeskState) -> ASGIApp:
    """Return the application, to be served where the site's `/desk/` is."""

    def route(path: str, method: str, answer: Answer, read: Reader = _form) -> Route:
        return Route(f"{PREFIX}{path}", _endpoint(state, answer, read), methods=[method])

    def of_theme(path: str, read: Callable[[], bytes], media_type: str) -> Route:
        def answer(request: Request) -> Response:
            return Response(read(), media_type=media_type)

        return Route(f"{PREFIX}{path}", answer, methods=["GET"])

    app = Starlette(
        routes=[
            of_theme("/static/desk.css", state.pages.styles, "text/css"),
            of_theme("/static/desk.js", state.pages.script, "text/javascript"),
            of_theme("/static/journal.js", state.pages.journal, "text/javascript"),
            of_theme("/static/pictures.js", state.pages.picture_script, "text/javascript"),
            Route(f"{PREFIX}/who", _open(state, person_routes.ask), methods=["GET"]),
            Route(f"{PREFIX}/who", _open(state, person_routes.pick), methods=["POST"]),
            Route(f"{PREFIX}/shown/{{token}}", _open(state, text_routes.shared), methods=["GET"]),
            Route(
                f"{PREFIX}/shown/{{token}}/{{name}}",
                _open(state, text_routes.shared_rendition),
                methods=["GET"],
            ),
            route("/leave", "POST", person_routes.leave),
            route("/", "GET", front_routes.front),
            route("/new", "GET", front_routes.ask_new),
            route("/new", "POST", front_routes.new),
            route("/text/{file:path}", "GET", text_routes.show),
            route("/text/{file:path}", "POST", text_routes.save),
            route("/picture/{file:path}", "GET", picture_routes.choose),
            route("/picture/{file:path}", "POST", picture_routes.upload, read_picture_form),
            route("/picture-words/{file:path}", "GET", picture_routes.ask_words),
            route("/picture-words/{file:path}", "POST", picture_routes.save_words),
            route("/rendition/{name}", "GET", picture_routes.rendition),
            route("/page/{file:path}", "GET", text_routes.page),
            route("/page/{file:path}", "POST", text_routes.page_of_form),
            route("/findings/{file:path}", "POST", text_routes.findings_of_form),
            route("/journal/{file:path}", "POST", history_routes.keep),
            route("/discard/{file:path}", "POST", history_routes.discard),
            route("/open/{file:path}", "POST", history_routes.heard),
            route("/session", "GET", history_routes.session),
            route("/settle/{file:path}", "POST", history_routes.settle),
            route("/history/{file:path}", "GET", history_routes.history),
        ],
        exception_handlers={HTTPException: partial(_http_error, state)},
    )
    app.router.redirect_slashes = False
    return DeskHeaders(app)


def _endpoint(
    state: DeskState, answer: Answer, read: Reader
) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint for those who are signed in; a form must be one of their own session's."""

    async def endpoint(request: Request) -> Response:
        at = At.of(state, request)
        if at is None:
            return RedirectResponse(f"{PREFIX}/who", 303)
        sent = await read(request)
        if request.method == "POST" and not state.sessions.is_form_token(
            at.session, sent.one("_token")
        ):
            return refused(state, at, 403)
        return await run_in_threadpool(answer, state, at, request, sent)

    return endpoint


def _open(
    state: DeskState, answer: Callable[[DeskState, Request, Sent], Response]
) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint for everybody."""

    @wraps(answer)
    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(answer, state, request, await _form(request))

    return endpoint


async def _http_error(state: DeskState, request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return refused(state, At.of(state, request), error.status_code)


class DeskHeaders:
    """Adds the headers to every answer. The page of a text may be shown in a frame of the desk, and runs nothing."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                shown = scope["path"].startswith((f"{PREFIX}/page/", f"{PREFIX}/shown/"))
                policy = POLICY.format(ancestors="'self'" if shown else "'none'")
                if shown:
                    policy = policy.replace("script-src 'self'; ", "")
                headers = MutableHeaders(scope=message)
                kept = headers.get("Cache-Control")
                headers.update({**HEADERS, "Content-Security-Policy": policy})
                if kept:
                    headers["Cache-Control"] = kept
            await send(message)

        await self.app(scope, receive, send_with_headers)
