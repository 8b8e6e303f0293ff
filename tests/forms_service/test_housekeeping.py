"""What the service does by itself, and what is left of a resident who wants to be forgotten."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nyspor.cli import forms_commands
from nyspor.cli.commands import app
from nyspor.forms_service.outbox import Outbox, OutboxFull
from nyspor.forms_service.settings import Settings, SettingsWrong, read_settings
from tests.forms_service.house import COMMENT, NOW, SIGNUP, House, a_house, carry, text_of

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
    assert settings.addresses["stier"] == "stier@kommune.example"
    assert settings.mail_server
    assert (settings.mail_server.port, settings.mail_server.starttls) == (587, True)
    assert settings.rebuild == ("make", "publish")
    assert "hemmeligt" not in repr(settings)
    assert "a" * 32 not in repr(settings)


def test_all_that_is_wrong_is_told_at_once() -> None:
    wrong = {
        "NYSPOR_SECRET": "kort", "NYSPOR_SITEURL": "blog", "NYSPOR_SENDER": "blog",
        "NYSPOR_ADDRESSES": "findes-ikke.yaml", "NYSPOR_SMTP": "smtp://a:b@c", "NYSPOR_PROXY": "x",
        "NYSPOR_KEEP_DAYS": "0", "NYSPOR_PER_ADDRESS_HOUR": "mange",
    }  # fmt: skip
    with pytest.raises(SettingsWrong) as found:
        read_settings(wrong)
    assert {problem.source for problem in found.value.problems} == set(wrong)


def test_what_waits_is_reminded_of_once_a_day_and_without_a_word_of_it(house: House) -> None:
    from nyspor.forms_service.scheduled_jobs import reminders
    from nyspor.forms_service.service import desk_of
    from nyspor.forms_service.target_list import TargetList

    house.confirm("comment", COMMENT)
    desk, targets = desk_of(house.settings), TargetList(house.settings.forms)()
    outbox = Outbox.visit(house.settings.database)

    def due(after: timedelta) -> list[str]:
        mails = reminders(desk, targets, outbox.waiting(), 0, house.now + after)
        assert all(b"dejlig" not in mail.message and b"Nabo" not in mail.message for mail in mails)
        return [mail.id for mail in mails]

    assert due(timedelta(hours=1)) == []
    assert due(timedelta(hours=13)) == [], "not in the middle of the night"
    assert due(timedelta(hours=24)) == due(timedelta(hours=25)) == ["reminder-2026-11-24-redaktion"]
    assert due(timedelta(hours=48)) == ["reminder-2026-11-25-redaktion"]
    outbox.close()


def test_a_mail_that_reached_nobody_is_told_of(house: House) -> None:
    from nyspor.forms_service.scheduled_jobs import reminders
    from nyspor.forms_service.service import desk_of
    from nyspor.forms_service.target_list import TargetList

    targets = TargetList(house.settings.forms)()
    (mail,) = reminders(desk_of(house.settings), targets, [], 3, house.now)
    assert mail.recipient == "redaktion@kommune.example"
    assert "3 mails kunne ikke leveres" in mail.message.decode("ascii").replace("=\r\n", "")


def run(settings: Settings, monkeypatch: pytest.MonkeyPatch, *words: str) -> str:
    monkeypatch.setattr(forms_commands, "settings_here", lambda: settings)
    monkeypatch.setenv("COLUMNS", "200")
    result = CliRunner().invoke(app, words)
    assert result.exit_code in (0, 1), result.output
    return result.output


def test_forgetting_takes_all_of_a_resident_and_nothing_of_others(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.confirm("comment", COMMENT | {"email": "anden@post.example"})
    house.confirm("comment", COMMENT)
    house.client.post(house.links(house.mails()[2])[0])
    house.confirm("comment", COMMENT | {"text": "Mere."})
    assert len(house.files()) == 1
    told = run(house.settings, monkeypatch, "forget", "NABO@post.example")
    assert "Fjernet fra databasen: 2" in told
    assert "Fjernet fra indholdet: comments/posts/stien-aabner/" in told
    assert "historikken" in told
    assert house.files() == {}
    assert {mail["To"] for mail in house.mails()} == {
        "redaktion@kommune.example",
        "anden@post.example",
    }
    assert "Alt er i orden" in run(house.settings, monkeypatch, "outbox", "verify")
    assert house.confirm("comment", COMMENT).status_code == 303, "who is forgotten may write again"


def test_a_published_comment_is_found_long_after_its_row_was_deleted(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.confirm("comment", COMMENT)
    house.client.post(house.links(house.mails()[0])[0])
    outbox = Outbox.visit(house.settings.database)
    for record in outbox.mails():
        outbox.delivered(record.id, house.now)
    assert outbox.expire(house.now + timedelta(days=1))
    outbox.close()
    assert house.mails() == []
    run(house.settings, monkeypatch, "forget", COMMENT["email"])
    assert house.files() == {}


def test_the_desk_shows_and_decides_what_waits(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.confirm("comment", COMMENT)
    listed = run(house.settings, monkeypatch, "comments", "list")
    assert "Den er dejlig." in listed
    number = next(
        word for word in listed.split() if len(word) == 12 and word.isalnum() and not word.isalpha()
    )
    assert "Gjort." in run(house.settings, monkeypatch, "comments", "approve", number)
    assert len(house.files()) == 1
    assert "allerede afgjort" in run(house.settings, monkeypatch, "comments", "reject", number)
    assert "findes ikke" in run(house.settings, monkeypatch, "outbox", "show", "x")
    mails = run(house.settings, monkeypatch, "outbox", "list")
    assert f"{number}.editor" in mails
    assert "post.example" not in mails
    assert "> Den er dejlig." in run(
        house.settings, monkeypatch, "outbox", "show", f"{number}.editor"
    )


def test_a_sign_up_is_kept_with_what_was_consented_to(house: House) -> None:
    house.confirm("signup", SIGNUP)
    number = str(house.mails()[0]["Message-ID"])[1:13]
    outbox = Outbox.visit(house.settings.database)
    stored = outbox.find(number)
    outbox.close()
    assert stored
    assert stored.submission
    assert stored.submission.consent.startswith("2026-1: I må gemme mine oplysninger")


def test_what_is_published_is_built_at_once(tmp_path: Path) -> None:
    built = tmp_path / "built"
    with a_house(tmp_path, rebuild=("touch", str(built))) as house:
        house.confirm("comment", COMMENT)
        house.client.post(house.links(house.mails()[0])[1])
        assert not built.exists(), "what is rejected changes nothing on the site"
        house.confirm("comment", COMMENT | {"text": "Igen."})
        house.client.post(house.links(house.mails()[2])[0])
    assert built.exists()


def test_a_build_that_fails_is_told_to_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with a_house(tmp_path, rebuild=("false",)) as house:
        house.confirm("comment", COMMENT)
        house.client.post(house.links(house.mails()[0])[0])
    assert "rebuild command ended with 1" in caplog.text


def test_a_service_that_is_stopped_at_once_stops(tmp_path: Path) -> None:
    for number in range(20):
        folder = tmp_path / str(number)
        folder.mkdir()
        with a_house(folder):
            pass


def test_what_is_handed_in_too_late_is_refused_and_waits_for_nobody(tmp_path: Path) -> None:
    outbox = Outbox.open(tmp_path / "outbox.sqlite")
    outbox.close()
    with pytest.raises(OutboxFull):
        outbox.beat(NOW)


def test_mail_without_a_server_lies_in_a_folder(tmp_path: Path) -> None:
    with a_house(tmp_path) as house:
        house.confirm("comment", COMMENT)
    carry(house.settings, house.now)
    names = sorted(path.name for path in house.settings.mail_folder.glob("*.eml"))
    assert [name.partition(".")[2] for name in names] == ["editor.eml", "receipt.eml"]


def test_a_receipt_says_what_to_do_if_it_was_somebody_else(house: House) -> None:
    house.confirm("comment", COMMENT)
    assert "Hvis det ikke var dig" in text_of(house.mails()[1])
