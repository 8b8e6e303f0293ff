"""Danish text: slugs without æøå, dates as Danes write them, alphabetical order.

The order of letters and the rule that aa sorts as å: Retskrivningsordbogen § 4.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import total_ordering
from zoneinfo import ZoneInfo

from nyspor.text.language import DEFAULT_LANGUAGE

DANISH = "da"
COPENHAGEN = ZoneInfo("Europe/Copenhagen")

MONTHS = (
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
)
ENGLISH_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_ASCII = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "u", "ß": "ss"})
_SORT = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "ü": "y"})


def fold(text: str) -> str:
    """Return the text in lower case without æøå or accents, to compare spellings of a name."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFC", text).lower().translate(_ASCII)
    return "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))


def slugify(text: str) -> str:
    """Return the text as a slug: `Forsøgsprojekt på Årø` → `forsoegsprojekt-paa-aaroe`."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def sort_key(text: str) -> str:
    """Return a key for Danish alphabetical order: æ, ø, å last, aa as å, accents ignored."""
    plain = unicodedata.normalize("NFC", text).lower().replace("aa", "å").translate(_SORT)
    return "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))


@total_ordering
@dataclass(frozen=True)
class Date:
    """A date with the precision it was given in: a year, month, day or minute in Denmark."""

    year: int
    month: int | None = None
    day: int | None = None
    time: tuple[int, int] | None = None

    @property
    def instant(self) -> datetime:
        """The moment (UTC) when this date begins.

        When the clocks change, a local time can occur twice or not at all; the later of the two
        interpretations counts, so that nothing is published early.
        """
        hour, minute = self.time or (0, 0)
        local = datetime(self.year, self.month or 1, self.day or 1, hour, minute, tzinfo=COPENHAGEN)
        return max(local.replace(fold=fold_).astimezone(UTC) for fold_ in (0, 1))

    @property
    def minute(self) -> Date:
        """The minute in Denmark when this date begins."""
        local = self.instant.astimezone(COPENHAGEN)
        return Date(local.year, local.month, local.day, (local.hour, local.minute))

    @property
    def iso(self) -> str:
        """The date for `<time datetime>`, in its own precision; with Danish UTC offset where it has a time."""
        if self.time:
            return self.instant.astimezone(COPENHAGEN).isoformat(timespec="minutes")
        parts = [f"{self.year:04}"] + [f"{part:02}" for part in (self.month, self.day) if part]
        return "-".join(parts)

    def __str__(self) -> str:
        parts = [f"{self.day}." if self.day else "", MONTHS[self.month - 1] if self.month else ""]
        return " ".join([*filter(None, parts), str(self.year)])

    def __lt__(self, other: Date) -> bool:
        return (self.instant, self.iso) < (other.instant, other.iso)


def instant_of(date: Date | None) -> datetime:
    """Return the moment when a date begins; raises `ValueError` without one."""
    if date is None:
        raise ValueError("an undated entry has no moment")
    return date.instant


def day_of(moment: datetime) -> Date:
    """Return the day that it is in Denmark at a moment."""
    local = moment.astimezone(COPENHAGEN)
    return Date(local.year, local.month, local.day)


def end_of(date: Date) -> datetime:
    """Return the moment (UTC) when a date ends: a day, month or year at its last midnight."""
    if date.time:
        return date.instant
    if date.day:
        following = datetime(date.year, date.month or 1, date.day) + timedelta(days=1)
        return Date(following.year, following.month, following.day).instant
    if date.month:
        return Date(date.year + date.month // 12, date.month % 12 + 1, 1).instant
    return Date(date.year + 1, 1, 1).instant


class InvalidDate(ValueError):
    """Raised for a text that is no date.

    `reason` is 'form', 'year' (there is none), 'day' (there is only a time), 'span' (it holds two), 'calendar' (no
    such day), 'month', 'time' or 'weekday'; `right` is the weekday that the date has.
    """

    def __init__(self, text: str, reason: str, right: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.reason = reason
        self.right = right


WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")

ENGLISH_WEEKDAYS = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)

VAGUE = frozenset(
    {"foråret", "sommeren", "efteråret", "vinteren", "forår", "sommer", "efterår", "vinter"}
    | {"uge", "ca", "cirka", "omkring", "primo", "medio", "ultimo", "start", "slut"}
)
"""Words before a year that say less than a month does."""

_CLOCK = r"(?:kl\.?|klokken)\s*"
_TIME = rf"(?:[\s,T]*(?:{_CLOCK})?(?P<hour>\d{{1,2}})[.:](?P<minute>\d{{2}})(?::00)?|[\s,]*{_CLOCK}(?P<full_hour>\d{{1,2}}))?"
_DAY = rf"(?:(?P<weekday>{'|'.join(WEEKDAYS)}),?\s+)?(?:d\.|den\s)?\s*(?P<day>\d{{1,2}})"
_YEAR = r"(?P<year>\d{4}|\d{2})"
_DATE_PATTERNS = tuple(
    re.compile(form + r"\.?\s*", re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})",
        r"(?P<year>\d{4})-(?P<month>\d{1,2})",
        r"(?P<year>\d{4})([-/])(?P<month>\d{1,2})\2(?P<day>\d{1,2})" + _TIME,
        rf"{_DAY}\s*[-/.]\s*(?P<month>\d{{1,2}})\s*[-/. ]\s*{_YEAR}{_TIME}",
        rf"{_DAY}\.?\s*(?P<name>[a-zæøå]+)\.?,?\s+{_YEAR}{_TIME}",
        r"(?P<name>[a-zæøå]+)\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})" + _TIME,
        r"(?P<name>[a-zæøå]+)\.?\s+(?P<year>\d{4})",
    )
)
_WITHOUT_YEAR = re.compile(
    rf"{_DAY}(?:\.?\s*[a-zæøå]{{3,}}|\s*[-/.]\s*\d{{1,2}})\.?{_TIME}", re.IGNORECASE
)


_TIME_ALONE = re.compile(rf"{_CLOCK}\d{{1,2}}(?:[.:]\d{{2}})?|\d{{1,2}}[.:]\d{{2}}", re.IGNORECASE)
_SPAN = re.compile(
    rf"(?:{_CLOCK}|\d[.:])\d{{1,2}}(?:[.:]\d{{2}})?\s*[-–]\s*(?:{_CLOCK})?\d{{1,2}}(?:[.:]\d{{2}})?$"
    r"|^\d{1,2}\.?\s*[-–]\s*\d{1,2}\.?\s+[a-zæøå]|^[a-zæøå]+\s*[-–]\s*[a-zæøå]+\s+\d{4}$"
    r"|^\d{4}\s*[-–]\s*\d{4}$|\d\S*\s+til\s+\S*\d",
    re.IGNORECASE,
)
"""Two times, days, months or years."""


def parse_date(text: str) -> Date:
    """Parse a date as Danes write it, day first; a year or a month alone is a date too.

    `3. marts 2026`, `tirsdag den 3. marts 2026`, `3/3-2026`, `3/3/26`, `03-04-2026`, `2026-03-03`, each with a time
    after it (`kl. 9.30`, `kl. 14`), `marts 2026`, `2026`. Raises `InvalidDate`.
    """
    text = unicodedata.normalize("NFC", text).strip()
    match = next(filter(None, (form.fullmatch(text) for form in _DATE_PATTERNS)), None)
    if match is None:
        raise InvalidDate(text, _what_is_wrong(text))
    parts = match.groupdict()
    year = int(parts["year"]) + (2000 if len(parts["year"]) == 2 else 0)
    month = _month(parts, text)
    day = int(parts["day"]) if parts.get("day") else None
    time = _time(parts)
    try:
        date = datetime(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        raise InvalidDate(text, "calendar") from None
    if time and not (time[0] < 24 and time[1] < 60):
        raise InvalidDate(text, "time")
    # The first and last days of the calendar cannot be moved between time zones.
    if not 2 <= year <= 9998:
        raise InvalidDate(text, "calendar")
    weekday = WEEKDAYS[date.weekday()]
    if (parts.get("weekday") or weekday).lower() != weekday:
        raise InvalidDate(text, "weekday", weekday)
    return Date(year, month, day, time)


def _what_is_wrong(text: str) -> str:
    """Return the reason why a text is not one of the forms of a date."""
    if _WITHOUT_YEAR.fullmatch(text):
        return "year"
    if _TIME_ALONE.fullmatch(text):
        return "day"
    return "span" if _SPAN.search(text) else "form"


def _time(parts: dict[str, str | None]) -> tuple[int, int] | None:
    if hour := parts.get("full_hour"):
        return int(hour), 0
    hour, minute = parts.get("hour"), parts.get("minute")
    return (int(hour), int(minute)) if hour and minute else None


def _month(parts: dict[str, str | None], text: str) -> int | None:
    if number := parts.get("month"):
        return int(number)
    name = parts.get("name")
    if not name:
        return None
    if name.lower() in VAGUE:
        raise InvalidDate(text, "form")
    for months in (MONTHS, ENGLISH_MONTHS):
        for index, month in enumerate(months, 1):
            if len(name) >= 3 and month.lower().startswith(name.lower()):
                return index
    raise InvalidDate(text, "month")


def format_date(date: Date, language: str = DEFAULT_LANGUAGE) -> str:
    """Return a date in words: `3. marts 2026`, `marts 2026`, `2026`; in English `3 March 2026`."""
    if language == DANISH:
        return str(date)
    month = ENGLISH_MONTHS[date.month - 1] if date.month else ""
    return " ".join(filter(None, [str(date.day) if date.day else "", month, str(date.year)]))


def format_moment(moment: datetime) -> str:
    """Return a moment (any time zone) as people write it, in Danish time: `03.03.2026 kl. 09.30`."""
    return moment.astimezone(COPENHAGEN).strftime("%d.%m.%Y kl. %H.%M")


def short_moment(moment: datetime) -> str:
    """Return a moment (any time zone) as tables have it, in Danish time: `03.03.2026 09.30`."""
    return moment.astimezone(COPENHAGEN).strftime("%d.%m.%Y %H.%M")


def short_date(moment: datetime) -> str:
    """Return the day of a moment (any time zone) as tables have it, in Danish time: `03.03.2026`."""
    return moment.astimezone(COPENHAGEN).strftime("%d.%m.%Y")


def format_weekday(date: Date, language: str = DEFAULT_LANGUAGE) -> str:
    """Return the day of the week on which a date begins: `torsdag`; in English `Thursday`."""
    weekdays = WEEKDAYS if language == DANISH else ENGLISH_WEEKDAYS
    return weekdays[date.instant.astimezone(COPENHAGEN).weekday()]


def format_number(value: float, language: str = DEFAULT_LANGUAGE) -> str:
    """Return a number with separators: `1.400` and `3,5` in Danish, `1,400` and `3.5` in English."""
    text = f"{value:,.10f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,")) if language == DANISH else text


def reading_minutes(words: int) -> int:
    """Return the minutes, at least one, to read `words` words at 200 a minute."""
    return max(1, round(words / 200))
