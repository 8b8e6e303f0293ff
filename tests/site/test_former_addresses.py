"""What has been published answers for ever: renamed, removed, taken back to a draft, and on another domain."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import feedparser
import pytest
from bs4 import BeautifulSoup
from icalendar import Calendar
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from nyspor.magazine.core.manifest import write_files
from nyspor.preview.server import SiteFiles
from tests.builders import post_text, write_settings, write_site
from tests.site.building import run_target

URL = "https://innovation.beby.example"

GROUP = """---
titel: Stigruppen
resume: Vi ser på stien.
spor: [gode-leveaar]
møder:
  - {id: juni, start: 3. juni 2027 kl. 19.00, sted: Biblioteket}
---

Kom og vær med.
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A published site with a post, a track with a feed, and a workgroup with a meeting."""
    write_site(
        tmp_path / "content",
        velkommen=post_text("Hej.", spor="[gode-leveaar]", dato="2024"),
        andet=post_text("Mere.", titel="Andet", resume="Noget andet."),
        **{"workgroups/stien": GROUP},
    )
    write_settings(tmp_path)
    publish(tmp_path)
    return tmp_path


def publish(project: Path, url: str = URL) -> str:
    result = run_target("publish", project, NYSPOR_SITEURL=url)
    assert result.returncode == 0, result.stderr
    return result.stdout + result.stderr


def rename(project: Path, old: str, new: str) -> None:
    content = project / "content"
    (content / new).parent.mkdir(parents=True, exist_ok=True)
    (content / old).rename(content / new)


def page(project: Path, address: str) -> BeautifulSoup:
    return BeautifulSoup((project / f"public{address}index.html").read_text("utf-8"), "html.parser")


def status(project: Path, address: str) -> int:
    """What the site's own server answers with."""
    site = Starlette(routes=[Mount("/", SiteFiles(project / "public"))])
    return TestClient(site).get(address).status_code


def feed_ids(project: Path, feed: str = "alt") -> set[str]:
    return {
        item.id for item in feedparser.parse(str(project / f"public/feeds/{feed}.atom")).entries
    }


def meeting_ids(project: Path) -> set[str]:
    text = (project / "public/kalender/alle.ics").read_bytes()
    return {str(event["uid"]) for event in Calendar.from_ical(text).walk("VEVENT")}


def test_a_renamed_text_leads_on_by_itself_and_keeps_its_id(project: Path) -> None:
    before = feed_ids(project)
    rename(project, "posts/2012/velkommen.md", "posts/2013/hjertelig-velkommen.md")
    printed = publish(project)
    assert (
        "/indlaeg/velkommen/ fører fra nu af videre til posts/2013/hjertelig-velkommen.md."
        in printed
    )
    leads_to = page(project, "/indlaeg/velkommen/").find("link", rel="canonical")
    assert leads_to
    assert leads_to["href"] == f"{URL}/indlaeg/hjertelig-velkommen/"
    assert feed_ids(project) == before
    listed = (project / "public/redirects.map").read_text("utf-8")
    assert listed == '"/indlaeg/velkommen/" "/indlaeg/hjertelig-velkommen/";\n'
    assert "intet nyt" in publish(project)


def test_a_page_that_leads_on_speaks_the_language_of_its_text(project: Path) -> None:
    folder = project / "content/posts/2012"
    english = post_text("Welcome.", titel="Welcome", resume="Why we write.", sprog="engelsk")
    (folder / "welcome.en.md").write_text(english, "utf-8")
    publish(project)
    rename(project, "posts/2012/welcome.en.md", "posts/2012/hello.en.md")
    publish(project)
    leads_on = page(project, "/en/indlaeg/welcome/")
    assert leads_on.html
    assert leads_on.html["lang"] == "en"
    assert "The page has moved to this address." in leads_on.text


def test_who_follows_a_track_follows_it_under_its_new_name(project: Path) -> None:
    content = project / "content"
    rename(project, "tracks/gode-leveaar.md", "tracks/flere-gode-leveaar.md")
    for file in (content / "posts/2012/velkommen.md", content / "workgroups/stien.md"):
        text = file.read_text("utf-8").replace("[gode-leveaar]", "[flere-gode-leveaar]")
        file.write_text(text, "utf-8")
    publish(project)
    assert feed_ids(project, "spor/gode-leveaar") == feed_ids(project, "spor/flere-gode-leveaar")


@pytest.mark.parametrize("keep_as_draft", [True, False])
def test_the_address_of_a_text_that_is_gone_says_so(project: Path, keep_as_draft: bool) -> None:
    file = project / "content/posts/2012/velkommen.md"
    text = file.read_text("utf-8")
    if keep_as_draft:
        file.write_text(text.replace("titel:", "status: kladde\ntitel:"), "utf-8")
    else:
        file.unlink()
    publish(project)
    gone = page(project, "/indlaeg/velkommen/")
    assert gone.h1
    assert gone.h1.text == "Siden er taget ned"
    assert gone.find("meta", content="noindex")
    assert gone.find("a", href="/indlaeg/", class_="way")
    assert "Hej." not in gone.text
    assert status(project, "/indlaeg/velkommen/") == 410
    assert f"{URL}/indlaeg/velkommen/" not in (project / "public/sitemap.xml").read_text("utf-8")
    file.write_text(text, "utf-8")
    publish(project)
    assert status(project, "/indlaeg/velkommen/") == 200


