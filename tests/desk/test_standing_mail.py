"""Mail that stands still, on the front page of the desk."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from nyspor.desk.front.standing_mail import Standing, still
from nyspor.forms_service.records import HELD, MailRecord
from tests.desk.desk import NOW
from tests.desk.with_forms import COMMENT, desk_with_forms


def mail(state: str, minutes: float, purpose: str = "receipt", **changed: object) -> MailRecord:
    """A mail that was queued, or given up, so many minutes ago."""
    values = {"submission": "1", "tries": 1, "due": NOW, "reason": ""} | changed
    return MailRecord(id="1.x", purpose=purpose, state=state, changed=NOW - timedelta(minutes=minutes), **values)  # type: ignore[arg-type] # fmt: skip


@pytest.mark.parametrize(
    ("record", "why"),
    [
        (mail("queued", 14), None),
        (mail("queued", 15), Standing.LATE),
        (mail("queued", 59, due=HELD), None),
        (mail("queued", 60, due=HELD), Standing.HELD),
        (mail("dead", 0), Standing.REFUSED),
        (mail("delivered", 600), None),
        (mail("expired", 600), None),
    ],
)
def test_a_mail_stands_still_that_is_refused_or_waits_too_long(
    record: MailRecord, why: Standing | None
) -> None:
    assert [line.why for line in still([record], "", NOW)] == [why] * (why is not None)


def test_mails_of_a_kind_and_reason_are_one_line_since_the_first_of_them() -> None:
    dead = [mail("dead", age, reason="550 5.1.1 RCPT") for age in (5, 90)]
    staff = mail("dead", 10, "editor", reason="550 5.1.1 RCPT")
    late = mail("queued", 30, "sign-in", submission="")
    lines = still([late, *dead, staff], "451 4.7.1 CONNECT", NOW)
    assert [(line.count, line.kind, line.said) for line in lines] == [
        (2, "Mails to residents", "550 5.1.1 RCPT"),
        (1, "Mails to the staff", "550 5.1.1 RCPT"),
        (1, "Links to sign in with", "451 4.7.1 CONNECT"),
    ]
    assert lines[0].since == NOW - timedelta(minutes=90)


def test_editors_see_what_the_server_said_and_no_address(tmp_path: Path) -> None:
    with desk_with_forms(tmp_path) as site:
        site.sends("comment", COMMENT)
        sent = site.forms.outbox.mails("queued")[0]
        site.forms.outbox.mark_dead(sent.id, "550 5.1.1 RCPT", site.desk.now)
        page = site.desk.sign_in("bo").read("/desk/").get_text(" ", strip=True)
        assert "Mails, der ikke kommer af sted 1" in page
        assert "serveren siger 550 5.1.1 RCPT" in page
        assert "post.example" not in page
        assert "ikke kommer af sted" not in site.desk.sign_in("anna").read("/desk/").get_text()
