"""The list of targets, which the build writes and the forms service reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from nyspor.forms.targets import (
    Target,
    UnreadableList,
    is_outdated,
    parse_targets,
    write_targets,
)
from nyspor.model.places import Counts
from nyspor.model.site import Site

SITE = Site("Nyspor", "", "https://x.example")
GROUP = Target("signup", "workgroups/sti", "Sti", "/sti/", capacity=7, shown=Counts(3, 0))
WITHOUT_LIMIT = Target("signup", "workgroups/by", "By", "/by/")


def test_a_page_is_outdated_when_it_counts_other_members_than_there_are() -> None:
    targets = parse_targets(write_targets(SITE, [GROUP, WITHOUT_LIMIT]))
    assert not is_outdated(targets, {"workgroups/sti": Counts(3, 0), "workgroups/by": Counts(5)})
    assert is_outdated(targets, {"workgroups/sti": Counts(4, 0)})
    assert is_outdated(targets, {"workgroups/sti": Counts(3, 1)})
    assert is_outdated(targets, {}), "everybody has left"


@pytest.mark.parametrize("written", ["2030-01-01T00:00:00", "i morgen"])
def test_a_time_that_is_no_instant_makes_the_list_unreadable(written: str) -> None:
    closing = replace(GROUP, closes=datetime(2030, 1, 1, tzinfo=UTC))
    text = write_targets(SITE, [closing]).replace(b"2030-01-01T00:00:00Z", written.encode())
    with pytest.raises(UnreadableList):
        parse_targets(text)
