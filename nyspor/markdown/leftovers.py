"""Signs of Markdown that readers would see, since what they were meant for is not complete.

Whatever was read as Markdown has lost its signs in the HTML, so a sign that is still there is a mistake, and the
lines of the text tell which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from nyspor.markdown.blocks import CODE_SPAN
from nyspor.problems import N_, Problem

_CODE = re.compile(r"<(code|pre)\b.*?</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")

_ADDRESS = r"(?:https?:|www\.|mailto:|\.{1,2}/|/)"
_SPACED = re.compile(rf"(\[[^\[\]]+\])\s+(\({_ADDRESS}[^()\s]*\))")
_REVERSED = re.compile(rf"\(([^()]+)\)\[({_ADDRESS}[^\]\s]*)\]")
_TARGET = re.compile(r"(?<!\\)\]\(\s*<?([^)\s>]*)")
_UNDEFINED = re.compile(r"\[[^\[\]^]+\]\[([^\[\]]+)\]")

_STRONG = re.compile(
    r"(?<![\w*\\])\*\*(?=[^\W\d_])|(?<=[^\W\d_])\*\*(?![\w*])|(?<![\w\\])__(?=[^\W_])"
    r"|(?<![\w*\\])\*\*(?= [^\W\d_][^*\n]* \*\*(?![\w*]))"
)
_EMPHASIS = re.compile(r"(?<=[^\W_][\s,;:] )\*(?=[^\W\d_])|(?<=[^\W_] )\*(?=[^\W\d_])")
_UNEVEN = re.compile(
    r"(?<![\w*])\*\*(?=[^\W\d_])[^*\n]+\*(?!\*)|(?<![\w*])\*(?=[^\W\d_])[^*\n]+\*\*(?!\*)"
    r"|(?<![\w_])__(?=[^\W\d_])[^_\n]+_(?![_\w])|(?<![\w_])_(?=[^\W\d_])[^_\n]+__(?![_\w])"
)
_UNEVEN_SIGNS = ("*<em>", "</em>*", "_<em>", "</em>_")
_SIGNS = (
    *_UNEVEN_SIGNS,
    *(
        "](",
        "] (",
        ")[",
        "][",
        "**",
        "__",
        " *",
        ":::",
        "{",
        "$",
        "[[",
        "![",
        "~~",
        "==",
        "^[",
        "\\",
    ),
)
"""What the HTML of any text with a leftover has, unless it is a code in brackets; a quick look."""
_BLOCK_SIGN = re.compile(r"(?m)^[ \t]*:::")
_SHORTCODE = re.compile(
    r"\{%[^%\n]+%\}|\[\[_?TOC_?\]\]|\\(?:text(?:bf|it)|emph|begin|end|cite)\{[^{}\n]*\}|\[/[a-z][\w-]*\]|\[[a-z][\w-]* +[\w-]+=[^\[\]]*\](?!\()",
    re.IGNORECASE,
)

_WIKI_LINK = re.compile(r"!?\[\[[^\[\]\n]+\]\]")
_PICTURE = re.compile(r"!\[[^\]\n]*\([^()\s]+\.\w{3,4}\)")
"""A picture whose square bracket is not closed."""
_OTHER_EMPHASIS = re.compile(
    r"(?<!~)~~(?=[^\s~])([^~\n]+)(?<!\s)~~(?!~)|(?<!=)==(?=[^\s=])([^=\n]+)(?<!\s)==(?!=)"
)
"""Struck out and marked, in other dialects of Markdown."""

_WHOLE = re.compile(r"(?<![\\*])\*\*(?=[^\s*])([^*\n]+)(?<=[^\s*\\])\*\*(?!\*)")
"""What is set in bold as it should be, and is read as Markdown but inside HTML."""
_MATHS = re.compile(
    r"(?<![\w\\$])(\$\$?)(?=[^\s$\d]|\d+[^$\n]*[\^\\])[^$\n]*[\^_\\+=][^$\n]*(?<=\S)\1(?![\w$])"
)
"""A formula of LaTeX, between dollars."""
_ATTRIBUTES = re.compile(r"\{:?[ \t]*[.#][\w-]+[^{}\n]*\}")
"""Attributes of something that Markdown can give none."""
_INLINE_NOTE = re.compile(r"\^\[[^\[\]\n]+\]")

_COMPLETE = N_("Write it as [text](address), with both brackets and both parentheses.")


def check_leftovers(html: str, lines: list[tuple[int, str]], source: str) -> Iterator[Problem]:
    """Report the signs that are left in the HTML of a text.

    `lines` are those of the text outside code, with their numbers.
    """
    # A code has a "[" beside one of the others, which nearly every text has in its tags.
    may_have_code = "[" in html and ("=" in html or "[/" in html)
    if not may_have_code and not any(sign in html for sign in _SIGNS):
        return
    plain = [(number, CODE_SPAN.sub("", line)) for number, line in lines]
    if any(sign in html for sign in _UNEVEN_SIGNS):
        yield from _uneven(plain, source)
    shown = _TAG.sub("", _CODE.sub("", html))
    yield from _links(shown, plain, source)
    if "**" in shown or "__" in shown or " *" in shown:
        yield from _emphasis(shown, plain, source)
    if ("~~" in shown or "==" in shown) and _OTHER_EMPHASIS.search(shown):
        yield from _other_emphasis(plain, source)
    if "**" in shown:
        yield from _whole_emphasis(unescape(shown), plain, source)
    if "^[" in shown and _INLINE_NOTE.search(shown):
        yield from _inline_notes(plain, source)
    if "$" in shown and _MATHS.search(unescape(shown)):
        yield from _shown(
            _MATHS,
            N_("Write it in words or with signs, such as m² or x<sup>2</sup>."),
            plain,
            source,
        )
    if "{" in shown and _ATTRIBUTES.search(shown):
        yield from _shown(_ATTRIBUTES, N_("Take it out."), plain, source)
    if ":::" in shown and _BLOCK_SIGN.search(shown):
        yield from _blocks(plain, source)
    if any(sign in shown for sign in ("[", "{%", "\\")) and _SHORTCODE.search(shown):
        for number, line in plain:
            if code := _SHORTCODE.search(line):
                yield Problem(
                    source,
                    N_("“{written}” is a code of another system, which readers would see."),
                    N_("Take it out, or write it as Markdown or a building block."),
                    number,
                    params={"written": code[0]},
                    rule="markup",
                )


def _links(shown: str, lines: list[tuple[int, str]], source: str) -> Iterator[Problem]:
    if not any(sign in shown for sign in ("](", "] (", ")[", "][", "[[", "![")):
        return
    for number, line in lines:
        if found := _SPACED.search(line) if "] (" in shown else None:
            message, remedy = (
                N_("There is a space in the link: “{written}”."),
                N_("Write “{right}”."),
            )
            right = _picture_sign(line, found) + found[1] + found[2]
        elif found := _REVERSED.search(line) if ")[" in shown else None:
            message, remedy = (
                N_("The link's brackets are exchanged: “{written}”."),
                N_("Write “{right}”."),
            )
            right = f"{_picture_sign(line, found)}[{found[1]}]({found[2]})"
        elif found := _incomplete(line, unescape(shown)):
            message, remedy, right = N_("The link is not complete: “{written}”."), _COMPLETE, ""
        elif found := _UNDEFINED.search(line) if "][" in shown else None:
            message, remedy, right = (
                N_("The address of the link “{written}” is not there."),
                _COMPLETE,
                "",
            )
            if found[0] not in shown:
                continue
        else:
            continue
        params = {"written": found[0].strip(), "right": right}
        yield Problem(source, message, remedy, number, params=params, rule="link-form")


def _picture_sign(line: str, found: re.Match[str]) -> str:
    return "!" if line[: found.start()].endswith("!") else ""


def _incomplete(line: str, shown: str) -> re.Match[str] | None:
    """Return a link of the line that is shown with its signs."""
    for found in _TARGET.finditer(line):
        if found[0] in shown:
            return re.search(r"[^\[\]]*" + re.escape(found[0]), line)
    others = (*_WIKI_LINK.finditer(line), *_PICTURE.finditer(line))
    return next((found for found in others if found[0] in shown), None)


def _emphasis(shown: str, lines: list[tuple[int, str]], source: str) -> Iterator[Problem]:
    for sign in (_STRONG, _EMPHASIS):
        if not sign.search(shown):
            continue
        for number, line in lines:
            found = sign.search(line)
            if found and _is_odd(line, found[0]):
                yield Problem(
                    source,
                    N_("Readers would see {sign}, since what it begins or ends is not complete."),
                    N_("Put {sign} close to the words on both sides, such as {sign}vigtigt{sign}."),
                    number,
                    params={"sign": found[0]},
                    rule="markup",
                )
                break


def _uneven(lines: list[tuple[int, str]], source: str) -> Iterator[Problem]:
    for number, line in lines:
        if found := _UNEVEN.search(line):
            sign = found[0][0] * 2
            yield Problem(
                source,
                N_("What is emphasised begins and ends differently: “{written}”."),
                N_("Put {sign} on both sides for bold, {one} for italics."),
                number,
                params={"written": found[0], "sign": sign, "one": sign[0]},
                rule="markup",
            )


def _whole_emphasis(shown: str, lines: list[tuple[int, str]], source: str) -> Iterator[Problem]:
    for number, line in lines:
        for found in _WHOLE.finditer(line):
            if found[0] in shown:
                yield _signs_shown(source, number, found[0], f"<b>{found[1]}</b>")


def _inline_notes(lines: list[tuple[int, str]], source: str) -> Iterator[Problem]:
    for number, line in lines:
        if found := _INLINE_NOTE.search(line):
            yield Problem(
                source,
                N_("Readers would see the signs around “{written}”."),
                N_("Write [^1] here, and the note on a line of its own below the text: [^1]: …"),
                number,
                params={"written": found[0]},
                rule="markup",
            )


def _shown(
    sign: re.Pattern[str], remedy: str, lines: list[tuple[int, str]], source: str
) -> Iterator[Problem]:
    """Yield a problem for the first line with a sign of another dialect."""
    for number, line in lines:
        if found := sign.search(line):
            yield Problem(
                source,
                N_("Readers would see “{written}” as it stands."),
                remedy,
                number,
                params={"written": found[0].strip()},
                rule="markup",
            )
            return


def _signs_shown(source: str, line: int, written: str, right: str) -> Problem:
    return Problem(
        source,
        N_("Readers would see the signs around “{written}”."),
        N_("Write “{right}”."),
        line,
        params={"written": written, "right": right},
        rule="markup",
    )


def _other_emphasis(lines: list[tuple[int, str]], source: str) -> Iterator[Problem]:
    for number, line in lines:
        if found := _OTHER_EMPHASIS.search(line):
            struck, marked = found.groups()
            right = f"<del>{struck}</del>" if struck else f"<mark>{marked}</mark>"
            yield _signs_shown(source, number, found[0], right)


def _is_odd(line: str, sign: str) -> bool:
    """Return whether a sign in the line has none that it belongs with, or stands away from the words."""
    text = line.replace(f"\\{sign[0]}", "")
    inside = rf"{re.escape(sign)}(?=\S)(?:(?!{re.escape(sign)}).)*?(?<=\S){re.escape(sign)}"
    return sign in re.sub(inside, "", text)


def _blocks(lines: list[tuple[int, str]], source: str) -> Iterator[Problem]:
    for number, line in lines:
        if re.match(r"[ \t]+:::+[ \t]*\w|[ \t]*(?:[-*+]|\d+[.)])[ \t]+:::", line):
            yield Problem(
                source,
                N_("A building block cannot stand inside a list."),
                N_("Put an empty line above it, and begin its lines at the margin."),
                number,
                rule="building-block",
            )
            return
