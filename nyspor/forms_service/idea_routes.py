"""The page behind the link in the mails about an idea, where its sender stops them. A GET changes nothing."""

from __future__ import annotations

from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from nyspor.forms.targets import target_of
from nyspor.forms_service import idea_followers
from nyspor.forms_service.request_body import read_limited
from nyspor.forms_service.state import ServiceState
from nyspor.forms_service.tokens import InvalidToken


async def ask(state: ServiceState, request: Request) -> Response:
    """The page with the button."""
    return page(state, read_id(state, request))


async def stop(state: ServiceState, request: Request) -> Response:
    """What the button does, and the mail programs that let people stop mails with one click (RFC 8058).

    Whatever the body says: there is nothing else to ask for at this address.
    """
    await read_limited(request)
    id = read_id(state, request)
    await state.outbox.change(partial(idea_followers.stop, id=id))
    return page(state, id)


def page(state: ServiceState, id: str) -> Response:
    """The page, which says whether mails come; that they do not, too, of what has been deleted."""
    stored = state.outbox.find(id)
    follows = bool(stored and stored.submission and stored.submission.follows)
    address = f"/forms/idea/{state.factory.signer.sign_idea(id)}"
    targets = state.targets()
    return state.pages.idea_news(targets, target_of(targets, "idea", ""), follows, address)


def read_id(state: ServiceState, request: Request) -> str:
    """The id of the submission that a link is for."""
    try:
        return state.factory.signer.read_idea(request.path_params["token"])
    except InvalidToken:
        raise HTTPException(404) from None
