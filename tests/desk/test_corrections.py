"""Corrections of a published text where a colleague must approve it: kept beside the file, read, approved and published."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from nyspor.desk.approval.reviews import Reviews
from nyspor.desk.people.permissions import ALL_KINDS, Rules
from nyspor.desk.store.corrections import Corrections
from tests.builders import post_text
from tests.desk.desk import FILE, AtDesk, git, make_state, sit_down

PUBLISHED = "Første afsnit.\n\nAndet afsnit.\n\nTredje afsnit."
DRAFT = "posts/2026/kladde.md"


def at_desk(folder: Path) -> tuple[AtDesk, AtDesk]:
    """Anna, who writes, and Bo, who approves, at a desk where a colleague must approve everything."""
    texts = {
        "posts__2026__stien": post_text(PUBLISHED, titel="Stien"),
        "posts__2026__kladde": post_text("En kladde.", status="kladde"),
    }
    state = make_state(folder, Rules(ALL_KINDS), **texts)
    return sit_down(state, "anna"), sit_down(state, "bo")


def text_of(who: AtDesk, file: str = FILE) -> str:
    return (who.content / file).read_text("utf-8")


def change_on_disk(who: AtDesk, before: str, after: str) -> None:
    """Somebody changes the published text by Git."""
    (who.content / FILE).write_text(text_of(who).replace(before, after), "utf-8")


def words_in(page: BeautifulSoup) -> str:
    """The text as the form of a page has it."""
    area = page.select_one("#_body")
    assert area
    return area.get_text()


def body(old: str, new: str) -> str:
    return f"\n{PUBLISHED.replace(old, new)}\n"


def test_a_correction_is_kept_beside_the_published_text(tmp_path: Path) -> None:
    anna, bo = at_desk(tmp_path)
    before = text_of(anna)
    page = anna.save(_body=body("Andet", "Annas"))
    assert "Rettelse, der venter på godkendelse" in page.get_text()
    assert "Annas afsnit." in words_in(page)
    assert text_of(anna) == before
    sections = {each.h2.get_text().split()[0]: each for each in bo.read("/desk/").select(".texts")}
    assert "Stien" in sections["Rettelser"].get_text()
    assert "Annas afsnit." in bo.read(f"/desk/page/{FILE}").get_text()


def test_a_correction_is_asked_for_read_in_words_approved_and_published(tmp_path: Path) -> None:
    anna, bo = at_desk(tmp_path)
    anna.save(do="ask", _body=body("Andet", "Annas"), _note="Det var tredje gang.")
    assert "Stien" in bo.read("/desk/").select(".texts")[0].get_text()
    page = bo.read(f"/desk/text/{FILE}")
    assert [tag.get_text() for tag in page.select(".changed del, .changed ins")] == [
        "[taget ud: Andet]",
        "[tilføjet: Annas]",
    ]
    assert "Det var tredje gang." in page.get_text()
    bo.save(do="approve")
    assert "Annas" not in text_of(anna)
    bo.save(do="publish")
    assert "Annas afsnit." in text_of(anna)
    assert git(anna.content, "log", "-1", "--format=%an") == "Anna"
    assert "Rettelse" not in anna.read(f"/desk/text/{FILE}").select_one(".kicker").get_text()


def test_the_writer_goes_on_with_a_correction_that_was_given_back(tmp_path: Path) -> None:
    anna, bo = at_desk(tmp_path)
    anna.save(do="ask", _body=body("Andet", "Annas"))
    bo.save(do="give back", _note="Skriv, hvornår.")
    assert "Skriv, hvornår." in anna.read(f"/desk/text/{FILE}").get_text()
    page = anna.save(do="ask", _body=body("Andet afsnit", "Annas afsnit fra maj"))
    assert "Annas afsnit fra maj." in words_in(page)


ATTEMPTS = {
    "saving": {},
    "publishing": {"_do": "publish"},
    "approving": {"_do": "approve"},
    "hiding": {"status": "skjult"},
    "unreadable fields": {"date": "]"},
    "as a draft": {"status": "kladde"},
    "taking off": {"_do": "take off"},
    "deleting": {"_do": "delete"},
}


@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS)
def test_no_button_publishes_a_writer_s_words_without_a_colleague(
    tmp_path: Path, attempt: dict[str, str]
) -> None:
    anna, _ = at_desk(tmp_path)
    before = text_of(anna)
    for _ in range(2):  # with and without a correction that waits
        anna.send(f"/desk/text/{FILE}", **{**anna.form_of(), "_body": "Annas ord.", **attempt})
        assert text_of(anna) == before
    anna.save(do="ask")
    anna.send(f"/desk/text/{FILE}", **{**anna.form_of(), **attempt})
    assert text_of(anna) == before


def test_a_form_that_was_opened_before_the_text_was_published_is_a_correction(
    tmp_path: Path,
) -> None:
    anna, bo = at_desk(tmp_path)
    opened = anna.form_of(DRAFT)
    anna.save(DRAFT, "ask")
    bo.save(DRAFT, "approve")
    bo.save(DRAFT, "publish")
    anna.send(f"/desk/text/{DRAFT}", **{**opened, "_body": "\nAnnas ord.\n", "_do": "save"})
    assert "Annas ord." not in text_of(anna, DRAFT)
    assert "Annas ord." in words_in(anna.read(f"/desk/text/{DRAFT}"))


def test_a_published_text_that_cannot_be_read_is_repaired_by_a_correction(tmp_path: Path) -> None:
    anna, _ = at_desk(tmp_path)
    change_on_disk(anna, "titel: Stien", "titel: [Stien")
    broken = text_of(anna)
    repaired = broken.replace("[Stien", "Annas titel")
    anna.send(f"/desk/text/{FILE}", _base=anna.form_of()["_base"][0], _whole=repaired, _do="save")
    assert text_of(anna) == broken
    assert anna.state.texts.read(FILE).raw.decode() == repaired


def test_choosing_between_two_versions_is_a_correction(tmp_path: Path) -> None:
    anna, bo = at_desk(tmp_path)
    opened = anna.form_of()
    bo.save(_body=body("Andet", "Bos"))
    page = anna.send(f"/desk/text/{FILE}", **{**opened, "_body": body("Andet", "Annas")})
    anna.send(f"/desk/settle/{FILE}", **choose("own", page))
    assert "Bos afsnit." in text_of(anna)
    assert "Annas afsnit." in words_in(anna.read(f"/desk/text/{FILE}"))


def test_what_was_not_seen_is_not_approved(tmp_path: Path) -> None:
    anna, bo = at_desk(tmp_path)
    anna.save(do="ask", _body=body("Andet", "Annas"))
    opened = bo.form_of()
    anna.save(_body=body("Andet", "Annas nye"))
    page = bo.send(f"/desk/text/{FILE}", **{**opened, "_do": "approve"})
    assert "siden du åbnede den" in page.get_text()
    review = Reviews(bo.state.database).find(FILE)
    assert review
    assert review.is_open


def test_what_others_publish_meanwhile_stays_and_is_approved_anew(tmp_path: Path) -> None:
    anna, bo = at_desk(tmp_path)
    anna.save(do="ask", _body=body("Andet", "Annas"))
    bo.save(do="approve")
    change_on_disk(anna, "Tredje", "Sidste")
    anna.save(do="publish")
    assert "Andet afsnit." in text_of(anna)
    anna.save(do="ask")
    bo.save(do="approve")
    anna.save(do="publish")
    assert "Annas afsnit.\n\nSidste afsnit." in text_of(anna)


def test_one_chooses_where_the_published_text_was_changed_in_the_same_place(tmp_path: Path) -> None:
    anna, bo = at_desk(tmp_path)
    anna.save(do="ask", _body=body("Andet", "Annas"))
    change_on_disk(anna, "Andet", "Gits")
    page = bo.read(f"/desk/text/{FILE}")
    assert "på det samme sted som rettelsen" in page.get_text()
    assert not page.select("[value=approve], [value=publish]")
    anna.send(f"/desk/settle/{FILE}", **choose("own", anna.save()))
    assert "Gits afsnit." in text_of(anna)
    bo.save(do="approve")
    bo.save(do="publish")
    assert "Annas afsnit." in text_of(anna)


def choose(side: str, page: BeautifulSoup) -> dict[str, str]:
    """The form of a clash with one question, answered."""
    hidden = page.select("main input[type=hidden]")
    return {str(tag["name"]): str(tag["value"]) for tag in hidden} | {"choice-1": side, "_do": "save"}  # fmt: skip


def test_a_correction_that_is_thrown_away_can_be_brought_back(tmp_path: Path) -> None:
    anna, _ = at_desk(tmp_path)
    anna.save(_body=body("Andet", "Annas"))
    page = anna.save(do="discard correction", _draft="siden")
    assert "Andet afsnit." in words_in(page)
    kept = page.select_one(".kept a")
    assert "Annas afsnit." in words_in(anna.read(str(kept["href"])))


def test_a_text_that_is_taken_off_is_a_draft_with_the_correction(tmp_path: Path) -> None:
    anna, bo = at_desk(tmp_path)
    anna.save(_body=body("Andet", "Annas"))
    bo.save(do="take off")
    assert "status: kladde" in text_of(anna)
    assert "Annas afsnit." in text_of(anna)
    assert not Corrections(anna.state.database).all()


def test_a_correction_of_nothing_is_none(tmp_path: Path) -> None:
    anna, _ = at_desk(tmp_path)
    anna.save(_body=body("Andet", "Annas"))
    anna.save(_body=body("Andet", "Andet"))
    assert not Corrections(anna.state.database).all()
