"""`nyspor magazine`: one command from the year's stories to a magazine."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn
from typer.core import TyperGroup
from watchfiles import watch

from nyspor.checks import check_content
from nyspor.checks.library import build_library
from nyspor.checks.magazine import check_issue
from nyspor.cli.magazine_candidates import candidates
from nyspor.cli.magazine_preview import issue_of, write_preview
from nyspor.cli.options import ContentFolder, ExistingSettings, Year, folder_to_make
from nyspor.clock import read_clock
from nyspor.console import print_message, translate
from nyspor.content.entry_reader import ParsedEntry
from nyspor.content.loader import read_content
from nyspor.files.data_folder import EDITION_MIGRATIONS, MAGAZINES_FOLDER, configured_in
from nyspor.magazine.sections import Section
from nyspor.model.kinds import Issue
from nyspor.model.library import Library
from nyspor.model.site import Site
from nyspor.preview.data_migration import migrate_data
from nyspor.problem_report import print_problems
from nyspor.problems import N_
from nyspor.rules import errors
from nyspor.site.brand import FILE, brand_of
from nyspor.site.theme import Theme


class YearFirst(TyperGroup):
    """Lets `nyspor magazine 2013` mean `nyspor magazine make 2013`."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        return super().resolve_command(ctx, ["make", *args] if args[0].isdigit() else args)


app = typer.Typer(cls=YearFirst, no_args_is_help=True)

Folder = Annotated[
    Path,
    typer.Option(
        "--into",
        callback=folder_to_make,
        help=translate(N_("The folder of all magazines.")),
        envvar="NYSPOR_MAGAZINES",
        show_envvar=False,
    ),
]

app.command(help=translate(N_("Show the stories of a year, to choose among.")))(candidates)

OnSection = Callable[[Section, int], None]
OnEdition = Callable[[str], None]

NO_ADDRESS = N_("The site has no address, so links to its pages were left out. Write it in nyspor.toml, such as [site] url = \"https://innovation.kommune.example\", and make the magazine again.")  # fmt: skip
NOT_MADE = N_("The magazine was not made; its files are as they were.")

EDITIONS = {
    "screen": N_("PDF for the screen"),
    "archive": N_("PDF for the archive"),
    "print": N_("PDF for the printer"),
    "epub": N_("E-book (EPUB)"),
}


@app.command(
    help=translate(N_("Make a year's magazine: PDF for screen, archive and printer, and EPUB."))
)
def make(
    year: Year,
    content: ContentFolder = Path("content"),
    settings: ExistingSettings = Path("publishconf.py"),
    into: Folder = MAGAZINES_FOLDER,
    sheet: Annotated[
        bool,
        typer.Option("--sheet", help=translate(N_("Also a picture with all pages side by side."))),
    ] = False,
) -> None:
    from nyspor.magazine.build import SECTION_CACHE, make_magazine
    from nyspor.magazine.core.manifest import file_name
    from nyspor.magazine.layout.inputs import MagazineInputs
    from nyspor.magazine.layout.layout_problems import LayoutProblems
    from nyspor.site.build_fault import report_fault

    migrate_editions(into)
    now = read_clock()
    library, issue = load_issue(year, content)
    site, theme = read_site(settings)
    folder = into / str(year)
    inputs = MagazineInputs(library, issue, site, theme, content, folder / SECTION_CACHE)
    try:
        with show_progress(inputs.sections()) as (on_section, on_edition):
            manifest = make_magazine(inputs, folder, now, on_section, on_edition)
    except LayoutProblems as found:
        print_problems(found.problems, content, NOT_MADE)
        raise typer.Exit(1) from None
    except Exception as error:
        report_fault(error, content, folder, NOT_MADE)
        raise typer.Exit(1) from None
    for file in manifest.files:
        size = round(file.size / 1000)
        typer.echo(f"  {folder / file.file}  {size} kB  {translate(EDITIONS[file.kind])}")
    print_message(N_("{pages} pages."), pages=manifest.pages)
    if not site.url:
        print_message(NO_ADDRESS)
    if sheet:
        typer.echo(f"  {write_contact_sheet(folder / file_name(year, 'screen'))}")


