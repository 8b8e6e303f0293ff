"""Somebody whom an organiser signs up, by telephone or face to face: a member as by the form, with the same mail to confirm.

What was consented to was said, so that whom it was said to, and when, is noted with it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from nyspor.forms.registry import form_of
from nyspor.forms.spec import Field, FormSpec
from nyspor.forms.targets import Target
from nyspor.forms_service.mail_fields import translations
from nyspor.forms_service.member_mails import Standing
from nyspor.forms_service.membership import Membership
from nyspor.forms_service.outbox_writer import Work
from nyspor.forms_service.submission_factory import MIN_READING_TIME, consent_given
from nyspor.forms_service.tokens import Preview
from nyspor.members import table
from nyspor.problems import N_
from nyspor.text.danish import format_moment
from nyspor.text.language import DEFAULT_LANGUAGE

CONSENT = Field(
    "consent",
    N_("The person has said that we may keep the details and write about the workgroup"),
    "check",
    required_message=N_("Tick the box when the person has said so. Otherwise we cannot sign anybody up."),
)  # fmt: skip


def form_for_organiser(form: FormSpec) -> FormSpec:
    """A form that members sign up with, as an organiser fills it in for somebody."""
    return replace(form, fields=tuple(_fields(form)))


def _fields(form: FormSpec) -> Iterator[Field]:
    for field in form.fields:
        if field.name == CONSENT.name:
            yield CONSENT
        elif field.required or field.type != "text":
            # Neither the words nor what the browser remembers are about the organiser.
            yield replace(
                field, hint="", autocomplete="off", required_message=Field.required_message
            )


def takes_members(target: Target | None, now: datetime) -> bool:
    """Whether an organiser can sign somebody up: also where the form is closed, as long as the group goes on."""
    return target is not None and not target.ended(now)


@dataclass(frozen=True)
class AddedMember:
    """Signs somebody up for `target`, whose consent was given to the one called `heard_by`."""

    changes: Membership
    target: Target
    values: Mapping[str, str]
    heard_by: str

    def add(self) -> Work[Standing | None]:
        """Make the person a member; the result is how the member stands, None for one who is a member already."""
        factory, now = self.changes.factory, self.changes.now
        sent = factory.submission(
            self.target, self.values, "", Preview(MIN_READING_TIME, False), now
        )
        sent = replace(sent, consent=self._consent())
        sign_up = self.changes.sign_up(sent, self.target, True, None, tuple(self._notes()))

        def work(db: sqlite3.Connection) -> Standing | None:
            if table.find_person(db, self.target.group_key, sent.person_hash):
                return None
            return sign_up(db)

        return work

    def _consent(self) -> str:
        """What was consented to; the part before it says to whom and when, as it says the version otherwise."""
        version, _, text = consent_given(self.target).partition(": ")
        words = translations(DEFAULT_LANGUAGE)
        said = words.gettext(N_("given orally to {name} {moment}")).format(
            name=self.heard_by.replace(":", " "), moment=format_moment(self.changes.now)
        )
        return f"{version}, {said}: {text}"

    def _notes(self) -> Iterator[str]:
        """What the form would have said, which the member has not seen."""
        words, form = translations(self.target.lang), form_of(self.target.kind)
        yield words.gettext(N_("You were signed up by the one who looks after the group, because you said yes to it."))  # fmt: skip
        site, url = self.changes.targets.site, self.changes.factory.settings.url
        page = site.privacy if "://" in site.privacy else url + site.privacy
        yield f"{words.gettext(form.privacy)} {words.gettext(form.basis)}\n{page}"
