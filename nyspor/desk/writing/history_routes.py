"""What was typed and not saved, who else has a text open, two versions in one, and the earlier versions of a text."""

from __future__ import annotations

from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from nyspor.desk.answers import At, Sent, shown
from nyspor.desk.forms.text_form import words_of
from nyspor.desk.state import DeskState
from nyspor.desk.store.journal import Journal, Unsaved
from nyspor.desk.store.merging import pieces
from nyspor.desk.store.text_file import NotUtf8
from nyspor.desk.store.texts import TextClash, WorkingText
from nyspor.desk.store.word_diff import Passage, passages
from nyspor.desk.writing.clash_page import chosen, clash_page
from nyspor.desk.writing.earlier_versions import content_of, version_of, versions_of
from nyspor.desk.writing.open_texts import open_now
from nyspor.desk.writing.saving_routes import keep_words, save_text
from nyspor.desk.writing.text_routes import read_text, require_writer, sent_bytes
from nyspor.i18n.catalogues import CATALOGUES, read_catalogue
from nyspor.problems import N_
from nyspor.publishing.content_history import Version

CHOOSE = N_("Choose in every place, then nothing is lost. Nothing is saved yet.")


def keep(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """Keep what is typed; the answer is what is said of others who have the text open."""
    found = read_text(state, request)
    require_writer(state, at, found)
    raw, base = sent_bytes(state, found, sent, leaves_out=True), sent.one("_base")
    keep_words(state, at, found, Unsaved(sent.one("_draft"), base, raw, state.clock()))
    return _presence(state, at, found, base)


def discard(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """Forget unsaved words."""
    found = read_text(state, request)
    Journal(state.database).drop(at.person.key, found.file, sent.one("_draft"))
    return RedirectResponse(f"/desk/text/{found.file}", 303)


def heard(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """Note that a text is still open."""
    return _presence(state, at, read_text(state, request), sent.one("_base"))


def _presence(state: DeskState, at: At, found: WorkingText, base: str) -> Response:
    return shown(state, at, "presence", 200, file=found.file, **open_now(state, at, found, base))


def session(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """Who is signed in, and the token of their forms: for a page that was open while they signed in again."""
    return JSONResponse({"person": at.person.key, "token": state.sessions.form_token(at.session)})


def settle(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """Save the text that was chosen out of two versions."""
    found = read_text(state, request)
    require_writer(state, at, found)
    names = ("_before", "_base", "_own")
    before, current, own = (state.texts.version(sent.one(name)) for name in names)
    if current is None or own is None:
        raise HTTPException(409)
    raw = chosen(pieces(before, current, own), sent)
    if raw is None:
        clash = TextClash(WorkingText(found.file, current), own, sent.one("_before"))
        return clash_page(state, at, clash, sent.one("_draft"), CHOOSE)
    return save_text(state, at, found, raw, sent)


def history(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """The versions of a text; two of them are compared, the newer one being the saved text where none is named."""
    found, query = read_text(state, request), request.query_params
    versions = versions_of(state, found)
    before = version_of(state, found, query.get("fra", ""))
    after = version_of(state, found, query.get("til", ""))
    translate = read_catalogue(CATALOGUES, at.language).gettext
    compared = _compared(state, found, before, after, translate) if before else None
    return shown(
        state, at, "history", file=found.file, title=found.title, versions=versions, compared=compared, before=before, after=after,
        in_git=state.texts.history is not None,
    )  # fmt: skip


def _compared(
    state: DeskState,
    found: WorkingText,
    before: Version,
    after: Version | None,
    translate: Callable[[str], str],
) -> list[Passage]:
    newer = content_of(state, after) if after else found.raw
    try:
        older = content_of(state, before)
        return passages(*(words_of(found.file, raw, translate) for raw in (older, newer)))
    except NotUtf8:
        raise HTTPException(422) from None
