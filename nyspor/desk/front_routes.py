"""The front page of the desk, and the beginning of a new text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from math import inf
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from nyspor.content.choices import choices_in
from nyspor.content.collection import readable_entries
from nyspor.desk.answers import At, Sent, shown
from nyspor.desk.audit import AuditLine, note, recent_files
from nyspor.desk.permissions import may_write
from nyspor.desk.reviews import Review, Reviews, Stage, stage_of
from nyspor.desk.state import DeskState
from nyspor.i18n.catalogues import CATALOGUES, read_catalogue
from nyspor.model.file_references import entry_images
from nyspor.model.kind_specs import KindSpec, kind_specs
from nyspor.problems import N_, T_
from nyspor.rules import errors
from nyspor.scaffold.new_entry import entry_path, entry_text
from nyspor.text.danish import COPENHAGEN, format_date
from nyspor.text.language import DEFAULT_LANGUAGE

MOST_PUBLISHED = 40
"""The published texts that are listed, the newest first; the others are found by search."""

NO_NAME = N_("The title has no letters or digits that a file could be named after.")
MOST_RECENT = 6

SOON = timedelta(days=60)
"""How long before a consent expires it is listed."""

IS_THERE = N_("There is a text with this title already. Choose another.")


@dataclass(frozen=True)
class TextLine:
    """A text as lists show it; `date` is '' where it has none."""

    file: str
    title: str
    kind: str
    date: str
    stage: Stage
    errors: int
    review: Review | None = None


@dataclass(frozen=True)
class ExpiringConsent:
    """A consent to show a picture that has expired or soon will: in which text, and when."""

    file: str
    title: str
    picture: str
    date: str


def front(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """What waits, what one worked on last, what is planned, and what is published, with a search by title."""
    query = request.query_params.get("q", "").strip()
    lines = _lines(state)
    found = [line for line in lines.values() if query.casefold() in line.title.casefold()]
    groups = {stage: [line for line in found if line.stage is stage] for stage in Stage}
    groups[Stage.PUBLISHED] = groups[Stage.PUBLISHED][:MOST_PUBLISHED]
    recent = recent_files(state.database, at.person.key, MOST_RECENT)
    context: dict[str, Any] = {
        "groups": groups,
        "query": query,
        "recent": [] if query else [lines[file] for file in recent if file in lines],
        "faulty": [line for line in found if line.errors and line.stage is not Stage.DRAFT],
        "consents": [] if query else _consents(state),
    }
    return shown(state, at, "front", **context)


def _consents(state: DeskState) -> list[ExpiringConsent]:
    """The consents that have expired or soon will, the first to expire before the others."""
    until = state.clock() + SOON
    found = [
        (
            image.consent.expires,
            ExpiringConsent(
                parsed.file, entry.title, image.file, format_date(image.consent.expires)
            ),
        )
        for parsed, entry in readable_entries(state.loaded())
        for _, image in entry_images(entry)
        if image.consent and image.consent.expires and image.consent.expires.instant <= until
    ]
    return [
        consent for _, consent in sorted(found, key=lambda each: (each[0].instant, each[1].file))
    ]


def _lines(state: DeskState) -> dict[str, TextLine]:
    """Every text by file, the newest first."""
    content, reviews, now = state.loaded(), Reviews(state.database).all(), state.clock()
    wrong = Counter(problem.source for problem in errors(state.loaded.problems()))
    found = []
    for parsed in content.parsed_entries:
        title = parsed.entry.title if parsed.entry else parsed.file
        review = reviews.get(parsed.file)
        digest = state.texts.read(parsed.file).digest if review else ""
        stage = stage_of(parsed.entry, review, digest, now)
        date = (
            format_date(parsed.entry.date, DEFAULT_LANGUAGE)
            if parsed.entry and parsed.entry.date
            else ""
        )
        line = TextLine(
            parsed.file, title, parsed.location.kind, date, stage, wrong[parsed.file], review
        )
        found.append((parsed.entry.date_start if parsed.entry else inf, line))
    ordered = sorted(found, key=lambda each: (each[0], each[1].title), reverse=True)
    return {line.file: line for _, line in ordered}


def _kinds(at: At) -> list[KindSpec]:
    """The kinds of text that somebody may write."""
    return [spec for spec in kind_specs() if may_write(at.person, spec.name)]


def ask_new(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """The page that asks for the kind and the title of a new text."""
    return shown(state, at, "new", kinds=_kinds(at), kind="", title="", error="")


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
        context = {"kinds": kinds, "kind": spec.name, "title": title, "error": error}
        return shown(state, at, "new", 422, **context)
    note(state.database, AuditLine(state.clock(), at.person.key, T_("began"), file))
    return RedirectResponse(f"/desk/text/{file}", 303)