@app.command(help=translate(N_("Lay out one story, to see how it looks.")))
def preview(
    year: Year,
    story: Annotated[str, typer.Argument(help=translate(N_("The name of the story's file.")))],
    content: ContentFolder = Path("content"),
    theme_folder: Annotated[
        Path,
        typer.Option(
            "--theme",
            help=translate(N_("The folder of the site's own theme.")),
            envvar="NYSPOR_THEME",
            show_envvar=False,
        ),
    ] = Path("theme"),
    into: Folder = MAGAZINES_FOLDER,
    watching: Annotated[
        bool, typer.Option("--watch", help=translate(N_("Lay it out again at every change.")))
    ] = False,
) -> None:
    migrate_editions(into)
    brand = brand_of({"NYSPOR_BRAND": FILE})
    theme = Theme.with_site_folder(theme_folder).with_brand(brand)
    made = write_preview(year, story, content, theme, into)
    typer.echo(f"  {made.pdf}\n  {made.picture}")
    if watching:
        print_message(N_("Laid out again whenever something changes. Stop with Ctrl+C."))
        for _ in watch(content, *theme.folders):
            started = perf_counter()
            with suppress(typer.Exit):  # The problems are printed; the next change may solve them.
                write_preview(year, story, content, theme, into)
                print_message(
                    N_("Laid out in {seconds} s."), seconds=round(perf_counter() - started, 1)
                )


def migrate_editions(into: Path) -> None:
    """Move the editions of an earlier version to the folder of all magazines."""
    if into == MAGAZINES_FOLDER:
        migrate_data(EDITION_MIGRATIONS, configured_in(os.environ))


def load_issue(year: int, folder: Path) -> tuple[Library, Issue]:
    """Return the year's issue with its library; print its problems and exit where there are any."""
    content, now = read_content(folder), read_clock()
    parsed = next(filter(lambda found: is_issue_of(found, year), content.parsed_entries), None)
    problems = errors(check_issue(content, parsed, now) if parsed else check_content(content, now))
    if problems:
        print_problems(problems, folder, NOT_MADE)
        raise typer.Exit(1)
    library = build_library(content, now)
    return library, issue_of(year, library, folder)


def is_issue_of(parsed: ParsedEntry, year: int) -> bool:
    return isinstance(parsed.entry, Issue) and parsed.entry.year == year


def read_site(settings: Path) -> tuple[Site, Theme]:
    """Return the site and the theme from a settings file."""
    from pelican.settings import read_settings  # slow to import

    from nyspor.site.brand_checks import check_brand
    from nyspor.site.settings import site_of
    from nyspor.site.theme import theme_of

    read = read_settings(str(settings))
    # An issue may be laid out before the site has an address of its own; links to the site are then left out.
    address = read["SITEURL"]
    read |= {"SITEURL": address or "https://nyspor.example", "NYSPOR_PREVIEW": True}
    if problems := check_brand(brand_of(read)):
        print_problems(problems, Path(), NOT_MADE)
        raise typer.Exit(1)
    site = site_of(read)
    return site if address else replace(site, url=""), theme_of(read)


@contextmanager
def show_progress(sections: Sequence[Section]) -> Iterator[tuple[OnSection, OnEdition]]:
    """Show a progress bar for every section and edition; yield the functions that complete them."""
    columns = (
        TextColumn("{task.description:<44}"),
        BarColumn(24),
        TextColumn("{task.fields[note]}"),
    )
    with Progress(*columns, console=Console(stderr=True)) as display:

        def begin(title: str) -> TaskID:
            return display.add_task(title[:44], total=1, note="")

        bars = {section.name: begin(section.title or section.name) for section in sections}
        editions = {kind: begin(translate(title)) for kind, title in EDITIONS.items()}

        def on_section(section: Section, pages: int) -> None:
            note = translate(N_("{count} p.")).format(count=pages)
            if section.name not in bars:  # Note pages are added once the others are counted.
                bars[section.name] = begin(section.title)
            display.update(bars[section.name], completed=1, note=note)

        def on_edition(kind: str) -> None:
            display.update(editions[kind], completed=1)

        yield on_section, on_edition


def write_contact_sheet(pdf: Path) -> Path:
    """Write the contact sheet of a PDF beside it."""
    from nyspor.files.atomic_write import write_atomically
    from nyspor.magazine.contact_sheet import contact_sheet, page_pictures

    target = pdf.with_suffix(".png")
    write_atomically(target, contact_sheet(page_pictures(pdf)))
    return target
