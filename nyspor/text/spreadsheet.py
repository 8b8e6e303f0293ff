"""Tables as CSV, as Danish spreadsheets open them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

# A spreadsheet would take such a text for a formula, and could carry it out (OWASP: CSV injection).
_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_PHONE = re.compile(r"\+?[\d ()-]+")


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """The rows, the headings first: UTF-8 with a mark, semicolons between, no formulas."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([without_formula(each) for each in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def without_formula(text: str) -> str:
    """A text that no spreadsheet takes for a formula; telephone numbers stay as they are."""
    return f"'{text}" if _FORMULA.match(text) and not _PHONE.fullmatch(text) else text
