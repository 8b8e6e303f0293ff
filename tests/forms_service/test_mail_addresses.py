"""Danish letters in addresses and names: accepted, mailed to, and right in every header."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from nyspor.forms_service.outbox import Outbox
from nyspor.forms_service.scheduled_jobs import reminders
from nyspor.forms_service.service import factory_for
from nyspor.forms_service.settings import InvalidSettings, read_settings
from nyspor.forms_service.staff_file import StaffFile
from nyspor.forms_service.target_list import TargetList
from nyspor.staff.records import Staff
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

ASCII = "anna@xn--blbr-roah.dk"
SPELLINGS = ["anna@blåbær.dk", "anna@BLÅBÆR.DK", "Anna@Blåbær.dk", "anna@blåbær.dk.", " anna@blåbær.dk ", ASCII,
             unicodedata.normalize("NFD", "anna@blåbær.dk")]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "values"), [("comment", COMMENT), ("signup", SIGNUP), ("idea", IDEA)]
)
@pytest.mark.parametrize("written", SPELLINGS)
def test_an_address_is_mailed_to_and_shown_as_it_was_written(
    service: RunningService, kind: str, values: dict[str, str], written: str
) -> None:
    assert service.confirm(kind, values | {"email": written}).status_code == 303
    to_editor, receipt = service.mails()
    assert receipt["To"].addresses[0].addr_spec.lower() == ASCII
    assert unicodedata.normalize("NFC", written).strip() in text_of(to_editor)
    outbox = Outbox.attach(service.settings.database)
    assert all(
        found.recipient.isascii() for m in outbox.mails() if (found := outbox.find_mail(m.id))
    )
    outbox.close()


@pytest.mark.parametrize(
    "written", ["anna@例え.テスト", "anna@почта.рф", "anna@ærø.dk", "anna@xn--r-1fa3e.dk"]
)
def test_other_scripts_are_mailed_to_as_well(service: RunningService, written: str) -> None:
    assert service.confirm("comment", COMMENT | {"email": written}).status_code == 303
    assert "xn--" in service.mails()[1]["To"]


@pytest.mark.parametrize(
    "written", ["søren@post.example", "søren@blåbær.dk", "anna@-æ.dk", f"anna@{'æ' * 80}.dk", "anna@æ..dk",
                "anna@\u0338.dk", "anna@", "@blåbær.dk", "anna@blå bær.dk", "a@b@blåbær.dk"]
)  # fmt: skip
def test_an_address_that_cannot_be_mailed_to_is_an_error_on_the_form(
    service: RunningService, written: str
) -> None:
    answer = service.post("comment", COMMENT | {"email": written})
    assert answer.status_code == 422
    assert "felt-email-fejl" in answer.text
    assert "Den er dejlig." in answer.text


def test_all_spellings_of_a_domain_are_one_person(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    Outbox.open(settings.database).close()
    who = factory_for(settings).person_hash
    assert {who(written) for written in SPELLINGS} == {who(ASCII)}
    assert who("anden@blåbær.dk") != who(ASCII)


def test_an_ascii_address_is_known_by_the_hash_that_databases_hold_already(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    Outbox.open(settings.database).close()
    who = factory_for(settings).person_hash
    assert who("Gerda@POST.example").hex() == "64832ae327051bc4c6b4b7c2d71ed7a5"
    assert who(ASCII).hex() == "5b2e6763db9dac300cd191d66e0fb810"
    assert who(" Gerda@POST.example ") == who("gerda@post.example")


@pytest.mark.parametrize(
    "sender",
    ["Sønderborg Kommune <blog@kommune.example>", "Kommune, IT <blog@kommune.example>", "blog@kommune.example",
     '"Sønderborg, \\"IT\\"" <blog@kommune.example>', "=?utf-8?q?S=C3=B8nderborg?= <blog@kommune.example>",
     f"{'Ærø ' * 40}<blog@kommune.example>"],
)  # fmt: skip
def test_a_sender_with_danish_letters_still_has_its_address(tmp_path: Path, sender: str) -> None:
    with running_service(tmp_path, sender=sender) as service:
        service.confirm("signup", SIGNUP)
        for mail in service.mails():
            assert [box.addr_spec for box in mail["From"].addresses] == ["blog@kommune.example"]
        assert service.settings.envelope == "blog@kommune.example"


def test_names_in_the_address_book_are_shown_and_the_address_is_mailed_to(tmp_path: Path) -> None:
    book = {
        "redaktion": "Søren, redaktør <redaktion@sønderborg.dk>",
        "stier": "stier@kommune.example",
    }
    with running_service(tmp_path, staff_file=StaffFile(Staff.of_addresses(book))) as service:
        service.confirm("comment", COMMENT)
        to_editor, receipt = service.mails()
        for box in (to_editor["To"].addresses[0], receipt["Reply-To"].addresses[0]):
            assert box.addr_spec == "redaktion@xn--snderborg-l8a.dk"
            assert box.display_name == "Søren, redaktør"
        outbox = Outbox.attach(service.settings.database)
        found = outbox.find_mail(outbox.mails()[0].id)
        outbox.close()
        assert found
        assert found.recipient == "redaktion@xn--snderborg-l8a.dk"


@pytest.mark.parametrize(
    "url", ["https://blåbær.dk", "https://BLÅBÆR.dk/blog", "https://例え.テスト:8443"]
)
def test_a_site_s_address_in_any_script_gives_ascii_heads(tmp_path: Path, url: str) -> None:
    with running_service(tmp_path, url=url, sender="Bløg <blog@blåbær.dk>") as service:
        service.confirm("signup", SIGNUP)
        service.confirm("comment", COMMENT)
        for mail in service.mails():
            assert mail["Message-ID"].rpartition("@")[2].startswith("xn--")
            assert mail["From"].addresses[0].addr_spec == "blog@xn--blbr-roah.dk"
            assert not mail.defects
        assert len(list(service.mails()[0].iter_parts())) == 2
        outbox = Outbox.attach(service.settings.database)
        messages = [found.message for m in outbox.mails() if (found := outbox.find_mail(m.id))]
        outbox.close()
    assert all(message.isascii() for message in messages)
    send_all(service.settings, NOW)
    assert len(list(service.settings.mail_folder.glob("*.eml"))) == 4


@pytest.mark.parametrize("name", ["Åse", "stier og natur", "gruppe/1", "hr.", ".."])
def test_a_reminder_has_a_good_number_whatever_the_address_book_calls_its_editor(
    tmp_path: Path, name: str
) -> None:
    settings = settings_in(
        tmp_path, staff_file=StaffFile(Staff.of_addresses({name: "redaktion@kommune.example"}))
    )
    with running_service(tmp_path) as service:
        targets = TargetList(service.settings.forms)()
    (mail,) = reminders(factory_for(settings), targets, [], 1, NOW)
    assert mail.id.isascii()
    assert not set(mail.id) & set("/ ")
    assert f"Message-ID: <{mail.id}@blog.example>\r\n".encode() in mail.message


def test_the_settings_are_refused_where_no_mail_can_be_sent_to_them(tmp_path: Path) -> None:
    book = tmp_path / "adresser.yaml"
    book.write_text("redaktion: Søren <søren@kommune.example>\n", "utf-8")
    wrong = {"NYSPOR_SECRET": "s" * 32, "NYSPOR_SITEURL": f"https://{'æ' * 80}.dk",
             "NYSPOR_SENDER": "Søren <søren@kommune.example>", "NYSPOR_ADDRESSES": str(book)}  # fmt: skip
    with pytest.raises(InvalidSettings) as found:
        read_settings(wrong)
    names = {problem.source for problem in found.value.problems}
    assert names == {"NYSPOR_SITEURL", "NYSPOR_SENDER", str(book)}


def test_the_settings_may_hold_names_with_danish_letters(tmp_path: Path) -> None:
    book = tmp_path / "adresser.yaml"
    book.write_text("redaktion: Søren, redaktør <redaktion@sønderborg.dk>\n", "utf-8")
    right = {"NYSPOR_SECRET": "s" * 32, "NYSPOR_SITEURL": "https://blåbær.dk/",
             "NYSPOR_SENDER": "Sønderborg, IT <blog@sønderborg.dk>", "NYSPOR_ADDRESSES": str(book)}  # fmt: skip
    settings = read_settings(right)
    assert settings.envelope == "blog@xn--snderborg-l8a.dk"
    assert settings.host == "xn--blbr-roah.dk"
