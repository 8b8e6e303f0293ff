"""The page of an editor: all that waits, decided one by one or many at once, and each text to correct and answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from nyspor.forms.parsing import MAX_FIELDS
from nyspor.forms.targets import progress_of
from nyspor.forms_service.decision_routes import LONGEST_REASON, carry_out, refused_by_disk
from nyspor.forms_service.error_pages import Refused
from nyspor.forms_service.idea_answers import STATES, IdeaAnswer, read_answer
from nyspor.forms_service.idea_answers import faults as faults_of_answer
from nyspor.forms_service.moderation import (
    WAITING,
    DecisionResult,
    Details,
    Outcome,
    digest_of,
)
from nyspor.forms_service.moderation_view import (
    AT_ONCE,
    EDITABLE,
    Desk,
    EditorPage,
    ShownText,
    filters,
    matches,
)
from nyspor.forms_service.municipal_answers import ANSWER, answer
from nyspor.forms_service.outbox import OutboxUnavailable
from nyspor.forms_service.pages import printable
from nyspor.forms_service.paging import page_number
from nyspor.forms_service.request_body import Pairs, entered_pairs, read_limited
from nyspor.forms_service.state import ServiceState
from nyspor.forms_service.tokens import Action, ExpiredToken, InvalidToken
from nyspor.problems import N_


@dataclass(frozen=True)
class Carried:
    """What came of a button that was pressed: what was to be done with which text, and what became of it."""

    action: str
    text: ShownText
    result: DecisionResult


Answer = Callable[[ServiceState, Desk, EditorPage, Request, Pairs], Awaitable[Response]]
"""What the routes answer to an editor, with the fields of the form that was sent; none for a GET, which changes nothing."""


def by_link(answer: Answer) -> Callable[[ServiceState, Request], Awaitable[Response]]:
    """The route for those who have a mailed link."""

    async def answered(state: ServiceState, request: Request) -> Response:
        desk, page = open_desk(state, request)
        pairs = entered_pairs(await read_limited(request)) if request.method == "POST" else []
        return await answer(state, desk, page, request, pairs)

    return answered


async def show_list(
    state: ServiceState, desk: Desk, page: EditorPage, request: Request, pairs: Pairs
) -> Response:
    """All that waits for this editor."""
    return await asyncio.to_thread(list_page, state, desk, page, request)


async def decide_list(
    state: ServiceState, desk: Desk, page: EditorPage, request: Request, pairs: Pairs
) -> Response:
    """A button of the list: one text, or all that were chosen."""
    given = dict(reversed(pairs))
    details = Details(
        editor=page.member.key,
        reason=printable(given.get("reason", "")).strip()[:LONGEST_REASON],
        tell=bool(given.get("tell")),
    )
    orders = wanted(pairs)
    carried = await carry_out_all(state, desk, page, orders, details)
    return await asyncio.to_thread(
        list_page, state, desk, page, request, carried, not orders, len(carried) < len(orders)
    )


async def show_text(
    state: ServiceState, desk: Desk, page: EditorPage, request: Request, pairs: Pairs
) -> Response:
    """One text, to be corrected, decided on or answered."""
    return text_page(state, desk, page, find_text(desk, request))


async def decide_text(
    state: ServiceState, desk: Desk, page: EditorPage, request: Request, pairs: Pairs
) -> Response:
    """A button of the page of one text."""
    text = find_text(desk, request)
    given = dict(reversed(pairs))
    written = {name: printable(value).strip() for name, value in given.items()}
    action = given.get("do", "")
    if action == ANSWER:
        return await answer_text(state, desk, page, request, text, written)
    if action not in tuple(Action):
        return text_page(state, desk, page, text)
    changes = corrections(text, written) if action == Action.PUBLISH else {}
    if errors := faults(text, changes):
        return text_page(state, desk, page, text, written, errors, status=422)
    details = Details(
        editor=page.member.key,
        reason=written.get("reason", "")[:LONGEST_REASON],
        tell=bool(given.get("tell")),
        changes=changes,
        seen=given.get("seen", ""),
    )
    async with state.decision_lock:
        result = await decide(state, page, text, Action(action), details)
        answered = written.get("answer", "")[:LONGEST_REASON]
        # Also where it was published already: the button may be pressed again because no answer came.
        published = result.outcome in (Outcome.DONE, Outcome.ALREADY)
        if answered and action == Action.PUBLISH and published:
            replied = await carry_out_answer(state, page, text, answered)
            notes = (*result.notes, *replied.notes)
            changed = result.content_changed or replied.content_changed
            result = DecisionResult(result.outcome, result.target, notes, changed)
    if result.content_changed:
        state.rebuild()
    if result.outcome is Outcome.CHANGED:
        text = find_text(desk, request)
        return text_page(state, desk, page, text, written, changed=True, status=409)
    return await asyncio.to_thread(
        list_page, state, desk, page, request, [Carried(action, text, result)]
    )


async def answer_text(
    state: ServiceState,
    desk: Desk,
    page: EditorPage,
    request: Request,
    text: ShownText,
    written: Mapping[str, str],
) -> Response:
    """Publish the municipality's answer to a text that is on the site."""
    words = written.get("answer", "")[:LONGEST_REASON]
    idea = read_answer({**written, "answer": words}) if text.submission.kind == "idea" else None
    missing = {} if words else {"answer": N_("Write the answer.")}
    if errors := faults_of_answer(idea) if idea else missing:
        return text_page(state, desk, page, text, written, errors, 422)
    async with state.decision_lock:
        result = await carry_out_answer(state, page, text, words, idea)
    if result.content_changed:
        state.rebuild()
    return await asyncio.to_thread(
        list_page, state, desk, page, request, [Carried(ANSWER, text, result)]
    )


