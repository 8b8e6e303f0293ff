"""The preview server: builds, serves the site with its forms, and rebuilds on every change.

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
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from nyspor import urls
from nyspor.checks.held_back import holding_back
from nyspor.clock import read_clock
from nyspor.console import print_message, print_setup_problems
from nyspor.desk.local import local_desk
from nyspor.files.data_folder import (
    DATA_FOLDER,
    EDITION_MIGRATIONS,
    FORM_MIGRATIONS,
    MAIL_FOLDER,
    OUTBOX_FILE,
    SECRET_FILE,
    used_by_service,
)
from nyspor.files.private_files import create_private_file, make_private
from nyspor.forms_service.mail_mime import mailbox as mail_header
from nyspor.forms_service.outbox import Outbox, OutboxLocked, OutboxUnusable
from nyspor.forms_service.rebuild import Rebuilder, when_built
from nyspor.forms_service.service import open_state, service_of
from nyspor.forms_service.settings import Settings
from nyspor.forms_service.staff_file import StaffFile
from nyspor.preview import live_reload, mailbox, remarks
from nyspor.preview.build import build_once, print_result
from nyspor.preview.data_migration import migrate_data
from nyspor.preview.error_pages import (
    LAST_BUILD_QUERY,
    ErrorPages,
    serve_styles,
)
from nyspor.preview.indexing import Indexer
from nyspor.preview.live_reload import LiveReloadResponse, PreviewState
from nyspor.preview.look import PREVIEW_STYLES, Look
from nyspor.preview.own_host import OwnHostOnly
from nyspor.preview.remarks import ALL_REMARKS, about_page, with_bar
from nyspor.problems import N_
from nyspor.publishing.site_index import index_folder
from nyspor.search.ready_index import CURRENT as CURRENT_INDEX
from nyspor.site.brand import UNKNOWN, brand_files, brand_of
from nyspor.site.settings import url_of
from nyspor.site.theme import theme_of
from nyspor.staff.records import Staff
from nyspor.urls import GONE_MARK
from nyspor.watching.watcher import change_batches, file_stamps

HOST = "127.0.0.1"

MEDIA_TYPES = {
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".woff2": "font/woff2",
    ".vtt": "text/vtt",
    ".ics": "text/calendar",
    ".rss": "application/rss+xml",
    ".atom": "application/atom+xml",
    ".opml": "text/x-opml",
    ".jsonld": "application/ld+json",
}
"""Media types that some systems do not know."""


class SiteFiles(StaticFiles):
    """The output folder, served as in production: folders by their index, and the site's 404 page."""

    def __init__(self, output: Path) -> None:
        for ending, media_type in MEDIA_TYPES.items():
            mimetypes.add_type(media_type, ending)
        super().__init__(directory=output, html=True, check_dir=False)

    async def check_config(self) -> None:
        """Accept a missing folder: there is none until the first good build."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Serve feeds to browsers as XML, so that they apply the feed's style sheet."""
        response = await super().get_response(path, scope)
        if isinstance(response, FileResponse) and is_gone(Path(response.path)):
            response.status_code = 410
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
    """The site with live reload, and with pages of errors in place of what they keep from being shown."""

    def __init__(self, output: Path, state: PreviewState, error_pages: ErrorPages) -> None:
        super().__init__(output)
        self.state = state
        self.error_pages = error_pages

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return a page with the live reload script, or the error page in its place; other files unchanged.

        What stands in is answered with 503: people see it as any page, and a program that reads
        the preview (a link checker, a test) does not take it for the page it asked for.
        """
        result = self.state.result
        last_build = QueryParams(scope["query_string"]).get(LAST_BUILD_QUERY)
        if last_build and last_build != result.digest:
            return RedirectResponse(URL(scope=scope).replace(query=""))
        if is_page(path) and not result.ok and not last_build:
            return LiveReloadResponse(
                self.error_pages.page(result, scope["path"]), 503, is_error_page=True
            )
        address = scope["path"]
        about = about_page(result.remarks, address) if is_page(path) else []
        if held_back := holding_back(about):
            return LiveReloadResponse(
                self.error_pages.held_back(held_back, address), 503, is_error_page=True
            )
        response = await super().get_response(path, scope)
        if isinstance(response, FileResponse) and response.media_type == "text/html":
            page = with_bar(Path(response.path).read_bytes(), result.remarks, address)
            return LiveReloadResponse(page, response.status_code)
        return response

    def all_remarks(self, request: Request | None = None) -> LiveReloadResponse:
        """Return the page of all that the check says."""
        return LiveReloadResponse(
            self.error_pages.all_remarks(self.state.result), is_error_page=True
        )

    async def page_digest(self, at: str) -> str:
        """Return the digest of the page that would now be answered at an address, or '' where that is no page."""
        path, _, query = at.partition("?")
        if path == ALL_REMARKS:
            return self.all_remarks().digest
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
        return response.digest if isinstance(response, LiveReloadResponse) else ""

    def is_not_modified(self, response_headers: Headers, request_headers: Headers) -> bool:
        """Never answer 304 for pages: a cached one may lack the live reload script."""
        if response_headers["content-type"].startswith("text/html"):
            return False
        return super().is_not_modified(response_headers, request_headers)


def is_gone(file: Path) -> bool:
    """Return whether a page says that what stood at its address is gone."""
    return file.name == "index.html" and (file.parent / GONE_MARK).is_file()


def is_page(path: str) -> bool:
    """Return whether a path is that of a page, not of an asset or a feed."""
    return PurePath(path).suffix in ("", ".html")


def route_requests(files: ASGIApp, forms_service: ASGIApp, desk: ASGIApp) -> ASGIApp:
    """Return an app that serves the forms service below `/forms/`, the desk below `/desk/`, and the site everywhere else."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or scope["path"].startswith("/forms/"):
            await forms_service(scope, receive, send)
        elif scope["path"].startswith(urls.DESK):
            await desk(scope, receive, send)
        else:
            await files(scope, receive, send)

    return app


