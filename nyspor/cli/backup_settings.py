"""What the site's settings say of backups."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import typer

from nyspor.configuration.configuration import (
    Configuration,
    InvalidConfiguration,
    read_configuration,
)
from nyspor.console import print_setup_problems


def site_configuration() -> Configuration:
    """Return the settings of the site in this folder, without its secrets; end the command where they are wrong."""
    try:
        return read_configuration(Path.cwd(), os.environ, secrets=False)
    except InvalidConfiguration as error:
        print_setup_problems(error.problems)
        raise typer.Exit(2) from None


def backup_folder() -> Path | None:
    """Return the folder of the setting `backup.folder`; None where it is not set, or the settings are wrong."""
    with suppress(InvalidConfiguration):
        configured = read_configuration(Path.cwd(), os.environ, secrets=False)
        found: Path | None = configured.value("backup.folder")
        return found
    return None
