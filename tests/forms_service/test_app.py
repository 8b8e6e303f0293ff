"""The forms as a resident uses them: previewed, stored, answered, and what was entered never lost from the page."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from nyspor.forms_service.outbox import Outbox, OutboxUnavailable
from nyspor.forms_service.rate_limits import Limits
from nyspor.forms_service.security_headers import HEADERS
from nyspor.forms_service.service import make_service
from tests.forms_service.running_service import (
    COMMENT,
    IDEA,
    SIGNUP,
    RunningService,
    hidden,
    running_service,
    settings_in,
    text_of,
    typed,
)

FORMS = [("comment", COMMENT), ("signup", SIGNUP), ("idea", IDEA)]


@pytest.mark.parametrize(("kind", "values"), FORMS)
def test_a_form_is_previewed_first_and_stored_when_confirmed(
    service: RunningService, kind: str, values: dict[str, str]
) -> None:
    shown = service.post(kind, values)
    assert shown.status_code == 200
    assert values["name"] in shown.text
    assert service.mails() == [], "nothing is stored by looking"
    answer = service.confirm(kind, values)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"/forms/thanks/{kind}")
    assert "Tak" in service.client.get(answer.headers["location"]).text
    to_editor, receipt = service.mails()
    assert values["name"] in text_of(to_editor)
    assert receipt["To"] == values["email"]


def test_after_sending_there_is_a_way_back_to_the_text(service: RunningService) -> None:
    answer = service.confirm("comment", COMMENT)
    page = BeautifulSoup(service.client.get(answer.headers["location"]).text, "lxml")
    assert page.select_one("main .way")["href"] == "/indlaeg/stien-aabner/"
    unknown = service.client.get("/forms/thanks/comment?entry=posts/findes-ikke")
    assert BeautifulSoup(unknown.text, "lxml").select_one("main .way")["href"] == "/"


def test_the_button_at_a_comment_chooses_whom_one_answers(service: RunningService) -> None:
    button = {"entry": COMMENT["entry"], "reply_to": "1", "step": "answer"}
    answer = service.post("comment", button)
    page = BeautifulSoup(answer.text, "lxml")
    assert answer.status_code == 200
    assert page.select_one("#felt-reply_to option[selected]").get_text() == "Nabo"
    assert not page.select(".error-summary"), "nothing has been forgotten yet"


def test_the_editor_writes_to_the_resident(service: RunningService) -> None:
    service.confirm("comment", COMMENT)
    to_editor, receipt = service.mails()
    assert to_editor["To"] == "redaktion@kommune.example"
    assert to_editor["Reply-To"] == "redaktion@kommune.example", "an answer would quote the links"
    assert "mailto:nabo@post.example?subject=Din%20kommentar" in text_of(to_editor)
    assert "> Den er dejlig." in text_of(to_editor)
    assert receipt["Reply-To"] == "redaktion@kommune.example"
    assert "dejlig" not in text_of(receipt), "nobody can have us mail their words to others"


def test_a_sign_up_goes_to_its_workgroup_with_the_meetings(service: RunningService) -> None:
    service.confirm("signup", SIGNUP)
    for mail in service.mails():
        (calendar,) = mail.iter_attachments()
        assert calendar.get_content_type() == "text/calendar"
        assert calendar.get_filename() == "stigruppen.ics"
    assert service.mails()[0]["To"] == "stier@kommune.example"


def test_the_same_sent_twice_is_one(service: RunningService) -> None:
    shown = service.post("comment", COMMENT)
    service.now += timedelta(seconds=20)
    sent = [service.post("comment", hidden(shown) | {"step": "confirm"}) for _ in range(3)]
    assert [answer.status_code for answer in sent] == [303, 303, 303]
    service.confirm("comment", COMMENT | {"text": " den er  DEJLIG.\r\n\r\nTak for det. "})
    assert len(service.mails()) == 2


def test_two_residents_who_say_the_same_are_two(service: RunningService) -> None:
    service.confirm("comment", COMMENT)
    service.confirm("comment", COMMENT | {"email": "anden@post.example"})
    assert len(service.mails()) == 4


def test_an_error_is_shown_at_the_top_and_at_the_field_and_nothing_entered_is_lost(
    service: RunningService,
) -> None:
    answer = service.post("comment", COMMENT | {"name": "", "email": "nabo(at)post.example"})
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "lxml")
    assert page.title
    assert page.title.text.startswith("Fejl: ")
    links = [str(link["href"]) for link in page.select("#fejl a")]
    assert links == ["#felt-name", "#felt-email"]
    for link in links:
        field = page.select_one(link)
        assert field
        assert field["aria-invalid"] == "true"
    text = page.select_one("textarea[name=text]")
    assert text
    assert text.text.strip().splitlines() == COMMENT["text"].splitlines()
    assert 'value="nabo(at)post.example"' in answer.text


def test_changing_ones_mind_gives_the_form_back(service: RunningService) -> None:
    shown = service.post("comment", COMMENT)
    again = service.post("comment", hidden(shown) | {"step": "edit"})
    assert again.status_code == 200
    assert "Den er dejlig." in again.text
    assert service.mails() == []


def test_what_was_changed_after_the_preview_is_shown_again(service: RunningService) -> None:
    shown = service.post("comment", COMMENT)
    answer = service.post("comment", hidden(shown) | {"step": "confirm", "text": "Noget andet."})
    assert answer.status_code == 200
    assert "Noget andet." in answer.text
    assert service.mails() == []


@pytest.mark.parametrize("later", [timedelta(days=2), timedelta(days=-1)])
def test_a_preview_of_another_day_is_shown_again(service: RunningService, later: timedelta) -> None:
    shown = service.post("comment", COMMENT)
    service.now += later
    assert service.post("comment", hidden(shown) | {"step": "confirm"}).status_code == 200
    assert service.mails() == []


@pytest.mark.parametrize(
    ("entry", "status"),
    [("posts/gammel", 410), ("posts/findes-ikke", 404), ("../../etc/passwd", 404), ("", 404)],
)
def test_what_is_closed_or_unknown_gets_a_friendly_page(
    service: RunningService, entry: str, status: int
) -> None:
    answer = service.post("comment", COMMENT | {"entry": entry})
    assert answer.status_code == status
    assert BeautifulSoup(answer.text, "lxml").h1


def test_other_bodies_are_refused(service: RunningService) -> None:
    send = service.client.post
    assert send("/forms/comment", json=COMMENT).status_code == 415
    assert send("/forms/comment", files={"a": b"b"}).status_code == 415
    assert send("/forms/comment", content=b"a=b").status_code == 415
    urlencoded = {"Content-Type": "application/x-www-form-urlencoded"}
    zipped = urlencoded | {"Content-Encoding": "gzip"}
    assert send("/forms/comment", content=b"a=b", headers=zipped).status_code == 415
    latin = {"Content-Type": "application/x-www-form-urlencoded; charset=latin-1"}
    assert send("/forms/comment", content=b"a=b", headers=latin).status_code == 415
    large = b"text=" + b"a" * 200_000
    assert send("/forms/comment", content=large, headers=urlencoded).status_code == 413
    assert send("/forms/comment", content=b"a=%ff%fe", headers=urlencoded).status_code == 400
    many = b"&".join(b"a=b" for _ in range(30_000))
    assert send("/forms/comment", content=many, headers=urlencoded).status_code == 400


def test_a_robot_that_fills_all_fields_is_held_up_to_the_editor(service: RunningService) -> None:
    service.confirm("comment", COMMENT | {"website": "https://billigt.example"})
    to_editor, _ = service.mails()
    assert to_editor["Subject"].startswith("[Bør tjekkes]")


def test_so_is_one_that_reads_faster_than_people_and_one_with_many_links(
    service: RunningService,
) -> None:
    shown = service.post("comment", COMMENT)
    service.post("comment", hidden(shown) | {"step": "confirm"})
    service.confirm(
        "comment", COMMENT | {"text": "http://a.example www.b.example https://c.example"}
    )
    subjects = [mail["Subject"] for mail in service.mails()]
    assert [subject.startswith("[Bør tjekkes]") for subject in subjects] == [
        True, False, True, False,
    ]  # fmt: skip


def test_an_address_and_a_network_may_send_so_much_an_hour(tmp_path: Path) -> None:
    with running_service(tmp_path, limits=Limits(2, 3, 1, 2)) as service:
        answers = [
            service.confirm(
                "comment", COMMENT | {"email": f"{who}@post.example", "text": f"Nr. {n}"}
            )
            for n, who in enumerate(["nabo", "nabo", "nabo", "anden", "tredje"])
        ]
        assert [answer.status_code for answer in answers] == [303, 303, 429, 303, 429]
        assert "Nr. 2" in answers[2].text, "what was typed stands in the answer"
        receipts = [mail for mail in service.mails() if mail["To"] == "nabo@post.example"]
        assert len(receipts) == 1
        service.now += timedelta(hours=1)
        assert service.confirm("comment", COMMENT).status_code == 303


def test_plus_addresses_are_one_mailbox_for_limits_and_receipts(tmp_path: Path) -> None:
    with running_service(tmp_path, limits=Limits(3, 0, 1, 2)) as service:
        answers = [
            service.confirm("comment", COMMENT | {"email": email, "text": f"Nr. {n}"})
            for n, email in enumerate(
                [
                    "offer@post.example",
                    "offer+1@post.example",
                    "Offer+2@POST.example",
                    "offer+3@post.example",
                ]
            )
        ]
        assert [answer.status_code for answer in answers] == [303, 303, 303, 429]
        receipts = [mail["To"] for mail in service.mails() if "offer" in str(mail["To"]).lower()]
        assert receipts == ["offer@post.example"]


def test_no_more_are_let_through_at_once_than_one_by_one(tmp_path: Path) -> None:
    with running_service(tmp_path, limits=Limits(6, 0, 3, 2)) as service:
        shown = [service.post("comment", COMMENT | {"text": f"Nr. {n}"}) for n in range(24)]
        service.now += timedelta(seconds=20)
        with ThreadPoolExecutor(12) as senders:
            confirmed = [hidden(page) | {"step": "confirm"} for page in shown]
            answers = [*senders.map(lambda values: service.post("comment", values), confirmed)]
        assert sorted(answer.status_code for answer in answers) == [303] * 6 + [429] * 18
        assert len([mail for mail in service.mails() if mail["To"] == COMMENT["email"]]) == 3


def test_when_nothing_can_be_stored_it_is_said_and_nothing_typed_is_lost(
    service: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object, **__: object) -> bool:
        raise OutboxUnavailable

    shown = service.post("comment", COMMENT)
    service.now += timedelta(seconds=20)
    with monkeypatch.context() as broken:
        broken.setattr(Outbox, "accept", full)
        answer = service.post("comment", hidden(shown) | {"step": "confirm"})
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert "Den er dejlig." in answer.text
    assert service.confirm("comment", typed(answer)).status_code == 303


def test_until_the_site_is_built_it_is_not_ready(tmp_path: Path) -> None:
    with TestClient(make_service(settings_in(tmp_path))) as client:
        for answer in (client.post("/forms/comment", data=COMMENT), client.get("/forms/health")):
            assert answer.status_code == 503
            assert "Prøv igen" in answer.text


def test_a_list_that_vanishes_or_breaks_is_remembered(
    service: RunningService, caplog: pytest.LogCaptureFixture
) -> None:
    assert service.post("comment", COMMENT).status_code == 200
    service.settings.forms.write_text('{"schema": 2}')
    for _ in range(3):
        assert service.post("comment", COMMENT).status_code == 200
    (line,) = (record.getMessage() for record in caplog.records if record.levelname == "WARNING")
    assert "listen fra før gælder" in line
    service.settings.forms.unlink()
    assert service.post("comment", COMMENT).status_code == 200


def test_health_says_whether_forms_can_be_received(
    service: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert service.client.get("/forms/health").status_code == 204

    def full(*_: object) -> None:
        raise OutboxUnavailable

    monkeypatch.setattr(Outbox, "write_heartbeat", full)
    assert service.client.get("/forms/health").status_code == 503


def test_every_answer_keeps_the_browser_to_the_site(service: RunningService) -> None:
    answers = [
        service.post("comment", COMMENT), service.post("comment", {"entry": "x"}), service.confirm("idea", IDEA),
        service.client.get("/forms/thanks/idea"), service.client.get("/forms/nothing/here"),
        service.client.post("/forms/comment", json={}), service.client.get("/forms/decide/publish/x"),
        service.client.get("/forms/comment"),
    ]  # fmt: skip
    assert [answer.status_code for answer in answers] == [200, 404, 303, 200, 404, 415, 404, 405]
    for answer in answers:
        assert HEADERS.items() <= {k.title(): v for k, v in answer.headers.items()}.items() or all(
            answer.headers[name] == value for name, value in HEADERS.items()
        )
        assert "set-cookie" not in answer.headers


def test_the_log_names_nobody(service: RunningService, caplog: pytest.LogCaptureFixture) -> None:
    service.confirm("comment", COMMENT)
    service.post("comment", COMMENT | {"email": "x"})
    assert "post.example" not in caplog.text
    assert "Nabo" not in caplog.text
