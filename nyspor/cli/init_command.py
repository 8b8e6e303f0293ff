"""`nyspor init`: make the folder of a new site."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer

from nyspor.clock import read_today
from nyspor.console import print_message, translate
from nyspor.files.atomic_write import write_atomically
from nyspor.problems import N_
from nyspor.publishing.content_history import author_options
from nyspor.publishing.signing_keys import KEYS_FOLDER, make_key
from nyspor.scaffold.new_site import Answers, site_files
from nyspor.site.site_url import InvalidSiteUrl, site_url
from nyspor.text.one_line import one_line

PUBLISHER = "Eksempel Kommune"
"""Who publishes a site that is made without questions."""

FIRST_COMMIT = N_("The site as it was made")


def init(
    folder: Annotated[Path, typer.Argument(help=translate(N_("The folder to make.")))],
    name: Annotated[str, typer.Option(help=translate(N_("What the site is called.")))] = "",
    publisher: Annotated[str, typer.Option(help=translate(N_("Who publishes it.")))] = "",
    url: Annotated[
        str, typer.Option(help=translate(N_("Its address, such as https://blog.kommune.example.")))
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help=translate(N_("Ask nothing.")))] = False,
) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        print_message(
            N_("{path} is there already, and is not empty. Choose another folder."), path=folder
        )
        raise typer.Exit(1)
    answers = Answers(
        one_line(name) or _ask(N_("What is the site called?"), folder.name.capitalize(), yes),
        one_line(publisher) or _ask(N_("Who publishes it?"), PUBLISHER, yes),
        _checked_url(url or _ask(N_("What is its address? (May wait)"), "", yes)),
        str(uuid4()),
    )
    today = read_today()
    for path, text in site_files(answers, today).items():
        write_atomically(folder / path, text.encode())
    _commit(folder)
    key = make_key(folder / KEYS_FOLDER)
    print_message(N_("Publications are signed with this key: {key}"), key=key.public)
    print_message(N_("Write it down somewhere else than on this machine: with it anybody can check what is served, with nyspor verify."))  # fmt: skip
    print_message(N_("The site lies in {path}. See it with: {command}"),
        path=folder, command=f"cd {folder} && nyspor serve")  # fmt: skip


def _ask(question: str, default: str, yes: bool) -> str:
    if yes:
        return default
    answer: str = typer.prompt(translate(question), default=default, show_default=bool(default))
    return one_line(answer) or default


def _checked_url(url: str) -> str:
    """The address as it is to be written; '' for none. Exits where it is none."""
    if not url:
        return ""
    try:
        return site_url(url)
    except InvalidSiteUrl as wrong:
        print_message(wrong.message, name=url)
        raise typer.Exit(1) from None


def _commit(folder: Path) -> None:
    """Make the folder a Git repository with a first commit, where there is Git, and say so."""
    git = shutil.which("git")
    if git is None:
        print_message(N_("Git is not installed, so that earlier versions of texts are not kept."))
        return
    commit = [git, *author_options(folder), "commit", "--quiet"]
    for command in (
        [git, "init", "--quiet"],
        [git, "add", "--all"],
        [*commit, "--message", translate(FIRST_COMMIT)],
    ):
        subprocess.run(command, cwd=folder, check=True)
    print_message(
        N_("It is a Git repository with a first commit, so that earlier versions are kept.")
    )
