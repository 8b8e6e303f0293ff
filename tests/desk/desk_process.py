"""The desk in a process of its own, which a test or a measurement talks to over HTTP, and may kill."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import uvicorn
from bs4 import BeautifulSoup

from nyspor.desk.app import make_desk
from tests.desk.desk import state_over

HOST = "127.0.0.1"

spawn = multiprocessing.get_context("forkserver")
spawn.set_forkserver_preload([__name__])


Before = Callable[[], None]


def serve(content: Path, data: Path, listening: socket.socket, before: Before) -> None:
    """Run the desk, in a process group of its own, so that Git can be killed with it."""
    os.setpgid(0, 0)
    before()
    logging.disable(logging.CRITICAL)
    url = f"http://{HOST}:{listening.getsockname()[1]}"
    app = make_desk(state_over(content, data, clock=lambda: datetime.now(UTC), url=url))
    uvicorn.Server(uvicorn.Config(app, log_level="critical")).run([listening])


def nothing() -> None:
    """Leave the process as it is."""


class DeskProcess:
    """One process of the desk, from its start until it is killed; on any free port, unless one is given.

    It does what is to be done `before` it begins.
    """

    def __init__(self, content: Path, data: Path, port: int = 0, before: Before = nothing) -> None:
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        listening.listen()
        self.port = listening.getsockname()[1]
        self.address = f"http://{HOST}:{self.port}"
        arguments = (content, data, listening, before)
        self.process = spawn.Process(target=serve, args=arguments, daemon=True)
        self.process.start()
        listening.close()

    def kill(self, with_git: bool = True) -> None:
        """Kill the desk, also the Git that is at work for it, or leave that to finish."""
        pid = self.process.pid
        assert pid
        try:
            os.killpg(pid, signal.SIGKILL) if with_git else os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            self.process.kill()  # it has not come as far as having a group
        self.process.join()

    def processor_time(self) -> float:
        """The seconds of processor time that it and the commands that it has run have taken."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        self.kill()


def form_of(page: str, selector: str = "#editor") -> dict[str, list[str]]:
    """What a browser would send of a form, by default that of a text."""
    form = BeautifulSoup(page, "html.parser").select_one(selector)
    assert form
    found: dict[str, list[str]] = {}
    for field in form.select("input, textarea, select"):
        name, value = str(field.get("name", "")), field.get("value", "")
        if field.name == "textarea":
            value = field.get_text().removeprefix("\n")
        elif field.name == "select":
            chosen = field.select_one("option[selected]") or field.option
            value = chosen["value"] if chosen else ""
        elif field.get("type") in ("checkbox", "radio") and not field.has_attr("checked"):
            continue
        if name:
            found.setdefault(name, []).append(str(value))
    return found
