"""A mail as bytes (RFC 5322, RFC 2045), whole and with CRLF, from text that anybody may have written.

The hook writes two mails before each answer, and the standard library's `EmailMessage` needs 1.7 ms
for one. So the few lines that a plain mail with attached text files takes are written here, and the
library does what is difficult: encoded words and quoted-printable. No line break reaches a header.
"""

from __future__ import annotations

from binascii import b2a_qp
from collections.abc import Mapping, Sequence
from email.header import Header
from email.utils import formataddr
from functools import lru_cache

Attachment = tuple[str, str, bytes]
"""A file in a mail: its name (ASCII), its media type (`text/calendar`), its bytes, which are UTF-8 text."""

LONGEST = 500
"""Header text longer than this is encoded, which folds it; a line may have 998 characters."""


def one_line(text: str) -> str:
    """Text that can stand in a header: one line of what can be seen, whatever it held."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def mailbox(name: str, address: str) -> str:
    """A name and an address as a header says them: `=?utf-8?b?…?= <a@b.example>`."""
    return formataddr((one_line(name), address))


def mime(headers: Mapping[str, str], text: str, attachments: Sequence[Attachment] = ()) -> bytes:
    """The message: `headers` by name, plain text first, then the attachments.

    The boundary is made from the Message-ID, so that the same mail is the same bytes.
    """
    top = "".join(f"{name}: {_value(name, value)}\r\n" for name, value in headers.items())
    body = _part("text/plain", text.encode())
    head = f"MIME-Version: 1.0\r\n{top}".encode("ascii")
    if not attachments:
        return head + body
    # Quoted-printable never writes "=_", so no text can hold the boundary.
    boundary = ("=_" + "".join(c for c in headers["Message-ID"] if c.isalnum())[:60]).encode()
    files = [_part(media_type, content, name) for name, media_type, content in attachments]
    between = b"\r\n--" + boundary + b"\r\n"
    return b"".join(
        [head, b'Content-Type: multipart/mixed; boundary="', boundary, b'"\r\n']
        + [between + part for part in (body, *files)]
        + [b"\r\n--", boundary, b"--\r\n"]
    )


@lru_cache(maxsize=1024)
def _value(name: str, value: str) -> str:
    plain = one_line(value)
    if plain.isascii() and len(plain) < LONGEST:
        return plain
    return Header(plain, "utf-8", header_name=name).encode(linesep="\r\n")


def _part(media_type: str, content: bytes, name: str = "") -> bytes:
    head = f'Content-Type: {media_type}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n'
    if name:
        head += f'Content-Disposition: attachment; filename="{name}"\r\n'
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return head.encode("ascii") + b"\r\n" + b2a_qp(lines, istext=True).replace(b"\n", b"\r\n")
