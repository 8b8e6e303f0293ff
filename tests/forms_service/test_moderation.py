"""An editor publishes, rejects and takes back by signed links, and only by pressing the button."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from tests.forms_service.running_service import COMMENT, IDEA, RunningService, text_of


def decide(service: RunningService, link: str) -> str:
    """Press the button on the page that a link leads to."""
    answer = service.client.post(link)
    assert answer.status_code == 200, answer.text
    return answer.text


def sent(service: RunningService, **changes: str) -> tuple[str, str]:
    """A comment that waits: the links to publish and to reject it."""
    service.confirm("comment", COMMENT | changes)
    publish, reject = service.links(service.mails()[-2])
    return publish, reject


def test_opening_a_link_changes_nothing(service: RunningService) -> None:
    publish, reject = sent(service)
    for _ in range(2):
        for link in (publish, reject):
            page = service.client.get(link)
            assert page.status_code == 200
            assert "Den er dejlig." in page.text
            assert service.client.head(link).status_code == 200
    assert service.files() == {}


def test_publishing_makes_a_file_once_and_can_be_undone(service: RunningService) -> None:
    publish, _ = sent(service)
    decide(service, publish)
    ((path, text),) = service.files().items()
    assert path.startswith("comments/posts/stien-aabner/")
    assert "Den er dejlig.\n\nTak for det.\n" in text
    assert "post.example" not in text, "no address stands in the content"
    decide(service, publish)
    assert len(service.files()) == 1
    undo_mail = service.mails()[-1]
    (undo,) = service.links(undo_mail)
    decide(service, undo)
    assert service.files() == {}
    decide(service, publish)
    assert list(service.files()) == [path]


def test_the_file_is_the_one_in_the_mail(service: RunningService) -> None:
    publish, _ = sent(service)
    (attached,) = service.mails()[0].iter_attachments()
    decide(service, publish)
    ((path, text),) = service.files().items()
    assert path.endswith(str(attached.get_filename()))
    assert str(attached.get_content()).splitlines() == text.splitlines()


def test_what_is_rejected_stays_away(service: RunningService) -> None:
    publish, reject = sent(service)
    decide(service, reject)
    decide(service, publish)
    assert service.files() == {}


def test_an_idea_becomes_a_file_of_its_own(service: RunningService) -> None:
    service.confirm("idea", IDEA | {"track": "gode-leveaar"})
    decide(service, service.links(service.mails()[0])[0])
    ((path, text),) = service.files().items()
    assert path.startswith("ideas/en-baenk-")
    assert 'spor: "gode-leveaar"' in text


def test_the_resident_hears_of_it_if_asked_for(service: RunningService) -> None:
    publish, _ = sent(service, notify="yes")
    decide(service, publish)
    answer = service.mails()[-1]
    assert answer["To"] == COMMENT["email"]
    assert "https://blog.example/indlaeg/stien-aabner/#kommentar-" in text_of(answer)
    _, reject = sent(service, notify="yes", text="Noget andet.")
    decide(service, reject)
    assert service.mails()[-1]["To"] == COMMENT["email"]


def test_the_mails_about_a_decision_bear_its_date(service: RunningService) -> None:
    publish, _ = sent(service, notify="yes")
    service.now += timedelta(days=6)
    decide(service, publish)
    dates = [mail["Date"].datetime for mail in service.mails()[-2:]]
    assert dates == [service.now.replace(microsecond=0)] * 2


def test_without_being_asked_nobody_is_written_to(service: RunningService) -> None:
    publish, _ = sent(service)
    decide(service, publish)
    assert service.mails()[-1]["To"] == "redaktion@kommune.example"


def test_a_link_is_for_one_action_and_one_text(service: RunningService) -> None:
    publish, reject = sent(service)
    other, _ = sent(service, text="Noget andet.")
    token = publish.rsplit("/", 1)[1]
    for forged in (
        f"/forms/decide/reject/{token}",
        f"/forms/decide/undo/{token}",
        f"/forms/decide/forget/{token}",
        publish[:-3] + "xyz",
    ):
        assert service.client.post(forged).status_code == 404, forged
    assert other.rsplit("/", 1)[1] != token
    with closing(sqlite3.connect(service.settings.database)) as database, database:
        database.execute("UPDATE submission SET answers = replace(answers, 'dejlig', 'grim')")
    assert service.client.post(publish).status_code == 410
    assert service.client.post(reject).status_code == 410
    assert service.files() == {}


def test_a_link_has_an_end(service: RunningService) -> None:
    publish, _ = sent(service)
    service.now += timedelta(days=61)
    assert service.client.post(publish).status_code == 410
    assert service.files() == {}


@pytest.mark.parametrize("parent_goes", [False, True])
def test_a_reply_whose_comment_goes_stands_by_itself(
    service: RunningService, parent_goes: bool
) -> None:
    parent = service.settings.content / "comments/posts/stien-aabner/1.md"
    parent.parent.mkdir(parents=True)
    if not parent_goes:
        parent.write_text("---\nindlæg: posts/stien-aabner\nnavn: N\nmodtaget: 2026\n---\n\nHej.\n")
    publish, _ = sent(service, reply_to="1")
    decide(service, publish)
    (text,) = (text for path, text in service.files().items() if not path.endswith("/1.md"))
    assert ("svar_på" in text) is not parent_goes
