"""`nyspor run` as IT runs it: one process that receives, publishes and mails."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.publishing.sites import OwnSite, a_post, make_site
from tests.service.sites import links, page, running, settings_of

COMMENT = {
    "entry": "posts/nyt",
    "name": "Nabo til stien",
    "email": "nabo@post.example",
    "text": "Den er dejlig.",
    "notify": "yes",
}


GROUP = """---
titel: Stigruppen
resume: Vi passer stien.
pladser: 24
optaget: 4
tilmelding: {åbner: 1. november 2026}
møder:
  - {id: opstart, start: 1. december 2026 kl. 16.00, sted: Skolen}
---

Vi mødes.
"""

SIGNUP = {
    "entry": "workgroups/stigruppen",
    "name": "Nabo til stien",
    "email": "nabo@post.example",
    "consent": "yes",
}


@pytest.fixture
def site(tmp_path: Path) -> OwnSite:
    site = make_site(tmp_path)
    site.write("posts/2026/nyt.md", a_post())
    return site


def test_an_approved_comment_is_published_and_then_told(site: OwnSite) -> None:
    with running(site) as service:
        service.wait_for("Udgivet: 000001-")
        assert service.confirm("comment", COMMENT).status_code == 303
        [to_editor] = service.mails("editor")
        publish, *_ = links(to_editor)
        assert service.client.post(publish).status_code == 200
        service.wait_for("Udgivet: 000002-")
        assert "Den er dejlig." in page(site, "/indlaeg/nyt/")
        service.stop()
    [told] = [r for r in service.records() if r.purpose == "decision-publish"]
    assert not told.held


def test_changed_content_is_published(site: OwnSite) -> None:
    with running(site) as service:
        service.wait_for("Udgivet: 000001-")
        site.write("posts/2026/nyt.md", a_post("Rettet"))
        service.wait_for("Udgivet: 000002-")
        assert "Rettet" in page(site, "/indlaeg/nyt/")


def test_what_cannot_be_published_is_told_on_health_and_in_the_log(site: OwnSite) -> None:
    with running(site) as service:
        service.wait_for("Udgivet: 000001-")
        wrong = site.write("posts/2026/andet.md", a_post(date="i går"))
        service.wait_for("ERROR: Siden kunne ikke udgives")
        service.wait_for("posts/2026/andet.md")
        health = service.client.get("/forms/health").json()
        assert (health["receives"], health["publishes"]) == (True, "failed")
        assert "andet" not in str(health)
        wrong.unlink()
        service.wait_for("intet nyt")
        assert service.client.get("/forms/health").json()["publishes"] == "ok"


def test_an_own_command_replaces_publishing(site: OwnSite) -> None:
    with running(site, NYSPOR_REBUILD="echo bygget af os") as service:
        service.wait_for("bygget af os")
    assert site.store.current is None


HANGING = "trap '' TERM; echo $$ > begun.pid; echo > begun; sleep 1000 & wait; wait"


def test_it_stops_in_time_though_a_build_hangs(site: OwnSite) -> None:
    os.mkfifo(site.folder / "begun")
    (site.folder / "hang.sh").write_text(HANGING)
    with running(site, NYSPOR_REBUILD="sh hang.sh") as service:
        (site.folder / "begun").read_text()  # which waits until it is written
        service.stop()  # fails where it does not end
    [process] = (site.folder / "begun.pid").read_text().split()
    assert not Path(f"/proc/{process}").exists()


def test_what_is_approved_in_the_terminal_is_published_beside_the_service(site: OwnSite) -> None:
    with running(site) as service:
        service.wait_for("Udgivet: 000001-")
        service.confirm("comment", COMMENT)
        [number] = [r.submission for r in service.records() if r.purpose == "editor"]
        approved = site.run("comments", "approve", number, **settings_of(site))
        assert approved.returncode == 0, approved.stdout + approved.stderr
        assert "Den er dejlig." in page(site, "/indlaeg/nyt/")
        [told] = [r for r in service.records() if r.purpose == "decision-publish"]
        assert not told.held


def test_a_slip_in_where_to_listen_is_told_plainly(site: OwnSite) -> None:
    refused = site.run("run", "--listen", "8100", **settings_of(site))
    assert refused.returncode == 2
    assert "127.0.0.1:8100" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_member_counts_on_the_page_and_hears_of_a_new_meeting(site: OwnSite) -> None:
    group = site.write("workgroups/stigruppen.md", GROUP)
    site.publish()
    with running(site) as service:
        service.wait_for("intet nyt")
        assert service.confirm("signup", SIGNUP).status_code == 303
        [receipt] = service.mails("receipt")
        [link] = links(receipt)
        assert service.client.post(link, data={"step": "confirm"}).status_code == 200
        service.stop()
    assert "nabo" not in (site.folder / "data/places.json").read_text("utf-8")

    new = "  - {id: vinter, start: 19. januar 2027 kl. 19.00, sted: Biblioteket}\n---"
    group.write_text(GROUP.replace("---\n\nVi", f"{new}\n\nVi"), "utf-8")
    site.publish(NYSPOR_NOW="2026-11-24 12:00")
    shown = " ".join(BeautifulSoup(page(site, "/arbejdsgrupper/stigruppen/"), "lxml").text.split())
    assert "Der er 19 pladser tilbage af 24" in shown
    with running(site, NYSPOR_NOW="2026-11-24 12:00") as service:
        service.wait_for("intet nyt")
        service.stop()
    [mail] = service.mails("meeting-")
    assert mail["To"] == "nabo@post.example"
    assert mail["Subject"] == "Nyt møde i »Stigruppen«: tirsdag den 19. januar 2027"
    with running(site, NYSPOR_NOW="2026-11-30 09:00") as service:
        service.wait_for("intet nyt")
        service.stop()
    [reminder] = service.mails("remind-")
    assert reminder["Subject"] == "Husk mødet i »Stigruppen« tirsdag den 1. december 2026"
    assert len(service.mails("meeting-")) == 1


def test_a_second_release_brings_the_search_index(site: OwnSite) -> None:
    with running(site) as service:
        service.wait_for("Udgivet: 000001-")
        service.wait_for("Udgivet: 000002-")
        current = site.store.current
        assert current
        assert (current.site / "soeg/indeks/pagefind.js").is_file()
        found = service.client.get("/forms/search", params={"q": "nyt"})
        assert found.status_code == 200
        assert "/indlaeg/nyt/" in found.text
