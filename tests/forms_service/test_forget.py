"""`nyspor forget` finds a person however the address is written, and says what it cannot reach."""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nyspor.forms_service.outbox import Outbox
from nyspor.forms_service.person import Person, addresses_in, typed_address
from nyspor.forms_service.service import factory_for
from tests.builders import write_settings
from tests.forms_service.builders import NOW, accept, mail
from tests.forms_service.commands import environ_in, nyspor
from tests.forms_service.every_mail import every_mail
from tests.forms_service.running_service import SIGNUP, running_service, settings_in

GERDA = "gerda@blåbær.example"
IN_ASCII = "gerda@xn--blbr-roah.example"


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    write_settings(tmp_path)
    return environ_in(tmp_path)


def stored(folder: Path, *emails: str, text: str = "Hej.") -> None:
    """An outbox with a submission from each of these addresses, as it was typed; their ids are nr0, nr1 …"""
    with closing(Outbox.open(folder / "data/outbox.sqlite")) as outbox:
        for number, email in enumerate(emails):
            values = {"name": "Gerda", "email": email, "text": text}
            accept(outbox, f"nr{number}", person_hash=b"of another key", values=values)


def left_in(folder: Path) -> list[str]:
    with closing(Outbox.attach(folder / "data/outbox.sqlite")) as outbox:
        return [each.id for each in outbox.with_content()]


TYPED = {
    "as it is": GERDA,
    "capitals": "GERDA@BLÅBÆR.example",
    "punycode": IN_ASCII,
    "punycode in capitals": "Gerda@XN--BLBR-ROAH.Example",
    "decomposed letters": unicodedata.normalize("NFD", GERDA),
    "spaces around": f"\t {GERDA}\u00a0\n",
    "a space that is not seen": f"\u200b{GERDA}",
    "with a name": f"Gerda Holm <{GERDA}>",
    "a link": f"mailto:{GERDA}?subject=Hej",
    "a link with escapes": "mailto:gerda@bl%C3%A5b%C3%A6r.example",
    "with a full stop in the end": f"{GERDA}.",
}


@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED)
def test_an_address_is_understood_however_it_is_typed(typed: str) -> None:
    assert typed_address(typed) == IN_ASCII


@pytest.mark.parametrize("typed", ["", "Gerda", "@post.example", "gerda@", "<>"])
def test_what_is_no_address_is_none(typed: str) -> None:
    assert typed_address(typed) == ""


@pytest.mark.parametrize(
    "text",
    ["Skriv til {}.", "*{}*", "**{}**", "_{}_", "`{}`", "»{}«", "’{}’", "‹{}›", "({})", "{}…", "{}–", "?to={}", "[Gerda](mailto:{})",
     "mail:\t{}", "{}#top", "{}&amp;", "E-mail={}/"],
)  # fmt: skip
@pytest.mark.parametrize("written", [GERDA, IN_ASCII, "ger\u00adda@bla\u030abær。example", "gerda＠blåbær.example"])  # fmt: skip
def test_an_address_is_seen_in_a_text_whatever_stands_around_it(text: str, written: str) -> None:
    assert Person(IN_ASCII).is_named_in(text.format(written))


@pytest.mark.parametrize(
    "other", ["anna.gerda@blåbær.example", "fagerda@blåbær.example", "x-gerda@blåbær.example", "gerda@nye.blåbær.example",
              "gerda@blåbær.example.dk", "gerda+blog@blåbær.example"],
)  # fmt: skip
def test_another_s_address_is_not_taken_for_it(other: str) -> None:
    assert not Person(IN_ASCII).is_named_in(f"Skriv til {other}.")


def test_an_address_with_an_apostrophe_is_seen_too() -> None:
    assert Person("o'brien@post.example").is_named_in("Skriv til 'o'brien@post.example'.")


@given(st.text())
@settings(deadline=None)
def test_anything_may_be_typed(text: str) -> None:
    assert typed_address(typed_address(text)) == typed_address(text)
    assert all("@" in found for found in addresses_in(text))


@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED)
@pytest.mark.parametrize("written", TYPED.values(), ids=TYPED)
def test_every_spelling_finds_every_other(typed: str, written: str) -> None:
    assert Person(typed_address(typed)).is_at(typed_address(written))


def test_all_spellings_are_forgotten_at_once(tmp_path: Path, environ: dict[str, str]) -> None:
    stored(
        tmp_path, f" {GERDA.upper()} ", IN_ASCII, unicodedata.normalize("NFD", GERDA), "a@b.example"
    )
    result = nyspor(environ, "forget", GERDA)
    assert "Fjernet fra databasen: 3" in result.output
    assert left_in(tmp_path) == ["nr3"]


