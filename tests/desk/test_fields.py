"""The fields on the page of a text: what their buttons do, and what stands beside them."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from nyspor.desk.state import DeskState
from tests.builders import post_text
from tests.desk.desk import FILE, AtDesk, make_state, sit_down

GROUP = "workgroups/stigruppen.md"
MEETINGS = """møder:
  - id: foerste
    start: 14. januar 2027 kl. 19.00
    sted: Biblioteket
  - id: andet
    start: 11. februar 2027 kl. 19.00
    sted: Salen
"""
LINES = f"---\ntitel: Stigruppen\nresume: Vi går tur.\n# Aftalt på mødet i maj\n{MEETINGS}pladser: 12\n---\n\nKom med.\n"


def state_with_group(folder: Path, **more: str) -> DeskState:
    (folder / "content").mkdir(parents=True)
    (folder / "content/people.yaml").write_text("- slug: anna\n  navn: Anna And\n", "utf-8")
    return make_state(folder, workgroups__stigruppen=LINES, **more)


def titles_in(page: BeautifulSoup) -> list[str]:
    rows = page.select("[data-row] > details > summary")
    return [" ".join(row.get_text().split()) for row in rows]


def focused(page: BeautifulSoup) -> Tag:
    """What has the focus when the page comes; a question that opens later has its own."""
    (found,) = page.select("[autofocus]:not([popover] *)")
    return found


def organiser(folder: Path) -> AtDesk:
    return sit_down(state_with_group(folder), "carl")


def test_a_meeting_is_moved_up_without_being_saved(tmp_path: Path) -> None:
    carl = organiser(tmp_path)
    page = carl.save(GROUP, do="up meetings.1", meetings__1__place="Skolen")
    assert titles_in(page) == [
        "Møde 1: 11. februar 2027 kl. 19.00, Skolen",
        "Møde 2: 14. januar 2027 kl. 19.00, Biblioteket",
    ]
    assert (carl.content / GROUP).read_text("utf-8") == LINES


def test_the_focus_follows_a_meeting_to_where_its_button_can_be_pressed_again(
    tmp_path: Path,
) -> None:
    button = focused(organiser(tmp_path).save(GROUP, do="up meetings.1"))
    assert button["aria-label"] == "Flyt møde 1 ned"


def test_a_meeting_that_was_moved_and_saved_changes_no_line_of_another_field(
    tmp_path: Path,
) -> None:
    carl = organiser(tmp_path)
    form = carl.form_of(GROUP)
    last = {name: form.pop(name) for name in [*form] if name.startswith("meetings.1.")}
    carl.send(f"/desk/text/{GROUP}", **last, **form, _do="save")  # as a script has moved it
    first, second = MEETINGS.split("  - ")[1:]
    moved = f"møder:\n  - {second}  - {first}"
    assert (carl.content / GROUP).read_text("utf-8") == LINES.replace(MEETINGS, moved)


def test_a_meeting_is_removed_and_the_next_one_has_the_focus(tmp_path: Path) -> None:
    page = organiser(tmp_path).save(GROUP, do="remove meetings.0")
    assert titles_in(page) == ["Møde 1: 11. februar 2027 kl. 19.00, Salen"]
    assert focused(page)["aria-labelledby"] == "r-meetings.0"


def test_a_new_meeting_is_empty_and_has_the_focus(tmp_path: Path) -> None:
    page = organiser(tmp_path).save(GROUP, do="add meetings")
    assert titles_in(page)[-1] == "Møde 3"
    assert focused(page)["aria-labelledby"] == "r-meetings.2"


def test_the_meetings_of_a_workgroup_stand_open_and_what_else_it_holds_is_named(
    tmp_path: Path,
) -> None:
    page = organiser(tmp_path).read(f"/desk/text/{GROUP}")
    assert page.select_one(".more-fields [name='meetings.0.place']") is None
    others = page.select_one(".more-fields > summary")
    assert others
    assert others.get_text(strip=True).endswith("Udfyldt: Pladser")


def test_the_other_fields_stand_open_where_one_of_them_has_the_focus(tmp_path: Path) -> None:
    page = organiser(tmp_path).save(GROUP, do="add authors")
    around = focused(page).find_parents("details")
    assert around
    assert all("open" in each.attrs for each in around)


WRONG = {
    "a date": ("dato", "31. februar 2026", "f-date", "Dato"),
    "a name in a list": ("spor", "[stier, findes-ikke]", "f-tracks", "Spor"),
    "a field of a record": ("kilder", '[{titel: Rapporten, adresse: "her"}]', "f-source.0.url", "Kilde 1, Adresse"),
    "what is missing": ("kilder", "[{udgiver: Kommunen}]", "f-source.0.title", "Kilde 1, Titel"),
}  # fmt: skip


@pytest.mark.parametrize(("key", "value", "field", "label"), WRONG.values(), ids=WRONG)
def test_what_the_check_says_leads_to_its_field_and_stands_beside_it(
    tmp_path: Path, key: str, value: str, field: str, label: str
) -> None:
    state = make_state(tmp_path)
    (state.texts.content / FILE).write_text(post_text(**{key: value}), "utf-8")
    page = sit_down(state, "anna").read(f"/desk/text/{FILE}")
    link = page.select_one(f"#findings .error a[href='#{field}']")
    assert link
    assert link.get_text() == label
    element = page.find(id=field)
    assert element
    assert f"{field}-said" in element.get_attribute_list("aria-describedby")[0]
    assert element.name == "fieldset" or element["aria-invalid"] == "true"
    said = page.find(id=f"{field}-said")
    words = page.select_one("#findings .error .words")
    assert said
    assert words
    assert words.get_text() in said.get_text()


def test_what_is_typed_is_told_at_the_row_where_it_stands_on_the_page(tmp_path: Path) -> None:
    """The rows have the names of the text that was opened, though a script has moved one, and one is empty."""
    carl = organiser(tmp_path)
    form = carl.form_of(GROUP) | {"meetings.0.start": ["32. maj 2027"]}
    first = {name: form.pop(name) for name in [*form] if name.startswith("meetings.0.")}
    form |= {"meetings.7.place": [""], **first}
    findings = carl.send(f"/desk/findings/{GROUP}", **form)
    (link,) = findings.select(".error a")
    assert (link["href"], link.get_text()) == ("#f-meetings.0.start", "Møde 2, Start")


def test_what_a_field_can_refer_to_is_found_by_words_of_its_title(tmp_path: Path) -> None:
    carl = organiser(tmp_path)

    def found(field: str, words: str) -> list[dict[str, str]]:
        address = f"/desk/links/{GROUP}"
        answer = carl.browser.get(address, params={"field": field, "q": words}).json()
        assert isinstance(answer, list)
        return answer

    post = {"label": "Stien", "kind": "Indlæg", "address": "posts/stien"}
    assert post in found("meetings.account", "STI")
    assert found("meetings.account", "posts/sti") == [post]
    assert [each["address"] for each in found("related", "sti")] == ["posts/stien", "tracks/stier"]
    assert found("municipality", "ros") == [{"label": "Roskilde Kommune", "kind": "", "address": "roskilde"}]  # fmt: skip
    assert found("title", "sti") == []


def test_a_page_does_not_grow_with_the_number_of_texts(tmp_path: Path) -> None:
    few = len(organiser(tmp_path / "few").browser.get(f"/desk/text/{GROUP}").content)
    more = {f"posts__2026__nr-{number}": post_text(titel=f"Nr. {number}") for number in range(50)}
    state = state_with_group(tmp_path / "many", **more)
    many = len(sit_down(state, "carl").browser.get(f"/desk/text/{GROUP}").content)
    assert abs(many - few) < 100


def test_a_field_that_refers_to_another_text_says_its_title(tmp_path: Path) -> None:
    carl = organiser(tmp_path)
    page = carl.save(GROUP, do="fix", related="posts/stien", meetings__0__account="posts/stien")
    for name in ("related", "meetings.0.account"):
        field = page.find(attrs={"name": name})
        assert field
        assert field.parent
        held = field.parent.select_one(".held")
        assert held
        assert held.get_text(strip=True) == "Stien"


def test_a_meeting_is_put_on_another_day_and_calendars_follow(tmp_path: Path) -> None:
    carl = organiser(tmp_path)
    page = carl.save(GROUP, meetings__1__start="18. februar 2027 kl. 19.00")
    assert page.select_one("[name='meetings.1.revision']")["type"] == "hidden"
    assert (carl.content / GROUP).read_text("utf-8") == LINES.replace(
        "11. februar 2027 kl. 19.00\n    sted: Salen",
        "18. februar 2027 kl. 19.00\n    sted: Salen\n    revision: 1\n    flyttet_fra: 11. februar 2027 kl. 19.00",
    )


def test_a_new_meeting_needs_no_id(tmp_path: Path) -> None:
    carl = organiser(tmp_path)
    new = {"meetings__2__start": "18. marts 2027 kl. 19.00", "meetings__2__place": "Haven"}
    carl.save(GROUP, **new)
    assert "- id: 2027-03-18\n    start: 18. marts 2027" in (carl.content / GROUP).read_text(
        "utf-8"
    )


def test_only_an_administrator_changes_who_gets_the_sign_ups_and_so_sees_them(
    tmp_path: Path,
) -> None:
    state = state_with_group(tmp_path)
    page = sit_down(state, "carl").save(GROUP, deliver_to="carl")
    assert "Kun en administrator" in page.get_text()
    assert (state.texts.content / GROUP).read_text("utf-8") == LINES
    sit_down(state, "dorte").save(GROUP, deliver_to="carl")
    assert "leveres_til: carl" in (state.texts.content / GROUP).read_text("utf-8")


def test_of_a_group_that_has_never_been_out_its_organiser_says_it(tmp_path: Path) -> None:
    draft = LINES.replace("pladser: 12", "pladser: 12\nstatus: kladde")
    carl = sit_down(make_state(tmp_path, workgroups__stigruppen=draft), "carl")
    carl.save(GROUP, deliver_to="carl")
    assert "leveres_til: carl" in (carl.content / GROUP).read_text("utf-8")
