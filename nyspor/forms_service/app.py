"""The forms service as an ASGI application: its routes, error handlers and middleware.

A form is read, shown for preview, and stored once it is confirmed; an editor's link shows a page with a button
that carries the decision out. A GET changes nothing, no script and no cookie is needed, and every answer to a
form that was not stored holds what the person has entered.
"""

from __future__ import annotations

import asyncio
import logging
from functools import partial

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Lifespan

from nyspor import urls
from nyspor.forms.targets import UnreadableList
from nyspor.forms_service import (
    decision_routes,
    error_pages,
    idea_routes,
    member_routes,
    moderation_routes,
    search_routes,
    submission_routes,
)
from nyspor.forms_service.health import Condition
from nyspor.forms_service.outbox import OutboxUnavailable
from nyspor.forms_service.security_headers import HEADERS, SecurityHeaders
from nyspor.forms_service.state import ServiceState

log = logging.getLogger("nyspor.forms_service")


def make_app(state: ServiceState, lifespan: Lifespan[Starlette] | None = None) -> Starlette:
    """The application, to be served where the site's `/forms/` is. `lifespan` runs while it is served."""
    decide = "/forms/decide/{action}/{token}"
    member, members = "/forms/member/{token}", "/forms/members/{token}"
    idea, moderate = "/forms/idea/{token}", "/forms/moderate/{token}"
    routes = [
        Route("/forms/thanks/{kind}", partial(submission_routes.thanks, state), methods=["GET"]),
        Route(urls.SEARCH_ANSWERS, partial(search_routes.search, state), methods=["GET"]),
        Route("/forms/health", partial(health, state), methods=["GET"]),
        Route("/forms/health/parts", partial(health_parts, state), methods=["GET"]),
        Route(decide, partial(decision_routes.ask, state), methods=["GET"]),
        Route(decide, partial(decision_routes.decide, state), methods=["POST"]),
        Route(member, partial(member_routes.show_member, state), methods=["GET"]),
        Route(member, partial(member_routes.change_member, state), methods=["POST"]),
        Route(f"{member}/meetings", partial(member_routes.ask_notices, state), methods=["GET"]),
        Route(f"{member}/meetings", partial(member_routes.stop_notices, state), methods=["POST"]),
        Route(idea, partial(idea_routes.ask, state), methods=["GET"]),
        Route(idea, partial(idea_routes.stop, state), methods=["POST"]),
        Route(members, partial(member_routes.show_members, state), methods=["GET"]),
        Route(members, partial(member_routes.change_members, state), methods=["POST"]),
        Route(f"{members}/list.csv", partial(member_routes.download, state), methods=["GET"]),
        *(
            Route(path, partial(moderation_routes.by_link(answer), state), methods=[method])
            for path, method, answer in (
                (moderate, "GET", moderation_routes.show_list),
                (moderate, "POST", moderation_routes.decide_list),
                (f"{moderate}/{{id}}", "GET", moderation_routes.show_text),
                (f"{moderate}/{{id}}", "POST", moderation_routes.decide_text),
            )
        ),
        Route("/forms/{kind}", partial(submission_routes.submit, state), methods=["POST"]),
    ]
    handlers = {
        error_pages.Refused: partial(error_pages.refused, state),
        UnreadableList: partial(error_pages.site_not_ready, state),
        OutboxUnavailable: partial(error_pages.outbox_unavailable, state),
        HTTPException: partial(error_pages.http_error, state),
    }
    app = Starlette(routes=routes, exception_handlers=handlers, lifespan=lifespan)
    app.router.redirect_slashes = False  # it leads to whatever host the request names
    app.add_middleware(
        SecurityHeaders,
        headers=lambda path: HEADERS,
        error_page=partial(error_pages.internal_error, state),
        log=log,
    )
    return app


async def health(state: ServiceState, request: Request) -> Response:
    """For monitoring: 204 while forms can be received, or 200 with what else there is to tell; 503 while they cannot."""
    state.targets()
    try:
        await asyncio.to_thread(state.outbox.write_heartbeat, state.clock())
    except OutboxUnavailable:
        return Response(status_code=503)
    more = state.health()
    return JSONResponse({"receives": True, **more}) if more else Response(status_code=204)


async def health_parts(state: ServiceState, request: Request) -> Response:
    """How each part is, for monitoring: 200, or 503 where one has failed."""
    parts = await asyncio.to_thread(state.parts)
    failed = any(part.condition is Condition.FAILED for part in parts.values())
    found = {name: part.as_json() for name, part in parts.items()}
    return JSONResponse(found, 503 if failed else 200, {"Cache-Control": "no-store"})
