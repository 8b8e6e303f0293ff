"""A site with its service, `nyspor run`, in a process of its own."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

import httpx2 as httpx

from nyspor.forms_service.outbox import MailRecord, Outbox
from tests.forms_service.running_service import hidden
from tests.publishing.sites import URL, OwnSite, environment

SECRET = "s" * 40

PATIENCE = 60.0
"""Seconds until something is taken not to come."""


class ServiceProcess:
    """A running `nyspor run`, its log and its mails."""

    def __init__(self, site: OwnSite, environ: Mapping[str, str] = {}, port: int = 0) -> None:
        """Without a `port` it listens on a free one."""
        self.site = site
        with socket.create_server(("127.0.0.1", port)) as free:
            self.port = free.getsockname()[1]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "nyspor", "run", "--listen", f"127.0.0.1:{self.port}"],
            cwd=site.folder, env=environment() | settings_of(site) | environ,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=PATIENCE)
        self.log: list[str] = []
        self._lines: Queue[str] = Queue()
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        with self.process.stdout as lines:
            for line in lines:
                self._lines.put(line)

    def wait_for(self, text: str) -> str:
        """Wait until a line of the log has this text; return it."""
        while True:
            try:
                self.log.append(self._lines.get(timeout=PATIENCE))
            except Empty:
                raise AssertionError(f"{text} is not in: {''.join(self.log)}") from None
            if text in self.log[-1]:
                return self.log[-1]

    def records(self) -> list[MailRecord]:
        """The mails of the outbox."""
        outbox = Outbox.attach(self.site.folder / "data/outbox.sqlite")
        try:
            return outbox.mails()
        finally:
            outbox.close()

    def mails(self, purpose: str) -> list[EmailMessage]:
        """The mails for a purpose, parsed."""
        outbox = Outbox.attach(self.site.folder / "data/outbox.sqlite")
        found = [outbox.find_mail(r.id) for r in outbox.mails() if r.purpose.startswith(purpose)]
        outbox.close()
        return [message_from_bytes(mail.message, policy=default) for mail in found if mail]

    def confirm(self, kind: str, values: Mapping[str, str]) -> httpx.Response:
        """A form sent, previewed and confirmed."""
        shown = self.client.post(f"/forms/{kind}", data=dict(values))
        assert shown.status_code == 200, shown.text
        return self.client.post(f"/forms/{kind}", data=hidden(shown) | {"step": "confirm"})

    def stop(self) -> int:
        """Send SIGTERM and wait; return the exit code."""
        self.client.close()
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(PATIENCE)
        self._reader.join()
        return code


def settings_of(site: OwnSite) -> dict[str, str]:
    """The environment of a service for a site, whose mails go to a folder."""
    addresses = site.folder / "adresser.yaml"
    addresses.write_text("redaktion: redaktion@beby.example\n")
    return {
        "NYSPOR_SECRET": SECRET,
        "NYSPOR_SITEURL": URL,
        "NYSPOR_SENDER": "Bloggen <blog@beby.example>",
        "NYSPOR_ADDRESSES": str(addresses),
        "NYSPOR_PER_ADDRESS_HOUR": "0",
        "NYSPOR_PER_NETWORK_HOUR": "0",
    }


@contextmanager
def running(site: OwnSite, port: int = 0, **environ: str) -> Iterator[ServiceProcess]:
    """A service that has published what there is, and runs for the time of the block."""
    service = ServiceProcess(site, environ, port)
    try:
        yield service
    finally:
        if service.process.poll() is None:
            service.stop()


def links(mail: EmailMessage) -> list[str]:
    """The paths of a mail's own links."""
    body = mail.get_body(("plain",))
    text = "\n".join(str(body.get_content()).splitlines()) if body else ""
    return re.findall(rf"^{re.escape(URL)}(/forms/\S+)$", text, re.MULTILINE)


def page(site: OwnSite, address: str) -> str:
    """A page as visitors read it now."""
    return (Path(site.served) / address.strip("/") / "index.html").read_text("utf-8")
