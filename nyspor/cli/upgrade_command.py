"""`nyspor upgrade`: bring a site's content and settings to the form that this version reads and writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from nyspor.cli.differences import print_difference
from nyspor.cli.options import existing_folder
from nyspor.clock import read_today
from nyspor.console import in_words, print_message, translate
from nyspor.content.schema import SCHEMA
from nyspor.migrations.disk import apply_upgrade, backup_folder, read_site
from nyspor.migrations.upgrade import FileChange, plan_upgrade
from nyspor.problem_report import print_problems_by_file
from nyspor.problems import N_


def upgrade(
    yes: Annotated[bool, typer.Option("--yes", help=translate(N_("Ask nothing.")))] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=translate(N_("Only show what would be changed.")))
    ] = False,
) -> None:
    folder = Path.cwd()
    existing_folder(Path("content"))
    planned = plan_upgrade(read_site(folder), folder.name.capitalize(), read_today())
    if not planned.changes:
        if planned.notes:
            print_problems_by_file(planned.notes, folder)
            raise typer.Exit(1)
        print_message(
            N_("The site has schema {schema}: there is nothing to upgrade."), schema=SCHEMA
        )
        return
    _show(planned.changes)
    if dry_run:
        print_message(N_("Nothing was changed."))
        return
    question = N_("Change the site from schema {old} to {new}?")
    if not yes and not typer.confirm(in_words(question, old=planned.schema, new=SCHEMA)):
        print_message(N_("Nothing was changed."))
        raise typer.Exit(1)
    apply_upgrade(folder, planned)
    print_message(
        N_("The site has schema {schema} now. {written} files were written and {removed} removed; as they were, they lie in {backup}."),
        schema=SCHEMA,
        written=sum(change.after is not None for change in planned.changes),
        removed=sum(change.after is None for change in planned.changes),
        backup=backup_folder(planned),
    )  # fmt: skip
    if planned.notes:
        print_message(N_("What only you can decide:"))
        print_problems_by_file(planned.notes, folder)
    print_message(N_("See whether all is well with: {command}"), command="nyspor check")


def _show(changes: Sequence[FileChange]) -> None:
    """Print the difference of what is written, and how much is removed where."""
    for change in changes:
        if change.after is not None:
            print_difference(change.path, change.before or b"", change.after)
    removed = Counter(change.path.partition("/")[0] for change in changes if change.after is None)
    if removed:
        print_message(N_("These files are removed, since Nyspor brings its own:"))
        for name, count in sorted(removed.items()):
            typer.echo(f"    {name}" + (f"/  ({count})" if count > 1 else ""))
