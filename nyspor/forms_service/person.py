"""A person, by the spellings of a mail address in what is stored; and where else the address is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from urllib.parse import unquote

from nyspor.forms.parsing import strip_invisible
from nyspor.forms_service.blocklist import folded
from nyspor.forms_service.records import StoredSubmission, mailbox_address, normal_address
from nyspor.text.mail_addresses import parse_mailbox

_WRITTEN = re.compile(r"([\w.+!#$%&'*/=?^`~-]{1,64})@([\w.-]+)")
_MARKS = re.compile(r"[!#$%&'*/=?^`~]+_*|^_+")
"""What an address may hold before the @, and what texts put in front of one: emphasis, quotes, the end of a link."""

READABLE = (".md", ".yaml", ".yml", ".lock", ".txt")
"""Files of a content folder in which an address may be written."""


@dataclass(frozen=True)
class Person:
    """A person's mail address, in its normal form. With `with_tags`, the addresses that differ only in what follows a `+`
    are the person's too."""

    address: str
    with_tags: bool = False

    def is_at(self, written: str) -> bool:
        """Whether an address, however it is written, is the person's."""
        return self._compared(normal_address(written)) == self._compared(self.address)

    def is_named_in(self, text: str) -> bool:
        """Whether the person's address is written in a text."""
        return any(map(self.is_at, addresses_in(text)))

    def addresses(self, stored: Iterable[str]) -> list[str]:
        """The person's address, and those of the stored ones (in their normal form) that are the person's too."""
        return [
            self.address,
            *sorted({each for each in stored if self.is_at(each)} - {self.address}),
        ]

    def _compared(self, address: str) -> str:
        return mailbox_address(address) if self.with_tags else address


def typed_address(typed: str) -> str:
    """The address in what somebody typed or copied, in its normal form; '' where there is none.

    `Gerda <gerda@post.example>` and `mailto:gerda@post.example` are understood too.
    """
    text = strip_invisible(typed).strip()
    if text.lower().startswith("mailto:"):
        text = unquote(text[len("mailto:") :].partition("?")[0])
    address = normal_address(parse_mailbox(text).address)
    local, _, domain = address.rpartition("@")
    return address if local and domain else ""


def addresses_in(text: str) -> Iterator[str]:
    """What looks like a mail address in a text: whatever marks stand around it, and whatever is in it that nobody sees.

    `*gerda@post.example*` is read as two, with the mark and without.
    """
    plain = folded(" ".join(text.split())).replace("%40", "@").replace("。", ".")
    for found in _WRITTEN.finditer(plain) if "@" in plain else ():
        local, domain = found[1], found[2].rstrip("._-")
        for start in (0, *(marks.end() for marks in _MARKS.finditer(local))):
            yield f"{local[start:]}@{domain}"


def names_in_message(person: Person, recipient: str, message: bytes) -> bool:
    """Whether a mail is to a person, or its text names the person's address."""
    if person.is_at(recipient):
        return True
    parts = message_from_bytes(message, policy=default).walk()
    texts = (part.get_content() for part in parts if part.get_content_type() == "text/plain")
    return any(person.is_named_in(text) for text in texts)


def files_naming(person: Person, folder: Path) -> list[str]:
    """The files of a content folder that the person's address is written in."""
    return [
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob("*"))
        if path.suffix in READABLE
        and path.is_file()
        and person.is_named_in(path.read_text("utf-8", errors="replace"))
    ]


def settings_naming(person: Person, folder: Path) -> list[str]:
    """The files of a site's folder itself, such as `staff.yaml`, that the person's address is written in."""
    files = sorted([*folder.glob("*.yaml"), *folder.glob("*.toml")])
    return [
        path.name
        for path in files
        if path.is_file() and person.is_named_in(path.read_text("utf-8", errors="replace"))
    ]


def mail_files_naming(person: Person, folder: Path) -> list[Path]:
    """The mails in a folder that are to the person, or whose text names the address."""
    return [
        path
        for path in sorted(folder.glob("*.eml"))
        if names_in_message(person, _recipient(content := path.read_bytes()), content)
    ]


def _recipient(message: bytes) -> str:
    return parse_mailbox(str(message_from_bytes(message, policy=default)["To"])).address


def submissions_naming(person: Person, stored: Iterable[StoredSubmission]) -> list[str]:
    """The ids of what others have sent in that the person's address is written in."""
    return [
        each.id
        for each in stored
        if each.submission
        and not person.is_at(each.submission.values.get("email", ""))
        and any(map(person.is_named_in, each.submission.values.values()))
    ]
