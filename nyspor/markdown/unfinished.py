"""What a writer meant to fill in or take out before others read the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from nyspor.problems import N_, Problem

_PLACEHOLDER = re.compile(
    r"\b(?:TODO|FIXME|TBD|[Xx]{3,})\b(?![-/.]\w)"
    r"|\b(?i:lorem ipsum)(?=\s+(?i:dolor)|[\s.,…]*$)"
    r"|\[(?i:(?:indsæt|skriv|her skal|mangler|udfyld|navn|dato|tal|billede|foto|link|tekst|titel)\b)[^\]\[\n]*\](?![(\[:])"
    r"|(?:^|(?<=\s))(?i:todo):|\((?i:indsæt) [^()\n]+\)"
    r"|\{\{[^{}\n]+\}\}"
    r"|\b(?:Skriv teksten her|Write the text here|Her kommer (?:teksten|der tekst))\b"
    r"|\b(?:Skriv en eller to sætninger her|Write one or two sentences here)\b"
)

_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")

_CPR = re.compile(r"(?<![\w.,/+=#-])(\d{2})(\d{2})(\d{2})(| ?[-–] ?| )(\d{4})(?![\w/+=-]|[.,]\d)")
_OTHER_NUMBER = re.compile(
    r"(?:p-?(?:nummer|nr)|isbn|ean|konto|tlf|telefon|mobil|ordre|sag|journal|faktura|cvr|art(?:ikel)?)[\w.-]*[\s:.]*(?:nr\.?|nummer)?[\s:.]*$",
    re.IGNORECASE,
)
"""What stands before another number of ten digits."""


def check_unfinished(lines: list[tuple[int, str]], source: str) -> Iterator[Problem]:
    """Advise on placeholders and on what looks like a CPR number."""
    for number, written in lines:
        line = _CODE_SPAN.sub("", written) if "`" in written else written
        if found := _PLACEHOLDER.search(line):
            yield Problem(
                source,
                N_("“{written}” looks like something that was to be filled in."),
                N_("Write what is to stand there, or take it out."),
                number,
                params={"written": found[0]},
                rule="unfinished",
            )
        for found in _CPR.finditer(line):
            day, month, year, divider, _ = found.groups()
            if _is_date(int(day), int(month), int(year)) and not _OTHER_NUMBER.search(
                line[: found.start()]
            ):
                yield Problem(
                    source,
                    N_("“{written}” looks like somebody's CPR number."),
                    N_("Take it out: it must not be published."),
                    number,
                    params={"written": f"{day}{month}{year}{divider}••••"},
                    rule="cpr",
                )


def _is_date(day: int, month: int, year: int) -> bool:
    try:
        date(2000 + year, month, day)
    except ValueError:
        # The century is not in the number, and 29 February is in 1900 none but in 2000 one.
        return False
    return True
