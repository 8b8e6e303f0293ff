"""A site adds a kind of entry of its own, in four files and through the public interface."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from subprocess import run

import feedparser
import pytest
from bs4 import BeautifulSoup
from icalendar import Calendar

from tests.conftest import ROOT
from tests.site.building import PELICAN, environment

FILES = (
    "events.py",
    "theme/templates/event.html",
    "content/events/sommerfest.md",
    "pelicanconf.py",
)
BEFORE, AFTER = "2026-11-23 12:00", "2026-11-24 12:00"


def build(folder: Path, now: str) -> str:
    """Build the site in `folder` with the `pelican` command; return what it printed."""
    settings = environment(
        NYSPOR_NOW=now, NYSPOR_SITEURL="https://stien.example", PYTHONPATH=str(ROOT)
    )
    command = [str(PELICAN), "content", "-s", "pelicanconf.py", "-o", "output", "-q"]
    result = run(command, cwd=folder, env=settings, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def event_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site with its four files."""
    folder = tmp_path_factory.mktemp("event_site")
    for name in FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(Path(__file__).parent / "event_site" / name, folder / name)
    build(folder, BEFORE)
    return folder


def page(folder: Path, path: str) -> BeautifulSoup:
    return BeautifulSoup((folder / "output" / path / "index.html").read_bytes(), "lxml")


def text(found: object) -> str:
    return " ".join(found.get_text(" ", strip=True).split())  # type: ignore[attr-defined]


def test_it_has_a_page(event_site: Path) -> None:
    found = page(event_site, "det-sker/sommerfest")
    assert text(found.h1) == "Sommerfest på stien"
    assert text(found.select_one(".kicker")) == "Begivenhed"
    assert text(found.select_one("#state")).startswith("Kommer, 24. november 2026")
    assert found.select_one('.trail a[href="/det-sker/"]')
    event = found.select_one('script[type="application/ld+json"]')
    assert event
    assert '"Event"' in event.text


def test_it_has_a_list_and_a_place_in_the_menu(event_site: Path) -> None:
    found = page(event_site, "det-sker")
    assert text(found.h1) == "Det sker"
    assert text(found.select_one(".lead")) == "Hvad der sker, og hvor."
    assert found.select_one('.card a[href="/det-sker/sommerfest/"]')
    menu = [(link["href"], link.text) for link in found.select(".menu-wide a")]
    assert menu == [("/indlaeg/", "Indlæg"), ("/det-sker/", "Det sker")]


def test_it_has_a_feed(event_site: Path) -> None:
    found = feedparser.parse((event_site / "output/feeds/det-sker.rss").read_bytes())
    assert [item.link for item in found.entries] == ["https://stien.example/det-sker/sommerfest/"]
    assert page(event_site, "feeds").select_one('a[href="/feeds/det-sker.rss"]')


def test_it_has_a_calendar(event_site: Path) -> None:
    for name in ("det-sker/sommerfest", "alle"):
        calendar = Calendar.from_ical((event_site / f"output/kalender/{name}.ics").read_bytes())
        (event,) = calendar.walk("VEVENT")
        assert event["summary"] == "Sommerfest på stien"
        assert event["uid"] == "dagen.det-sker.sommerfest@stien.example"
    link = page(event_site, "det-sker/sommerfest").select_one('link[type="text/calendar"]')
    assert link
    assert link["href"] == "https://stien.example/kalender/det-sker/sommerfest.ics"


def test_it_has_a_form_until_it_begins(event_site: Path, tmp_path: Path) -> None:
    form = page(event_site, "det-sker/sommerfest").select_one(".form-section form")
    assert form
    assert form["action"] == "/forms/event"
    (target,) = [t for t in forms_list(event_site) if t["kind"] == "event"]
    assert target["entry"] == "events/sommerfest"
    assert target["closes"] == "2026-11-24T09:00:00Z"
    folder = shutil.copytree(event_site, tmp_path / "site")
    build(folder, AFTER)
    assert not page(folder, "det-sker/sommerfest").select(".form-section")


def forms_list(folder: Path) -> list[dict[str, str]]:
    """What forms can be sent to, as the forms service reads it."""
    (file,) = folder.rglob("forms.json")
    found: list[dict[str, str]] = json.loads(file.read_bytes())["targets"]
    return found


def test_the_check_knows_it(event_site: Path) -> None:
    command = [sys.executable, "-c", "from nyspor.cli import main; main()", "check"]
    settings = environment(PYTHONPATH=str(ROOT))
    result = run(command, cwd=event_site, env=settings, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_its_page_changes_when_the_spec_says_so(event_site: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(event_site, tmp_path / "site")
    build(folder, BEFORE)
    build(folder, AFTER)
    state = page(folder, "det-sker/sommerfest").select_one("#state")
    assert text(state).startswith("Er begyndt")
