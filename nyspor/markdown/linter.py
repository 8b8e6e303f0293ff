"""What is wrong with a text that can be read all the same: headings and pictures."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from itertools import takewhile
from urllib.parse import urlsplit

from nyspor.model.document import Reference
from nyspor.model.link_targets import internal_target
from nyspor.problems import N_, Problem

_HEADING = re.compile(r"(#+)([ \t]*)(\S.*)")
_HASHTAG = re.compile(r"#[^#\s]")
_TITLE = re.compile(r"#[A-ZÆØÅ0-9][^#]* [^#]*[^#.!?:;,…]")
"""Several words with a capital first and no stop at the end."""
_CAPITALS = re.compile(
    r"(?=(?:.*[A-ZÆØÅ]){5})[A-ZÆØÅÉ0-9][A-ZÆØÅÉÜÖÄ0-9 ,:–&/-]{3,80}[A-ZÆØÅÉÜÖÄ0-9?:]"
)
"""A few words in capitals, without a stop at the end."""
_EMPTY = re.compile(r"#+[ \t]*#*[ \t]*")
_UNDERLINE = re.compile(r"[ ]{0,3}(?:=+|-+)[ \t]*")
_NO_TEXT = re.compile(
    r"[ \t]*(?:#|>|:::|<|\||[-*+][ \t]|\d+[.)][ \t]|\[[^\]]+\]:|={2,}[ \t]*$|-{2,}[ \t]*$)|.*\|"
)
_BOLD = re.compile(r"(\*\*|__)(?=\S)([^*_]{3,80}[^*_\s.!?:;,»”\"…])\1")


def check_headings(lines: list[tuple[int, str]], source: str) -> Iterator[Problem]:
    """Headings that compete with the page's own, skip a level, are empty, or only look like one."""
    above = 1
    for place, (number, line) in enumerate(lines):
        if line[:4].lstrip(" ").startswith("#"):
            if _HASHTAG.match(line.strip()) and not _looks_like_heading(lines, place):
                continue
            above = yield from _check_heading(line.strip(), number, above, source)
        elif line[:1] in ("*", "_") and (bold := _BOLD.fullmatch(line.rstrip())):
            if _stands_alone(lines, place) or _begins_paragraph(lines, place):
                yield _problem(
                    N_("The line “{text}” is set in bold like a heading."),
                    N_("Write “{right}”, so that all can find it in the text."),
                    source,
                    number,
                    rule="bold-heading",
                    text=bold[2],
                    right=f"{'#' * max(above, 2)} {bold[2]}",
                )
        elif line.isupper() and _CAPITALS.fullmatch(line.strip()) and _stands_alone(lines, place):
            yield _problem(
                N_("The line “{text}” stands in capitals like a heading."),
                N_("Write “{right}”, so that all can find it in the text."),
                source,
                number,
                rule="bold-heading",
                text=line.strip(),
                right=f"{'#' * max(above, 2)} {line.strip().capitalize()}",
            )
        elif line[:4].strip(" ")[:1] in ("=", "-") and _UNDERLINE.fullmatch(line) and place:
            above = yield from _check_underline(lines, place, above, source)


def _looks_like_heading(lines: list[tuple[int, str]], place: int) -> bool:
    """Return whether a line that begins with a hashtag is some words of a heading, with text below."""
    return bool(_TITLE.fullmatch(lines[place][1].strip())) and _stands_alone(lines, place)


def _check_heading(
    line: str, number: int, above: int, source: str
) -> Generator[Problem, None, int]:
    """Report what is wrong with a heading; return its level."""
    match = _HEADING.match(line)
    if _EMPTY.fullmatch(line) or not match:
        yield _problem(
            N_("The heading is empty."),
            N_("Write its text behind the signs, or take the line out."),
            source,
            number,
            rule="heading",
        )
        return above
    level = len(match[1])
    if level == 1 and not match[2]:
        yield _problem(
            N_("A line that begins with # is a heading: “{text}”."),
            N_("Write \\# if it is none; else begin it with “## ”."),
            source,
            number,
            rule="heading",
            text=line.strip(),
        )
    elif level == 1:
        yield _problem(
            N_("The heading has one #, but the title is already the page's first heading."),
            N_("Begin the heading with ##."),
            source,
            number,
            rule="heading",
        )
    elif level > above + 1:
        yield _problem(
            N_("The heading goes from {above} to {level} signs and skips a level."),
            N_("Begin it with {wanted}."),
            source,
            number,
            rule="heading",
            above="#" * above,
            level="#" * level,
            wanted="#" * (above + 1),
        )
    return max(level, 2) if level > 1 else above


