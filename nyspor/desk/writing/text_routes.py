"""A text as it is edited: its form, its page beside it, and what the check says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from secrets import token_urlsafe
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from nyspor import urls
from nyspor.content.choices import references_in
from nyspor.content.collection import ContentCollection, is_scheduled
from nyspor.content.fixes import fix_entry
from nyspor.desk.answers import At, Sent, language_of, names_of, shown
from nyspor.desk.approval.plans import Plans, begins_at, plan_holds
from nyspor.desk.approval.publication import Failure
from nyspor.desk.approval.reviews import Reviews, Stage, stage_of
from nyspor.desk.approval.shared_pages import LinkEnded
from nyspor.desk.forms.field_form import MAIN
from nyspor.desk.forms.field_remedies import told_at_desk
from nyspor.desk.forms.finding_places import marks_of
from nyspor.desk.forms.text_form import EditedText
from nyspor.desk.front.residents import sign_ups_of
from nyspor.desk.people.permissions import (
    is_held,
    is_public,
    may_approve,
    may_publish,
    may_take_off,
    may_write,
)
from nyspor.desk.pictures.picture_files import MOST_BYTES
from nyspor.desk.pictures.picture_list import picture_of
from nyspor.desk.pictures.rendition_files import rendition_answer, shown_from
from nyspor.desk.state import DeskState
from nyspor.desk.store.journal import Journal, Unsaved
from nyspor.desk.store.text_file import NotUtf8, shown_text
from nyspor.desk.store.texts import UnknownText, WorkingText
from nyspor.desk.store.word_diff import Passage, passages
from nyspor.desk.writing.building_blocks import block_examples
from nyspor.desk.writing.earlier_versions import brought_back, version_of
from nyspor.desk.writing.open_texts import open_now
from nyspor.desk.writing.page_beside import CannotShow, page_of
from nyspor.front_matter.editing import CannotEdit
from nyspor.markdown.unfinished import BEGUN
from nyspor.model.kinds import Entry
from nyspor.model.values import Status
from nyspor.problems import N_, Problem
from nyspor.rules import errors

SAVED = N_("Saved.")
SAVED_AND_SEEN = N_("Saved. Readers see it in a moment.")
NOTHING_SAID: Mapping[str, object] = {
    "error": "",
    "said": "",
    "done": "",
    "link": None,
    "restored": None,
    "focus": "",
}


@dataclass(frozen=True)
class Refusal:
    """Why something was not done, as the page of a text tells it: `what` was to be done, and the errors in the way.

    `what` is `save` for a text that is on the site or will be, `approved` for one that is approved, `publish` for a draft.
    """

    what: str
    errors: Sequence[Problem]


def show(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """The page on which a text is edited: as it is saved, or with unsaved words, or as it was at an earlier version."""
    found, query = read_text(state, request), request.query_params
    if words := _unsaved(state, at, found, query.get("ord", "")):
        raw, base = state.texts.brought_forward(found, words.base, words.raw)
        return form_page(state, at, found, raw, base=base, draft=words.draft)
    if version := version_of(state, found, query.get("udgave", "")):
        raw = brought_back(state, found, version)
        return form_page(state, at, found, raw, restored=version)
    said = _saved_words(state, found) if "gemt" in query else ""
    return form_page(state, at, found, found.raw, said=said, done=query.get("gjort", ""))


def _saved_words(state: DeskState, text: WorkingText) -> str:
    """What is said of a save: whether it is on its way to those who read the site."""
    entry = text.entry
    is_out = entry and is_public(entry) and not is_scheduled(entry, state.clock())
    return SAVED_AND_SEEN if is_out and not text.correction else SAVED


def other_words(state: DeskState, at: At, found: WorkingText, draft: str) -> list[Unsaved]:
    """Somebody's unsaved words from other pages than this."""
    kept = Journal(state.database).all(at.person.key, found.file)
    others = (words for words in kept if words.draft != draft)
    forward = state.texts.brought_forward
    return [words for words in others if forward(found, words.base, words.raw)[0] != found.raw]


def _unsaved(state: DeskState, at: At, found: WorkingText, draft: str) -> Unsaved | None:
    kept = Journal(state.database).all(at.person.key, found.file) if draft else []
    return next((words for words in kept if words.draft == draft), None)


def require_writer(state: DeskState, at: At, text: WorkingText) -> None:
    """Raise `HTTPException` (403) where somebody may not change a text."""
    if not may_write(at.person, text.kind, text.entry):
        raise HTTPException(403)


def read_text(state: DeskState, request: Request) -> WorkingText:
    """The text that an address names. Raises `HTTPException` (404)."""
    try:
        return state.texts.read(request.path_params["file"])
    except UnknownText:
        raise HTTPException(404) from None


