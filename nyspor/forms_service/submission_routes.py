"""The routes of residents: send a form, look it through, confirm it, and the page that thanks for it."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from nyspor.console import in_words
from nyspor.content.place_counts import read_place_counts
from nyspor.forms.parsing import FormData, MalformedBody, parse_body, parse_form
from nyspor.forms.registry import find_form, form_of
from nyspor.forms.spec import FormSpec
from nyspor.forms.targets import Target, Targets
from nyspor.forms_service import blocklist
from nyspor.forms_service.client_address import client_address
from nyspor.forms_service.error_pages import Refused
from nyspor.forms_service.membership import Membership, submission_of, write_counts
from nyspor.forms_service.outbox import (
    OutboxMoved,
    OutboxUnavailable,
    RateLimited,
    ReceiptsLimited,
    StaleCorrection,
)
from nyspor.forms_service.rate_limits import HOUR
from nyspor.forms_service.records import Submission
from nyspor.forms_service.request_body import (
    MAX_BODY,
    Body,
    Pairs,
    entered_pairs,
    read_limited,
)
from nyspor.forms_service.state import ServiceState
from nyspor.forms_service.submission_factory import Outcome
from nyspor.forms_service.test_probes import BEFORE_ANSWER, BODY_READ
from nyspor.forms_service.tokens import InvalidToken, content_digest
from nyspor.members import table
from nyspor.members.records import group_of
from nyspor.model.places import FILE as PLACES
from nyspor.model.places import Counts
from nyspor.problems import N_
from nyspor.text.language import DEFAULT_LANGUAGE

log = logging.getLogger("nyspor.forms_service")


async def submit(state: ServiceState, request: Request) -> Response:
    """A form: with errors it is shown again, else previewed, and stored when it is confirmed."""
    form = find_form(request.path_params["kind"])
    pairs = await read_form(request)
    state.probe(BODY_READ)
    if form is None:
        raise HTTPException(404)
    given = dict(reversed(pairs))
    targets = state.targets()
    target = find_target(state, targets, form.kind, given.get("entry", ""))
    data = parse_form(form, pairs, target.choices)
    step = given.get("step", "")
    if step == "answer":  # from a comment, which is all that has been chosen
        return state.pages.form(targets, target, form, replace(data, errors=()))
    if data.errors or step == "edit":
        return state.pages.form(targets, target, form, data)
    if step == "confirm":
        return await confirm(state, request, targets, target, form, data, given.get("stamp", ""))
    return preview(state, targets, target, form, data, honeypot_filled=bool(given.get("website")))


def find_target(state: ServiceState, targets: Targets, kind: str, entry: str) -> Target:
    """The target of a form. Raises `Refused` where there is none, or it is closed or not open yet."""
    target = targets.find(kind, entry)
    if target is None:
        raise Refused(
            404,
            N_("There is nothing to write to here"),
            N_("The page may have moved. Find it on the site and try again from there."),
        )
    if target.opens and state.clock() < target.opens:
        raise Refused(
            403,
            N_("It is not open yet"),
            N_("The page says when it opens. Send it from there then."),
            target=target,
        )
    if not target.open_at(state.clock()):
        raise Refused(410, N_("It is closed"), N_("Nothing more can be sent here."), target=target)
    return target


def preview(
    state: ServiceState,
    targets: Targets,
    target: Target,
    form: FormSpec,
    data: FormData,
    honeypot_filled: bool,
) -> Response:
    """The preview, with a token that proves that it was shown. Nothing is stored yet."""
    digest = content_digest(target.kind, target.entry, data.values)
    token = state.factory.signer.sign_preview(digest, state.clock(), honeypot_filled)
    full = is_full(state, target)
    return state.pages.preview(targets, target, form, data.values, token, full)


def is_full(state: ServiceState, target: Target) -> bool:
    """Whether no place is left just now; the page on the site may not know it yet."""
    if target.capacity is None:
        return False
    counts = read_place_counts(state.factory.settings.database.with_name(PLACES))
    return counts.get(group_of(target.entry), Counts()).left_of(target.capacity) == 0


async def confirm(
    state: ServiceState,
    request: Request,
    targets: Targets,
    target: Target,
    form: FormSpec,
    data: FormData,
    token: str,
) -> Response:
    """Store what was previewed, with its mails; only then answer that it is received."""
    now = state.clock()
    values = data.values
    try:
        digest = content_digest(target.kind, target.entry, values)
        previewed = state.factory.signer.read_preview(token, digest, now)
    except InvalidToken:
        return preview(state, targets, target, form, data, honeypot_filled=False)
    network = sender_network(state, request)
    submission = state.factory.submission(target, values, network, previewed, now)
    outcome, receipt = await store_or_refuse(state, submission, target, form)
    state.probe(BEFORE_ANSWER)
    return RedirectResponse(thanks_address(targets, target, outcome, receipt), 303)


class Blocked(Exception):
    """What was sent holds something that the list against unwanted texts refuses."""


def looked_up(state: ServiceState, submission: Submission) -> Submission:
    """The submission with a note about words on the list that an editor should look twice at. Raises `Blocked`."""
    entries = state.outbox.blocklist(submission.received)
    found = blocklist.matching(entries, submission.values, submission.mailbox_hash)
    if any(entry.refuses for entry in found):
        raise Blocked(submission.kind)
    if not found:
        return submission
    note = state.factory.words_note([entry.word for entry in found])
    return replace(submission, review_note=" ".join(filter(None, [submission.review_note, note])))


async def store_or_refuse(
    state: ServiceState, submission: Submission, target: Target, form: FormSpec
) -> tuple[Outcome, bool]:
    """The same as `store`; raises `Refused`, with what was entered, where nothing is stored."""
    entered = {"target": target, "form": form, "values": submission.values}
    try:
        return await store(state, looked_up(state, submission), target)
    except Blocked:
        raise Refused(
            403,
            N_("We do not take this"),
            N_(
                "What you wrote holds something that is not received here, or your address cannot be used at present. "
                "If that is a mistake, write to us in another way. What you wrote stands below."
            ),
            **entered,
        ) from None
    except RateLimited:
        raise Refused(
            429,
            N_("You have sent a good deal in a short time"),
            N_("Wait an hour and send it then. What you wrote stands below."),
            headers={"Retry-After": "3600"},
            **entered,
        ) from None
    except OutboxUnavailable as error:
        if not isinstance(error, OutboxMoved):  # which is in the log already
            log.error(
                in_words(N_("The outbox cannot be written; nothing is accepted until it can."))
            )
        raise Refused(
            503,
            N_("We cannot receive it just now"),
            N_(
                "It is our fault, and nothing is lost: what you wrote stands below. Try again in a few minutes."
            ),
            headers={"Retry-After": "120"},
            **entered,
        ) from None


def thanks_address(targets: Targets, target: Target, outcome: Outcome, receipt: bool) -> str:
    """The address of the page that says what became of the submission."""
    query = {
        "lang": "en" if target.lang == "en" else "",
        "stored": "" if outcome is Outcome.RECEIVED else str(outcome),
        "receipt": "" if receipt else "no",
        "entry": target.entry,
    }
    given = urlencode({name: value for name, value in query.items() if value})
    address = f"{targets.site.base}/forms/thanks/{target.kind}"
    return f"{address}?{given}" if given else address


async def store(
    state: ServiceState, submission: Submission, target: Target
) -> tuple[Outcome, bool]:
    """Store a submission with its mails; return the outcome, and whether a receipt is sent.

    Raises `RateLimited` and `OutboxUnavailable`, and then nothing is stored.
    """
    if form_of(submission.kind).joins:
        return await sign_up(state, submission, target)
    factory, outbox, limits = state.factory, state.outbox, state.factory.settings.limits
    moderated = form_of(submission.kind).moderated
    while True:
        before = outbox.sent_before(submission)
        if not moderated:
            before = before[-1:]  # only the latest counts, and this one replaces it
        if any(factory.same_content(one, submission) for one in before):
            return Outcome.ALREADY, True
        earlier = None if moderated else next(iter(before), None)
        receipt = may_have_receipt(state, submission)
        mails = factory.mails(submission, target, receipt, earlier)
        try:
            new = await outbox.accept(submission, mails, earlier.id if earlier else "", limits)
        except (StaleCorrection, ReceiptsLimited):
            continue  # another came first, so the mails must be others
        if not new:
            return Outcome.ALREADY, True
        state.received[submission.kind] += 1
        return Outcome.CHANGED if earlier else Outcome.RECEIVED, receipt


async def sign_up(
    state: ServiceState, submission: Submission, target: Target
) -> tuple[Outcome, bool]:
    """The same for a form that makes its sender a member of a group."""
    factory, outbox = state.factory, state.outbox
    changes = Membership(factory, state.targets(), submission.received)
    group, person = target.group_key, submission.person_hash
    while True:
        member = outbox.look(lambda db: table.find_person(db, group, person))
        if member and factory.same_content(submission_of(member), submission):
            sent = await outbox.change(changes.remind(member.id))
            return Outcome.REMINDED if sent else Outcome.ALREADY, True
        # The first receipt has the link to confirm with, so it is sent in any case.
        receipt = not member or may_have_receipt(state, submission)
        try:
            standing = await outbox.change(changes.sign_up(submission, target, receipt, member))
        except (StaleCorrection, ReceiptsLimited):
            continue  # another came first, so the mails must be others
        if standing is None:
            return Outcome.ALREADY, True
        state.received[submission.kind] += 1
        await asyncio.to_thread(
            write_counts, outbox, factory.settings.database, submission.received
        )
        if member:
            return Outcome.CHANGED, receipt
        return Outcome.WAITING if standing.number else Outcome.RECEIVED, receipt


def may_have_receipt(state: ServiceState, submission: Submission) -> bool:
    """Whether a mailbox may be sent another receipt, so that the forms cannot be used to flood it."""
    most, since = state.factory.settings.limits.receipts_hour, submission.received - HOUR
    return not most or state.outbox.receipts_since(since, submission.mailbox_hash) < most


async def thanks(state: ServiceState, request: Request) -> Response:
    """What was stored, and what happens next. Unknown parameters of the address are ignored."""
    form, query = find_form(request.path_params["kind"]), request.query_params
    if form is None:
        raise HTTPException(404)
    outcome = next((o for o in Outcome if o == query.get("stored")), Outcome.RECEIVED)
    of_members = outcome in (Outcome.WAITING, Outcome.REMINDED)
    if (outcome is Outcome.CHANGED and form.moderated) or (of_members and not form.joins):
        outcome = Outcome.RECEIVED
    language = "en" if query.get("lang") == "en" else DEFAULT_LANGUAGE
    targets = state.targets()
    target = targets.find(form.kind, query.get("entry", ""))
    receipt = query.get("receipt") != "no"
    return state.pages.thanks(targets, target, form, language, outcome, receipt)


async def read_form(request: Request) -> Pairs:
    """The fields of the request's body, which error pages from now on can show again. Raises `Refused`."""
    body = await read_limited(request)
    try:
        refused = refusal_of(body)
        pairs = [] if refused else parse_body(body.content)
    except MalformedBody:
        refused = Refused(
            400, N_("The form could not be read"), N_("Send it from the form on the site.")
        )
    request.state.pairs = entered_pairs(body) if refused else pairs
    if refused:
        raise refused
    return pairs


