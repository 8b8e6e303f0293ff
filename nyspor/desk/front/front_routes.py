"""The front page of the desk, and the beginning of a new text."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from nyspor.content.choices import choices_in
from nyspor.desk.answers import At, Sent, names_of, shown
from nyspor.desk.approval.reviews import Stage
from nyspor.desk.front.residents import from_residents
from nyspor.desk.front.standing_mail import standing_mail
from nyspor.desk.front.text_lists import (
    by_day,
    expiring_consents,
    held_back,
    mine,
    planned,
    sent_back,
    text_at,
    text_lines,
    to_approve,
    with_words,
)
from nyspor.desk.front.waiting_ideas import ideas_with, waiting_ideas
from nyspor.desk.people.audit import BEGAN, AuditLine, note
from nyspor.desk.people.permissions import may_write
from nyspor.desk.state import DeskState
from nyspor.i18n.catalogues import CATALOGUES, read_catalogue
from nyspor.model.kind_specs import KindSpec, kind_specs
from nyspor.problems import N_, T_
from nyspor.scaffold.new_entry import entry_path, entry_text
from nyspor.text.danish import COPENHAGEN

MOST_PUBLISHED = 40
"""The published texts that are listed at a time, the newest first."""

NO_NAME = N_("The title has no letters or digits that a file could be named after.")
MOST_OWN = 12
"""One's own texts that are listed."""

IS_THERE = N_("There is a text with this title already. Choose another.")


def front(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """What waits, what is one's own, what comes out when, and what is published, with a search by words or by the address of a page."""
    query = request.query_params.get("q", "").strip()
    if file := text_at(state, query):
        return RedirectResponse(f"/desk/text/{file}", 303)
    lines, names = text_lines(state, at.language), names_of(state.staff())
    translate = read_catalogue(CATALOGUES, at.language).gettext
    kinds = {spec.name: translate(spec.label) for spec in kind_specs()}
    found = with_words(state, lines.values(), query, names, kinds)
    groups = {stage: [line for line in found if line.stage is stage] for stage in Stage}
    published = groups.pop(Stage.PUBLISHED)
    first = MOST_PUBLISHED * number_in(request.query_params.get("side", ""))
    waiting = to_approve(found, at.person)
    context: dict[str, Any] = {
        "groups": groups,
        "query": query,
        "waiting": waiting,
        "returned": sent_back(found, at.person),
        "asked": [line for line in groups[Stage.ASKED] if line not in waiting],
        "planned": by_day(planned(state, found)),
        "faulty": [line for line in found if line.errors and line.stage is not Stage.DRAFT],
        "names": names,
        "published": published[first : first + MOST_PUBLISHED],
        "published_count": len(published),
        "newer": _side(query, first - MOST_PUBLISHED) if first else "",
        "older": _side(query, first + MOST_PUBLISHED)
        if first + MOST_PUBLISHED < len(published)
        else "",
        "residents": None if query else from_residents(state, at),
        "ideas": [] if query else waiting_ideas(state, at),
        "found_ideas": ideas_with(state, at, query) if query else [],
        "mails": [] if query else standing_mail(state, at),
        **_publishing(state),
        "held": held_back(found),
        "mine": [] if query else mine(state, lines, at.person)[:MOST_OWN],
        "consents": [] if query else expiring_consents(state, at.language),
    }
    return shown(state, at, "front", **context)


def number_in(written: str) -> int:
    """The number of a page of a list; 0 for what is none."""
    return int(written) if written.isdecimal() and len(written) < 6 else 0


def _side(query: str, first: int) -> str:
    """What leads to a page of the published texts."""
    asked = {"q": query, "side": str(first // MOST_PUBLISHED)}
    return urlencode({name: value for name, value in asked.items() if value})


def _publishing(state: DeskState) -> dict[str, object]:
    """How publishing stands, where something stops it."""
    publication = state.publication
    return {
        "failure": publication.failure(state.loaded().by_file) if publication else None,
        "held_since": publication.held_since() if publication else None,
        "by_itself": publication is not None and publication.by_itself,
    }


def _kinds(at: At) -> list[KindSpec]:
    """The kinds of text that somebody may write."""
    return [spec for spec in kind_specs() if may_write(at.person, spec.name)]


WHAT_FOR = {
    "posts": T_("News: what has happened, and what you have learnt."),
    "stories": T_("A longer text about people, and what changed for them."),
    "pages": T_("What always holds, such as About us."),
    "tracks": T_("A question that several pilots and posts seek an answer to."),
    "pilots": T_("Something that is tried, with its phases and what came of it."),
    "workgroups": T_("People who meet, and whom others can join."),
    "programmes": T_("A frame around several tracks."),
    "magazine": T_("An issue: texts gathered for print and e-book."),
    "status": T_("What a year came to: you write a foreword, and the numbers are counted."),
}
"""By kind, when one chooses it."""


def help_page(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """What the kinds of text are for, how one publishes, and what the keyboard can do."""
    return shown(state, at, "help", kinds=kind_specs(), what_for=WHAT_FOR)


def ask_new(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """The page that asks for the kind and the title of a new text."""
    return shown(state, at, "new", kinds=_kinds(at), what_for=WHAT_FOR, kind="", title="", error="")


def new(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """Begin a text as a draft."""
    kinds, title = _kinds(at), " ".join(sent.one("title").split())
    spec = next((spec for spec in kinds if spec.name == sent.one("kind")), None)
    if spec is None:
        raise HTTPException(403)
    translate = read_catalogue(CATALOGUES, at.language).gettext
    today = state.clock().astimezone(COPENHAGEN).date()
    file = entry_path(spec, title, today)
    error = "" if file else NO_NAME
    if file:
        text = entry_text(spec, title, today, choices_in(state.loaded()), translate).encode()
        try:
            state.texts.create(file, text, at.person, f"{title}: påbegyndt")
        except FileExistsError:
            error = IS_THERE
    if error:
        context = {
            "kinds": kinds,
            "what_for": WHAT_FOR,
            "kind": spec.name,
            "title": title,
            "error": error,
        }
        return shown(state, at, "new", 422, **context)
    note(state.database, AuditLine(state.clock(), at.person.key, BEGAN, file))
    return RedirectResponse(f"/desk/text/{file}", 303)
