"""What the sender of an idea is told: each step once, if they asked for it, until they stop it or the idea has its answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from nyspor.forms.targets import Target, progress_of
from nyspor.forms_service.idea_answers import entry_key
from nyspor.forms_service.outbox import Outbox
from nyspor.forms_service.target_list import TargetList
from nyspor.model.kinds import Idea
from nyspor.model.library import Library
from nyspor.model.values import IdeaState
from nyspor.site.form_targets import idea_target
from tests.builders import NOW
from tests.forms_service.running_service import (
    IDEA,
    TARGETS,
    RunningService,
    hidden,
    running_service,
    text_of,
    write_targets,
)

FOLLOWED = IDEA | {"follow": "yes"}
CONSIDERED = {"state": "considered", "steps": 1, "text": "Vi måler op."}
NOT_NOW = {"state": "not_now", "steps": 2, "answer": "Der er ingen plads."}


class Sender:
    """Somebody who has sent an idea that was published."""

    def __init__(self, service: RunningService, values: dict[str, str]) -> None:
        self.service = service
        service.confirm("idea", values)
        with closing(Outbox.attach(service.settings.database)) as outbox:
            (self.id,) = [each.id for each in outbox.waiting()]
        editor = next(m for m in service.mails() if "/forms/decide/publish/" in text_of(m))
        (link,) = [each for each in service.links(editor) if "/publish/" in each]
        service.client.post(link)

    def publish(self, *progress: dict[str, object]) -> None:
        """The site is published with the idea as far as it has come, and the jobs are run."""
        slug = f"en-baenk-{self.id}"
        ideas = [{"slug": slug, "address": f"/ideer/{slug}/", **each} for each in progress]
        targets = (*TARGETS[:3], TARGETS[3] | {"ideas": ideas})
        write_targets(self.service.settings.forms, targets)
        self.service.now += timedelta(minutes=15)
        self.service.run_jobs()

    def told(self) -> Sequence[EmailMessage]:
        """The mails about steps."""
        return [mail for mail in self.service.mails() if ".idea-step-" in str(mail["Message-ID"])]

    def subjects(self) -> list[str]:
        return [str(mail["Subject"]) for mail in self.told()]


@pytest.fixture
def service(tmp_path: Path) -> Iterator[RunningService]:
    with running_service(tmp_path) as running:
        yield running


def test_who_asked_is_told_of_each_step_once(service: RunningService) -> None:
    sender = Sender(service, FOLLOWED)
    sender.publish({"state": "received"})
    assert sender.subjects() == []
    sender.publish(CONSIDERED)
    sender.publish(CONSIDERED)
    sender.publish(NOT_NOW)
    assert sender.subjects() == ["Nogen ser på din idé", "Svar på din idé: ikke nu"]
    first, last = map(text_of, sender.told())
    assert "Vi måler op." in first
    assert f"https://blog.example/ideer/en-baenk-{sender.id}/" in first
    assert "Der er ingen plads." in last
    assert IDEA["title"] not in first + last, "nothing that the sender wrote is mailed"


def test_the_mail_says_who_answers_by_when(service: RunningService) -> None:
    sender = Sender(service, FOLLOWED)
    due = {"responsible": "Parkafdelingen", "due": "2027-01-15T00:00:00+00:00"}
    sender.publish({**CONSIDERED, **due})
    (mail,) = sender.told()
    assert "Parkafdelingen svarer senest fredag den 15. januar 2027." in text_of(mail)


def test_who_did_not_ask_is_told_nothing(service: RunningService) -> None:
    sender = Sender(service, IDEA)
    sender.publish(CONSIDERED)
    assert sender.subjects() == []


def test_of_several_steps_at_once_the_last_is_told_and_one_that_is_taken_back_is_not_told_again(
    service: RunningService,
) -> None:
    sender = Sender(service, FOLLOWED)
    sender.publish({"state": "considered", "steps": 3})
    sender.publish({"state": "considered", "steps": 2})
    sender.publish({"state": "considered", "steps": 3})
    assert sender.subjects() == ["Nogen ser på din idé"]


def test_every_mail_has_a_link_that_stops_them_with_one_click(service: RunningService) -> None:
    sender = Sender(service, FOLLOWED)
    sender.publish(CONSIDERED)
    (mail,) = sender.told()
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = str(mail["List-Unsubscribe"]).strip("<>")
    assert link in text_of(mail)
    to_sender = [m for m in service.mails() if m["To"] == IDEA["email"]]
    assert [link in text_of(each) for each in to_sender] == [True] * 3, "receipt, decision, step"
    assert "Vil du stoppe mailene om din idé?" in service.client.get(link).text
    done = service.client.post(link, data={"List-Unsubscribe": "One-Click"})
    assert "Du får ikke flere mails om din idé" in done.text
    sender.publish(NOT_NOW)
    assert len(sender.subjects()) <= 1
    assert "ikke nu" not in " ".join(sender.subjects())


def test_a_link_that_is_none_says_so_and_stopping_leaves_the_editors_links_valid(
    service: RunningService,
) -> None:
    assert service.client.get("/forms/idea/x").status_code == 404
    sender = Sender(service, FOLLOWED)
    sender.publish(CONSIDERED)
    (mail,) = sender.told()
    service.client.post(str(mail["List-Unsubscribe"]).strip("<>"))
    undo = next(m for m in service.mails() if "/forms/decide/undo/" in text_of(m))
    (link,) = [each for each in service.links(undo) if "/undo/" in each]
    assert service.client.post(link).status_code == 200
    assert not list(service.settings.content.rglob("*.md"))


def address_known(service: RunningService, id: str) -> bool:
    with closing(Outbox.attach(service.settings.database)) as outbox:
        stored = outbox.find(id)
    return bool(stored and stored.submission)


def test_the_address_is_kept_until_the_answer_and_then_deleted_as_any_other(
    service: RunningService,
) -> None:
    sender = Sender(service, FOLLOWED)
    sender.publish(CONSIDERED)
    service.deliver_all()
    service.now += timedelta(days=200)
    sender.publish(CONSIDERED)
    assert address_known(service, sender.id)
    sender.publish(NOT_NOW)
    service.deliver_all()
    sender.publish(NOT_NOW)
    service.now += timedelta(days=91)
    sender.publish(NOT_NOW)
    assert not address_known(service, sender.id)


def test_an_idea_that_is_never_answered_does_not_keep_the_address_for_ever(
    service: RunningService,
) -> None:
    sender = Sender(service, FOLLOWED)
    service.deliver_all()
    service.now += timedelta(days=2 * 365 + 1)
    sender.publish({"state": "received"})
    assert not address_known(service, sender.id)


def test_the_mail_about_the_publication_leads_to_the_page_of_the_idea(
    service: RunningService,
) -> None:
    sender = Sender(service, FOLLOWED)
    (mail,) = [m for m in service.mails() if "decision-publish" in str(m["Message-ID"])]
    assert f"https://blog.example/ideer/en-baenk-{sender.id}/" in text_of(mail)


def test_the_form_asks_and_the_preview_keeps_the_wish(service: RunningService) -> None:
    shown = service.post("idea", FOLLOWED)
    assert hidden(shown)["follow"] == "yes"


def test_the_build_lists_the_ideas_that_came_through_the_form() -> None:
    def idea(slug: str) -> Idea:
        steps = [{"date": "3. november 2026", "state": "overvejes", "text": "Vi måler op."}]
        return Idea(
            slug=slug, title="A", name="B", received="1. november 2026", state="overvejes", steps=steps
        )  # fmt: skip

    library = Library(now=NOW, ideas=(idea("en-baenk-0123456789ab"), idea("i-haanden")))
    target: Target = idea_target(library, "Idéer")
    (found,) = target.ideas
    assert (found.number, found.state.value, found.steps) == ("0123456789ab", "considered", 1)
    assert found.text == "Vi måler op."
    assert found.due
    assert found.due.isoformat().startswith("2026-12-30")


@pytest.mark.parametrize(
    "written",
    ["pilots/naturstien", "/forsoeg/naturstien/", "https://blog.example/forsoeg/naturstien/"],
)
def test_an_editor_names_what_an_idea_became_by_key_or_address(written: str) -> None:
    assert entry_key(written) == "pilots/naturstien"
    assert re.fullmatch(r"[a-z]+/[a-z]+", entry_key(written))


def test_who_answers_again_sees_where_the_idea_stands(service: RunningService) -> None:
    sender = Sender(service, FOLLOWED)
    sender.publish(NOT_NOW)
    targets = TargetList(service.settings.forms)()
    progress = progress_of(targets, sender.id)
    assert progress
    assert (progress.state, progress.answer) == (IdeaState.NOT_NOW, "Der er ingen plads.")
    assert progress_of(targets, "0123456789ab") is None
