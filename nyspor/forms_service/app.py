"""The hook's routes: a form is read, shown for a last look, kept; an editor's link is carried out.

Nothing here is decided by a GET, no script and no cookie is needed, and what a person has typed is in
every answer that did not keep it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Lifespan, Scope

from nyspor.forms.definitions import FORMS, Answers, BadBody, Form, parse, read_body
from nyspor.forms.targets import Target, Targets, UnreadableList, target_of
from nyspor.forms_service import moderation
from nyspor.forms_service.outbox import Outbox, OutboxFull, OutboxMoved, Outdated
from nyspor.forms_service.pages import Pages, plain_page, shown_again, texts_in
from nyspor.forms_service.publishing import PUBLISHED
from nyspor.forms_service.rebuild import Rebuilder
from nyspor.forms_service.records import Submission
from nyspor.forms_service.request_body import LARGEST, Body, Pairs, receive, typed_in
from nyspor.forms_service.security_headers import Shield
from nyspor.forms_service.submission_factory import Desk, Outcome
from nyspor.forms_service.target_list import TargetList
from nyspor.forms_service.test_probes import BEFORE_ANSWER, BODY_READ, Watch, nothing
from nyspor.forms_service.tokens import BadToken, OldToken, Order, digest_of
from nyspor.problems import N_, Problem

HOUR = timedelta(hours=1)

log = logging.getLogger("nyspor.forms_service")


class Refused(Exception):
    """The answer is a friendly page that says why not, and what to do."""

    def __init__(self, status: int, heading: str, text: str, **more: Any) -> None:
        super().__init__(heading)
        self.status, self.heading, self.text, self.more = status, heading, text, more


@dataclass(frozen=True)
class Hook:
    """Everything the routes work with."""

    desk: Desk
    outbox: Outbox
    targets: TargetList
    pages: Pages
    rebuild: Rebuilder
    clock: Callable[[], datetime]
    watch: Watch = nothing
    deciding: asyncio.Lock = field(default_factory=asyncio.Lock)


def make_app(hook: Hook, lifespan: Lifespan[Starlette] | None = None) -> Starlette:
    """The service as an ASGI application, to stand where the site's `/forms/` is.

    `lifespan` surrounds it while it serves.
    """
    routes = [
        Route("/forms/thanks/{kind}", partial(thanks, hook), methods=["GET"]),
        Route("/forms/health", partial(health, hook), methods=["GET"]),
        Route("/forms/decide/{action}/{token}", partial(ask, hook), methods=["GET"]),
        Route("/forms/decide/{action}/{token}", partial(act, hook), methods=["POST"]),
        Route("/forms/{kind}", partial(send, hook), methods=["POST"]),
    ]
    handlers = {
        Refused: partial(refuse, hook),
        UnreadableList: partial(not_ready, hook),
        OutboxFull: partial(out_of_reach, hook),
        HTTPException: partial(no_such_page, hook),
    }
    app = Starlette(routes=routes, exception_handlers=handlers, lifespan=lifespan)
    app.add_middleware(Shield, broken=partial(broken, hook))
    return app


async def send(hook: Hook, request: Request) -> Response:
    """A form: with slips it comes back, else it is shown for a last look, and then kept."""
    form = FORMS.get(request.path_params["kind"])
    pairs = await read_form(request)
    hook.watch(BODY_READ)
    if form is None:
        raise HTTPException(404)
    given = dict(reversed(pairs))
    targets = hook.targets()
    target = find_target(hook, targets, form.kind, given.get("entry", ""))
    answers = parse(form, pairs, target.choices)
    step = given.get("step", "")
    if answers.slips or step == "edit":
        return hook.pages.form(targets, target, form, answers)
    if step == "confirm":
        return await keep(hook, request, targets, target, form, answers, given.get("stamp", ""))
    return preview(hook, targets, target, form, answers, trapped=bool(given.get("website")))


def find_target(hook: Hook, targets: Targets, kind: str, entry: str) -> Target:
    """What is written to. Raises `Refused` where there is no such thing, or it is closed."""
    target = targets.find(kind, entry)
    if target is None:
        raise Refused(
            404,
            N_("There is nothing to write to here"),
            N_("The page may have moved. Find it on the site and try again from there."),
        )
    if not target.open_at(hook.clock()):
        raise Refused(410, N_("It is closed"), N_("Nothing more can be sent here."), target=target)
    return target


def preview(
    hook: Hook, targets: Targets, target: Target, form: Form, answers: Answers, trapped: bool
) -> Response:
    """Nothing is stored yet: the sender reads it once more."""
    digest = digest_of(target.kind, target.entry, answers.values)
    stamp = hook.desk.signer.stamp(digest, hook.clock(), trapped)
    return hook.pages.preview(targets, target, form, answers.values, stamp)


async def keep(
    hook: Hook,
    request: Request,
    targets: Targets,
    target: Target,
    form: Form,
    answers: Answers,
    token: str,
) -> Response:
    """Store what was looked through, with its mails. Only then is it said to be received."""
    now = hook.clock()
    values = answers.values
    try:
        digest = digest_of(target.kind, target.entry, values)
        stamp = hook.desk.signer.read_stamp(token, digest, now)
    except BadToken:
        return preview(hook, targets, target, form, answers, trapped=False)
    network = hook.desk.network(client_address(hook, request))
    submission = hook.desk.submission(target, values, network, stamp, now)
    typed = {"target": target, "form": form, "values": values}
    try:
        outcome, receipt = await store(hook, submission, target)
    except TooMany:
        raise Refused(
            429,
            N_("You have sent a good deal in a short time"),
            N_("Wait an hour and send it then. What you wrote stands below."),
            headers={"Retry-After": "3600"},
            **typed,
        ) from None
    except OutboxFull as full:
        if not isinstance(full, OutboxMoved):  # which has been said already, and once is enough
            log.error("The outbox cannot be written; nothing is accepted until it can.")
        raise Refused(
            503,
            N_("We cannot receive it just now"),
            N_(
                "It is our fault, and nothing is lost: what you wrote stands below. Try again in a few minutes."
            ),
            headers={"Retry-After": "120"},
            **typed,
        ) from None
    hook.watch(BEFORE_ANSWER)
    said = {
        "lang": "en" if target.lang == "en" else "",
        "stored": "" if outcome is Outcome.RECEIVED else str(outcome),
        "receipt": "" if receipt else "no",
    }
    query = urlencode({name: value for name, value in said.items() if value})
    address = f"{targets.site.base}/forms/thanks/{target.kind}"
    return RedirectResponse(f"{address}?{query}" if query else address, 303)


class TooMany(Exception):
    """This address or this network has sent as much as it may in an hour."""


async def store(hook: Hook, submission: Submission, target: Target) -> tuple[Outcome, bool]:
    """Store a submission with its mails: what came of it, and whether a receipt is on its way.

    Raises `TooMany` and `OutboxFull`, and then nothing is stored.
    """
    desk, outbox = hook.desk, hook.outbox
    who, network, now = submission.who, submission.network, submission.received
    while True:
        before = outbox.sent_before(submission)
        if submission.kind not in PUBLISHED:
            before = before[-1:]  # only the latest counts, and this one replaces it
        if any(desk.same(one, submission) for one in before):
            return Outcome.ALREADY, True
        earlier = None if submission.kind in PUBLISHED else next(iter(before), None)
        if too_many(hook, who, network, now):
            raise TooMany
        receipt = may_have_receipt(hook, who, now)
        mails = desk.mails(submission, target, receipt, earlier)
        try:
            new = await outbox.accept(submission, mails, earlier.id if earlier else "")
        except Outdated:
            continue  # another correction was faster, so this one corrects that
        if not new:
            return Outcome.ALREADY, True
        return Outcome.CHANGED if earlier else Outcome.RECEIVED, receipt


def too_many(hook: Hook, who: bytes, network: str, now: datetime) -> bool:
    """Whether this address or this network has sent as much as it may in an hour."""
    limits, hour = hook.desk.settings.limits, now - HOUR
    count = hook.outbox.count_since
    return bool(
        (limits.per_address_hour and count(hour, who=who) >= limits.per_address_hour)
        or (limits.per_network_hour and count(hour, network=network) >= limits.per_network_hour)
    )


def may_have_receipt(hook: Hook, who: bytes, now: datetime) -> bool:
    """Whether an address may have one receipt more: the forms must not be used to bomb anybody."""
    most = hook.desk.settings.limits.receipts_hour
    return not most or hook.outbox.count_since(now - HOUR, who=who, purpose="receipt") < most


async def thanks(hook: Hook, request: Request) -> Response:
    """What was stored, and what happens now. Of the address only known words are believed."""
    kind, asked = request.path_params["kind"], request.query_params
    if kind not in FORMS:
        raise HTTPException(404)
    stored = next((o for o in Outcome if o == asked.get("stored")), Outcome.RECEIVED)
    if stored is Outcome.CHANGED and kind in PUBLISHED:
        stored = Outcome.RECEIVED
    language = "en" if asked.get("lang") == "en" else "da"
    return hook.pages.thanks(
        hook.targets(), kind, language, stored, receipt=asked.get("receipt") != "no"
    )


async def ask(hook: Hook, request: Request) -> Response:
    """The editor's link: the text and a button. Programs that open every link change nothing."""
    case = find_case(hook, request)
    before, _ = moderation.STEPS[case.order.action]
    return decision(hook, case, "ask" if case.state == before else "already")


