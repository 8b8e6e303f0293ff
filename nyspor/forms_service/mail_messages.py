"""The texts of the service's mails. Each mail is complete before anything is stored, so that all can be sent.

What a resident wrote is quoted, line by line, so that it cannot pass for the service's own text. A mail to a resident
holds nothing that its sender could have chosen: the forms must not relay messages to others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from gettext import NullTranslations
from types import MappingProxyType
from urllib.parse import quote

from nyspor.forms.registry import form_of
from nyspor.forms.targets import Target
from nyspor.forms_service.mail_fields import (
    changed_fields,
    changes,
    consent_given,
    details,
    quoted,
    translations,
)
from nyspor.forms_service.mail_mime import Attachment, build_message, mailbox
from nyspor.forms_service.records import ANSWERED, Decision, Mail, Submission
from nyspor.forms_service.settings import Settings
from nyspor.forms_service.tokens import Action
from nyspor.problems import N_
from nyspor.staff.records import StaffMember
from nyspor.text.danish import COPENHAGEN, short_date
from nyspor.text.language import DEFAULT_LANGUAGE
from nyspor.text.mail_addresses import Mailbox, normalize_address


@dataclass(frozen=True)
class MailWriter:
    """Writes the mails of one service."""

    settings: Settings

    def to_editor(
        self,
        submission: Submission,
        target: Target,
        links: Mapping[Action, str],
        attachments: Sequence[Attachment] = (),
        earlier: Submission | None = None,
        notes: Sequence[str] = (),
        page: str = "",
    ) -> Mail:
        """The mail to the editor about a submission; for a moderated form, with the links to decide and to the `page`
        with all that waits.

        For a correction it says so, and what is new. `notes` are more paragraphs.
        """
        words = translations(DEFAULT_LANGUAGE)
        values = submission.values
        title = values.get("title") or target.title
        texts = form_of(submission.kind).mails
        subject = words.gettext(texts.correction_subject if earlier else texts.subject)
        subject = subject.format(title=title)
        if submission.review_note:
            subject = words.gettext(N_("[Look twice]")) + " " + subject
        paragraphs = [subject, self.settings.url + target.address]
        if submission.review_note:
            paragraphs.append(words.gettext(N_("Look twice:")) + " " + submission.review_note)
        if earlier:
            paragraphs += [
                words.gettext(N_("This is new:")),
                *changes(earlier, submission, target, words),
                words.gettext(N_("All of it as it is now:")),
            ]
        paragraphs.append(details(submission, target, words))
        paragraphs += [
            quoted(values.get(each.name, "")) for each in form_of(submission.kind).long_fields
        ]
        paragraphs.append(consent_given(submission, words))
        now = submission.received
        paragraphs += notes
        if links:
            paragraphs.append(_decision_links(links, words))
            if page:
                paragraphs.append(words.gettext(ALL_THAT_WAITS) + "\n" + page)
            paragraphs.append(
                words.gettext(
                    N_(
                        "A link shows a page with a button; nothing happens before you press it. "
                        "The text is in the attached file too, which can be saved in the content folder by hand."
                    )
                )
            )
            return self._with_links(
                submission, "editor", target, subject, paragraphs, now, attachments
            )
        paragraphs.append(words.gettext(N_("An answer to this mail goes to the one who wrote.")))
        return self._mail(
            submission, "editor", self.editor(target, now), subject, paragraphs, attachments,
            reply_to=Mailbox(values.get("name", ""), normalize_address(values["email"])),
        )  # fmt: skip

    def receipt(
        self,
        submission: Submission,
        target: Target,
        attachments: Sequence[Attachment] = (),
        earlier: Submission | None = None,
        notes: Sequence[str] = (),
    ) -> Mail:
        """The receipt to the resident, with `notes` as more paragraphs. Nothing in it was written by the sender.

        So for a correction it names the changed fields, not their values.
        """
        words = translations(target.lang)
        texts = form_of(submission.kind).mails
        text = texts.correction_receipt if earlier else texts.receipt
        subject = words.gettext(text.subject).format(title=target.title)
        new = (
            [words.gettext(each.label) for each in changed_fields(earlier, submission)]
            if earlier
            else []
        )
        paragraphs = [
            words.gettext(text.body).format(title=target.title),
            words.gettext(N_("This is new:")) + "".join(f"\n- {label}" for label in new)
            if new
            else "",
            *notes,
            self.settings.url + target.address,
            words.gettext(
                N_(
                    "If it was not you who wrote, somebody has used your address. "
                    "You need do nothing, or answer this mail and we will delete what we have."
                )
            ),
            self.regards(words),
        ]
        return self._mail(
            submission, "receipt", resident(submission), subject, paragraphs, attachments,
            reply_to=self.editor(target, submission.received),
        )  # fmt: skip

    def decision(
        self,
        submission: Submission,
        target: Target,
        decision: Decision,
        notes: Sequence[str] = (),
    ) -> Mail:
        """The mail to the resident about the editor's decision, with the reason where one is given; `notes` are more paragraphs."""
        words = translations(target.lang)
        form, action, now = form_of(submission.kind), Action(decision.action), decision.at
        text = {
            Action.PUBLISH: form.mails.approved,
            Action.REJECT: form.mails.rejected,
            Action.UNDO: form.mails.withdrawn,
        }[action]
        subject = words.gettext(text.subject).format(title=target.title)
        paragraphs = [words.gettext(text.body).format(title=target.title)]
        if action is Action.PUBLISH:
            paragraphs.append(self.settings.url + _place(submission, target))
            if submission.values.get("edited"):
                paragraphs.append(words.gettext(N_("An editor has corrected the text a little, and the page says so.")))  # fmt: skip
        elif decision.reason:
            paragraphs += [words.gettext(N_("The reason:")), decision.reason]
        else:
            paragraphs.append(words.gettext(N_("Answer this mail if you would like to know why.")))
        paragraphs += [*notes, self.regards(words)]
        return self._mail(
            submission, f"decision-{action}", resident(submission), subject, paragraphs,
            reply_to=self.editor(target, now), number=f"-{int(now.timestamp())}", now=now,
        )  # fmt: skip

    def regards(self, words: NullTranslations) -> str:
        """The end of a mail to a resident; '' where the sender has no name."""
        name = self.settings.sender_mailbox.name
        return f"{words.gettext(N_('Kind regards'))}\n{name}" if name else ""

    def answer(self, submission: Submission, target: Target, answer: Decision) -> Mail:
        """The mail to the resident, who asked to be told, that the municipality has answered."""
        words = translations(target.lang)
        subject = words.gettext(N_("There is an answer to what you wrote"))
        paragraphs = [
            words.gettext(N_("What you wrote to “{title}” has been answered on the site:")).format(
                title=target.title
            ),
            answer.reason,
            self.settings.url + target.address,
            self.regards(words),
        ]
        return self._mail(
            submission, ANSWERED, resident(submission), subject, paragraphs,
            reply_to=self.editor(target, answer.at), number=f"-{int(answer.at.timestamp())}",
            now=answer.at,
        )  # fmt: skip

    def undo(self, submission: Submission, target: Target, link: str, now: datetime) -> Mail:
        """The mail to the editor after an approval, with a link to undo it."""
        words = translations(DEFAULT_LANGUAGE)
        title = submission.values.get("title") or target.title
        subject = words.gettext(N_("Published: “{title}”")).format(title=title)
        paragraphs = [
            words.gettext(
                N_("What {name} wrote is approved, and will be shown when the site has been built:")
            ).format(name=submission.values.get("name", "")),
            quoted(submission.values.get("text", "")),
            self.settings.url + target.address,
            words.gettext(N_("Take it off the site again:")) + "\n" + link,
        ]
        # Published again after it was undone, it needs another mail.
        purpose = f"undo-{int(now.timestamp())}"
        return self._with_links(submission, purpose, target, subject, paragraphs, now)

    def reminder(
        self,
        name: str,
        waiting: Sequence[tuple[Submission, Target, Mapping[Action, str]]],
        dead: int,
        now: datetime,
        page: str = "",
    ) -> Mail:
        """The daily mail to an editor about everything that waits for a decision, and about `dead` letters.

        `page` is the link to the editor's page.
        """
        words = translations(DEFAULT_LANGUAGE)
        subject = words.ngettext(
            "{count} text waits for you", "{count} texts wait for you", len(waiting)
        ).format(count=len(waiting))
        if not waiting:
            subject = words.gettext(N_("Mail that could not be delivered"))
        paragraphs = [subject]
        if dead:
            notice = words.ngettext(
                "{count} mail could not be delivered. Nothing is lost: nyspor outbox list dead",
                "{count} mails could not be delivered. Nothing is lost: nyspor outbox list dead",
                dead,
            )
            paragraphs.append(notice.format(count=dead))
        if waiting and page:
            paragraphs.append(words.gettext(ALL_THAT_WAITS) + "\n" + page)
        for submission, target, links in waiting:
            # Nothing of what was written: this mail belongs to no submission, so `forget` cannot find it.
            what = words.gettext(form_of(submission.kind).mails.reminder).format(title=target.title)
            paragraphs += [
                f"{short_date(submission.received)}: {what}",
                _decision_links(links, words),
            ]
        day = now.astimezone(COPENHAGEN).date().isoformat()
        # The id is part of the Message-ID and may become a file name; the name may hold anything.
        id = f"reminder-{day}-{quote(name, safe='').replace('.', '%2E')}"
        return self.notice(id, "reminder", name, subject, paragraphs, now)

    def notice(
        self,
        id: str,
        purpose: str,
        name: str,
        subject: str,
        paragraphs: Sequence[str],
        now: datetime,
    ) -> Mail:
        """A mail to the editor with this name that belongs to no submission; an answer comes to the editor again."""
        member = self.settings.staff.receiver(name, now)
        return self.to_staff(id, purpose, member, subject, paragraphs, now)

    def to_staff(
        self,
        id: str,
        purpose: str,
        member: StaffMember,
        subject: str,
        paragraphs: Sequence[str],
        now: datetime,
    ) -> Mail:
        """The same to this very member of the staff, there or not."""
        recipient = member.mailbox
        headers = self._headers(id, recipient, subject, now)
        headers["Reply-To"] = headers["To"]
        return Mail(id, "", purpose, recipient.address, build_message(headers, _text(paragraphs)))

    def editor(self, target: Target, now: datetime) -> Mailbox:
        """The mailbox that a target's submissions are delivered to now; the first one where its name is unknown."""
        return self.settings.staff.receiver(target.deliver_to, now).mailbox

    def _with_links(
        self,
        submission: Submission,
        purpose: str,
        target: Target,
        subject: str,
        paragraphs: Sequence[str],
        now: datetime,
        attachments: Sequence[Attachment] = (),
    ) -> Mail:
        """A mail with links that decide. An answer would quote them, so it is sent to the editors again.

        A `mailto:` link begins a new mail to the resident, which quotes nothing.
        """
        words = translations(DEFAULT_LANGUAGE)
        texts = form_of(submission.kind).mails
        about = translations(target.lang).gettext(texts.contact_subject)
        title = submission.values.get("title") or target.title
        link = mailto(resident(submission).address, about.format(title=title))
        explanation = [
            words.gettext(
                N_(
                    "An answer to this mail comes to you again, so that the links reach nobody else."
                )
            ),
            words.gettext(N_("Write to the one who sent it: {link}")).format(link=link),
        ]
        editor = self.editor(target, now)
        return self._mail(
            submission, purpose, editor, subject, [*paragraphs, "\n".join(explanation)], attachments,
            reply_to=editor, now=now,
        )  # fmt: skip

    def _mail(
        self,
        submission: Submission,
        purpose: str,
        recipient: Mailbox,
        subject: str,
        paragraphs: Sequence[str],
        attachments: Sequence[Attachment] = (),
        reply_to: Mailbox | None = None,
        number: str = "",
        now: datetime | None = None,
    ) -> Mail:
        """A mail about a submission, dated `now`, or when that was received."""
        return self.mail(
            submission.id, purpose, recipient, subject, paragraphs, now or submission.received,
            attachments, reply_to, number,
        )  # fmt: skip

    def mail(
        self,
        submission: str,
        purpose: str,
        recipient: Mailbox,
        subject: str,
        paragraphs: Sequence[str],
        now: datetime,
        attachments: Sequence[Attachment] = (),
        reply_to: Mailbox | None = None,
        number: str = "",
        more_headers: Mapping[str, str] = MappingProxyType({}),
    ) -> Mail:
        """A mail about the submission with this id; `number` is its own where a purpose may come again."""
        name = f"{submission}.{purpose}{number}"
        headers = self._headers(name, recipient, subject, now) | dict(more_headers)
        if reply_to:
            headers["Reply-To"] = mailbox(reply_to.name, reply_to.address)
        content = build_message(headers, _text(paragraphs), attachments)
        return Mail(name, submission, purpose, recipient.address, content)

    def _headers(
        self, name: str, recipient: Mailbox, subject: str, now: datetime
    ) -> dict[str, str]:
        sender = self.settings.sender_mailbox
        headers = {
            "From": mailbox(sender.name, sender.address),
            "To": mailbox(recipient.name, recipient.address),
            "Subject": subject,
            "Date": format_datetime(now),
            "Message-ID": f"<{name}@{self.settings.host}>",
            "Auto-Submitted": "auto-generated",
            # Exchange heeds this one alone: no 'out of office' goes to the resident.
            "X-Auto-Response-Suppress": "All",
        }
        if self.settings.staff.has_mailbox(recipient.address):
            headers["List-Id"] = f"<redaktion.{self.settings.host}>"  # to be filtered by
        return headers


