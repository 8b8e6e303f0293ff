"""Dates, addresses and the alphabet, as Danes have them."""

import contextlib
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyspor.model.values import _read_number
from nyspor.text.danish import (
    Date,
    InvalidDate,
    format_date,
    format_number,
    parse_date,
    slugify,
    sort_key,
)


@pytest.mark.parametrize(
    "written",
    ["3. marts 2026", "3 marts 2026", "den 3. marts 2026", "3. mar. 2026", "3/3-2026", "3/3 - 2026",
     "03-03-2026", "3.3.2026", "2026-03-03", " 3. MARTS 2026 "],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(written: str) -> None:
    assert parse_date(written) == Date(2026, 3, 3)


def test_dates_are_read_day_first() -> None:
    assert parse_date("03-04-2026") == Date(2026, 4, 3)


@pytest.mark.parametrize(
    ("written", "expected"), [("2013", Date(2013)), ("december 2012", Date(2012, 12))]
)
def test_a_year_or_a_month_alone_stays_as_exact_as_it_is(written: str, expected: Date) -> None:
    assert parse_date(written) == expected
    assert str(expected) == written


@pytest.mark.parametrize(
    ("written", "reason"),
    [("32. marts 2026", "calendar"), ("29. februar 2026", "calendar"), ("3. mats 2026", "month"),
     ("foråret 2026", "form"), ("uge 12, 2026", "form"), ("ca. 2012", "form"),
     ("i går", "form"), ("", "form"), ("3. marts 2026 kl. 25.00", "time"), ("0000", "calendar")],
)  # fmt: skip
def test_what_is_no_date_says_why(written: str, reason: str) -> None:
    with pytest.raises(InvalidDate) as caught:
        parse_date(written)
    assert caught.value.reason == reason


def test_a_time_of_day_is_danish_time() -> None:
    assert parse_date("3. marts 2026 kl. 9.30").instant == datetime(2026, 3, 3, 8, 30, tzinfo=UTC)


def test_the_hour_that_happens_twice_is_the_later_one() -> None:
    # On 25 October 2026 the clock goes from 3 back to 2; too late is better than too early.
    assert parse_date("25. oktober 2026 kl. 2.30").instant == datetime(
        2026, 10, 25, 1, 30, tzinfo=UTC
    )


def test_the_hour_that_never_happens_is_the_later_one() -> None:
    # On 29 March 2026 the clock goes from 2 to 3.
    assert parse_date("29. marts 2026 kl. 2.30").instant == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(9998, 1, 1)))
def test_every_printed_day_can_be_read_again(day: date) -> None:
    written = Date(day.year, day.month, day.day)
    assert parse_date(str(written)) == written
    assert parse_date(written.iso) == written


@given(st.text())
def test_any_text_is_a_date_or_says_that_it_is_not(text: str) -> None:
    with contextlib.suppress(InvalidDate):
        assert isinstance(parse_date(text), Date)


def test_english_dates() -> None:
    assert format_date(Date(2012, 12, 25), "en") == "25 December 2012"


def test_addresses_have_no_danish_letters() -> None:
    assert slugify("Forsøgsprojekt på Årø møder") == "forsoegsprojekt-paa-aaroe-moeder"


def test_two_ways_to_save_the_same_letter_give_one_address() -> None:
    assert slugify("A\u030arhus") == slugify("Århus") == "aarhus"


def test_the_danish_alphabet() -> None:
    places = ["Aabenraa", "Zebra", "Århus", "Ørsted", "Abe", "Ærø", "Aalborg", "Østerbro"]
    assert sorted(places, key=sort_key) == [
        "Abe", "Zebra", "Ærø", "Ørsted", "Østerbro", "Aabenraa", "Aalborg", "Århus",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "number"),
    [("1.400", "1400"), ("3,5", "3.5"), ("1.234,5", "1234.5"), ("0.5", "0.5"), ("24", "24")],
)
def test_numbers_are_read_as_danes_write_them(written: str, number: str) -> None:
    assert _read_number(written) == number


def test_numbers_are_printed_as_danes_write_them() -> None:
    assert format_number(1400) == "1.400"
    assert format_number(3.5) == "3,5"
    assert format_number(1400.5, "en") == "1,400.5"
