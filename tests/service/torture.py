"""Stops `nyspor run` at a random moment under load, starts it again, and counts: nothing that was accepted is lost.

    make torture-service

A trial: residents send 200 comments a second over loopback; the service gets SIGTERM while it builds, or a build hangs
that heeds no signal. It must end within ten seconds. It is started again, and every comment that was answered with 303
must be in the outbox once. How long the stop and the new start took is counted by whole seconds.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random

import httpx2 as httpx

from nyspor.forms.parsing import parse_form
from nyspor.forms.registry import form_of
from nyspor.forms_service.outbox import Outbox
from nyspor.forms_service.tokens import Signer, content_digest
from tests.forms_service.running_service import COMMENT, write_targets
from tests.publishing.sites import make_site
from tests.service.sites import SECRET, ServiceProcess
from tests.torture_runner import Findings, main

RATE, SENDERS = 200, 16
"""Comments a second, and connections that they come through."""

STOPS_WITHIN = 10.0
"""Seconds from SIGTERM to the end of the process."""

BUILDS = {
    "a publication": "",
    "a build that ends in time": "sleep 1",
    "a build that hangs": """sh -c "trap '' TERM; sleep 1000 & wait; wait" """,
}


async def send(port: int, seconds: float, seed: int) -> set[str]:
    """Send comments at the rate until the time is over or nobody answers; return the texts that were accepted."""
    accepted: set[str] = set()
    numbers, began = count(), time.monotonic()
    signer = Signer((SECRET,))

    async def sender(client: httpx.AsyncClient) -> None:
        while (number := next(numbers)) / RATE < seconds:
            await asyncio.sleep(max(0.0, began + number / RATE - time.monotonic()))
            values = COMMENT | {"text": f"Nummer {seed}-{number}", "email": f"nr{number}@post.example"}  # fmt: skip
            parsed = parse_form(form_of("comment"), list(values.items())).values
            digest = content_digest("comment", COMMENT["entry"], parsed)
            stamp = signer.sign_preview(digest, datetime.now(UTC) - timedelta(minutes=1))
            try:
                answer = await client.post(
                    "/forms/comment", data=values | {"step": "confirm", "stamp": stamp}
                )
            except httpx.TransportError:
                return
            if answer.status_code == 303:
                accepted.add(values["text"])

    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
        await asyncio.gather(*(sender(client) for _ in range(SENDERS)))
    return accepted


def until_it_answers(service: ServiceProcess) -> float:
    """Wait until the service answers; return the seconds that it took."""
    began = time.monotonic()
    while time.monotonic() - began < 60:
        try:
            service.client.get("/forms/health")
        except httpx.TransportError:
            time.sleep(0.02)
        else:
            return time.monotonic() - began
    raise AssertionError("it does not answer")


async def stop_under_load(
    service: ServiceProcess, after: float, seed: int
) -> tuple[set[str], float]:
    """Send SIGTERM after so many seconds of load; return what was accepted, and the seconds until it had ended."""
    sending = asyncio.create_task(send(service.port, after + STOPS_WITHIN, seed))
    await asyncio.sleep(after)
    began = time.monotonic()
    await asyncio.to_thread(service.stop)
    stopped = time.monotonic() - began
    return await sending, stopped


def trial(seed: int) -> Findings:
    """One stop and one start, in a folder of its own."""
    chance = Random(seed)
    build = list(BUILDS)[seed % len(BUILDS)]
    with tempfile.TemporaryDirectory() as folder:
        site = make_site(Path(folder))
        write_targets(site.folder / "forms.json")
        environ = {
            "NYSPOR_NOW": "", "NYSPOR_SMTP": "smtp+plain://127.0.0.1:9",
            "NYSPOR_FORMS": "forms.json", "NYSPOR_REBUILD": BUILDS[build],
        }  # fmt: skip
        service = ServiceProcess(site, environ)
        until_it_answers(service)
        accepted, stopped = asyncio.run(stop_under_load(service, chance.uniform(0.2, 3), seed))
        again = ServiceProcess(site, environ)
        started = until_it_answers(again)
        again.process.kill()
        again.stop()
        outbox = Outbox.attach(site.folder / "data/outbox.sqlite")
        stored = Counter(
            waiting.submission.values["text"] for waiting in outbox.waiting() if waiting.submission
        )
        outbox.close()
    faults = [f"seed {seed}, lost: {text}" for text in accepted - stored.keys()]
    faults += [f"seed {seed}, twice: {text}" for text, number in stored.items() if number > 1]
    if stopped > STOPS_WITHIN:
        faults.append(f"seed {seed}, stopped after {stopped:.1f} s during {build}")
    counts = Counter({"comments accepted": len(accepted)})
    counts[f"stopped within {int(stopped) + 1} s during {build}"] += 1
    counts[f"answered again within {int(started) + 1} s"] += 1
    return Findings(tuple(faults), counts)


if __name__ == "__main__":
    main("service", trial, runs=60)