ALL_THAT_WAITS = N_(
    "Everything that waits, where you can also correct a text or decide on many at once:"
)


def resident(submission: Submission) -> Mailbox:
    """The mailbox of a resident, without a name, since its sender chose it and may be somebody else."""
    return Mailbox("", normalize_address(submission.values["email"]))


def _place(submission: Submission, target: Target) -> str:
    """Where a published submission can be read: on a page of its own, or on the target's."""
    publication = form_of(submission.kind).publication
    if publication and publication.page:
        return publication.page(submission)
    anchor = publication.anchor if publication else ""
    return target.address + (f"#{anchor.format(id=submission.id)}" if anchor else "")


def mailto(address: str, subject: str) -> str:
    """A link that begins a new mail (RFC 6068)."""
    to, about = quote(address, safe="!$'*+@"), quote(subject, safe="")
    return f"mailto:{to}?subject={about}"


def _text(paragraphs: Sequence[str]) -> str:
    return "\n\n".join(filter(None, paragraphs)) + "\n"


def _decision_links(links: Mapping[Action, str], words: NullTranslations) -> str:
    labels = {Action.PUBLISH: N_("Publish:"), Action.REJECT: N_("Reject:")}
    return "\n".join(f"{words.gettext(labels[action])}\n{link}" for action, link in links.items())
