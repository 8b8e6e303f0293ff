"""The mail with a link to sign in with."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from nyspor.desk.people.sign_in_mail import sign_in_mail
from nyspor.forms_service.mail_messages import MailWriter
from nyspor.forms_service.staff_file import StaffFile
from nyspor.staff.parsing import parse_staff
from tests.desk.desk import NOW
from tests.forms_service.running_service import settings_in, text_of

STAFF = """
anna:
  navn: Anna
  mail: anna@kommune.example
  fravær: [{fra: 1/11-2026, til: 1/12-2026, stedfortræder: bo}]
bo: bo@kommune.example
"""
LINK = "https://blog.example/desk/login/0123456789abcdef"


@pytest.mark.parametrize(
    ("language", "subject", "first"),
    [
        ("da", "Dit link til skrivebordet", "Her er linket, som du logger ind på skrivebordet med som Anna. Det kan bruges én gang og gælder til kl. 13.10:"),
        ("en", "Your link to the desk", "Sign in to the desk as Anna with this link. It works once, until 13:10:"),
    ],
)  # fmt: skip
def test_it_goes_to_the_person_and_never_to_a_deputy(
    tmp_path: Path, language: str, subject: str, first: str
) -> None:
    staff, problems = parse_staff(STAFF.encode())
    assert not problems
    assert staff.receiver("anna", NOW).key == "bo"
    writer = MailWriter(settings_in(tmp_path, staff_file=StaffFile(staff)))
    mail = sign_in_mail(
        writer, staff.members["anna"], "/desk/login/0123456789abcdef", language, NOW
    )
    message = message_from_bytes(mail.message, policy=default)
    assert mail.recipient == "anna@kommune.example"
    assert (message["To"], message["Subject"]) == ("Anna <anna@kommune.example>", subject)
    assert message["Auto-Submitted"] == "auto-generated"
    assert text_of(message).splitlines()[0] == first  # type: ignore[arg-type]
    assert LINK in text_of(message).splitlines()  # type: ignore[arg-type]


def test_two_mails_at_once_are_two(tmp_path: Path) -> None:
    staff, _ = parse_staff(STAFF.encode())
    writer = MailWriter(settings_in(tmp_path, staff_file=StaffFile(staff)))
    mails = [sign_in_mail(writer, staff.members["anna"], "/desk/login/x", "da", NOW) for _ in "ab"]
    assert mails[0].id != mails[1].id
