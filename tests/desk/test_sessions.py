"""Sessions: new at each sign-in, ended from elsewhere, by time, and when somebody leaves; hostile cookies and tokens."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from itsdangerous import URLSafeSerializer

from nyspor.desk.database import DeskDatabase
from nyspor.desk.front.administration_routes import LINES
from nyspor.desk.people.audit import AuditLine, latest, note
from nyspor.desk.people.sessions import COOKIE, IDLE, LIFETIME, Sessions, Way
from nyspor.desk.people.sign_in import SignInLinks
from nyspor.desk.upkeep import tidy
from tests.desk.desk import FILE, NOW, STAFF
from tests.desk.sign_in import SignedDesk, press, signed_desk

ANNA = STAFF.members["anna"]


def test_the_cookie_is_for_the_desk_over_https_and_for_no_script(tmp_path: Path) -> None:
    desk = signed_desk(tmp_path)
    answer = press(desk.browser(), desk.link_for("anna"))
    said = {part.strip().lower() for part in answer.headers["set-cookie"].split(";")[1:]}
    assert said >= {"httponly", "secure", "samesite=strict", "path=/desk/", "max-age=43200"}
    assert not any(part.startswith("domain") for part in said)


def test_a_session_is_new_at_each_sign_in_and_the_one_before_ends(tmp_path: Path) -> None:
    desk = signed_desk(tmp_path)
    anna = desk.sign_in("anna")
    before = anna.browser.cookies[COOKIE]
    press(anna.browser, desk.link_for("bo"))
    assert anna.browser.cookies[COOKIE] != before
    assert "Bo" in anna.browser.get("/desk/").text
    other = desk.browser()
    other.cookies.set(COOKIE, before, path="/desk/")
    assert other.get("/desk/").status_code == 303


def test_a_cookie_that_somebody_else_has_set_is_not_taken_over(tmp_path: Path) -> None:
    desk = signed_desk(tmp_path)
    browser = desk.browser()
    browser.cookies.set(COOKIE, "andres", domain="blog.example", path="/desk/")
    answer = press(browser, desk.link_for("anna"))
    assert "andres" not in answer.headers["set-cookie"]


def test_signing_out_ends_the_session_and_not_the_cookie_alone(tmp_path: Path) -> None:
    anna = signed_desk(tmp_path).sign_in("anna")
    kept = anna.browser.cookies[COOKIE]
    answer = anna.browser.post("/desk/leave", data={"_token": anna.token()})
    assert answer.headers["location"] == "/desk/sign-in"
    anna.browser.cookies.set(COOKIE, kept, domain="blog.example", path="/desk/")
    assert anna.browser.get("/desk/").status_code == 303


@pytest.mark.parametrize(
    ("steps", "is_in"),
    [([IDLE], True), ([IDLE + timedelta(seconds=1)], False), ([IDLE] * 6, True), ([IDLE] * 6 + [timedelta(seconds=1)], False)],
    ids=["idle", "too long idle", "all day", "too long a day"],
)  # fmt: skip
def test_a_session_ends_by_itself(tmp_path: Path, steps: list[timedelta], is_in: bool) -> None:
    desk = signed_desk(tmp_path)
    anna = desk.sign_in("anna")
    for step in steps:
        desk.now += step
        answer = anna.browser.get("/desk/")
    assert answer.status_code == (200 if is_in else 303)


def test_whoever_leaves_the_staff_is_out_and_stays_out(tmp_path: Path) -> None:
    desk = signed_desk(tmp_path)
    anna = desk.sign_in("anna")
    desk.without("anna")
    assert anna.browser.get("/desk/").status_code == 303
    desk.staff = STAFF
    assert anna.browser.get("/desk/").status_code == 303


def test_another_address_is_another_person(tmp_path: Path) -> None:
    desk = signed_desk(tmp_path)
    anna = desk.sign_in("anna")
    desk.with_address("anna", "anna.ny@kommune.example")
    assert anna.browser.get("/desk/").status_code == 303


def test_an_administrator_signs_somebody_out_and_it_is_noted(tmp_path: Path) -> None:
    desk = signed_desk(tmp_path)
    anna, dorte = desk.sign_in("anna"), desk.sign_in("dorte")
    page = dorte.read("/desk/sessions")
    [button] = [each for each in page.select("button[name=number]") if "Anna" in each.get_text()]
    dorte.send("/desk/sessions", number=str(button["value"]))
    assert anna.browser.get("/desk/").status_code == 303
    assert dorte.browser.get("/desk/").status_code == 200
    line = latest(desk.state.database, 1)[0]
    assert (line.person, line.action, line.file) == ("dorte", "ended a session of", "anna")
    told = " ".join(dorte.read("/desk/audit").select(".texts li")[0].get_text().split())
    assert told.startswith("Dorte · logget denne ud et sted · Anna")


def test_the_audit_log_is_read_page_by_page(tmp_path: Path) -> None:
    desk = signed_desk(tmp_path)
    dorte = desk.sign_in("dorte")
    for number in range(LINES):
        note(desk.state.database, AuditLine(NOW, "anna", "published", f"posts/2026/{number}.md"))
    first = dorte.read("/desk/audit")
    assert len(first.select(".texts li")) == LINES
    [older] = [link["href"] for link in first.select("a") if link.get_text() == "Ældre"]
    second = dorte.read(str(older)).select(".texts li")
    assert ["logget ind" in line.get_text() for line in second] == [True]
    assert dorte.read("/desk/audit?before=x%27--").select(".texts li")


def test_others_see_and_end_their_own_sessions_only(tmp_path: Path) -> None:
    desk = signed_desk(tmp_path)
    bo, anna, elsewhere = desk.sign_in("bo"), desk.sign_in("anna"), desk.sign_in("anna")
    page = anna.read("/desk/sessions").get_text()
    assert "Bo" not in page
    of_bo = desk.state.sessions.all(desk.now)[-1].number
    refused = anna.browser.post("/desk/sessions", data={"_token": anna.token(), "number": of_bo})
    assert refused.status_code == 404
    assert bo.browser.get("/desk/").status_code == 200
    anna.send("/desk/sessions", _do="others")
    assert elsewhere.browser.get("/desk/").status_code == 303
    assert anna.browser.get("/desk/").status_code == 200


def test_what_was_written_when_the_session_had_ended_is_kept_and_sent_again(tmp_path: Path) -> None:
    desk = signed_desk(tmp_path)
    anna = desk.sign_in("anna")
    form = {
        **anna.form_of(),
        "_body": "\r\n  Ord, der ikke må gå tabt.\r\n",
        "_token": anna.token(),
        "_do": "save",
    }
    desk.wait(hours=3)
    answer = anna.browser.post(f"/desk/text/{FILE}", data=form)
    assert answer.status_code == 403
    assert "  Ord, der ikke må gå tabt." in answer.text
    press(anna.browser, desk.link_for("anna"))
    again = anna.browser.post(f"/desk/text/{FILE}", data=form)  # with the token of before
    assert again.status_code == 403
    assert "ikke må gå tabt" not in (anna.content / FILE).read_text("utf-8")
    saved = anna.browser.post(f"/desk/text/{FILE}", data={**form, "_token": anna.token()})
    assert saved.status_code == 303
    assert "Ord, der ikke må gå tabt." in (anna.content / FILE).read_text("utf-8")


def test_a_token_of_another_session_is_none(tmp_path: Path) -> None:
    desk = signed_desk(tmp_path)
    anna, bo = desk.sign_in("anna"), desk.sign_in("bo")
    answer = anna.browser.post(
        "/desk/new", data={"_token": bo.token(), "kind": "posts", "title": "Ny"}
    )
    assert answer.status_code == 403
    assert not (anna.content / "posts/2026/ny.md").exists()


def test_a_new_secret_signs_and_the_one_before_still_holds(tmp_path: Path) -> None:
    database = DeskDatabase(tmp_path / "desk.sqlite")
    session, cookie = Sessions(["a" * 32], database).begin(ANNA, Way.MAIL, NOW)
    rotated = Sessions(["b" * 32, "a" * 32], database).read(cookie, NOW)
    assert rotated
    assert rotated.number == session.number
    assert Sessions(["b" * 32], database).read(cookie, NOW) is None


def test_numbers_of_sessions_are_not_used_again(tmp_path: Path) -> None:
    sessions = Sessions(["a" * 32], DeskDatabase(tmp_path / "desk.sqlite"))
    first, _ = sessions.begin(ANNA, Way.MAIL, NOW)
    sessions.end(first.number)
    second, _ = sessions.begin(ANNA, Way.MAIL, NOW)
    assert second.number > first.number


def test_what_is_over_is_deleted(tmp_path: Path) -> None:
    desk = signed_desk(tmp_path)
    desk.sign_in("anna")
    desk.link_for("bo")
    later = NOW + LIFETIME + timedelta(seconds=1)
    tidy(desk.state.database, timedelta(days=30), later)
    assert _counts(desk.state.database) == (0, 0, 1)
    tidy(desk.state.database, timedelta(days=30), NOW + timedelta(days=30, seconds=1))
    assert _counts(desk.state.database) == (0, 0, 0)


def test_what_is_not_over_is_kept(tmp_path: Path) -> None:
    desk = signed_desk(tmp_path)
    desk.sign_in("anna")
    desk.link_for("bo")
    tidy(desk.state.database, timedelta(days=30), NOW + timedelta(minutes=10))
    assert _counts(desk.state.database) == (1, 1, 1)


def _counts(database: DeskDatabase) -> tuple[int, ...]:
    with database.transaction() as db:
        tables = ("sessions", "sign_in_links", "audit")
        return tuple(db.execute(f"SELECT count(*) FROM {each}").fetchone()[0] for each in tables)


HOSTILE = st.one_of(
    st.text(max_size=200),
    st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=20), st.lists).map(
        lambda value: str(URLSafeSerializer("andres").dumps(value))
    ),
)


@pytest.fixture(scope="module")
def sessions(tmp_path_factory: pytest.TempPathFactory) -> Sessions:
    database = DeskDatabase(tmp_path_factory.mktemp("hostile") / "desk.sqlite")
    found = Sessions(["a" * 32], database)
    found.begin(ANNA, Way.MAIL, NOW)
    SignInLinks(database).make(ANNA, Way.MAIL, "/desk/", NOW)
    return found


@given(written=HOSTILE)
def test_no_hostile_cookie_or_token_gets_in_or_raises(sessions: Sessions, written: str) -> None:
    assert sessions.read(written, NOW) is None
    assert SignInLinks(sessions.database).take(written, STAFF, NOW) is None
    [session] = sessions.all(NOW)
    assert not sessions.is_form_token(session, written)


SIGNED = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=40),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
)


@given(value=SIGNED)
def test_what_is_signed_with_our_secret_for_something_else_is_no_session(
    sessions: Sessions, value: object
) -> None:
    assert sessions.read(str(sessions._serializer().dumps(value)), NOW) is None


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> SignedDesk:
    return signed_desk(tmp_path_factory.mktemp("desk"))


@given(cookie=st.binary(max_size=300))
@settings(max_examples=50)
def test_a_browser_with_a_hostile_cookie_is_sent_to_sign_in(
    desk: SignedDesk, cookie: bytes
) -> None:
    written = f"{COOKIE}=".encode() + cookie.translate(None, b"\r\n\0")
    answer = desk.browser().get("/desk/", headers={b"Cookie": written})
    assert answer.status_code == 303
