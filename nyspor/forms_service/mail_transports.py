"""How one mail leaves the house: to an SMTP server, or into a folder while developing."""

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
from pathlib import Path
from typing import Any, Protocol

from nyspor.files.private_files import make_private, private_folder
from nyspor.forms_service.records import Mail

DEADLINE = 60.0  # seconds for one message, however slowly the server answers
LAST_WORD = 2.0  # seconds that a server gets to answer QUIT
ENHANCED = re.compile(rb"^\d\.\d{1,3}\.\d{1,3}\b")
GONE = 421  # the server closes the connection


class Undelivered(Exception):
    """Why a mail was not taken, in a form without any address: `451 4.7.1 RCPT`."""


class TryLater(Undelivered):
    """This mail was not taken now."""


class Refused(Undelivered):
    """This mail will never be taken."""


class NoServer(Undelivered):
    """No mail can be handed over just now; it says nothing about this one."""


class Transport(Protocol):
    """Takes one mail, or says why not. When it returns, somebody else answers for the mail."""

    def send(self, mail: Mail, sender: str) -> None:
        """Raises `TryLater`, `Refused` or `NoServer`."""


@dataclass(frozen=True)
class SmtpServer:
    """Where mail is handed over. With a user, the password is only ever sent over TLS."""

    host: str
    port: int = 25
    user: str = ""
    password: str = field(default="", repr=False)
    starttls: bool = False
    deadline: float = DEADLINE

    def __post_init__(self) -> None:
        if self.user and not self.starttls:
            raise ValueError("A mail server with a user needs STARTTLS")


class SmtpTransport:
    """Hands mails to one server over one connection, which is kept between them."""

    def __init__(
        self,
        server: SmtpServer,
        tick: Callable[[], float] = time.monotonic,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._server = server
        self._tick = tick
        self._trust = trust
        self._smtp: PatientSmtp | None = None

    def send(self, mail: Mail, sender: str) -> None:
        smtp = self._begin(sender)
        with self._answers("RCPT"):
            _expect(smtp.rcpt(mail.recipient))
        with self._answers("DATA"):
            _expect(smtp.data(_with_crlf(mail.message)))

    def close(self) -> None:
        """Takes leave; what the server says to it changes nothing."""
        if self._smtp:
            self._smtp.patience(LAST_WORD)
            with suppress(smtplib.SMTPException, OSError):
                self._smtp.quit()
            self._drop()

    def _begin(self, sender: str) -> PatientSmtp:
        """A connection on which the server has taken the sender, the kept one if it still lives.

        The sender is the same for all mails, so a server that refuses it for good has refused no mail.
        """
        if self._smtp:
            with suppress(smtplib.SMTPException, OSError):
                self._smtp.patience(self._server.deadline)
                _expect(self._smtp.mail(sender))
                return self._smtp
            self._drop()
        smtp = self._connect(sender)
        try:
            with self._answers("MAIL"):
                _expect(smtp.mail(sender))
        except Refused as refusal:
            raise NoServer(*refusal.args) from None
        return smtp

    def _connect(self, sender: str) -> PatientSmtp:
        server = self._server
        try:
            self._smtp = smtp = PatientSmtp(server, self._tick, sender.rpartition("@")[2])
            if server.starttls:
                smtp.starttls(context=self._trust or ssl.create_default_context())
            if server.user:
                smtp.login(server.user, server.password)
            smtp.ehlo_or_helo_if_needed()
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise NoServer(_reason(error, "CONNECT")) from None
        return smtp

    @contextmanager
    def _answers(self, verb: str) -> Iterator[None]:
        """What goes wrong with this mail: refused for good, or not now."""
        try:
            yield
        except (smtplib.SMTPException, OSError) as error:
            self._calm(error)
            kind = Refused if 500 <= _code(error) < 600 else TryLater
            raise kind(_reason(error, verb)) from None

    def _calm(self, error: Exception) -> None:
        """After a plain no the connection can be used again; otherwise it is given up."""
        if _code(error) in (0, GONE) or not self._reset():
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
    """Puts each mail into a folder as `<id>.eml`, whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, mail: Mail, sender: str) -> None:
        private_folder(self._folder)
        made = self._folder / f".{mail.id}.new"
        made.touch(mode=0o600)
        made.write_bytes(mail.message)
        os.replace(made, self._folder / f"{mail.id}.eml")


def tighten(folder: Path) -> None:
    """Mails are for the service's user alone, also those put there by a version that did not see to it."""
    if os.path.isdir(folder):  # also where one may not look
        for path in (folder, *folder.glob("*.eml")):
            make_private(path)


class PatientSmtp(smtplib.SMTP):
    """An SMTP client whose patience is measured over a whole message, not from byte to byte."""

    def __init__(self, server: SmtpServer, tick: Callable[[], float], name: str) -> None:
        self._tick = tick
        self.patience(server.deadline)
        super().__init__(server.host, server.port, local_hostname=name)

    def patience(self, seconds: float) -> None:
        """Everything from now on must be over within this time."""
        self._until = self._tick() + seconds

    def left(self) -> float:
        """Seconds of patience left. Raises `TimeoutError` when there are none."""
        left = self._until - self._tick()
        if left <= 0:
            raise TimeoutError
        return left

    def _get_socket(self, host: str, port: int, timeout: Any) -> socket.socket:
        return socket.create_connection((host, port), self.left())

    def send(self, s: Any) -> None:
        if self.sock:
            self.sock.settimeout(self.left())
        super().send(s)

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock:
            self.file = io.BufferedReader(_Impatient(self.sock, self.left))
        return super().getreply()


class _Impatient(io.RawIOBase):
    """Reads from a socket for as long as there is patience left."""

    def __init__(self, sock: socket.socket, left: Callable[[], float]) -> None:
        self._sock = sock
        self._left = left

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._sock.settimeout(self._left())
        return self._sock.recv_into(buffer)


def _expect(reply: tuple[int, bytes]) -> None:
    """Raises what the server said unless it was a yes."""
    if not 200 <= reply[0] < 300:
        raise smtplib.SMTPResponseException(*reply)


def _with_crlf(message: bytes) -> bytes:
    """Bare CR and LF are what smuggled mails are made of."""
    return re.sub(rb"\r\n|\r|\n", b"\r\n", message)


def _code(error: Exception) -> int:
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else 0


def _reason(error: Exception, verb: str) -> str:
    """The codes alone: a server's words may hold the address."""
    if not isinstance(error, smtplib.SMTPResponseException):
        return f"{type(error).__name__} {verb}"
    said = error.smtp_error if isinstance(error.smtp_error, bytes) else error.smtp_error.encode()
    detail = ENHANCED.match(said)
    return " ".join([str(error.smtp_code), *([detail[0].decode()] if detail else []), verb])
