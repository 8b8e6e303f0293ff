"""The list of targets, which the build writes and the forms service reads."""

from __future__ import annotations

from nyspor.forms.targets import Target, is_outdated, parse_targets, write_targets
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