def test_addresses_with_a_plus_are_another_s_unless_asked_for(
    tmp_path: Path, environ: dict[str, str]
) -> None:
    stored(tmp_path, "gerda+blog@post.example", "gerda@post.example", "+gerda@post.example")
    assert "Fjernet fra databasen: 1" in nyspor(environ, "forget", "gerda@post.example").output
    assert left_in(tmp_path) == ["nr0", "nr2"]
    result = nyspor(environ, "forget", "--plus", "gerda@post.example")
    assert "Skrevet på en anden måde: gerda+blog@post.example" in result.output
    assert left_in(tmp_path) == ["nr2"]
    lines = (tmp_path / "data/forgotten.jsonl").read_text().splitlines()
    assert len(lines) == 3  # so that both addresses stay forgotten after a restoration


def test_what_has_expired_under_another_tag_is_found_by_the_mailbox(
    tmp_path: Path, environ: dict[str, str]
) -> None:
    with running_service(
        tmp_path, secrets=("s" * 32,), database=tmp_path / "data/outbox.sqlite"
    ) as service:
        for email in ("gerda+blog@post.example", "anna+blog@post.example"):
            service.confirm("signup", SIGNUP | {"email": email})
        service.deliver_all()
        service.now += timedelta(days=400)
        service.run_jobs()
    given = environ | {"NYSPOR_SECRET": "s" * 32}
    found = json.loads(nyspor(given, "export", "--json", "--plus", "gerda@post.example").stdout)
    assert found["deleted_submissions"] == 1
    assert "Fjernet fra databasen: 0" in nyspor(given, "forget", "gerda@post.example").output
    assert (
        "Fjernet fra databasen: 1" in nyspor(given, "forget", "--plus", "gerda@post.example").output
    )
    again = json.loads(nyspor(given, "export", "--json", "--plus", "gerda@post.example").stdout)
    assert again["deleted_submissions"] == 0
    other = json.loads(nyspor(given, "export", "--json", "--plus", "anna@post.example").stdout)
    assert other["deleted_submissions"] == 1


def test_the_mailboxes_of_what_earlier_versions_stored_are_noted_at_the_start(
    tmp_path: Path,
) -> None:
    values = {"name": "Gerda", "email": "gerda+blog@post.example", "text": "Hej."}
    database = settings_in(tmp_path).database
    with closing(Outbox.open(database)) as outbox:
        accept(outbox, "nr0", values=values)
        outbox.apply(lambda db: db.execute("DELETE FROM sender_mailbox"))
    with running_service(tmp_path):
        pass
    with closing(Outbox.attach(database)) as outbox:
        (sender,) = outbox.senders()
        assert sender.mailbox == factory_for(settings_in(tmp_path)).mailbox_hash(
            "gerda@post.example"
        )


def test_mails_that_belong_to_no_submission_go_too(tmp_path: Path, environ: dict[str, str]) -> None:
    stored(tmp_path, "gerda@post.example")
    to_her = mail("", "news", "Gerda@post.example", "Nyt fra gruppen")
    about_her = mail("", "digest", text="Nye tilmeldinger:\n- Gerda, GERDA@post.example.")
    about_others = mail("", "reminder", text="Nye tilmeldinger:\n- Anna, anna@post.example.")
    with closing(Outbox.open(tmp_path / "data/outbox.sqlite")) as outbox:
        outbox.enqueue([to_her, about_her, about_others], NOW)
    nyspor(environ, "forget", "gerda@post.example")
    with closing(Outbox.attach(tmp_path / "data/outbox.sqlite")) as outbox:
        states = {each.id: each.state for each in outbox.mails()}
        assert outbox.verify().problems == ()
    assert states == {
        "nr0.editor": "forgotten", ".news": "forgotten", ".digest": "forgotten", ".reminder": "queued",
    }  # fmt: skip


def test_mails_in_the_folder_go_too(tmp_path: Path, environ: dict[str, str]) -> None:
    stored(tmp_path, "gerda@post.example")
    folder = tmp_path / "data/mail"
    folder.mkdir()
    for number, sent in enumerate(
        (
            mail("", "meeting", "Gerda@POST.example"),
            mail("", "digest", text="Anna, anna@post.example"),
        )
    ):
        (folder / f"meeting-{number}.eml").write_bytes(sent.message)
    nyspor(environ, "forget", "gerda@post.example")
    assert [file.name for file in folder.iterdir()] == ["meeting-1.eml"]


