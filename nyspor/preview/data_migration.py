"""Migration of data from earlier versions, before a command runs."""

from __future__ import annotations

from collections.abc import Iterable

import typer

from nyspor.console import print_setup_problems, print_to_stderr
from nyspor.files.data_folder import IsExcluded, MigrationFailed, PathMigration, migrate
from nyspor.problems import N_


def migrate_data(moves: Iterable[PathMigration], left: IsExcluded) -> None:
    """Run the migrations and print what was moved; where one fails, print why and end the command."""
    try:
        moved = migrate(moves, left)
    except MigrationFailed as found:
        print_setup_problems(found.problems)
        raise typer.Exit(1) from None
    for move in moved:
        print_to_stderr(N_("{old} was moved to {new}."), old=move.old, new=move.new)
