"""The running preview: builds, serves what was built with its forms, and builds again on every change.

The forms service answers below `/forms/` as it does in production, and its mails are written to a folder
and shown at `/_mail`, so that everything can be tried on one machine with nothing to set up.
"""

from __future__ import annotations

import errno
import mimetypes
import os
import secrets
import socket
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path, PurePath
from threading import Thread
from typing import Any
from urllib.parse import unquote

import typer
import uvicorn
from pelican.settings import read_settings
from starlette.applications import Starlette
from starlette.datastructures import URL, Headers, QueryParams
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from nyspor.console import print_message, print_setup_problems
from nyspor.files.data_folder import (
    EDITION_MIGRATIONS,
    FORM_MIGRATIONS,
    MAIL_FOLDER,
    OUTBOX_FILE,
    SECRET_FILE,
    used_by_service,
)
from nyspor.files.private_files import create_private_file, make_private
from nyspor.forms_service.outbox import Outbox, OutboxLocked, OutboxUnusable
from nyspor.forms_service.rebuild import when_built
from nyspor.forms_service.service import make_service
from nyspor.forms_service.settings import Settings
from nyspor.preview import live_reload, mailbox
from nyspor.preview.build import build_once
from nyspor.preview.data_migration import migrate_data
from nyspor.preview.error_pages import (
    LAST_BUILD_QUERY,
    PREVIEW_STYLES,
    ErrorPages,
    preview_site,
    serve_styles,
)
from nyspor.preview.live_reload import LiveReloadResponse, PreviewState
from nyspor.preview.watcher import change_batches
from nyspor.problems import N_
from nyspor.site.settings import site_of, url_of

HOST = "127.0.0.1"

