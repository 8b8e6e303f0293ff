"""A build that holds texts back: it leaves nothing behind, and the cache does not remember it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.builders import post_text, write_settings, write_site
from tests.site.building import build

POSTS = {
    "a-foerste": post_text("Se [den](b-anden.md).", relaterede="[posts/b-anden]"),
    "b-anden": post_text("Mere [her](c-tredje.md).", spor="[gode-leveaar]", dato="2013"),
    "c-tredje": post_text("Slut.", dato="2014"),
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write_site(tmp_path / "content", **POSTS)
    write_settings(tmp_path)
    settings = tmp_path / "pelicanconf.py"
    settings.write_text(f"{settings.read_text('utf-8')}\nNYSPOR_HOLD_BACK = True\n", "utf-8")
    return tmp_path


def files(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def invalid_field(project: Path) -> None:
    post(project).write_text(post_text("Mere.", dato="32. marts 2012"), "utf-8")


def unreadable_fields(project: Path) -> None:
    post(project).write_text(post_text("Mere.", titel='"åben'), "utf-8")


def missing_target(project: Path) -> None:
    """The text itself stays as it was; what it links to is gone."""
    post(project).with_name("c-tredje.md").unlink()


def missing_track(project: Path) -> None:
    (project / "content/tracks/gode-leveaar.md").unlink()


def post(project: Path) -> Path:
    return project / "content/posts/2012/b-anden.md"


@pytest.mark.parametrize("spoil", [invalid_field, unreadable_fields, missing_target, missing_track])
def test_what_is_held_back_comes_and_goes_as_in_a_clean_build(
    project: Path, spoil: Callable[[Path], None]
) -> None:
    build(project, project / "output")
    right = files(project / "output")
    spoil(project)
    printed = build(project, project / "output")
    assert "Disse tekster kan ikke udgives, før de er rettet." in printed
    assert "indlaeg/b-anden/index.html" not in files(project / "output")
    build(project, project / "clean")
    assert files(project / "output") == files(project / "clean")
    write_site(project / "content", **POSTS)
    build(project, project / "output")
    assert files(project / "output") == right
