"""`nyspor rebuild`: a release made again is the same, byte for byte, or it is said why not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nyspor.magazine.core.manifest import write_files
from nyspor.publishing.manifest import digest_of
from nyspor.publishing.records import copy_of
from tests.publishing.sites import OwnSite, a_post, make_site

ISSUE = "---\ntitel: Bebymagasinet\nresume: Et magasin.\ndato: 2026-11-02\naar: 2026\n---\n\nIndledning.\n"
"""The introduction to an issue of the magazine."""


@pytest.fixture
def site(tmp_path: Path) -> OwnSite:
    return make_site(tmp_path)


def put_theme(site: OwnSite, words: str) -> None:
    file = site.folder / "theme/templates/404.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"<html><body><h1>{words}</h1></body></html>", "utf-8")


def put_edition(site: OwnSite, content: bytes) -> None:
    folder = site.folder / "data/magazine/2026"
    folder.mkdir(parents=True, exist_ok=True)
    write_files(folder, 2026, 8, {}, [("screen", content)])


def test_the_first_of_three_releases_is_made_again(site: OwnSite, tmp_path: Path) -> None:
    put_theme(site, "Her er intet")
    site.write("magazine/2026/issue.md", ISSUE)
    put_edition(site, b"%PDF-1.7 den ene")
    site.write("posts/2026/nyt.md", a_post())
    site.publish()
    first = site.store.current
    assert first
    assert (first.site / "magasin/2026/magasin-2026.pdf").is_file()

    put_theme(site, "Her er stadig intet")
    site.write("posts/2026/nyt.md", a_post(body="Rettet."))
    site.write("posts/2026/mere.md", a_post("Mere nyt"))
    site.publish(NYSPOR_NOW="2026-11-24 12:00")
    put_edition(site, b"%PDF-1.7 den anden")
    (site.folder / "content/posts/2026/mere.md").unlink()
    site.publish(NYSPOR_NOW="2026-11-25 12:00")
    site.write("posts/2026/nyt.md", a_post(body="Ikke udgivet endnu."))

    assert "ens, byte for byte" in run(site, "rebuild", "1", "--into", "igen")
    assert digest_of(tmp_path / "igen/404.html") == digest_of(first.site / "404.html")
    assert "ens, byte for byte" in run(site, "rebuild", "2")
    assert len(site.git("worktree", "list").splitlines()) == 1
    assert "Ikke udgivet endnu." in (site.folder / "content/posts/2026/nyt.md").read_text("utf-8")


def run(site: OwnSite, *command: str) -> str:
    done = site.run(*command)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_text_that_became_a_draft_is_none_of_the_release(site: OwnSite) -> None:
    site.write("posts/2026/nyt.md", a_post())
    site.publish()
    site.write("posts/2026/nyt.md", a_post().replace("dato:", "status: kladde\ndato:"))
    site.publish()
    assert "ens, byte for byte" in run(site, "rebuild", "2")


def test_what_differs_is_named(site: OwnSite) -> None:
    site.publish()
    release = site.store.current
    assert release
    manifest = release.site / "release.json"
    changed = json.loads(manifest.read_bytes()) | {"engine": "0.1", "platform": "et andet sted"}
    changed["files"]["404.html"] = "0" * 64
    manifest.unlink()
    manifest.write_text(json.dumps(changed))
    done = site.run("rebuild", "1")
    assert done.returncode == 1
    assert "Afviger: 404.html\n" in done.stdout
    assert "Den blev lavet med Nyspor 0.1" in done.stderr
    assert "et andet sted" in done.stderr


def test_why_a_release_cannot_be_made_again(site: OwnSite) -> None:
    site.publish()
    release = site.store.current
    assert release
    copy = copy_of(release, "brand.yaml")
    copy.unlink()
    done = site.run("rebuild", "1")
    assert done.returncode == 2
    assert "Kopien af brand.yaml mangler" in done.stderr
    copy.write_bytes((site.folder / "brand.yaml").read_bytes())
    (site.folder / ".git").rename(site.folder / ".git-borte")
    assert "ikke længere i Git" in site.run("rebuild", "1").stderr
    assert "findes ikke" in site.run("rebuild", "7").stderr


def test_a_commit_that_is_gone(site: OwnSite) -> None:
    site.write("posts/2026/nyt.md", a_post())
    site.publish()
    site.git("reset", "--quiet", "--soft", "HEAD~1")
    site.git("reflog", "expire", "--expire=now", "--all")
    site.git("gc", "--quiet", "--prune=now")
    done = site.run("rebuild", "1")
    assert done.returncode == 2
    assert "Git har ikke dens tekster" in done.stderr


def test_what_was_published_without_git(tmp_path: Path) -> None:
    site = make_site(tmp_path, git=False)
    site.publish()
    assert "uden Git" in site.run("rebuild", "1").stderr
