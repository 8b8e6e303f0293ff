"""Which site and which database a command acts on, and its settings."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import typer

from nyspor.configuration.configuration import Configuration, InvalidConfiguration
from nyspor.configuration.process import apply_configuration, current_configuration
from nyspor.configuration.report import print_configuration_problems
from nyspor.console import print_to_stderr, user_name
from nyspor.problems import N_


def site_configuration(secrets: bool = True) -> Configuration:
    """Return the settings of the site in the current folder; end the command where they are invalid.

    Without `secrets` the secrets file is not read.
    """
    try:
        return current_configuration(secrets=secrets)
    except InvalidConfiguration as invalid:
        print_configuration_problems(invalid.problems)
        raise typer.Exit(2) from None


def backup_folder() -> Path | None:
    """Return the folder of the setting `backup.folder`; None where it is not set, or the settings are wrong."""
    with suppress(InvalidConfiguration):
        found: Path | None = current_configuration(secrets=False).value("backup.folder")
        return found
    return None


def apply_site_configuration(required: bool = True) -> None:
    """Put the settings of the site in the current folder into the environment.

    Where they are invalid the command ends, unless it reads them itself (not `required`).
    """
    try:
        apply_configuration()
    except InvalidConfiguration as invalid:
        if not required:
            return
        print_configuration_problems(invalid.problems)
        raise typer.Exit(2) from None


def refuse_root(command: str, folder: Path | None = None) -> None:
    """End the command where root gives it in a folder of somebody else, who could not replace what root has written."""
    owner = (folder or Path.cwd()).stat().st_uid
    if os.geteuid() != 0 or owner == 0:
        return
    name = user_name(owner)
    print_to_stderr(
        N_("This site belongs to the user {name}, who could not replace what root writes. Nothing was done."),
        name=name,
    )  # fmt: skip
    print_to_stderr(
        N_("    → Do it as that user: runuser -u {name} -- nyspor {command}"), name=name, command=command
    )  # fmt: skip
    raise typer.Exit(2)


def print_site_in_use(url: str, database: Path | None = None, folder: Path | None = None) -> None:
    """Print on stderr, in one line, the site that a command acts on: its folder, its address and its database."""
    names = {"folder": (folder or Path.cwd()).absolute(), "url": url or "–"}
    if database is None:
        print_to_stderr(N_("Site: {folder}, {url}."), **names)
    else:
        path = database.absolute()
        print_to_stderr(N_("Site: {folder}, {url}. Database: {path}"), **names, path=path)
