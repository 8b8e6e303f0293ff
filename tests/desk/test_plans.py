"""A planned text that is changed, or that somebody is writing in, when it is due: what was approved comes out, and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from nyspor.desk.approval.held_mail import tell_of_held
from nyspor.desk.approval.plans import MARGIN, Plan, Plans, hold_changed
from nyspor.desk.database import DeskDatabase
from nyspor.desk.people.permissions import ALL_KINDS, Rules
from nyspor.forms_service.mail_messages import MailWriter
from tests.builders import post_text
from tests.desk.desk import STAFF, AtDesk, git, make_state, sit_down
from tests.forms_service.running_service import settings_in, text_of
from tests.publishing.sites import a_post, make_site

FILE = "posts/2026/jul.md"
DUE = datetime(2026, 12, 23, 23, 0, tzinfo=UTC)
"""When the 24th of December begins in Copenhagen."""

BEFORE = DUE - timedelta(minutes=30)
EVERYTHING = Rules(ALL_KINDS)


@dataclass
class Clock:
    now: datetime = BEFORE

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Planned:
    """A text of Anna's that Bo has approved and that is planned for Christmas Eve."""

    anna: AtDesk
    bo: AtDesk
    clock: Clock

    def text(self) -> str:
        return (self.anna.content / FILE).read_text("utf-8")

    def change_on_disk(self) -> None:
        """Somebody changes the text by Git."""
        file = self.anna.content / FILE
        file.write_text(self.text().replace("Glædelig", "Dejlig"), "utf-8")
        git(self.anna.content, "-c", "user.name=X", "-c", "user.email=x@y.example", "commit", "-qam", "Rettet")  # fmt: skip

    def publish_at(self, now: datetime) -> None:
        """What a publication does before it builds."""
        self.clock.now = now
        state = self.anna.state
        assert not [*hold_changed(state.texts, state.rules, now)]

    def told(self, who: AtDesk) -> str:
        return who.read("/desk/").get_text()


def planned(folder: Path, rules: Rules = EVERYTHING) -> Planned:
    clock = Clock()
    draft = post_text("Glædelig jul.", titel="Jul", status="kladde", dato="24. december 2026")
    state = replace(make_state(folder, rules, posts__2026__jul=draft), clock=clock)
    anna, bo = sit_down(state, "anna"), sit_down(state, "bo")
    anna.save(FILE, "ask")
    bo.save(FILE, "approve")
    anna.save(FILE, "publish")
    return Planned(anna, bo, clock)


def test_what_was_approved_comes_out(tmp_path: Path) -> None:
    text = planned(tmp_path)
    approved = text.text()
    text.publish_at(DUE)
    assert text.text() == approved
    assert not Plans(text.anna.state.database).all()


def test_what_was_changed_since_does_not_come_out_and_both_are_told(tmp_path: Path) -> None:
    text = planned(tmp_path)
    text.change_on_disk()
    text.publish_at(DUE)
    assert "status: kladde" in text.text()
    assert "Dejlig jul." in text.text()  # nothing is lost
    for who in (text.anna, text.bo):
        assert "Ikke udkommet: ændret efter godkendelsen" in text.told(who)
        assert "skrevet af Anna, godkendt af Bo" in text.told(who)
    page = text.anna.read(f"/desk/text/{FILE}")
    assert "[tilføjet: Dejlig]" in page.get_text()
    assert page.select("[value=ask]")
    assert git(text.anna.content, "status", "--porcelain") == ""


def test_it_comes_out_when_it_was_approved_anew(tmp_path: Path) -> None:
    text = planned(tmp_path)
    text.change_on_disk()
    text.publish_at(DUE)
    text.anna.save(FILE, "ask")
    text.bo.save(FILE, "approve")
    text.anna.save(FILE, "publish")
    text.publish_at(DUE + timedelta(hours=1))
    assert "status" not in text.text()
    assert "Ikke udkommet" not in text.told(text.anna)


