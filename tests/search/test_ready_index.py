"""The index that lies ready for the next build."""

from __future__ import annotations

import os
from pathlib import Path

from nyspor.search.documents import SearchDocument
from nyspor.search.ready_index import CURRENT, drop_outdated, make_index, read_index

STREET = SearchDocument("/indlaeg/vej/", "da", "Vejen", "En vej.", "posts")
ABOUT = SearchDocument("/en/about/", "en", "About", "Who we are.", "pages")


def test_an_index_is_made_once_and_again_when_a_text_changes(tmp_path: Path) -> None:
    assert read_index(tmp_path) is None
    assert make_index([STREET, ABOUT], (), tmp_path)
    first = read_index(tmp_path)
    assert first
    assert not make_index([STREET, ABOUT], (), tmp_path)
    assert make_index([STREET], (), tmp_path)
    second = read_index(tmp_path)
    assert second
    assert (set(first.answers), set(second.answers)) == ({"da", "en"}, {"da"})
    # The one before stays for a build that is just reading it; an older one does not.
    assert make_index([ABOUT], (), tmp_path)
    assert not first.folder.exists()
    assert not any(path.exists() for path in first.answers.values())
    assert second.folder.is_dir()


def test_an_index_from_before_something_was_withdrawn_is_taken_along_no_more(
    tmp_path: Path,
) -> None:
    cache, withdrawn = tmp_path / "search", tmp_path / "withdrawn.json"
    make_index([STREET], (), cache)
    assert not drop_outdated(cache, withdrawn)
    withdrawn.write_text("[]", "utf-8")
    os.utime(cache / CURRENT, (1, 1))
    for path in cache.iterdir():
        os.utime(path, (1, 1))
    assert drop_outdated(cache, withdrawn)
    assert read_index(cache) is None
    assert [*cache.iterdir()] == [], "what was withdrawn stands in none"
    assert make_index([STREET], (), cache)
    os.utime(withdrawn, (1, 1))
    assert not drop_outdated(cache, withdrawn)
