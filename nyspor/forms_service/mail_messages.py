"""The mails the hook writes: plain text, whole before anything is stored, so that none is unsendable.

What a resident wrote stands quoted, line by line, so that it cannot pass for ours. A resident's own
mail holds nothing that its sender could have chosen: the forms must not carry mail to others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from gettext import NullTranslations
from urllib.parse import quote

from nyspor.forms.definitions import FORMS, Field
from nyspor.forms.targets import Target
from nyspor.forms_service.mail_mime import Attachment, mailbox, mime
from nyspor.forms_service.records import Mail, Submission
from nyspor.forms_service.settings import Settings
from nyspor.forms_service.tokens import Action
from nyspor.i18n.catalogues import CATALOGUES, read_catalogue
from nyspor.problems import N_
from nyspor.text.danish import COPENHAGEN
from nyspor.text.mail_addresses import Mailbox, mail_address, read_mailbox

SUBJECTS = {
    "comment": N_("New comment on “{title}”"),
    "signup": N_("New member of “{title}”"),
    "idea": N_("New idea: “{title}”"),
}
RECEIPTS = {
    "comment": (
        N_("We have received your comment"),
        N_("Thank you for your comment on “{title}”. An editor reads it before it is shown."),
    ),
    "signup": (
        N_("We have received your sign-up"),
        N_("Thank you for joining “{title}”. You will hear from us at this address."),
    ),
    "idea": (
        N_("We have received your idea"),
        N_("Thank you for your idea. An editor reads it before it is shown."),
    ),
}
CORRECTIONS = {"signup": N_("Correction: sign-up for “{title}”")}
"""The subjects where something takes the place of what the same person sent before."""
CORRECTED = {
    "signup": (
        N_("We have corrected your sign-up"),
        N_(
            "Your sign-up for “{title}” has been corrected. What was written before no longer counts."
        ),
    ),
}
LETTERS = {
    "comment": N_("Your comment on “{title}”"),
    "idea": N_("Your idea “{title}”"),
}
"""What an editor's own letter to a resident is about."""
ANSWERS = {
    Action.PUBLISH: (
        N_("What you wrote has been published"),
        N_("What you wrote to “{title}” can be read on the site now:"),
    ),
    Action.REJECT: (
        N_("What you wrote has not been published"),
        N_(
            "What you wrote to “{title}” has been read, but it has not been published. "
            "Answer this mail if you would like to know why."
        ),
    ),
}


