"""What a writer meant to fill in or take out before others read the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from nyspor.markdown.blocks import CODE_SPAN
from nyspor.markdown.pasted_html import PICTURE_NOTE
from nyspor.problems import N_, Problem

_BRACKETED = (
    *("indsæt", "skriv", "her skal", "mangler", "udfyld", "navn", "dato", "tal", "billede", "foto"),
    *("link", "tekst", "titel", "insert", "add", "write", "your name"),
)
"""What begins a placeholder in brackets."""

_PLACEHOLDER = re.compile(
    r"\b(?:TODO|FIXME|TBD|[Xx]{3,})\b(?![-/.]\w)"
    r"|\b(?i:lorem ipsum)(?=\s+(?i:dolor)|[\s.,…]*$)"
    rf"|\[(?i:(?:{'|'.join(_BRACKETED)})\b)[^\]\[\n]*\](?![(\[:])"
    r"|(?:^|(?<=\s))(?i:todo):|\((?i:indsæt) [^()\n]+\)"
    r"|\{\{[^{}\n]+\}\}"
    r"|\b(?:Skriv teksten her|Write the text here|Her kommer (?:teksten|der tekst))\b"
    r"|\b(?:Skriv en eller to sætninger her|Write one or two sentences here)\b"
    # What word processors, mail programs and chatbots leave.
    r"|(?i:\b(?:fejl! (?:henvisningskilde|bogmærke)|error! (?:reference source|bookmark) not)[^.\n]*)"
    r"|(?i:\b(?:klik eller tryk her for at|click or tap here to) \w+[^.\n]*)"
    r"|(?i:\b(?:sendt fra min|sent from my) \w+)|\b(?:Kommentar|Commented|Comment) \[\w+\]:|:contentReference\[[^\]\n]*\]"
    # Gaps to fill in.
    r"|(?<=\s)\?{2,}(?=\s+\w)|(?<=[\w:] )(?:_{3,}|\.{5,}|…{2,})|(?<=\s)x{2}(?=[.:,]|\s|$)"
)

BEGUN = frozenset(
    (
        "Skriv teksten her.",
        "Write the text here.",
        "Skriv en eller to sætninger her; de vises i lister.",
        "Write one or two sentences here; they are shown in lists.",
    )
)
"""What stands in a new text (`nyspor.scaffold.new_entry`), in both languages."""

_NO_PICTURE = re.compile(rf"{PICTURE_NOTE}(?=:|\s*(?:$|\|))")
"""What pasting puts in the place of a picture, and nobody writes in a sentence."""

_SIGNS = (
    PICTURE_NOTE.lower(),
    *("todo", "fixme", "tbd", "xx", "lorem ipsum", "(indsæt ", "{{", "skriv teksten her"),
    *(f"[{word}" for word in _BRACKETED),
    *("fejl! ", "error! ", "klik eller tryk her", "click or tap here", "sendt fra min ", "sent from my "),
    *("kommentar [", "comment [", "commented ["),
    *(":contentreference[", "??", "___", ".....", "……"),
    *("write the text here", "her kommer ", "skriv en eller to sætninger", "write one or two sentences"),
)  # fmt: skip
_SIGN = re.compile("|".join(map(re.escape, _SIGNS)))
"""What any text with a placeholder has, in small letters; a quick look, since the pattern is slow."""

_CPR = re.compile(
    r"(\d\d)(?<![\w.,/+=#-]\d\d)(\d{2})(\d{2})(| ?[-–] ?| )(\d{4})(?![\w/+=-]|[.,]\d)"
)
"""The digits come before what must not stand before them, since a set of characters is looked for faster."""
_OTHER_NUMBER = re.compile(
    r"(?:p-?(?:nummer|nr)|isbn|ean|konto|tlf|telefon|mobil|ordre|sag|journal|faktura|cvr|art(?:ikel)?)[\w.-]*[\s:.]*(?:nr\.?|nummer)?[\s:.]*$",
    re.IGNORECASE,
)
"""What stands before another number of ten digits."""


_CYRILLIC = re.compile("[\u0400-\u04ff]")
_MIXED_WORD = re.compile("\\b(?=\\w*[A-Za-zÆØÅæøå])\\w*[\u0400-\u04ff]\\w*")
"""A word with both Latin and Cyrillic letters, many of which look alike."""


def check_unfinished(lines: list[tuple[int, str]], source: str) -> Iterator[Problem]:
    """Advise on placeholders and on what looks like a CPR number."""
    text = "\n".join([line for _, line in lines])
    # What is left of a line without its code may be what neither the line nor the text was.
    if (
        not ("`" in text or "\ufffd" in text)
        and not _SIGN.search(text.lower())
        and not _CPR.search(text)
        and not _CYRILLIC.search(text)
    ):
        return
    for number, written in lines:
        line = CODE_SPAN.sub("", written) if "`" in written else written
        if found := _PLACEHOLDER.search(line):
            is_begun = line.rpartition(": ")[2].strip(" '\"") in BEGUN
            yield Problem(
                source,
                N_("Here still stands what a new text begins with: “{written}”.")
                if is_begun
                else N_("“{written}” looks like something that was to be filled in."),
                N_("Write what is to stand there, or take it out."),
                number,
                params={"written": found[0]},
                rule="not-written" if is_begun else "unfinished",
            )
        if _NO_PICTURE.search(line):
            yield Problem(
                source,
                N_("Here a picture is missing, which did not come along from Word."),
                N_("Put the picture in, or take the line out."),
                number,
                rule="unfinished",
            )
        if "\ufffd" in line:
            yield Problem(
                source,
                N_("A letter has been lost here: “{written}”."),
                N_("Write it again."),
                number,
                params={"written": _around(line, line.index("\ufffd"))},
                rule="markup",
            )
        if not line.isascii() and (mixed := _MIXED_WORD.search(line)):
            foreign = next(letter for letter in mixed[0] if _CYRILLIC.match(letter))
            yield Problem(
                source,
                N_("“{word}” has a letter of another alphabet, which only looks like one of ours: {letter}."),
                N_("Write the word again: searching and reading aloud do not find it as it is."),
                number,
                params={"word": mixed[0], "letter": foreign},
                rule="pasted",
            )  # fmt: skip
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


def _around(line: str, place: int) -> str:
    """Return the word in which a place in a line is."""
    before, after = line[:place].split(" ")[-1], line[place:].split(" ")[0]
    return f"{before}{after}"


def _is_date(day: int, month: int, year: int) -> bool:
    try:
        date(2000 + year, month, day)
    except ValueError:
        # The century is not in the number, and 29 February is in 1900 none but in 2000 one.
        return False
    return True
