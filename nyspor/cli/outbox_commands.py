"""`nyspor outbox`: the service's mails, and what becomes of those that could not be delivered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from datetime import datetime
from email import message_from_bytes
from email.policy import default
from typing import Annotated

import typer

from nyspor.cli import forms_commands
from nyspor.cli.forms_commands import open_outbox, select_outbox
from nyspor.cli.listing import new_table, print_table
from nyspor.clock import read_clock
from nyspor.console import in_words, print_message, print_to_stderr, translate
from nyspor.forms_service.outbox import Outbox
from nyspor.forms_service.records import DROPPED, MailRecord
from nyspor.problems import N_
from nyspor.text.danish import short_moment

outbox_app = typer.Typer(no_args_is_help=True)
outbox_app.callback()(select_outbox)

MailId = Annotated[str, typer.Argument(help=translate(N_("The mail's id, as the list shows it.")))]
MailIds = Annotated[
    list[str] | None, typer.Argument(help=translate(N_("The mails' ids, as the list shows them.")))
]
All = Annotated[bool, typer.Option("--all", help=translate(N_("All dead mails.")))]
Cause = Annotated[
    str,
    typer.Option(
        help=translate(N_("All dead mails of which the server said this, such as “550 5.1.1”."))
    ),
]
Yes = Annotated[bool, typer.Option("--yes", help=translate(N_("Ask nothing.")))]


@outbox_app.command("list", help=translate(N_("Show the mails, all or those in one state.")))
def list_mails(
    state: Annotated[
        str, typer.Argument(help=translate(N_("queued, delivered, dead, expired or forgotten")))
    ] = "",
) -> None:
    headings = (N_("Mail"), N_("State"), N_("For"), N_("Tries"), N_("Since"), N_("Server said"))
    table = new_table(*headings)
    with open_outbox(forms_commands.selected_settings()) as outbox:
        mails = outbox.mails(state or None)
    for mail in mails:
        since = short_moment(mail.changed)
        table.add_row(mail.id, mail.state, mail.purpose, str(mail.tries), since, _reason(mail))
    print_table(table)
    causes = Counter(mail.reason for mail in mails if mail.state == "dead")
    for reason, count in causes.most_common():
        print_message(N_("{count} dead: {reason}"), count=count, reason=reason)


def _reason(mail: MailRecord) -> str:
    if mail.held:
        return translate(N_("waits for the site to be built"))
    return translate(N_("put aside for good")) if mail.reason == DROPPED else mail.reason


@outbox_app.command("show", help=translate(N_("Show one mail.")))
def show_mail(mail: MailId) -> None:
    settings = forms_commands.selected_settings()
    with open_outbox(settings) as outbox:
        found = outbox.find_mail(mail)
        is_delivered = any(each.id == mail for each in outbox.mails("delivered"))
    if found is None and is_delivered:
        print_message(
            N_(
                "The text of this mail has been deleted, since it is more than {days} days since it was delivered."
            ),
            days=settings.retention.mails.days,
        )
        raise typer.Exit(1)
    if found is None:
        print_message(N_("There is no such mail: {id}"), id=mail)
        raise typer.Exit(1)
    message = message_from_bytes(found.message, policy=default)
    body = message.get_body(("plain",))
    typer.echo(f"{message['To']}\n{message['Subject']}\n\n{body.get_content() if body else ''}")


@outbox_app.command(
    "retry", help=translate(N_("Send dead mails again: one, several, all, or by cause."))
)
def retry_mails(mails: MailIds = None, all_dead: All = False, cause: Cause = "") -> None:
    with open_outbox(forms_commands.selected_settings()) as outbox:
        chosen = _chosen(outbox, mails or [], all_dead, cause)
        _carry_out(outbox.retry, chosen)
    print_message(
        N_("Sent again as soon as the forms service gets to it: {count}"), count=len(chosen)
    )


@outbox_app.command(
    "drop",
    help=translate(
        N_("Put dead mails aside for good: one, several, all, or by cause. Their text is deleted.")
    ),
)
def drop_mails(
    mails: MailIds = None, all_dead: All = False, cause: Cause = "", yes: Yes = False
) -> None:
    with open_outbox(forms_commands.selected_settings()) as outbox:
        chosen = _chosen(outbox, mails or [], all_dead, cause)
        question = in_words(N_("Put {count} mails aside for good?"), count=len(chosen))
        if (all_dead or cause) and chosen and not yes and not typer.confirm(question):
            raise typer.Exit(1)
        _carry_out(outbox.drop, chosen)
    print_message(
        N_("Put aside for good: {count}. What was sent in is kept as long as the rest."),
        count=len(chosen),
    )


def _chosen(outbox: Outbox, ids: Collection[str], all_dead: bool, cause: str) -> list[str]:
    """The ids of the dead mails that are meant; ends the command where none or several ways are given."""
    if sum(map(bool, (ids, all_dead, cause))) != 1:
        print_to_stderr(N_("Give the mails' ids, or --all, or --cause: one of the three."))
        raise typer.Exit(2)
    dead = [mail for mail in outbox.mails("dead") if not cause or cause in mail.reason]
    return list(ids) or [mail.id for mail in dead]


def _carry_out(change: Callable[[Collection[str], datetime], list[str]], ids: list[str]) -> None:
    """Change the mails; ends the command where some of them are not dead, after the others were changed."""
    unknown = sorted(set(ids) - set(change(ids, read_clock())))
    for id in unknown:
        print_message(N_("There is no dead mail called {id}."), id=id)
    if unknown:
        raise typer.Exit(1)


@outbox_app.command(
    "verify", help=translate(N_("Count the mails, and look whether anything is amiss."))
)
def verify() -> None:
    with open_outbox(forms_commands.selected_settings()) as outbox:
        verdict = outbox.verify()
        held = len(outbox.awaiting_build().mails)
    for state, count in verdict.counts.items():
        typer.echo(f"{count:8} {state}")
    if held:
        print_message(N_("Queued mails that wait for the site to be built: {count}"), count=held)
    for message, row in verdict.problems:
        typer.echo(f"{translate(message)} ({row})", err=True)
    if verdict.problems:
        raise typer.Exit(1)
    print_message(N_("All is well: each mail has one state, and nothing is missing."))
