"""The one clock: `now` is read here, at the edge, and handed in everywhere else."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from nyspor.text.danish import InvalidDate, parse_date


def read_clock(setting: str | None = None) -> datetime:
    """The moment of this build (UTC): `setting`, else the variable `NYSPOR_NOW`, else the wall clock.

    A given moment is written as a date in Denmark (`2026-11-23 12:00`) or with an offset
    (`2026-11-23T12:00:00+01:00`). Raises `ValueError` when it is neither.
    """
    given = setting or os.environ.get("NYSPOR_NOW", "")
    if not given:
        return datetime.now(UTC)
    try:
        return parse_date(given).instant
    except InvalidDate:
        moment = datetime.fromisoformat(given)
    if moment.tzinfo is None:
        raise ValueError(f"NYSPOR_NOW lacks an offset: {given}")
    return moment.astimezone(UTC)
