"""What is wrong with a text that can be read all the same: headings and pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from nyspor.model.document import Reference
from nyspor.model.link_targets import internal_target
from nyspor.problems import N_, Problem

_HEADING = re.compile(r"(#{1,6})(?!#)\s*\S")


def check_headings(lines: list[tuple[int, str]], source: str) -> Iterator[Problem]:
    """Headings that compete with the page's own, or skip a level."""
    above = 1
    for number, line in lines:
        match = _HEADING.match(line) if line.startswith("#") else None
        if not match:
            continue
        level = len(match[1])
        if level == 1:
            yield Problem(
                source,
                N_("The heading has one #, but the title is already the page's first heading."),
                N_("Begin the heading with ##."),
                number,
                rule="heading",
            )
        elif level > above + 1:
            yield Problem(
                source,
                N_("The heading goes from {above} to {level} signs and skips a level."),
                N_("Begin it with {wanted}."),
                number,
                params={"above": "#" * above, "level": "#" * level, "wanted": "#" * (above + 1)},
                rule="heading",
            )
        above = max(level, 2) if level > 1 else above


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
