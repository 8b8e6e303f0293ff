"""Debian's nginx with the files of `deploy/nginx`, on a port of its own, in a folder of its own.

The files are used as they are, but for what no test may have: the address, the ports, and the folders.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPSConnection
from pathlib import Path
from time import monotonic
from typing import NamedTuple

ROOT = Path(__file__).parent.parent.parent
DEPLOY = ROOT / "deploy"
HOST = "blog.kommune.example"
STAGING_HOST = f"kladder.{HOST}"
SITE = "sites-available/nyspor"
PROXY = "10.20.30.40"
"""The load balancer of docs/drift/webserver.md; in the tests it is this machine."""

BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")

MAIN = """
{user}
{brotli}
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/logs/start.log;
events {{}}
http {{
    client_body_temp_path {folder}/temporary;
    proxy_temp_path {folder}/temporary;
    fastcgi_temp_path {folder}/temporary;
    uwsgi_temp_path {folder}/temporary;
    scgi_temp_path {folder}/temporary;
    include conf.d/*.conf;
    include sites-available/*;
}}
"""


class Answer(NamedTuple):
    """An answer: each header as often as it was sent, by its name in lower case."""

    status: int
    headers: dict[str, list[str]]
    body: bytes

    def header(self, name: str) -> str:
        """A header that was sent once at most, '' where it was not."""
        values = self.headers.get(name.lower(), [""])
        assert len(values) == 1, f"{name} was sent {len(values)} times"
        return values[0]


@dataclass(frozen=True)
class Nginx:
    """A running nginx and its folders."""

    folder: Path
    port: int
    plain_port: int
    pid: int

    @property
    def releases(self) -> Path:
        return self.folder / "srv/releases"

    @property
    def address(self) -> str:
        """Of the site, for a browser that takes the host for this machine."""
        return f"https://{HOST}:{self.port}"

    def get(
        self,
        path: str,
        method: str = "GET",
        body: bytes | None = None,
        host: str = HOST,
        **headers: str,
    ) -> Answer:
        """What is answered; `accept_encoding='gzip'` sends that header."""
        context = ssl.create_default_context(cafile=str(self.folder / "certificate.pem"))
        context.check_hostname = False
        connection = HTTPSConnection("127.0.0.1", self.port, context=context, timeout=60)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, {"Host": host} | named)
        response = connection.getresponse()
        found: dict[str, list[str]] = {}
        for name, value in response.getheaders():
            found.setdefault(name.lower(), []).append(value)
        answer = Answer(response.status, found, response.read())
        connection.close()
        return answer

    def log(self) -> str:
        """Everything in the logs of the sites."""
        return "".join(
            path.read_text("utf-8") for path in sorted((self.folder / "logs").glob("nyspor*.log"))
        )

    def logged_lines(self, begun: int, count: int) -> str:
        """So many lines that the log has got since it was `begun` long: one is written once its answer is sent."""
        patience = monotonic() + 60
        while monotonic() < patience:
            logged = self.log()[begun:]
            if logged.count("\n") >= count:
                return logged
            os.sched_yield()
        raise AssertionError(self.log()[begun:])


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def configuration(
    folder: Path, port: int, plain_port: int, service_port: int, site: str | None
) -> None:
    """Write the configuration: that of `deploy/nginx`, for this folder and these ports."""
    changes = {
        r"/srv/nyspor\b": f"{folder}/srv",
        r"/etc/letsencrypt/live/[^/]+/\w+\.pem": f"{folder}/certificate.pem",
        r"/etc/nginx/": f"{folder}/",
        r"/var/log/nginx": f"{folder}/logs",
        r"/var/www/html": f"{folder}/acme",
        r"listen \[::\]:.*;": "",
        r"listen 443 ": f"listen 127.0.0.1:{port} ",
        r"listen 80;": f"listen 127.0.0.1:{plain_port};",
        r"127\.0\.0\.1:8100": f"127.0.0.1:{service_port}",
        rf"set_real_ip_from {PROXY};": "set_real_ip_from 127.0.0.1;",
    }
    for source in sorted((DEPLOY / "nginx").rglob("*")):
        if source.is_file():
            text = source.read_text("utf-8")
            if site is not None and source == DEPLOY / "nginx" / SITE:
                text = site
            for pattern, replacement in changes.items():
                text = re.sub(pattern, replacement, text)
            target = folder / source.relative_to(DEPLOY / "nginx")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    brotli = f"load_module {BROTLI};"
    (folder / "nginx.conf").write_text(MAIN.format(user=user, brotli=brotli, folder=folder))


def certificate(folder: Path) -> None:
    """A certificate that signs itself, with its key in the same file."""
    file = folder / "certificate.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    names = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST},DNS:{STAGING_HOST}"]
    command = [*made, *names, "-keyout", file, "-out", f"{file}.crt"]
    subprocess.run(command, check=True, capture_output=True)
    file.write_bytes(file.read_bytes() + Path(f"{file}.crt").read_bytes())


@contextmanager
def serving(
    folder: Path, service_port: int = 9, release: Path | None = None, site: str | None = None
) -> Iterator[Nginx]:
    """nginx with the site; `release` becomes the first that is served, `site` stands in place of the site's own file.

    Without a service, `service_port` is one that nothing listens on.
    """
    for name in ("logs", "temporary", "acme", "srv/releases", "srv/staging"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    port, plain_port = free_port(), free_port()
    certificate(folder)
    configuration(folder, port, plain_port, service_port, site)
    if release:
        switch(folder / "srv/releases", release)
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert program
    command = [program, "-p", str(folder), "-c", "nginx.conf", "-e", f"{folder}/logs/start.log"]
    tested = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stderr
    assert "[warn]" not in tested.stderr, tested.stderr
    with subprocess.Popen(command) as process:
        try:
            wait_until_listening(port, process)
            yield Nginx(folder, port, plain_port, process.pid)
        finally:
            process.terminate()


def wait_until_listening(port: int, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except ConnectionRefusedError:
            continue
    raise AssertionError("nginx has stopped")


def switch(releases: Path, release: Path) -> None:
    """Serve another release, and keep the one before, as a publication does."""
    current = releases / "current"
    if current.is_symlink():
        link(releases / "previous", current.readlink())
    link(current, release)


def link(path: Path, target: Path) -> None:
    temporary = path.with_name(f".{path.name}")
    temporary.symlink_to(target)
    temporary.replace(path)
