"""The options and arguments that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nyspor.console import translate
from nyspor.problems import N_

ContentFolder = Annotated[
    Path, typer.Option("--content", help=translate(N_("The content folder.")))
]
SettingsFile = Annotated[Path, typer.Option(help=translate(N_("The settings file.")))]
Year = Annotated[int, typer.Argument(help=translate(N_("The year of the magazine.")))]
