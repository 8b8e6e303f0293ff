"""The running preview: builds, serves what was built with its forms, and builds again on every change.

The hook stands behind `/forms/` as it does where residents read, and what it mails is put in a folder
and shown at `/_mail`, so that everything can be tried on one machine with nothing to set up.
"""

from __future__ import annotations

import errno
import mimetypes
import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from time import perf_counter
from typing import Any

import typer
import uvicorn
from pelican import Pelican
from pelican.settings import read_settings
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send
from watchfiles import watch

from nyspor.desk import mailbox
from nyspor.hook.outbox import OutboxTaken
from nyspor.hook.service import make_service
from nyspor.hook.settings import Settings
from nyspor.problems import N_
from nyspor.report import tell
from nyspor.site_settings import site_of
from plugins.library import GateClosed

HOST = "127.0.0.1"

TYPES = {
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".vtt": "text/vtt",
    ".ics": "text/calendar",
    ".rss": "application/rss+xml",
    ".atom": "application/atom+xml",
    ".opml": "text/x-opml",
}
"""Media types that not every system's list knows."""


class SiteFiles(StaticFiles):
    """The output folder as the real server will show it: folders by their index, our own 404 page."""

    def __init__(self, output: Path) -> None:
        for ending, media_type in TYPES.items():
            mimetypes.add_type(media_type, ending)
        super().__init__(directory=output, html=True, check_dir=False)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A feed is dressed by its style sheet only where a browser is told that it is XML."""
        response = await super().get_response(path, scope)
        if path.endswith((".rss", ".atom")):
            response.headers["Vary"] = "Accept"
            if "text/html" in Headers(scope=scope).get("accept", ""):
                response.headers["Content-Type"] = "application/xml"
        return response

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "no-cache"
        return response


def preview(files: ASGIApp, hook: ASGIApp) -> ASGIApp:
    """The site, and the hook where its forms are."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        of_hook = scope["type"] == "lifespan" or scope["path"].startswith("/forms/")
        await (hook if of_hook else files)(scope, receive, send)

    return app


@contextmanager
def served(app: ASGIApp, listening: socket.socket) -> Iterator[None]:
    """Serve on a socket that listens already, in a thread of its own, for the time of the block."""
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False))
    thread = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(timeout=10)


def serve(settings_file: Path, port: int) -> None:
    """Build, serve on `port`, and build again on every change, until interrupted."""
    address = f"http://{HOST}:{port}"
    settings = read_settings(str(settings_file), override={"SITEURL": address})
    listening = listen(port)
    build(settings_file, address)
    with served(app_of(settings, address), listening):
        told = False
        watched = [settings["PATH"], settings["THEME"], settings_file]
        # It yields at once when nothing has changed, too: by then it is watching, and no change is missed.
        for changes in watch(
            *watched, yield_on_timeout=True, rust_timeout=300, raise_interrupt=False
        ):
            if not told:
                tell(N_("The site is shown on {address}. Stop with Ctrl-C."), address=address)
                tell(N_("What would be mailed is shown on {address}/_mail"), address=address)
                told = True
            if changes:
                build(settings_file, address)


def app_of(settings: dict[str, Any], address: str) -> ASGIApp:
    """The preview: files, forms and the mailbox. A second preview of the same folder is told so."""
    hook = hook_settings(settings, address)
    theme, site = Path(settings["THEME"]), site_of(settings)
    routes = mailbox.routes(hook.mail_folder, theme, site)
    files = Starlette(routes=[*routes, Mount("/", SiteFiles(Path(settings["OUTPUT_PATH"])))])
    try:
        return preview(files, make_service(hook))
    except OutboxTaken:
        tell(N_("The site is shown from this folder already. Stop that first."))
        raise typer.Exit(1) from None


def hook_settings(settings: dict[str, Any], address: str) -> Settings:
    """The hook as it is in a preview: mail goes to a folder, and the secret is this folder's own."""
    forms = Path(settings["NYSPOR_FORMS_LIST"])
    var = forms.parent
    return Settings(
        secrets=(own_secret(var / "secret"),),
        url=address,
        sender="Nyspor <blog@nyspor.example>",
        addresses={"redaktion": "redaktion@nyspor.example"},
        mail_server=None,
        mail_folder=var / "mail",
        content=Path(settings["PATH"]),
        forms=forms,
        database=var / "outbox.sqlite",
        theme=Path(settings["THEME"]),
    )


def own_secret(path: Path) -> str:
    """The secret of previews in this folder, made once, so that yesterday's links still hold."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(32))
    except FileExistsError:
        pass
    return path.read_text("ascii")


def listen(port: int) -> socket.socket:
    """A socket that listens on `port`; a port in use is told plainly."""
    try:
        return socket.create_server((HOST, port))
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
