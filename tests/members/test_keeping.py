"""Until when the members of a group are kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from nyspor.members.keeping import Terms, kept_until, months_after

GONE, ENDS = datetime(2027, 3, 1, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC)
A_YEAR = timedelta(days=365)


def test_members_of_a_group_that_goes_on_are_kept() -> None:
    assert kept_until(Terms(months=6), None, A_YEAR) is None


def test_the_settings_hold_where_the_group_says_nothing() -> None:
    assert kept_until(Terms(), GONE, A_YEAR) == GONE + A_YEAR
    assert kept_until(Terms(ENDS), None, A_YEAR) == ENDS + A_YEAR


def test_what_the_group_says_is_counted_from_what_came_first() -> None:
    until = datetime(2027, 4, 1, tzinfo=UTC) - timedelta(hours=1)  # summer time has begun
    assert kept_until(Terms(ENDS, months=1), GONE, A_YEAR) == until


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        pytest.param((2027, 1, 31), 1, (2027, 2, 28), id="a shorter month"),
        pytest.param((2027, 11, 15), 2, (2028, 1, 15), id="another year"),
        pytest.param((2027, 12, 15), 12, (2028, 12, 15), id="a year"),
    ],
)
def test_months_are_those_of_the_calendar(
    day: tuple[int, int, int], months: int, later: tuple[int, int, int]
) -> None:
    noon = (datetime(*each, 12, tzinfo=UTC) for each in (day, later))
    assert months_after(next(noon), months) == next(noon)