async def act(hook: Hook, request: Request) -> Response:
    """The button: the decision is carried out, once, or refused where it would harm the site."""
    async with hook.deciding:
        case = find_case(hook, request)
        try:
            decided = await moderation.decide(
                hook.desk, hook.outbox, hook.targets(), case.submission, case.order.action,
                hook.clock(), hook.rebuild.awaited, hook.watch,
            )  # fmt: skip
        except (OSError, OutboxFull) as error:
            log.error("A decision could not be carried out: %s", type(error).__name__)
            raise Refused(
                503,
                N_("It could not be decided just now"),
                N_(
                    "The content folder or the outbox cannot be written. Try again in a few minutes."
                ),
                headers={"Retry-After": "120"},
            ) from None
    if decided.changed:
        hook.rebuild()
    case = replace(case, target=decided.target)
    return decision(hook, case, decided.outcome, decided.remarks)


@dataclass(frozen=True)
class Case:
    """What a link orders, and about what."""

    order: Order
    state: str
    submission: Submission
    target: Target


def find_case(hook: Hook, request: Request) -> Case:
    """The case of a link. Raises `Refused` where it is not ours, too old, or about another text."""
    try:
        order = hook.desk.signer.read_link(
            request.path_params["action"], request.path_params["token"], hook.clock()
        )
    except OldToken:
        raise Refused(
            410, N_("The link is too old"), N_("Use the one in the latest reminder.")
        ) from None
    except BadToken:
        raise HTTPException(404) from None
    stored = hook.outbox.find(order.id)
    submission = stored.submission if stored else None
    if not (stored and submission and hook.desk.order(submission, order.action) == order):
        raise Refused(
            410,
            N_("The text is not here any more"),
            N_("It has been deleted or changed since the mail was written."),
        )
    return Case(
        order,
        stored.state,
        submission,
        target_of(hook.targets(), submission.kind, submission.entry),
    )