def sent_bytes(state: DeskState, found: WorkingText, sent: Sent, leaves_out: bool = False) -> bytes:
    """The file that a form shows, with what was sent; where it `leaves_out`, without what cannot be changed.

    Raises `CannotEdit`.
    """
    names = (sent.one("_shown"), sent.one("_base"))
    shown_raw = next(filter(None, map(state.texts.version, names)), found.raw)
    try:
        edited = EditedText.of(found.file, shown_raw)
    except NotUtf8:
        raise HTTPException(422) from None
    return edited.with_form(sent.values, references_in(state.loaded.as_known()), leaves_out)


def form_page(
    state: DeskState,
    at: At,
    found: WorkingText,
    raw: bytes,
    status: int = 200,
    more: str = "",
    base: str = "",
    draft: str = "",
    refusal: Refusal | None = None,
    **extra: object,
) -> Response:
    """The form with the text `raw`, which may be saved or not.

    It changes the version with the digest `base`, the saved one if that is not given; what is typed on it is
    kept under the name `draft`.
    """
    try:
        text = EditedText.of(found.file, raw)
    except NotUtf8:
        return shown(state, at, "unreadable", 422, file=found.file)
    content = state.loaded.with_text(found.file, raw)
    parsed = content.by_file[found.file]
    review = Reviews(state.database).find(found.file)
    kind, in_file = found.kind, found.in_file.entry
    plan = Plans(state.database).find(found.file)
    holds = plan_holds(plan, found, state.rules)
    stage = stage_of(parsed.entry, review, found, holds, state.clock())
    approved = review is not None and review.approves(found.digest)
    can_publish = may_publish(at.person, state.rules, kind, parsed.entry, approved)
    fields = text.fields(references_in(content), more)
    told = partial(told_at_desk, file=found.file, fields=fields, written=parsed.fields, sent={})
    problems, places = told(problems_of(state, content, found.file, raw))
    refused, refused_places = told(refusal.errors if refusal else ())
    draft = draft or token_urlsafe(9)
    context = {
        **open_now(state, at, found, base or found.digest),
        "file": found.file,
        "title": parsed.entry.title if parsed.entry else found.file,
        "kind": kind,
        "address": urls.entry_address(*parsed.location),
        "base": base or found.digest,
        "shown": state.texts.remember(raw),
        "draft": draft,
        # Browsers know frames by their names: without a new one, going back brings the frame of before back, and it is empty.
        "frame": token_urlsafe(6),
        "unsaved": other_words(state, at, found, draft),
        "text": text,
        "fields": fields,
        "main_fields": MAIN.get(kind, ()),
        "problems": problems,
        "errors": errors(problems),
        "places": places,
        "refusal": refusal,
        "refused": refused,
        "refused_places": refused_places,
        "marks": marks_of(problems, places),
        "stage": stage,
        "review": review,
        "can_write": may_write(at.person, kind, parsed.entry),
        "can_approve": may_approve(at.person, parsed.entry) and review is not None and review.asked_by != at.person.key,
        "returned": review is not None and review.is_sent_back,
        "can_publish": can_publish,
        "publishes_first": can_publish and (stage is Stage.APPROVED or review is None or (stage is not Stage.ASKED and may_approve(at.person, parsed.entry))),
        "blocks": block_examples(),
        "begun": sorted(BEGUN),
        "has_editor": state.pages.has_editor,
        "can_take_off": may_take_off(at.person, state.rules, kind, in_file),
        "needs_approval": state.rules.needs_approval(kind),
        "can_withdraw": state.withdrawer is not None and _has_been_out(state, found, stage),
        "failure": _failure(state, found, stage),
        "by_itself": state.publication is not None and state.publication.by_itself,
        "correction": found.correction,
        "clashes": found.clash,
        "is_public": is_public(in_file),
        "is_held": is_public(in_file) and is_held(at.person, state.rules, kind, in_file, parsed.entry),
        "plan": plan,
        "compared": _compared(found.published, found.raw) if found.correction else _compared(plan.raw, found.raw) if plan and (plan.held or not holds) else [],
        "can_fix": fix_entry(raw, found.file) != raw,
        "most_bytes": MOST_BYTES,
        "picture": picture_of(content, parsed.entry),
        **_begins(state, parsed.entry),
        "names": names_of(state.staff()),
        "sign_ups": sign_ups_of(state, at.person, in_file),
        **NOTHING_SAID,
        **extra,
    }  # fmt: skip
    return shown(state, at, "text", status, **context)


