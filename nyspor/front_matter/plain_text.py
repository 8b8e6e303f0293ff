"""Fields are plain text: what a writer put into one as in the text itself, readers would see as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

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


_ENTITY = re.compile(
    r"[^\s\"'\[\]{},]*&(?:#\d+|#x[0-9a-f]+|[a-z]+\d*);[^\s\"'\[\]{},]*", re.IGNORECASE
)
"""A word with a character in the notation of HTML: `B&oslash;rn`."""


def entity_in(text: str) -> str:
    """Return the first word with a character in the notation of HTML, or '': no address on the web is one."""
    words = (found[0] for found in _ENTITY.finditer(text)) if "&" in text and ";" in text else ()
    return next((word for word in words if unescape(word) != word and "://" not in word), "")


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
        if written := entity_in(line):
            yield Problem(
                source,
                N_("Fields are plain text, so readers would see “{written}” as it stands."),
                N_("Write “{right}”."),
                number,
                params={"written": written, "right": unescape(written).replace("\u00a0", " ")},
                rule="markup",
            )
