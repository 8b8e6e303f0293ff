"""`nyspor journal`: what has been sent in, as a file for the municipality's records."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from nyspor.cli import forms_commands
from nyspor.cli.export_command import targets_for_titles
from nyspor.cli.forms_commands import Preview, open_outbox
from nyspor.console import message_language, print_message, print_to_stderr, translate
from nyspor.files.private_files import create_private_file
from nyspor.forms.registry import find_form, forms
from nyspor.forms_service.journal import journal
from nyspor.forms_service.publishing import published_files
from nyspor.forms_service.records import StoredSubmission
from nyspor.problems import N_
from nyspor.text.danish import Date, InvalidDate, end_of, parse_date
from nyspor.text.spreadsheet import as_csv


def export_journal(
    into: Annotated[
        Path | None,
        typer.Option(help=translate(N_("The CSV file to write; else it is printed."))),
    ] = None,
    since: Annotated[
        str, typer.Option("--from", help=translate(N_("The first day, such as 1/11-2026.")))
    ] = "",
    until: Annotated[
        str, typer.Option("--to", help=translate(N_("The last day; or a month, or a year.")))
    ] = "",
    form: Annotated[
        str, typer.Option(help=translate(N_("Only this form: comment, signup, idea.")))
    ] = "",
    preview: Preview = False,
) -> None:
    first = _date(since).instant if since else None
    last = end_of(_date(until)) if until else None
    if form and find_form(form) is None:
        names = ", ".join(each.kind for each in forms())
        print_to_stderr(N_("There is no form “{form}”. There are: {forms}"), form=form, forms=names)
        raise typer.Exit(2)
    settings = forms_commands.selected_settings()
    with open_outbox(settings) as outbox:
        found = [
            stored for stored in outbox.with_content() if _is_wanted(stored, form, first, last)
        ]
        decisions = {stored.id: outbox.decisions(stored.id) for stored in found}
    numbers = [stored.id for stored in found]
    files = {
        number: path
        for path in published_files(settings.content, numbers)
        if (number := Path(path).stem.rpartition("-")[2]) in numbers
    }
    rows = journal(
        found, targets_for_titles(settings), settings.url, files, decisions, message_language()
    )
    content = as_csv(rows)
    if into is None:
        typer.echo(content, nl=False)
        return
    if create_private_file(into, content) != content:
        print_to_stderr(N_("{path} is there already, and is not overwritten."), path=into)
        raise typer.Exit(1)
    print_message(N_("Written: {path}"), path=into)
    print_message(
        N_("{count} submissions. What is older than {days} days after its decision may have been deleted."),
        count=len(found), days=settings.retention.submissions.days,
    )  # fmt: skip


def _date(written: str) -> Date:
    """A date as it was typed; the command ends where it is none."""
    try:
        return parse_date(written)
    except InvalidDate:
        print_to_stderr(
            N_("“{value}” is not a date. Write, for example, 1/11-2026."), value=written
        )
        raise typer.Exit(2) from None


def _is_wanted(
    stored: StoredSubmission, form: str, first: datetime | None, last: datetime | None
) -> bool:
    sent = stored.submission
    return (
        sent is not None
        and (not form or sent.kind == form)
        and (first is None or first <= sent.received)
        and (last is None or sent.received < last)
    )
