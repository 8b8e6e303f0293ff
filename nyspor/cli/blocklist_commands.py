"""`nyspor blocklist`: words to look twice at or to refuse, and mailboxes that may not send, each to an end date."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

import typer

from nyspor.cli import forms_commands
from nyspor.cli.forget_command import read_person
from nyspor.cli.forms_commands import open_outbox, select_outbox
from nyspor.cli.listing import new_table, print_table
from nyspor.clock import read_clock
from nyspor.console import print_message, print_to_stderr, translate
from nyspor.forms_service.blocklist import folded
from nyspor.forms_service.service import factory_for
from nyspor.problems import N_
from nyspor.text.danish import InvalidDate, end_of, parse_date, short_moment
from nyspor.text.graphemes import is_blank

DEFAULT_PERIOD = timedelta(days=90)

blocklist_app = typer.Typer(no_args_is_help=True)
blocklist_app.callback()(select_outbox)

Until = Annotated[
    str,
    typer.Option(
        help=translate(N_("The last day that it holds, such as 2027-01-31; without it, 90 days."))
    ),
]


@blocklist_app.command("list", help=translate(N_("Show what is on the list, and until when.")))
def list_blocks() -> None:
    with open_outbox(forms_commands.selected_settings()) as outbox:
        entries = outbox.blocklist(read_clock())
    table = new_table(N_("Number"), N_("What"), N_("Then"), N_("Until"))
    for entry in entries:
        what = entry.word or translate(N_("an address ({hash})")).format(
            hash=entry.mailbox.hex()[:8]
        )
        then = translate(N_("refused") if entry.refuses else N_("look twice"))
        until = short_moment(entry.until)
        table.add_row(str(entry.id), what, then, until)
    print_table(table)


@blocklist_app.command(
    "word",
    help=translate(
        N_("Put a word on the list, or several in quotes; “casino*” is each word that begins so.")
    ),
)
def block_word(
    word: Annotated[str, typer.Argument(help=translate(N_("The word.")))],
    until: Until = "",
    refuse: Annotated[
        bool,
        typer.Option(
            "--refuse",
            help=translate(N_("Do not receive what holds it, in place of looking twice.")),
        ),
    ] = False,
) -> None:
    end, written = _end(until), " ".join(word.split())
    if is_blank(folded(written.strip("*"))):
        print_to_stderr(N_("“{value}” is no word."), value=word)
        raise typer.Exit(2)
    with open_outbox(forms_commands.selected_settings()) as outbox:
        number = outbox.block(end, word=written, refuses=refuse)
    _print_until(number, end)


@blocklist_app.command(
    "address",
    help=translate(N_("Receive nothing from an address; only a keyed hash of it is stored.")),
)
def block_address(
    address: Annotated[str, typer.Argument(help=translate(N_("The e-mail address.")))],
    until: Until = "",
) -> None:
    end = _end(until)
    person = read_person(address, plus=False)
    settings = forms_commands.selected_settings()
    with open_outbox(settings) as outbox:
        mailbox = factory_for(settings).mailbox_hash(person.address)
        number = outbox.block(end, mailbox=mailbox, refuses=True)
    _print_until(number, end)


@blocklist_app.command("remove", help=translate(N_("Take something off the list.")))
def unblock(
    number: Annotated[int, typer.Argument(help=translate(N_("Its number, as the list shows it.")))],
) -> None:
    with open_outbox(forms_commands.selected_settings()) as outbox:
        removed = outbox.unblock([number])
    if not removed:
        print_message(N_("There is no number {number} on the list."), number=number)
        raise typer.Exit(1)
    print_message(N_("Done."))


def _end(until: str) -> datetime:
    """When an entry ends to hold; ends the command where that is no date to come."""
    now = read_clock()
    if not until:
        return now + DEFAULT_PERIOD
    try:
        end = end_of(parse_date(until))
    except InvalidDate:
        print_to_stderr(N_("“{value}” is no date. Write it as 2027-01-31."), value=until)
        raise typer.Exit(2) from None
    if end <= now:
        print_to_stderr(N_("“{value}” is over already."), value=until)
        raise typer.Exit(2)
    return end


def _print_until(number: int, end: datetime) -> None:
    print_message(
        N_("On the list as number {number}, until {end}."),
        number=number,
        end=short_moment(end),
    )
