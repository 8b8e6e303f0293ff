"""What residents have sent, at the desk: who sees it, what is decided, and that it is noted who did."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nyspor.desk.front.residents import may_see_members
from nyspor.desk.people.audit import AuditLine, latest
from nyspor.forms.targets import Target
from nyspor.staff.parsing import parse_staff
from nyspor.staff.records import Role, Staff, StaffMember
from tests.builders import parse_entry
from tests.desk.desk import FILE, NOW, STAFF, make_state, sit_down
from tests.desk.with_forms import (
    COMMENT,
    GROUP,
    GROUP_TEXT,
    IDEA,
    SIGNUP,
    DeskWithForms,
    desk_with_forms,
)

ADDRESSES = ("nabo@post.example", "borger@post.example", "aase@post.example")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[DeskWithForms]:
    with desk_with_forms(tmp_path) as found:
        yield found


def front(site: DeskWithForms, key: str) -> str:
    return site.desk.sign_in(key).read("/desk/").get_text(" ", strip=True)


def noted(site: DeskWithForms) -> AuditLine:
    """The last thing that somebody did at the desk."""
    return latest(site.desk.state.database, 1)[0]


def test_the_front_page_counts_what_waits_and_shows_the_newest_first_without_addresses(
    site: DeskWithForms,
) -> None:
    site.sends("comment", COMMENT)
    site.sends("idea", IDEA)
    words = front(site, "bo")
    assert "Kommentarer og idéer 2" in words
    assert words.index("En bænk") < words.index("Den er dejlig.")
    assert not [address for address in ADDRESSES if address in words]
    assert "Kommentarer og idéer" not in front(site, "anna")


def test_the_front_page_has_the_groups_of_an_organiser_and_how_full_they_are(
    site: DeskWithForms,
) -> None:
    site.sends("signup", SIGNUP)
    assert "Stigruppen Medlemmer: 1 · 1 har ikke bekræftet endnu" in front(site, "carl")
    assert "Tilmeldinger" not in front(site, "bo")
    assert "Tilmeldinger" in front(site, "dorte")


def test_an_editor_publishes_at_the_desk_what_a_resident_wrote(site: DeskWithForms) -> None:
    id = site.sends("comment", COMMENT)
    bo = site.desk.sign_in("bo")
    page = bo.browser.get(f"/desk/moderate/{id}").text
    bo.send(f"/desk/moderate/{id}", do="publish", seen=site.seen(page), text="Den er rigtig dejlig.", name="Naboen")  # fmt: skip
    (published,) = (bo.content / "comments").rglob("*.md")
    assert "Den er rigtig dejlig." in published.read_text("utf-8")
    assert site.forms.outbox.decisions(id)[-1].editor == "bo"
    line = noted(site)
    assert (line.person, line.action, line.file) == ("bo", "published what a resident wrote", FILE)


def test_an_editor_rejects_with_a_reason_that_the_resident_is_told(site: DeskWithForms) -> None:
    id = site.sends("idea", IDEA)
    site.desk.sign_in("bo").send(f"/desk/moderate/{id}", do="reject", reason="Den er der allerede.", tell="yes")  # fmt: skip
    decision = site.forms.outbox.decisions(id)[-1]
    assert (decision.action, decision.reason, decision.tell) == (
        "reject",
        "Den er der allerede.",
        True,
    )
    assert "decision" in {mail.purpose.partition("-")[0] for mail in site.forms.outbox.mails()}
    assert noted(site).action == "rejected what a resident wrote"


def test_an_idea_on_the_site_is_found_by_its_words_and_its_address(site: DeskWithForms) -> None:
    id = site.sends("idea", IDEA)
    bo = site.desk.sign_in("bo")
    bo.send("/desk/moderate", one=f"publish {id}")
    for query in ("rollator", "b%C3%A6nk+to", f"/ideer/en-baenk-{id}/"):
        found = bo.read(f"/desk/?q={query}").select(f'a[href="/desk/moderate/{id}"]')
        assert [each.get_text() for each in found] == (["En bænk"] if query != "rollator" else [])


def test_an_editor_answers_what_is_on_the_site(site: DeskWithForms) -> None:
    id = site.sends("comment", COMMENT)
    bo = site.desk.sign_in("bo")
    bo.send("/desk/moderate", one=f"publish {id}")
    assert "Naboen" in bo.read("/desk/moderate").get_text()
    bo.send(f"/desk/moderate/{id}", do="answer", answer="Tak for det.")
    assert any("Tak for det." in f.read_text("utf-8") for f in bo.content.rglob("comments/**/*.md"))
    assert noted(site).action == "answered what a resident wrote"


def test_nothing_is_noted_of_what_was_decided_already(site: DeskWithForms) -> None:
    id = site.sends("comment", COMMENT)
    bo = site.desk.sign_in("bo")
    bo.send("/desk/moderate", one=f"publish {id}")
    bo.send("/desk/moderate", one=f"publish {id}")
    actions = [line.action for line in latest(site.desk.state.database, 10)]
    assert actions.count("published what a resident wrote") == 1


def test_an_editor_of_another_track_neither_sees_nor_decides(site: DeskWithForms) -> None:
    id = site.sends("comment", COMMENT)
    other = StaffMember(key="eva", email="eva@kommune.example", roles=(Role.EDITOR,), tracks=("natur",))  # fmt: skip
    site.desk.staff = Staff.of([*STAFF, other])
    assert "Intet venter på en afgørelse." in front(site, "eva")
    eva = site.desk.sign_in("eva")
    eva.read(f"/desk/moderate/{id}", status=410)
    answer = eva.browser.post(f"/desk/moderate/{id}", data={"_token": eva.token(), "do": "publish"})
    assert answer.status_code == 410
    assert site.forms.outbox.decisions(id) == []


def test_an_idea_that_was_decided_on_is_named_as_long_as_it_is_kept(site: DeskWithForms) -> None:
    id = site.sends("idea", IDEA)
    bo, dorte = site.desk.sign_in("bo"), site.desk.sign_in("dorte")
    page = bo.browser.get(f"/desk/moderate/{id}").text
    bo.send(f"/desk/moderate/{id}", do="publish", seen=site.seen(page), title="En bænk")
    link = dorte.read("/desk/audit").find("a", href=f"/desk/moderate/{id}")
    assert link
    assert link.get_text() == "En bænk"
    site.forms.outbox.forget_submissions([id])
    words = dorte.read("/desk/audit").get_text()
    assert "En bænk" not in words
    assert "er ikke gemt længere" in words


def test_the_members_of_a_group_are_shown_to_who_gets_its_mail_and_to_administrators_alone(
    site: DeskWithForms,
) -> None:
    site.sends("signup", SIGNUP)
    for key in ("carl", "dorte"):
        assert "aase@post.example" in site.desk.sign_in(key).read(GROUP).get_text()
    for key in ("anna", "bo"):
        site.desk.sign_in(key).read(GROUP, status=404)
        site.desk.sign_in(key).read(GROUP.replace("members", "members-file"), status=404)


def test_the_page_of_a_group_leads_to_its_members_and_says_who_sees_them(
    site: DeskWithForms,
) -> None:
    site.sends("signup", SIGNUP)
    for key, is_led in (("carl", True), ("dorte", True), ("bo", False)):
        page = site.desk.sign_in(key).read("/desk/text/workgroups/stigruppen.md")
        assert "kan kun ses af: Carl, Dorte." in page.get_text()
        assert bool(page.find("a", href=GROUP)) is is_led
    assert "kan kun ses af" not in site.desk.sign_in("dorte").read(f"/desk/text/{FILE}").get_text()


def test_what_an_organiser_does_about_members_is_noted_without_their_names(
    site: DeskWithForms,
) -> None:
    site.sends("signup", SIGNUP)
    carl = site.desk.sign_in("carl")
    (member,) = carl.read(GROUP).select('input[name="member"]')[:1]
    carl.send(GROUP, step="confirm", member=str(member["value"]))
    carl.browser.get(GROUP.replace("members", "members-file"))
    carl.send(GROUP, step="remove", member=str(member["value"]))
    assert "Åse" in carl.read(GROUP).get_text()
    carl.send(GROUP, step="remove-now", member=str(member["value"]))
    assert "Åse" not in carl.read(GROUP).get_text()
    lines = latest(site.desk.state.database, 3)
    assert [(line.person, line.action, line.file) for line in reversed(lines)] == [
        ("carl", "confirmed a sign-up", "workgroups/stigruppen.md"),
        ("carl", "fetched the list of sign-ups", "workgroups/stigruppen.md"),
        ("carl", "removed a sign-up", "workgroups/stigruppen.md"),
    ]


def test_an_organiser_signs_somebody_up_at_the_desk(site: DeskWithForms) -> None:
    carl = site.desk.sign_in("carl")
    assert "Tilmeld en person" in carl.send(GROUP, step="add").get_text()
    page = carl.send(GROUP, step="add-now", **SIGNUP)
    assert "Åse" in page.get_text()
    assert noted(site).action == "signed somebody up"


def test_the_pages_are_in_the_language_of_the_desk(site: DeskWithForms) -> None:
    id = site.sends("comment", COMMENT)
    dorte = site.desk.sign_in("dorte")
    dorte.browser.cookies.set("nyspor-desk-language", "en")
    for address in ("/desk/moderate", f"/desk/moderate/{id}", GROUP):
        page = dorte.read(address)
        assert page.html
        assert page.html["lang"] == "en"


def test_the_desk_says_so_where_what_residents_sent_cannot_be_read(site: DeskWithForms) -> None:
    site.forms.factory.settings.forms.unlink()
    bo = site.desk.sign_in("bo")
    assert "kan ikke vises lige nu" in bo.read("/desk/").get_text()
    bo.read("/desk/moderate", status=503)


def test_the_desk_says_so_where_no_forms_service_is_running(tmp_path: Path) -> None:
    anna = sit_down(make_state(tmp_path), "anna")
    assert "Her kører ingen formulartjeneste" in anna.read("/desk/").get_text()
    anna.read("/desk/moderate", status=404)


PEOPLE = """
bo: {mail: bo@kommune.example, roller: redaktør}
carl: {mail: carl@kommune.example, roller: tovholder}
dorte: {mail: dorte@kommune.example, roller: administrator}
eva: {mail: eva@kommune.example, spor: stier}
finn: {mail: finn@kommune.example, spor: natur}
frida:
  mail: frida@kommune.example
  roller: tovholder
  fravær: [{fra: 2026-11-01, til: 2026-12-01, stedfortræder: bo}]