def decision(hook: Hook, case: Case, state: str, remarks: Iterable[Problem] = ()) -> Response:
    """The editor's page. That what is decided will not be shown yet is said too, where that is known."""
    found = list(remarks)
    if hook.rebuild.failure and state == moderation.Outcome.DONE:
        found.append(Problem("", *BUILD_FAILED))
    return hook.pages.decision(
        hook.targets(), case.target, state, case.order.action, case.submission, found
    )


BUILD_FAILED = (
    N_("The latest build of the site failed, so what is decided now may not be seen on it yet."),
    N_("The log of the service says why."),
)


async def health(hook: Hook, request: Request) -> Response:
    """For the monitoring: 200 while forms can be received, 503 while they cannot. Says nothing else."""
    hook.targets()
    try:
        await asyncio.to_thread(hook.outbox.beat, hook.clock())
    except OutboxFull:
        return Response(status_code=503)
    return Response(status_code=204)


async def read_form(request: Request) -> Pairs:
    """The fields of the request's body, which every answer from now on can show again. Raises `Refused`."""
    body = await receive(request)
    try:
        refused = refusal_of(body)
        pairs = [] if refused else read_body(body.content)
    except BadBody:
        refused = Refused(
            400, N_("The form could not be read"), N_("Send it from the form on the site.")
        )
    request.state.typed = typed_in(body) if refused else pairs
    if refused:
        raise refused
    return pairs


def refusal_of(body: Body) -> Refused | None:
    """Why a body is not read as a form, if it is not."""
    if not body.ours:
        return Refused(415, N_("That is no form of ours"), N_("Send it from the form on the site."))
    if not body.whole:
        return Refused(
            413,
            N_("That is too much at once"),
            N_(
                "It is so long that it cannot even be shown here. Go back in your browser, where it may "
                "still stand, and make the text shorter."
            ),
        )
    if len(body.content) > LARGEST:
        return Refused(
            413, N_("That is too much at once"), N_("Make the text shorter and send it again.")
        )
    return None