MEDIA_TYPES = {
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
        for ending, media_type in MEDIA_TYPES.items():
            mimetypes.add_type(media_type, ending)
        super().__init__(directory=output, html=True, check_dir=False)

    async def check_config(self) -> None:
        """Until a first build is good there is no folder, and that is no fault."""

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


class LiveReloadFiles(SiteFiles):
    """The site in the preview: its pages follow each build, and give way to what waits to be mended."""

    def __init__(self, output: Path, state: PreviewState, error_pages: ErrorPages) -> None:
        super().__init__(output)
        self.state = state
        self.error_pages = error_pages

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A page with the script that reloads it, or the page that stands in for it; files as they are.

        What stands in is answered with 503: people see it as any page, and a program that reads
        the preview (a link checker, a test) does not take it for the page it asked for.
        """
        result = self.state.result
        as_it_was = QueryParams(scope["query_string"]).get(LAST_BUILD_QUERY)
        if as_it_was and as_it_was != result.name:
            return RedirectResponse(URL(scope=scope).replace(query=""))
        if is_page(path) and not result.ok and not as_it_was:
            return LiveReloadResponse(self.error_pages.page(result, scope["path"]), 503, aside=True)
        response = await super().get_response(path, scope)
        if isinstance(response, FileResponse) and response.media_type == "text/html":
            return LiveReloadResponse(Path(response.path).read_bytes(), response.status_code)
        return response

    async def page_digest(self, at: str) -> str:
        """The digest of the page that would be answered at an address now; '' where that is no page."""
        path, _, query = at.partition("?")
        scope: Scope = {
            "type": "http",
            "method": "GET",
            "path": unquote(path),
            "query_string": query.encode(),
            "headers": [],
        }
        try:
            response = await self.get_response(self.get_path(scope), scope)
        except HTTPException:
            return ""
        return response.seen if isinstance(response, LiveReloadResponse) else ""

    def is_not_modified(self, response_headers: Headers, request_headers: Headers) -> bool:
        """A page kept from before it was live must come anew."""
        if response_headers["content-type"].startswith("text/html"):
            return False
        return super().is_not_modified(response_headers, request_headers)


def is_page(path: str) -> bool:
    """Whether a page is asked for, and not a file that it needs or a feed."""
    return PurePath(path).suffix in ("", ".html")


def route_requests(files: ASGIApp, forms_service: ASGIApp) -> ASGIApp:
    """The site, and the forms service below `/forms/`."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        for_forms = scope["type"] == "lifespan" or scope["path"].startswith("/forms/")
        await (forms_service if for_forms else files)(scope, receive, send)

    return app


@contextmanager
def run_server(app: ASGIApp, listening: socket.socket) -> Iterator[None]:
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
    """Build, serve on `port` (0: any free one), and build again on every change, until interrupted."""
    url_of(
        read_settings(str(settings_file))
    )  # an address that the preview overrides must be right too
    migrate_data((*FORM_MIGRATIONS, *EDITION_MIGRATIONS), used_by_service(os.environ))
    listening = open_socket(port)
    address = f"http://{HOST}:{listening.getsockname()[1]}"
    override = {"SITEURL": address}
    settings = read_settings(str(settings_file), override=override)
    state = PreviewState()
    app = make_app(settings, address, state)  # which makes the database where there is none
    with closing(Outbox.attach(preview_settings(settings, address).database)) as outbox:
        renew = partial(build_and_publish, settings_file, override, state, outbox)
        renew()
        with run_server(app, listening), closing(state):
            told = False
            for changes in change_batches(settings["PATH"], settings["THEME"], settings_file):
                if not told:
                    print_message(
                        N_("The site is shown on {address}. Stop with Ctrl-C."), address=address
                    )
                    print_message(
                        N_("What would be mailed is shown on {address}/_mail"), address=address
                    )
                    told = True
                if changes:
                    renew()


def build_and_publish(
    settings_file: Path, override: Mapping[str, Any], state: PreviewState, outbox: Outbox
) -> None:
    """Build and show what came of it; after a good build the mails that waited for it go out."""
    release_mails = when_built(outbox)
    result = build_once(settings_file, override)
    state.publish(result)
    if result.ok:
        release_mails()


def make_app(settings: dict[str, Any], address: str, state: PreviewState) -> ASGIApp:
    """The preview: the live site, forms and the mailbox. A second preview of the same folder is told so."""
    forms_settings = preview_settings(settings, address)
    theme = Path(settings["THEME"])
    site = preview_site(site_of(settings))
    pages = LiveReloadFiles(
        Path(settings["OUTPUT_PATH"]), state, ErrorPages(theme, site, Path(settings["PATH"]))
    )
    routes = [
        *mailbox.routes(forms_settings.mail_folder, theme, site),
        *live_reload.routes(state, pages.page_digest),
        Route(PREVIEW_STYLES, partial(serve_styles, theme)),
        Mount("/", pages),
    ]
    files = Starlette(routes=routes)
    try:
        return route_requests(files, make_service(forms_settings, built_elsewhere=True))
    except OutboxLocked:
        print_message(N_("The site is shown from this folder already. Stop that first."))
        raise typer.Exit(1) from None
    except OutboxUnusable as unusable:
        print_setup_problems([unusable.problem])
        raise typer.Exit(1) from None


def preview_settings(settings: dict[str, Any], address: str) -> Settings:
    """The settings of the forms service in a preview: mail goes to a folder, and the secret is this folder's own."""
    return Settings(
        secrets=(read_or_create_secret(SECRET_FILE),),
        url=address,
        sender="Nyspor <blog@nyspor.example>",
        addresses={"redaktion": "redaktion@nyspor.example"},
        mail_server=None,
        mail_folder=MAIL_FOLDER,
        content=Path(settings["PATH"]),
        forms=Path(settings["NYSPOR_FORMS_LIST"]),
        database=OUTBOX_FILE,
        theme=Path(settings["THEME"]),
    )


def read_or_create_secret(path: Path) -> str:
    """The secret of previews in this folder, made once, so that yesterday's links still hold."""
    if not path.exists():
        create_private_file(path, secrets.token_urlsafe(32).encode())
    make_private(path)
    return path.read_text("ascii")


def open_socket(port: int) -> socket.socket:
    """A socket that listens on `port`; a port in use is told plainly."""
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        print_message(
            N_(
                "Something else is already shown on port {port}. Choose another: make serve PORT={other}"
            ),
            port=port,
            other=port + 1,
        )
        raise typer.Exit(1) from None
