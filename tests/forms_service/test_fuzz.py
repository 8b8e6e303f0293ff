"""The service answers every input properly, and nothing that it stores can break the site."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nyspor.content.entry_reader import read_record
from nyspor.forms.submission_files import comment_path
from nyspor.forms_service.client_address import parse_network
from nyspor.model.kinds import Comment
from tests.forms_service.running_service import (
    COMMENT,
    IDEA,
    SIGNUP,
    RunningService,
    hidden,
    running_service,
    typed,
)

text = st.text(max_size=200).map(lambda found: found.encode("utf-8", "ignore").decode())
calm = settings(max_examples=60)

HOSTILE = [
    "a\r\nBcc: mange@x.example", "a\x00b", "\x0b\x0c\x1c\x85\u2028\u2029", "\u202etxt.exe", "a\u200bb",
    "e" + "\u0301" * 1000, "---\nstatus: skjult\n---", "{attach}../x", "{{ 7*7 }}", "{% raw %}",
    ".. include:: /etc/passwd", "<script>alert(1)</script>", "[x](javascript:alert(1))",
    "data:text/html,<b>", "\n.\r\n", ".", "a" * 998, "x" * 4000, "../../../etc/passwd", "%00", "::: fakta",
    "\ufeff---", "{static}/x", "'; DROP TABLE submission; --", "=cmd|' /C calc'!A0",
]  # fmt: skip


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    with running_service(tmp_path_factory.mktemp("service")) as running:
        yield running


@calm
@example("GET", "", "0/", b"", {"Host": "evil.example"})
@given(
    method=st.sampled_from(["GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS"]),
    path=st.sampled_from(["/forms/comment", "/forms/thanks/comment", "/forms/x", "/forms/"]) | text,
    token=text,
    body=st.binary(max_size=300),
    headers=st.dictionaries(
        st.sampled_from(["Content-Type", "Host", "X-Forwarded-For", "Origin", "Content-Encoding"]),
        st.sampled_from(["application/x-www-form-urlencoded", "//evil.example", "gzip", "x", ""]),
    ),
)
def test_every_route_answers_calmly(
    service: RunningService,
    method: str,
    path: str,
    token: str,
    body: bytes,
    headers: dict[str, str],
) -> None:
    address = path if path.startswith("/forms/") else f"/forms/decide/publish/{quote(path + token)}"
    answer = service.client.request(method, address, content=body, headers=headers)
    assert answer.status_code < 500
    assert "Traceback" not in answer.text
    location = answer.headers.get("location", "/forms/")
    assert location.startswith("/forms/"), "nobody is sent elsewhere"
    assert "content-security-policy" in answer.headers


@calm
@given(
    entry=st.sampled_from(["posts/stien-aabner", "posts/../x", "", "/etc/passwd", "posts/CON"]),
    written=st.dictionaries(st.sampled_from([*COMMENT, *IDEA, *SIGNUP, "website", "step"]), text),
)
@example("posts/stien-aabner", dict.fromkeys(COMMENT, HOSTILE[0]))
def test_every_form_answers_calmly(
    service: RunningService, entry: str, written: dict[str, str]
) -> None:
    for kind in ("comment", "signup", "idea"):
        answer = service.post(kind, written | {"entry": entry})
        assert answer.status_code in (200, 404, 415, 422)


@pytest.mark.parametrize(
    "emoji",
    ["\U0001fae8", "\U0001fae9", "👍🏽", "👩\u200d👩\u200d👧\u200d👦", "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", "🇩🇰"],
    ids=ascii,
)  # fmt: skip
def test_a_comment_of_one_emoji_is_a_comment(tmp_path: Path, emoji: str) -> None:
    with running_service(tmp_path) as service:
        assert service.confirm("comment", COMMENT | {"text": emoji}).status_code == 303
        service.client.post(service.links(service.mails()[0])[0])
        ((path, written),) = service.files().items()
    comment, _, problems = read_record(written.encode(), path, Comment, id=Path(path).stem)
    assert problems == []
    assert comment
    assert emoji in written


@pytest.mark.parametrize("blank", ["\u200d", "\u3164", "\u2800\n\u200b", "\ufe0f"], ids=ascii)
def test_a_comment_with_nothing_to_see_is_empty(service: RunningService, blank: str) -> None:
    assert service.post("comment", COMMENT | {"text": blank}).status_code == 422
    assert service.post("comment", COMMENT | {"name": blank}).status_code == 422


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_is_stored_can_hurt_nothing(tmp_path: Path, hostile: str) -> None:
    with running_service(tmp_path) as service:
        shown = service.post("comment", COMMENT | {"name": hostile[:80], "text": "Hej. " + hostile})
        assert "<script>alert" not in shown.text
        if shown.status_code == 422:  # nothing was left of the name
            shown = service.post("comment", typed(shown) | {"name": "N"})
        answer = service.post("comment", hidden(shown) | {"step": "confirm"})
        assert answer.status_code == 303
        to_editor, receipt = service.mails()
        for mail in (to_editor, receipt):
            assert mail["Bcc"] is None
            assert len(mail["To"].addresses) == 1
            assert not mail.defects
        service.client.post(service.links(to_editor)[0])
        ((path, written),) = service.files().items()
        assert path == comment_path("posts/stien-aabner", Path(path).stem)
        comment, _, problems = read_record(written.encode(), path, Comment, id=Path(path).stem)
        assert problems == []
        assert comment
        assert comment.entry == "posts/stien-aabner"
        assert comment.text.startswith("Hej.")


def test_a_forged_proxy_header_is_not_believed(tmp_path: Path) -> None:
    with running_service(tmp_path) as service:
        networks = set()
        for number in range(3):
            shown = service.post("comment", COMMENT | {"text": f"Nr. {number}"})
            service.post(
                "comment", hidden(shown) | {"step": "confirm"},
                headers={"X-Forwarded-For": f"198.51.{number}.7"},
            )  # fmt: skip
        from nyspor.forms_service.outbox import Outbox

        visit = Outbox.attach(service.settings.database)
        networks = {s.submission.network for s in visit.waiting() if s.submission}
        visit.close()
        assert len(networks) == 1


def test_the_proxy_of_the_settings_is_believed_for_its_last_word(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with running_service(tmp_path, proxies=(parse_network("127.0.0.1"),)) as service:
        shown = service.post("comment", COMMENT)
        forwarded = {"X-Forwarded-For": "203.0.113.9, 198.51.100.7"}
        service.post("comment", hidden(shown) | {"step": "confirm"}, headers=forwarded)
    assert "198.51.100.7" not in caplog.text, "no address stands in the log"
