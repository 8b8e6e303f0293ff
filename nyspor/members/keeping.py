"""For how long the members of a group are kept: as long as the group says, counted from its end, or from when it has been gone from the site."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta

from nyspor.text.danish import COPENHAGEN


@dataclass(frozen=True)
class Terms:
    """What a group says: when it `ends` (None: not known), and for how many `months` its members are kept then."""

    ends: datetime | None = None
    months: int | None = None


def kept_until(terms: Terms, gone: datetime | None, otherwise: timedelta) -> datetime | None:
    """Until when the members of a group are kept that has been gone since then; None while it goes on.

    `otherwise` is how long they are kept where the group does not say.
    """
    over = min((each for each in (terms.ends, gone) if each), default=None)
    if over is None:
        return None
    return over + otherwise if terms.months is None else months_after(over, terms.months)


def months_after(moment: datetime, months: int) -> datetime:
    """The same time of day in Denmark so many months later; the last of a month that is too short."""
    local = moment.astimezone(COPENHAGEN)
    years, month = divmod(local.month - 1 + months, 12)
    year = local.year + years
    day = min(local.day, monthrange(year, month + 1)[1])
    return local.replace(year=year, month=month + 1, day=day).astimezone(moment.tzinfo)