async def decide(
    state: ServiceState, page: EditorPage, text: ShownText, action: Action, details: Details
) -> DecisionResult:
    """Carry a decision out, and tell of it. Raises `Refused` where the content folder or the outbox cannot be written."""
    result = await carry_out(state, text.id, action, details)
    if result.outcome is Outcome.DONE:
        await asyncio.to_thread(page.decided, action, text)
    return result


async def carry_out_answer(
    state: ServiceState,
    page: EditorPage,
    text: ShownText,
    words: str,
    idea: IdeaAnswer | None = None,
) -> DecisionResult:
    """Publish an answer. Raises `Refused` where the content folder or the outbox cannot be written."""
    moderator = state.moderator()
    try:
        result = await answer(moderator, text.id, words, state.clock(), page.member.key, idea)
    except (OSError, OutboxUnavailable) as error:
        raise refused_by_disk(error) from None
    if result.outcome is Outcome.DONE:
        await asyncio.to_thread(page.decided, ANSWER, text)
    return result


async def carry_out_all(
    state: ServiceState,
    desk: Desk,
    page: EditorPage,
    texts: Sequence[tuple[Action, str, str]],
    details: Details,
) -> list[Carried]:
    """Carry out what is wanted with each text, one after the other; each is decided by itself."""
    carried = []
    for action, id, seen in texts:
        stored = state.outbox.find(id)
        if stored is None or not desk.may_see(stored):
            continue  # deleted meanwhile, or another's
        shown = desk.shown(stored)
        reject = action is Action.REJECT
        said = Details(
            details.editor,
            details.reason if reject else "",
            tell=details.tell if reject else action is Action.UNDO,
            seen=seen,
        )
        async with state.decision_lock:
            carried.append(Carried(action, shown, await decide(state, page, shown, action, said)))
    if any(each.result.content_changed for each in carried):
        state.rebuild()
    return carried


def wanted(pairs: Pairs) -> list[tuple[Action, str, str]]:
    """The action, id and digest of each text: of the one whose own button was pressed, or of all that are chosen."""
    given = dict(reversed(pairs))
    if one := given.get("one"):
        return [*filter(None, [_order(one)])]
    action = given.get("do", "")
    chosen = [value for name, value in pairs[:MAX_FIELDS] if name == "chosen"]
    return [order for value in chosen if (order := _order(f"{action} {value}"))]


def _order(value: str) -> tuple[Action, str, str] | None:
    action, _, rest = value.partition(" ")
    id, _, seen = rest.partition(" ")
    return (Action(action), id, seen) if action in tuple(Action) else None


