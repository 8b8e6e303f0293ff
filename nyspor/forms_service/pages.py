"""The hook's own pages, made with the theme that the site is made with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment
from markupsafe import escape
from starlette.responses import HTMLResponse

from nyspor.forms.definitions import FORMS, Answers, Form
from nyspor.forms.targets import Target, Targets
from nyspor.forms_service.records import Submission
from nyspor.forms_service.submission_factory import Outcome
from nyspor.forms_service.tokens import Action
from nyspor.i18n.catalogues import CATALOGUES, read_catalogue, translate_problem
from nyspor.model.site import Link, PageHead, Site
from nyspor.problems import N_, Problem
from nyspor.site.jinja_environment import make_environment


@dataclass(frozen=True)
class Typed:
    """A text that somebody typed, and the message id of its field's label, or its name."""

    label: str
    text: str


def shown_again(text: str) -> str:
    """A text as it was typed, without what must not stand in a page. Quick, for it may be very long."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

_OWN = {"entry", "step", "stamp", "website"}
"""What our pages send along; nobody typed it."""


def texts_in(form: Form | None, typed: Iterable[tuple[str, str]]) -> list[Typed]:
    """What a form's sender typed, to be shown again; of an unknown form all that it holds."""
    forms = (form,) if form else FORMS.values()
    fields = {each.name: each for known in forms for each in known.fields}
    ticked = {name for name, each in fields.items() if each.shape == "check"}
    return [
        Typed(fields[name].label if name in fields else name, shown_again(text))
        for name, text in typed
        if text.strip() and name not in _OWN | ticked
    ]


def label_of(typed: Typed, language: str) -> str:
    """The label in the language; a name that somebody made up stays as it is."""
    return read_catalogue(CATALOGUES, language).gettext(typed.label or N_("What you wrote"))


def plain_page(status: int, heading: str, text: str, typed: Sequence[Typed]) -> HTMLResponse:
    """A page without the theme, for when nothing is known of the site: in Danish and in English."""
    da, en = (read_catalogue(CATALOGUES, language).gettext for language in ("da", "en"))
    areas = "".join(
        f"<p><label>{escape(label_of(each, 'da'))}<br>\n"
        f'<textarea readonly rows="8">\n{escape(each.text)}</textarea></label></p>\n'
        for each in typed
    )
    page = (
        '<!doctype html>\n<html lang="da">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(da(heading))}</title></head>\n<body>\n<main>\n"
        f"<h1>{escape(da(heading))}</h1>\n<p>{escape(da(text))} {escape(da(COPY))}</p>\n{areas}"
        f'<p lang="en">{escape(en(heading))}. {escape(en(text))} {escape(en(COPY))}</p>\n'
        "</main>\n</body>\n</html>\n"
    )
    return HTMLResponse(page, status)


COPY = N_("What you wrote stands below. Copy it if you want to keep it: we have not stored it.")


