"""Mails to whoever has to do something about a text: it waits for their approval, or was approved, or sent back.

They lead to the text, and say nothing of what it says.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from secrets import token_hex

from nyspor.desk.answers import At
from nyspor.desk.state import DeskState
from nyspor.desk.store.texts import WorkingText
from nyspor.forms_service.mail_fields import translations
from nyspor.forms_service.outbox import OutboxUnavailable
from nyspor.problems import N_
from nyspor.staff.records import StaffMember
from nyspor.text.language import DEFAULT_LANGUAGE
from nyspor.urls import DESK

PURPOSE = "review"

ASKED = (
    N_("A text waits for your approval"),
    N_("{name} asks you to read a text and approve it, or to send it back:"),
)
APPROVED = N_("Your text is approved"), N_("{name} has approved a text of yours. You find it here:")
SENT_BACK = N_("Your text was sent back"), N_("{name} has sent a text back to you. You find it here, with what is to be put right:")  # fmt: skip

log = logging.getLogger("nyspor.desk")


def tell(
    state: DeskState,
    at: At,
    people: Iterable[StaffMember],
    text: WorkingText,
    said: tuple[str, str],
) -> None:
    """Mail the others of these people what somebody has done; nothing where the desk has no mail, or is not to write any."""
    if state.forms is None or not state.writes_mail:
        return
    writer, words, now = (
        state.forms.factory.mail_writer,
        translations(DEFAULT_LANGUAGE),
        state.clock(),
    )
    subject, first = map(words.gettext, said)
    paragraphs = [
        first.format(name=at.person.display_name),
        f"{writer.settings.url}{DESK}text/{text.file}",
        writer.regards(words),
    ]
    mails = [
        writer.to_staff(f"{PURPOSE}-{token_hex(8)}", PURPOSE, member, subject, paragraphs, now)
        for member in people
        if member.key != at.person.key
    ]
    try:
        state.forms.outbox.enqueue(mails, now)
    except OutboxUnavailable:
        log.exception("The mails about %s were not queued", text.file)
