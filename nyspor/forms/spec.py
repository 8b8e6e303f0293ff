"""What a form is: its fields, its texts, where it can be sent, and what becomes of a submission.

All texts are message ids. The catalogues of `nyspor.i18n` translate them; a text without a translation is shown
as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal, Protocol, get_args

from nyspor.forms.targets import Target
from nyspor.model.library import Library
from nyspor.model.site import Site
from nyspor.problems import N_

FieldType = Literal["line", "text", "email", "tel", "check", "choice"]

RESERVED_FIELDS = frozenset({"entry", "step", "stamp", "website", "edited"})
"""Fields that the service adds to every form: target, step, preview token and honeypot; and that it was edited."""

RESERVED_KINDS = frozenset({"decide", "health", "member", "members", "moderate", "thanks"})
"""Names that are pages of the service below `/forms/`."""


@dataclass(frozen=True)
class Field:
    """One field. `options` of a choice are value → label; a target may offer its own (`Target.choices`)."""

    name: str
    label: str
    type: FieldType = "line"
    hint: str = ""
    required: bool = True
    autocomplete: str = ""
    max_length: int = 200
    required_message: str = N_("Fill this in.")
    options: Mapping[str, str] = field(default_factory=dict, hash=False)
    no_choice: str = N_("None in particular")
    """What the first, empty option of a choice says."""


NAME = Field(
    "name",
    N_("Name"),
    hint=N_("Shown with what you write. A first name will do."),
    autocomplete="name",
    max_length=80,
    required_message=N_("Write your name."),
)
EMAIL = Field(
    "email",
    N_("E-mail"),
    "email",
    hint=N_("Only the editors see it. It is not shown on the site."),
    autocomplete="email",
    max_length=254,
    required_message=N_("Write your e-mail address."),
)
NOTIFY = Field(
    "notify",
    N_("Write to me when it has been decided whether it is published"),
    "check",
    required=False,
)


FOLLOW = Field(
    "follow",
    N_("Write to me when it has been decided whether my idea is published, and each time something happens with it"),
    "check",
    required=False,
    hint=N_("Each mail has a link that stops them."),
)  # fmt: skip


@dataclass(frozen=True)
class MailText:
    """A mail's subject and its first paragraph. Both may name the target's `{title}`."""

    subject: str
    body: str


@dataclass(frozen=True)
class Mails:
    """The texts of a form's mails.

    `subject` heads the mail to the organiser or editor, `correction_subject` the one about a changed
    submission. `reminder` names one that waits, without anything that was written. `contact_subject` heads a mail that an editor begins to the sender of a moderated form.
    """

    subject: str = N_("New answer to “{title}”")
    receipt: MailText = MailText(
        N_("We have received what you sent"), N_("Thank you for what you sent to “{title}”.")
    )
    correction_subject: str = N_("Correction: answer to “{title}”")
    correction_receipt: MailText = MailText(
        N_("We have corrected what you sent"),
        N_(
            "What you sent to “{title}” has been corrected. What was written before no longer counts."
        ),
    )
    contact_subject: str = N_("What you sent to “{title}”")
    reminder: str = N_("An answer to “{title}”")
    approved: MailText = MailText(
        N_("What you wrote has been published"),
        N_("What you wrote to “{title}” can be read on the site now:"),
    )
    rejected: MailText = MailText(
        N_("What you wrote has not been published"),
        N_("What you wrote to “{title}” has been read, but it has not been published."),
    )
    withdrawn: MailText = MailText(
        N_("What you wrote is no longer on the site"),
        N_("What you wrote to “{title}” has been taken off the site again."),
    )


@dataclass(frozen=True)
class Thanks:
    """The texts of the page that follows a submission: the first one, the same again, a changed one."""

    title: str = N_("Thank you")
    received: str = N_("We have what you wrote.")
    already: str = N_("We had it already, word for word, so nothing more was sent.")
    changed_title: str = N_("Thank you, what you sent has been changed")
    changed: str = N_("We have what you wrote now, and what you wrote before no longer counts.")
    receipt_notice: str = N_("A receipt is on its way to your address.")
    waiting: str = N_("You are on the waiting list. We write to you as soon as there is a place.")
    """The same as `received`, for a member without a place."""


class LegalBasis(StrEnum):
    """What allows what is sent to be processed, as a sentence: a letter of GDPR, article 6(1)."""

    CONSENT = N_(
        "The legal basis is your consent, which you can withdraw at any time (GDPR, article 6(1)(a))."
    )
    PUBLIC_TASK = N_("The legal basis is a task in the public interest (GDPR, article 6(1)(e)).")


class Submitted(Protocol):
    """A submission as a content file needs it."""

    @property
    def id(self) -> str: ...
    @property
    def entry(self) -> str: ...
    @property
    def received(self) -> datetime: ...
    @property
    def values(self) -> Mapping[str, str]: ...


@dataclass(frozen=True)
class Publication:
    """The content file that an approved submission becomes, below `folder` of the content.

    `path` and `content` build it. `anchor` is where the target's page shows it, with the submission's `{id}`; `page` gives the
    address of its own page, where it has one.
    """

    folder: str
    path: Callable[[Submitted], str]
    content: Callable[[Submitted], bytes]
    anchor: str = ""
    page: Callable[[Submitted], str] | None = None


EntryTarget = Callable[[Library, Site, Any], Target | None]
"""Makes the target of an entry; None where the entry does not take the form."""

Targets = Callable[[Library, Site], Iterable[Target]]
"""Makes the targets of a form that does not belong to entries."""


@dataclass(frozen=True)
class FormSpec:
    """A form. Its `kind` names it in addresses, in the forms list and in the outbox.

    A form with a `publication` is moderated: an editor approves or rejects each submission, and what is approved
    becomes a content file. Submissions of other forms are stored and mailed; a later one from the same
    person to the same target replaces the earlier.

    `entry_target` makes the targets of a form on the pages of entries, those whose `KindSpec.form` names it;
    `targets` makes those of other forms. The engine's own forms have neither, since theirs need more of the
    site (`nyspor.site.form_targets`).

    Every form has a required field `email`, where the receipt is sent. A field `consent` is consent to
    what its label says, and is stored with `consent_version`.

    `privacy` says in a few words what becomes of what is sent. It stands on the form, before the legal basis and the link
    to the site's page about privacy. Without a `legal_basis` it is consent where the form asks for that, else a task
    in the public interest.

    With `joins`, a submission makes its sender a member of the target's group, until the member leaves: places are
    counted, and the receipt has a link to confirm, correct and leave.
    """

    kind: str
    title: str
    fields: tuple[Field, ...]
    entry_target: EntryTarget | None = None
    targets: Targets | None = None
    submit_label: str = N_("Look it through")
    submit_note: str = N_("You see what you wrote before it is sent.")
    preview_title: str = N_("Look through what you wrote")
    preview_template: str = "forms/preview.html"
    thanks: Thanks = Thanks()
    mails: Mails = Mails()
    consent_version: str = ""
    publication: Publication | None = None
    privacy: str = N_(
        "We use what you send to answer you. It is deleted some time after it has been dealt with."
    )
    legal_basis: LegalBasis | None = None
    joins: bool = False

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z][a-z0-9-]{0,39}", self.kind) or self.kind in RESERVED_KINDS:
            raise ValueError(f"{self.kind!r} cannot be the kind of a form")
        names = [each.name for each in self.fields]
        if len(set(names)) < len(names) or RESERVED_FIELDS & set(names):
            raise ValueError(f"{self.kind}: field names must differ, and from {RESERVED_FIELDS}")
        if not any(
            each.name == "email" and each.type == "email" and each.required for each in self.fields
        ):
            raise ValueError(f"{self.kind}: a required field 'email' of type 'email' is missing")
        if wrong := {each.type for each in self.fields} - set(get_args(FieldType)):
            raise ValueError(f"{self.kind}: unknown field types {wrong}")
        if any(each.name == "consent" for each in self.fields) != bool(self.consent_version):
            raise ValueError(
                f"{self.kind}: a field 'consent' needs a consent_version, and only that"
            )
        if self.joins and self.moderated:
            raise ValueError(f"{self.kind}: who joins a group is not decided by an editor")

    @property
    def moderated(self) -> bool:
        """Whether an editor decides on each submission."""
        return self.publication is not None

    @property
    def basis(self) -> LegalBasis:
        """What allows what is sent to be processed."""
        asked = LegalBasis.CONSENT if self.consent_version else LegalBasis.PUBLIC_TASK
        return self.legal_basis or asked

    @property
    def consent_text(self) -> str:
        """The message id of what is consented to; '' where nothing is asked."""
        return next((each.label for each in self.fields if each.name == "consent"), "")

    @property
    def long_fields(self) -> tuple[Field, ...]:
        """The fields of several lines, which a mail quotes."""
        return tuple(each for each in self.fields if each.type == "text")

    @property
    def short_fields(self) -> tuple[Field, ...]:
        """The other fields, which a mail lists with their labels."""
        return tuple(each for each in self.fields if each.type != "text")

    def messages(self) -> Iterator[str]:
        """Every message id of the form, to be translated."""
        return filter(None, self._messages())

    def _messages(self) -> Iterator[str]:
        yield from (self.title, self.submit_label, self.submit_note, self.preview_title)
        yield from (self.privacy, self.basis)
        for each in self.fields:
            yield from (each.label, each.hint, each.required_message, each.no_choice)
            yield from each.options.values()
        yield from vars(self.thanks).values()
        for text in vars(self.mails).values():
            yield from (text.subject, text.body) if isinstance(text, MailText) else (text,)
