"""The routes of editors: the page behind a link in a mail, and its button."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from nyspor.console import in_words
from nyspor.forms.targets import Target, target_of
from nyspor.forms_service import moderation
from nyspor.forms_service.error_pages import Refused
from nyspor.forms_service.outbox import OutboxUnavailable
from nyspor.forms_service.records import Submission
from nyspor.forms_service.state import ServiceState
from nyspor.forms_service.tokens import DecisionLink, ExpiredToken, InvalidToken
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
    return decision_page(state, asked, "ask" if asked.state == before else "already")


async def decide(state: ServiceState, request: Request) -> Response:
    """The button: carry the decision out, once; it is refused where the site could not be built with it."""
    async with state.decision_lock:
        asked = read_request(state, request)
        try:
            result = await moderation.decide(
                state.factory, state.outbox, state.targets(), asked.submission, asked.link.action,
                state.clock(), state.rebuild.confirms_builds, state.probe,
            )  # fmt: skip
        except (OSError, OutboxUnavailable) as error:
            log.error(
                in_words(
                    N_("A decision could not be carried out: {reason}"), reason=type(error).__name__
                )
            )
            raise Refused(
                503,
                N_("It could not be decided just now"),
                N_(
                    "The content folder or the outbox cannot be written. Try again in a few minutes."
                ),
                headers={"Retry-After": "120"},
            ) from None
    if result.content_changed:
        state.rebuild()
    asked = replace(asked, target=result.target)
    return decision_page(state, asked, result.outcome, result.notes)


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
    submission = stored.submission if stored else None
    if not (stored and submission and state.factory.link_to(submission, link.action) == link):
        raise Refused(
            410,
            N_("The text is not here any more"),
            N_("It has been deleted or changed since the mail was written."),
        )
    target = target_of(state.targets(), submission.kind, submission.entry)
    return DecisionRequest(link, stored.state, submission, target)


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


BUILD_FAILED = (
    N_("The latest build of the site failed, so what is decided now may not be seen on it yet."),
    N_("The log of the service says why."),
)
