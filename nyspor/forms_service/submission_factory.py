"""From valid form data to a submission with its mails, ready to be stored in one transaction."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from nyspor.forms.registry import form_of
from nyspor.forms.targets import Target
from nyspor.forms_service.client_address import network_of
from nyspor.forms_service.idea_mails import IdeaMails
from nyspor.forms_service.mail_fields import translations
from nyspor.forms_service.mail_messages import MailWriter
from nyspor.forms_service.member_mails import MemberMails, Standing, calendar_of
from nyspor.forms_service.records import Mail, Submission, mailbox_address, normal_address
from nyspor.forms_service.responsibility import responsible
from nyspor.forms_service.settings import Settings
from nyspor.forms_service.tokens import (
    Action,
    DecisionLink,
    Preview,
    Signer,
    content_digest,
    decided_digest,
)
from nyspor.problems import N_
from nyspor.staff.records import Overview, StaffMember
from nyspor.text.language import DEFAULT_LANGUAGE
from nyspor.text.mail_addresses import normalize_address

MIN_READING_TIME = timedelta(seconds=3)
"""Nobody reads a preview faster. A submission that was confirmed sooner gets a review note."""

_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)


def consent_given(target: Target) -> str:
    """The version and the exact text of what was consented to; '' where the form does not ask."""
    form = form_of(target.kind)
    if not form.consent_text:
        return ""
    return f"{form.consent_version}: {translations(target.lang).gettext(form.consent_text)}"


class Outcome(StrEnum):
    """What became of a submission."""

    RECEIVED = "received"
    ALREADY = "already"
    """The same content was stored before."""
    CHANGED = "changed"
    """It has replaced what the same person sent before."""
    REMINDED = "reminded"
    """The same was stored before, and its sender is mailed the link to it again."""
    WAITING = "waiting"
    """It is received, and its sender waits for a place in the group."""


def identifying_values(kind: str, values: Mapping[str, str]) -> dict[str, str]:
    """The values by which a submission is compared with others: those of every field, normalised.

    E-mail addresses are compared without case. The texts of a moderated form are compared without case and white
    space, so that nobody has to decide twice on a text that was sent again.
    """
    form = form_of(kind)
    compared = {each.name: values.get(each.name, "") for each in form.fields}
    for each in form.fields:
        if each.type == "email":
            compared[each.name] = normalize_address(compared[each.name]).casefold()
        elif each.type == "text" and form.moderated:
            compared[each.name] = " ".join(compared[each.name].casefold().split())
    return compared


@dataclass(frozen=True)
class SubmissionFactory:
    """Makes submissions and their mails."""

    settings: Settings
    signer: Signer
    mail_writer: MailWriter

    def submission(
        self,
        target: Target,
        values: Mapping[str, str],
        network: str,
        preview: Preview,
        now: datetime,
    ) -> Submission:
        """A submission with a new id, and an idempotency key made of its content, target and person."""
        text = values.get("text") or values.get("message") or ""
        digest = content_digest(target.kind, target.entry, identifying_values(target.kind, values))
        return Submission(
            id=secrets.token_hex(6),
            kind=target.kind,
            entry=target.entry,
            idempotency_key=self.signer.keyed_hash("again", digest),
            person_hash=self.person_hash(values["email"]),
            network=network,
            received=now,
            values=values,
            review_note=self.review_note(text, preview),
            consent=consent_given(target),
            mailbox_hash=self.mailbox_hash(values["email"]),
        )

    def same_content(self, earlier: Submission, later: Submission) -> bool:
        """Whether both have the same content."""
        return identifying_values(earlier.kind, earlier.values) == identifying_values(
            later.kind, later.values
        )

    def person_hash(self, email: str) -> bytes:
        """The keyed hash that stands for an address after it has been deleted, the same for all its spellings."""
        return self.signer.keyed_hash("who", normal_address(email))

    def mailbox_hash(self, email: str) -> bytes:
        """The keyed hash that stands for a mailbox, whichever plus-address of it was written."""
        return self.signer.keyed_hash("who", "mailbox", mailbox_address(email))

    def network_hash(self, address: str) -> str:
        """The keyed hash of the network (/24 or /64) that an address belongs to."""
        return self.signer.keyed_hash("network", network_of(address)).hex()

    def review_note(self, text: str, preview: Preview) -> str:
        """Why an editor should review the submission carefully; '' where nothing is suspicious."""
        words = translations(DEFAULT_LANGUAGE)
        links = len(_LINK.findall(text))
        found = []
        if preview.honeypot_filled:
            found.append(words.gettext(N_("A field that people do not see was filled.")))
        if preview.age < MIN_READING_TIME:
            found.append(words.gettext(N_("It was sent faster than anybody reads.")))
        if links > self.settings.limits.links:
            found.append(words.gettext(N_("It holds {count} links.")).format(count=links))
        return " ".join(found)

    def words_note(self, listed: Iterable[str]) -> str:
        """The note about words on the list against unwanted texts."""
        words = translations(DEFAULT_LANGUAGE)
        named = ", ".join(f"»{word}«" for word in listed)
        return words.gettext(N_("It holds words that are on the list: {words}.")).format(
            words=named
        )

    def mails(
        self,
        submission: Submission,
        target: Target,
        receipt: bool = True,
        earlier: Submission | None = None,
        standing: Standing | None = None,
        more_notes: Iterable[str] = (),
    ) -> tuple[Mail, ...]:
        """The mail to the editor and the receipt. Both say what is new where the submission corrects an earlier one.

        Those about a member say how the member stands in the group; the receipt has `more_notes`. An editor who wants a daily overview gets no mail.
        """
        receiver = responsible(self.settings.staff, target, submission, submission.received)
        target = replace(target, deliver_to=receiver.key)
        notes = self.member_mails.receipt_notes(standing, target.lang) if standing else []
        notes = [*notes, *more_notes]
        if submission.follows:
            words = translations(target.lang)
            notes.append(self.idea_mails.stop_note(submission.id, words))
        files = calendar_of(target)
        receipts = (
            (self.mail_writer.receipt(submission, target, files, earlier, notes),)
            if receipt
            else ()
        )
        if form_of(submission.kind).moderated and receiver.overview is Overview.DAILY:
            return receipts
        links = {}
        if publication := form_of(submission.kind).publication:
            name = publication.path(submission).rpartition("/")[2]
            files = [*files, (name, "text/markdown", publication.content(submission))]
            links = self.links(submission, submission.received)
        page = self.page_link(receiver, submission.received) if links else ""
        notes = []
        if standing:
            notes = self.member_mails.organiser_notes(standing)
            target = replace(standing.group, deliver_to=receiver.key)
        to_editor = self.mail_writer.to_editor(
            submission, target, links, files, earlier, notes, page
        )
        return (to_editor, *receipts)

    @property
    def idea_mails(self) -> IdeaMails:
        """Writes the mails about what happens with an idea."""
        return IdeaMails(self.mail_writer, self.signer)

    @property
    def member_mails(self) -> MemberMails:
        """Writes the mails about memberships."""
        return MemberMails(self.mail_writer, self.signer)

    def page_link(self, member: StaffMember, now: datetime) -> str:
        """The link to an editor's own page, with all that waits; '' for somebody who is no editor."""
        if not member.is_editor:
            return ""
        token = self.signer.sign_page(member.key, member.mailbox.address, now)
        return f"{self.settings.url}/forms/moderate/{token}"

    def links(
        self,
        submission: Submission,
        now: datetime,
        actions: Iterable[Action] = (Action.PUBLISH, Action.REJECT),
    ) -> dict[Action, str]:
        """The editor's links, one for each action, valid for this content only."""
        return {
            action: f"{self.settings.url}/forms/decide/{action}/{self._token(submission, action, now)}"
            for action in actions
        }

    def _token(self, submission: Submission, action: Action, now: datetime) -> str:
        return self.signer.sign_link(self.link_to(submission, action), now)

    def link_to(self, submission: Submission, action: Action) -> DecisionLink:
        """What a link to `action` asks for, with the submission's present content."""
        digest = decided_digest(submission.kind, submission.entry, submission.values)
        return DecisionLink(action, submission.id, digest)
