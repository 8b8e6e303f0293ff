"""No mail that a resident can get, or that an answer carries to a resident, holds a link that decides."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from nyspor.forms_service.outbox import Outbox
from nyspor.forms_service.scheduled_jobs import reminders
from nyspor.forms_service.service import factory_for
from nyspor.forms_service.target_list import TargetList
from nyspor.forms_service.tokens import Action, InvalidToken, Signer
from tests.forms_service.running_service import (
    COMMENT,
    IDEA,
    NOW,
    SIGNUP,
    RunningService,
    running_service,
    text_of,
)


def all_mails(service: RunningService) -> dict[str, EmailMessage]:
    """One mail of every kind that the service can make, by a name."""
    for text in ("En.", "To."):
        service.confirm("comment", COMMENT | {"text": text, "notify": "yes"})
        service.confirm("idea", IDEA | {"text": text, "notify": "yes"})
    service.confirm("signup", SIGNUP)
    service.confirm("signup", SIGNUP | {"phone": "11 11 11 11"})
    for mail in [mail for mail in service.mails() if decides(text_of(mail))]:
        publish, reject = service.links(mail)
        service.client.post(publish if "> En." in text_of(mail) else reject)
    service.confirm("comment", COMMENT)
    outbox = Outbox.attach(service.settings.database)
    later = service.now + timedelta(days=1)
    targets = TargetList(service.settings.forms)()
    waiting = reminders(factory_for(service.settings), targets, outbox.waiting(), 1, later)
    outbox.close()
    found = {mail["Message-ID"]: mail for mail in service.mails()}
    for mail in waiting:
        found[mail.id] = message_from_bytes(mail.message, policy=default)
    return found


def mailboxes(mail: EmailMessage, *headers: str) -> set[str]:
    return {box.addr_spec for header in headers if mail[header] for box in mail[header].addresses}


def whole_text(mail: EmailMessage) -> str:
    """Everything that can be read in a mail: its headers, its text, its files."""
    parts = [str(part.get_content()) for part in mail.walk() if not part.is_multipart()]
    return "\n".join([*map(str, mail.values()), *parts])


def decides(text: str) -> list[str]:
    """What in a text the service would take for a link to decide with, however it is quoted."""
    signer, found = Signer(("s" * 32,)), []
    for token in re.split(r"[^\w.~-]+", unquote(text)):
        for action in Action:
            try:
                signer.read_link(action, token, NOW)
            except InvalidToken:
                continue
            found.append(token)
        with suppress(InvalidToken):
            signer.read_page(token, NOW)
            found.append(token)
    return found


def test_every_kind_of_mail_is_covered(service: RunningService) -> None:
    purposes = {re.sub(r"-.*", "", name.partition(".")[2] or name) for name in all_mails(service)}
    assert {purpose.partition("@")[0] for purpose in purposes} >= {
        "editor", "receipt", "decision", "undo", "reminder"
    }  # fmt: skip


def test_no_mail_with_links_goes_to_a_resident_nor_does_an_answer_to_it(
    service: RunningService,
) -> None:
    editors, with_links = {member.email for member in service.settings.staff}, 0
    for name, mail in all_mails(service).items():
        if decides(whole_text(mail)):
            with_links += 1
            assert mailboxes(mail, "To", "Reply-To", "Cc", "Bcc") <= editors, name
            assert mail["Reply-To"], "else an answer goes to the sender of all mails"
        elif mailboxes(mail, "To") <= editors:
            assert mailboxes(mail, "Reply-To") - editors, "a sign-up is answered as it stands"
    assert with_links == 8, "five texts, two that can be taken back, and a reminder"


def test_an_editor_can_write_to_whoever_sent_a_text_without_quoting_it(
    service: RunningService,
) -> None:
    for name, mail in all_mails(service).items():
        if decides(whole_text(mail)) and "reminder" not in name:
            (link,) = re.findall(r"^Skriv til afsenderen: (\S+)$", text_of(mail), re.MULTILINE)
            address = urlsplit(link)
            assert (address.scheme, address.path) in {
                ("mailto", COMMENT["email"]), ("mailto", IDEA["email"])
            }  # fmt: skip
            assert decides(link) == []
            (subject,) = parse_qs(address.query)["subject"]
            assert subject in ("Din kommentar til »Stien er åben«", "Din idé »En bænk«")


@pytest.mark.parametrize(
    "hostile", ["a?cc=b&body=y", "100%41", "o'neil+x", "a#b", "a&bcc=c", "a=b/c{d}|e"]
)
def test_an_address_adds_nothing_to_the_letter(tmp_path: Path, hostile: str) -> None:
    with running_service(tmp_path) as service:
        service.confirm("comment", COMMENT | {"email": f"{hostile}@post.example"})
        mails = service.mails()
    for mail in mails[:1]:
        (link,) = re.findall(r"mailto:\S+", text_of(mail))
        address = urlsplit(link)
        assert set(parse_qs(address.query)) == {"subject"}
        assert unquote(address.path) == f"{hostile}@post.example"
