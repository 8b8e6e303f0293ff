"""The routes of editors: the page behind a link in a mail, and its button."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from nyspor.console import in_words
from nyspor.forms.targets import Target, target_of
from nyspor.forms_service import moderation
from nyspor.forms_service.error_pages import Refused
from nyspor.forms_service.moderation import DecisionResult, Details
from nyspor.forms_service.outbox import OutboxUnavailable
from nyspor.forms_service.pages import printable
from nyspor.forms_service.publishing import read_published
from nyspor.forms_service.records import Submission
from nyspor.forms_service.request_body import entered_pairs, read_limited
from nyspor.forms_service.state import ServiceState
from nyspor.forms_service.tokens import Action, DecisionLink, ExpiredToken, InvalidToken
from nyspor.problems import N_, Problem

log = logging.getLogger("nyspor.forms_service")


@dataclass(frozen=True)
class DecisionRequest:
    """What a link asks to be done, and the submission it is about, in its present state."""

    link: DecisionLink
    state: str
    submission: Submission
    target: Target


async def ask(state: ServiceState, request: Request) -> Response:
    """The page behind a link: the text and a button. Programs that open every link change nothing."""
    asked = read_request(state, request)
    before, _ = moderation.TRANSITIONS[asked.link.action]
    may = asked.state in (before, DELETED)
    return decision_page(state, asked, "ask" if may else "already")


async def decide(state: ServiceState, request: Request) -> Response:
    """The button: carry the decision out, once; it is refused where the site could not be built with it."""
    pairs = entered_pairs(await read_limited(request))
    given = {name: value for name, value in pairs if name}
    async with state.decision_lock:
        asked = read_request(state, request)
        action = asked.link.action
        details = said(action, given)
        result = await carry_out(state, asked.submission.id, action, details)
    if result.content_changed:
        state.rebuild()
    asked = replace(asked, target=result.target)
    return decision_page(state, asked, result.outcome, result.notes)


def said(action: Action, given: Mapping[str, str]) -> Details:
    """What an editor said besides the action.

    The author of a text that is taken off is told, unless the box on the page was cleared.
    """
    if action is Action.PUBLISH:
        return Details()
    tell = bool(given.get("tell")) if given else action is Action.UNDO
    return Details(reason=printable(given.get("reason", "")).strip()[:LONGEST_REASON], tell=tell)


LONGEST_REASON = 5000
"""Characters of a reason, or of an answer."""


async def carry_out(
    state: ServiceState, id: str, action: Action, details: Details
) -> DecisionResult:
    """Carry a decision out. Raises `Refused` where the content folder or the outbox cannot be written."""
    moderator = state.moderator()
    try:
        return await moderator.decide(id, action, state.clock(), details)
    except (OSError, OutboxUnavailable) as error:
        raise refused_by_disk(error) from None


def refused_by_disk(error: Exception) -> Refused:
    """The page about an error of the disk, which is logged."""
    log.error(
        in_words(N_("A decision could not be carried out: {reason}"), reason=type(error).__name__)
    )
    return Refused(
        503,
        N_("It could not be decided just now"),
        N_("The content folder or the outbox cannot be written. Try again in a few minutes."),
        headers={"Retry-After": "120"},
    )


def read_request(state: ServiceState, request: Request) -> DecisionRequest:
    """The request that a link makes. Raises `Refused` where it is expired, or the submission has changed."""
    try:
        link = state.factory.signer.read_link(
            request.path_params["action"], request.path_params["token"], state.clock()
        )
    except ExpiredToken:
        raise Refused(
            410, N_("The link is too old"), N_("Use the one in the latest reminder.")
        ) from None
    except InvalidToken:
        raise HTTPException(404) from None
    stored = state.outbox.find(link.id)
    original = stored.submission if stored else None
    found, now = (stored.latest, stored.state) if stored else (None, DELETED)
    if link.action is Action.UNDO and found is None:
        # Deleted after the retention period; what was published is taken off at any time.
        found, now = read_published(state.factory.settings.content, link.id), DELETED
    elif original is None or state.factory.link_to(original, link.action) != link:
        found = None
    if found is None:
        raise Refused(
            410,
            N_("The text is not here any more"),
            N_("It has been deleted or changed since the mail was written."),
        )
    target = target_of(state.targets(), found.kind, found.entry)
    return DecisionRequest(link, now, found, target)


def decision_page(
    state: ServiceState, asked: DecisionRequest, shown: str, notes: Iterable[Problem] = ()
) -> Response:
    """The editor's page. A failed build, after which nothing new is shown, is noted too."""
    found = list(notes)
    if state.rebuild.failure and shown == moderation.Outcome.DONE:
        found.append(Problem("", *BUILD_FAILED))
    return state.pages.decision(
        state.targets(), asked.target, shown, asked.link.action, asked.submission, found
    )


DELETED = "deleted"
"""The state of a text of which only the published file is left."""

BUILD_FAILED = (
    N_("The latest build of the site failed, so what is decided now may not be seen on it yet."),
    N_("The log of the service says why."),
)