def shared(state: DeskState, request: Request, sent: Sent) -> Response:
    """The page of a text for whoever has a link to it."""
    try:
        found = state.texts.read(state.shared.read(request.path_params["token"], state.clock()))
        content = state.loaded.with_text(found.file, found.raw)
        html = page_of(state.loaded, state.pages.site, state.pages.theme, content, found.file)
        return HTMLResponse(shown_from(html, f"{request.url.path}/"))
    except (LinkEnded, UnknownText):
        return state.pages.page(
            "ended", language_of(request), 410, person=None, token="", code="ended"
        )
    except CannotShow:
        return state.pages.page(
            "ended", language_of(request), 503, person=None, token="", code="errors"
        )


def shared_rendition(state: DeskState, request: Request, sent: Sent) -> Response:
    """A picture of the page of a text, for whoever has a link to it."""
    try:
        state.shared.read(request.path_params["token"], state.clock())
    except LinkEnded:
        raise HTTPException(404) from None
    return rendition_answer(state.loaded, state.renditions, request.path_params["name"])


def _failure(state: DeskState, text: WorkingText, stage: Stage) -> Failure | None:
    """Why the site could not be published, where it does not show a text that is published."""
    publication = state.publication
    if publication is None or stage not in (Stage.PUBLISHED, Stage.HIDDEN):
        return None
    failure = publication.failure(state.loaded().by_file)
    return failure if failure and not publication.shows(text) else None


def _has_been_out(state: DeskState, text: WorkingText, stage: Stage) -> bool:
    """Whether there is something of a text to withdraw: it is on the site, or was."""
    if text.correction or stage in (Stage.PUBLISHED, Stage.HIDDEN):
        return True
    return state.publication is not None and state.publication.has_shown(text.file)


def _compared(before: bytes, after: bytes) -> list[Passage]:
    """What was changed, in words; nothing where that cannot be shown."""
    try:
        return passages(shown_text(before), shown_text(after))
    except NotUtf8:
        return []


def page(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """The page of a text as it is saved."""
    found = read_text(state, request)
    return _page(state, at, found.file, found.raw)


def page_alone(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """The page of a text as it is saved, with a way back to the text."""
    found = read_text(state, request)
    return shown(state, at, "page_alone", file=found.file, title=found.title)


def page_of_form(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """The page of a text as it is typed, which is not saved."""
    found = read_text(state, request)
    raw = sent_bytes(state, found, sent, leaves_out=True)
    return _page(state, at, found.file, raw)


def _page(state: DeskState, at: At, file: str, raw: bytes) -> Response:
    content = state.loaded.with_text(file, raw)
    try:
        html = page_of(state.loaded, state.pages.site, state.pages.theme, content, file)
        return HTMLResponse(shown_from(html, f"{urls.DESK}rendition/"))
    except CannotShow:
        return shown(
            state, at, "no_page", file=file, problems=problems_of(state, content, file, raw)
        )


def findings_of_form(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """What the check says of a text as it is typed: a part of the page."""
    found = read_text(state, request)
    raw = sent_bytes(state, found, sent, leaves_out=True)
    content = state.loaded.with_text(found.file, raw)
    fields = EditedText.of(found.file, raw).fields(references_in(content))
    written = content.by_file[found.file].fields
    problems, places = told_at_desk(
        problems_of(state, content, found.file, raw), found.file, fields, written, sent.values
    )
    return shown(
        state, at, "findings", file=found.file, problems=problems, errors=errors(problems), places=places,
        **_begins(state, content.by_file[found.file].entry),
    )  # fmt: skip


def _begins(state: DeskState, entry: Entry | None) -> Mapping[str, Any]:
    """When a text begins, and whether it is to come out by itself then."""
    begins = entry.date.minute if entry and entry.date else None
    return {"begins": begins, "begins_at": begins_at(entry, state.clock())}


def problems_of(
    state: DeskState, content: ContentCollection, file: str, raw: bytes
) -> Sequence[Problem]:
    """What the check says of a text that `content` has with these bytes, as it would be once it is published."""
    return state.loaded.problems_with(_as_published(state, content, file, raw), file)


def errors_of(
    state: DeskState, content: ContentCollection, file: str, raw: bytes
) -> Sequence[Problem]:
    """The errors alone of what `problems_of` returns, in less time."""
    return state.loaded.errors_with(_as_published(state, content, file, raw), file)


def _as_published(
    state: DeskState, content: ContentCollection, file: str, raw: bytes
) -> ContentCollection:
    """The content with a draft published, so that nothing comes as a surprise."""
    entry = content.by_file[file].entry
    if entry and entry.status is Status.DRAFT:
        with suppress(CannotEdit):  # what keeps its status from being changed is told first
            published = EditedText.of(file, raw).with_field("status", Status.PUBLISHED.word)
            return state.loaded.with_text(file, published)
    return content
