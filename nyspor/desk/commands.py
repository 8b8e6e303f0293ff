"""`nyspor …`: the commands, each a thin wrapper that reads what was typed and shows what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nyspor.checks import check as check_content
from nyspor.clock import read_clock
from nyspor.content_folder import read_content
from nyspor.desk.field_list import field_list
from nyspor.problems import N_
from nyspor.report import print_problems, tell

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Nyspor: skriv, se efter, vis.",
    pretty_exceptions_enable=False,
)

ContentFolder = Annotated[Path, typer.Option("--content", help="Mappen med indholdet.")]


@app.callback()
def commands() -> None:
    """Nyspor: skriv, se efter, vis."""


@app.command()
def check(content: ContentFolder = Path("content")) -> None:
    """Se alt indhold efter, uden at bygge siden."""
    problems = check_content(read_content(content), read_clock())
    if problems:
        print_problems(problems, content)
        raise typer.Exit(1)
    tell(N_("All is well: there is nothing to mend."))


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="Porten, siden vises på.", min=1, max=65535)] = 8000,
    settings: Annotated[Path, typer.Option(help="Opsætningen.")] = Path("pelicanconf.py"),
) -> None:
    """Byg siden, vis den på http://127.0.0.1:8000, og byg igen, når noget ændres."""
    from nyspor.desk.serving import serve as run  # Pelican is slow to load and only this needs it.

    run(settings, port)


@app.command()
def fields() -> None:
    """Skriv håndbogens liste over felter."""
    typer.echo(field_list(), nl=False)


def main() -> None:
    """Run the command that was typed."""
    app()
