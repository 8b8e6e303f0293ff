"""The forms service on a port of its own, as it is behind a web server."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2 as httpx

from nyspor.forms_service.client_address import parse_network
from nyspor.forms_service.service import make_service
from nyspor.preview.server import run_server
from tests.forms_service.running_service import settings_in, write_targets


@dataclass(frozen=True)
class Service:
    """A running service."""

    port: int

    def get(self, path: str) -> Direct:
        """What it answers itself, without a web server between."""
        response = httpx.get(f"http://127.0.0.1:{self.port}{path}")
        headers: dict[str, list[str]] = {}
        for name, value in response.headers.multi_items():
            headers.setdefault(name.lower(), []).append(value)
        return Direct(response.status_code, headers, response.content)


@dataclass(frozen=True)
class Direct:
    """An answer of the service."""

    status: int
    headers: dict[str, list[str]]
    body: bytes


@contextmanager
def service_for(folder: Path, url: str) -> Iterator[Service]:
    """The service of the site at `url`, with its files in a folder."""
    settings = settings_in(folder, url=url, proxies=(parse_network("127.0.0.1"),))
    settings.content.mkdir(exist_ok=True)
    write_targets(settings.forms)
    with (
        socket.create_server(("127.0.0.1", 0)) as listening,
        run_server(make_service(settings), listening),
    ):
        yield Service(listening.getsockname()[1])
