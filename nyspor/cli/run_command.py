"""`nyspor run`: the whole service."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from nyspor.cli.desk_commands import checked_desk_settings
from nyspor.cli.forms_commands import serve_service, service_settings
from nyspor.cli.publication import release_store
from nyspor.cli.published_site import publishing_environment, with_served_forms
from nyspor.cli.site_in_use import site_configuration
from nyspor.configuration.configuration import Configuration
from nyspor.configuration.values import host_and_port
from nyspor.console import print_to_stderr, translate
from nyspor.desk.approval.publication import Publication
from nyspor.desk.approval.withdrawing import by_command
from nyspor.desk.served import ServedDesk, served_desk
from nyspor.forms_service.state import ServiceState
from nyspor.problems import N_
from nyspor.search.ready_index import FOLDER as INDEX
from nyspor.service.content_watch import Sources
from nyspor.service.service import Publishing, make_service

LAST_REQUESTS_END_IN = 2
"""Seconds that requests which are under way get when the service stops."""


def run(
    listen: Annotated[
        str, typer.Option(help=translate(N_("Where to listen: address and port.")))
    ] = "",
) -> None:
    try:
        host, port = host_and_port(listen or site_configuration().value("forms.listen"))
    except ValueError:
        print_to_stderr(N_("--listen must be an address and a port, such as 127.0.0.1:8100."))
        raise typer.Exit(2) from None
    settings, configuration = with_served_forms(service_settings()), site_configuration()
    value = configuration.value
    others = (Path("plugins"), value("paths.theme"), value("paths.magazines"))
    sources = Sources(Path(), settings.content, others)
    publishing = Publishing(
        release_store(),
        sources,
        publishing_environment(),
        value("publish.time_limit") * 60,
        value("publish.automatic"),
        value("publish.git_remote"),
        value("publish.git_branch"),
        value("publish.git_interval"),
        value("service.metrics"),
        value("service.staging"),
        value("paths.state") / INDEX,
    )
    desk = wanted_desk(configuration)
    logging.basicConfig(level=logging.INFO, format="%(levelname)s: %(message)s")
    logging.getLogger("watchfiles").setLevel(logging.WARNING)
    serve_service(
        partial(make_service, settings, publishing, make_desk=desk),
        settings, host, port, LAST_REQUESTS_END_IN,
    )  # fmt: skip


def wanted_desk(configuration: Configuration) -> Callable[[ServiceState], ServedDesk] | None:
    """Return what makes the desk; None where it is not switched on. Ends the command where its settings are wrong."""
    if not configuration.value("desk.enabled"):
        return None
    from pelican.settings import read_settings  # slow to load

    site = read_settings(str(configuration.value("site.settings")))
    wanted = checked_desk_settings(configuration)
    limit = configuration.value("publish.time_limit") * 60
    withdrawer = by_command(limit, publishing_environment())
    publication = Publication(release_store(), configuration.value("publish.automatic"))
    return partial(served_desk, site, wanted, withdrawer, publication) if wanted else None
