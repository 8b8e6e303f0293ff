"""`nyspor new`: begin a new entry."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import click
import typer

from nyspor.cli.options import ContentFolder, SettingsFile
from nyspor.cli.site_kinds import load_site_kinds
from nyspor.clock import read_today
from nyspor.console import print_message, translate
from nyspor.content.choices import choices_in
from nyspor.content.loader import read_content
from nyspor.files.atomic_write import write_atomically
from nyspor.model.kind_specs import kind_specs
from nyspor.problems import N_
from nyspor.scaffold.new_entry import entry_path, entry_text, find_kind_by_word


def new(
    kind: Annotated[str, typer.Argument(help=translate(N_("What it is, such as indlæg or spor.")))],
    title: Annotated[str, typer.Argument(help=translate(N_("Its title.")))],
    content: ContentFolder = Path("content"),
    settings: SettingsFile = Path("pelicanconf.py"),
    edit: Annotated[
        bool | None,
        typer.Option(
            "--edit/--no-edit",
            help=translate(N_("Open it in the editor that VISUAL or EDITOR names.")),
        ),
    ] = None,
) -> None:
    load_site_kinds(content, settings)
    spec = find_kind_by_word(kind, translate)
    if spec is None:
        words = ", ".join(translate(spec.label).lower() for spec in kind_specs())
        print_message(
            N_("There is nothing called {kind}. Choose among: {kinds}"), kind=kind, kinds=words
        )
        raise typer.Exit(1)
    today = read_today()
    path = entry_path(spec, title, today)
    if not path:
        print_message(N_("The title has no letters or digits that a file could be named after."))
        raise typer.Exit(1)
    file = content / path
    if file.exists():
        print_message(N_("{path} is there already. Choose another title."), path=file)
        raise typer.Exit(1)
    choices = choices_in(read_content(content))
    write_atomically(file, entry_text(spec, title, today, choices, translate).encode())
    print_message(N_("The draft lies in {path}."), path=file)
    if sys.stdin.isatty() if edit is None else edit:
        click.edit(filename=str(file))
