"""The desk in a process of its own, which a test or a measurement talks to over HTTP, and may kill."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import socket
from datetime import UTC, datetime
from pathlib import Path

import uvicorn
from bs4 import BeautifulSoup

from nyspor.desk.app import make_desk
from tests.desk.desk import state_over

HOST = "127.0.0.1"

spawn = multiprocessing.get_context("forkserver")
spawn.set_forkserver_preload([__name__])


def serve(content: Path, data: Path, listening: socket.socket) -> None:
    """Run the desk, in a process group of its own, so that Git can be killed with it."""
    os.setpgid(0, 0)
    logging.disable(logging.CRITICAL)
    url = f"http://{HOST}:{listening.getsockname()[1]}"
    app = make_desk(state_over(content, data, clock=lambda: datetime.now(UTC), url=url))
    uvicorn.Server(uvicorn.Config(app, log_level="critical")).run([listening])


class DeskProcess:
    """One process of the desk, from its start until it is killed."""

    def __init__(self, content: Path, data: Path) -> None:
        listening = socket.socket()
        listening.bind((HOST, 0))
        listening.listen()
        self.address = f"http://{HOST}:{listening.getsockname()[1]}"
        self.process = spawn.Process(target=serve, args=(content, data, listening), daemon=True)
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
