"""The options and arguments that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nyspor.console import print_to_stderr, translate
from nyspor.problems import N_


def existing_folder(path: Path) -> Path:
    """Return the path of a folder; end the command where there is none."""
    if not path.is_dir():
        print_to_stderr(
            N_("There is no folder “{path}” here. Go to the site's folder, and try again."),
            path=path,
        )
        raise typer.Exit(1)
    return path


def existing_file(path: Path) -> Path:
    """Return the path of a file; end the command where there is none."""
    if not path.is_file():
        print_to_stderr(
            N_("There is no file “{path}” here. Go to the site's folder, and try again."), path=path
        )
        raise typer.Exit(1)
    return path


ContentFolder = Annotated[
    Path,
    typer.Option("--content", help=translate(N_("The content folder.")), callback=existing_folder),
]
SettingsFile = Annotated[Path, typer.Option(help=translate(N_("The settings file.")))]
ExistingSettings = Annotated[
    Path,
    typer.Option("--settings", help=translate(N_("The settings file.")), callback=existing_file),
]
Year = Annotated[int, typer.Argument(help=translate(N_("The year of the magazine.")))]
