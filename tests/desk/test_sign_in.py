"""Signing in by a mailed link: once, within ten minutes, and nobody learns who has access."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from nyspor.desk.app import make_desk
from nyspor.desk.people.audit import latest
from nyspor.desk.people.sign_in import MAILS_TO_ADDRESS, HourlyLimit, within_desk
from tests.desk.desk import FILE, NOW
from tests.desk.sign_in import HTTPS, press, signed_desk

ANNA = "anna@kommune.example"


def ask(browser: TestClient, address: str, **more: Any) -> Any:
    return browser.post("/desk/sign-in", data={"address": address, "to": "", **more})


def test_a_link_is_mailed_and_its_button_signs_in(tmp_path: Path) -> None:
    desk = signed_desk(tmp_path)
    browser = desk.browser()
    assert ask(browser, " Anna@Kommune.example ").status_code == 200
    [(key, path, language)] = desk.mails
    assert (key, language) == ("anna", "da")
    assert "Log ind som Anna" in browser.get(path).text
    answer = press(browser, path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/")
    assert "Anna" in browser.get("/desk/").text
    assert [line.action for line in latest(desk.state.database, 1)] == ["signed in"]


def test_opening_a_link_signs_nobody_in_and_uses_nothing_up(tmp_path: Path) -> None:
    desk = signed_desk(tmp_path)
    scanner, browser, path = desk.browser(), desk.browser(), desk.link_for("anna")
    for _ in range(3):
        assert "set-cookie" not in scanner.get(path).headers
        assert scanner.head(path).status_code in (200, 405)
    assert press(browser, path).status_code == 303


def test_a_link_works_once(tmp_path: Path) -> None:
    desk = signed_desk(tmp_path)
    path = desk.link_for("anna")
    assert press(desk.browser(), path).status_code == 303
    again = press(desk.browser(), path)
    assert again.status_code == 410
    assert "set-cookie" not in again.headers
    assert desk.browser().get(path).status_code == 410


@pytest.mark.parametrize(("minutes", "status"), [(10, 303), (10.1, 410)], ids=["in time", "late"])
def test_a_link_works_for_ten_minutes(tmp_path: Path, minutes: float, status: int) -> None:
    desk = signed_desk(tmp_path)
    path = desk.link_for("anna")
    desk.wait(minutes=minutes)
    assert desk.browser().get(path).status_code == (200 if status == 303 else 410)
    assert press(desk.browser(), path).status_code == status


def test_a_link_of_somebody_who_has_left_or_moved_works_no_more(tmp_path: Path) -> None:
    desk = signed_desk(tmp_path)
    of_anna, of_bo = desk.link_for("anna"), desk.link_for("bo")
    desk.without("anna")
    desk.with_address("bo", "bo@andetsteds.example")
    assert press(desk.browser(), of_anna).status_code == 410
    assert press(desk.browser(), of_bo).status_code == 410


def test_the_answer_is_the_same_whoever_has_the_address(tmp_path: Path) -> None:
    desk = signed_desk(tmp_path)
    known, unknown = ask(desk.browser(), ANNA), ask(desk.browser(), "ukendt@post.example")
    assert known.content == unknown.content
    assert known.headers.multi_items() == unknown.headers.multi_items()
    assert len(desk.mails) == 1


class Fault(Exception):
    """Raised where the staff is looked at."""


def test_the_staff_is_looked_at_after_the_answer_so_that_its_time_tells_nothing(
    tmp_path: Path,
) -> None:
    desk = signed_desk(tmp_path)
    sent: list[str] = []

    async def watched(scope: Any, receive: Any, send: Any) -> None:
        async def note(message: Any) -> None:
            sent.append(message["type"] + ("" if message.get("more_body") else " end"))
            await send(message)

        await make_desk(desk.state)(scope, receive, note)

    def staff() -> Any:
        assert sent[-1] == "http.response.body end"
        raise Fault

    object.__setattr__(desk.state, "staff", staff)
    answer = ask(TestClient(watched, base_url=HTTPS), ANNA)
    assert answer.status_code == 200
    assert not desk.mails


def test_nobody_s_inbox_is_flooded(tmp_path: Path) -> None:
    desk = signed_desk(tmp_path)
    for _ in range(MAILS_TO_ADDRESS + 3):
        assert ask(desk.browser(), ANNA).status_code == 200
    assert len(desk.mails) == MAILS_TO_ADDRESS
    ask(desk.browser(), "bo@kommune.example")
    assert desk.mails[-1][0] == "bo"
    desk.wait(hours=1)
    ask(desk.browser(), ANNA)
    assert desk.mails[-1][0] == "anna"


def test_a_network_asks_for_so_many_links_an_hour(tmp_path: Path) -> None:
    desk = signed_desk(tmp_path)
    assert desk.state.sign_in
    object.__setattr__(desk.state.sign_in, "asked", HourlyLimit(2))
    here = [desk.browser(**{"X-Forwarded-For": f"192.0.2.{number}"}) for number in range(3)]
    assert [ask(browser, ANNA).status_code for browser in here] == [200, 200, 429]
    assert ask(desk.browser(**{"X-Forwarded-For": "198.51.100.1"}), ANNA).status_code == 200
    # What a client writes itself before the web server does says nothing.
    pretending = desk.browser(**{"X-Forwarded-For": "203.0.113.9, 192.0.2.1"})
    assert ask(pretending, ANNA).status_code == 429


def test_a_limit_forgets_what_is_over() -> None:
    limit = HourlyLimit(1)
    assert [limit.allows("a", NOW), limit.allows("a", NOW), limit.allows("b", NOW)] == [True, False, True]  # fmt: skip
    assert limit.allows("a", NOW + timedelta(hours=1))


@pytest.mark.parametrize("written", ["anna", "", "a@b@c", "a" * 400 + "@b.example", "a@b.example\r\nBcc: c@d.example"])  # fmt: skip
def test_what_is_no_address_is_told_so(tmp_path: Path, written: str) -> None:
    desk = signed_desk(tmp_path)
    answer = ask(desk.browser(), written)
    assert answer.status_code == 422
    assert "Skriv en mailadresse" in answer.text
    assert not desk.mails


def test_one_comes_to_the_page_that_one_wanted(tmp_path: Path) -> None:
    desk = signed_desk(tmp_path)
    browser = desk.browser()
    asked = browser.get(f"/desk/text/{FILE}")
    assert asked.headers["location"] == "/desk/sign-in?to=%2Fdesk%2Ftext%2Fposts%2F2026%2Fstien.md"
    ask(browser, ANNA, to=f"/desk/text/{FILE}")
    assert press(browser, desk.mails[0][1]).headers["location"] == f"/desk/text/{FILE}"


ELSEWHERE = [
    "https://ond.example/", "//ond.example/desk/", "/\\ond.example", "/desk/../forms/x", "/desk//../..//ond.example",
    "javascript:alert(1)", "/desk/\r\nSet-Cookie: a=b", "\t/desk/", "/desk", "desk/", "/desk/x?y=//ond.example", "/desk/\\..",
    "https:/desk/", "/desk/å", "/desk/" + "x" * 600,
]  # fmt: skip


@pytest.mark.parametrize("to", ELSEWHERE)
def test_nobody_is_led_elsewhere(tmp_path: Path, to: str) -> None:
    assert within_desk(to) == "/desk/"
    desk = signed_desk(tmp_path)
    assert f'value="{to}"' not in desk.browser().get("/desk/sign-in", params={"to": to}).text
    browser = desk.browser()
    ask(browser, ANNA, to=to)
    assert press(browser, desk.mails[0][1]).headers["location"] == "/desk/"
    assert press(browser, desk.link_for("anna", goes_to=to), to=to).headers["location"] == "/desk/"


FOREIGN = [
    *(
        {"Origin": origin}
        for origin in (
            "https://ond.example",
            "null",
            "https://blog.example.ond.example",
            "http://[",
        )
    ),
    *({"Sec-Fetch-Site": site} for site in ("cross-site", "same-site")),
]


@pytest.mark.parametrize("headers", FOREIGN, ids=lambda each: " ".join(each.values()))
def test_a_form_of_another_site_signs_nobody_in(tmp_path: Path, headers: dict[str, str]) -> None:
    desk = signed_desk(tmp_path)
    path = desk.link_for("anna")
    answer = press(desk.browser(**headers), path)
    assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)
    own = desk.browser(**{"Origin": HTTPS, "Sec-Fetch-Site": "same-origin"})
    assert press(own, path).status_code == 303


def test_a_link_in_a_mail_that_is_read_in_the_browser_comes_again_with_the_cookie(
    tmp_path: Path,
) -> None:
    desk = signed_desk(tmp_path)
    cross_site = desk.browser().get(f"/desk/text/{FILE}", headers={"Sec-Fetch-Site": "cross-site"})
    assert cross_site.status_code == 200
    assert '<meta http-equiv="refresh" content="0">' in cross_site.text
    again = desk.browser().get(f"/desk/text/{FILE}", headers={"Sec-Fetch-Site": "same-origin"})
    assert again.status_code == 303


def test_without_access_by_mail_or_choice_their_pages_are_not_there(tmp_path: Path) -> None:
    desk = signed_desk(tmp_path)
    browser = desk.browser()
    assert browser.get("/desk/who").status_code == 404
    assert browser.post("/desk/who", data={"person": "anna"}).status_code == 404
    assert browser.get("/desk/proxy").status_code == 404
    assert press(browser, "/desk/proxy", person="anna").status_code == 404


def test_the_database_knows_no_secret_and_no_address(tmp_path: Path) -> None:
    desk = signed_desk(tmp_path)
    browser = desk.browser()
    ask(browser, ANNA)
    path = desk.mails[0][1]
    found = b"".join(each.read_bytes() for each in (tmp_path / "data").iterdir())
    assert path.rpartition("/")[2].encode() not in found
    press(browser, path)
    found = b"".join(each.read_bytes() for each in (tmp_path / "data").iterdir())
    assert b"@kommune.example" not in found
    assert browser.cookies["nyspor-desk"].encode() not in found
