"""The options and arguments that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nyspor.console import print_to_stderr, translate
from nyspor.problems import N_

NO_FOLDER = N_("There is no folder “{path}” here. Go to the site's folder, and try again.")
NOT_A_FOLDER = N_("A file stands where the folder “{path}” is to be. Name another folder.")
NO_FILE = N_("There is no file “{path}” here. Go to the site's folder, and try again.")


def existing_folder(path: Path) -> Path:
    """Return the path of a folder; end the command where there is none."""
    return _existing(path, path.is_dir(), NO_FOLDER)


def existing_file(path: Path) -> Path:
    """Return the path of a file; end the command where there is none."""
    return _existing(path, path.is_file(), NO_FILE)


def folder_to_make(path: Path) -> Path:
    """Return the path of a folder that may have to be made; end the command where a file is in its way."""
    found = next(place for place in (path, *path.absolute().parents) if place.exists())
    return _existing(path, found.is_dir(), NOT_A_FOLDER)


def _existing(path: Path, exists: bool, message: str) -> Path:
    if not exists:
        print_to_stderr(message, path=path)
        raise typer.Exit(1)
    return path


ContentFolder = Annotated[
    Path,
    typer.Option(
        "--content",
        help=translate(N_("The content folder.")),
        callback=existing_folder,
        envvar="NYSPOR_CONTENT",
        show_envvar=False,
    ),
]
SettingsFile = Annotated[Path, typer.Option(help=translate(N_("The settings file.")))]
ExistingSettings = Annotated[
    Path,
    typer.Option("--settings", help=translate(N_("The settings file.")), callback=existing_file),
]
Year = Annotated[int, typer.Argument(help=translate(N_("The year of the magazine.")))]
