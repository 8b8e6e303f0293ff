"""The places left in a workgroup: pages show what the forms service has counted, and a release keeps the count."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.publishing.sites import OwnSite, make_site

GROUP = """---
titel: Stigruppen
resume: Vi passer stien.
pladser: 24
optaget: 4
tilmelding: {{åbner: {opens}}}
leveres_til: redaktion
---

Vi mødes.
"""


MEETING = "møder: [{id: vinter, start: 19. januar 2027 kl. 19.00, sted: Biblioteket}]\n"


@pytest.fixture
def site(tmp_path: Path) -> OwnSite:
    found = make_site(tmp_path)
    found.write("workgroups/stigruppen.md", GROUP.format(opens="1. november 2026"))
    return found


def count(site: OwnSite, taken: int, waiting: int = 0) -> None:
    file = site.folder / "data/places.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps({"workgroups/stigruppen": {"taken": taken, "waiting": waiting}}))


def page(site: OwnSite) -> str:
    html = (site.served / "arbejdsgrupper/stigruppen/index.html").read_bytes()
    return " ".join(BeautifulSoup(html, "lxml").get_text(" ", strip=True).split())


def test_a_page_shows_what_is_left_and_a_release_is_made_again_with_its_own_count(
    site: OwnSite,
) -> None:
    site.publish()
    assert "Der er 20 pladser tilbage af 24" in page(site)
    count(site, 13)
    site.publish()
    assert "Der er 7 pladser tilbage af 24" in page(site)
    count(site, 20, waiting=3)
    site.publish()
    shown = page(site)
    assert "Alle pladser er optaget. 3 står på ventelisten." in shown
    assert "Kom på ventelisten" in shown
    assert site.manifest.inputs.keys() >= {"data/places.json"}
    for number in ("1", "2", "3"):
        assert "ens, byte for byte" in site.run("rebuild", number).stdout


def test_a_group_in_two_languages_has_the_same_places_feed_and_calendar(site: OwnSite) -> None:
    text = GROUP.format(opens="1. november 2026").replace("titel: ", MEETING + "titel: ", 1)
    site.write("workgroups/stigruppen.md", text)
    translated = text.replace("---\n", "---\noversat_fra: workgroups/stigruppen\n", 1)
    site.write("workgroups/paths.en.md", translated)
    site.write("workgroups/skjult.md", text.replace("---\n", "---\nstatus: skjult\n", 1))
    count(site, 13)
    site.publish()
    html = (site.served / "en/arbejdsgrupper/paths/index.html").read_text("utf-8")
    assert 'There are <span class="capacity-count">7</span> places left of 24' in html
    assert "/feeds/arbejdsgrupper/stigruppen.rss" in html
    assert "/kalender/stigruppen.ics" in html


@pytest.mark.parametrize(
    ("opens", "said"),
    [
        pytest.param("1. december 2026", "åbner den 1. december 2026 .", id="day"),
        pytest.param(
            "1. december 2026 kl. 9.00", "åbner den 1. december 2026 kl. 9.00.", id="hour"
        ),
        pytest.param("januar 2027", "åbner i januar 2027 .", id="month"),
    ],
)
def test_a_page_says_when_sign_up_opens(site: OwnSite, opens: str, said: str) -> None:
    site.write("workgroups/stigruppen.md", GROUP.format(opens=opens))
    site.publish()
    assert f"Tilmeldingen {said}" in page(site)
    assert "lukket" not in page(site)


def test_a_page_says_how_long_members_are_kept_and_when_the_group_has_ended(site: OwnSite) -> None:
    text = GROUP.format(opens="1. november 2026").replace("titel: ", "opbevaring: 6\ntitel: ", 1)
    site.write("workgroups/stigruppen.md", text)
    site.publish()
    assert "gemmer vi dine oplysninger i højst 6 måneder til" in page(site)
    ended = text.replace("titel: ", "ophører: 1. november 2026\ntitel: ", 1)
    site.write("workgroups/stigruppen.md", ended)
    site.publish()
    assert "Gruppen er ophørt" in page(site)
    assert "Læs det igennem" not in page(site)
