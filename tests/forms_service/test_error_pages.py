"""Whatever goes wrong with a form, what was typed stands on the page that says so."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import quote, urlencode

import httpx2 as httpx
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from nyspor.forms_service import outbox_schema
from nyspor.forms_service.pages import Pages
from nyspor.forms_service.request_body import MAX_BODY, MAX_SHOWN, Body, entered_pairs
from nyspor.forms_service.service import make_service
from nyspor.forms_service.submission_factory import SubmissionFactory
from nyspor.forms_service.test_probes import BODY_READ
from tests.forms_service.running_service import (
    COMMENT,
    IDEA,
    SIGNUP,
    RunningService,
    hidden,
    running_service,
    settings_in,
    typed,
    write_targets,
)

FORMS = [("comment", COMMENT), ("signup", SIGNUP), ("idea", IDEA)]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
HOSTILE = "Æ </textarea><script>alert(1)</script> & \"'\n\nlinje to"


def texts(answer: httpx.Response) -> list[str]:
    """What a person finds on a page of what was typed: in a form, or to be copied."""
    page = BeautifulSoup(answer.text, "lxml")
    assert page.h1
    assert not page.select("main script"), "nothing typed is more than text"
    areas = [area.text.removeprefix("\n") for area in page.select("textarea")]
    fields = [
        str(field.get("value", "")) for field in page.select("input[type=text], input[type=email]")
    ]
    return [text.replace("\r\n", "\n") for text in areas + fields]


def can_be_sent_again(answer: httpx.Response) -> bool:
    return bool(BeautifulSoup(answer.text, "lxml").select("main form button"))


def gone(service: RunningService) -> None:
    write_targets(service.settings.forms, ())


def closed(service: RunningService) -> None:
    forms_list = json.loads(service.settings.forms.read_bytes())
    for target in forms_list["targets"]:
        target["closes"] = "2013-01-01T00:00:00+00:00"
    service.settings.forms.write_text(json.dumps(forms_list))


def unopened(service: RunningService) -> None:
    forms_list = json.loads(service.settings.forms.read_bytes())
    for target in forms_list["targets"]:
        target["opens"] = "2030-01-01T00:00:00+00:00"
    service.settings.forms.write_text(json.dumps(forms_list))


@pytest.mark.parametrize(("kind", "values"), FORMS)
@pytest.mark.parametrize(("change", "status"), [(gone, 404), (closed, 410), (unopened, 403)])
@pytest.mark.parametrize("confirmed", [False, True])
def test_where_the_page_has_gone_or_closed_the_text_can_be_copied(
    service: RunningService, kind: str, values: dict[str, str], change: Callable[[RunningService], None], status: int, confirmed: bool
) -> None:  # fmt: skip
    shown = service.post(kind, values)
    change(service)
    sent = hidden(shown) | {"step": "confirm"} if confirmed else values
    answer = service.post(kind, sent)
    assert answer.status_code == status
    character = texts(answer)
    for name, value in values.items():
        if name not in ("entry", "consent"):
            assert value in character, name
    assert "Kopiér det" in answer.text
    assert not can_be_sent_again(answer)
    assert "stamp" not in answer.text


@pytest.mark.parametrize("kind", ["kommentar", "x", "COMMENT"])
def test_an_unknown_form_keeps_the_text_too(service: RunningService, kind: str) -> None:
    answer = service.post(kind, COMMENT | {"andet{0}": "Mere tekst."})
    assert answer.status_code == 404
    assert {COMMENT["text"], "Mere tekst."} <= set(texts(answer))


def test_an_english_page_that_has_gone_is_answered_in_english(service: RunningService) -> None:
    answer = service.post("comment", COMMENT | {"entry": "en/posts/gone"})
    assert answer.status_code == 404
    assert "What you wrote is shown below." in answer.text
    assert COMMENT["text"] in texts(answer)


def multipart(values: Mapping[str, str]) -> tuple[bytes, str]:
    parts = (
        f'--x1\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in values.items()
    )  # fmt: skip
    return ("".join(parts) + "--x1--\r\n").encode(), 'multipart/form-data; boundary="x1"'


def latin(values: Mapping[str, str]) -> tuple[bytes, str]:
    charset = "application/x-www-form-urlencoded; charset=ISO-8859-1"
    return urlencode(values, encoding="latin-1").encode(), charset


WRONG: dict[str, Callable[[Mapping[str, str]], tuple[bytes, str]]] = {
    "multipart": multipart,
    "latin-1": latin,
    "json": lambda values: (json.dumps(values).encode(), "application/json"),
    "no type": lambda values: (urlencode(values).encode(), ""),
    "another type": lambda values: (urlencode(values).encode(), "application/x-form"),
    "utf-8 said otherwise": lambda values: (
        urlencode(values).encode(), "application/x-www-form-urlencoded; charset=latin-1"
    ),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("text", ["Blåbærgrød på Ærø.", HOSTILE])
def test_another_kind_of_body_is_refused_with_the_text_in_the_form(
    service: RunningService, wrong: str, text: str
) -> None:
    content, content_type = WRONG[wrong](COMMENT | {"text": text})
    headers = {"Content-Type": content_type} if content_type else {}
    answer = service.client.post("/forms/comment", content=content, headers=headers)
    assert answer.status_code == 415
    assert {text, COMMENT["name"], COMMENT["email"]} <= set(texts(answer))
    assert can_be_sent_again(answer)
    assert service.post("comment", typed(answer)).status_code == 200


HALF = b'"\\ud83d"'
"""The first half of an emoji in JSON, without the second: no page can show it."""


@pytest.mark.parametrize("content", [b'{"text": %s}' % HALF, b'{%s: "Hej"}' % HALF])
def test_half_a_character_breaks_no_page(service: RunningService, content: bytes) -> None:
    json_type = {"Content-Type": "application/json"}
    assert service.client.post("/forms/comment", content=content, headers=json_type).status_code == 415  # fmt: skip


@pytest.mark.parametrize("encoding", ["identity", "Identity", " IDENTITY "])
def test_an_encoding_that_is_none_may_be_named_in_any_way(
    service: RunningService, encoding: str
) -> None:
    headers = FORM | {"Content-Encoding": encoding}
    answer = service.client.post("/forms/comment", content=urlencode(COMMENT), headers=headers)
    assert answer.status_code == 200


def test_plain_text_can_be_copied(service: RunningService) -> None:
    answer = service.client.post(
        "/forms/comment", content="Hej på Ærø.".encode(), headers={"Content-Type": "text/plain"}
    )
    assert answer.status_code == 415
    assert "Hej på Ærø." in texts(answer)


@pytest.mark.parametrize(
    "body",
    [
        urlencode(COMMENT, encoding="latin-1").encode() + b"&text2=%E6",
        urlencode(COMMENT).encode() + b"&x=%ff%fe",
        urlencode(COMMENT).encode() + b"&x=\xe6",
        urlencode(COMMENT).encode() + b"&a=b" * 100,
    ],
)
def test_what_cannot_be_read_as_a_form_is_shown_in_one(
    service: RunningService, body: bytes
) -> None:
    answer = service.client.post("/forms/comment", content=body, headers=FORM)
    assert answer.status_code == 400
    assert COMMENT["text"] in texts(answer)
    assert can_be_sent_again(answer)


@pytest.mark.parametrize("character", ["x", "æ", "😀", "\n"])
def test_a_text_that_is_too_long_is_shown_to_be_shortened(
    service: RunningService, character: str
) -> None:
    text = "Begyndelsen. " + character * (MAX_BODY // len(quote(character)) + 1) + " Slutningen."
    answer = service.post("comment", COMMENT | {"text": text})
    assert answer.status_code == 413
    assert text in texts(answer)
    assert can_be_sent_again(answer)
    again = service.post("comment", typed(answer) | {"text": "Begyndelsen."})
    assert again.status_code == 200


def test_of_a_body_beyond_measure_it_is_said_that_it_cannot_be_shown(
    service: RunningService,
) -> None:
    answer = service.post("comment", COMMENT | {"text": "x" * (MAX_SHOWN + 1)})
    assert answer.status_code == 413
    assert "kan vises her" in answer.text
    assert len(answer.content) < 20_000


class Fault(Exception):
    """Something that nobody foresaw."""


def fault(*_: object, **__: object) -> None:
    raise Fault


@pytest.mark.parametrize(
    "where",
    [
        (SubmissionFactory, "submission"),
        (SubmissionFactory, "mails"),
        (outbox_schema, "insert"),
        (Pages, "preview"),
    ],
)
@pytest.mark.parametrize(("kind", "values"), FORMS)
def test_a_fault_of_ours_loses_nothing(
    service: RunningService, monkeypatch: pytest.MonkeyPatch, where: tuple[object, str], kind: str, values: dict[str, str]
) -> None:  # fmt: skip
    shown = service.post(kind, values)
    with monkeypatch.context() as broken:
        broken.setattr(*where, fault)
        answers = [service.post(kind, hidden(shown) | {"step": "confirm"})]
        if where[1] == "preview":
            answers = [service.post(kind, values)]
    for answer in answers:
        assert answer.status_code == 500
        assert {value for name, value in values.items() if name not in ("entry", "consent")} <= set(
            texts(answer)
        )
        assert "Fault" not in answer.text
    assert service.confirm(kind, typed(answers[0]) | {"consent": "yes"}).status_code == 303


def test_a_fault_that_breaks_the_page_of_the_fault_too_loses_nothing(
    service: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(Pages, "_page", fault)
        answer = service.post("comment", COMMENT | {"text": HOSTILE})
    assert answer.status_code == 500
    assert {HOSTILE, COMMENT["name"]} <= set(texts(answer))
    assert "Something went wrong" in answer.text


def test_a_fault_right_after_the_form_was_read_loses_nothing(tmp_path: Path) -> None:
    def probe(step: str) -> None:
        if step == BODY_READ:
            raise Fault

    settings = settings_in(tmp_path)
    write_targets(settings.forms)
    with TestClient(make_service(settings, probe=probe)) as client:
        answer = client.post("/forms/comment", data=COMMENT)
    assert answer.status_code == 500
    assert COMMENT["text"] in texts(answer)


@pytest.mark.parametrize(("kind", "values"), FORMS)
def test_while_nothing_is_known_of_the_site_the_text_is_shown_all_the_same(
    tmp_path: Path, kind: str, values: dict[str, str]
) -> None:
    with TestClient(make_service(settings_in(tmp_path))) as client:
        answer = client.post(f"/forms/{kind}", data=values | {"name": HOSTILE[:20]})
        assert answer.status_code == 503
        assert answer.headers["retry-after"]
        assert HOSTILE[:20] in texts(answer)
        assert values["email"] in texts(answer)
        assert "Prøv igen" in answer.text
        assert "not ready yet" in answer.text
        wrong = client.post(f"/forms/{kind}", json=values)
        assert wrong.status_code == 415
        assert values["name"] in texts(wrong)


@pytest.mark.parametrize("status", [404, 410, 415, 500])
def test_every_such_page_is_shielded_and_stored_nowhere(tmp_path: Path, status: int) -> None:
    with running_service(tmp_path) as service:
        closed(service) if status == 410 else gone(service)
        answer = service.post("comment", COMMENT)
        assert answer.headers["cache-control"] == "no-store"
        assert service.mails() == []


@given(
    content=st.binary(max_size=400),
    media_type=st.sampled_from(
        [
            "multipart/form-data",
            "application/json",
            "text/plain",
            "application/x-www-form-urlencoded",
            "",
        ]
    ),
    charset=st.sampled_from(
        [
            "",
            "utf-8",
            "latin-1",
            "hex",
            "idna",
            "\x00",
            "utf-16",
            "undefined",
            "unicode_escape",
            "x" * 50,
        ]
    ),
    boundary=st.text(max_size=5),
)
def test_any_bytes_are_read_for_what_was_typed(
    content: bytes, media_type: str, charset: str, boundary: str
) -> None:
    for body in (
        content,
        b"a=" + content,
        b'--x\r\nname="a"\r\n\r\n' + content,
        b"[" * 5000 + content,
    ):
        for name, value in entered_pairs(Body(body, media_type, charset, boundary or "x")):
            assert name.encode() is not None, "it can be shown on a page"
            assert value.encode() is not None


@pytest.mark.parametrize("page", ["decide/publish", "member", "members", "moderate"])
def test_of_a_link_that_was_cut_off_it_is_said_how_to_open_all_of_it(
    service: RunningService, page: str
) -> None:
    answer = service.client.get(f"/forms/{page}/WyI5NDFlZGJ")
    assert answer.status_code == 404
    assert "Åbn linket i mailen igen" in answer.text
