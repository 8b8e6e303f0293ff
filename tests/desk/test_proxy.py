"""Signing in by the header of a proxy: believed from the proxies in the settings, and from nobody else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk.desk import FILE
from tests.desk.sign_in import HEADER, PROXY, press, signed_desk

ANNA, DORTE = "anna@kommune.example", "dorte@kommune.example"


def test_the_proxy_says_who_one_is_and_a_button_signs_in(tmp_path: Path) -> None:
    desk = signed_desk(tmp_path, header=HEADER)
    browser = desk.browser(PROXY, **{HEADER: " Anna@Kommune.example "})
    asked = browser.get(f"/desk/text/{FILE}")
    assert asked.headers["location"].startswith("/desk/proxy?to=")
    shown = browser.get(asked.headers["location"])
    assert "Log ind som Anna" in shown.text
    assert "set-cookie" not in shown.headers
    answer = press(browser, "/desk/proxy", person="anna", to=f"/desk/text/{FILE}")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/desk/text/{FILE}")
    assert browser.get("/desk/").status_code == 200


SPOOFED = {
    "from elsewhere": ("192.0.2.7", {HEADER: DORTE}),
    "through another proxy": ("127.0.0.1", {HEADER: DORTE, "X-Forwarded-For": PROXY}),
    "unknown": (PROXY, {HEADER: "ukendt@post.example"}),
    "empty": (PROXY, {HEADER: "  "}),
    "not said": (PROXY, {}),
    "another header": (PROXY, {"X-Auth-Request-Email": DORTE, "X_Forwarded_Email": DORTE}),
    "two addresses": (PROXY, {HEADER: f"{ANNA}, {DORTE}"}),
}


@pytest.mark.parametrize(("peer", "headers"), SPOOFED.values(), ids=SPOOFED)
def test_nobody_says_for_themselves_who_they_are(
    tmp_path: Path, peer: str, headers: dict[str, str]
) -> None:
    desk = signed_desk(tmp_path, header=HEADER)
    browser = desk.browser(peer, **headers)
    assert browser.get("/desk/proxy").status_code == 403
    for person in ("anna", "dorte", ""):
        answer = press(browser, "/desk/proxy", person=person)
        assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)


def test_a_header_that_was_sent_twice_says_nothing(tmp_path: Path) -> None:
    desk = signed_desk(tmp_path, header=HEADER)
    twice = [(HEADER, DORTE), (HEADER, ANNA)]
    assert desk.browser(PROXY).get("/desk/proxy", headers=twice).status_code == 403


def test_one_signs_in_as_nobody_but_whom_the_proxy_has_named(tmp_path: Path) -> None:
    desk = signed_desk(tmp_path, header=HEADER)
    browser = desk.browser(PROXY, **{HEADER: ANNA})
    assert press(browser, "/desk/proxy", person="dorte").status_code == 403


def test_two_with_one_address_choose(tmp_path: Path) -> None:
    desk = signed_desk(tmp_path, header=HEADER)
    desk.with_address("bo", ANNA)
    browser = desk.browser(PROXY, **{HEADER: ANNA})
    assert all(f"Log ind som {name}" in browser.get("/desk/proxy").text for name in ("Anna", "Bo"))
    assert press(browser, "/desk/proxy", person="bo").status_code == 303


def test_mail_is_no_way_around_the_sign_in_of_the_municipality(tmp_path: Path) -> None:
    desk = signed_desk(tmp_path, header=HEADER)
    browser = desk.browser()
    assert browser.get("/desk/sign-in").status_code == 404
    assert browser.post("/desk/sign-in", data={"address": ANNA}).status_code == 404
    assert not desk.mails


def test_a_link_from_the_terminal_works_while_the_proxy_is_down(tmp_path: Path) -> None:
    desk = signed_desk(tmp_path, header=HEADER)
    assert press(desk.browser(), desk.link_for("anna")).status_code == 303


def test_whoever_signs_in_as_somebody_else_is_not_in_the_session_before(tmp_path: Path) -> None:
    desk = signed_desk(tmp_path, header=HEADER)
    browser = desk.browser(PROXY, **{HEADER: ANNA})
    press(browser, "/desk/proxy", person="anna")
    assert browser.get("/desk/", headers={HEADER: ANNA}).status_code == 200
    assert browser.get("/desk/", headers={HEADER: "bo@kommune.example"}).status_code == 303
    assert browser.get("/desk/", headers={HEADER: ANNA}).status_code == 303
