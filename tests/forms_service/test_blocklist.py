"""The list against unwanted texts: words to look twice at or to refuse, and addresses that may not send."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from nyspor.files.data_folder import OUTBOX_FILE
from nyspor.forms_service.blocklist import Entry, matching
from nyspor.forms_service.outbox import Outbox
from nyspor.forms_service.scheduled_jobs import delete_expired
from nyspor.forms_service.service import factory_for
from tests.forms_service.commands import environ_in, nyspor
from tests.forms_service.running_service import (
    COMMENT,
    NOW,
    SIGNUP,
    RunningService,
    running_service,
    text_of,
)

TOMORROW = NOW + timedelta(days=1)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("casino", "Spil på CASINO nu!"),
        ("casino", "casino"),
        ("casino*", "Casinobonus til alle"),
        ("online casino", "Online\u00a0 casino"),
        ("casino", "c\u200ba\u200dsi\u00adno"),
        ("casino", "ｃａｓｉｎｏ"),
        ("straße", "STRASSE"),
        ("blåbær", "BLA\u030aBÆR"),
        ("bit.ly", "se https://bit.ly/x"),
        ("spam.example", "jeg@spam.example"),
        ("c++", "lær c++ nu"),
    ],
)
def test_a_word_is_found_however_it_is_written(word: str, text: str) -> None:
    entry = Entry(1, word, b"", refuses=False, until=TOMORROW)
    assert matching([entry], {"text": text}, b"anna") == [entry]


@pytest.mark.parametrize(
    ("word", "text"),
    [("casino", "Casinobonus"), ("lån", "Lånekassen"), ("online casino", "online og casino"), ("bit.ly", "bitXly"), ("lån*", "udlån")],
)  # fmt: skip
def test_a_word_is_not_found_within_others(word: str, text: str) -> None:
    entry = Entry(1, word, b"", refuses=False, until=TOMORROW)
    assert matching([entry], {"text": text}, b"anna") == []


@pytest.fixture
def listed(service: RunningService) -> Iterator[Outbox]:
    """The outbox with a word to look twice at, one that is refused, and an address."""
    mailbox = factory_for(service.settings).mailbox_hash("offer@post.example")
    with closing(Outbox.attach(service.settings.database)) as outbox:
        outbox.block(TOMORROW, word="gevinst", refuses=False)
        outbox.block(TOMORROW, word="casino*", refuses=True)
        outbox.block(TOMORROW, mailbox=mailbox, refuses=True)
        yield outbox


@pytest.fixture
def service(tmp_path: Path) -> Iterator[RunningService]:
    with running_service(tmp_path) as running:
        yield running


@pytest.mark.usefixtures("listed")
def test_what_holds_a_word_is_received_with_a_note_to_the_editor(service: RunningService) -> None:
    assert service.confirm("comment", COMMENT | {"text": "En stor gevinst!"}).status_code == 303
    to_editor, receipt = service.mails()
    assert to_editor["Subject"].startswith("[Bør tjekkes]")
    assert "Den indeholder ord, der står på listen: »gevinst«." in text_of(to_editor)
    assert "gevinst" not in text_of(receipt)


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("comment", COMMENT | {"text": "Prøv CasinoBonus"}),
        ("comment", COMMENT | {"name": "Casino"}),
        ("comment", COMMENT | {"email": "Offer+1@POST.example"}),
        ("signup", SIGNUP | {"email": "offer@post.example"}),
        ("signup", SIGNUP | {"message": "casino"}),
    ],
    ids=["text", "name", "plus-address", "sign-up's address", "sign-up's message"],
)
def test_what_is_refused_gets_a_plain_answer_and_keeps_its_text(
    service: RunningService, kind: str, values: dict[str, str]
) -> None:
    answer = service.confirm(kind, values)
    assert answer.status_code == 403
    assert "Det her tager vi ikke imod" in answer.text
    assert values.get("text", values.get("message", ""))[:8] in answer.text
    assert service.mails() == []


def test_an_entry_ends_at_its_date(service: RunningService, listed: Outbox) -> None:
    service.now = TOMORROW
    assert service.confirm("comment", COMMENT | {"text": "casino"}).status_code == 303
    delete_expired(service.settings, listed, service.now)
    assert listed.blocklist(NOW) == []


# By command


@pytest.fixture
def environ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    here = tmp_path / "here"
    (here / "data").mkdir(parents=True)
    monkeypatch.chdir(here)
    Outbox.open(OUTBOX_FILE).close()
    return environ_in(tmp_path, NYSPOR_NOW="2026-11-23 12:00")


def test_the_list_is_looked_after_by_commands(environ: dict[str, str]) -> None:
    assert "nummer 1, til 01.02.2027 00.00" in nyspor(environ, "blocklist", "word", "casino", "--until", "2027-01-31").output  # fmt: skip
    assert "nummer 2" in nyspor(environ, "blocklist", "word", "gratis penge", "--refuse").output
    assert "nummer 3, til 21.02.2027" in nyspor(environ, "blocklist", "address", "x@spam.example").output  # fmt: skip
    assert "nummer 1" in nyspor(environ, "blocklist", "word", "casino", "--refuse").output
    listed = nyspor(environ, "blocklist", "list").output
    assert "spam" not in listed, "the address itself is stored nowhere"
    assert b"spam.example" not in Path(OUTBOX_FILE).read_bytes()
    assert ["1", "casino", "afvises"] in [line.split()[:3] for line in listed.splitlines()]
    assert nyspor(environ, "blocklist", "remove", "2").exit_code == 0
    assert nyspor(environ, "blocklist", "remove", "2").exit_code == 1
    assert "gratis penge" not in nyspor(environ, "blocklist", "list").output


@pytest.mark.parametrize(
    "typed", ["Offer <OFFER@Blåbær.example>", "mailto:offer@xn--blbr-roah.example", "\u200boffer+x@bla\u030abær.example. "]
)  # fmt: skip
def test_an_address_may_be_typed_as_it_was_copied(environ: dict[str, str], typed: str) -> None:
    assert nyspor(environ, "blocklist", "address", "offer@blåbær.example").exit_code == 0
    assert "nummer 1" in nyspor(environ, "blocklist", "address", typed).output, "the same one"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("word", "  "), "ikke et ord"), (("word", "*"), "ikke et ord"), (("word", "\u200b*"), "ikke et ord"), (("address", "spam"), "ikke en e-mailadresse"),
        (("word", "x", "--until", "i morgen"), "ikke en dato"), (("word", "x", "--until", "2020-01-01"), "allerede forbi"),
    ],
)  # fmt: skip
def test_what_cannot_be_listed_is_said(
    environ: dict[str, str], words: tuple[str, ...], said: str
) -> None:
    result = nyspor(environ, "blocklist", *words)
    assert result.exit_code == 2
    assert said in result.output
