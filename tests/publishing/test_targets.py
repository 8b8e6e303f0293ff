"""Releases on another machine: real rsync, and in place of SSH a shell that stays here."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from nyspor.publishing.release_store import Release, ReleaseStore
from nyspor.publishing.targets import InvalidTarget, RemoteMachine, TargetFailed, target_of

SHELL = """#!/bin/sh
# In place of ssh: leaves out the host, and runs the command here.
shift
exec sh -c "$*"
"""


@pytest.fixture
def store(tmp_path: Path) -> ReleaseStore:
    return ReleaseStore(tmp_path / "releases")


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RemoteMachine:
    shell = tmp_path / "shell"
    shell.write_text(SHELL)
    shell.chmod(0o755)
    monkeypatch.setenv("RSYNC_RSH", str(shell))
    return RemoteMachine("web.beby.example", str(tmp_path / "srv"))


def make_release(store: ReleaseStore, number: int, **files: str) -> Release:
    release = Release(store.folder / f"{number:06}-20261129T120000Z")
    release.site.mkdir(parents=True)
    release.private.mkdir()
    (release.private / "forms.json").write_text("{}")
    for name, text in files.items():
        (release.site / f"{name}.html").write_text(text)
    return release


def test_a_release_is_delivered_before_it_is_served(
    store: ReleaseStore, target: RemoteMachine, tmp_path: Path
) -> None:
    first = make_release(store, 1, index="Nyt")
    there = tmp_path / "srv/releases"
    target.deliver(first, None)
    assert (there / first.name / "site/index.html").read_text() == "Nyt"
    assert not (there / "current").exists()
    target.switch_to(first.name)
    assert (there / "current/site/index.html").read_text() == "Nyt"
    assert not list(there.rglob("forms.json"))


def test_unchanged_files_are_hard_links_there_too(
    store: ReleaseStore, target: RemoteMachine, tmp_path: Path
) -> None:
    first = make_release(store, 1, index="Nyt", om="Om")
    target.deliver(first, None)
    target.switch_to(first.name)
    second = make_release(store, 2, index="Nyere")
    shutil.copy2(first.site / "om.html", second.site / "om.html")
    target.deliver(second, first)
    target.switch_to(second.name)
    there = tmp_path / "srv/releases"
    assert (there / "current/site/index.html").read_text() == "Nyere"
    assert (there / "previous/site/index.html").read_text() == "Nyt"
    assert (there / first.name / "site/om.html").samefile(there / second.name / "site/om.html")


def test_what_is_purged_here_is_purged_there(
    store: ReleaseStore, target: RemoteMachine, tmp_path: Path
) -> None:
    release = make_release(store, 1, index="Nyt", navn="Væk")
    target.deliver(release, None)
    (release.site / "navn.html").unlink()
    target.deliver(release, None)
    there = tmp_path / "srv/releases" / release.name / "site"
    assert [path.name for path in there.iterdir()] == ["index.html"]


def test_removed_releases_are_removed_there(
    store: ReleaseStore, target: RemoteMachine, tmp_path: Path
) -> None:
    release = make_release(store, 1, index="Nyt")
    target.deliver(release, None)
    target.remove([release.name])
    assert not (tmp_path / "srv/releases" / release.name).exists()


def test_a_machine_that_cannot_be_reached(
    store: ReleaseStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RSYNC_RSH", "false")
    release = make_release(store, 1, index="Nyt")
    with pytest.raises(TargetFailed):
        RemoteMachine("web.beby.example", str(tmp_path / "srv")).deliver(release, None)


@pytest.mark.parametrize(
    "address", ["srv", "host:relative", "-oProxyCommand=x:/srv", ":/srv", "a b:/srv"]
)
def test_an_address_that_is_none(address: str) -> None:
    with pytest.raises(InvalidTarget):
        target_of(address)
