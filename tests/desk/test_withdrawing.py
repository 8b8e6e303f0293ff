"""A text is withdrawn for good at the desk: what will happen is told first, the command does it, and how it went is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from nyspor.desk.approval.publication import Publication
from nyspor.desk.approval.withdrawing import Outcome, Withdrawer, WithdrawnTexts, by_command
from nyspor.desk.people.permissions import ALL_KINDS, Rules
from nyspor.desk.store.corrections import Correction, Corrections
from nyspor.desk.upkeep import tidy
from tests.builders import post_text
from tests.desk.desk import FILE, NOW, AtDesk, make_state, sit_down, state_over
from tests.publishing.sites import a_post, environment, make_site

CONFIRMED = {"reason": "consent", "confirmed": "yes"}


@dataclass
class Order:
    """What the command was asked for, and what it answers; it begins when the test says so."""

    outcome: Outcome = (True, "Udgivet: 2026-11-23-1")
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    begin: Callable[[], None] = lambda: None

    def run(self, *asked: str) -> Outcome:
        file, reason, by = asked
        self.asked.append((file, reason, by))
        return self.outcome

    def wait(self, work: Callable[[], None]) -> None:
        self.begin = work


def at_desk(folder: Path, person: str, order: Order, **files: str) -> AtDesk:
    """Somebody at a desk where a colleague must approve everything."""
    state = make_state(folder, Rules(ALL_KINDS), **files)
    return sit_down(replace(state, withdrawer=Withdrawer(order.run, order.wait)), person)


def test_it_is_told_what_will_happen_before_anything_does(tmp_path: Path) -> None:
    order, linking = Order(), post_text("Se [stien](stien.md).", titel="Broen")
    bo = at_desk(tmp_path, "bo", order, posts__2026__broen=linking)
    page = bo.read(f"/desk/withdraw/{FILE}")
    assert "/indlaeg/stien/ svarer, at siden er taget ned (410)" in page.get_text()
    assert "Broen" in page.select_one(".told").get_text()
    bo.send(f"/desk/withdraw/{FILE}", reason="consent")
    bo.send(f"/desk/withdraw/{FILE}", confirmed="yes", reason="andet")
    assert not order.asked


def test_what_has_never_been_out_is_not_withdrawn(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site")
    site.write(FILE, a_post("Stien"))
    site.publish()
    draft = post_text(titel="Kladden", status="kladde")
    planned = post_text(titel="Jul", dato="24. december 2026")
    at_once = at_desk(tmp_path, "bo", Order(), posts__2026__kladde=draft, posts__2026__jul=planned)
    publication = Publication(site.store, by_itself=False)
    bo = sit_down(replace(at_once.state, publication=publication), "bo")

    def offers(file: str) -> bool:
        return bool(bo.read(f"/desk/text/{file}").select(f"[href='/desk/withdraw/{file}']"))

    assert offers(FILE)
    assert not offers("posts/2026/kladde.md")
    assert not offers("posts/2026/jul.md")
    bo.save(FILE, "take off")
    assert offers(FILE)  # an earlier version of the site has it


def test_a_writer_withdraws_nothing_where_a_colleague_must_approve(tmp_path: Path) -> None:
    anna = at_desk(tmp_path, "anna", Order())
    assert "Træk den tilbage" not in anna.read(f"/desk/text/{FILE}").get_text()
    anna.read(f"/desk/withdraw/{FILE}", 403)
    answer = anna.browser.post(f"/desk/withdraw/{FILE}", data={**CONFIRMED, "_token": anna.token()})
    assert answer.status_code == 403


def test_it_is_told_how_it_goes_and_how_it_went(tmp_path: Path) -> None:
    order = Order()
    bo = at_desk(tmp_path, "bo", order)
    page = bo.send(f"/desk/withdraw/{FILE}", **CONFIRMED)
    assert "bliver trukket tilbage" in page.get_text()
    assert page.select_one("meta[http-equiv=refresh]")
    (bo.content / FILE).unlink()  # as the command does
    order.begin()
    assert order.asked == [(FILE, "consent", "Bo")]
    page = bo.read(f"/desk/withdraw/{FILE}")
    assert "Teksten er trukket tilbage" in page.get_text()
    assert "Udgivet: 2026-11-23-1" in page.get_text()
    assert not page.select("meta[http-equiv=refresh]")


def test_what_is_left_is_told(tmp_path: Path) -> None:
    order = Order((False, "Siden kan ikke bygges."))
    bo = at_desk(tmp_path, "bo", order)
    bo.send(f"/desk/withdraw/{FILE}", **CONFIRMED)
    order.begin()
    page = bo.read(f"/desk/withdraw/{FILE}")
    assert "Siden kan ikke bygges." in page.get_text()
    assert page.select("[name=confirmed]")  # the text is there still: it can be tried again


def test_who_withdrew_what_is_kept_as_long_as_who_did_what(tmp_path: Path) -> None:
    texts = WithdrawnTexts(database := make_state(tmp_path).database)
    texts.begin(FILE, "Stien", "bo", NOW)
    tidy(database, timedelta(days=30), NOW + timedelta(days=30))
    assert texts.find(FILE)
    tidy(database, timedelta(days=30), NOW + timedelta(days=31))
    assert not texts.find(FILE)


def test_the_command_withdraws_the_text_and_what_the_desk_keeps_of_it(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    file = "posts/2026/nyt.md"
    site.write(file, a_post(body="Ordene, der skal væk."))
    site.publish()
    state = state_over(site.folder / "content", site.folder / "data", clock=moment)
    run = by_command(300, environment(), site.folder).run
    bo = sit_down(replace(state, withdrawer=Withdrawer(run, lambda work: work())), "bo")
    Corrections(state.database).keep(Correction(file, b"", b"Rettet", "anna", NOW))
    page = bo.send(f"/desk/withdraw/{file}", **CONFIRMED)
    assert "Teksten er trukket tilbage" in page.get_text()
    assert not (bo.content / file).exists()
    pages = [page for each in site.store.releases for page in each.site.rglob("*.html")]
    assert not [page for page in pages if "Ordene, der skal væk." in page.read_text("utf-8")]
    assert not Corrections(state.database).all()
    assert '"by": "Bo"' in (site.folder / "data/withdrawn.jsonl").read_text("utf-8")


def moment() -> datetime:
    return NOW
