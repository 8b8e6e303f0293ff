"""Mails to who must do something about a text: where they go, and what they say."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from tests.builders import post_text
from tests.desk.with_forms import DeskWithForms, desk_with_forms

DRAFT = "posts/2026/kladde.md"
KLADDE = post_text("Det hemmelige.", titel="Hemmelig titel", status="kladde")


def mails(found: DeskWithForms) -> list[tuple[str, str, str]]:
    """Who gets which mail: the address, the subject, and its words."""
    outbox = found.forms.outbox
    queued = sorted(
        filter(None, (outbox.find_mail(each.id) for each in outbox.mails())),
        key=lambda mail: mail.recipient,
    )
    messages = [message_from_bytes(mail.message, policy=policy.default) for mail in queued]
    return [(str(each["To"]), str(each["Subject"]), each.get_content()) for each in messages]


def test_those_who_may_approve_are_asked_and_the_writer_hears_the_answer(tmp_path: Path) -> None:
    with desk_with_forms(tmp_path, posts__2026__kladde=KLADDE) as found:
        anna, bo = found.desk.sign_in("anna"), found.desk.sign_in("bo")
        anna.save(DRAFT, "ask", _note="Også hemmeligt.")
        bo.save(DRAFT, "give back", _note="Det er kedeligt.")
        told = mails(found)
    assert {to: subject for to, subject, _ in told} == {
        "Anna <anna@kommune.example>": "Din tekst er sendt tilbage",
        "Bo <bo@kommune.example>": "En tekst venter på din godkendelse",
        "Dorte <dorte@kommune.example>": "En tekst venter på din godkendelse",
    }
    for _, subject, words in told:
        assert f"https://blog.example/desk/text/{DRAFT}" in words
        assert "emmelig" not in subject + words
        assert "kedeligt" not in words


@pytest.mark.parametrize("writes_mail", [True, False])
def test_the_desk_writes_no_mail_where_the_settings_say_so(
    tmp_path: Path, writes_mail: bool
) -> None:
    with desk_with_forms(tmp_path, posts__2026__kladde=KLADDE) as found:
        found.desk.state = replace(found.desk.state, writes_mail=writes_mail)
        found.desk.sign_in("anna").save(DRAFT, "ask")
        assert bool(mails(found)) is writes_mail
