"""A mail as bytes (RFC 5322, RFC 2045), with CRLF line ends, from untrusted text.

The service makes two mails before each answer, and the standard library's `EmailMessage` needs 1.7 ms
for one. So the MIME structure of a plain mail with attached text files is written here, and the
library does what is difficult: encoded words and quoted-printable. No line break reaches a header.
"""

from __future__ import annotations

from binascii import b2a_qp
from collections.abc import Callable, Iterable, Mapping, Sequence
from email import base64mime, quoprimime
from email.header import Header
from email.utils import formataddr
from functools import lru_cache
from itertools import chain

from nyspor.text.graphemes import clusters
from nyspor.text.mail_addresses import normalize_address, parse_mailbox
from nyspor.text.one_line import one_line

Attachment = tuple[str, str, bytes]
"""A file in a mail: its name (ASCII), its media type (`text/calendar`), its bytes, which are UTF-8 text."""

MAX_LINE = 78
"""Characters that a line of a header should have at most (RFC 5322)."""

ROOM = 75 - len("=?utf-8?b??=")
"""Characters that an encoded word has room for (RFC 2047)."""

MAX_ENCODED_WORD = 900
"""Characters of an encoded word; a line may have 998, and a name or an address may stand beside it."""

MAILBOXES = ("From", "To", "Reply-To")

STRUCTURED = (*MAILBOXES, "Message-ID", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post")
"""Headers that are folded at spaces, and never encoded as a whole."""

_CRLF = "\r\n"


@lru_cache(maxsize=1024)
def mailbox(name: str, address: str) -> str:
    """A name and an address for a header: `=?utf-8?b?…?= <a@b.example>`, in ASCII.

    Only the name is encoded, and as one encoded word however long it is: Python's own parser (before 3.13.2)
    reads a space between two. A name that looks encoded is encoded, so that it is read literally.
    """
    shown = one_line(name)
    plain = formataddr((shown, normalize_address(address)))
    if "=?" not in shown and max(map(len, plain.split(" "))) <= MAX_ENCODED_WORD:
        return plain
    # What a line cannot hold is several encoded words after all.
    encoded = Header(shown, "utf-8", maxlinelen=MAX_ENCODED_WORD).encode(linesep="")
    return f"{encoded} <{normalize_address(address)}>"


def build_message(
    headers: Mapping[str, str], text: str, attachments: Sequence[Attachment] = ()
) -> bytes:
    """The message: `headers` by name, plain text first, then the attachments.

    The boundary is made from the Message-ID, so that the same mail is always the same bytes.
    """
    top = "".join(_header(name, value) for name, value in headers.items())
    body = _part("text/plain", text.encode())
    head = f"MIME-Version: 1.0\r\n{top}".encode("ascii")
    if not attachments:
        return head + body
    # Quoted-printable never writes "=_", so no text can hold the boundary.
    known = "".join(c for c in headers["Message-ID"] if c.isascii() and c.isalnum())
    boundary = f"=_{known[:60]}".encode("ascii")
    files = [_part(media_type, content, name) for name, media_type, content in attachments]
    between = b"\r\n--" + boundary + b"\r\n"
    return b"".join(
        [head, b'Content-Type: multipart/mixed; boundary="', boundary, b'"\r\n']
        + [between + part for part in (body, *files)]
        + [b"\r\n--", boundary, b"--\r\n"]
    )


@lru_cache(maxsize=1024)
def _header(name: str, value: str) -> str:
    plain = one_line(value)
    if name in MAILBOXES and not plain.isascii():
        box = parse_mailbox(plain)
        plain = mailbox(box.name, box.address)
    if name == "Message-ID" and not plain.isascii():
        plain = f"<{normalize_address(plain.strip('<>'))}>".encode("ascii", "ignore").decode()
    if name in STRUCTURED:
        return _folded(f"{name}: {plain}")
    if plain.isascii() and "=?" not in plain and len(name) + len(plain) + 2 <= MAX_LINE:
        return f"{name}: {plain}\r\n"
    return f"{name}: {_CRLF.join(encoded_words(plain, len(name) + 2))}\r\n"


def encoded_words(text: str, taken: int) -> list[str]:
    """Text as encoded words of at most 75 characters (RFC 2047), one on each line of a header; all but the first begin
    with a space.

    No character that readers see as one is divided, so that each word can be shown by itself. `taken` are the
    characters before it on the first line.
    """
    pieces = [cluster.encode() for cluster in clusters(text)]
    size: Callable[[bytes], int] = quoprimime.header_length
    quoted_length = sum(map(size, pieces))
    if quoted_length <= len(text.encode()) * 4 / 3 and max(map(len, pieces)) * 3 <= ROOM:
        encode, most = quoprimime.header_encode, ROOM
    else:
        encode, size, most = base64mime.header_encode, len, ROOM // 4 * 3
    words, room = [b""], most - taken
    for piece in chain.from_iterable(_divided(each, most) for each in pieces):
        needed = size(piece)
        if words[-1] and needed > room:
            words.append(b"")
            room = most
        words[-1] += piece
        room -= needed
    return [" " * bool(at) + encode(word, "utf-8") for at, word in enumerate(words)]


def _divided(piece: bytes, most: int) -> Iterable[bytes]:
    """The code points of what no word can hold: no writing or emoji has that."""
    return [piece] if len(piece) <= most else (c.encode() for c in piece.decode())


def _folded(line: str) -> str:
    """A header folded at spaces; the first line holds at least the name and one word."""
    name, *words = line.split(" ")
    lines = [" ".join([name, *words[:1]])]
    for word in words[1:]:
        if len(lines[-1]) + len(word) < MAX_LINE:
            lines[-1] += f" {word}"
        else:
            lines.append(f" {word}")
    return _CRLF.join(lines) + _CRLF


def _part(media_type: str, content: bytes, name: str = "") -> bytes:
    head = f'Content-Type: {media_type}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n'
    if name:
        head += f'Content-Disposition: attachment; filename="{name}"\r\n'
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return head.encode("ascii") + b"\r\n" + b2a_qp(lines, istext=True).replace(b"\n", b"\r\n")