@dataclass(frozen=True)
class Writer:
    """Writes the mails of one hook."""

    settings: Settings

    def to_editor(
        self,
        submission: Submission,
        target: Target,
        links: Mapping[Action, str],
        attachments: Sequence[Attachment] = (),
        earlier: Submission | None = None,
    ) -> Mail:
        """Tells the editor what has come; where it waits for a decision, with the links to take it.

        What corrects an earlier submission says so, and what is new in it.
        """
        words = translations("da")
        values = submission.values
        title = values.get("title") or target.title
        subjects = CORRECTIONS if earlier else SUBJECTS
        subject = words.gettext(subjects[submission.kind]).format(title=title)
        if submission.remark:
            subject = words.gettext(N_("[Look twice]")) + " " + subject
        paragraphs = [subject, self.settings.url + target.address]
        if submission.remark:
            paragraphs.append(words.gettext(N_("Look twice:")) + " " + submission.remark)
        if earlier:
            paragraphs += [
                words.gettext(N_("This is new:")),
                *_changes(earlier, submission, target, words),
                words.gettext(N_("All of it as it is now:")),
            ]
        paragraphs.append(_particulars(submission, target, words))
        paragraphs += [_quoted(values.get(each.name, "")) for each in _texts(submission)]
        if links:
            paragraphs.append(_choices(links, words))
            paragraphs.append(
                words.gettext(
                    N_(
                        "A link shows a page with a button; nothing happens before you press it. "
                        "The text is in the attached file too, which can be saved in the content folder by hand."
                    )
                )
            )
            return self._with_links(submission, "editor", target, subject, paragraphs, attachments)
        paragraphs.append(words.gettext(N_("An answer to this mail goes to the one who wrote.")))
        return self._mail(
            submission, "editor", self.editor(target), subject, paragraphs, attachments,
            reply_to=Mailbox(values.get("name", ""), mail_address(values["email"])),
        )  # fmt: skip

    def receipt(
        self,
        submission: Submission,
        target: Target,
        attachments: Sequence[Attachment] = (),
        earlier: Submission | None = None,
    ) -> Mail:
        """Tells the resident that it has come. Nothing in it was written by the sender.

        So where it corrects an earlier submission, it names the fields and not what stands in them.
        """
        words = translations(target.lang)
        texts = CORRECTED if earlier else RECEIPTS
        subject, text = (words.gettext(line) for line in texts[submission.kind])
        new = (
            [words.gettext(each.label) for each in _changed(earlier, submission)] if earlier else []
        )
        paragraphs = [
            text.format(title=target.title),
            words.gettext(N_("This is new:")) + "".join(f"\n- {label}" for label in new)
            if new
            else "",
            self.settings.url + target.address,
            words.gettext(
                N_(
                    "If it was not you who wrote, somebody has used your address. "
                    "You need do nothing, or answer this mail and we will delete what we have."
                )
            ),
        ]
        return self._mail(
            submission, "receipt", resident(submission), subject, paragraphs, attachments,
            reply_to=self.editor(target),
        )  # fmt: skip

    def answer(self, submission: Submission, target: Target, action: Action) -> Mail:
        """Tells the resident, who asked for it, what the editor decided."""
        words = translations(target.lang)
        subject, text = (words.gettext(line) for line in ANSWERS[action])
        paragraphs = [text.format(title=target.title)]
        if action is Action.PUBLISH:
            anchor = f"#kommentar-{submission.id}" if submission.kind == "comment" else ""
            paragraphs.append(self.settings.url + target.address + anchor)
        return self._mail(
            submission, f"decision-{action}", resident(submission), subject, paragraphs,
            reply_to=self.editor(target),
        )  # fmt: skip

    def undo(self, submission: Submission, target: Target, link: str, now: datetime) -> Mail:
        """Tells the editor that it is approved, and how to take it back."""
        words = translations("da")
        title = submission.values.get("title") or target.title
        subject = words.gettext(N_("Published: “{title}”")).format(title=title)
        paragraphs = [
            words.gettext(
                N_("What {name} wrote is approved, and will be shown when the site has been built:")
            ).format(name=submission.values.get("name", "")),
            _quoted(submission.values.get("text", "")),
            self.settings.url + target.address,
            words.gettext(N_("Take it back:")) + "\n" + link,
        ]
        # Published again after it was taken back, it needs another mail.
        purpose = f"undo-{int(now.timestamp())}"
        return self._with_links(submission, purpose, target, subject, paragraphs)

    def reminder(
        self,
        name: str,
        waiting: Sequence[tuple[Submission, Mapping[Action, str]]],
        dead: int,
        now: datetime,
    ) -> Mail:
        """Tells an editor once a day of all that waits, and of `dead` mails that reached nobody."""
        words = translations("da")
        subject = words.ngettext(
            "{count} text waits for you", "{count} texts wait for you", len(waiting)
        ).format(count=len(waiting))
        if not waiting:
            subject = words.gettext(N_("Mail that could not be delivered"))
        paragraphs = [subject]
        if dead:
            told = words.ngettext(
                "{count} mail could not be delivered. Nothing is lost: nyspor outbox list dead",
                "{count} mails could not be delivered. Nothing is lost: nyspor outbox list dead",
                dead,
            )
            paragraphs.append(told.format(count=dead))
        for submission, links in waiting:
            # No word of what was written: this mail belongs to no submission, so `forget` cannot find it.
            what = words.gettext(SUBJECTS[submission.kind]).format(title=submission.entry)
            paragraphs += [f"{_day(submission.received)}: {what}", _choices(links, words)]
        day = now.astimezone(COPENHAGEN).date().isoformat()
        # The number stands in the Message-ID and may become a file's name; a name may hold anything.
        number = f"reminder-{day}-{quote(name, safe='').replace('.', '%2E')}"
        recipient = read_mailbox(self.settings.addresses[name])
        headers = self._headers(number, recipient, subject, now)
        headers["Reply-To"] = headers["To"]
        return Mail(number, "", "reminder", recipient.address, mime(headers, _text(paragraphs)))

    def editor(self, target: Target) -> Mailbox:
        """The mailbox of whoever answers for a target; the first one where the name is unknown."""
        addresses = self.settings.addresses
        return read_mailbox(addresses.get(target.deliver_to) or next(iter(addresses.values())))

    def _with_links(
        self,
        submission: Submission,
        purpose: str,
        target: Target,
        subject: str,
        paragraphs: Sequence[str],
        attachments: Sequence[Attachment] = (),
    ) -> Mail:
        """A mail whose links decide. An answer quotes it, so an answer goes to the editors again.

        The resident is written to in a new letter, which quotes nothing.
        """
        words = translations("da")
        about = translations(target.lang).gettext(LETTERS[submission.kind])
        title = submission.values.get("title") or target.title
        link = mailto(resident(submission).address, about.format(title=title))
        explained = [
            words.gettext(
                N_(
                    "An answer to this mail comes to you again, so that the links reach nobody else."
                )
            ),
            words.gettext(N_("Write to the one who sent it: {link}")).format(link=link),
        ]
        editor = self.editor(target)
        return self._mail(
            submission, purpose, editor, subject, [*paragraphs, "\n".join(explained)], attachments,
            reply_to=editor,
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
    ) -> Mail:
        name = f"{submission.id}.{purpose}"
        headers = self._headers(name, recipient, subject, submission.received)
        if reply_to:
            headers["Reply-To"] = mailbox(reply_to.name, reply_to.address)
        content = mime(headers, _text(paragraphs), attachments)
        return Mail(name, submission.id, purpose, recipient.address, content)

    def _headers(
        self, name: str, recipient: Mailbox, subject: str, now: datetime
    ) -> dict[str, str]:
        sender = read_mailbox(self.settings.sender)
        return {
            "From": mailbox(sender.name, sender.address),
            "To": mailbox(recipient.name, recipient.address),
            "Subject": subject,
            "Date": format_datetime(now),
            "Message-ID": f"<{name}@{self.settings.host}>",
            "Auto-Submitted": "auto-generated",
        }