def test_where_else_the_address_is_written_is_said(tmp_path: Path, environ: dict[str, str]) -> None:
    stored(tmp_path, "anna@post.example", text="Spørg Gerda (Gerda@post.example).")
    page = tmp_path / "content/pages/om.md"
    page.parent.mkdir(parents=True)
    page.write_text("Skriv til <gerda@POST.example>.\n", "utf-8")
    said = nyspor(environ, "forget", "gerda@post.example").output
    assert "Adressen står i pages/om.md: ret selv teksten." in said
    (tmp_path / "staff.yaml").write_text("gerda: Gerda@post.example\n", "utf-8")
    said = nyspor(environ, "forget", "gerda@post.example").output
    assert "Adressen står i staff.yaml" in said
    assert "Adressen står i noget, en anden har sendt ind: nr0" in said


def test_the_backups_that_still_hold_it_are_named(tmp_path: Path, environ: dict[str, str]) -> None:
    stored(tmp_path, "gerda@post.example")
    assert (
        "Kopier, der er lavet på andre måder"
        in nyspor(environ, "forget", "gerda@post.example").output
    )
    (tmp_path / "nyspor.toml").write_text('[backup]\nfolder = "kopier"\n', "utf-8")
    (tmp_path / "kopier").mkdir()
    names = ["nyspor-20261121T020000Z.tar.gz", "nyspor-20261122T020000Z.tar.gz"]
    for name in names:
        (tmp_path / "kopier" / name).touch()
    said = nyspor(environ, "forget", "gerda@post.example").output
    assert (
        f"2 sikkerhedskopier i {tmp_path / 'kopier'}" in said
        or "2 sikkerhedskopier i kopier" in said
    )
    assert f"fra {names[0]} til {names[1]}" in said


def test_that_a_hash_is_on_the_list_of_unwanted_is_said(
    tmp_path: Path, environ: dict[str, str]
) -> None:
    stored(tmp_path, "gerda@post.example")
    nyspor(environ, "blocklist", "address", "gerda@post.example", "--until", "2099-01-31")
    said = nyspor(environ, "forget", "gerda@post.example").output
    assert (
        "står på listen over dem, der ikke må sende, til 01.02.2099" in said or "31.01.2099" in said
    )
    assert "nyspor blocklist remove 1" in said
    found = nyspor(environ, "export", "--json", "gerda@post.example").stdout
    assert '"may_not_send_until": [\n    "2099-01-31' in found


def test_the_file_is_written_anew(tmp_path: Path, environ: dict[str, str]) -> None:
    """SQLite moves rows as pages fill up, and what it deletes later is overwritten only where it lies by then."""
    stored(tmp_path, *[f"gerda+{number}@post.example" for number in range(60)], text="Hej. " * 900)
    assert nyspor(environ, "forget", "gerda@post.example", "--plus").exit_code == 0
    with closing(sqlite3.connect(tmp_path / "data/outbox.sqlite")) as db:
        assert db.execute("PRAGMA freelist_count").fetchone() == (0,)
    assert b"gerda+" not in (tmp_path / "data/outbox.sqlite").read_bytes()


def test_no_byte_is_left_in_the_database_after_everything_that_can_happen(tmp_path: Path) -> None:
    """All that residents, editors and an organiser do, in the name of one person, who is then forgotten."""
    people = [f"{name}@post.example" for name in ("anna", "bo", "carl", "dorte", "nabo", "borger")]
    for mail_of_all in every_mail(tmp_path, "da"):
        assert mail_of_all
    settings = settings_in(tmp_path)
    factory = factory_for(settings)
    database = settings.database
    words = [b"Nabo til stien", b"Jeg kommer gerne", b"dejlig", b"rollator", b"Den stod to gange"]
    assert any(word in database.read_bytes() for word in words)
    with closing(Outbox.attach(database)) as outbox:
        for address in people:
            outbox.forget(factory.person_hash(address), address)
        outbox.overwrite_remains()
        assert outbox.verify().problems == ()
    content = b"".join(file.read_bytes() for file in tmp_path.glob("outbox.sqlite*"))
    hashes = [of(each) for each in people for of in (factory.person_hash, factory.mailbox_hash)]
    traces = [*words, *(each.encode() for each in people), *hashes]
    assert [trace for trace in traces if trace in content] == []
