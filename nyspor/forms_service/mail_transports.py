"""Transports for one mail: to an SMTP server, or into a folder for development."""

from __future__ import annotations

import io
import os
import re
import smtplib
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from nyspor.files.private_files import ensure_private_folder, make_private
from nyspor.forms_service.records import Mail

DEADLINE = 60.0
"""Seconds for one message, however slowly the server answers."""

QUIT_TIMEOUT = 2.0
"""Seconds for a server to answer QUIT."""

ENHANCED_CODE = re.compile(rb"^\d\.\d{1,3}\.\d{1,3}\b")
CLOSING = 421
"""The reply with which a server closes the connection."""


class DeliveryError(Exception):
    """Why a mail was not accepted, without any address: `451 4.7.1 RCPT`."""


class TemporaryFailure(DeliveryError):
    """The mail was not accepted now; try again later."""


class ConnectionLost(TemporaryFailure):
    """The server closed the connection, or fell silent, over this mail: its fault, or the server's."""


class PermanentFailure(DeliveryError):
    """The mail will never be accepted."""


class ServerUnavailable(DeliveryError):
    """No mail can be sent just now, whichever it is."""


class Transport(Protocol):
    """Sends one mail, or raises why not. When it returns, the receiving server is responsible for the mail."""

    def send(self, mail: Mail, sender: str) -> None:
        """Send the mail. Raises `TemporaryFailure`, `PermanentFailure` or `ServerUnavailable`."""


class Encryption(StrEnum):
    """How the connection to a mail server is protected."""

    NONE = "none"
    STARTTLS = "starttls"
    """It begins in the open, and is encrypted before anything is said."""
    TLS = "tls"
    """It is encrypted from the first byte (RFC 8314)."""


@dataclass(frozen=True)
class SmtpServer:
    """An SMTP server. With a user, the password is sent over TLS only.

    `ca_file` has certificates of authorities that are trusted beside the system's.
    """

    host: str
    port: int = 25
    user: str = ""
    password: str = field(default="", repr=False)
    encryption: Encryption = Encryption.NONE
    ca_file: Path | None = None
    deadline: float = DEADLINE

    def __post_init__(self) -> None:
        if self.user and self.encryption is Encryption.NONE:
            raise ValueError("A mail server with a user needs STARTTLS or TLS")


def tls_context(ca_file: Path | None = None) -> ssl.SSLContext:
    """The rules of a TLS connection: a valid certificate with the server's name. Raises `OSError` for a file without any."""
    context = ssl.create_default_context()
    if ca_file:
        context.load_verify_locations(ca_file)
    return context


