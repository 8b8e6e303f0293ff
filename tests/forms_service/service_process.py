"""The forms service in a process of its own, which a test kills."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import socket
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection

import httpx2 as httpx
import uvicorn

from nyspor.forms_service.service import make_service
from nyspor.forms_service.settings import Settings

spawn = multiprocessing.get_context("forkserver")
spawn.set_forkserver_preload([__name__])


@dataclass(frozen=True)
class KillPoint:
    """When the process is killed: at the `nth` time that it comes to `moment`, or after `delay` seconds."""

    moment: str
    nth: int = 1
    delay: float = 0.0


@dataclass(frozen=True)
class FastClock:
    """A clock that runs `speed` times as fast as the wall's since `start`, the same in all processes."""

    start: datetime
    speed: int

    def __call__(self) -> datetime:
        return self.start + (datetime.now(UTC) - self.start) * self.speed


def wall_clock() -> datetime:
    return datetime.now(UTC)


def serve(
    settings: Settings,
    pipe: Connection,
    kill_point: KillPoint | None,
    clock: Callable[[], datetime],
) -> None:
    """Run the service, listening on a socket in its folder; it stops at the kill point, until it is killed."""
    reached: Counter[str] = Counter()

    def probe(step: str) -> None:
        reached[step] += 1
        if kill_point and (step, reached[step]) == (kill_point.moment, kill_point.nth):
            pipe.send("here")
            signal.pause()  # until killed

    logging.disable(logging.WARNING)  # that the database is new, say
    app = make_service(settings, clock=clock, probe=probe)
    config = uvicorn.Config(
        app, uds=str(settings.database.parent / "service.socket"), log_level="critical"
    )
    uvicorn.Server(config).run()


class ServiceProcess:
    """One process of the service, from its start until it is killed."""

    def __init__(
        self,
        settings: Settings,
        kill_point: KillPoint | None = None,
        clock: Callable[[], datetime] = wall_clock,
    ) -> None:
        self._pipe, other = spawn.Pipe()
        self.socket = settings.database.parent / "service.socket"
        self.socket.unlink(missing_ok=True)
        self.was_killed = False
        self.process = spawn.Process(
            target=serve, args=(settings, other, kill_point, clock), daemon=True
        )
        self.process.start()
        other.close()
        transport = httpx.HTTPTransport(uds=str(self.socket))
        self.client = httpx.Client(transport=transport, base_url="http://service", timeout=120)
        self._wait_until_it_answers()

    def _wait_until_it_answers(self) -> None:
        """Return once it listens, or has come to its kill point before."""
        while self.process.is_alive() and not self.is_stopped(0):
            with socket.socket(socket.AF_UNIX) as attempt:
                if attempt.connect_ex(str(self.socket)) == 0:
                    return
            os.sched_yield()

    def is_stopped(self, seconds: float) -> bool:
        """Whether it stopped at its kill point within this time."""
        return self._pipe.poll(seconds)

    def kill(self) -> None:
        self.was_killed = True
        if self.process.pid:
            os.kill(self.process.pid, signal.SIGKILL)
        self.process.join()

    def close(self) -> None:
        """Close the connections to it."""
        self._pipe.close()
        self.client.close()
