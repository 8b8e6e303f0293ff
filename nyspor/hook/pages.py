"""The hook's own pages, made with the theme that the site is made with."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment
from starlette.responses import HTMLResponse

from nyspor.forms import Answers, Form
from nyspor.hook.records import Submission
from nyspor.hook.sending import Outcome
from nyspor.hook.tokens import Action
from nyspor.model.cards import Link
from nyspor.model.site import PageHead, Site
from nyspor.problems import N_
from nyspor.rendering import make_environment
from nyspor.targets import Target, Targets
from nyspor.wording import TRANSLATIONS, read_translations


class Pages:
    """Renders answers in the language of what is written to."""

    def __init__(self, theme: Path) -> None:
        self._theme = theme

    @lru_cache(maxsize=8)  # noqa: B019 - one Pages lives as long as the service
    def _environment(self, site: Site, language: str) -> Environment:
        return make_environment(self._theme, site, language)

    def say(self, language: str, message: str, **params: object) -> str:
        """A word of the hook's own, by its message id."""
        return read_translations(TRANSLATIONS, language).gettext(message).format_map(params)

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
    ) -> HTMLResponse:
        """Why not, and what to do; with what was typed, where there is any."""
        language = target.lang if target else "da"
        context = {
            "heading": self.say(language, heading),
            "text": self.say(language, text),
            "target": target,
            "form": form,
            "values": values,
            "action": f"/forms/{form.kind}" if form else "",
        }
        return self._page("refused", targets, target, heading, status, context)

    def decision(
        self, targets: Targets, target: Target, state: str, action: Action, submission: Submission
    ) -> HTMLResponse:
        """The editor's page: what is asked or what was done, with the text. Always in Danish."""
        context = {
            "state": state,
            "action": str(action),
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
