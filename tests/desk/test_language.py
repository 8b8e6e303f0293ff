"""The language of the desk: chosen with a button, kept by the browser, and the whole page is in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from tests.builders import post_text
from tests.desk.desk import FILE
from tests.desk.sign_in import HTTPS, signed_desk
from tests.desk.with_forms import COMMENT, IDEA, SIGNUP, DeskWithForms, desk_with_forms

ROOT = Path(__file__).parent.parent.parent
CATALOGUES = (ROOT / "theme/translations", ROOT / "nyspor/i18n/translations")


def choose(browser: TestClient, language: str, **headers: str) -> str:
    """Press the button; where it leads."""
    answer = browser.post("/desk/language", data={"language": language}, headers=headers)
    assert answer.status_code == 303
    return answer.headers["location"]


def test_the_language_is_chosen_before_one_signs_in_and_stays(tmp_path: Path) -> None:
    desk = signed_desk(tmp_path)
    browser = desk.browser()
    assert 'lang="da"' in browser.get("/desk/sign-in").text
    assert choose(browser, "en", referer=f"{HTTPS}/desk/sign-in") == "/desk/sign-in"
    assert '<html lang="en">' in browser.get("/desk/sign-in").text
    bo = desk.sign_in("bo", browser)
    assert "Waiting" not in bo.read("/desk/").get_text()
    assert "New text" in bo.read("/desk/").get_text()
    choose(browser, "da")
    assert "Ny tekst" in bo.read("/desk/").get_text()


@pytest.mark.parametrize(
    "referer", ["https://ond.example/lok", "https://ond.example//ond.example/desk/", "", "x:y"]
)
def test_the_button_never_leads_out_of_the_desk(tmp_path: Path, referer: str) -> None:
    browser = signed_desk(tmp_path).browser()
    assert choose(browser, "en", referer=referer) == "/desk/"


def test_the_cookie_is_the_desk_s_alone(tmp_path: Path) -> None:
    answer = signed_desk(tmp_path).browser().post("/desk/language", data={"language": "en"})
    assert answer.headers["set-cookie"].endswith("HttpOnly; Max-Age=31536000; Path=/desk/; SameSite=lax; Secure")  # fmt: skip


def words_of_other_language(language: str) -> set[str]:
    """What a page says in the other language, where the two differ."""
    found: set[str] = set()
    for folder in CATALOGUES:
        danish, english = (_catalogue(folder / f"{each}.po") for each in ("da", "en"))
        ours, others = (danish, english) if language == "da" else (english, danish)
        ids = set(danish) if language == "da" else set()
        found |= (set(others.values()) | ids) - set(ours.values())
    return found


def _catalogue(path: Path) -> dict[str, str]:
    with path.open("rb") as file:
        return {
            str(message.id): str(message.string)
            for message in read_po(file)
            if message.id and isinstance(message.id, str)
        }


def said_by(page: BeautifulSoup) -> set[str]:
    """The words of a page, piece by piece, also those that are only heard."""
    heard = {
        str(tag[name])
        for name in ("aria-label", "title", "placeholder", "data-failed", "data-sending")
        for tag in page.select(f"[{name}]")
    }
    return {" ".join(each.split()) for each in (*page.stripped_strings, *heard)}


PAGES = ("/desk/", f"/desk/text/{FILE}", "/desk/text/posts/2026/fejl.md", "/desk/text/posts/2026/kladde.md", "/desk/sign-in", "/desk/new", "/desk/sessions", "/desk/audit", f"/desk/history/{FILE}", "/desk/moderate", "/desk/members/workgroups/stigruppen")  # fmt: skip
SWITCH = {"Dansk", "English"}
"""What the button is called in the language that it leads to."""


@pytest.fixture
def busy(tmp_path: Path) -> Iterator[DeskWithForms]:
    """A desk with something in every part of its front page."""
    with desk_with_forms(
        tmp_path,
        posts__2026__kladde=post_text(titel="Draft of Bo", status="kladde"),
        posts__2027__snart=post_text(titel="Soon", dato="4. december 2027 kl. 9.30"),
        posts__2026__fejl=post_text(titel="Wrong", spor="findes-ikke"),
    ) as site:
        site.sends("comment", COMMENT)
        site.sends("idea", IDEA)
        site.sends("signup", SIGNUP)
        site.desk.wait(minutes=30)
        yield site


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_whole_in_its_language(busy: DeskWithForms, language: str, address: str) -> None:
    dorte = busy.desk.sign_in("dorte")
    choose(dorte.browser, language)
    page = dorte.read(address)
    assert page.html
    assert page.html["lang"] == language
    assert said_by(page) & words_of_other_language(language) <= SWITCH


def test_what_the_check_says_is_in_the_language_of_the_desk(busy: DeskWithForms) -> None:
    dorte = busy.desk.sign_in("dorte")
    choose(dorte.browser, "en")
    (finding,) = dorte.read("/desk/text/posts/2026/fejl.md").select("#findings li")
    assert "findes-ikke" in finding.get_text()
    assert "There is no" in finding.get_text()


def test_there_are_words_to_be_found() -> None:
    assert "Ny tekst" in words_of_other_language("en")
    assert "New text" in words_of_other_language("da")
