"""Mail addresses: parsed as people write them, and in ASCII for mail servers and headers (RFC 5891, RFC 5322)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.utils import unquote
from functools import lru_cache


@dataclass(frozen=True)
class Mailbox:
    """A display name, which may be '', and an address in ASCII."""

    name: str
    address: str

    @property
    def usable(self) -> bool:
        """Whether mail can be sent to it: one address, with a part on each side of the @.

        Readers of a mail decode an address that looks like an encoded word (RFC 2047), and see another one.
        """
        return bool(_ADDRESS.fullmatch(self.address)) and "=?" not in self.address


_ATOM = r"[!#-'*+/-9=?A-Z^-~-]+"
_ADDRESS = re.compile(rf"{_ATOM}(\.{_ATOM})*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_DOTS_AND_SPACE = ".。．｡" + "".join(filter(str.isspace, map(chr, range(0x3001))))
_NAME_AND_ADDRESS = re.compile(r"\s*(.*?)\s*<([^<>]*)>\s*", re.DOTALL)


@lru_cache(maxsize=256)
def ascii_domain(domain: str) -> str:
    """Return a domain in ASCII: `xn--blbr-roah.dk` for `blåbær.dk`; an invalid one unchanged."""
    if domain.isascii():
        return domain
    import idna  # slow to load, and seldom needed

    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        return domain


def normalize_address(written: str) -> str:
    """Return a mail address with its domain in ASCII and without surrounding space."""
    local, at, domain = written.strip().rpartition("@")
    return local + at + ascii_domain(domain.rstrip(_DOTS_AND_SPACE))


def without_tag(address: str) -> str:
    """Return an address without what follows a `+` before the @: `anna@post.example` for `anna+blog@post.example`."""
    local, at, domain = address.rpartition("@")
    return (local.partition("+")[0] or local) + at + domain


@lru_cache(maxsize=64)
def parse_mailbox(written: str) -> Mailbox:
    """Parse a mailbox from a setting: `a@b.example` or `A name, with commas too <a@b.example>`."""
    found = _NAME_AND_ADDRESS.fullmatch(written)
    name, address = found.groups() if found else ("", written)
    return Mailbox(_decoded(unquote(name)), normalize_address(address))


def _decoded(name: str) -> str:
    """Return the name, decoded where it is an encoded word already (`=?utf-8?…?=`, RFC 2047)."""
    try:
        return str(make_header(decode_header(name))) if "=?" in name else name
    except (HeaderParseError, LookupError, UnicodeError):
        return name