def client_address(hook: Hook, request: Request) -> str:
    """Where the request came from; a proxy is believed only if it is the one in the settings."""
    address = request.client.host if request.client else ""
    if address and address == hook.desk.settings.proxy:
        return request.headers.get("x-forwarded-for", address).rpartition(",")[2].strip()
    return address


async def refuse(hook: Hook, request: Request, refused: Refused) -> Response:
    return refusal(hook, request, refused)


def refusal(hook: Hook, request: Request, refused: Refused) -> Response:
    """A refusal as a page, with what was typed; a plainer one while there is no list to make a page with."""
    headers: Mapping[str, str] = refused.more.pop("headers", {})
    try:
        targets = hook.targets()
    except UnreadableList:
        response = without_site(request, refused.status, refused.heading, refused.text)
    else:
        shown = refused.more if "values" in refused.more else typed_again(hook, request, refused)
        response = hook.pages.refused(
            targets, refused.status, refused.heading, refused.text, **shown
        )
    response.headers.update(headers)
    return response


def typed_again(hook: Hook, request: Request, refused: Refused) -> dict[str, Any]:
    """What a page shows of what was typed: the form where it can be sent again, else the text to be copied."""
    typed = typed_of(request)
    given = dict(reversed(typed))
    form = FORMS.get(request.path_params.get("kind", ""))
    target = refused.more.get("target")
    if typed and form and target is None:
        target = hook.targets().find(form.kind, given.get("entry", ""))
    if typed and form and target and target.open_at(hook.clock()):
        values = {each.name: shown_again(given.get(each.name, "")) for each in form.fields}
        return {"target": target, "form": form, "values": values, "again": True}
    language = "en" if given.get("entry", "").startswith("en/") else "da"
    return {"target": target, "typed": texts_in(form, typed), "language": language}


def typed_of(request: Request) -> Pairs:
    """The fields of the form that was sent, as far as it was read."""
    found: Pairs = getattr(request.state, "typed", [])
    return found


def without_site(request: Request, status: int, heading: str, text: str) -> Response:
    """The answer while nothing is known of the site: a plain page where somebody typed something."""
    typed = texts_in(FORMS.get(request.path_params.get("kind", "")), typed_of(request))
    return plain_page(status, heading, text, typed) if typed else Response(status_code=status)


async def not_ready(hook: Hook, request: Request, error: Exception) -> Response:
    """The build has not written its list yet, or it cannot be read."""
    log.error("The list of forms cannot be read. Build the site first.")
    heading, text = N_("The site is not ready yet"), N_("Try again in a little while.")
    response = without_site(request, 503, heading, text)
    if not response.body:
        said = (
            "Siden er ikke klar endnu. Prøv igen om lidt. / Not ready yet. Please try again soon.\n"
        )
        response = Response(said, 503, media_type="text/plain")
    response.headers["Retry-After"] = "60"
    return response


async def out_of_reach(hook: Hook, request: Request, error: Exception) -> Response:
    """The database can be neither read nor written just now."""
    heading, text = (
        N_("Something went wrong at our end"),
        N_("Go back and try again in a little while."),
    )
    return refusal(hook, request, Refused(503, heading, text, headers={"Retry-After": "120"}))


async def no_such_page(hook: Hook, request: Request, error: HTTPException) -> Response:
    if error.status_code == 404:
        heading, text = (
            N_("There is no such page"),
            N_("Go to the site and find your way from there."),
        )
    else:
        heading, text = N_("That did not work"), N_("Go back to the page and try again from there.")
    refused = Refused(error.status_code, heading, text, headers=error.headers or {})
    return refusal(hook, request, refused)


def broken(hook: Hook, scope: Scope) -> Response:
    """The page for a fault of ours; it tells the sender nothing of what went wrong."""
    request = Request(scope)
    heading, text = N_("Something went wrong at our end"), N_("Try again in a little while.")
    try:
        return refusal(hook, request, Refused(500, heading, text))
    except Exception as error:  # what made the fault may be needed for the page too
        log.error("A fault while making the page of a fault: %s", type(error).__name__)
        return without_site(request, 500, heading, text)
