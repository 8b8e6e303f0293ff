"""`nyspor outbox`: what becomes of mails that could not be delivered, as an administrator sees to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from nyspor.files.data_folder import OUTBOX_FILE
from nyspor.forms_service.outbox import Outbox
from tests.forms_service.builders import NOW, accept, states
from tests.forms_service.commands import environ_in, nyspor

LONG = "reminder-2026-11-30-en%20meget%20lang%20arbejdsgruppe%20om%20stier%20og%20natur"
UNKNOWN, FULL = "550 5.1.1 RCPT", "552 5.2.2 DATA"


@pytest.fixture
def environ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    here = tmp_path / "here"
    (here / "data").mkdir(parents=True)
    monkeypatch.chdir(here)
    return environ_in(tmp_path)


@pytest.fixture
def outbox(environ: dict[str, str]) -> Iterator[Outbox]:
    """Three dead letters, one of them for another reason, and a queued one."""
    outbox = Outbox.open(OUTBOX_FILE)
    for id in ("anna1", "bent2", "carl3", "dora4"):
        accept(outbox, id, kind="signup", person_hash=id.encode())
    for id, reason in (("anna1", UNKNOWN), ("bent2", UNKNOWN), ("carl3", FULL)):
        outbox.mark_dead(f"{id}.editor", reason, NOW)
    yield outbox
    outbox.close()


@pytest.mark.parametrize(
    ("words", "queued"),
    [
        (("anna1.editor",), {"anna1"}),
        (("anna1.editor", "carl3.editor"), {"anna1", "carl3"}),
        (("--all",), {"anna1", "bent2", "carl3"}),
        (("--cause", "550 5.1.1"), {"anna1", "bent2"}),
        (("--cause", "999"), set()),
    ],
    ids=["one", "several", "all", "by cause", "no such cause"],
)
def test_dead_mails_are_sent_again(
    outbox: Outbox, environ: dict[str, str], words: tuple[str, ...], queued: set[str]
) -> None:
    result = nyspor(environ, "outbox", "retry", *words)
    assert result.exit_code == 0
    assert f"når til det: {len(queued)}" in result.output
    assert {id for id, state in states(outbox).items() if state == "queued"} == queued | {"dora4"}


def test_what_is_dropped_is_gone_and_its_submission_can_expire(
    outbox: Outbox, environ: dict[str, str]
) -> None:
    outbox.mark_delivered("dora4.editor", NOW)
    assert nyspor(environ, "outbox", "drop", "anna1.editor").exit_code == 0
    assert nyspor(environ, "outbox", "drop", "--cause", "550", "--yes").exit_code == 0
    assert outbox.find_mail("anna1.editor") is None
    assert states(outbox) == {
        "anna1": "expired", "bent2": "expired", "carl3": "dead", "dora4": "delivered",
    }  # fmt: skip
    assert outbox.find("anna1"), "what was sent in is there"
    assert nyspor(environ, "outbox", "verify").exit_code == 0
    assert "opgivet" in nyspor(environ, "outbox", "list").output
    later = NOW + timedelta(days=10_000)
    assert sorted(outbox.expire(later)) == ["anna1", "bent2", "dora4"]
    assert outbox.verify().problems == ()


def test_nothing_is_dropped_before_it_was_asked(outbox: Outbox, environ: dict[str, str]) -> None:
    result = nyspor(environ, "outbox", "drop", "--all")
    assert result.exit_code == 1
    assert "Opgiv 3 mails?" in result.output
    assert list(states(outbox).values()).count("dead") == 3


@pytest.mark.parametrize("command", ["retry", "drop"])
@pytest.mark.parametrize("id", ["dora4.editor", "nobody"], ids=["queued", "unknown"])
def test_what_is_not_dead_is_left_alone_and_named(
    outbox: Outbox, environ: dict[str, str], command: str, id: str
) -> None:
    result = nyspor(environ, "outbox", command, id, "anna1.editor")
    assert result.exit_code == 1
    assert id in result.output
    assert states(outbox)["dora4"] == "queued"
    assert states(outbox)["anna1"] != "dead"


@pytest.mark.usefixtures("outbox")
@pytest.mark.parametrize(
    "words", [(), ("anna1.editor", "--all"), ("--all", "--cause", "550")], ids=" ".join
)
def test_one_way_to_choose_must_be_given(environ: dict[str, str], words: tuple[str, ...]) -> None:
    result = nyspor(environ, "outbox", "drop", *words)
    assert result.exit_code == 2
    assert "ét af de tre" in result.output


@pytest.mark.parametrize("columns", [20, 40, 60, 80, 200])
def test_a_number_is_never_cut_off(outbox: Outbox, environ: dict[str, str], columns: int) -> None:
    (letter,) = [outbox.find_mail("dora4.editor")]
    assert letter
    outbox.enqueue([type(letter)(LONG, "", "reminder", letter.recipient, letter.message)], NOW)
    outbox.mark_dead(LONG, UNKNOWN, NOW)
    listed = nyspor(environ | {"COLUMNS": str(columns)}, "outbox", "list", "dead").output
    numbers = [line.split()[0] for line in listed.splitlines() if line[:1].strip()]
    for id in ("anna1.editor", "bent2.editor", "carl3.editor", LONG):
        assert id in numbers
    assert nyspor(environ, "outbox", "retry", LONG).exit_code == 0


@pytest.mark.usefixtures("outbox")
def test_the_list_counts_the_causes(environ: dict[str, str]) -> None:
    listed = nyspor(environ, "outbox", "list", "dead").output
    assert listed.index(f"2 lagt til side: {UNKNOWN}") < listed.index(f"1 lagt til side: {FULL}")


def test_a_name_that_looks_like_markup_is_only_shown(
    outbox: Outbox, environ: dict[str, str]
) -> None:
    accept(outbox, "evil5", values={"name": "[/bold] :smile:", "text": "[red]x[/]"})
    listed = nyspor(environ, "comments", "list")
    assert listed.exit_code == 0
    assert "[/bold] :smile:" in listed.output
    assert "[red]x[/]" in listed.output
