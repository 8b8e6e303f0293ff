"""What residents have sent, decided on at the desk: the forms service's own pages, for those who are signed in.

They are coroutines, since the forms service decides one thing at a time in the loop that it is served by.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from nyspor.content.collection import readable_entries
from nyspor.desk.answers import At, LoopAnswer, Sent
from nyspor.desk.front.residents import SENT, groups_of, moderation_desk
from nyspor.desk.people.audit import AuditLine, note
from nyspor.desk.state import DeskState
from nyspor.forms_service import member_routes, moderation_routes
from nyspor.forms_service.member_routes import ADD_NOW, CONFIRM_FOR, REMOVE_NOW, OrganiserPage
from nyspor.forms_service.moderation_routes import Answer
from nyspor.forms_service.moderation_view import EditorPage, ShownText
from nyspor.forms_service.municipal_answers import ANSWER
from nyspor.forms_service.request_body import Pairs
from nyspor.forms_service.state import ServiceState
from nyspor.forms_service.tokens import Action, OrganiserLink
from nyspor.problems import T_
from nyspor.urls import DESK

DECIDED: Mapping[str, str] = {
    Action.PUBLISH: T_("published what a resident wrote"),
    Action.REJECT: T_("rejected what a resident wrote"),
    Action.UNDO: T_("took off what a resident wrote"),
    ANSWER: T_("answered what a resident wrote"),
}
CHANGED: Mapping[str, str] = {
    CONFIRM_FOR: T_("confirmed a sign-up"),
    REMOVE_NOW: T_("removed a sign-up"),
    ADD_NOW: T_("signed somebody up"),
}
"""What is noted of each button, and of the list that is fetched; never of whom it was."""
FETCHED = T_("fetched the list of sign-ups")


def moderation(answer: Answer) -> LoopAnswer:
    """The route of a page for editors."""

    async def answered(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
        forms = _forms(state)
        if not at.person.is_editor:
            raise HTTPException(403)
        desk = await asyncio.to_thread(moderation_desk, state, forms, at.person)
        page = EditorPage(
            at.person,
            f"{DESK}moderate",
            request.query_params.get("om", ""),
            at.language,
            state.sessions.form_token(at.session),
            partial(_note_decision, state, at),
        )
        return await answer(forms, desk, page, request, _pairs(sent))

    return answered


show_list = moderation(moderation_routes.show_list)
decide_list = moderation(moderation_routes.decide_list)
show_text = moderation(moderation_routes.show_text)
decide_text = moderation(moderation_routes.decide_text)


async def members(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """Those who have signed up to a group."""
    forms = _forms(state)
    page = await asyncio.to_thread(_organiser_page, state, forms, at, request)
    return await asyncio.to_thread(member_routes.members_page, forms, page)


async def change_members(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """A button of that page."""
    forms = _forms(state)
    page = await asyncio.to_thread(_organiser_page, state, forms, at, request)
    return await member_routes.change_list(forms, page, dict(reversed(_pairs(sent))))


async def members_file(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """The list as a file for a spreadsheet."""
    forms = _forms(state)
    page = await asyncio.to_thread(_organiser_page, state, forms, at, request)
    answer = await asyncio.to_thread(member_routes.members_file, forms, page)
    await asyncio.to_thread(_note, state, at, FETCHED, page.link.group)
    return answer


def _forms(state: DeskState) -> ServiceState:
    if state.forms is None:
        raise HTTPException(404)
    return state.forms


def _organiser_page(
    state: DeskState, forms: ServiceState, at: At, request: Request
) -> OrganiserPage:
    """The page of the group in the address. Raises `HTTPException` (404) for one that is another's, as where there is none."""
    groups = {each.entry: each for each in groups_of(state, at.person, forms.targets())}
    group = groups.get(request.path_params["group"])
    if group is None:
        raise HTTPException(404)
    end = state.clock() + timedelta(days=1)
    return OrganiserPage(
        OrganiserLink(group.kind, group.entry, at.person.key, end),
        f"{DESK}members-file/{group.entry}",
        at.language,
        state.sessions.form_token(at.session),
        lambda step: _note(state, at, CHANGED[step], group.entry),
    )


def _pairs(sent: Sent) -> Pairs:
    """The fields as the forms service reads them."""
    return [(name, value) for name, values in sent.values.items() for value in values]


def _note_decision(state: DeskState, at: At, action: str, text: ShownText) -> None:
    _note(state, at, DECIDED[action], text.submission.entry, f"{SENT}{text.id}")


def _note(state: DeskState, at: At, action: str, key: str, instead: str = "") -> None:
    """Note what somebody did, and about which text of the site it was, or what was sent `instead`, where there is none."""
    entries = readable_entries(state.loaded()) if key else ()
    file = next((parsed.file for parsed, entry in entries if entry.key == key), instead)
    note(state.database, AuditLine(state.clock(), at.person.key, action, file))
