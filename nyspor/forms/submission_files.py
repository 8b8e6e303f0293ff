"""What residents send, as files in the content folder, and the way there.

The name and the text pass a YAML writer that escapes what YAML would take for its own, so that no
comment can say `status:` or begin a second front matter; the text is read back as the plain text it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePosixPath

import yaml

from nyspor.text.danish import COPENHAGEN, slugify

_ENTRY = re.compile(r"(?:[a-z]{2}/)?[a-z]+/[a-z0-9-]{1,255}")
_NUMBERED = re.compile(r"(?:.*-)?([0-9a-f]{12})")
"""The name of a file with a comment or an idea, which ends with its number."""
_ID = re.compile(r"[a-z0-9-]{1,40}")


class InvalidPath(ValueError):
    """The entry or the id cannot name a file in the content folder."""


def comment_path(entry: str, number: str) -> str:
    """The file of a comment in the content folder: `comments/posts/stien-aabner/1f3c.md`.

    Raises `InvalidPath` where `entry` is not `<kind>/<slug>` (a translation's `<language>/<kind>/<slug>`)
    or `number` not a plain name, so that no path can lead elsewhere.
    """
    if not _ENTRY.fullmatch(entry) or not _ID.fullmatch(number):
        raise InvalidPath(f"{entry} {number}")
    return f"comments/{entry}/{number}.md"


def entry_of(path: str) -> str:
    """The entry in whose folder a comment's file lies: `posts/stien-aabner`, `en/posts/the-path`."""
    found = _ENTRY.match(path.removeprefix("comments/"))
    return found[0] if found else ""


def comment_file(
    entry: str,
    name: str,
    text: str,
    received: datetime,
    reply_to: str = "",
    edited: bool = False,
    official: bool = False,
) -> bytes:
    """A comment as a file. `received` is an instant; the file says it in Danish time, to the minute.

    `edited` says that an editor has corrected it, `official` that it is the publisher's own answer.
    """
    fields = {"indlæg": entry, "navn": name, "modtaget": _minute(received)}
    more = {
        "svar_på": reply_to,
        "redigeret": "ja" if edited else "",
        "fra_kommunen": "ja" if official else "",
    }
    return _file(fields | {key: value for key, value in more.items() if value}, text)


def idea_path(title: str, number: str) -> str:
    """The file of an idea: its title as a slug, and its number to keep two of a name apart."""
    if not _ID.fullmatch(number):
        raise InvalidPath(number)
    words = slugify(title)[:60].strip("-") or "ide"
    return f"ideas/{words}-{number}.md"


def submission_number(path: str) -> str:
    """The number of a comment or an idea, by its file; '' for a file that is not named by one."""
    found = _NUMBERED.fullmatch(PurePosixPath(path).stem) if path.endswith(".md") else None
    return found[1] if found else ""


def idea_file(
    title: str, name: str, text: str, received: datetime, track: str = "", edited: bool = False
) -> bytes:
    """An idea as a file, newly received; `edited` says that an editor has corrected it."""
    fields = {"titel": title, "navn": name, "modtaget": _minute(received)}
    more = {"spor": track, "redigeret": "ja" if edited else ""}
    return _file(fields | {key: value for key, value in more.items() if value}, text)


def _minute(received: datetime) -> str:
    return received.astimezone(COPENHAGEN).strftime("%Y-%m-%d %H:%M")


def _file(fields: Mapping[str, str], text: str) -> bytes:
    return f"---\n{_fields(fields)}---\n\n{text.strip()}\n".encode()


def _fields(fields: Mapping[str, str]) -> str:
    lines = yaml.dump(
        dict(fields), Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=10_000,
        default_style='"',
    )  # fmt: skip
    # Keys are ours and need no quotes; what follows them is another's.
    return re.sub(r'^"(\w+)": ', r"\1: ", lines, flags=re.MULTILINE)
