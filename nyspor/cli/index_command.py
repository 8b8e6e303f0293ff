"""`nyspor index`: make the index that residents search the site by."""

from __future__ import annotations

from pathlib import Path

import typer

from nyspor.cli.publication import OF_THE_SITE, SettingsFile
from nyspor.console import print_message, print_to_stderr
from nyspor.problems import N_


def index(settings: SettingsFile = OF_THE_SITE) -> None:
    from pelican.settings import read_settings  # slow to load

    from nyspor.checks.library import ContentInvalid
    from nyspor.publishing.site_index import update_index

    try:
        site = read_settings(str(settings), override={"NYSPOR_PREVIEW": False})
        is_new = update_index(site, Path("plugins"))
    except ContentInvalid:
        print_to_stderr(N_("The texts cannot be indexed as they are. See why with: nyspor check"))
        raise typer.Exit(1) from None
    print_message(
        N_("The search index is made. The next build takes it along.")
        if is_new
        else N_("The search index is as it should be.")
    )
