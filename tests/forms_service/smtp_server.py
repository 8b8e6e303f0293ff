"""An SMTP server with injected faults: at each verb it answers as configured, hangs up or stalls."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from nyspor.forms_service.test_probes import TestProbe, no_probe

DROP = "drop"  # hangs up instead of answering
TARPIT = "tarpit"  # answers a byte at a time and never comes to an end
DOT = "DOT"  # after the final dot, beside the verbs EHLO MAIL RCPT DATA QUIT RSET, and CONNECT

ACCOUNTS = {b"service": b"secret", "søren@blåbær.example".encode(): "blåbærgrød 🫐".encode()}

Method = Callable[[str | None], Awaitable[None]]


@dataclass
class Script:
    """What to answer at a verb: once each in `once`, then what stands in `always`, else as usual."""

    once: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    always: dict[str, str] = field(default_factory=dict)
    by_recipient: dict[str, str] = field(default_factory=dict)

    def at(self, verb: str, arg: str = "") -> str | None:
        if self.once[verb]:
            return self.once[verb].pop(0)
        configured = (answer for who, answer in self.by_recipient.items() if who in arg)
        return next(configured, None) or self.always.get(verb)


class FaultServer:
    """Listens on a free port of 127.0.0.1 from `start` to `stop`; the port stays its own."""

    def __init__(
        self,
        probe: TestProbe = no_probe,
        tls: ssl.SSLContext | None = None,
        from_the_first_byte: bool = False,
    ) -> None:
        """With `tls` it wants a password, and STARTTLS, unless it speaks TLS from the first byte."""
        self.host, self.port = "127.0.0.1", 0
        self.script = Script()
        self.messages: list[bytes] = []
        self.recipients: list[str] = []
        self.verbs: list[str] = []
        self.mechanisms = ["LOGIN", "PLAIN"]
        self.on_byte: Callable[[], None] = lambda: None
        self._probe = probe
        self._tls = tls
        self._first_tls = tls if from_the_first_byte else None
        self._loop = asyncio.new_event_loop()
        self._listening: asyncio.Server | None = None
        self._sessions: set[Scripted] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def start(self) -> None:
        self._wait_for(self._listen())

    def stop(self) -> None:
        """Hangs up on everybody and lets nobody in."""
        self._wait_for(self._hang_up())

    def delivered(self, count: int) -> list[bytes]:
        """What was accepted: it is here before the client gets the answer."""
        return self.messages

    def clear(self) -> None:
        self.messages.clear()

    def end(self) -> None:
        self.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def saw(self, verb: str) -> None:
        self.verbs.append(verb)
        self._probe(verb)

    async def handle_EHLO(  # noqa: N802
        self, server: Scripted, session: Session, envelope: Envelope, name: str, said: list[str]
    ) -> list[str]:
        """Offer the mechanisms that the test wants."""
        session.host_name = name
        offered = "AUTH " + " ".join(self.mechanisms)
        return [f"250-{offered}" if line.startswith("250-AUTH ") else line for line in said]

    async def handle_DATA(self, server: Scripted, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.saw(DOT)
        fault = self.script.at(DOT)
        if fault and not fault.startswith("250"):
            await server.misbehave(fault)
            return ""
        assert isinstance(envelope.content, bytes)
        self.messages.append(envelope.content)
        self.recipients += envelope.rcpt_tos
        return "250 2.0.0 taken"

    async def _listen(self) -> None:
        self._listening = await self._loop.create_server(
            self._session, self.host, self.port, ssl=self._first_tls
        )
        self.port = self._listening.sockets[0].getsockname()[1]

    def _session(self) -> Scripted:
        session = Scripted(self, self._loop, self._tls, starttls=self._first_tls is None)
        self._sessions.add(session)
        return session

    async def _hang_up(self) -> None:
        if self._listening:
            self._listening.close()
            for session in self._sessions:
                await session.leave()
            self._sessions.clear()
            await self._listening.wait_closed()
            self._listening = None

    def _wait_for(self, work: Any) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=300)


class Scripted(SMTP):
    """One connection, each verb of which passes by the script."""

    def __init__(
        self,
        faults: FaultServer,
        loop: asyncio.AbstractEventLoop,
        tls: ssl.SSLContext | None,
        starttls: bool,
    ) -> None:
        super().__init__(
            faults,
            hostname="mail.kommune.example",
            loop=loop,
            tls_context=tls if starttls else None,
            require_starttls=starttls and tls is not None,
            auth_required=starttls and tls is not None,
            auth_require_tls=starttls,
            authenticator=_knows,
            timeout=3600,
        )
        self._faults = faults
        self._smtp_methods = {
            verb: partial(self._scripted, verb, method)
            for verb, method in self._smtp_methods.items()
        }

    async def _handle_client(self) -> None:
        self._faults.saw("CONNECT")
        fault = self._faults.script.at("CONNECT")
        if fault:
            await self.misbehave(fault)
        else:
            await super()._handle_client()

    async def _scripted(self, verb: str, method: Method, arg: str | None) -> None:
        self._faults.saw(verb)
        fault = self._faults.script.at(verb, arg or "")
        await (self.misbehave(fault) if fault else method(arg))

    async def push(self, status: str | bytes) -> None:
        if status:  # nothing is left to say after a fault
            await super().push(status)

    async def misbehave(self, fault: str) -> None:
        """Answers so, hangs up, or dawdles. After 421 it hangs up too, as the standard has it."""
        if fault == TARPIT:
            await self._dawdle()
        elif fault != DROP:
            await self.push(fault)
        if fault == DROP or fault.startswith("421"):
            self.transport.abort() if fault == DROP else self.transport.close()

    async def _dawdle(self) -> None:
        while not self.transport.is_closing():
            for byte in b"250-patience\r\n":
                self._writer.write(bytes([byte]))
                await self._writer.drain()
                self._faults.on_byte()

    async def leave(self) -> None:
        if self.transport:
            self.transport.abort()
        if self._handler_coroutine:
            self._handler_coroutine.cancel()
            await asyncio.wait([self._handler_coroutine])


def _knows(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
) -> AuthResult:
    return AuthResult(success=ACCOUNTS.get(data.login) == data.password, handled=False)
