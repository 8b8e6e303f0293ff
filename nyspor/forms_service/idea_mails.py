"""The mails to the sender of an idea about what happens with it. Nothing in them was written by the sender."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from gettext import NullTranslations

from nyspor.forms.spec import MailText
from nyspor.forms.targets import IdeaProgress, Target
from nyspor.forms_service.idea_followers import STEP
from nyspor.forms_service.mail_fields import translations
from nyspor.forms_service.mail_messages import MailWriter, resident
from nyspor.forms_service.meeting_mails import day
from nyspor.forms_service.records import Mail, Submission
from nyspor.forms_service.tokens import Signer
from nyspor.model.values import IdeaState
from nyspor.problems import N_

TEXTS = {
    IdeaState.RECEIVED: MailText(
        N_("There is news of your idea"), N_("Something has happened with your idea.")
    ),
    IdeaState.CONSIDERED: MailText(
        N_("Your idea is being looked into"), N_("Somebody is looking into your idea now.")
    ),
    IdeaState.ANSWERED: MailText(
        N_("Your idea has its answer"), N_("We have answered your idea.")
    ),
    IdeaState.NOT_NOW: MailText(
        N_("The answer to your idea: not now"), N_("We have looked into your idea, and it does not become anything now.")
    ),
    IdeaState.BECAME: MailText(
        N_("Your idea came to something"), N_("Your idea has come to something. Thank you for sending it.")
    ),
}  # fmt: skip
"""By the state that an idea is in."""

FOLLOWS = N_("You asked us to write to you when something happens with your idea. Stop the mails here:")  # fmt: skip


@dataclass(frozen=True)
class IdeaMails:
    """Writes the mails about ideas. Each has a link that stops them."""

    writer: MailWriter
    signer: Signer

    def link(self, id: str) -> str:
        """The sender's link to stop the mails."""
        return f"{self.writer.settings.url}/forms/idea/{self.signer.sign_idea(id)}"

    def stop_note(self, id: str, words: NullTranslations) -> str:
        """The end of a mail: how to stop them."""
        return f"{words.gettext(FOLLOWS)}\n{self.link(id)}"

    def headers(self, id: str) -> dict[str, str]:
        """Where mail programs let the sender stop the mails, with one POST (RFC 8058)."""
        return {
            "List-Id": f"<ideer.{self.writer.settings.host}>",
            "List-Unsubscribe": f"<{self.link(id)}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }

    def step(
        self, submission: Submission, target: Target, idea: IdeaProgress, now: datetime
    ) -> Mail:
        """The mail about the last step: where the idea stands, what the answer is, and who answers by when."""
        words, url = translations(target.lang), self.writer.settings.url
        text = TEXTS[idea.state]
        paragraphs = [
            words.gettext(text.body),
            idea.text,
            idea.answer,
            f"{idea.became}\n{url}{idea.became_address}" if idea.became else "",
            self._promise(idea, target.lang, words),
            words.gettext(N_("On the page of the idea you can see all that has happened with it:"))
            + f"\n{url}{idea.address}",
            self.stop_note(submission.id, words)
            if idea.state.is_open
            else words.gettext(N_("This was the last mail about your idea.")),
            self.writer.regards(words),
        ]
        return self.writer.mail(
            submission.id, f"{STEP}{idea.steps}", resident(submission), words.gettext(text.subject),
            paragraphs, now, reply_to=self.writer.editor(target, now),
            more_headers=self.headers(submission.id),
        )  # fmt: skip

    def _promise(self, idea: IdeaProgress, lang: str, words: NullTranslations) -> str:
        if idea.due is None:
            return ""
        who = idea.responsible or words.gettext(N_("The editors"))
        promise = words.gettext(N_("{who} answers by {day} at the latest."))
        return promise.format(who=who, day=day(idea.due, lang))
