"""The targets of links, as far as they follow from the text alone."""

from __future__ import annotations

import re
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from nyspor.problems import N_

SCHEME = "nyspor:"
"""Begins the targets that are worked out when a page is rendered: `nyspor:posts/2012/x.md#top`."""


OWN_DRIVE = (
    N_("“{link}” is a place on your own computer or network, where readers cannot go."),
    N_("Put the file in content/files, a picture in content/images, and write the path to it there."),
)  # fmt: skip
"""Message and remedy for a path that begins with a drive or a server of Windows, or with `file:`."""

_DRIVE_PATH = re.compile(r"(?:[a-z]:[\\/]|\\\\|file:).+", re.IGNORECASE)


def drive_path(text: str) -> str:
    """Return the text, which may be in quotes, where it is a path on a computer of the writer's; or ''."""
    found = _DRIVE_PATH.fullmatch(text.strip().strip("\"'"))
    return found[0] if found else ""


def is_broken(href: str) -> bool:
    """Whether a text is no address at all, such as http://[x."""
    try:
        urlsplit(href)
    except ValueError:
        return True
    return False


def scheme_of(href: str) -> str:
    """What stands before the first colon of an address: `https`, `mailto`; '' of a path and of what is no address.

    A single letter is a drive of Windows (`C:`) and so part of a path.
    """
    scheme = "" if is_broken(href) else urlsplit(href).scheme
    return scheme if len(scheme) > 1 else ""


def internal_target(href: str, source: str) -> str:
    """Where in the content folder a link of `source` leads (`posts/2012/x.md#a`), '' when elsewhere.

    Relative links, links with Pelican's `{filename}` or `{static}`, and bare anchors are internal;
    whatever has a scheme, a host or begins at the site's root is not.
    """
    for prefix in ("{filename}", "{static}", "|filename|", "{attach}"):
        # The braces reach us percent-encoded from links in angle brackets.
        href = href.removeprefix(prefix)
    rooted = href.startswith("/")
    if is_broken(href):
        return ""
    parts = urlsplit(href)
    if scheme_of(href) or parts.netloc or href.startswith("//"):
        return ""
    fragment = f"#{unquote(parts.fragment)}" if parts.fragment else ""
    if not parts.path:
        return source + fragment if fragment else ""
    path = unquote(parts.path)
    return normpath(path.lstrip("/") if rooted else join(dirname(source), path)) + fragment