@contextmanager
def run_server(app: ASGIApp, listening: socket.socket) -> Iterator[None]:
    """Run the server on a listening socket, in a thread, for the duration of the block."""
    config = uvicorn.Config(app, log_level="error", access_log=False, proxy_headers=False)
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(timeout=10)


def serve(settings_file: Path, port: int) -> None:
    """Build, serve on `port` (0: any free one), and rebuild on every change and when something falls due, until interrupted."""
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
        rebuild = partial(build_and_publish, settings_file, override, state, outbox)
        known = file_stamps(single_inputs(settings))
        rebuild()
        with (
            run_server(app, listening),
            closing(state),
            closing(Indexer(settings_file)) as make_index,
        ):
            make_index()
            announced = False
            for changes in change_batches(
                settings["PATH"], *theme_of(settings).folders, settings_file
            ):
                if not announced:
                    print_message(
                        N_("The site is shown on {address}. Stop with Ctrl-C."), address=address
                    )
                    print_message(
                        N_("Drafts and what is planned are listed on {address}"),
                        address=address + urls.DRAFTS,
                    )
                    print_message(
                        N_("What would be mailed is shown on {address}/_mail"), address=address
                    )
                    announced = True
                found = file_stamps(single_inputs(settings))
                due = state.result.due
                if changes or found != known or (due and due <= read_clock()):
                    index = index_folder(settings) / CURRENT_INDEX
                    other = {file for file in found.keys() | known.keys() if file != index}
                    is_only_index = not changes and all(found.get(f) == known.get(f) for f in other)
                    known = found
                    rebuild(is_told=not is_only_index)
                    make_index()


def single_inputs(settings: Mapping[str, Any]) -> Iterator[Path]:
    """The single files that the site is made from: the brand with what it names, the count of members, and which
    search index lies ready."""
    yield from brand_files(settings)
    yield index_folder(settings) / CURRENT_INDEX
    if settings.get("NYSPOR_PLACES"):
        yield Path(settings["NYSPOR_PLACES"])


def build_and_publish(
    settings_file: Path,
    override: Mapping[str, Any],
    state: PreviewState,
    outbox: Outbox,
    is_told: bool = True,
) -> None:
    """Build and publish the result; after a good build, release the mails that waited for it.

    The result is printed last, so that whoever reads it can load the new pages; of a build that only takes a new
    search index along nobody `is_told`.
    """
    release_mails = when_built(outbox)
    result = build_once(settings_file, override)
    state.publish(result)
    if result.ok:
        release_mails()
    if is_told:
        print_result(result)


def make_app(settings: dict[str, Any], address: str, state: PreviewState) -> ASGIApp:
    """Return the preview's app: site, forms and mailbox. Exits where the folder is in use by another preview."""
    forms_settings = preview_settings(settings, address)
    look = Look(settings)
    pages = LiveReloadFiles(
        Path(settings["OUTPUT_PATH"]), state, ErrorPages(look, Path(settings["PATH"]))
    )
    routes = [
        *mailbox.routes(forms_settings.mail_folder, look),
        *live_reload.routes(state, pages.page_digest),
        *remarks.routes(look),
        Route(ALL_REMARKS, pages.all_remarks),
        Route(PREVIEW_STYLES, partial(serve_styles, look)),
        Mount("/", pages),
    ]
    files = GZipMiddleware(Starlette(routes=routes))
    try:
        rebuilder = partial(Rebuilder, forms_settings.rebuild, built_elsewhere=True)
        forms = open_state(forms_settings, rebuilder)
        desk = local_desk(settings, DATA_FOLDER, forms_settings.secrets[0], forms)
        site = route_requests(files, service_of(forms), desk)
        return OwnHostOnly(site, address)
    except OutboxLocked:
        print_message(N_("The site is shown from this folder already. Stop that first."))
        raise typer.Exit(1) from None
    except OutboxUnusable as unusable:
        print_setup_problems([unusable.problem])
        raise typer.Exit(1) from None


def preview_settings(settings: dict[str, Any], address: str) -> Settings:
    """Return the forms service's settings for a preview: mails go to a folder, the secret is this folder's own."""
    name = brand_of(settings).brand.name

    def current_name() -> str:
        found = brand_of(settings).brand.name
        return name if found == UNKNOWN else found

    return Settings(
        secrets=(read_or_create_secret(SECRET_FILE),),
        url=address,
        sender=mail_header(name, "blog@nyspor.example"),
        sender_name=current_name,
        staff_file=StaffFile(Staff.of_addresses({"redaktion": "redaktion@nyspor.example"})),
        mail_server=None,
        mail_folder=MAIL_FOLDER,
        content=Path(settings["PATH"]),
        forms=Path(settings["NYSPOR_FORMS_LIST"]),
        database=OUTBOX_FILE,
        theme=theme_of(settings),
    )


def read_or_create_secret(path: Path) -> str:
    """Return the secret of previews in this folder, created once, so that links in mails stay valid."""
    if not path.exists():
        create_private_file(path, secrets.token_urlsafe(32).encode())
    make_private(path)
    return path.read_text("ascii")


def open_socket(port: int) -> socket.socket:
    """Return a socket that listens on `port`; exits with a message where it is in use."""
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        print_message(
            N_(
                "Something else is already shown on port {port}. Choose another: nyspor serve --port {other}"
            ),
            port=port,
            other=port + 1,
        )
        raise typer.Exit(1) from None
