"""The mails about what cannot be published, and what else the service has to tell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from nyspor.forms_service.mail_messages import MailWriter
from nyspor.forms_service.outbox import Outbox
from nyspor.service.reports import Reporter, Topic
from tests.forms_service.builders import NOW, Clock, opened
from tests.forms_service.running_service import settings_in

FAILURE = "Siden kan ikke bygges.\ncontent/posts/nyt.md:3: Titlen mangler. Skriv den. Spørg nabo@post.example."


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    with opened(tmp_path) as outbox:
        yield outbox


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def reporter(tmp_path: Path, outbox: Outbox, clock: Clock) -> Reporter:
    writer = MailWriter(settings_in(tmp_path))
    return Reporter(outbox, writer, clock, tmp_path / "data/reported.json")


def subjects(outbox: Outbox) -> list[str]:
    return [subject for subject, _ in mails(outbox)]


def mails(outbox: Outbox) -> list[tuple[str, str]]:
    """Subject and text of each mail."""
    found = []
    for record in outbox.mails():
        mail = outbox.find_mail(record.id)
        assert mail
        message = message_from_bytes(mail.message, policy=default)
        body = message.get_body(("plain",))
        assert body
        found.append((str(message["Subject"]), str(body.get_content())))
    return found


def test_a_failure_that_lasts_is_mailed_once_and_its_end_once(
    reporter: Reporter, outbox: Outbox, clock: Clock
) -> None:
    reporter.look(Topic.PUBLISHING, FAILURE, NOW)
    assert mails(outbox) == []
    clock.forward(minutes=1)
    for _ in range(3):
        reporter.look(Topic.PUBLISHING, FAILURE, NOW)
        clock.forward(hours=1)
    [(subject, text)] = mails(outbox)
    assert subject == "Siden kunne ikke udgives"
    assert "posts/nyt.md:3: Titlen mangler. Skriv den." in text
    assert "23.11.2026 kl. 13.00" in text
    for _ in range(3):
        reporter.look(Topic.PUBLISHING, "", None)
    assert subjects(outbox)[1:] == ["Siden bliver udgivet igen"]


def test_no_address_stands_in_a_report(reporter: Reporter, outbox: Outbox, clock: Clock) -> None:
    clock.forward(minutes=1)
    reporter.look(Topic.PUBLISHING, FAILURE, NOW)
    [(_, text)] = mails(outbox)
    assert "nabo@" not in text
    assert "…@…" in text


def test_another_failure_is_another_mail(reporter: Reporter, outbox: Outbox, clock: Clock) -> None:
    clock.forward(minutes=1)
    for failure in (FAILURE, "Git siger nej.", FAILURE):
        reporter.look(Topic.PUBLISHING, failure, NOW)
        clock.forward(minutes=1)
    assert len(mails(outbox)) == 3


def test_what_fails_apart_is_reported_apart(
    reporter: Reporter, outbox: Outbox, clock: Clock
) -> None:
    clock.forward(minutes=1)
    reporter.look(Topic.PUBLISHING, FAILURE, NOW)
    reporter.look(Topic.FETCHING, "CONFLICT", NOW)
    reporter.look(Topic.PUBLISHING, "", None)
    assert subjects(outbox) == [
        "Siden kunne ikke udgives",
        "Nye tekster kunne ikke hentes fra Git",
        "Siden bliver udgivet igen",
    ]


def test_a_failure_that_is_over_at_once_is_not_mailed(
    reporter: Reporter, outbox: Outbox, clock: Clock
) -> None:
    reporter.look(Topic.PUBLISHING, FAILURE, NOW)
    clock.forward(seconds=30)
    reporter.look(Topic.PUBLISHING, "", None)
    assert mails(outbox) == []


def test_nothing_is_mailed_twice_after_a_restart(
    reporter: Reporter, outbox: Outbox, clock: Clock
) -> None:
    clock.forward(minutes=5)
    reporter.look(Topic.PUBLISHING, FAILURE, NOW)
    again = Reporter(outbox, reporter.writer, clock, reporter.file)
    again.look(Topic.PUBLISHING, FAILURE, NOW - timedelta(hours=1))
    assert len(mails(outbox)) == 1