class Pages:
    """Renders answers in the language of what is written to."""

    def __init__(self, theme: Path) -> None:
        self._theme = theme

    @lru_cache(maxsize=8)  # noqa: B019 - one Pages lives as long as the service
    def _environment(self, site: Site, language: str) -> Environment:
        return make_environment(self._theme, site, language)

    def say(self, language: str, message: str, **params: object) -> str:
        """A word of the hook's own, by its message id."""
        return read_catalogue(CATALOGUES, language).gettext(message).format_map(params)

    def form(self, targets: Targets, target: Target, form: Form, answers: Answers) -> HTMLResponse:
        """The form with what was typed, and what is to be put right: 422, or 200 where all is well."""
        slips = tuple(
            (slip.field, self.say(target.lang, slip.message, **slip.params))
            for slip in answers.slips
        )
        title = TITLES[form.kind]
        context = {
            "form": form,
            "target": target,
            "answers": answers.values,
            "slips": slips,
            "action": f"/forms/{form.kind}",
        }
        return self._page("form", targets, target, title, 422 if slips else 200, context)

    def preview(
        self, targets: Targets, target: Target, form: Form, values: Mapping[str, str], stamp: str
    ) -> HTMLResponse:
        """What was written, as it will be shown, with a button to send it and one to change it."""
        context = {
            "form": form,
            "target": target,
            "values": values,
            "action": f"/forms/{form.kind}",
            "stamp": stamp,
        }
        return self._page("preview", targets, target, LOOK_THROUGH[form.kind], 200, context)

    def thanks(
        self,
        targets: Targets,
        kind: str,
        language: str,
        stored: Outcome = Outcome.RECEIVED,
        receipt: bool = True,
    ) -> HTMLResponse:
        """What has become of it, and what happens now."""
        title = CHANGED if stored is Outcome.CHANGED else THANKS[kind]
        context = {"kind": kind, "stored": str(stored), "receipt": receipt}
        return self._page("thanks", targets, None, title, 200, context, language)

    def refused(
        self,
        targets: Targets,
        status: int,
        heading: str,
        text: str,
        target: Target | None = None,
        form: Form | None = None,
        values: Mapping[str, str] | None = None,
        again: bool = False,
        typed: Sequence[Typed] = (),
        language: str = "da",
    ) -> HTMLResponse:
        """Why not, and what to do; with what was typed, where there is any.

        With `values` it stands in the form; `again` says that it can be sent from there. Else `typed` is
        shown to be copied.
        """
        language = target.lang if target else language
        context = {
            "heading": self.say(language, heading),
            "text": self.say(language, text),
            "copy": self.say(language, COPY),
            "target": target,
            "form": form,
            "values": values,
            "again": again,
            "typed": [(label_of(each, language), each.text) for each in typed],
            "action": f"/forms/{form.kind}" if form else "",
        }
        return self._page("refused", targets, target, heading, status, context, language)

    def decision(
        self,
        targets: Targets,
        target: Target,
        state: str,
        action: Action,
        submission: Submission,
        remarks: Iterable[Problem] = (),
    ) -> HTMLResponse:
        """The editor's page: what is asked or what was done, and the text. Always in Danish.

        `remarks` say what the editor should know of it, and what to do.
        """
        context = {
            "state": state,
            "action": str(action),
            "remarks": [translate_problem(remark) for remark in remarks],
            "submission": submission.values,
            "target": target,
        }
        return self._page("decide", targets, None, DECISIONS[action], 200, context)

    def _page(
        self,
        template: str,
        targets: Targets,
        target: Target | None,
        title: str,
        status: int,
        context: Mapping[str, object],
        language: str = "da",
    ) -> HTMLResponse:
        language = target.lang if target else language
        environment = self._environment(targets.site, language)
        shown = self.say(language, title)
        wrong = self.say(language, N_("Error: {title}"), title=shown)
        address = target.address if target else "/"
        head = PageHead(
            wrong if status == 422 else shown,
            address,
            lang=language,
            indexed=False,
            trail=(Link(target.title, target.address),) if target else (),
        )
        page = environment.get_template(f"forms/{template}.html").render(
            page=head, title=shown, **context
        )
        return HTMLResponse(page, status)


TITLES = {
    "comment": N_("Write a comment"),
    "signup": N_("Join the workgroup"),
    "idea": N_("Send an idea"),
}
LOOK_THROUGH = {
    "comment": N_("Look your comment through"),
    "signup": N_("Look your sign-up through"),
    "idea": N_("Look your idea through"),
}
THANKS = {
    "comment": N_("Thank you for your comment"),
    "signup": N_("Thank you for joining"),
    "idea": N_("Thank you for your idea"),
}
CHANGED = N_("Thank you, your sign-up has been changed")
DECISIONS = {
    Action.PUBLISH: N_("Publish?"),
    Action.REJECT: N_("Reject?"),
    Action.UNDO: N_("Take it back?"),
}
