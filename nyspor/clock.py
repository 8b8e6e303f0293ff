"""The current time, read only here; all other code takes `now` as a parameter."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from nyspor.text.danish import COPENHAGEN, InvalidDate, parse_date


def read_clock(setting: str | None = None) -> datetime:
    """Return the current time (UTC): `setting`, else the variable `NYSPOR_NOW`, else the wall clock.

    A given time is written as a date in Denmark (`2026-11-23 12:00`) or with an offset
    (`2026-11-23T12:00:00+01:00`). Raises `ValueError` when it is neither.
    """
    given = setting or os.environ.get("NYSPOR_NOW", "")
    if not given:
        return datetime.now(UTC)
    try:
        return parse_date(given).instant
    except InvalidDate:
        parsed = datetime.fromisoformat(given)
    if parsed.tzinfo is None:
        raise ValueError(f"NYSPOR_NOW lacks an offset: {given}")
    return parsed.astimezone(UTC)


def read_today() -> date:
    """Return the date in Denmark at the current time."""
    return read_clock().astimezone(COPENHAGEN).date()
