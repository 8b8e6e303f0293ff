"""Every page that the forms service answers with, rendered as it does, without a service."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from starlette.responses import HTMLResponse

from nyspor.forms.parsing import FieldError, FormData, parse_form
from nyspor.forms.registry import form_of
from nyspor.forms.targets import IdeaProgress, Subject, Targets
from nyspor.forms_service.added_members import form_for_organiser
from nyspor.forms_service.idea_answers import STATES, IdeaAnswer, faults
from nyspor.forms_service.member_list import rows
from nyspor.forms_service.moderation import DecisionResult
from nyspor.forms_service.moderation import Outcome as DecisionOutcome
from nyspor.forms_service.moderation_routes import EMPTY
from nyspor.forms_service.moderation_view import EditorPage, Filter, ShownText
from nyspor.forms_service.pages import Pages, entered_texts, plain_page
from nyspor.forms_service.placement import NO_FILE
from nyspor.forms_service.records import Decision, StoredSubmission, Submission
from nyspor.forms_service.submission_factory import Outcome
from nyspor.forms_service.target_list import TargetList
from nyspor.forms_service.tokens import Action
from nyspor.members.records import State
from nyspor.model.values import IdeaState
from nyspor.problems import Problem
from nyspor.site.theme import Theme
from nyspor.staff.records import Staff
from tests.forms_service.running_service import COMMENT, IDEA, SIGNUP
from tests.members.builders import member

PROGRESS = IdeaProgress(
    "en-baenk", "/ideer/en-baenk/", IdeaState.NOT_NOW, answer="Der er ingen plads."
)

OPEN = datetime(2026, 11, 23, 12, tzinfo=UTC)

SENT = {"comment": COMMENT, "signup": SIGNUP, "idea": IDEA}


def every_answer(forms_list: Path) -> dict[str, bytes]:
    """Every kind of page that the service answers with on a site, by name."""
    targets, pages = TargetList(forms_list)(), Pages(Theme())
    found: dict[str, HTMLResponse] = {}
    for kind, sent in SENT.items():
        form = form_of(kind)
        target = next(t for t in targets.found.values() if t.kind == kind and t.open_at(OPEN))
        empty, right = parse_form(form, []), parse_form(form, sent.items())
        found[f"{kind}-slips"] = pages.form(targets, target, form, empty)
        found[f"{kind}-preview"] = pages.preview(
            targets, target, form, right.values, "stamp", kind == "signup"
        )
        found[f"{kind}-thanks"] = pages.thanks(targets, target, form, "da")
        found[f"{kind}-full"] = pages.refused(
            targets, 503, "Nu", "Prøv igen.", target, form, right.values
        )
        written = entered_texts(form, sent.items())
        found[f"{kind}-closed"] = pages.refused(
            targets, 410, "Lukket", "Nej.", target, entered=written
        )
        found[f"{kind}-gone"] = pages.refused(targets, 404, "Væk", "Flyttet.", entered=written)
        found[f"{kind}-not-ready"] = plain_page(503, "Ikke klar", "Prøv igen.", written)
        found[f"{kind}-known"] = pages.thanks(targets, target, form, "da", Outcome.ALREADY)
    found["changed"] = pages.thanks(
        targets, None, form_of("signup"), "en", Outcome.CHANGED, receipt=False
    )
    found["closed"] = pages.refused(targets, 410, "Lukket", "Ikke mere.", target)
    submission = Submission("x", "comment", COMMENT["entry"], b"", b"", "", OPEN, COMMENT)
    notes = [Problem("", *NO_FILE)]
    for state in ("ask", "done", "already", "refused"):
        found[state] = pages.decision(targets, target, state, Action.PUBLISH, submission, notes)
    for action in (Action.REJECT, Action.UNDO):
        found[f"ask-{action}"] = pages.decision(targets, target, "ask", action, submission)
    found |= member_pages(targets, pages)
    found |= editors_pages(pages, targets, submission)
    return {name: bytes(page.body) for name, page in found.items()}


def member_pages(targets: Targets, pages: Pages) -> dict[str, HTMLResponse]:
    """The pages of a member and of an organiser."""
    form, target = form_of("signup"), next(t for t in targets.found.values() if t.kind == "signup")
    person = member("aase", OPEN, values=SIGNUP | {"phone": "11 11 11 11", "organisation": "Foreningen for stier og grønne områder"})  # fmt: skip
    context: dict[str, object] = {"form": form, "target": target, "values": person.values, "place": "Du har en plads.", "address": "/forms/member/x"}  # fmt: skip
    found = {}
    for name, shown, done, ask in (
        ("unconfirmed", person, "", ""),
        ("confirmed", replace(person, state=State.CONFIRMED), "confirm", ""),
        ("without-notices", replace(person, wants_notices=False), "meetings-off", ""),
        ("ask-leave", person, "", "leave"),
        ("ask-notices", person, "", "meetings-off"),
        ("left", replace(person, state=State.LEFT), "leave", ""),
        ("expired", replace(person, state=State.EXPIRED), "", ""),
    ):
        more = {"member": shown, "done": done, "ask": ask}
        found[f"member-{name}"] = pages.member(targets, target, "Din tilmelding", context | more)
    fields, wrong = form.fields[2:5], FormData({"phone": "1"}, (FieldError("phone", "Ret det."),))
    to_add = form_for_organiser(form).fields
    slip = FormData({"name": "Åse"}, (FieldError("consent", "Sæt kryds."),))
    found["member-add"] = pages.add_member(targets, target, to_add, slip)
    found["member-edit"] = pages.member_form(targets, target, fields, wrong, person.email)
    group = [replace(member(f"nr{n}", OPEN, values=person.values), has_place=n < 3) for n in range(5)]  # fmt: skip
    listed = rows(group, OPEN)
    lists = {"placed": listed[:3], "waiting": listed[3:], "others": listed[4:], "fields": fields}
    context |= {"counts": ["Pladser: 3 af 3"], "download": "/forms/members/x/list.csv", "about": "Åse"}  # fmt: skip
    for name, asked in (("members", None), ("members-ask", person)):
        more = {"asked": asked, "done": "confirm", "may_add": True, "token": ""} | lists
        found[name] = pages.organiser(targets, target, "Medlemmerne", context | more)
    ideas = next(t for t in targets.found.values() if t.kind == "idea")
    for name, follows in (("idea-ask-stop", True), ("idea-stopped", False)):
        found[name] = pages.idea_news(targets, ideas, follows, "/forms/idea/x")
    found["old-link"] = pages.old_link(targets, target)
    found["old-link-sent"] = pages.old_link(targets, target, sent=True)
    return found


def editors_pages(
    pages: Pages, targets: Targets, submission: Submission
) -> dict[str, HTMLResponse]:
    """An editor's list with results, and one text that waits, that is published, and with a slip."""
    staff = Staff.of_addresses({"redaktion": "redaktion@kommune.example"})
    target = next(t for t in targets.found.values() if t.kind == "comment")
    decided = (Decision("x", "publish", OPEN, "redaktion", "Fordi."),)
    found = {}
    for state in ("waiting", "approved"):
        stored = StoredSubmission("x", state, OPEN, submission, {**COMMENT, "text": "Rettet."})
        about = (Subject("tracks", "natur", "Natur"),)
        found[state] = ShownText(stored, submission, target, about, (stored,), decided)
    notes = (Problem("", *NO_FILE),)
    carried = [
        ("publish", found["approved"], DecisionResult(outcome, target, notes))
        for outcome in DecisionOutcome
    ]
    editor = EditorPage(staff.first, "/forms/moderate/x", "form/comment")
    context = {
        "editor": editor, "texts": [found["waiting"]], "count": 21, "all": 21, "current": 1,
        "filters": {"form": [Filter("form/comment", "Skriv en kommentar", 21)]}, "pages": 2,
        "recent": [(decided[0], found["approved"])], "staff": staff, "nothing_chosen": True,
        "some_gone": True,
        "build_failed": True,
    }  # fmt: skip
    shown = {"moderate": pages.moderation(targets, context, carried)}
    slips = {"answer": "Write the answer.", **faults(IdeaAnswer(answer_by="snart"))}
    wrong = {"waiting": {"text": EMPTY["text"]}, "approved": slips}
    for state, text in found.items():
        context = {
            "editor": editor, "fields": text.editable, "values": COMMENT, "seen": "x",
            "waits": state == "waiting", "changed": False, "staff": staff, "idea_states": STATES,
            "progress": PROGRESS,
        }  # fmt: skip
        name, changed = f"moderate-{state}", context | {"changed": True}
        shown[name] = pages.moderated_text(targets, text, context, {}, 200)
        shown[f"{name}-changed"] = pages.moderated_text(targets, text, changed, {}, 409)
        shown[f"{name}-slips"] = pages.moderated_text(targets, text, context, wrong[state], 422)
    return shown
