"""The front page of the desk, and the beginning of a new text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from nyspor.content.choices import choices_in
from nyspor.content.entry_reader import ParsedEntry
from nyspor.desk.answers import At, Sent, shown
from nyspor.desk.audit import AuditLine, note
from nyspor.desk.permissions import may_write
from nyspor.desk.reviews import Review, Reviews, Stage, stage_of
from nyspor.desk.state import DeskState
from nyspor.desk.texts import WorkingText
from nyspor.i18n.catalogues import CATALOGUES, read_catalogue
from nyspor.model.kind_specs import KindSpec, kind_specs
from nyspor.problems import N_
from nyspor.rules import errors
from nyspor.scaffold.new_entry import entry_path, entry_text
from nyspor.text.danish import COPENHAGEN

MOST_PUBLISHED = 40
"""The published texts that are listed, the newest first; the others are found by search."""

NO_NAME = N_("The title has no letters or digits that a file could be named after.")
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


def front(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """What waits, what is planned, and what is published, with a search by title."""
    query = request.query_params.get("q", "").strip()
    lines = _lines(state, query)
    groups = {stage: [line for line in lines if line.stage is stage] for stage in Stage}
    groups[Stage.PUBLISHED] = groups[Stage.PUBLISHED][:MOST_PUBLISHED]
    return shown(state, at, "front", groups=groups, query=query, kinds=_kinds(at))


def _lines(state: DeskState, query: str) -> list[TextLine]:
    content, reviews, now = state.loaded(), Reviews(state.database).all(), state.clock()
    wrong = Counter(problem.source for problem in errors(state.loaded.problems()))
    found = []
    for parsed in content.parsed_entries:
        title = parsed.entry.title if parsed.entry else parsed.file
        if query.casefold() not in title.casefold():
            continue
        review = reviews.get(parsed.file)
        digest = WorkingText(parsed.file, b"").digest if review is None else _digest(state, parsed)
        stage = stage_of(parsed.entry, review, digest, now)
        date = parsed.entry.date.iso if parsed.entry and parsed.entry.date else ""
        found.append(
            TextLine(
                parsed.file, title, parsed.location.kind, date, stage, wrong[parsed.file], review
            )
        )
    return sorted(found, key=lambda line: (line.date, line.title), reverse=True)


def _digest(state: DeskState, parsed: ParsedEntry) -> str:
    return state.texts.read(parsed.file).digest


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
    note(state.database, AuditLine(state.clock(), at.person.key, "began", file))
    return RedirectResponse(f"/desk/text/{file}", 303)