def refusal_of(body: Body) -> Refused | None:
    """Why a body is not read as a form, if it is not."""
    if not body.is_form:
        return Refused(415, N_("That is no form of ours"), N_("Send it from the form on the site."))
    if not body.complete:
        return Refused(
            413,
            N_("That is too much at once"),
            N_(
                "It is so long that it cannot even be shown here. Go back in your browser, where it may "
                "still stand, and make the text shorter."
            ),
        )
    if len(body.content) > MAX_BODY:
        return Refused(
            413, N_("That is too much at once"), N_("Make the text shorter and send it again.")
        )
    return None


def sender_network(state: ServiceState, request: Request) -> str:
    """The keyed hash of the network that the request came from."""
    return state.factory.network_hash(sender_address(state, request))


def sender_address(state: ServiceState, request: Request) -> str:
    """Where the request came from, as far as the proxies in the settings tell."""
    peer = request.client.host if request.client else ""
    forwarded = request.headers.getlist("x-forwarded-for")
    proxies = state.factory.settings.proxies
    if forwarded and not proxies:
        state.warn_once(
            N_(
                "A web server in front sends X-Forwarded-For, and forms.proxies (NYSPOR_PROXY) does not name it: "
                "all residents share one limit. Put its address there."
            )
        )
    return client_address(peer, forwarded, proxies)
