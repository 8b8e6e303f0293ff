"""Fields are plain text: what a writer put into one as in the text itself, readers would see as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nyspor.problems import N_, Problem

_MARKUP = re.compile(
    r"\*\*(?=\S)[^*\n]+(?<=\S)\*\*"
    r"|(?<![\w*])\*(?=\w)[^*\n]+(?<=\w)\*(?![\w*])"
    r"|(?<!\w)__(?=\w)[^_\n]+(?<=\w)__(?!\w)"
    r"|\[[^\[\]\n]+\]\((?:https?:|mailto:|\.{1,2}/|/)[^()\s]*\)"
    r"|\[\^[\w-]+\]"
    r"|</?(?:[abiup]|strong|em|br|span|font|div|h[1-6]|su[bp]|abbr|li|ul)(?:\s[^<>\n]*)?/?>",
    re.IGNORECASE,
)


def markup_in(text: str) -> str:
    """Return the first Markdown or HTML in what is plain text, or ''."""
    if not any(sign in text for sign in ("*", "<", "[", "__")):
        return ""
    found = _MARKUP.search(text)
    return found[0] if found else ""


def check_plain_fields(lines: list[tuple[int, str]], source: str) -> Iterator[Problem]:
    """Advise on Markdown and HTML in fields. `lines` are those of the front matter, with their numbers."""
    for number, line in lines:
        if written := markup_in(line):
            yield Problem(
                source,
                N_("Fields are plain text, so readers would see “{written}” as it stands."),
                N_("Take the signs out; links and emphasis belong in the text below the fields."),
                number,
                params={"written": written},
                rule="markup",
            )