def test_the_check_says_once_that_a_published_text_is_gone(project: Path) -> None:
    (project / "content/posts/2012/velkommen.md").unlink()

    def said() -> str:
        command = [sys.executable, "-c", "from nyspor.cli import main; main()", "check"]
        return subprocess.run(command, cwd=project, capture_output=True, text=True).stderr

    assert "posts/2012/velkommen.md er udgivet på /indlaeg/velkommen/" in said()
    publish(project)
    assert "er udgivet på" not in said()


def test_ids_stay_when_the_site_gets_another_domain(project: Path) -> None:
    before = feed_ids(project), meeting_ids(project)
    publish(project, "https://nye-veje.example")
    assert (feed_ids(project), meeting_ids(project)) == before


def test_a_renamed_workgroup_keeps_the_ids_of_its_meetings(project: Path) -> None:
    before = meeting_ids(project)
    rename(project, "workgroups/stien.md", "workgroups/stigruppen.md")
    publish(project)
    assert meeting_ids(project) == before


def test_who_subscribes_to_the_calendar_of_a_renamed_workgroup_keeps_it(project: Path) -> None:
    rename(project, "workgroups/stien.md", "workgroups/stigruppen.md")
    publish(project)
    calendars = project / "public/kalender"
    assert (calendars / "stien.ics").read_bytes() == (calendars / "stigruppen.ics").read_bytes()
    assert "intet nyt" in publish(project)


ISSUE = """---
titel: Magasin
resume: Året i historier.
år: 2013
afsnit:
  - {titel: Åbent, historier: [{historie: kaffe}]}
---
"""


@pytest.fixture
def magazine(project: Path) -> Path:
    """The published site with an issue of the magazine that chooses one story."""
    story = post_text("Vi drak den.", titel="Kaffe", resume="Om kaffe.")
    write_site(project / "content", **{"stories/kaffe": story, "magazine/2013/issue": ISSUE})
    editions = project / "data/magazine/2013-nr-1"
    editions.mkdir(parents=True)
    write_files(editions, 2013, 4, {}, [("screen", b"%PDF-1.7")])
    publish(project)
    return project


def leads_to(project: Path, address: str) -> str:
    link = page(project, address).find("link", rel="canonical")
    assert link
    return str(link["href"]).removeprefix(URL)


def test_the_stories_and_files_of_a_renamed_issue_are_found(magazine: Path) -> None:
    rename(magazine, "magazine/2013", "magazine/2013-nr-1")
    publish(magazine)
    assert leads_to(magazine, "/magasin/2013/") == "/magasin/2013-nr-1/"
    assert leads_to(magazine, "/magasin/2013/kaffe/") == "/historier/kaffe/"
    assert "The page" not in page(magazine, "/magasin/2013-nr-1/kaffe/").text
    assert (magazine / "public/magasin/2013/magasin-2013.pdf").read_bytes() == b"%PDF-1.7"


def test_a_story_is_found_at_its_page_in_the_magazine_whatever_becomes_of_it(
    magazine: Path,
) -> None:
    rename(magazine, "stories/kaffe.md", "stories/kaffen.md")
    issue = magazine / "content/magazine/2013/issue.md"
    issue.write_text(ISSUE.replace("kaffe}", "kaffen}"), "utf-8")
    publish(magazine)
    assert leads_to(magazine, "/magasin/2013/kaffe/") == "/historier/kaffen/"
    issue.write_text(ISSUE.replace("{historie: kaffe}", ""), "utf-8")
    publish(magazine)
    assert leads_to(magazine, "/magasin/2013/kaffen/") == "/historier/kaffen/"
    (magazine / "content/stories/kaffen.md").unlink()
    publish(magazine)
    assert status(magazine, "/magasin/2013/kaffe/") == 410


def test_a_site_with_a_base_of_ids_of_its_own_has_no_domain_in_them(project: Path) -> None:
    settings = project / "pelicanconf.py"
    base = "NYSPOR_ID_BASE = '0b0c5e9e-5a3e-4f0e-9d0e-3c1f0a2b4c5d'"
    settings.write_text(f"{settings.read_text('utf-8')}\n{base}\n", "utf-8")
    publish(project)
    assert all(each.startswith("urn:uuid:") for each in feed_ids(project))
    assert not any("example" in each for each in meeting_ids(project))


def test_a_new_text_takes_an_address_that_led_elsewhere(project: Path) -> None:
    rename(project, "posts/2012/velkommen.md", "posts/2012/goddag.md")
    publish(project)
    write_site(project / "content", velkommen=post_text("Nyt.", titel="Nyt", resume="Helt nyt."))
    publish(project)
    shown = page(project, "/indlaeg/velkommen/").h1
    assert shown
    assert shown.text == "Nyt"
