"""`nyspor run`: the whole service."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from nyspor.cli.forms_commands import service_settings
from nyspor.cli.publish_commands import release_store
from nyspor.cli.site_in_use import print_site_in_use
from nyspor.configuration.process import current_configuration, own_environment
from nyspor.configuration.settings import SETTINGS
from nyspor.console import print_setup_problems, translate
from nyspor.forms_service.outbox import OutboxUnusable
from nyspor.problems import N_
from nyspor.service.content_watch import Sources
from nyspor.service.service import Publishing, forms_list_of, make_service

LAST_REQUESTS_END_IN = 2
"""Seconds that requests which are under way get when the service stops."""


def run(
    listen: Annotated[
        str, typer.Option(help=translate(N_("Where to listen: address and port.")))
    ] = "",
) -> None:
    import uvicorn

    settings, configuration = service_settings(), current_configuration()
    store = release_store()
    if not configuration.origin("paths.forms_list"):
        settings = replace(settings, forms=forms_list_of(store))
    secrets = {s.variable: configuration.value(s.key) for s in SETTINGS if s.secret}
    environ = own_environment() | {name: value for name, value in secrets.items() if value}
    value = configuration.value
    others = (Path("plugins"), value("paths.theme"), value("paths.magazines"))
    sources = Sources(Path(), settings.content, others)
    publishing = Publishing(
        store,
        sources,
        environ,
        value("publish.time_limit") * 60,
        value("publish.automatic"),
        value("publish.git_remote"),
        value("publish.git_branch"),
        value("publish.git_interval"),
        value("service.metrics"),
        value("service.staging"),
    )
    logging.basicConfig(level=logging.INFO, format="%(levelname)s: %(message)s")
    logging.getLogger("watchfiles").setLevel(logging.WARNING)
    try:
        app = make_service(settings, publishing)
    except OutboxUnusable as unusable:
        print_setup_problems([unusable.problem])
        raise typer.Exit(1) from None
    print_site_in_use(settings.url, settings.database)
    host, _, port = (listen or value("forms.listen")).rpartition(":")
    uvicorn.run(
        app, host=host.strip("[]"), port=int(port), access_log=False, proxy_headers=False,
        server_header=False, timeout_graceful_shutdown=LAST_REQUESTS_END_IN,
    )  # fmt: skip