def corrections(text: ShownText, written: Mapping[str, str]) -> dict[str, str]:
    """The fields that the editor has written otherwise."""
    values = text.submission.values
    return {
        name: written[name]
        for name in EDITABLE
        if name in values and name in written and written[name] != printable(values[name]).strip()
    }


def faults(text: ShownText, changes: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with corrections: field → message id."""
    most = {each.name: each.max_length for each in text.form.fields}
    empty = {name: EMPTY[name] for name, value in changes.items() if not value}
    long = {name: TOO_LONG[name] for name in changes if len(changes[name]) > most[name]}
    return empty | long


EMPTY = {
    "title": N_("The title is missing."),
    "name": N_("The name is missing."),
    "text": N_("The text is missing."),
}
TOO_LONG = {
    "title": N_("The title is too long."),
    "name": N_("The name is too long."),
    "text": N_("The text is too long."),
}


def open_desk(state: ServiceState, request: Request) -> tuple[Desk, EditorPage]:
    """What the editor with this link may see. Raises `Refused` where the link does not hold any more."""
    token, now = request.path_params["token"], state.clock()
    staff, signer = state.factory.settings.staff, state.factory.signer
    try:
        key, digest = signer.read_page(token, now)
    except ExpiredToken:
        raise Refused(
            410, N_("The link is too old"), N_("Use the one in the latest mail.")
        ) from None
    except InvalidToken:
        raise HTTPException(404) from None
    member = staff.find(key)
    if not (member and member.is_editor and signer.is_page_of(digest, member.mailbox.address)):
        raise Refused(
            410,
            N_("The link does not hold any more"),
            N_("It belongs to somebody who is no editor any more, or has another address now."),
        )
    targets = state.targets()
    desk = Desk(state.outbox, targets, staff, member, now)
    return desk, EditorPage(member, f"/forms/moderate/{token}", request.query_params.get("om", ""))


def find_text(desk: Desk, request: Request) -> ShownText:
    """The text in the address. Raises `Refused` where it is not there, or another editor's."""
    stored = desk.outbox.find(request.path_params["id"])
    if stored is None or not desk.may_see(stored):
        raise Refused(
            410,
            N_("The text is not here any more"),
            N_("It has been deleted, or it is not yours to decide on."),
        )
    return desk.shown(stored)


def list_page(
    state: ServiceState,
    desk: Desk,
    page: EditorPage,
    request: Request,
    carried: Sequence[Carried] = (),
    nothing_chosen: bool = False,
    some_gone: bool = False,
) -> Response:
    """The list, with what came of the button that was pressed. Reads the database, and is called in a thread."""
    waiting = [(stored, desk.subjects(stored)) for stored in desk.waiting()]
    found = [stored for stored, about in waiting if matches(page.chosen, stored, about)]
    pages = max(1, -(-len(found) // AT_ONCE))
    current = max(1, min(page_number(request), pages))
    texts = [desk.shown(each) for each in found[(current - 1) * AT_ONCE : current * AT_ONCE]]
    return state.pages.moderation(
        desk.targets,
        {
            "editor": page,
            "texts": texts,
            "count": len(found),
            "all": len(waiting),
            "filters": filters(waiting),
            "current": current,
            "pages": pages,
            "recent": desk.recent(),
            "staff": desk.staff,
            "nothing_chosen": nothing_chosen,
            "some_gone": some_gone,
            "build_failed": bool(state.rebuild.failure),
        },
        [(each.action, each.text, each.result) for each in carried],
        page.lang,
    )


def text_page(
    state: ServiceState,
    desk: Desk,
    page: EditorPage,
    text: ShownText,
    written: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
    changed: bool = False,
) -> Response:
    """The page of one text, with what the editor has written."""
    values = text.submission.values
    fields = text.editable
    entered = {each.name: values[each.name] for each in fields} | dict(written or {})
    if (progress := progress_of(desk.targets, text.id)) and not written:
        entered["state"] = progress.state.value
    return state.pages.moderated_text(
        desk.targets,
        text,
        {
            "editor": page,
            "fields": fields,
            "values": entered,
            "seen": digest_of(text.stored),
            "waits": text.stored.state == WAITING,
            "progress": progress,
            "idea_states": STATES if text.submission.kind == "idea" else (),
            "changed": changed,
            "staff": desk.staff,
        },
        errors or {},
        status,
        page.lang,
    )
