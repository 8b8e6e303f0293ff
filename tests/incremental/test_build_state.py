"""The state of a build: what is saved is loaded again, and a damaged file counts as none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from nyspor.incremental.build_state import (
    MAX_CHANGED,
    NAME,
    Entries,
    OutputRecord,
    StateFile,
    Summary,
)

SUMMARY = Summary(
    code="a",
    now=1.0,
    until=2.0,
    files={"content/posts/a.md": ((1, 2, 3), "digest")},
    outputs={"om/index.html": OutputRecord(b"key", (4, 5))},
)
ENTRIES = Entries(records={"topics.yaml": ("digest", {"mad": "Mad"})})


def saved(folder: Path) -> Path:
    StateFile(folder).save(SUMMARY, ENTRIES)
    return folder / NAME


def loaded(folder: Path) -> tuple[Summary, Entries]:
    state = StateFile(folder)
    return state.load(), state.load_entries()


def test_what_is_saved_is_loaded_again(tmp_path: Path) -> None:
    saved(tmp_path)
    assert loaded(tmp_path) == (SUMMARY, ENTRIES)


def test_entries_that_changed_are_saved_beside_the_others(tmp_path: Path) -> None:
    older = Entries(records={f"{n}.yaml": ("digest", str(n) * 1000) for n in range(100)})
    StateFile(tmp_path).save(SUMMARY, older)
    size = (tmp_path / NAME).stat().st_size

    for digest in ("new", "newer"):
        state = StateFile(tmp_path)
        state.load()
        entries = state.load_entries()
        entries.records["7.yaml"] = (digest, "Ny")
        state.save(SUMMARY, entries)

    assert (tmp_path / NAME).stat().st_size < size + 200
    found = loaded(tmp_path)[1].records
    assert found == {**older.records, "7.yaml": ("newer", "Ny")}


def test_many_changed_entries_are_saved_with_the_others(tmp_path: Path) -> None:
    saved(tmp_path)
    state = StateFile(tmp_path)
    state.load()
    entries = state.load_entries()
    entries.records |= {f"{n}.yaml": ("digest", n) for n in range(MAX_CHANGED + 1)}
    state.save(SUMMARY, entries)
    assert loaded(tmp_path)[1] == entries


def test_where_nothing_was_saved_there_is_an_empty_state(tmp_path: Path) -> None:
    assert loaded(tmp_path) == (Summary(), Entries())


@settings(max_examples=100)
@given(place=some.integers(0, 400), byte=some.integers(0, 255))
def test_a_damaged_file_counts_as_none(
    tmp_path_factory: pytest.TempPathFactory, place: int, byte: int
) -> None:
    path = saved(tmp_path_factory.mktemp("state"))
    raw = bytearray(path.read_bytes())
    if place >= len(raw) or raw[place] == byte:
        return
    raw[place] = byte
    path.write_bytes(raw)
    summary, entries = loaded(path.parent)
    assert summary in (SUMMARY, Summary())
    assert entries in (ENTRIES, Entries())
    assert (summary, entries) != (SUMMARY, ENTRIES)


@settings(max_examples=50)
@given(length=some.integers(0, 400))
def test_a_file_cut_short_counts_as_none(
    tmp_path_factory: pytest.TempPathFactory, length: int
) -> None:
    path = saved(tmp_path_factory.mktemp("state"))
    raw = path.read_bytes()
    path.write_bytes(raw[:length])
    if length < len(raw):
        assert loaded(path.parent)[1] == Entries()


def test_an_unfinished_build_is_known_by_its_mark(tmp_path: Path) -> None:
    state = StateFile(tmp_path)
    assert not state.is_unfinished
    state.begin()
    assert StateFile(tmp_path).is_unfinished
    state.end()
    assert not StateFile(tmp_path).is_unfinished
