"""The running preview: builds, serves what was built, and builds again whenever something changes."""

from __future__ import annotations

import errno
import os
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from time import perf_counter
from typing import Any

import typer
from pelican import Pelican
from pelican.settings import read_settings
from watchfiles import watch

from nyspor.problems import N_
from nyspor.report import tell
from plugins.library import GateClosed

HOST = "127.0.0.1"


class PreviewHandler(SimpleHTTPRequestHandler):
    """Serves the output folder as the real server will: folders by their index, our own 404 page."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".webp": "image/webp",
        ".woff2": "font/woff2",
        ".vtt": "text/vtt",
        ".html": "text/html; charset=utf-8",
        ".txt": "text/plain; charset=utf-8",
    }

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def list_directory(self, path: str | os.PathLike[str]) -> None:
        """Folders without an index are nobody's business."""
        self.send_error(404)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.exists():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are not told: the terminal is for the builds."""


def serve(settings_file: Path, port: int) -> None:
    """Build, serve on `port`, and build again on every change, until interrupted."""
    address = f"http://{HOST}:{port}"
    settings = read_settings(str(settings_file), override={"SITEURL": address})
    output = Path(settings["OUTPUT_PATH"])
    output.mkdir(parents=True, exist_ok=True)
    server = open_server(output, port)
    build(settings_file, address)
    Thread(target=server.serve_forever, daemon=True).start()
    watched = [settings["PATH"], settings["THEME"], settings_file]
    told = False
    # It yields at once when nothing has changed, too: by then it is watching, and no change is missed.
    for changes in watch(*watched, yield_on_timeout=True, rust_timeout=300, raise_interrupt=False):
        if not told:
            tell(N_("The site is shown on {address}. Stop with Ctrl-C."), address=address)
            told = True
        if changes:
            build(settings_file, address)
    server.shutdown()


def open_server(output: Path, port: int) -> ThreadingHTTPServer:
    """A server for the output folder; a port in use is told plainly."""
    try:
        return ThreadingHTTPServer((HOST, port), partial(PreviewHandler, directory=str(output)))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        tell(
            N_(
                "Something else is already shown on port {port}. Choose another: make serve PORT={other}"
            ),
            port=port,
            other=port + 1,
        )
        raise typer.Exit(1) from None


def build(settings_file: Path, address: str) -> None:
    """Build once with fresh settings; problems are told by the gate, and what was built stays."""
    began = perf_counter()
    settings = read_settings(str(settings_file), override={"SITEURL": address})
    try:
        Pelican(settings).run()
    except GateClosed:
        return
    except Exception as error:
        # A slip in a template or a plugin must not end the preview of those who write.
        tell(
            N_("The theme or a plugin has a fault: {error}"),
            error=f"{type(error).__name__}: {error}",
        )
        return
    tell(N_("Built in {seconds} s."), seconds=f"{perf_counter() - began:.1f}")
