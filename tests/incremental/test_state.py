"""What is kept between builds: all of it once, and then what is new beside it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from plugins.incremental.state import NAME, SINCE, Kept, State

KEYS = {f"side-{number}": b"1" for number in range(100)}
WHOLE = State(code="a", keys=KEYS, records={"posts/a.md": b"x"}, plan=(1.0, 2.0))


def kept(folder: Path, *states: State) -> State:
    """What is read back after these have been saved one after the other."""
    writer = Kept(folder)
    writer.load()
    for state in states:
        writer.save(state)
    return Kept(folder).load()


def test_what_is_new_is_kept_beside_the_rest(tmp_path: Path) -> None:
    changed = replace(WHOLE, scanned=7, keys={**KEYS, "side-3": b"2"}, plan=(1.5, 2.0))
    assert kept(tmp_path, WHOLE, changed) == changed
    assert (tmp_path / SINCE).stat().st_size < (tmp_path / NAME).stat().st_size / 4


def test_what_is_gone_stays_away(tmp_path: Path) -> None:
    fewer = {name: key for name, key in KEYS.items() if name != "side-3"}
    assert kept(tmp_path, WHOLE, replace(WHOLE, keys=fewer)).keys == fewer


def test_what_is_new_belongs_to_one_state_only(tmp_path: Path) -> None:
    """A state was written, and the process died before it could put away what was beside the last."""
    kept(tmp_path, WHOLE, replace(WHOLE, keys={**KEYS, "side-3": b"2"}))
    since = (tmp_path / SINCE).read_bytes()
    other = replace(WHOLE, keys={"helt": b"nyt"})
    kept(tmp_path, other)
    (tmp_path / SINCE).write_bytes(since)
    assert Kept(tmp_path).load() == other


@settings(max_examples=50, deadline=None)
@given(harm=some.integers(0, 200), to=some.integers(0, 255))
def test_half_a_state_is_none(tmp_path_factory: pytest.TempPathFactory, harm: int, to: int) -> None:
    folder = tmp_path_factory.mktemp("state")
    kept(folder, WHOLE)
    path = folder / NAME
    raw = bytearray(path.read_bytes())
    if harm < len(raw) and raw[harm] != to:
        raw[harm] = to
        path.write_bytes(raw)
        assert Kept(folder).load() == State()


keys = some.dictionaries(some.text(max_size=3), some.binary(max_size=3), max_size=40)


@settings(max_examples=50, deadline=None)
@given(states=some.lists(keys, min_size=1, max_size=5))
def test_the_last_of_any_states_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, states: list[dict[str, bytes]]
) -> None:
    folder = tmp_path_factory.mktemp("state")
    found = kept(folder, *(State(keys=one, records=KEYS) for one in states))
    assert found == State(keys=states[-1], records=KEYS)
