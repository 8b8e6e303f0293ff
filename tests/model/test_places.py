"""The counts that the forms service writes, and pages show."""

from __future__ import annotations

import pytest

from nyspor.model.places import Counts, parse_places


def test_the_counts_of_each_group_are_read() -> None:
    raw = b'{"workgroups/sti": {"taken": 12, "waiting": 3}, "workgroups/by": {"taken": 0}}'
    assert parse_places(raw) == {
        "workgroups/sti": Counts(12, 3),
        "workgroups/by": Counts(0, 0),
    }


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\xff{", id="no text"),
        pytest.param(b"[1]", id="a list"),
        pytest.param(b'{"workgroups/sti": 3}', id="a number for a group"),
        pytest.param(b'{"workgroups/sti": {"taken": -1}}', id="less than none"),
        pytest.param(b'{"workgroups/sti": {"taken": true}}', id="yes"),
        pytest.param(b'{"workgroups/sti": {"waiting": 1}}', id="half"),
    ],
)
def test_what_says_something_else_counts_nobody(raw: bytes) -> None:
    assert parse_places(raw) == {}