def test_a_change_is_told_before_the_text_is_due_and_can_be_approved_in_time(
    tmp_path: Path,
) -> None:
    text = planned(tmp_path)
    text.change_on_disk()
    text.publish_at(BEFORE)
    assert "status" not in text.text()
    assert "ændret efter godkendelsen: den udkommer ikke" in text.told(text.bo)
    text.anna.save(FILE, "ask")
    text.bo.save(FILE, "approve")
    text.publish_at(DUE)
    assert "status" not in text.text()
    assert "Dejlig jul." in text.text()


def test_the_build_begins_a_moment_after_the_look(tmp_path: Path) -> None:
    text = planned(tmp_path)
    text.change_on_disk()
    text.publish_at(DUE - MARGIN)
    assert "status: kladde" in text.text()


def test_somebody_who_is_writing_in_it_does_not_keep_it_back(tmp_path: Path) -> None:
    text = planned(tmp_path)
    approved, opened = text.text(), text.anna.form_of(FILE)
    typed = {**opened, "_body": "Annas nye ord.", "_draft": "siden"}
    text.anna.send(f"/desk/journal/{FILE}", **typed)
    text.publish_at(DUE)
    assert text.text() == approved
    page = text.anna.send(f"/desk/text/{FILE}", **typed, _do="save")
    assert "Rettelse, der venter på godkendelse" in page.get_text()
    assert text.text() == approved


def test_a_correction_that_waits_does_not_keep_it_back(tmp_path: Path) -> None:
    text = planned(tmp_path)
    approved = text.text()
    text.anna.save(FILE, _body="Annas nye ord.")
    text.publish_at(DUE)
    assert text.text() == approved


def test_a_correction_that_was_published_comes_out(tmp_path: Path) -> None:
    text = planned(tmp_path)
    text.anna.save(FILE, "ask", _body="Annas nye ord.")
    text.bo.save(FILE, "approve")
    text.anna.save(FILE, "publish")
    text.publish_at(DUE)
    assert "status" not in text.text()
    assert "Annas nye ord." in text.text()


def test_whoever_may_approve_can_change_it(tmp_path: Path) -> None:
    text = planned(tmp_path)
    text.bo.save(FILE, _body="Bos ord.")
    text.publish_at(DUE)
    assert "status" not in text.text()
    assert "Bos ord." in text.text()


def test_what_needs_no_approval_comes_out_as_it_is(tmp_path: Path) -> None:
    text = planned(tmp_path, Rules())
    text.change_on_disk()
    text.publish_at(DUE)
    assert "status" not in text.text()


def test_both_get_one_mail(tmp_path: Path) -> None:
    text = planned(tmp_path)
    text.change_on_disk()
    text.publish_at(DUE)
    plans, writer, queued = Plans(text.anna.state.database), MailWriter(settings_in(tmp_path)), []
    for _ in range(2):
        tell_of_held(plans, STAFF, writer, queued.extend, DUE)
    assert [mail.recipient for mail in queued] == ["anna@kommune.example", "bo@kommune.example"]
    message = message_from_bytes(queued[0].message, policy=default)
    assert message["Subject"] == "En planlagt tekst er ikke udkommet"
    assert f"/desk/text/{FILE}" in text_of(message)  # type: ignore[arg-type]


def test_a_publication_looks_at_what_is_planned(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    settings = tmp_path / "nyspor.toml"
    switched_on = re.sub("# (enabled|approval)", r"\1", settings.read_text("utf-8"))
    settings.write_text(switched_on, "utf-8")
    file = site.write("posts/2026/nyt.md", a_post(body="Ændret."))
    plans = Plans(DeskDatabase(tmp_path / "data/desk.sqlite"))
    plans.keep(Plan("posts/2026/nyt.md", a_post(body="Godkendt.").encode(), "anna", "bo"))
    site.publish()
    assert "status: kladde" in file.read_text("utf-8")
    pages = [page.read_text("utf-8") for page in site.served.rglob("*.html")]
    assert not [page for page in pages if "Ændret." in page]
