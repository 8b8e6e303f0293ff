"""The cache of `nyspor check`: what it says is what it would say without one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nyspor.checks import check_content
from nyspor.content import entry_reader
from nyspor.content.loader import read_content
from nyspor.incremental import entry_cache
from nyspor.incremental.check_cache import read_cached
from nyspor.problems import Problem
from tests.builders import NOW, TRACK, post_text, write_site


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return write_site(
        tmp_path / "content",
        foerste=post_text("[Den anden](anden.md)", spor="[gode-leveaar]"),
        anden=post_text("[Ingen](findes-ikke.md)", dato="32. marts 2012"),
    )


def check(content: Path) -> list[Problem]:
    """What a check with the cache says."""
    found = read_cached(content, content.parent / "var/state/check", content.parent / "plugins")
    return check_content(found, NOW)


def nothing(content: Path) -> None:
    """The second check finds everything as the first left it."""


def other_text(content: Path) -> None:
    (content / "posts/2012/anden.md").write_text(post_text("[Den](foerste.md)"), "utf-8")


def removed_text(content: Path) -> None:
    (content / "posts/2012/anden.md").unlink()


def new_text(content: Path) -> None:
    (content / "posts/2012/tredje.md").write_text(post_text(titel=""), "utf-8")


def other_vocabulary(content: Path) -> None:
    (content / "topics.yaml").write_text("-slug: aeldre\n", "utf-8")


def renamed_track(content: Path) -> None:
    (content / "tracks/gode-leveaar.md").rename(content / "tracks/andet.md")


def damaged_state(content: Path) -> None:
    (content.parent / "var/state/check/state").write_bytes(b"nyspor")


def no_place_for_the_state(content: Path) -> None:
    (content.parent / "var/state/check/state").unlink()
    (content.parent / "var/state/check/state").mkdir()


def other_plugin(content: Path) -> None:
    (content.parent / "plugins").mkdir()
    (content.parent / "plugins/own.py").write_text("", "utf-8")


CHANGES = [
    *(nothing, other_text, removed_text, new_text, other_vocabulary, renamed_track),
    *(damaged_state, no_place_for_the_state, other_plugin),
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_check_says_the_same_with_the_cache(
    content: Path, change: Callable[[Path], None]
) -> None:
    check(content)
    change(content)
    assert check(content) == check_content(read_content(content), NOW)


def test_only_what_has_changed_is_parsed_again(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check(content)
    parsed = []

    def note(raw: bytes, file: str, location: object) -> object:
        parsed.append(file)
        return entry_reader.read_entry(raw, file, location)  # type: ignore[arg-type]

    monkeypatch.setattr(entry_cache, "read_or_report", note)
    (content / "tracks/gode-leveaar.md").write_text(TRACK + "Mere.", "utf-8")
    check(content)
    assert parsed == ["tracks/gode-leveaar.md"]


def test_what_was_wrong_is_forgotten_once_it_is_right(content: Path) -> None:
    (content / "schema.yaml").write_text("skema: 2\n", "utf-8")
    misplaced = content / "posts/2012/tredje.markdown"
    misplaced.write_text("x", "utf-8")
    assert "file-place" in {problem.rule for problem in check(content)}
    misplaced.unlink()
    assert "file-place" not in {problem.rule for problem in check(content)}
