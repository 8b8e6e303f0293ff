"""What the desk answers: what was done, and what was not done, and why."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from nyspor.desk.people.permissions import ALL_KINDS, Rules
from tests.builders import post_text
from tests.desk.desk import FILE, AtDesk, make_state, sit_down

DRAFT = "posts/2026/kladde.md"
WRONG = "31. februar 2026"


def told(who: AtDesk, do: str, file: str = DRAFT, **values: str) -> str:
    """What stands at the top of the page after a button was pressed."""
    said = who.save(file, do, **values).select_one("#told")
    assert said
    return " ".join(said.get_text().split())


def at_desk(folder: Path, rules: Rules | None = None, **fields: str) -> tuple[AtDesk, AtDesk]:
    """Anna, who writes, and Bo, who approves, at a desk with a draft."""
    draft = post_text(**{"titel": "Kladden", "status": "kladde", **fields})
    state = make_state(folder, rules or Rules(), posts__2026__kladde=draft)
    return sit_down(state, "anna"), sit_down(state, "bo")


def text_of(who: AtDesk, file: str = FILE) -> str:
    return (who.content / file).read_text("utf-8")


def test_every_button_says_what_it_has_done(tmp_path: Path) -> None:
    anna, bo = at_desk(tmp_path, Rules(ALL_KINDS))
    assert told(anna, "save") == "Gemt."
    assert told(anna, "ask") == "Du har bedt om godkendelse."
    assert told(bo, "give back", _note="Hvornår?") == "Sendt tilbage til Anna."
    anna.save(DRAFT, "ask")
    assert told(bo, "approve") == "Godkendt."
    assert told(anna, "publish").startswith("Udgivet. Se den på siden")
    assert told(bo, "take off") == "Taget af siden. Teksten er en kladde igen."


def test_a_published_text_is_a_press_away(tmp_path: Path) -> None:
    anna, _ = at_desk(tmp_path)
    link = anna.save(DRAFT, "publish").select_one("#told a")
    assert link
    assert link["href"] == "/indlaeg/kladde/"


def test_a_planned_text_says_until_when(tmp_path: Path) -> None:
    anna, _ = at_desk(tmp_path, dato="1. december 2026 kl. 9")
    assert told(anna, "publish") == "Planlagt til tirsdag den 1. december 2026 kl. 9.00."


def test_what_a_published_text_says_is_not_saved_with_an_error(tmp_path: Path) -> None:
    anna = sit_down(make_state(tmp_path), "anna")
    before = text_of(anna)
    page = anna.save(date=WRONG, _body="\nNye ord.\n", _draft="siden")
    refusal = page.select_one(".refusal")
    assert refusal
    assert "Ikke gemt: 1 fejl skal rettes først." in refusal.get_text()
    assert WRONG in refusal.get_text()
    assert refusal.select_one('a[href="#f-date"]')
    assert page.select_one("#_body").get_text().strip() == "Nye ord."
    assert text_of(anna) == before
    assert "Hent dem" in anna.read(f"/desk/text/{FILE}").get_text()


def test_an_error_that_a_published_text_has_already_keeps_nothing_from_being_saved(
    tmp_path: Path,
) -> None:
    state = make_state(tmp_path, posts__2026__stien=post_text(titel="Stien", spor="findes-ikke"))
    anna = sit_down(state, "anna")
    assert told(anna, "save", FILE, _body="\nNye ord.\n") == "Gemt. Læserne kan se det om lidt."
    assert anna.save(date=WRONG).select_one(".refusal")


def test_an_error_that_a_colleague_has_put_right_meanwhile_is_not_a_new_one(tmp_path: Path) -> None:
    wrong = post_text("Et.\n\nTo.", titel="Stien", spor="findes-ikke")
    state = make_state(tmp_path, posts__2026__stien=wrong)
    anna, bo = sit_down(state, "anna"), sit_down(state, "bo")
    opened = anna.form_of()
    bo.save(tracks="stier")
    anna.send(f"/desk/text/{FILE}", **{**opened, "_body": "\nEt.\n\nAnnas.\n", "_do": "save"})
    assert "spor: stier" in text_of(anna)
    assert "Annas." in text_of(anna)


def test_a_text_with_an_error_is_taken_off_with_what_was_written(tmp_path: Path) -> None:
    anna = sit_down(make_state(tmp_path), "anna")
    anna.save(do="take off", date=WRONG)
    assert "status: kladde" in text_of(anna)
    assert WRONG in text_of(anna)


def test_an_approved_text_is_not_saved_with_an_error(tmp_path: Path) -> None:
    anna, bo = at_desk(tmp_path, Rules(ALL_KINDS))
    anna.save(DRAFT, "ask")
    bo.save(DRAFT, "approve")
    assert anna.save(DRAFT, date=WRONG).select_one(".refusal")
    assert WRONG not in text_of(anna, DRAFT)


def test_a_draft_is_not_published_by_its_status_with_an_error_it_has(tmp_path: Path) -> None:
    anna, _ = at_desk(tmp_path, dato=WRONG)
    assert anna.save(DRAFT, status="udgivet").select_one(".refusal")
    assert "status: kladde" in text_of(anna, DRAFT)


def test_a_correction_that_waits_is_saved_with_an_error(tmp_path: Path) -> None:
    anna = sit_down(make_state(tmp_path, Rules(ALL_KINDS)), "anna")
    page = anna.save(date=WRONG)
    assert not page.select_one(".refusal")
    assert "Rettelse, der venter på godkendelse" in page.get_text()


@pytest.mark.parametrize(
    ("date", "said"), [(WRONG, "Ikke udgivet: 1 fejl"), ("24. december 2026", "Ikke planlagt: 1 fejl")]
)  # fmt: skip
def test_what_cannot_be_published_says_so_and_is_saved(
    tmp_path: Path, date: str, said: str
) -> None:
    anna, _ = at_desk(tmp_path, dato=date, spor="stier" if date == WRONG else "findes-ikke")
    page = anna.save(DRAFT, "publish", _body="\nNye ord.\n")
    refusal = page.select_one(".refusal")
    assert refusal
    assert said in refusal.get_text()
    assert "Nye ord." in text_of(anna, DRAFT)


def test_approval_is_asked_for_with_an_error_and_says_so(tmp_path: Path) -> None:
    anna, _ = at_desk(tmp_path, dato=WRONG)
    assert told(anna, "ask").startswith("Du har bedt om godkendelse. Teksten har 1 fejl")


def buttons(who: AtDesk, file: str = DRAFT) -> dict[str, bool]:
    """The buttons of the way of a text, and which is the one that stands out."""
    page = who.read(f"/desk/text/{file}")
    found = page.select(".way[aria-labelledby=way-title] > .buttons > button")
    return {" ".join(each.get_text().split()): "main" in each.get("class", []) for each in found}


def test_who_may_approve_is_asked_first_where_the_rules_say_so(tmp_path: Path) -> None:
    anna, bo = at_desk(tmp_path, Rules(ALL_KINDS))
    assert buttons(anna) == {"Bed om godkendelse": True}
    anna.save(DRAFT, "ask")
    assert buttons(anna) == {"Fortryd anmodningen": False}
    assert buttons(bo) == {"Godkend": True, "Send tilbage": False}
    bo.save(DRAFT, "approve")
    assert buttons(anna) == {"Udgiv": True}
    assert buttons(bo) == {"Send tilbage": False, "Udgiv": True}
    bo.save(DRAFT, "give back", _note="Hvornår?")
    assert buttons(anna) == {"Bed om godkendelse": True}


def test_where_no_rule_asks_for_approval_a_writer_who_asked_can_still_publish(
    tmp_path: Path,
) -> None:
    anna, bo = at_desk(tmp_path)
    assert buttons(anna) == {"Bed om godkendelse": False, "Udgiv": True}
    anna.save(DRAFT, "ask")
    assert buttons(anna) == {"Fortryd anmodningen": False, "Udgiv": False}
    bo.save(DRAFT, "give back", _note="Hvornår?")
    assert buttons(anna) == {"Bed om godkendelse": True, "Udgiv": False}


@pytest.mark.parametrize(("do", "file"), [("publish", DRAFT), ("take off", FILE)])
def test_what_shows_or_hides_a_text_asks_once_also_without_a_script(
    tmp_path: Path, do: str, file: str
) -> None:
    anna, _ = at_desk(tmp_path)
    page = anna.read(f"/desk/text/{file}")
    asked = page.select_one(f".confirm:has([value='{do}'])")
    assert asked
    assert page.select(f"[popovertarget={asked['id']}]")
    assert "?" in asked.get_text()


def test_a_request_is_withdrawn_by_whoever_made_it(tmp_path: Path) -> None:
    anna, bo = at_desk(tmp_path)
    anna.save(DRAFT, "ask")
    form = {**bo.form_of(DRAFT), "_token": bo.token(), "_do": "undo"}
    assert bo.browser.post(f"/desk/text/{DRAFT}", data=form).status_code == 403
    assert told(anna, "undo") == "Du beder ikke længere om godkendelse."
    assert "Venter på dig" not in bo.read("/desk/").get_text()


def test_what_was_sent_back_is_on_the_writer_s_front_page_and_at_the_top_of_the_text(
    tmp_path: Path,
) -> None:
    anna, bo = at_desk(tmp_path)
    anna.save(DRAFT, "ask")
    bo.save(DRAFT, "give back", _note="Hvornår åbner den?")
    section = anna.read("/desk/").select(".texts")[0].get_text()
    assert "Sendt tilbage til dig" in section
    assert "af Bo" in section
    assert "Hvornår åbner den?" in section
    assert "Sendt tilbage til dig" not in bo.read("/desk/").get_text()
    returned = anna.read(f"/desk/text/{DRAFT}").select_one(".returned")
    assert returned
    assert "Sendt tilbage af Bo" in returned.get_text()
    anna.save(DRAFT, "ask")
    assert not anna.read(f"/desk/text/{DRAFT}").select(".returned")


def test_people_are_called_by_their_names(tmp_path: Path) -> None:
    anna, bo = at_desk(tmp_path)
    anna.save(DRAFT, "ask")
    assert "Anna har bedt om godkendelse." in bo.read(f"/desk/text/{DRAFT}").get_text()


def test_a_link_has_the_focus_and_can_be_copied(tmp_path: Path) -> None:
    anna, _ = at_desk(tmp_path)
    page = anna.save(DRAFT, "share", _days="7")
    assert page.select_one("#_link[autofocus]")
    assert page.select_one("[data-copy=_link][hidden]")


LATER = "1. december 2026 kl. 9"
AT_ONCE, AT_NINE = "", "1796112000"
"""The moments that a page may ask about: none, and that of `LATER`."""


def test_what_the_button_asks_follows_the_date_that_is_typed(tmp_path: Path) -> None:
    anna, _ = at_desk(tmp_path)
    page = anna.send(f"/desk/findings/{DRAFT}", **{**anna.form_of(DRAFT), "date": LATER})
    typed = page.select_one("#typed")
    assert typed
    assert typed["data-begins"] == AT_NINE
    assert typed["data-button"] == "Planlæg til tirsdag den 1. december 2026 kl. 9.00"
    assert typed["data-question"] == "Så udkommer teksten af sig selv og bliver synlig for alle."


@pytest.mark.parametrize(("asked", "date"), [(AT_ONCE, LATER), (AT_NINE, "1. november 2026")])
def test_a_text_does_not_come_out_at_another_moment_than_was_asked_about(
    tmp_path: Path, asked: str, date: str
) -> None:
    anna, _ = at_desk(tmp_path)
    page = anna.save(DRAFT, "publish", date=date, _begins=asked)
    assert "Gemt, men ikke udgivet" in page.get_text()
    assert "status: kladde" in text_of(anna, DRAFT)
    now_asked = page.select_one("#begins")
    assert now_asked
    anna.save(DRAFT, "publish", _begins=str(now_asked["value"]))
    assert "status" not in text_of(anna, DRAFT)


def test_a_text_is_published_though_its_moment_came_while_one_was_asked(tmp_path: Path) -> None:
    anna, _ = at_desk(tmp_path, dato="23. november 2026 kl. 12")
    begun = str(int(datetime(2026, 11, 23, 11, 0, tzinfo=UTC).timestamp()))
    assert told(anna, "publish", _begins=begun).startswith("Udgivet.")


def test_a_text_is_not_sent_back_without_a_word_of_why(tmp_path: Path) -> None:
    anna, bo = at_desk(tmp_path)
    anna.save(DRAFT, "ask")
    assert "hvad der skal rettes" in bo.save(DRAFT, "give back", _note=" ").get_text()
    assert buttons(bo) == {"Godkend": True, "Send tilbage": False, "Udgiv": False}
