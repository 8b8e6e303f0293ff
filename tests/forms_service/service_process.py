"""A hook in a process of its own, which lives until it is killed from here."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
from collections import Counter
from dataclasses import dataclass
from multiprocessing.connection import Connection

import httpx2 as httpx
import uvicorn

from nyspor.forms_service.service import make_service
from nyspor.forms_service.settings import Settings

spawn = multiprocessing.get_context("forkserver")
spawn.set_forkserver_preload([__name__])


@dataclass(frozen=True)
class Fate:
    """When the process is killed: at the `nth` time that it comes to `moment`, or after `delay` seconds."""

    moment: str
    nth: int = 1
    delay: float = 0.0


def serve(settings: Settings, told: Connection, fate: Fate | None) -> None:
    """The hook in its own process, listening on a socket in its folder; stands still where fate wants it."""
    seen: Counter[str] = Counter()

    def probe(step: str) -> None:
        seen[step] += 1
        if fate and (step, seen[step]) == (fate.moment, fate.nth):
            told.send("here")
            signal.pause()  # until killed

    app = make_service(settings, probe=probe)
    config = uvicorn.Config(app, uds=str(settings.database.parent / "hook"), log_level="critical")
    uvicorn.Server(config).run()


class Life:
    """One life of the hook, from its start to its death."""

    def __init__(self, settings: Settings, fate: Fate | None = None) -> None:
        self._told, other = spawn.Pipe()
        self.socket = settings.database.parent / "hook"
        self.socket.unlink(missing_ok=True)
        self.process = spawn.Process(target=serve, args=(settings, other, fate), daemon=True)
        self.process.start()
        other.close()
        transport = httpx.HTTPTransport(uds=str(self.socket))
        self.client = httpx.Client(transport=transport, base_url="http://hook", timeout=20)
        self._wait_until_it_answers()

    def _wait_until_it_answers(self) -> None:
        while self.process.is_alive():
            with socket.socket(socket.AF_UNIX) as attempt:
                if attempt.connect_ex(str(self.socket)) == 0:
                    return
            os.sched_yield()

    def stands_still(self, seconds: float) -> bool:
        """Whether it came to where fate wants it, within this time."""
        return self._told.poll(seconds)

    def kill(self) -> None:
        if self.process.pid:
            os.kill(self.process.pid, signal.SIGKILL)
        self.process.join()

    def close(self) -> None:
        """Let go of what led to it, when nobody uses it any more."""
        self._told.close()
        self.client.close()