"""


@pytest.mark.parametrize(
    ("deliver_to", "who"),
    [
        ("carl", ["carl", "dorte"]),
        ("redaktion", ["bo", "dorte", "eva"]),  # to the editors: those of the group's track
        ("frida", ["bo", "dorte", "frida"]),  # who is away, and Bo is her deputy
    ],
)
def test_whose_the_members_of_a_group_are(deliver_to: str, who: list[str]) -> None:
    staff, _ = parse_staff(PEOPLE.encode())
    entry = parse_entry(GROUP_TEXT.replace("leveres_til: carl", "spor: stier"), "workgroups/stigruppen.md").entry  # fmt: skip
    group = Target("signup", "workgroups/stigruppen", "Stigruppen", "/", deliver_to=deliver_to)
    assert sorted(each.key for each in staff if may_see_members(each, staff, group, entry, NOW)) == who  # fmt: skip


def test_a_group_that_nobody_has_signed_up_to_stands_apart(site: DeskWithForms) -> None:
    carl = site.desk.sign_in("carl")
    assert [a.get_text() for a in carl.read("/desk/").select("details a")] == ["Stigruppen"]
    site.sends("signup", SIGNUP)
    assert carl.read("/desk/").select("details a") == []


IDEA_TEXT = (
    "---\ntitel: En bænk\nnavn: En borger\nmodtaget: 1. maj 2012\n---\n\nMed plads til to.\n"
)


def test_the_front_page_lists_the_ideas_whose_answer_is_late_to_those_who_decide(
    tmp_path: Path,
) -> None:
    with desk_with_forms(tmp_path) as site:
        file = tmp_path / "content/ideas/en-baenk.md"
        file.parent.mkdir()
        file.write_text(IDEA_TEXT, "utf-8")
        words = front(site, "bo")
        assert "Idéer, der skal have svar 1" in words
        assert "skulle have haft svar senest 30. juni 2012" in words
        assert "ideas/en-baenk.md" in words
        assert "Idéer, der skal have svar" not in front(site, "anna")