def translations(language: str) -> NullTranslations:
    """The hook's own words."""
    return read_catalogue(CATALOGUES, "en" if language == "en" else "da")


def resident(submission: Submission) -> Mailbox:
    """Where a resident is written to. No name: its sender chose it, and need not be who reads the mail."""
    return Mailbox("", mail_address(submission.values["email"]))


def mailto(address: str, subject: str) -> str:
    """A link that begins a new letter (RFC 6068)."""
    to, about = quote(address, safe="!$'*+@"), quote(subject, safe="")
    return f"mailto:{to}?subject={about}"


def _text(paragraphs: Sequence[str]) -> str:
    return "\n\n".join(filter(None, paragraphs)) + "\n"


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def _texts(submission: Submission) -> list[Field]:
    return [each for each in FORMS[submission.kind].fields if each.shape == "text"]


def _particulars(submission: Submission, target: Target, words: NullTranslations) -> str:
    """Every field that is filled in, but the longer texts, which are quoted."""
    found = [
        (each, value)
        for each in FORMS[submission.kind].fields
        if each.shape != "text" and (value := submission.values.get(each.name, ""))
    ]
    return "\n".join(
        f"{words.gettext(each.label)}: {_shown(each, value, target, words)}"
        for each, value in found
    )


def _changed(earlier: Submission, later: Submission) -> list[Field]:
    """The fields that hold something else than before."""
    before, now = earlier.values, later.values
    fields = FORMS[later.kind].fields
    return [each for each in fields if before.get(each.name, "") != now.get(each.name, "")]


def _changes(
    earlier: Submission, later: Submission, target: Target, words: NullTranslations
) -> Iterator[str]:
    """For each field that is new, what stood in it and what stands in it now."""
    for each in _changed(earlier, later):
        label = words.gettext(each.label)
        before, now = (one.values.get(each.name, "") for one in (earlier, later))
        if each.shape == "text":
            nothing = words.gettext(N_("(nothing)"))
            was, becomes = words.gettext(N_("Before:")), words.gettext(N_("Now:"))
            yield f"{label}\n{was}\n{_quoted(before or nothing)}\n{becomes}\n{_quoted(now or nothing)}"
        else:
            shown = (_shown(each, value, target, words) for value in (before, now))
            yield f"{label}: " + " → ".join(shown)


def _shown(described: Field, value: str, target: Target, words: NullTranslations) -> str:
    """A value as people read it: a choice by its name too."""
    if described.shape == "check":
        return words.gettext(N_("yes")) if value else words.gettext(N_("no"))
    name = target.choices.get(described.name, {}).get(value)
    return f"{name} ({value})" if name else value or words.gettext(N_("(nothing)"))


def _choices(links: Mapping[Action, str], words: NullTranslations) -> str:
    labels = {Action.PUBLISH: N_("Publish:"), Action.REJECT: N_("Reject:")}
    return "\n".join(f"{words.gettext(labels[action])}\n{link}" for action, link in links.items())


def _day(moment: datetime) -> str:
    return moment.astimezone(COPENHAGEN).strftime("%d.%m.%Y")
