"""Durable submissions a second, beside Isso's, in the same run.

    python -m bench.forms_service

Sixteen connections send comments as fast as they are answered, first to one and then to the other,
several rounds. The rate limits of both are off. Isso (under gunicorn, as its manual has it) stores a comment
and mails nobody; Nyspor checks the preview's stamp, builds the editor's mail and the receipt, and stores all
of it in one transaction. Both are on SQLite, on the same disk.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from nyspor.forms.parsing import parse_form
from nyspor.forms.registry import form_of
from nyspor.forms_service.mail_transports import SmtpServer
from nyspor.forms_service.tokens import Signer, content_digest
from tests.forms_service.running_service import COMMENT, settings_in, write_targets

CONNECTIONS = 16
REQUESTS = 2_000
ROUNDS = 5
PORTS = {"nyspor": 8471, "isso": 8472}
NOBODY = SmtpServer("127.0.0.1", 9)
"""A port where no mail server listens: what is measured is receiving, as with Isso."""


@dataclass(frozen=True)
class Round:
    """One round: answers a second, and the time that 99 of 100 answers took at most, in ms."""

    rate: float
    p99: float
    failed: int
    """FormData that did not say 'received'."""


def serve_nyspor(folder: Path) -> None:
    """The service in this process, without limits."""
    import uvicorn

    from nyspor.forms_service.service import make_service

    settings = replace(settings_in(folder), mail_server=NOBODY)
    settings.content.mkdir(exist_ok=True)
    write_targets(settings.forms)
    uvicorn.run(
        make_service(settings), port=PORTS["nyspor"], log_level="critical", access_log=False
    )


def isso_command(folder: Path) -> list[str]:
    (folder / "isso.cfg").write_text(
        f"[general]\ndbpath = {folder}/isso.db\nhost = http://127.0.0.1:{PORTS['isso']}/\n"
        "[guard]\nenabled = false\n[moderation]\nenabled = true\n[server]\nlisten = http://localhost/\n"
    )
    gunicorn = str(Path(sys.executable).parent / "gunicorn")
    return [
        gunicorn, "-b", f"127.0.0.1:{PORTS['isso']}", "-w", "4", "--preload", "--log-level",
        "critical", "isso.run",
    ]  # fmt: skip


@contextmanager
def served(folder: Path) -> Iterator[None]:
    """Both services, each in processes of its own, until the block ends."""
    ours = "import sys; from pathlib import Path; from bench.forms_service import serve_nyspor; serve_nyspor(Path(sys.argv[1]))"
    environ = os.environ | {"ISSO_SETTINGS": f"{folder}/isso.cfg"}
    commands = [[sys.executable, "-c", ours, str(folder)], isso_command(folder)]
    running = [
        subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for command in commands
    ]
    try:
        for port in PORTS.values():
            asyncio.run(_answering(port))
        yield
    finally:
        for process in running:
            process.terminate()
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


async def _answering(port: int) -> None:
    for _ in range(200):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return
        except OSError:
            await asyncio.sleep(0.1)
    raise RuntimeError(f"nothing answers on port {port}")


def nyspor_requests(count: int, start: int) -> list[bytes]:
    """Confirmed comments, each by its own writer, with the stamp of its preview."""
    signer = Signer(("s" * 32,))
    previewed = datetime.now(UTC) - timedelta(minutes=1)
    found = []
    for number in range(start, start + count):
        values = COMMENT | {"email": f"nr{number}@post.example"}
        normal = parse_form(form_of("comment"), list(values.items())).values
        preview_token = signer.sign_preview(
            content_digest("comment", COMMENT["entry"], normal), previewed
        )
        body = urlencode(values | {"step": "confirm", "stamp": preview_token}).encode()
        found.append(_request("/forms/comment", "application/x-www-form-urlencoded", body))
    return found


def isso_requests(count: int, start: int) -> list[bytes]:
    found = []
    for number in range(start, start + count):
        comment = {
            "author": COMMENT["name"], "email": f"nr{number}@post.example",
            "text": COMMENT["text"], "title": "Stien", "parent": None,
        }  # fmt: skip
        found.append(
            _request("/new?uri=%2Fstien%2F", "application/json", json.dumps(comment).encode())
        )
    return found


def _request(path: str, media_type: str, body: bytes) -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://127.0.0.1\r\n"
        f"Content-Type: {media_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def send_all(port: int, requests: Sequence[bytes], wanted: bytes) -> Round:
    """Send every request over sixteen connections; all must be answered as wanted."""
    waiting = list(reversed(requests))
    times: list[float] = []
    failed = 0

    async def one_connection() -> None:
        nonlocal failed
        streams = None
        while waiting:
            request = waiting.pop()
            begun = time.perf_counter()
            if streams is None:
                streams = await asyncio.open_connection("127.0.0.1", port)
            reader, writer = streams
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            lower = head.lower()
            if b"content-length:" in lower:
                await reader.readexactly(int(lower.split(b"content-length:")[1].split()[0]))
            times.append(time.perf_counter() - begun)
            failed += wanted not in head.split(b"\r\n")[0]
            if b"connection: close" in lower:
                writer.close()
                streams = None

    begun = time.perf_counter()
    await asyncio.gather(*(one_connection() for _ in range(CONNECTIONS)))
    taken = time.perf_counter() - begun
    return Round(len(times) / taken, sorted(times)[int(len(times) * 0.99)] * 1e3, failed)


def main() -> None:
    found: dict[str, list[Round]] = {"nyspor": [], "isso": []}
    with tempfile.TemporaryDirectory(dir=".") as folder, served(Path(folder).resolve()):
        for number in range(ROUNDS + 1):
            start = number * REQUESTS
            for name, requests, wanted in (
                ("nyspor", nyspor_requests(REQUESTS, start), b"303"),
                ("isso", isso_requests(REQUESTS, start), b"20"),
            ):
                measured = asyncio.run(send_all(PORTS[name], requests, wanted))
                if number:  # the first is to warm up
                    found[name].append(measured)
    print(f"{REQUESTS} comments over {CONNECTIONS} connections, {ROUNDS} rounds, rate limits off:")
    for name, rounds in found.items():
        rates, p99s = [r.rate for r in rounds], [r.p99 for r in rounds]
        print(
            f"  {name:7} {median(rates):6.0f}/s ({min(rates):.0f}–{max(rates):.0f})   "
            f"p99 {median(p99s):6.1f} ms ({min(p99s):.1f}–{max(p99s):.1f})   "
            f"{sum(r.failed for r in rounds)} not received"
        )
    ours, theirs = found["nyspor"], found["isso"]
    rate = median(r.rate for r in ours) / median(r.rate for r in theirs)
    p99 = median(r.p99 for r in ours) / median(r.p99 for r in theirs)
    print(f"  {rate:.2f} times Isso's rate (at least 2); {p99:.2f} of its p99 (at most 0.5)")


if __name__ == "__main__":
    main()
