"""`nyspor upgrade`: bring a site's content and settings to the form that this version reads and writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from nyspor.cli.differences import print_difference
from nyspor.cli.options import existing_folder
from nyspor.cli.site_in_use import site_configuration
from nyspor.clock import read_today
from nyspor.configuration.configuration import Configuration
from nyspor.configuration.settings import FILE, SETTINGS
from nyspor.console import confirmed, in_words, print_message, translate
from nyspor.content.schema import SCHEMA
from nyspor.migrations.disk import apply_upgrade, backup_folder, read_site
from nyspor.migrations.settings_file import settings_given, with_settings_file
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
    files = read_site(folder)
    configuration = site_configuration(secrets=False)
    planned = with_settings_file(
        plan_upgrade(files, folder.name.capitalize(), read_today()),
        files,
        settings_given(configuration),
    )
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
    only_settings = [change.path for change in planned.changes] == [FILE]
    question = N_("Change the site from schema {old} to {new}?")
    if only_settings:
        question = N_("Write nyspor.toml?")
    if not yes and not confirmed(in_words(question, old=planned.schema, new=SCHEMA)):
        print_message(N_("Nothing was changed."))
        raise typer.Exit(1)
    apply_upgrade(folder, planned)
    if only_settings:
        print_message(N_("nyspor.toml is written. See what holds now with: nyspor config"))
        _print_secrets(configuration)
        return
    print_message(
        N_("The site has schema {schema} now. {written} files were written and {removed} removed; as they were, they lie in {backup}."),
        schema=SCHEMA,
        written=sum(change.after is not None for change in planned.changes),
        removed=sum(change.after is None for change in planned.changes),
        backup=backup_folder(planned),
    )  # fmt: skip
    _print_secrets(configuration)
    if planned.notes:
        print_message(N_("What only you can decide:"))
        print_problems_by_file(planned.notes, folder)
    print_message(N_("See whether all is well with: {command}"), command="nyspor check")


def _print_secrets(configuration: Configuration) -> None:
    """Print which secrets of the environment belong in the secrets file; they were written nowhere."""
    names = [
        setting.variable
        for setting in SETTINGS
        if setting.secret and configuration.environ.get(setting.variable, "").strip()
    ]
    if names:
        print_message(
            N_("{names} were written nowhere, since they are secrets. Let them stay in the environment, or write them into {file}, which only the service may read (chmod 600)."),
            names=", ".join(names),
            file=configuration.value("secrets.file"),
        )  # fmt: skip


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
