"""The index that Pagefind makes, and its cache."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nyspor.search.documents import SearchDocument
from nyspor.search.pagefind_index import WORDS, page, search_index

BENCH = SearchDocument(
    address="/indlaeg/baenke/",
    lang="da",
    title="Tre bænke til",
    summary="Nu er der otte bænke.",
    kind="posts",
    body="Ved plejehjemmet <står> en bænk.",
    filters={"Kommune": ("Østerby & omegn",)},
)
ABOUT = SearchDocument("/en/about/", "en", "About", "Who we are.", "pages")


def test_a_danish_page_has_keys_instead_of_its_text() -> None:
    assert "plejehjemq" in page(BENCH)
    assert "hjemq" in page(BENCH)
    assert "Ved plejehjemmet" not in page(BENCH)


def test_filters_are_written_as_values_of_attributes() -> None:
    assert 'data-pagefind-filter="Kommune[content]" content="Østerby &amp; omegn"' in page(BENCH)


def test_english_pages_have_no_danish_keys() -> None:
    assert "aboutq" not in page(ABOUT)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("search")


def test_the_index_has_a_part_for_each_language(cache: Path) -> None:
    folder = search_index([BENCH, ABOUT], (), cache)
    entry = json.loads((folder / "pagefind-entry.json").read_text("utf-8"))
    assert {name: found["page_count"] for name, found in entry["languages"].items()} == {
        "da": 1,
        "en": 1,
    }
    assert "bænke" in json.loads((folder / WORDS).read_text("utf-8"))["forms"]


def test_an_unchanged_text_gives_the_same_folder_without_work(cache: Path) -> None:
    folder = search_index([BENCH, ABOUT], (), cache)
    changed = folder.stat().st_mtime_ns
    assert search_index([BENCH, ABOUT], (), cache) == folder
    assert folder.stat().st_mtime_ns == changed


def test_the_latest_index_is_kept_and_the_one_before(tmp_path: Path) -> None:
    search_index([BENCH], (), tmp_path)
    before = search_index([ABOUT], (), tmp_path)
    latest = search_index([BENCH, ABOUT], (), tmp_path)
    assert set(tmp_path.iterdir()) == {before, latest}
