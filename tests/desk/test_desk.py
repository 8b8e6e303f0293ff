"""At the desk: a text is begun, written, shown, approved, published, corrected and taken off."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from nyspor.desk.app import make_desk
from nyspor.desk.front.front_routes import MOST_PUBLISHED
from nyspor.desk.people.audit import latest
from nyspor.desk.people.permissions import ALL_KINDS, Rules
from nyspor.model.kind_specs import kind_specs
from tests.builders import post_text
from tests.desk.desk import FILE, NOW, URL, git, make_state, sit_down


def test_nobody_sees_anything_before_they_have_said_who_they_are(tmp_path: Path) -> None:
    browser = TestClient(make_desk(make_state(tmp_path)), base_url=URL, follow_redirects=False)
    for address in ("/desk/", "/desk/new", f"/desk/text/{FILE}", f"/desk/page/{FILE}"):
        answer = browser.get(address)
        assert (answer.status_code, answer.headers["location"]) == (303, "/desk/who")


def test_the_front_page_lists_the_texts_by_where_they_are(tmp_path: Path) -> None:
    state = make_state(tmp_path, posts__2026__kladde=post_text(titel="Ikke endnu", status="kladde"))
    page = sit_down(state, "anna").read("/desk/")
    sections = {s.h2.get_text().split()[0]: s.get_text() for s in page.select(".texts") if s.h2}
    assert "Ikke endnu" in sections["Kladder"]
    assert "Stien" in sections["Udgivet"]


def sections(page: BeautifulSoup) -> dict[str, str]:
    """The words of each section of the front page, by its heading."""
    return {
        " ".join(section.h2.get_text().split()[:-1]): " ".join(section.get_text().split())
        for section in page.select(".texts")
        if section.h2
    }


def test_a_text_is_found_by_words_of_its_title(tmp_path: Path) -> None:
    state = make_state(tmp_path, posts__2026__anden=post_text(titel="En anden"))
    anna = sit_down(state, "anna")
    assert [a.get_text() for a in anna.read("/desk/?q=STIEN").select(".texts a")] == ["Stien"]
    assert "Der er ingen tekst med alle de ord." in anna.read("/desk/?q=findes ikke").get_text()


@pytest.mark.parametrize("query", ["stien roskilde", "vejen STIEN", "sti inge", "2026/broen"])
def test_a_text_is_found_by_several_words_of_what_it_says_and_by_who_wrote_it(
    tmp_path: Path, query: str
) -> None:
    fields = {
        "titel": "Stien er åben",
        "resume": "Vejen gennem Roskilde",
        "afsendere": "\n  - navn: Inge",
    }
    state = make_state(tmp_path, posts__2026__broen=post_text(**fields))
    found = sit_down(state, "anna").read(f"/desk/?q={query}").select(".texts li a")
    assert [link.get_text() for link in found] == ["Stien er åben"]


@pytest.mark.parametrize("address", ["https://blog.example/indlaeg/stien/", "/indlaeg/stien"])
def test_the_address_of_a_page_leads_to_its_text(tmp_path: Path, address: str) -> None:
    page = sit_down(make_state(tmp_path), "anna").read(f"/desk/?q={address}")
    assert page.select_one(f"#editor[data-file='{FILE}']")


def test_all_published_texts_are_counted_and_can_be_paged_through(tmp_path: Path) -> None:
    texts = {f"posts__2026__nr-{n}": post_text(titel=f"Nummer {n}") for n in range(MOST_PUBLISHED)}
    anna = sit_down(make_state(tmp_path, **texts), "anna")
    page = anna.read("/desk/")
    assert sections(page)["Udgivet"].startswith(
        f"Udgivet {MOST_PUBLISHED + 2} "
    )  # with the post and the track
    more = page.select_one(".more a")
    assert more
    assert len(anna.read(str(more["href"])).select(".texts:has(.more) li")) == 2


def test_lists_have_the_time_of_day(tmp_path: Path) -> None:
    fields = {"titel": "Snart", "status": "kladde", "dato": "4. december 2026 kl. 9.30"}
    state = make_state(tmp_path, posts__2026__snart=post_text(**fields))
    page = sections(sit_down(state, "anna").read("/desk/"))
    assert "4. december 2026 kl. 9.30" in page["Kladder"]


def test_whoever_signs_out_has_no_text_open(tmp_path: Path) -> None:
    state = make_state(tmp_path)
    anna, bo = sit_down(state, "anna"), sit_down(state, "bo")
    anna.read(f"/desk/text/{FILE}")
    assert "Anna har også teksten åben" in bo.read(f"/desk/text/{FILE}").get_text()
    anna.send("/desk/leave")
    assert "Anna har også" not in bo.read(f"/desk/text/{FILE}").get_text()


def test_the_front_page_has_consents_that_expire(tmp_path: Path) -> None:
    picture = "\n  fil: images/sti.jpg\n  alt: En sti\n  kredit: Kommunen\n  samtykke:\n    grundlag: Skriftligt\n    udløber: 2027-01-01"
    state = make_state(tmp_path, posts__2026__sti=post_text(titel="Stien er åben", billede=picture))
    assert "1. januar 2027" in sections(sit_down(state, "anna").read("/desk/"))["Samtykker"]


def test_one_s_own_texts_are_those_one_has_written_in_or_is_named_in_and_drafts_come_first(
    tmp_path: Path,
) -> None:
    state = make_state(
        tmp_path,
        posts__2026__kladde=post_text(titel="Min kladde", status="kladde"),
        posts__2026__navn=post_text(titel="Jeg står på den", afsendere="\n  - navn: Anna"),
        posts__2026__anden=post_text(titel="Andres", afsendere="\n  - navn: Bo"),
    )
    anna = sit_down(state, "anna")
    assert "Dine tekster" in sections(anna.read("/desk/"))
    anna.save("posts/2026/kladde.md", _body="Mine ord.")
    anna.save(_body="Andre ord.")
    anna.read("/desk/text/posts/2026/anden.md")
    own = anna.read("/desk/").select(".texts")[0]
    assert [link.get_text() for link in own.select("a")] == [
        "Min kladde",
        "Stien",
        "Jeg står på den",
    ]


def test_what_is_planned_stands_by_day_with_its_time_and_who_approved_it(tmp_path: Path) -> None:
    state = make_state(
        tmp_path,
        Rules(ALL_KINDS),
        posts__2026__senere=post_text(titel="Senere", dato="4. december 2026"),
        posts__2026__snart=post_text(titel="Snart", status="kladde", dato="4. december 2026 kl. 9.30"),
    )  # fmt: skip
    anna, bo = sit_down(state, "anna"), sit_down(state, "bo")
    for person, do in ((anna, "ask"), (bo, "approve"), (anna, "publish")):
        person.save("posts/2026/snart.md", do)
    planned = sections(anna.read("/desk/"))["Planlagt"]
    assert "Fredag 4. december 2026 kl. 0.00 Senere" in planned
    assert "kl. 9.30 Snart" in planned
    assert planned.endswith("godkendt af Bo")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("status", "kladde", "en kladde: Den udkommer ikke"),
        ("spor", "findes-ikke", "1 fejl stopper den"),
    ],
)
def test_what_stops_a_planned_text_is_said(
    tmp_path: Path, field: str, value: str, said: str
) -> None:
    fields = {"dato": "4. december 2026 kl. 9.30", field: value}
    anna = sit_down(make_state(tmp_path, posts__2026__snart=post_text(**fields)), "anna")
    assert said in sections(anna.read("/desk/"))["Planlagt"]


def test_only_those_who_can_approve_a_text_are_asked_to(tmp_path: Path) -> None:
    state = make_state(tmp_path, posts__2026__kladde=post_text(titel="Kladden", status="kladde"))
    sit_down(state, "anna").save("posts/2026/kladde.md", "ask")
    assert "Kladden" in sections(sit_down(state, "bo").read("/desk/"))["Venter på dig"]
    for key in ("anna", "carl"):
        found = sections(sit_down(state, key).read("/desk/"))
        assert "Venter på dig" not in found
        assert "Kladden" in found["Venter på godkendelse"]


def test_a_word_is_changed_with_the_writer_s_name_in_git(tmp_path: Path) -> None:
    anna = sit_down(make_state(tmp_path), "anna")
    before = (anna.content / FILE).read_bytes()
    page = anna.save(_body="\r\nI morgen åbner stien.\r\n")
    assert "Gemt." in page.get_text()
    assert (anna.content / FILE).read_bytes() == before.replace(b"I dag", b"I morgen")
    assert git(anna.content, "log", "-1", "--format=%an <%ae>") == "Anna <anna@kommune.example>"
    assert git(anna.content, "status", "--porcelain") == ""


def test_saving_what_nobody_has_changed_makes_no_commit(tmp_path: Path) -> None:
    anna = sit_down(make_state(tmp_path), "anna")
    commit = git(anna.content, "rev-parse", "HEAD")
    anna.save()
    assert git(anna.content, "rev-parse", "HEAD") == commit


def test_the_page_beside_shows_what_is_typed_and_not_saved(tmp_path: Path) -> None:
    anna = sit_down(make_state(tmp_path), "anna")
    page = anna.send(f"/desk/page/{FILE}", **{**anna.form_of(), "_body": "Nye ord."})
    assert "Nye ord." in page.get_text()
    assert "Nye ord." not in (anna.content / FILE).read_text("utf-8")


def test_a_mistake_is_told_with_its_place_and_keeps_the_text_from_publication(
    tmp_path: Path,
) -> None:
    state = make_state(
        tmp_path, posts__2026__kladde=post_text(status="kladde", dato="31. februar 2026")
    )
    anna = sit_down(state, "anna")
    page = anna.save("posts/2026/kladde.md", "publish")
    assert "Ikke udgivet: 1 fejl" in page.get_text()
    findings = page.select_one("#findings")
    assert findings
    assert "31. februar 2026" in findings.get_text()
    assert findings.select_one('a[href="#f-date"]')
    assert "status: kladde" in (anna.content / "posts/2026/kladde.md").read_text("utf-8")


def test_one_writes_another_approves_and_the_first_publishes(tmp_path: Path) -> None:
    rules = Rules(ALL_KINDS)
    state = make_state(tmp_path, rules, posts__2026__kladde=post_text(status="kladde"))
    file = "posts/2026/kladde.md"
    anna, bo = sit_down(state, "anna"), sit_down(state, "bo")
    assert (
        anna.browser.post(
            f"/desk/text/{file}", data=_publishing(anna.token(), anna.form_of(file))
        ).status_code
        == 403
    )
    anna.save(file, "ask", _note="Holder tallene?")
    assert "Holder tallene?" in bo.read(f"/desk/text/{file}").get_text()
    bo.save(file, "approve")
    anna.save(file, "publish")
    assert "status" not in (anna.content / file).read_text("utf-8")
    assert [line.action for line in latest(state.database, 3)] == [
        "published",
        "approved",
        "asked for approval",
    ]


def _publishing(token: str, form: dict[str, list[str]]) -> dict[str, str | list[str]]:
    return {**form, "_token": token, "_do": "publish"}


def test_nothing_is_published_past_the_rule_by_changing_its_status(tmp_path: Path) -> None:
    state = make_state(tmp_path, Rules(ALL_KINDS), posts__2026__kladde=post_text(status="kladde"))
    file = "posts/2026/kladde.md"
    anna = sit_down(state, "anna")
    for status in ("udgivet", "skjult", ""):
        page = anna.save(file, status=status)
        assert "En anden skal godkende det" in page.get_text()
    anna.save(file, _body="Nye ord.")
    assert "status: kladde" in (anna.content / file).read_text("utf-8")
    assert "Nye ord." in (anna.content / file).read_text("utf-8")


def test_a_published_text_is_changed_by_those_who_may_approve(tmp_path: Path) -> None:
    bo = sit_down(make_state(tmp_path, Rules(ALL_KINDS)), "bo")
    bo.save(_body="Bos ord.")
    assert "Bos ord." in (bo.content / FILE).read_text("utf-8")


def test_an_approval_holds_for_the_version_that_was_read(tmp_path: Path) -> None:
    state = make_state(tmp_path, Rules(ALL_KINDS), posts__2026__kladde=post_text(status="kladde"))
    file = "posts/2026/kladde.md"
    anna, bo = sit_down(state, "anna"), sit_down(state, "bo")
    anna.save(file, "ask")
    bo.save(file, "approve")
    page = anna.save(file, _body="Noget helt andet.")
    assert "skal godkendes igen" in page.get_text()


def test_nobody_approves_what_they_have_asked_for_themselves(tmp_path: Path) -> None:
    state = make_state(tmp_path, Rules(ALL_KINDS), posts__2026__kladde=post_text(status="kladde"))
    bo = sit_down(state, "bo")
    bo.save("posts/2026/kladde.md", "ask")
    form = {**bo.form_of("posts/2026/kladde.md"), "_token": bo.token(), "_do": "approve"}
    assert bo.browser.post("/desk/text/posts/2026/kladde.md", data=form).status_code == 403


def test_two_in_one_text_are_merged_by_paragraph(tmp_path: Path) -> None:
    body = "Første afsnit.\n\nAndet afsnit.\n\nTredje afsnit."
    state = make_state(tmp_path, posts__2026__stien=post_text(body))
    anna, bo = sit_down(state, "anna"), sit_down(state, "bo")
    opened = bo.form_of()
    anna.save(_body=f"\n{body.replace('Første', 'Annas')}\n")
    bo.send(f"/desk/text/{FILE}", **{**opened, "_body": f"\n{body.replace('Tredje', 'Bos')}\n"})
    text = (anna.content / FILE).read_text("utf-8")
    assert "Annas afsnit." in text
    assert "Bos afsnit." in text


def test_two_who_change_the_same_line_see_both_versions(tmp_path: Path) -> None:
    state = make_state(tmp_path)
    anna, bo = sit_down(state, "anna"), sit_down(state, "bo")
    opened = bo.form_of()
    anna.save(_body="\nAnnas ord.\n")
    page = bo.send(f"/desk/text/{FILE}", **{**opened, "_body": "\nBos ord.\n"})
    assert [side.p.get_text() for side in page.select(".side") if side.p] == [
        "[kun her: Bos] ord.",
        "[kun her: Annas] ord.",
    ]
    assert "Annas ord." in (anna.content / FILE).read_text("utf-8")


def test_a_text_is_begun_as_a_draft_and_a_title_twice_is_told(tmp_path: Path) -> None:
    anna = sit_down(make_state(tmp_path), "anna")
    page = anna.send("/desk/new", kind="posts", title="Ny bro")
    assert page.h1
    assert page.h1.get_text() == "Ny bro"
    assert "status: kladde" in (anna.content / "posts/2026/ny-bro.md").read_text("utf-8")
    assert "allerede en tekst" in anna.send("/desk/new", kind="posts", title="Ny bro").get_text()


def test_a_published_text_is_seen_on_the_site_and_taken_off(tmp_path: Path) -> None:
    anna = sit_down(make_state(tmp_path), "anna")
    assert anna.read(f"/desk/text/{FILE}").find("a", href="/indlaeg/stien/")
    page = anna.save(do="take off")
    assert page.find("a", href="/indlaeg/stien/") is None
    assert "status: kladde" in (anna.content / FILE).read_text("utf-8")


def test_a_date_to_come_plans_the_text(tmp_path: Path) -> None:
    state = make_state(
        tmp_path, posts__2026__jul=post_text(status="kladde", dato="24. december 2026")
    )
    anna = sit_down(state, "anna")
    assert (
        "torsdag den 24. december 2026 kl. 0.00"
        in anna.read("/desk/text/posts/2026/jul.md").select_one("[value=publish]").get_text()
    )
    assert "Planlagt" in anna.save("posts/2026/jul.md", "publish").get_text()


def test_what_was_pasted_is_corrected_before_it_is_saved(tmp_path: Path) -> None:
    state = make_state(
        tmp_path,
        posts__2026__brev=post_text("Et\u00adord og <span>et til</span>.", status="kladde"),
    )
    anna = sit_down(state, "anna")
    before = (anna.content / "posts/2026/brev.md").read_bytes()
    page = anna.save("posts/2026/brev.md", "fix")
    area = page.select_one("#_body")
    assert area
    assert "<span>" not in area.get_text()
    assert (anna.content / "posts/2026/brev.md").read_bytes() == before


def test_a_draft_is_deleted_and_git_has_it(tmp_path: Path) -> None:
    state = make_state(tmp_path, posts__2026__kladde=post_text(status="kladde"))
    anna = sit_down(state, "anna")
    anna.save("posts/2026/kladde.md", "delete")
    assert not (anna.content / "posts/2026/kladde.md").exists()
    assert "kladde.md" in git(anna.content, "log", "-1", "--name-only")


def test_a_published_text_is_not_deleted(tmp_path: Path) -> None:
    anna = sit_down(make_state(tmp_path), "anna")
    anna.save(do="delete")
    assert (anna.content / FILE).exists()


def test_a_link_shows_one_text_to_somebody_without_access_until_it_ends(tmp_path: Path) -> None:
    state = make_state(tmp_path, posts__2026__kladde=post_text("Ikke endnu.", status="kladde"))
    page = sit_down(state, "anna").save("posts/2026/kladde.md", "share", _days="7")
    link = page.select_one("#_link")
    assert link
    address = str(link["value"]).removeprefix(URL)
    stranger = TestClient(make_desk(state), base_url=URL)
    assert "Ikke endnu." in stranger.get(address).text
    assert stranger.get(f"{address}x").status_code == 410
    later = replace(state, clock=lambda: NOW + timedelta(days=8))
    assert TestClient(make_desk(later), base_url=URL).get(address).status_code == 410


def test_the_help_says_what_each_kind_is_for(tmp_path: Path) -> None:
    page = sit_down(make_state(tmp_path), "anna").read("/desk/help")
    assert len(page.select("dl")[0].select("dt")) == len(kind_specs())


def test_an_organiser_writes_workgroups_alone(tmp_path: Path) -> None:
    carl = sit_down(make_state(tmp_path), "carl")
    kinds = [option["value"] for option in carl.read("/desk/new").select("option")]
    assert kinds == ["workgroups"]
    assert (
        carl.browser.post(
            f"/desk/text/{FILE}", data={**carl.form_of(), "_token": carl.token()}
        ).status_code
        == 403
    )


def test_a_form_from_elsewhere_is_refused(tmp_path: Path) -> None:
    anna = sit_down(make_state(tmp_path), "anna")
    before = (anna.content / FILE).read_bytes()
    for token in ("", "0" * 64):
        form = {**anna.form_of(), "_body": "Andres ord.", "_token": token}
        assert anna.browser.post(f"/desk/text/{FILE}", data=form).status_code == 403
    assert (anna.content / FILE).read_bytes() == before


@pytest.mark.parametrize(
    "file",
    ["posts/2026/../../../secret.md", "../secret.md", "topics.yaml", "images/x.md", "posts/2026/ukendt.md", "comments/x.md"],
    ids=["traversal", "above", "vocabulary", "pictures", "unknown", "comments"],
)  # fmt: skip
def test_nothing_but_texts_can_be_opened(tmp_path: Path, file: str) -> None:
    (tmp_path / "secret.md").write_text("---\ntitel: Hemmelig\n---\n")
    anna = sit_down(make_state(tmp_path), "anna")
    answer = anna.browser.get(f"/desk/text/{file.replace('..', '%2e%2e')}")
    assert answer.status_code == 404
    assert "Hemmelig" not in answer.text


def test_a_file_in_another_encoding_is_left_alone(tmp_path: Path) -> None:
    anna = sit_down(make_state(tmp_path), "anna")
    (anna.content / FILE).write_bytes("---\ntitel: Blåbær\n---\n".encode("latin-1"))
    assert "UTF-8" in anna.read(f"/desk/text/{FILE}", 422).get_text()


def test_the_page_of_a_text_runs_nothing_and_is_shown_at_the_desk_alone(tmp_path: Path) -> None:
    anna = sit_down(make_state(tmp_path), "anna")
    policy = anna.browser.get(f"/desk/page/{FILE}").headers["content-security-policy"]
    assert "script-src" not in policy
    assert "frame-ancestors 'self'" in policy
    assert "frame-ancestors 'none'" in anna.browser.get("/desk/").headers["content-security-policy"]