def _check_underline(
    lines: list[tuple[int, str]], place: int, above: int, source: str
) -> Generator[Problem, None, int]:
    """Report a line of dashes or equals signs that makes the line above it a heading; return the level."""
    number, text = lines[place - 1]
    alone = place < 2 or not lines[place - 2][1].strip()
    if not text.strip() or not alone or _NO_TEXT.match(text):
        return above
    first = "=" in lines[place][1]
    yield _problem(
        N_("The signs under “{text}” make it a heading.")
        if not first
        else N_("The signs under “{text}” make it the page's first heading, which the title is."),
        N_("Write “## {text}” if it is one; else put an empty line above the signs."),
        source,
        number,
        rule="heading" if first else "markup",
        text=text.strip(),
    )
    return 2


def _stands_alone(lines: list[tuple[int, str]], place: int) -> bool:
    """Return whether a line is a paragraph, outside building blocks, and more text follows."""
    before = lines[place - 1][1] if place else ""
    after = lines[place + 1][1] if place + 1 < len(lines) else "-"
    if before.strip() or after.strip() or not any(line.strip() for _, line in lines[place + 1 :]):
        return False
    return _is_outside_blocks(lines, place)


def _begins_paragraph(lines: list[tuple[int, str]], place: int) -> bool:
    """Return whether sentences follow a line without an empty one between: those of an address or a list do not."""
    before = lines[place - 1][1] if place else ""
    below = [line for _, line in lines[place + 1 :]]
    rest = list(takewhile(str.strip, below))
    if before.strip() or not rest or lines[place][1].endswith(("  ", "\\")):
        return False
    is_told = not any(line.endswith(("  ", "\\")) or _NO_TEXT.match(line) for line in rest)
    told = " ".join(rest)
    return (
        is_told
        and len(told.split()) >= SENTENCE
        and _STOP.search(told) is not None
        and _is_outside_blocks(lines, place)
    )


SENTENCE = 6
"""How many words a paragraph has at least, which is not an address or a caption."""
_STOP = re.compile(r"[.!?…][»”\"')]?\s*$")


def _is_outside_blocks(lines: list[tuple[int, str]], place: int) -> bool:
    signs = [line.strip() for _, line in lines[:place] if line.startswith(":::")]
    return sum(1 if sign.strip(":").strip() else -1 for sign in signs) <= 0


def _problem(
    message: str, remedy: str, source: str, line: int, *, rule: str, **params: object
) -> Problem:
    return Problem(source, message, remedy, line, params=params, rule=rule)


def check_images(images: list[tuple[Reference, bool]], source: str) -> Iterator[Problem]:
    """Pictures without a text alternative or a credit, or from elsewhere; each with whether its block says
    whose it is."""
    for image, credited in images:
        src, line = image.target, image.line
        if not (image.alt or "").strip():
            yield Problem(
                source,
                N_("The picture {src} has no text alternative."),
                N_(
                    "Write between the square brackets what a reader who cannot see it should know."
                ),
                line,
                params={"src": src},
                rule="picture-alt",
            )
        if not credited:
            yield no_credit(source, src, line)
        if _on_another_site(src):
            yield Problem(
                source,
                N_("The picture {src} would be fetched from another site."),
                N_("Put the picture in content/images and write its path."),
                line,
                params={"src": src},
                rule="picture-file",
            )
        elif not internal_target(src, source):
            yield Problem(
                source,
                N_("The picture “{src}” is no file in the content folder."),
                N_("Put the picture in content/images and write its path."),
                line,
                params={"src": src if len(src) <= 60 else f"{src[:60]} …"},
                rule="picture-file",
            )


def _on_another_site(src: str) -> bool:
    try:
        return bool(urlsplit(src).netloc)
    except ValueError:
        return True


def no_credit(source: str, src: str, line: int) -> Problem:
    """The problem of a picture in the text that does not say whose it is."""
    return Problem(
        source,
        N_("The picture {src} has no credit."),
        N_("Put a line “::: billede Tegning: navn” before it and “:::” after it."),
        line,
        params={"src": src},
        rule="picture-credit",
    )
