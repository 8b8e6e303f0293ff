"""A folder of files with a signed manifest, as a publication leaves it, without building a site."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

from nyspor.publishing.manifest import Manifest, digest_of_bytes
from nyspor.publishing.publisher import seal
from nyspor.publishing.release_store import Release
from nyspor.publishing.signing_keys import SigningKey, make_key


def manifest_of(files: Mapping[str, bytes], release: str = "000001-20261123T110000Z") -> Manifest:
    """The manifest of these bytes."""
    digests = {path: digest_of_bytes(content) for path, content in files.items()}
    return manifest_with(digests, release)


def manifest_with(digests: Mapping[str, str], release: str = "000001-20261123T110000Z") -> Manifest:
    """A manifest that lists these digests."""
    return Manifest(
        release=release, site="https://blog.beby.example", published="2026-11-23T11:00:00+00:00",
        now="2026-11-23T11:00:00+00:00", engine="1", dependencies="", platform="",
        files=digests,
    )  # fmt: skip


def signed_folder(folder: Path, files: Mapping[str, bytes]) -> SigningKey:
    """Write the files and their manifest into `folder`, signed with a new key beside it."""
    key = make_key(folder.parent / "keys")
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    release = Release(folder.parent)
    assert release.site == folder
    seal(release, manifest_of(files), [key])
    return key


class Handler(SimpleHTTPRequestHandler):
    """Answers as our web server does: moved and gone pages by status, compressed copies where they are asked for."""

    protocol_version = "HTTP/1.1"
    moved: Mapping[str, str] = {}

    def do_GET(self) -> None:
        if self.path in self.moved:
            self._send(301, b"", Location=self.moved[self.path])
            return
        path = Path(self.directory, unquote(self.path).lstrip("/"))
        if self.path.endswith("/"):
            path /= "index.html"
        for encoding, ending in (("br", ".br"), ("gzip", ".gz")):
            copy = path.with_name(path.name + ending)
            if self.headers["Accept-Encoding"] == encoding and copy.is_file():
                self._send(200, copy.read_bytes(), **{"Content-Encoding": encoding})
                return
        if not path.is_file():
            page = Path(self.directory, "404.html")
            self._send(404, page.read_bytes() if page.exists() else b"?")
            return
        is_gone = self.path.endswith("/") and path.with_name("410.txt").exists()
        self._send(410 if is_gone else 200, path.read_bytes())

    def _send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        pass


@contextmanager
def served(folder: Path, handler: type[Handler] = Handler) -> Iterator[str]:
    """Serve a folder; yields its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
