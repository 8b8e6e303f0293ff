"""nginx behind a load balancer, with the lines of docs/drift/webserver.md: who writes is the resident, not the proxy."""

from __future__ import annotations

import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.deploy.nginx import DEPLOY, HOST, ROOT, SITE, Nginx, serving

pytestmark = pytest.mark.system

PAGE = (ROOT / "docs/drift/webserver.md").read_text("utf-8")
RESIDENT = "198.51.100.7"


def lines_of(name: str) -> str:
    """The nginx lines of the page below this mark."""
    found = re.search(rf"<!-- nginx: {name} -->\n+```nginx\n(.*?)^```$", PAGE, re.M | re.S)
    assert found, name
    return found[1]


@dataclass
class Told:
    """A service that notes who nginx says has written."""

    port: int = 0
    addresses: list[str] = field(default_factory=list)


@contextmanager
def noting_service() -> Iterator[Told]:
    told = Told()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.addresses.append(self.headers["X-Forwarded-For"])
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Write nothing on the terminal."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        told.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield told
        finally:
            server.shutdown()
            thread.join()


def published(folder: Path) -> Path:
    """A release with a front page only."""
    (folder / "site").mkdir(parents=True)
    (folder / "site/index.html").write_text("Nye veje", "utf-8")
    return folder


def plain(nginx: Nginx, path: str, **headers: str) -> tuple[int, str]:
    """What is answered to a proxy that speaks plain http: the status, and where it leads."""
    connection = HTTPConnection("127.0.0.1", nginx.plain_port, timeout=60)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", path, headers={"Host": HOST} | named)
    response = connection.getresponse()
    connection.close()
    return response.status, response.getheader("Location", "")


def test_a_proxy_with_the_certificate_gets_pages_and_is_led_nowhere(tmp_path: Path) -> None:
    release = published(tmp_path / "release")
    with serving(tmp_path / "nginx", release=release, site=lines_of("tls-in-front")) as nginx:
        for proto in ({}, {"x_forwarded_proto": "https"}):
            assert plain(nginx, "/", **proto) == (200, "")
        assert plain(nginx, "/", x_forwarded_proto="http") == (301, f"https://{HOST}/")


def test_residents_behind_a_proxy_have_limits_of_their_own(tmp_path: Path) -> None:
    """What they claim to have come from before the proxy counts for nothing."""
    with (
        noting_service() as service,
        serving(tmp_path, service.port, site=lines_of("tls-in-front")) as nginx,
    ):
        assert plain(nginx, "/forms/idea", x_forwarded_for=f"203.0.113.9, {RESIDENT}")[0] == 204
        assert service.addresses == [RESIDENT]
        many = [f"198.51.100.{number}" for number in range(100)]
        answers = {plain(nginx, "/forms/idea", x_forwarded_for=each)[0] for each in many}
        assert answers == {204}
        one = [plain(nginx, "/forms/idea", x_forwarded_for=RESIDENT)[0] for _ in range(100)]
        assert 429 in one


def test_a_proxy_that_encrypts_again_is_known_by_the_same_three_lines(tmp_path: Path) -> None:
    three = re.findall(r"^ +(?:set_real_ip_from|real_ip_.*) .*$", lines_of("tls-in-front"), re.M)
    site = (DEPLOY / "nginx" / SITE).read_text("utf-8")
    above, name, below = site.rpartition(f"    server_name {HOST};\n")
    with (
        noting_service() as service,
        serving(tmp_path, service.port, site=above + name + "\n".join(three) + below) as nginx,
    ):
        assert nginx.get("/forms/idea", x_forwarded_for=RESIDENT).status == 204
        assert service.addresses == [RESIDENT]


def test_a_connection_that_is_passed_on_tells_who_made_it(tmp_path: Path) -> None:
    site = (DEPLOY / "nginx" / SITE).read_text("utf-8")
    its_own = re.compile(r"(    listen \S*443 ssl http2;\n)+")
    assert len(its_own.findall(site)) == 1
    site = its_own.sub(lines_of("passed-on"), site)
    with noting_service() as service, serving(tmp_path, service.port, site=site) as nginx:
        assert passed_on(nginx, "/forms/idea") == 204
        assert service.addresses == [RESIDENT]


def passed_on(nginx: Nginx, path: str) -> int:
    """The status that a load balancer gets which does not open what it passes on."""
    context = ssl.create_default_context(cafile=str(nginx.folder / "certificate.pem"))
    context.check_hostname = False
    with socket.create_connection(("127.0.0.1", nginx.port), timeout=60) as connection:
        connection.sendall(f"PROXY TCP4 {RESIDENT} 10.0.0.1 50000 443\r\n".encode())
        with context.wrap_socket(connection, server_hostname=HOST) as encrypted:
            encrypted.sendall(f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
            response = HTTPResponse(encrypted)
            response.begin()
            return response.status
