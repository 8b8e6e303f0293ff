"""Decisions: claimed before a file is touched, finished after a kill, undone at any time, with corrections and reasons."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from nyspor.forms_service import moderation, test_probes
from nyspor.forms_service.moderation import DecisionResult, Details, Moderator, Outcome
from nyspor.forms_service.municipal_answers import answer
from nyspor.forms_service.outbox import Outbox
from nyspor.forms_service.records import StoredSubmission
from nyspor.forms_service.service import factory_for
from nyspor.forms_service.target_list import TargetList
from nyspor.forms_service.test_probes import TestProbe, no_probe
from nyspor.forms_service.tokens import Action
from tests.forms_service.content_edits import problems, write_content
from tests.forms_service.running_service import (
    COMMENT,
    IDEA,
    RunningService,
    running_service,
    text_of,
)
from tests.forms_service.test_moderation import decide, sent
from tests.forms_service.test_placement import published
from tests.forms_service.test_scheduled_jobs import run


class Killed(BaseException):
    """The process ends here."""


@contextmanager
def moderator(service: RunningService, probe: TestProbe = no_probe) -> Iterator[Moderator]:
    """A moderator beside the service, as a command is."""
    outbox = Outbox.attach(service.settings.database)
    targets = TargetList(service.settings.forms)()
    try:
        yield Moderator(factory_for(service.settings), outbox, targets, probe=probe)
    finally:
        outbox.close()


def act(
    service: RunningService,
    action: Action,
    details: Details | None = None,
    kill_at: str = "",
) -> DecisionResult:
    """What comes of a decision about the only submission; the process may be killed at a step."""

    def probe(step: str) -> None:
        if step == kill_at:
            raise Killed

    with moderator(service, probe) as found:
        number = the_only(service).id
        return asyncio.run(found.decide(number, action, service.now, details or Details()))


def the_only(service: RunningService) -> StoredSubmission:
    number = str(service.mails()[0]["Message-ID"])[1:13]
    outbox = Outbox.attach(service.settings.database)
    stored = outbox.find(number)
    outbox.close()
    assert stored
    return stored


def mail_about(service: RunningService, purpose: str) -> EmailMessage:
    """The latest mail with this purpose."""
    found = [mail for mail in service.mails() if f".{purpose}" in str(mail["Message-ID"])]
    return found[-1]


def told(service: RunningService) -> list[str]:
    """The mails to the resident after the receipt."""
    mails = [mail for mail in service.mails() if mail["To"] == COMMENT["email"]]
    return [text_of(mail) for mail in mails[1:]]


PUBLISHING = (
    test_probes.DECISION_CLAIMED,
    test_probes.FILE_BEGUN,
    test_probes.FILE_SYNCED,
    test_probes.FILE_NAMED,
    test_probes.DECIDED,
)


@pytest.mark.parametrize("step", PUBLISHING)
def test_a_publication_that_was_killed_is_finished(service: RunningService, step: str) -> None:
    sent(service, notify="yes")
    with pytest.raises(Killed):
        act(service, Action.PUBLISH, kill_at=step)
    with moderator(service) as found:
        asyncio.run(found.finish_decisions())
        assert found.outbox.claimed_decisions() == []
    assert the_only(service).state == moderation.APPROVED
    assert len(service.files()) == 1
    assert len(told(service)) == 1


@pytest.mark.parametrize(
    "step", [test_probes.DECISION_CLAIMED, test_probes.FILE_REMOVED, test_probes.DECIDED]
)
def test_an_undoing_that_was_killed_is_finished(service: RunningService, step: str) -> None:
    publish, _ = sent(service)
    decide(service, publish)
    with pytest.raises(Killed):
        act(service, Action.UNDO, Details(tell=True), kill_at=step)
    with moderator(service) as found:
        asyncio.run(found.finish_decisions())
    assert the_only(service).state == moderation.WAITING
    assert service.files() == {}
    assert len(told(service)) == 1


def test_the_next_decision_finishes_what_was_begun(service: RunningService) -> None:
    _, reject = sent(service)
    with pytest.raises(Killed):
        act(service, Action.PUBLISH, kill_at=test_probes.FILE_NAMED)
    assert "allerede afgjort" in decide(service, reject)
    assert the_only(service).state == moderation.APPROVED
    assert len(service.files()) == 1


def test_what_was_forgotten_while_it_was_published_does_not_come_back(
    service: RunningService,
) -> None:
    sent(service)
    number = the_only(service).id

    def forget(step: str) -> None:
        if step == test_probes.FILE_SYNCED:
            outbox = Outbox.attach(service.settings.database)
            outbox.forget_submissions([number])
            outbox.close()

    with moderator(service, forget) as found:
        asyncio.run(found.decide(number, Action.PUBLISH, service.now))
    assert service.files() == {}


def test_undoing_is_possible_at_any_time(service: RunningService) -> None:
    publish, _ = sent(service)
    decide(service, publish)
    (undo,) = service.links(service.mails()[-1])
    service.now += timedelta(days=3000)
    assert "Den er dejlig." in service.client.get(undo).text
    assert "Udført" in decide(service, undo)
    assert service.files() == {}


def test_undoing_is_possible_when_only_the_file_is_left(
    service: RunningService, tmp_path: Path
) -> None:
    content = write_content(service.settings.content)
    publish, _ = sent(service)
    decide(service, publish)
    (undo,) = service.links(service.mails()[-1])
    outbox = Outbox.attach(service.settings.database)
    for record in outbox.mails():
        outbox.mark_delivered(record.id, service.now)
    assert outbox.expire(service.now + timedelta(days=1))
    outbox.close()
    assert "Den er dejlig." in service.client.get(undo).text
    page = decide(service, undo)
    assert "Udført" in page
    assert "kan ikke udgives igen herfra" in page
    assert published(service) == {}
    assert problems(content) == ""
    assert service.client.post(undo).status_code == 410


def test_the_author_of_a_text_that_is_taken_off_is_told(service: RunningService) -> None:
    publish, _ = sent(service)
    decide(service, publish)
    (undo,) = service.links(service.mails()[-1])
    assert 'name="tell"' in service.client.get(undo).text
    decide(service, undo)
    (mail,) = told(service)
    assert "taget af siden igen" in mail
    assert "Den er dejlig" not in mail


@pytest.mark.parametrize("asked", ["", "yes"])
def test_of_what_nobody_has_seen_nobody_is_told(tmp_path: Path, asked: str) -> None:
    """The build fails, so that the text is not on the site."""
    with running_service(tmp_path, rebuild=("false",)) as service:
        publish, _ = sent(service, notify=asked)
        decide(service, publish)
        (undo,) = service.links(mail_about(service, "undo"))
        decide(service, undo)
        assert told(service) == []


def test_the_municipality_s_answer_goes_with_what_it_answers(service: RunningService) -> None:
    content = write_content(service.settings.content)
    publish, _ = sent(service)
    decide(service, publish)
    number = the_only(service).id
    with moderator(service) as found:
        asyncio.run(answer(found, number, "Tak, det gør vi.", service.now))
    assert len(published(service)) == 2
    act(service, Action.UNDO)
    assert published(service) == {}
    assert problems(content) == ""


def test_an_editor_may_leave_the_author_alone(service: RunningService) -> None:
    publish, _ = sent(service)
    decide(service, publish)
    (undo,) = service.links(service.mails()[-1])
    assert service.client.post(undo, data={"action": "undo"}).status_code == 200
    assert service.files() == {}
    assert told(service) == []


def test_a_text_is_published_as_an_editor_corrected_it(service: RunningService) -> None:
    sent(service, notify="yes")
    act(service, Action.PUBLISH, Details(changes={"text": "Den er god.", "name": "Nabo"}))
    ((_, text),) = service.files().items()
    assert 'navn: "Nabo"' in text
    assert 'redigeret: "ja"' in text
    assert text.endswith("\nDen er god.\n")
    (mail,) = told(service)
    assert "rettet lidt i teksten" in mail
    stored = the_only(service)
    assert stored.submission
    assert stored.submission.values["text"].startswith("Den er dejlig."), "the original stays"
    assert stored.edited
    assert stored.edited["text"] == "Den er god."


def test_a_corrected_text_is_corrected_still_when_it_is_published_again(
    service: RunningService,
) -> None:
    publish, _ = sent(service)
    act(service, Action.PUBLISH, Details(changes={"text": "Den er god."}))
    act(service, Action.UNDO)
    assert "Den er god." in service.client.get(publish).text
    decide(service, publish)
    ((_, text),) = service.files().items()
    assert "Den er god." in text


def test_an_idea_may_be_corrected_too(service: RunningService) -> None:
    service.confirm("idea", IDEA)
    act(service, Action.PUBLISH, Details(changes={"title": "En bænk ved søen"}))
    ((path, text),) = service.files().items()
    assert path.startswith("ideas/en-baenk-ved-soeen-")
    assert 'redigeret: "ja"' in text


def test_a_reason_is_told(service: RunningService) -> None:
    sent(service)
    act(service, Action.REJECT, Details(reason="Den nævner en nabo ved navn.", tell=True))
    (mail,) = told(service)
    assert "Begrundelsen:\n\nDen nævner en nabo ved navn." in mail
    assert "Svar på denne mail" not in mail


def test_a_reason_may_be_given_on_the_page_behind_a_link(service: RunningService) -> None:
    _, reject = sent(service)
    assert 'name="reason"' in service.client.get(reject).text
    order = {"action": "reject", "reason": "Uden for emnet.", "tell": "yes"}
    assert service.client.post(reject, data=order).status_code == 200
    (mail,) = told(service)
    assert "Uden for emnet." in mail


def test_without_a_reason_the_mail_says_how_to_get_one(service: RunningService) -> None:
    _, reject = sent(service, notify="yes")
    decide(service, reject)
    (mail,) = told(service)
    assert "Svar på denne mail" in mail


def test_what_was_changed_since_it_was_shown_is_not_decided(service: RunningService) -> None:
    sent(service)
    seen = moderation.digest_of(the_only(service))
    act(service, Action.PUBLISH, Details(changes={"text": "Den er god."}))
    act(service, Action.UNDO)
    assert act(service, Action.PUBLISH, Details(seen=seen)).outcome is Outcome.CHANGED
    assert service.files() == {}


def test_decisions_are_remembered_until_the_text_is_deleted(service: RunningService) -> None:
    sent(service)
    act(service, Action.REJECT, Details(editor="redaktion", reason="Uden for emnet."))
    number = the_only(service).id
    outbox = Outbox.attach(service.settings.database)
    (decision,) = outbox.decisions(number)
    assert (decision.editor, decision.reason) == ("redaktion", "Uden for emnet.")
    outbox.forget_submissions([number])
    assert outbox.decisions(number) == []
    assert outbox.verify().problems == ()
    outbox.close()


def test_the_terminal_takes_off_what_was_published(
    service: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish, _ = sent(service)
    decide(service, publish)
    number = the_only(service).id
    words = ("comments", "undo", number, "--reason", "Det var en fejl.")
    assert "Færdig." in run(service.settings, monkeypatch, *words)
    assert service.files() == {}
    (mail,) = told(service)
    assert "Det var en fejl." in mail
    assert "allerede afgjort" in run(service.settings, monkeypatch, "comments", "undo", number)
    assert "Der er ingen tekst" in run(service.settings, monkeypatch, "comments", "undo", "0" * 12)


def test_the_terminal_prints_the_link_to_an_editor_s_page(
    service: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(service)
    link = run(service.settings, monkeypatch, "comments", "page", "redaktion").split()[-1]
    page = service.client.get(link.removeprefix("https://blog.example"))
    assert "Den er dejlig." in page.text
    assert "er ikke redaktør" in run(
        service.settings, monkeypatch, "comments", "page", "findes-ikke"
    )