class SmtpTransport:
    """Sends mails to one server, over one connection that stays open between them."""

    def __init__(
        self,
        server: SmtpServer,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._server = server
        self._monotonic = monotonic
        self._smtp: DeadlineSmtp | None = None

    def send(self, mail: Mail, sender: str) -> None:
        smtp = self._begin(sender)
        with self._classified("RCPT"):
            _expect(smtp.rcpt(mail.recipient))
        with self._classified("DATA"):
            _expect(smtp.data(_with_crlf(mail.message)))

    def check(self, sender: str) -> None:
        """Connect and log in as for a mail, and send none. Raises `ServerUnavailable`."""
        self._connect(sender)
        self.close()

    def close(self) -> None:
        """Close the connection, with QUIT where it is open."""
        if self._smtp:
            self._smtp.set_deadline(QUIT_TIMEOUT)
            with suppress(smtplib.SMTPException, OSError):
                self._smtp.quit()
            self._drop()

    def _begin(self, sender: str) -> DeadlineSmtp:
        """A connection on which the server has accepted the sender; the open one if it still works.

        The sender is the same for all mails, so a server that does not accept it has not refused this mail.
        """
        if self._smtp:
            with suppress(smtplib.SMTPException, OSError):
                self._smtp.set_deadline(self._server.deadline)
                _expect(self._smtp.mail(sender))
                return self._smtp
            self._drop()
        smtp = self._connect(sender)
        try:
            with self._classified("MAIL"):
                _expect(smtp.mail(sender))
        except (PermanentFailure, TemporaryFailure) as refusal:
            raise ServerUnavailable(*refusal.args) from None
        return smtp

    def _connect(self, sender: str) -> DeadlineSmtp:
        server = self._server
        try:
            kind = TlsSmtp if server.encryption is Encryption.TLS else DeadlineSmtp
            self._smtp = smtp = kind(server, self._monotonic, sender.rpartition("@")[2])
            if server.encryption is Encryption.STARTTLS:
                smtp.starttls(context=tls_context(server.ca_file))
            if server.user:
                smtp.login(_Utf8(server.user), _Utf8(server.password))
            smtp.ehlo_or_helo_if_needed()
        except (smtplib.SMTPException, OSError, UnicodeError) as error:
            self._drop()
            raise ServerUnavailable(_reason(error, "CONNECT")) from None
        return smtp

    @contextmanager
    def _classified(self, verb: str) -> Iterator[None]:
        """Raise errors of the block as a permanent or temporary failure of this mail."""
        try:
            yield
        except (smtplib.SMTPException, OSError) as error:
            self._recover(error)
            raise _failure(error)(_reason(error, verb)) from None

    def _recover(self, error: Exception) -> None:
        """Reset the connection after an ordinary error reply; otherwise drop it."""
        if _code(error) in (0, CLOSING) or not self._reset():
            self._drop()

    def _reset(self) -> bool:
        with suppress(smtplib.SMTPException, OSError):
            return bool(self._smtp and self._smtp.rset()[0] == 250)
        return False

    def _drop(self) -> None:
        if self._smtp:
            self._smtp.close()
        self._smtp = None


class FolderTransport:
    """Writes each mail into a folder as `<id>.eml`, atomically."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, mail: Mail, sender: str) -> None:
        ensure_private_folder(self._folder)
        unfinished = self._folder / f".{mail.id}.new"
        unfinished.touch(mode=0o600)
        unfinished.write_bytes(mail.message)
        os.replace(unfinished, self._folder / f"{mail.id}.eml")


def restrict_permissions(folder: Path) -> None:
    """Let only the service's user read the mails, also those that an earlier version has written."""
    if os.path.isdir(folder):  # also where one may not look
        for path in (folder, *folder.glob("*.eml")):
            make_private(path)


class DeadlineSmtp(smtplib.SMTP):
    """An SMTP client with a deadline for a whole message, where smtplib has a timeout for each read."""

    def __init__(
        self, server: SmtpServer, monotonic: Callable[[], float], name: str, **options: Any
    ) -> None:
        """`name` is how this machine introduces itself."""
        self._monotonic = monotonic
        self.set_deadline(server.deadline)
        super().__init__(
            server.host, server.port, local_hostname=name, timeout=self.remaining(), **options
        )

    def set_deadline(self, seconds: float) -> None:
        """Limit everything from now on to so many seconds."""
        self._until = self._monotonic() + seconds

    def remaining(self) -> float:
        """Seconds until the deadline. Raises `TimeoutError` after it."""
        remaining = self._until - self._monotonic()
        if remaining <= 0:
            raise TimeoutError
        return remaining

    def send(self, s: Any) -> None:
        if self.sock:
            self.sock.settimeout(self.remaining())
        super().send(s)

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock:
            self.file = io.BufferedReader(_DeadlineReader(self.sock, self.remaining))
        return super().getreply()

    # smtplib sends credentials in ASCII only; RFC 4616 has UTF-8.

    def auth_plain(self, challenge: Any = None) -> str:
        return _Utf8(super().auth_plain(challenge))

    def auth_login(self, challenge: Any = None) -> str:
        return _Utf8(super().auth_login(challenge))

    def auth_cram_md5(self, challenge: Any = None) -> Any:
        response = super().auth_cram_md5(challenge)
        return response if response is None else _Utf8(response)


class TlsSmtp(DeadlineSmtp, smtplib.SMTP_SSL):
    """The same over a connection that is encrypted from the first byte."""

    def __init__(self, server: SmtpServer, monotonic: Callable[[], float], name: str) -> None:
        super().__init__(server, monotonic, name, context=tls_context(server.ca_file))


class _Utf8(str):
    """Text that is encoded as UTF-8, whichever encoding is asked for."""

    def encode(self, encoding: str = "utf-8", errors: str = "strict") -> bytes:
        return super().encode("utf-8", errors)


class _DeadlineReader(io.RawIOBase):
    """Reads from a socket until the deadline."""

    def __init__(self, sock: socket.socket, remaining: Callable[[], float]) -> None:
        self._sock = sock
        self._left = remaining

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._sock.settimeout(self._left())
        return self._sock.recv_into(buffer)


def _expect(reply: tuple[int, bytes]) -> None:
    """Raise a reply that is not positive."""
    if not 200 <= reply[0] < 300:
        raise smtplib.SMTPResponseException(*reply)


def _with_crlf(message: bytes) -> bytes:
    """The message with CRLF line ends only: bare CR and LF allow SMTP smuggling."""
    return re.sub(rb"\r\n|\r|\n", b"\r\n", message)


def _code(error: Exception) -> int:
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else 0


def _failure(error: Exception) -> type[DeliveryError]:
    """What an error over one mail means for it."""
    if _code(error) in (0, CLOSING):
        return ConnectionLost
    return PermanentFailure if 500 <= _code(error) < 600 else TemporaryFailure


def _reason(error: Exception, verb: str) -> str:
    """The codes of an error, without the server's text, which may hold an address."""
    if not isinstance(error, smtplib.SMTPResponseException):
        return f"{type(error).__name__} {verb}"
    text = error.smtp_error if isinstance(error.smtp_error, bytes) else error.smtp_error.encode()
    detail = ENHANCED_CODE.match(text)
    return " ".join([str(error.smtp_code), *([detail[0].decode()] if detail else []), verb])
