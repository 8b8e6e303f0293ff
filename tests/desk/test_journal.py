"""What is typed and not saved is kept, and offered again; and each sees who else has the text open."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from nyspor.desk.store.journal import KEPT_FOR, OPEN_FOR, Journal, Presence, Unsaved, remove_old
from tests.desk.desk import FILE, NOW, AtDesk, make_state, sit_down
from tests.desk.desk_process import form_of


def type_words(person: AtDesk, body: str, draft: str = "d1", **changed: str) -> int:
    """Type, as the script posts it; return the status of the answer."""
    form = {**person.form_of(), "_body": body, "_draft": draft, "_token": person.token(), **changed}
    return person.browser.post(f"/desk/journal/{FILE}", data=form).status_code


def test_typed_words_are_offered_brought_back_and_gone_with_the_save(tmp_path: Path) -> None:
    anna = sit_down(make_state(tmp_path), "anna")
    assert type_words(anna, "Nye ord.") == 200
    assert "Nye ord." not in (anna.content / FILE).read_text("utf-8")
    page = anna.read(f"/desk/text/{FILE}")
    assert "ikke er gemt, fra 23.11.2026 kl. 13.00" in page.get_text()
    page = anna.read(f"/desk/text/{FILE}?ord=d1")
    assert "Nye ord." in page.select_one("#_body").get_text()
    anna.save(_body="Nye ord.", _draft="d1")
    assert "Hent dem" not in anna.read(f"/desk/text/{FILE}").get_text()


def test_words_of_two_pages_do_not_overwrite_each_other(tmp_path: Path) -> None:
    anna = sit_down(make_state(tmp_path), "anna")
    type_words(anna, "Først.", "d1")
    type_words(anna, "Så.", "d2")
    assert len(anna.read(f"/desk/text/{FILE}").select(".kept p")) == 2


@pytest.mark.parametrize("action", ["ask", "publish"])
def test_a_text_is_not_asked_for_or_published_without_words_that_wait(
    tmp_path: Path, action: str
) -> None:
    anna = sit_down(make_state(tmp_path), "anna")
    draft = {"status": "kladde"}
    anna.save(**draft)
    type_words(anna, "Rettet.", "from-yesterday")
    assert "Hent dem eller kassér dem først" in anna.save(do=action, **draft).get_text()
    anna.send(f"/desk/discard/{FILE}", _draft="from-yesterday")
    assert "kassér dem først" not in anna.save(do=action, **draft).get_text()


def test_discarded_words_are_not_offered_again(tmp_path: Path) -> None:
    anna = sit_down(make_state(tmp_path), "anna")
    type_words(anna, "Nye ord.")
    page = anna.send(f"/desk/discard/{FILE}", _draft="d1")
    assert "Hent dem" not in page.get_text()
    assert Journal(anna.state.database).all("anna", FILE) == []


def test_nobody_sees_or_discards_the_words_of_others(tmp_path: Path) -> None:
    state = make_state(tmp_path)
    anna, bo = sit_down(state, "anna"), sit_down(state, "bo")
    type_words(anna, "Nye ord.")
    assert "Hent dem" not in bo.read(f"/desk/text/{FILE}").get_text()
    assert "Nye ord." not in bo.read(f"/desk/text/{FILE}?ord=d1").get_text()
    bo.send(f"/desk/discard/{FILE}", _draft="d1")
    assert len(Journal(state.database).all("anna", FILE)) == 1


def test_brought_back_words_are_merged_with_what_was_saved_meanwhile(tmp_path: Path) -> None:
    state = make_state(tmp_path)
    anna, bo = sit_down(state, "anna"), sit_down(state, "bo")
    type_words(anna, "\nAnnas ord.\n")
    bo.save(title="Bos titel")
    form = form_of(str(anna.read(f"/desk/text/{FILE}?ord=d1")))
    anna.send(f"/desk/text/{FILE}", **{**form, "_do": "save"})
    text = (anna.content / FILE).read_text("utf-8")
    assert "Bos titel" in text
    assert "Annas ord." in text


def test_words_that_came_into_the_text_in_another_way_are_not_offered(tmp_path: Path) -> None:
    state = make_state(tmp_path)
    anna, bo = sit_down(state, "anna"), sit_down(state, "bo")
    type_words(anna, "\nAnnas ord.\n")
    anna.save(_body="\nAnnas ord.\n", _draft="d2")
    bo.save(title="Bos titel")
    assert "Hent dem" not in anna.read(f"/desk/text/{FILE}").get_text()


def test_an_added_row_does_not_hide_what_a_colleague_saved(tmp_path: Path) -> None:
    state = make_state(tmp_path)
    anna, bo = sit_down(state, "anna"), sit_down(state, "bo")
    opened = anna.form_of()
    bo.save(title="Bos titel")
    page = anna.send(f"/desk/text/{FILE}", **{**opened, "_do": "add senders", "_body": "\nNy.\n"})
    assert page.select_one("[name=_base]")["value"] == opened["_base"][0]
    assert "Ny." in Journal(state.database).all("anna", FILE)[0].raw.decode()


@pytest.mark.parametrize(
    ("person", "token", "status"),
    [("anna", "0" * 64, 403), ("carl", "", 403)],
    ids=["wrong-token", "no-writer"],
)
def test_words_of_strangers_are_not_kept(
    tmp_path: Path, person: str, token: str, status: int
) -> None:
    somebody = sit_down(make_state(tmp_path), person)
    changed = {"_token": token} if token else {}
    assert type_words(somebody, "Fremmed.", **changed) == status


def test_a_page_that_was_open_gets_the_token_of_the_new_session(tmp_path: Path) -> None:
    anna = sit_down(make_state(tmp_path), "anna")
    assert anna.browser.get("/desk/session").json() == {"person": "anna", "token": anna.token()}


def test_each_sees_who_else_has_the_text_open(tmp_path: Path) -> None:
    state = make_state(tmp_path)
    anna, bo = sit_down(state, "anna"), sit_down(state, "bo")
    anna.read(f"/desk/text/{FILE}")
    assert "Anna har også teksten åben." in bo.read(f"/desk/text/{FILE}").get_text()
    said = anna.send(f"/desk/open/{FILE}", _base=anna.form_of()["_base"]).get_text()
    assert "Bo har også teksten åben." in said
    assert "gemt af en anden" not in said


def test_a_save_by_somebody_else_is_told(tmp_path: Path) -> None:
    state = make_state(tmp_path)
    anna, bo = sit_down(state, "anna"), sit_down(state, "bo")
    opened = anna.form_of()
    bo.save(title="Bos titel")
    said = anna.send(f"/desk/open/{FILE}", _base=opened["_base"])
    assert "gemt af en anden" in said.get_text()


def test_who_is_not_heard_for_a_minute_has_the_text_open_no_more(tmp_path: Path) -> None:
    presence = Presence(make_state(tmp_path).database)
    presence.seen("anna", FILE, NOW)
    assert presence.seen("bo", FILE, NOW + OPEN_FOR) == ["anna"]
    assert presence.seen("bo", FILE, NOW + OPEN_FOR + timedelta(seconds=1)) == []


def test_old_words_go_and_versions_that_nothing_refers_to(tmp_path: Path) -> None:
    state = make_state(tmp_path)
    old, journal = state.texts.remember(b"Gammel"), Journal(state.database)
    base = state.texts.remember(b"Grundlag")
    journal.keep("anna", FILE, Unsaved("d1", old, b"x", NOW))
    journal.keep("anna", FILE, Unsaved("d2", base, b"y", NOW + timedelta(days=1)))
    later = replace(state.texts, clock=lambda: NOW + KEPT_FOR)
    remove_old(state.database, NOW + KEPT_FOR + timedelta(hours=1))
    assert [words.draft for words in journal.all("anna", FILE)] == ["d2"]
    assert later.version(old) is None
    assert later.version(base) == b"Grundlag"
