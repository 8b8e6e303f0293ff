"""Changes on the disk and in Git reach the service, whole."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from queue import Empty, Queue
from threading import Event, Thread

import pytest
from watchfiles import Change

from nyspor.publishing.content_history import GitFailed, history_of
from nyspor.publishing.release_store import ReleaseStore
from nyspor.service.content_watch import Sources, watch
from nyspor.service.git_remote import GitRemote
from tests.publishing.sites import OwnSite, a_post, make_site

NOW = datetime(2026, 11, 23, 11, tzinfo=UTC)
LATER = 60.0
"""Seconds until something is taken not to come."""


@contextmanager
def watched(site: OwnSite) -> Iterator[Queue[str]]:
    """What is told of changes in a site's folder, for the time of the block, in which it is watched already."""
    told: Queue[str] = Queue()
    stop = Event()
    sources = Sources(site.folder, site.folder / "content", (site.folder / "magasiner",))
    thread = Thread(target=watch, args=(sources, lambda: told.put("changed"), stop))
    thread.start()
    try:
        await_watching(site, told)
        yield told
    finally:
        stop.set()
        thread.join()


def await_watching(site: OwnSite, told: Queue[str]) -> None:
    """Change a file until that is noticed, since nothing says when watching has begun."""
    for number in range(60):
        (site.folder / "content/posts/begyndt.md").write_text(str(number))
        with suppress(Empty):
            told.get(timeout=1)
            return
    raise AssertionError("nothing is noticed")


@pytest.fixture
def site(tmp_path: Path) -> OwnSite:
    site = make_site(tmp_path / "her")
    site.write("posts/2026/nyt.md", a_post())
    return site


@pytest.mark.parametrize(
    "file", ["content/posts/2026/nyt.md", "brand.yaml", "publishconf.py", "nyspor.toml"]
)
def test_what_a_site_is_made_from_is_watched(site: OwnSite, file: str) -> None:
    with watched(site) as told:
        path = site.folder / file
        path.write_text(path.read_text() + "\n" if path.exists() else "# ny\n")
        assert told.get(timeout=LATER)


def test_a_folder_that_comes_later_is_watched(site: OwnSite) -> None:
    with watched(site) as told:
        (site.folder / "magasiner").mkdir()
        assert told.get(timeout=LATER)


def test_its_own_address_book_is_no_change() -> None:
    sources = Sources(Path("/site"), Path("/site/content"))
    assert not sources.is_of_interest((Change.modified, "/site/content/addresses.lock"))
    assert sources.is_of_interest((Change.modified, "/site/content/posts/nyt.md"))


# Git


@pytest.fixture
def remote(site: OwnSite, tmp_path: Path) -> GitRemote:
    """The remote of a site, which an editor elsewhere has a copy of as well."""
    site.git("add", "--all")
    site.git("commit", "--quiet", "--message", "Nyt")
    subprocess.run(["git", "clone", "--quiet", "--bare", site.folder, tmp_path / "fjern.git"], check=True)  # fmt: skip
    subprocess.run(["git", "clone", "--quiet", tmp_path / "fjern.git", tmp_path / "der"], check=True)  # fmt: skip
    history = history_of(site.folder / "content")
    assert history
    branch = site.git("branch", "--show-current").strip()
    store = ReleaseStore(site.folder / "releases")
    return GitRemote(history, str(tmp_path / "fjern.git"), branch, store, lambda: NOW)


def there(tmp_path: Path, text: str) -> None:
    """What an editor elsewhere writes and pushes."""
    editor = OwnSite(tmp_path / "der")
    editor.write("posts/2026/nyt.md", text)
    editor.git("commit", "--quiet", "--all", "--message", "Derfra")
    editor.git("push", "--quiet")


def test_what_was_written_elsewhere_comes(site: OwnSite, remote: GitRemote, tmp_path: Path) -> None:
    there(tmp_path, a_post("Derfra"))
    kept = site.write("comments/posts/nyt/1.md", "En kommentar, der ikke er gemt i Git.\n")
    remote.pull()
    assert remote.failure == ""
    assert "Derfra" in (site.folder / "content/posts/2026/nyt.md").read_text()
    assert kept.exists()


@pytest.mark.parametrize("is_committed", [True, False])
def test_changes_that_clash_are_left_as_they_are(
    site: OwnSite, remote: GitRemote, tmp_path: Path, is_committed: bool
) -> None:
    there(tmp_path, a_post("Derfra"))
    mine = site.write("posts/2026/nyt.md", a_post("Herfra"))
    if is_committed:
        site.git("commit", "--quiet", "--all", "--message", "Herfra")
    before = site.git("rev-parse", "HEAD"), site.git("status", "--porcelain")
    remote.pull()
    assert "nyt.md" in remote.failure
    assert remote.failing_since == NOW
    assert mine.read_text() == a_post("Herfra")
    assert (site.git("rev-parse", "HEAD"), site.git("status", "--porcelain")) == before
    assert site.git("stash", "list") == ""


def test_nothing_is_fetched_while_the_site_is_published(
    site: OwnSite, remote: GitRemote, tmp_path: Path
) -> None:
    there(tmp_path, a_post("Derfra"))
    with remote.store.locked():
        remote.pull()
    assert "Derfra" not in (site.folder / "content/posts/2026/nyt.md").read_text()
    assert remote.failure == ""


def test_a_rebase_of_somebodys_own_is_left_alone(
    site: OwnSite, remote: GitRemote, tmp_path: Path
) -> None:
    there(tmp_path, a_post("Derfra"))
    (site.folder / ".git/rebase-merge").mkdir()
    with pytest.raises(GitFailed):
        remote.history.pull(remote.remote, remote.branch)
    assert (site.folder / ".git/rebase-merge").exists()
