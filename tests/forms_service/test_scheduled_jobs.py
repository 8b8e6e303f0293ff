"""What the service does by itself, and what is left of a resident who wants to be forgotten."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nyspor.cli import forms_commands
from nyspor.cli.commands import app
from nyspor.forms.targets import Target, write_targets
from nyspor.forms_service.outbox import Outbox, OutboxUnavailable
from nyspor.forms_service.rebuild import Rebuilder
from nyspor.forms_service.scheduled_jobs import delete_expired, run_due_jobs
from nyspor.forms_service.service import open_state
from nyspor.forms_service.settings import InvalidSettings, Settings, read_settings
from nyspor.members import table
from nyspor.members.table import Seats
from nyspor.model.places import Counts
from nyspor.model.site import Site
from tests.forms_service.running_service import (
    COMMENT,
    IDEA,
    NOW,
    SIGNUP,
    RunningService,
    running_service,
    send_all,
    settings_in,
    text_of,
)
from tests.members.builders import member

RIGHT = {
    "NYSPOR_SECRET": "a" * 32 + " " + "b" * 32,
    "NYSPOR_SITEURL": "https://blog.kommune.example/",
    "NYSPOR_SENDER": "Bloggen <blog@kommune.example>",
    "NYSPOR_SMTP": "smtp://blog@mail.kommune.example:587",
    "NYSPOR_SMTP_PASSWORD": "hemmeligt",
    "NYSPOR_REBUILD": "make publish",
    "NYSPOR_PROXY": "127.0.0.1",
}


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    book = tmp_path / "adresser.yaml"
    book.write_text("redaktion: redaktion@kommune.example\nstier: stier@kommune.example\n")
    return RIGHT | {"NYSPOR_ADDRESSES": str(book)}


def test_settings_are_read_once_from_the_environment(environ: dict[str, str]) -> None:
    settings = read_settings(environ)
    assert settings.url == "https://blog.kommune.example"
    assert settings.envelope == "blog@kommune.example"
    assert settings.staff.members["stier"].email == "stier@kommune.example"
    assert settings.mail_server
    assert (settings.mail_server.port, settings.mail_server.encryption) == (587, "starttls")
    assert settings.rebuild == ("make", "publish")
    assert "hemmeligt" not in repr(settings)
    assert "a" * 32 not in repr(settings)


def test_all_problems_are_reported_at_once() -> None:
    wrong = {
        "NYSPOR_SECRET": "kort", "NYSPOR_SITEURL": "blog", "NYSPOR_SENDER": "blog",
        "NYSPOR_ADDRESSES": "findes-ikke.yaml", "NYSPOR_SMTP": "smtp://a:b@c", "NYSPOR_PROXY": "x",
        "NYSPOR_KEEP_DAYS": "0", "NYSPOR_PER_ADDRESS_HOUR": "mange",
    }  # fmt: skip
    with pytest.raises(InvalidSettings) as found:
        read_settings(wrong)
    assert {problem.source for problem in found.value.problems} == set(wrong)


def test_days_to_keep_are_read_by_form(environ: dict[str, str]) -> None:
    retention = read_settings(
        environ | {"NYSPOR_KEEP_DAYS_BY_FORM": "signup:30 idea:400"}
    ).retention
    kinds = ("comment", "signup", "idea")
    assert [retention.of(kind).days for kind in kinds] == [90, 30, 400]
    assert retention.mails.days == 30


@pytest.mark.parametrize("written", ["quiz:30", "signup", "signup:", "signup:mange", "signup:0"])
def test_days_by_form_that_are_none_are_refused(environ: dict[str, str], written: str) -> None:
    with pytest.raises(InvalidSettings) as found:
        read_settings(environ | {"NYSPOR_KEEP_DAYS_BY_FORM": written})
    assert [each.source for each in found.value.problems] == ["NYSPOR_KEEP_DAYS_BY_FORM"]


def test_the_text_of_a_mail_is_deleted_some_days_after_it_was_delivered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running_service(tmp_path) as service:
        service.confirm("comment", COMMENT)
        number = str(service.mails()[0]["Message-ID"])[1:].partition("@")[0]
    settings, now = service.settings, service.now
    send_all(settings, now)
    with closing(Outbox.attach(settings.database)) as outbox:
        delete_expired(settings, outbox, now)
        assert len(list(settings.mail_folder.glob("*.eml"))) == len(service.mails()) == 2
        delete_expired(settings, outbox, now + settings.retention.mails + timedelta(days=1))
        assert service.mails() == []
        assert list(settings.mail_folder.glob("*.eml")) == [], "in the folder neither"
        assert len(outbox.waiting()) == 1, "what is not decided stays"
    assert "Mailens tekst er slettet" in run(settings, monkeypatch, "outbox", "show", number)
    assert "Alt er i orden" in run(settings, monkeypatch, "outbox", "verify")


def test_what_nobody_sends_again_is_put_aside_but_not_what_waits_for_a_decision(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with running_service(tmp_path) as service:
        service.confirm("signup", SIGNUP)
        service.confirm("comment", COMMENT)
    settings, now = service.settings, service.now
    with closing(sqlite3.connect(settings.database)) as database, database:
        database.execute("UPDATE mail SET state = 'queued'")  # some had been sent already
    month = settings.retention.undeliverable + timedelta(seconds=1)
    with closing(Outbox.attach(settings.database)) as outbox:
        for mail in outbox.mails():
            outbox.mark_dead(mail.id, "550 5.1.1 RCPT", now)
        delete_expired(settings, outbox, now + month - timedelta(minutes=1))
        assert len(outbox.mails("dead")) == 4
        delete_expired(settings, outbox, now + month)
        assert len(outbox.mails("dead")) == 2, "those about the comment stay"
        assert "Mails, der ikke kunne leveres, er opgivet: 2" in caplog.text
        assert outbox.verify().problems == ()
        delete_expired(settings, outbox, now + month + settings.retention.submissions)
        assert [stored.state for stored in outbox.waiting()] == ["waiting"]
        assert len(outbox.mails("expired")) == 2, "the sign-up has expired with its mails"


def test_what_waits_is_reminded_of_once_a_day_and_without_a_word_of_it(
    service: RunningService,
) -> None:
    from nyspor.forms_service.scheduled_jobs import reminders
    from nyspor.forms_service.service import factory_for
    from nyspor.forms_service.target_list import TargetList

    service.confirm("comment", COMMENT)
    service.confirm("idea", IDEA)
    factory, targets = factory_for(service.settings), TargetList(service.settings.forms)()
    outbox = Outbox.attach(service.settings.database)

    def due(after: timedelta) -> list[str]:
        mails = reminders(factory, targets, outbox.waiting(), 0, service.now + after)
        assert all(b"dejlig" not in mail.message and b"Nabo" not in mail.message for mail in mails)
        for mail in mails:
            text = text_of(message_from_bytes(mail.message, policy=default))
            assert "23.11.2026: En kommentar til »Stien er åben«\n" in text
            assert "23.11.2026: En idé\n" in text
        return [mail.id for mail in mails]

    assert due(timedelta(hours=1)) == []
    assert due(timedelta(hours=13)) == [], "not in the middle of the night"
    assert due(timedelta(hours=24)) == due(timedelta(hours=25)) == ["reminder-2026-11-24-redaktion"]
    assert due(timedelta(hours=48)) == ["reminder-2026-11-25-redaktion"]
    outbox.close()


def test_a_reminder_reports_dead_letters(service: RunningService) -> None:
    from nyspor.forms_service.scheduled_jobs import reminders
    from nyspor.forms_service.service import factory_for
    from nyspor.forms_service.target_list import TargetList

    targets = TargetList(service.settings.forms)()
    (mail,) = reminders(factory_for(service.settings), targets, [], 3, service.now)
    assert mail.recipient == "redaktion@kommune.example"
    assert "3 mails kunne ikke leveres" in mail.message.decode("ascii").replace("=\r\n", "")


def run(settings: Settings, monkeypatch: pytest.MonkeyPatch, *words: str) -> str:
    monkeypatch.setattr(forms_commands, "selected_settings", lambda: settings)
    monkeypatch.setenv("COLUMNS", "200")
    result = CliRunner().invoke(app, words)
    assert result.exit_code in (0, 1), result.output
    return result.output


def test_forgetting_takes_all_of_a_resident_and_nothing_of_others(
    service: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.confirm("comment", COMMENT | {"email": "anden@post.example"})
    service.confirm("comment", COMMENT)
    service.client.post(service.links(service.mails()[2])[0])
    service.confirm("comment", COMMENT | {"text": "Mere."})
    assert len(service.files()) == 1
    printed = run(service.settings, monkeypatch, "forget", "NABO@post.example")
    assert "Fjernet fra databasen: 2" in printed
    assert "Fjernet fra indholdet: comments/posts/stien-aabner/" in printed
    assert "historikken" in printed
    assert service.files() == {}
    assert {mail["To"] for mail in service.mails()} == {
        "redaktion@kommune.example",
        "anden@post.example",
    }
    assert "Alt er i orden" in run(service.settings, monkeypatch, "outbox", "verify")
    assert service.confirm("comment", COMMENT).status_code == 303, (
        "who is forgotten may write again"
    )


def test_a_published_comment_is_found_long_after_its_row_was_deleted(
    service: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.confirm("comment", COMMENT)
    service.client.post(service.links(service.mails()[0])[0])
    outbox = Outbox.attach(service.settings.database)
    for record in outbox.mails():
        outbox.mark_delivered(record.id, service.now)
    assert outbox.expire(service.now + timedelta(days=1))
    outbox.close()
    assert service.mails() == []
    run(service.settings, monkeypatch, "forget", COMMENT["email"])
    assert service.files() == {}


def test_the_commands_show_and_decide_what_waits(
    service: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.confirm("comment", COMMENT)
    listed = run(service.settings, monkeypatch, "comments", "list")
    assert "Den er dejlig." in listed
    number = next(
        word for word in listed.split() if len(word) == 12 and word.isalnum() and not word.isalpha()
    )
    assert "Færdig." in run(service.settings, monkeypatch, "comments", "approve", number)
    assert len(service.files()) == 1
    printed = run(service.settings, monkeypatch, "comments", "reject", number)
    assert "Det er allerede afgjort: den er udgivet" in printed
    assert "findes ikke" in run(service.settings, monkeypatch, "outbox", "show", "x")
    mails = run(service.settings, monkeypatch, "outbox", "list")
    assert f"{number}.editor" in mails
    assert "post.example" not in mails
    assert "> Den er dejlig." in run(
        service.settings, monkeypatch, "outbox", "show", f"{number}.editor"
    )


def test_a_sign_up_is_stored_with_what_was_consented_to(service: RunningService) -> None:
    service.confirm("signup", SIGNUP)
    number = str(service.mails()[0]["Message-ID"])[1:13]
    outbox = Outbox.attach(service.settings.database)
    stored = outbox.find(number)
    outbox.close()
    assert stored
    assert stored.submission
    assert stored.submission.consent.startswith("2026-1: I må gemme mine oplysninger")


def test_what_is_published_is_built_at_once(tmp_path: Path) -> None:
    built = tmp_path / "built"
    with running_service(tmp_path, rebuild=("touch", str(built))) as service:
        service.confirm("comment", COMMENT)
        service.client.post(service.links(service.mails()[0])[1])
        assert not built.exists(), "what is rejected changes nothing on the site"
        service.confirm("comment", COMMENT | {"text": "Igen."})
        service.client.post(service.links(service.mails()[2])[0])
    assert built.exists()


def test_a_failed_build_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with running_service(tmp_path, rebuild=("false",)) as service:
        service.confirm("comment", COMMENT)
        service.client.post(service.links(service.mails()[0])[0])
    assert "sluttede med 1" in caplog.text


def test_a_service_that_is_stopped_at_once_stops(tmp_path: Path) -> None:
    for number in range(20):
        folder = tmp_path / str(number)
        folder.mkdir()
        with running_service(folder):
            pass


def test_what_is_handed_in_too_late_is_refused_and_waits_for_nobody(tmp_path: Path) -> None:
    outbox = Outbox.open(tmp_path / "outbox.sqlite")
    outbox.close()
    with pytest.raises(OutboxUnavailable):
        outbox.write_heartbeat(NOW)


def test_mail_without_a_server_lies_in_a_folder(tmp_path: Path) -> None:
    with running_service(tmp_path) as service:
        service.confirm("comment", COMMENT)
    send_all(service.settings, service.now)
    names = sorted(path.name for path in service.settings.mail_folder.glob("*.eml"))
    assert [name.partition(".")[2] for name in names] == ["editor.eml", "receipt.eml"]


def test_a_receipt_says_what_to_do_if_it_was_somebody_else(service: RunningService) -> None:
    service.confirm("comment", COMMENT)
    assert "Hvis det ikke var dig" in text_of(service.mails()[1])


def test_the_site_is_built_again_when_it_shows_other_places_than_there_are(tmp_path: Path) -> None:
    """As the jobs find it, so that many sign-ups are one build."""
    state = open_state(settings_in(tmp_path), lambda outbox: Rebuilder((), outbox), lambda: NOW)
    group = Target("signup", "workgroups/sti", "Sti", "/sti/", capacity=7)
    with closing(state.outbox):
        state.factory.settings.forms.write_bytes(write_targets(Site("N", "", ""), [group]))
        assert not run_due_jobs(state)
        joined = member("anna", NOW, group="workgroups/sti")
        state.outbox.apply(lambda db: table.join(db, joined, Seats(7)))
        assert run_due_jobs(state)
        built = replace(group, shown=Counts(1, 0))
        state.factory.settings.forms.write_bytes(write_targets(Site("N", "", ""), [built]))
        assert not run_due_jobs(state)
