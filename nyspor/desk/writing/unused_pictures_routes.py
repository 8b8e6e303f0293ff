"""The page of the pictures that nothing uses, where editors delete them, and get back what they have deleted."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from nyspor.desk.answers import At, Sent, shown
from nyspor.desk.people.audit import AuditLine, note
from nyspor.desk.pictures.unused_pictures import deleted_picture, unused_pictures
from nyspor.desk.state import DeskState
from nyspor.problems import T_
from nyspor.urls import DESK

MOST_SHOWN = 48
"""Pictures on the page; the next come when some of them are gone."""


def unused(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """The pictures that nothing uses, and what was deleted last."""
    _require_editor(at)
    deleted = request.query_params.get("slettet", "")
    is_back = deleted_picture(state, deleted) is None
    return _page(state, at, deleted="" if is_back else deleted)


def change_unused(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """Delete a picture that nothing uses, or put one back that was deleted."""
    _require_editor(at)
    file = sent.one("picture")
    if sent.one("_do") == "restore":
        raw = deleted_picture(state, file)
        if raw is None:
            raise HTTPException(404)
        state.texts.add(file, raw, at.person, f"{file}: hentet tilbage")
        _note(state, at, T_("brought back"), file)
        return RedirectResponse(f"{DESK}pictures", 303)
    if file not in {each.file for each in unused_pictures(state)}:
        return _page(state, at, 409, is_used=True)
    state.texts.remove(file, at.person, f"{file}: slettet")
    _note(state, at, T_("deleted"), file)
    return RedirectResponse(f"{DESK}pictures?{urlencode({'slettet': file})}", 303)


def _require_editor(at: At) -> None:
    if not at.person.is_editor:
        raise HTTPException(403)


def _note(state: DeskState, at: At, action: str, file: str) -> None:
    note(state.database, AuditLine(state.clock(), at.person.key, action, file))


def _page(
    state: DeskState, at: At, status: int = 200, deleted: str = "", is_used: bool = False
) -> Response:
    found = unused_pictures(state)
    return shown(
        state, at, "unused_pictures", status, pictures=found[:MOST_SHOWN], count=len(found), deleted=deleted,
        is_used=is_used, is_in_git=state.texts.history is not None,
    )  # fmt: skip
