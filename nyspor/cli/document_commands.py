"""`nyspor status` and `nyspor programme`: PDF files of a year's status, for the agenda of a council, and of programmes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn

from nyspor.checks import check_content
from nyspor.checks.library import build_library
from nyspor.cli.magazine_commands import EDITIONS, Folder, migrate_editions, read_site
from nyspor.cli.options import ContentFolder, ExistingSettings
from nyspor.cli.site_kinds import load_site_kinds
from nyspor.clock import read_clock
from nyspor.console import print_message, print_to_stderr, translate
from nyspor.content.loader import read_content
from nyspor.content.place_counts import read_signup_counts
from nyspor.files.data_folder import MAGAZINES_FOLDER
from nyspor.model.kinds import Entry, Programme, YearlyStatus
from nyspor.model.library import Library
from nyspor.problem_report import print_problems
from nyspor.problems import N_
from nyspor.rules import errors

Kind = TypeVar("Kind", bound=Entry)

NOT_MADE = N_("No PDF was made; the files are as they were.")
NO_ADDRESS = N_("The site has no address, so links to its pages were left out. Write it in nyspor.toml, such as [site] url = \"https://innovation.kommune.example\", and make the PDF again.")  # fmt: skip

STEMS = {YearlyStatus.kind: "status", Programme.kind: "program"}
"""What the files of a kind are called, before the entry's own name."""


def status(
    year: Annotated[int, typer.Argument(help=translate(N_("The year that is looked back on.")))],
    content: ContentFolder = Path("content"),
    settings: ExistingSettings = Path("publishconf.py"),
    into: Folder = MAGAZINES_FOLDER,
) -> None:
    library = read_library(content, settings)
    found = [entry for entry in library.of_kind(YearlyStatus) if entry.year == year]
    if not found:
        years = sorted({str(entry.year) for entry in library.of_kind(YearlyStatus)})
        tell_unknown(
            N_("There is no yearly status for {name}: first write content/status/{name}.md, and publish it."),
            str(year),
            years,
        )  # fmt: skip
    make_documents(library, found, content, settings, into)


def programme(
    names: Annotated[
        list[str] | None,
        typer.Argument(help=translate(N_("The names of the programmes' files; all without."))),
    ] = None,
    content: ContentFolder = Path("content"),
    settings: ExistingSettings = Path("publishconf.py"),
    into: Folder = MAGAZINES_FOLDER,
) -> None:
    library = read_library(content, settings)
    by_slug = {entry.slug: entry for entry in library.of_kind(Programme)}
    wanted = [Path(name).stem for name in names or by_slug]
    for name in wanted:
        if name not in by_slug:
            tell_unknown(N_("There is no programme called “{name}”."), name, sorted(by_slug))
    make_documents(library, [by_slug[name] for name in wanted], content, settings, into)


def tell_unknown(message: str, name: str, known: Sequence[str]) -> None:
    """Say that there is nothing of this name, and what there is, and exit."""
    print_to_stderr(message, name=name)
    if known:
        print_to_stderr(N_("There is: {names}."), names=", ".join(known))
    raise typer.Exit(1)


def read_library(folder: Path, settings: Path) -> Library:
    """Return the library, with the counts of the forms service; print its problems and exit where there are any."""
    from pelican.settings import read_settings  # slow to import

    load_site_kinds(folder, settings)
    content, now = read_content(folder), read_clock()
    if problems := errors(check_content(content, now)):
        print_problems(problems, folder, NOT_MADE)
        raise typer.Exit(1)
    counted = read_settings(str(settings)).get("NYSPOR_PLACES")
    counts = read_signup_counts(Path(counted)) if counted else None
    return replace(build_library(content, now), signup_counts=counts)


def advance(display: Progress, bar: TaskID, edition: str) -> None:
    display.advance(bar)


def make_documents(
    library: Library, entries: Sequence[Kind], content: Path, settings: Path, into: Path
) -> None:
    """Make the PDF files of these entries, and show how far it has come."""
    from nyspor.magazine.build import PAGE_EDITIONS, SECTION_CACHE, make_document
    from nyspor.magazine.core.manifest import Manifest, document_folder
    from nyspor.magazine.layout.inputs import PageInputs
    from nyspor.magazine.layout.layout_problems import LayoutProblems
    from nyspor.site.build_fault import report_fault

    migrate_editions(into)
    site, theme = read_site(settings)

    def make(entry: Entry, on_edition: Callable[[str], None]) -> Manifest:
        folder = document_folder(into, entry)
        inputs = PageInputs(library, entry, site, theme, content, folder / SECTION_CACHE)
        stem = f"{STEMS[entry.kind]}-{entry.slug}"
        try:
            return make_document(inputs, folder, stem, library.now, on_edition)
        except LayoutProblems as found:
            print_problems(found.problems, content, NOT_MADE)
        except Exception as error:
            report_fault(error, content, folder, NOT_MADE)
        raise typer.Exit(1) from None

    columns = TextColumn("{task.description:<44}"), BarColumn(24)
    with Progress(*columns, console=Console(stderr=True)) as display:
        bars = [display.add_task(entry.title[:44], total=len(PAGE_EDITIONS)) for entry in entries]
        made = [
            make(entry, partial(advance, display, bar))
            for entry, bar in zip(entries, bars, strict=True)
        ]
    for entry, manifest in zip(entries, made, strict=True):
        for file in manifest.files:
            path, size = document_folder(into, entry) / file.file, round(file.size / 1000)
            typer.echo(f"  {path}  {size} kB  {translate(EDITIONS[file.kind])}")
    print_message(N_("The site offers them at its next build."))
    if not site.url:
        print_message(NO_ADDRESS)
