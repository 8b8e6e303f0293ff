"""The pages that the forms service answers with, in the site's theme."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from jinja2 import Environment
from markupsafe import escape
from starlette.responses import HTMLResponse

from nyspor.forms.parsing import FormData
from nyspor.forms.registry import form_of, forms
from nyspor.forms.spec import RESERVED_FIELDS, Field, FormSpec
from nyspor.forms.targets import Target, Targets
from nyspor.forms_service.moderation import DecisionResult
from nyspor.forms_service.moderation_view import ShownText
from nyspor.forms_service.records import Submission
from nyspor.forms_service.submission_factory import Outcome
from nyspor.forms_service.tokens import Action
from nyspor.i18n.catalogues import CATALOGUES, read_catalogue, translate_problem
from nyspor.model.site import Link, PageHead, Site
from nyspor.problems import N_, Problem
from nyspor.site.jinja_environment import make_environment
from nyspor.site.theme import Theme
from nyspor.text.danish import short_moment
from nyspor.text.language import DEFAULT_LANGUAGE


@dataclass(frozen=True)
class EnteredText:
    """A text that somebody entered, and the message id of its field's label, or its name."""

    label: str
    text: str


def printable(text: str) -> str:
    """A text as it was entered, without characters that HTML forbids. Fast, for it may be very long."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def entered_texts(form: FormSpec | None, pairs: Iterable[tuple[str, str]]) -> list[EnteredText]:
    """What was entered into a form, to be shown for copying; of an unknown form, every field."""
    known = (form,) if form else forms()
    fields = {each.name: each for spec in known for each in spec.fields}
    ticked = {name for name, each in fields.items() if each.type == "check"}
    return [
        EnteredText(fields[name].label if name in fields else name, printable(text))
        for name, text in pairs
        if text.strip() and name not in RESERVED_FIELDS | ticked
    ]


def label_of(entered: EnteredText, language: str) -> str:
    """The label in the language; the name of an unknown field stays as it is."""
    return read_catalogue(CATALOGUES, language).gettext(entered.label or N_("What you wrote"))


def plain_page(
    status: int, heading: str, text: str, entered: Sequence[EnteredText]
) -> HTMLResponse:
    """A page without the theme, in Danish and English, for when the site is unknown."""
    da, en = (read_catalogue(CATALOGUES, language).gettext for language in ("da", "en"))
    areas = "".join(
        f"<p><label>{escape(label_of(each, 'da'))}<br>\n"
        f'<textarea readonly rows="8">\n{escape(each.text)}</textarea></label></p>\n'
        for each in entered
    )
    page = (
        '<!doctype html>\n<html lang="da">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(da(heading))}</title></head>\n<body>\n<main>\n"
        f"<h1>{escape(da(heading))}</h1>\n<p>{escape(da(text))} {escape(da(COPY))}</p>\n"
        f'<p lang="en">{escape(en(heading))}. {escape(en(text))} {escape(en(COPY))}</p>\n{areas}'
        "</main>\n</body>\n</html>\n"
    )
    return HTMLResponse(page, status)


COPY = N_("What you wrote stands below. Copy it if you want to keep it: we have not stored it.")


AS_IT_IS, WHEN_DONE, IN_ERROR = "{title}", N_("Done: {title}"), N_("Error: {title}")
"""What the title of a page begins with."""


SEARCH = N_("Search")


class Pages:
    """Renders pages in the language of the target."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    @lru_cache(maxsize=8)  # noqa: B019 - one Pages lives as long as the service
    def _environment(self, site: Site, language: str) -> Environment:
        return make_environment(self._theme, site, language)

    def translate(self, language: str, message: str, **params: object) -> str:
        """A message in the language, with its parameters filled in."""
        return read_catalogue(CATALOGUES, language).gettext(message).format_map(params)

    def form(
        self, targets: Targets, target: Target, form: FormSpec, data: FormData
    ) -> HTMLResponse:
        """The form with what was entered, and the errors in it: status 422, or 200 without errors."""
        errors = self._errors(target, data)
        context = {
            "form": form,
            "target": target,
            "values": data.values,
            "errors": errors,
        }
        status = 422 if errors else 200
        return self._page("forms/form.html", targets, target, form.title, status, context)

    def preview(
        self,
        targets: Targets,
        target: Target,
        form: FormSpec,
        values: Mapping[str, str],
        preview_token: str,
        is_full: bool = False,
    ) -> HTMLResponse:
        """What was entered, as it will be shown, with buttons to send it and to change it.

        `is_full` says that there is no place left, just now, in the group to be joined.
        """
        context = {
            "full": is_full,
            "form": form,
            "target": target,
            "values": values,
            "action": f"/forms/{form.kind}",
            "preview_token": preview_token,
        }
        return self._page(form.preview_template, targets, target, form.preview_title, 200, context)

    def thanks(
        self,
        targets: Targets,
        target: Target | None,
        form: FormSpec,
        language: str,
        outcome: Outcome = Outcome.RECEIVED,
        receipt: bool = True,
    ) -> HTMLResponse:
        """What became of the submission, what happens next, and the way back to what it was about."""
        changed = outcome is Outcome.CHANGED
        title = form.thanks.changed_title if changed else form.thanks.title
        context = {"form": form, "outcome": str(outcome), "receipt": receipt, "target": target}
        return self._page("forms/thanks.html", targets, target, title, 200, context, language)

    def search(
        self, targets: Targets, language: str, context: Mapping[str, object]
    ) -> HTMLResponse:
        """What answers a search; not to be found by search engines."""
        return self._page("forms/search.html", targets, None, SEARCH, 200, context, language)

    def refused(
        self,
        targets: Targets,
        status: int,
        heading: str,
        text: str,
        target: Target | None = None,
        form: FormSpec | None = None,
        values: Mapping[str, str] | None = None,
        can_resend: bool = False,
        entered: Sequence[EnteredText] = (),
        language: str = DEFAULT_LANGUAGE,
    ) -> HTMLResponse:
        """Why the submission was refused, and what to do, with what was entered.

        `values` are shown in the form, which `can_resend` says can be sent from there. Otherwise the
        texts in `entered` are shown for copying.
        """
        language = target.lang if target else language
        context = {
            "heading": self.translate(language, heading),
            "text": self.translate(language, text),
            "copy": self.translate(language, COPY),
            "target": target,
            "form": form,
            "values": values,
            "can_resend": can_resend,
            "entered": [(label_of(each, language), each.text) for each in entered],
        }
        return self._page("forms/refused.html", targets, target, heading, status, context, language)

    def decision(
        self,
        targets: Targets,
        target: Target,
        state: str,
        action: Action,
        submission: Submission,
        notes: Iterable[Problem] = (),
    ) -> HTMLResponse:
        """The editor's page, in Danish: the question or what was done, the text, and notes for the editor."""
        context = {
            "state": state,
            "action": str(action),
            "notes": [translate_problem(note) for note in notes],
            "form": form_of(submission.kind),
            "values": submission.values,
            "target": target,
        }
        title = decision_title(state, action)
        return self._page("forms/decide.html", targets, None, title, 200, context)

    def member(
        self, targets: Targets, target: Target, title: str, context: Mapping[str, object]
    ) -> HTMLResponse:
        """A member's own page: how the membership stands, and what can be done."""
        return self._page("forms/member.html", targets, target, title, 200, context)

    def idea_news(
        self, targets: Targets, target: Target, follows: bool, address: str
    ) -> HTMLResponse:
        """The page where the sender of an idea stops the mails about it."""
        stopped = N_("You get no more mails about your idea")
        title = N_("Stop the mails about your idea?") if follows else stopped
        context = {"follows": follows, "address": address, "target": target}
        return self._page("forms/idea_news.html", targets, target, title, 200, context)

    def member_form(
        self,
        targets: Targets,
        target: Target,
        fields: Sequence[Field],
        data: FormData,
        email: str,
    ) -> HTMLResponse:
        """The form in which a member corrects what was sent: status 422 with errors, or 200."""
        title = N_("Correct your sign-up")
        return self._member_form(
            "forms/member_form.html", targets, target, title, fields, data, email=email
        )

    def add_member(
        self,
        targets: Targets,
        target: Target,
        fields: Sequence[Field],
        data: FormData,
        token: str = "",
    ) -> HTMLResponse:
        """The form in which an organiser signs somebody up: status 422 with errors, or 200."""
        title = N_("Sign somebody up")
        return self._member_form(
            "forms/add_member.html", targets, target, title, fields, data, token=token
        )

    def _member_form(
        self,
        template: str,
        targets: Targets,
        target: Target,
        title: str,
        fields: Sequence[Field],
        data: FormData,
        **context: object,
    ) -> HTMLResponse:
        errors = self._errors(target, data)
        context |= {"fields": fields, "target": target, "values": data.values, "errors": errors}
        return self._page(template, targets, target, title, 422 if errors else 200, context)

    def organiser(
        self, targets: Targets, target: Target, title: str, context: Mapping[str, object]
    ) -> HTMLResponse:
        """The organiser's page: the members of the group, and what can be done."""
        said = {"gone": IN_ERROR, "": AS_IT_IS}.get(str(context["done"]), WHEN_DONE)
        return self._page("forms/members.html", targets, target, title, 200, context, said=said)

    def old_link(self, targets: Targets, target: Target, sent: bool = False) -> HTMLResponse:
        """The page behind an organiser's link that is too old, with a button to be sent a new one."""
        title = N_("A new link is on its way") if sent else N_("The link is too old")
        context = {"sent": sent, "target": target}
        status = 200 if sent else 410
        return self._page(
            "forms/old_link.html", targets, in_language(target), title, status, context
        )

    def _errors(self, target: Target, data: FormData) -> tuple[tuple[str, str], ...]:
        return tuple(
            (error.field, self.translate(target.lang, error.message, **error.params))
            for error in data.errors
        )

    def moderation(
        self,
        targets: Targets,
        context: Mapping[str, object],
        carried: Iterable[tuple[str, ShownText, DecisionResult]],
        language: str = DEFAULT_LANGUAGE,
    ) -> HTMLResponse:
        """An editor's page: what came of a button, what waits, and what was decided lately."""
        results = [
            (action, text, result, [translate_problem(note, language) for note in result.notes])
            for action, text, result in carried
        ]
        title = N_("Texts that wait for you")
        missed = context["nothing_chosen"] or context["some_gone"]
        failed = missed or any(each[2].outcome != "done" for each in results)
        said = IN_ERROR if failed else WHEN_DONE if results else AS_IT_IS
        context = {**context, "results": results, "when": short_moment}
        return self._page("forms/moderate.html", targets, None, title, 200, context, language, said)

    def moderated_text(
        self,
        targets: Targets,
        text: ShownText,
        context: Mapping[str, object],
        errors: Mapping[str, str],
        status: int,
        language: str = DEFAULT_LANGUAGE,
    ) -> HTMLResponse:
        """The page of one text, to be corrected, decided on or answered."""
        told = {name: self.translate(language, message) for name, message in errors.items()}
        context = {**context, "text": text, "errors": told, "when": short_moment}
        title, target = text.form.mails.reminder, in_language(text.target, language)
        return self._page("forms/moderate_text.html", targets, target, title, status, context)

    def _page(
        self,
        template: str,
        targets: Targets,
        target: Target | None,
        title: str,
        status: int,
        context: Mapping[str, object],
        language: str = DEFAULT_LANGUAGE,
        said: str = AS_IT_IS,
    ) -> HTMLResponse:
        """A page; `said` is what its title begins with, so that a tab says how it went."""
        language = target.lang if target else language
        environment = self._environment(targets.site, language)
        heading = self.translate(language, title, title=target.title if target else "")
        said = IN_ERROR if status in (409, 422) else said
        head = PageHead(
            self.translate(language, said, title=heading),
            target.address if target else "/",
            lang=language,
            indexed=False,
            breadcrumbs=(Link(target.title, target.address),) if target else (),
        )
        page = environment.get_template(template).render(page=head, title=heading, **context)
        return HTMLResponse(page, status)


def in_language(target: Target, language: str = DEFAULT_LANGUAGE) -> Target:
    """The target for a page in this language, whatever the language of what it is about."""
    return replace(target, lang=language)


QUESTIONS = {
    Action.PUBLISH: N_("Publish the text?"),
    Action.REJECT: N_("Reject the text?"),
    Action.UNDO: N_("Take the text off the site again?"),
}

DONE = {
    Action.PUBLISH: N_("Done: the text is approved"),
    Action.REJECT: N_("Done: the text is rejected"),
    Action.UNDO: N_("Done: the text is taken off"),
}


def decision_title(state: str, action: Action) -> str:
    """The question that an editor's page asks, or what came of it."""
    if state in ("ask", "done"):
        return (QUESTIONS if state == "ask" else DONE)[action]
    if state == "refused":
        return N_("The text could not be published")
    return N_("The text has been decided on already")
