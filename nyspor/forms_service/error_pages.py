"""The answers of the service where something is refused or fails: always a page, with what was entered."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from nyspor.console import in_words
from nyspor.forms.registry import find_form
from nyspor.forms.targets import UnreadableList
from nyspor.forms_service.pages import entered_texts, plain_page, printable
from nyspor.forms_service.request_body import Pairs
from nyspor.forms_service.state import ServiceState
from nyspor.problems import N_
from nyspor.text.language import DEFAULT_LANGUAGE

log = logging.getLogger("nyspor.forms_service")


class Refused(Exception):
    """The answer is a page that says why not, and what to do. `more` are arguments of `Pages.refused`, and headers."""

    def __init__(self, status: int, heading: str, text: str, **more: Any) -> None:
        super().__init__(heading)
        self.status, self.heading, self.text, self.more = status, heading, text, more


async def refused(state: ServiceState, request: Request, error: Refused) -> Response:
    """The handler of `Refused`."""
    return refusal_page(state, request, error)


def refusal_page(state: ServiceState, request: Request, error: Refused) -> Response:
    """The page about a refusal, with what was entered; without the theme while there is no list of targets."""
    headers: Mapping[str, str] = error.more.pop("headers", {})
    try:
        targets = state.targets()
    except UnreadableList:
        response = page_without_site(request, error.status, error.heading, error.text)
    else:
        shown = error.more if "values" in error.more else entered_again(state, request, error)
        response = state.pages.refused(targets, error.status, error.heading, error.text, **shown)
    response.headers.update(headers)
    return response


def entered_again(state: ServiceState, request: Request, error: Refused) -> dict[str, Any]:
    """What the page shows of what was entered: the form where it can be sent again, else the text for copying."""
    pairs = pairs_of(request)
    given = dict(reversed(pairs))
    form = find_form(request.path_params.get("kind", ""))
    target = error.more.get("target")
    if pairs and form and target is None:
        target = state.targets().find(form.kind, given.get("entry", ""))
    if pairs and form and target and target.open_at(state.clock()):
        values = {each.name: printable(given.get(each.name, "")) for each in form.fields}
        return {"target": target, "form": form, "values": values, "can_resend": True}
    language = "en" if given.get("entry", "").startswith("en/") else DEFAULT_LANGUAGE
    return {"target": target, "entered": entered_texts(form, pairs), "language": language}


def pairs_of(request: Request) -> Pairs:
    """The fields of the form that was sent, as far as it was read."""
    pairs: Pairs = getattr(request.state, "pairs", [])
    return pairs


def page_without_site(request: Request, status: int, heading: str, text: str) -> Response:
    """The answer while nothing is known of the site: a plain page where somebody has entered something."""
    entered = entered_texts(find_form(request.path_params.get("kind", "")), pairs_of(request))
    return plain_page(status, heading, text, entered) if entered else Response(status_code=status)


async def site_not_ready(state: ServiceState, request: Request, error: Exception) -> Response:
    """The build has not written the list of targets yet, or it cannot be read."""
    log.error(in_words(N_("The list of forms cannot be read. Build the site first.")))
    heading, text = N_("The site is not ready yet"), N_("Try again in a little while.")
    response = page_without_site(request, 503, heading, text)
    if not response.body:
        content = (
            "Siden er ikke klar endnu. Prøv igen om lidt. / Not ready yet. Please try again soon.\n"
        )
        response = Response(content, 503, media_type="text/plain")
    response.headers["Retry-After"] = "60"
    return response


async def outbox_unavailable(state: ServiceState, request: Request, error: Exception) -> Response:
    """The database can be neither read nor written just now."""
    heading, text = (
        N_("Something went wrong at our end"),
        N_("Go back and try again in a little while."),
    )
    return refusal_page(state, request, Refused(503, heading, text, headers={"Retry-After": "120"}))


async def http_error(state: ServiceState, request: Request, error: HTTPException) -> Response:
    """No such page, or a request that the service does not take."""
    if error.status_code == 404 and "token" in request.path_params:
        heading, text = (
            N_("The link does not work"),
            N_(
                "A part of it may have been lost. Open the link in the mail again, or copy all of it into the address bar."
            ),
        )
    elif error.status_code == 404:
        heading, text = (
            N_("There is no such page"),
            N_("Go to the site and find your way from there."),
        )
    else:
        heading, text = N_("That did not work"), N_("Go back to the page and try again from there.")
    return refusal_page(
        state, request, Refused(error.status_code, heading, text, headers=error.headers or {})
    )


def internal_error(state: ServiceState, scope: Scope) -> Response:
    """The page for an unexpected exception. It reveals nothing of what went wrong."""
    request = Request(scope)
    heading, text = N_("Something went wrong at our end"), N_("Try again in a little while.")
    try:
        return refusal_page(state, request, Refused(500, heading, text))
    except Exception as error:  # the page may need what has just failed
        log.error("A fault while making the page of a fault: %s", type(error).__name__)
        return page_without_site(request, 500, heading, text)
