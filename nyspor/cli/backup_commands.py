"""`nyspor backup` and `nyspor restore`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from nyspor.backup.archive_reader import read_archive
from nyspor.backup.archive_writer import make_backup
from nyspor.backup.manifest import Manifest
from nyspor.backup.places import places_in
from nyspor.backup.problems import BackupFailed
from nyspor.backup.restore import Restored, restore
from nyspor.cli.site_in_use import backup_folder, site_configuration
from nyspor.clock import read_clock
from nyspor.console import print_message, print_setup_problems, print_to_stderr, translate
from nyspor.files.data_folder import EDITION_MIGRATIONS, FORM_MIGRATIONS, configured_in
from nyspor.forms_service.forgotten import FILE as FORGOTTEN
from nyspor.preview.data_migration import migrate_data
from nyspor.problems import N_
from nyspor.text.danish import short_moment


@contextmanager
def failures_reported() -> Iterator[None]:
    """Print why a backup or a restoration was not made, and end the command with 1."""
    try:
        yield
    except BackupFailed as failed:
        print_setup_problems([failed.problem])
        raise typer.Exit(1) from None


def backup(
    folder: Annotated[
        Path | None,
        typer.Argument(
            help=translate(N_("The folder of the backups; without it backup.folder decides."))
        ),
    ] = None,
    keep: Annotated[
        int | None,
        typer.Option(
            help=translate(N_("How many backups are kept; 0 keeps all. Else backup.keep decides.")),
            min=0,
        ),
    ] = None,
    verify: Annotated[
        Path | None,
        typer.Option(help=translate(N_("Make none, but look whether this one is whole."))),
    ] = None,
) -> None:
    if verify is not None:
        with failures_reported():
            manifest = read_archive(verify)
        print_message(N_("{archive} is whole."), archive=verify)
        _describe(manifest)
        return
    configured = site_configuration(secrets=False)
    target: Path | None = folder or configured.value("backup.folder")
    if target is None:
        print_to_stderr(
            N_("Say where the backup is to be put: nyspor backup FOLDER, or backup.folder in nyspor.toml.")
        )  # fmt: skip
        raise typer.Exit(2)
    environ = configured.environment(secrets=False)
    migrate_data((*FORM_MIGRATIONS, *EDITION_MIGRATIONS), configured_in(environ))
    made_again = [
        path for key in ("publish.releases", "service.staging") if (path := configured.value(key))
    ]
    places = places_in(Path.cwd(), environ, *made_again)
    kept = configured.value("backup.keep") if keep is None else keep
    to = Path(os.path.abspath(target))
    with failures_reported():
        made = make_backup(places, to, kept, read_clock(), version("nyspor"))
    print_message(N_("The backup is made and checked: {archive}"), archive=made.archive)
    _describe(made.manifest)
    for path, why in made.manifest.left_out.items():
        print_to_stderr(
            N_("Not in it, as links are not followed: {path} ({why})"),
            path=path,
            why=translate(why),
        )
    for name in made.pruned:
        print_message(N_("Removed, as there are newer ones: {name}"), name=name)
    if made.remarks:
        print_setup_problems(made.remarks)
        print_to_stderr(N_("The backup lacks something, so the older ones were all kept."))
        raise typer.Exit(1)


def _describe(manifest: Manifest) -> None:
    print_message(
        N_("Made {time} with Nyspor {engine}: {count} files, {size} MB."),
        time=short_moment(manifest.made),
        engine=manifest.engine,
        count=len(manifest.files),
        size=-(-sum(each.size for each in manifest.files) // 10**6),
    )


def restore_backup(
    archive: Annotated[Path, typer.Argument(help=translate(N_("The backup.")))],
    into: Annotated[
        Path, typer.Option(help=translate(N_("The folder, which must be empty or not there.")))
    ] = Path(),
    forgotten: Annotated[
        Path | None,
        typer.Option(
            help=translate(
                N_("A newer list of those who were forgotten: forgotten.jsonl of the lost site.")
            ),
            exists=True,
            dir_okay=False,
        ),
    ] = None,
) -> None:
    folders = {archive.absolute().parent, *([found] if (found := backup_folder()) else [])}
    lists = [path for folder in folders if (path := folder / FORGOTTEN).exists()]
    target = Path(os.path.abspath(into))
    with failures_reported():
        restored = restore(archive, target, [*lists, *([forgotten] if forgotten else [])])
    print_message(N_("The site is restored in {folder}."), folder=target)
    _describe(restored.manifest)
    for place in restored.manifest.places.values():
        if place.path.startswith("outside-the-site/"):
            print_message(
                N_("What lay in {origin} is in {path}: move it there, or change the setting."),
                origin=place.origin,
                path=place.path,
            )
    if restored.verdict is not None and not (lists or forgotten):
        print_to_stderr(
            N_(
                "There is no list of the forgotten (forgotten.jsonl) beside the backup. If anybody was forgotten "
                "after it was made, they are back: run nyspor forget for them again."
            )
        )
    _report_forgotten(restored)
    problems = restored.verdict.problems if restored.verdict else ()
    for message, row in problems:
        typer.echo(f"{translate(message)} ({row})", err=True)
    if problems or restored.other_key:
        raise typer.Exit(1)
    print_message(N_("Now publish the site, and start the service."))


def _report_forgotten(restored: Restored) -> None:
    if restored.forgotten:
        print_message(N_("Forgotten again: {count} of what was sent in."), count=restored.forgotten)
    for path in restored.removed:
        print_message(N_("Removed from the content: {path}"), path=path)
    if restored.other_key:
        print_to_stderr(
            N_(
                "{count} lines in the lists of the forgotten belong to another database, "
                "and nobody could be found by them."
            ),
            count=restored.other_key,
        )
