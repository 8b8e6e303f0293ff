"""`nyspor privacy`: the record of processing and the policy for logs, made from the settings and the model."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from nyspor.cli.site_in_use import site_configuration
from nyspor.cli.site_kinds import load_site_kinds
from nyspor.console import print_message, print_to_stderr, translate
from nyspor.files.atomic_write import write_atomically
from nyspor.forms.registry import forms
from nyspor.model.kind_specs import kind_specs
from nyspor.problems import N_
from nyspor.site.brand import FILE, brand_of


def privacy(
    into: Annotated[
        Path | None,
        typer.Option(help=translate(N_("The folder that the papers are put into, as two files."))),
    ] = None,
) -> None:
    from nyspor.privacy.papers import NGINX, Sources, render_papers

    configuration = site_configuration(secrets=False)
    sys.path.insert(0, str(Path.cwd()))
    for module in configuration.value("forms.plugins"):
        try:
            import_module(module)
        except ImportError as error:
            print_to_stderr(
                N_("{name} names a module that cannot be imported: {reason}"),
                name="forms.plugins",
                reason=error,
            )
            raise typer.Exit(2) from None
    load_site_kinds(configuration.value("site.content"), Path("pelicanconf.py"))
    brand = brand_of({"NYSPOR_BRAND": FILE}).brand
    nginx = NGINX.read_text("utf-8") if NGINX.exists() else ""
    papers = render_papers(Sources(configuration, brand, forms(), kind_specs(), nginx))
    if into is None:
        typer.echo("\n\n".join(papers.values()), nl=False)
        return
    changed = [
        into / name
        for name, text in papers.items()
        if (into / name).exists() and (into / name).read_text("utf-8") != text
    ]
    if changed:
        print_to_stderr(
            N_("{files} is there already, and somebody may have written in it. Put the papers into another folder, and compare."),
            files=", ".join(map(str, changed)),
        )  # fmt: skip
        raise typer.Exit(1)
    into.mkdir(parents=True, exist_ok=True)
    for name, text in papers.items():
        write_atomically(into / name, text.encode())
        print_message(N_("Written: {path}"), path=into / name)
