"""A day without a mail server: is a submission taken as fast with 100,000 mails waiting as with none,
and do all of them arrive, in order, when the server is back?

    .venv/bin/python -m bench.outage [how many, 100000 unless said otherwise]
"""

from __future__ import annotations

import asyncio
import logging
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from nyspor.forms_service.mail_delivery import MailSender
from nyspor.forms_service.mail_transports import SmtpServer, SmtpTransport
from nyspor.forms_service.outbox import Mail, Outbox
from tests.forms_service.builders import NOW, SENDER, Clock, mail, submission

CALLERS = 16
SAMPLE = 3_000
TEMPLATE = mail("id", text="Går stien også forbi søen? " * 40)


def a_mail(id: str) -> Mail:
    message = TEMPLATE.message.replace(b"<id.editor@", f"<{id}.editor@".encode())
    return replace(TEMPLATE, id=f"{id}.editor", submission=id, message=message)


async def accept(outbox: Outbox, ids: Iterator[str]) -> list[float]:
    """Seconds that each submission took, with so many callers at a time."""
    taken: list[float] = []

    async def caller() -> None:
        for id in ids:
            what, mails = submission(id), [a_mail(id)]
            start = time.perf_counter()
            assert await outbox.accept(what, mails)
            taken.append(time.perf_counter() - start)

    await asyncio.gather(*(caller() for _ in range(CALLERS)))
    return taken


def measured(outbox: Outbox, name: str, first: int, count: int) -> None:
    ids = (f"id{number:07}" for number in range(first, first + count))
    start = time.perf_counter()
    taken = sorted(asyncio.run(accept(outbox, ids)))
    rate = count / (time.perf_counter() - start)
    p50, p99 = (1000 * taken[int(len(taken) * part)] for part in (0.5, 0.99))
    print(f"{name:34} {rate:7.0f}/s   p50 {p50:5.1f} ms   p99 {p99:5.1f} ms", flush=True)


def sink(say: Connection) -> None:
    """The fastest possible server: accepts everything, and records the order of the mails."""
    listening = socket.create_server(("127.0.0.1", 0))
    say.send(listening.getsockname()[1])
    connection, _ = listening.accept()
    say.send(list(taken(connection)))


def taken(connection: socket.socket) -> Iterator[str]:
    """The submissions that the mails on this connection belong to, as their Message-IDs say."""
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.sendall(b"220 sink\r\n")
    inside = False
    for line in connection.makefile("rb"):
        if inside and line.startswith(b"Message-ID: <"):
            yield line.removeprefix(b"Message-ID: <").split(b".")[0].decode()
        if not inside or line == b".\r\n":
            inside = line.upper() == b"DATA\r\n"
            connection.sendall(b"354 go\r\n" if inside else b"250 yes\r\n")


def drain(outbox: Outbox, clock: Clock) -> tuple[list[str], float]:
    """What arrived, in order, and how many seconds that took."""
    hear, say = get_context("spawn").Pipe()
    server = get_context("spawn").Process(target=sink, args=(say,))
    server.start()
    transport = SmtpTransport(SmtpServer("127.0.0.1", hear.recv()))
    sender = MailSender(outbox, transport, SENDER, clock)
    start = time.perf_counter()
    while sender.run_once() == 0:
        pass
    seconds = time.perf_counter() - start
    transport.close()
    return hear.recv(), seconds


def day_without_server(outbox: Outbox, clock: Clock) -> int:
    """How often the mail sender tried in that day."""
    nowhere = SmtpTransport(SmtpServer("127.0.0.1", 1))
    sender, tries, end = (
        MailSender(outbox, nowhere, SENDER, clock),
        0,
        clock.now + timedelta(days=1),
    )
    while clock.now < end:
        clock.forward(seconds=sender.run_once())
        tries += 1
    return tries


def main(count: int) -> None:
    logging.disable()
    clock = Clock(NOW)
    with tempfile.TemporaryDirectory() as folder:
        outbox = Outbox.open(Path(folder) / "outbox.sqlite")
        measured(outbox, "accept, nothing queued", 0, SAMPLE)
        measured(outbox, "accept until all are queued", SAMPLE, count - SAMPLE)
        measured(outbox, f"accept, {count} queued", count, SAMPLE)
        print(f"the mail sender tried {day_without_server(outbox, clock)} times in a day")
        arrived, seconds = drain(outbox, clock)
        in_order = arrived == [record.submission for record in outbox.mails()]
        print(
            f"delivered {len(arrived)} of {count + SAMPLE}, {len(arrived) / seconds:.0f}/s, in order: {in_order}"
        )
        print(f"verify: {outbox.verify()}")
        outbox.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 100_000)
