"""An editor publishes, rejects and takes back by signed links, and only by pressing the button."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

import pytest

from tests.forms_service.house import COMMENT, IDEA, House, text_of


def decide(house: House, link: str) -> str:
    """Press the button on the page that a link leads to."""
    answer = house.client.post(link)
    assert answer.status_code == 200, answer.text
    return answer.text


def sent(house: House, **changes: str) -> tuple[str, str]:
    """A comment that waits: the links to publish and to reject it."""
    house.confirm("comment", COMMENT | changes)
    publish, reject = house.links(house.mails()[-2])
    return publish, reject


def test_opening_a_link_changes_nothing(house: House) -> None:
    publish, reject = sent(house)
    for _ in range(2):
        for link in (publish, reject):
            page = house.client.get(link)
            assert page.status_code == 200
            assert "Den er dejlig." in page.text
            assert house.client.head(link).status_code == 200
    assert house.files() == {}


def test_publishing_makes_a_file_once_and_can_be_undone(house: House) -> None:
    publish, _ = sent(house)
    decide(house, publish)
    ((path, text),) = house.files().items()
    assert path.startswith("comments/posts/stien-aabner/")
    assert "Den er dejlig.\n\nTak for det.\n" in text
    assert "post.example" not in text, "no address stands in the content"
    decide(house, publish)
    assert len(house.files()) == 1
    undo_mail = house.mails()[-1]
    (undo,) = house.links(undo_mail)
    decide(house, undo)
    assert house.files() == {}
    decide(house, publish)
    assert list(house.files()) == [path]


def test_the_file_is_the_one_in_the_mail(house: House) -> None:
    publish, _ = sent(house)
    (attached,) = house.mails()[0].iter_attachments()
    decide(house, publish)
    ((path, text),) = house.files().items()
    assert path.endswith(str(attached.get_filename()))
    assert str(attached.get_content()).splitlines() == text.splitlines()


def test_what_is_rejected_stays_away(house: House) -> None:
    publish, reject = sent(house)
    decide(house, reject)
    decide(house, publish)
    assert house.files() == {}


def test_an_idea_becomes_a_file_of_its_own(house: House) -> None:
    house.confirm("idea", IDEA | {"track": "gode-leveaar"})
    decide(house, house.links(house.mails()[0])[0])
    ((path, text),) = house.files().items()
    assert path.startswith("ideas/en-baenk-")
    assert 'spor: "gode-leveaar"' in text


def test_the_resident_hears_of_it_if_asked_for(house: House) -> None:
    publish, _ = sent(house, notify="yes")
    decide(house, publish)
    answer = house.mails()[-1]
    assert answer["To"] == COMMENT["email"]
    assert "https://blog.example/indlaeg/stien-aabner/#kommentar-" in text_of(answer)
    _, reject = sent(house, notify="yes", text="Noget andet.")
    decide(house, reject)
    assert house.mails()[-1]["To"] == COMMENT["email"]


def test_without_being_asked_nobody_is_written_to(house: House) -> None:
    publish, _ = sent(house)
    decide(house, publish)
    assert house.mails()[-1]["To"] == "redaktion@kommune.example"


def test_a_link_is_for_one_action_and_one_text(house: House) -> None:
    publish, reject = sent(house)
    other, _ = sent(house, text="Noget andet.")
    token = publish.rsplit("/", 1)[1]
    for forged in (
        f"/forms/decide/reject/{token}",
        f"/forms/decide/undo/{token}",
        f"/forms/decide/forget/{token}",
        publish[:-3] + "xyz",
    ):
        assert house.client.post(forged).status_code == 404, forged
    assert other.rsplit("/", 1)[1] != token
    with sqlite3.connect(house.settings.database) as database:
        database.execute("UPDATE submission SET answers = replace(answers, 'dejlig', 'grim')")
    assert house.client.post(publish).status_code == 410
    assert house.client.post(reject).status_code == 410
    assert house.files() == {}


def test_a_link_has_an_end(house: House) -> None:
    publish, _ = sent(house)
    house.now += timedelta(days=61)
    assert house.client.post(publish).status_code == 410
    assert house.files() == {}


@pytest.mark.parametrize("parent_goes", [False, True])
def test_a_reply_whose_comment_goes_stands_by_itself(house: House, parent_goes: bool) -> None:
    parent = house.settings.content / "comments/posts/stien-aabner/1.md"
    parent.parent.mkdir(parents=True)
    if not parent_goes:
        parent.write_text("---\nindlæg: posts/stien-aabner\nnavn: N\nmodtaget: 2026\n---\n\nHej.\n")
    publish, _ = sent(house, reply_to="1")
    decide(house, publish)
    (text,) = (text for path, text in house.files().items() if not path.endswith("/1.md"))
    assert ("svar_på" in text) is not parent_goes
