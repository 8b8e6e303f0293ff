"""`nyspor desk`: who is signed in at the desk, and a link for somebody who cannot sign in otherwise."""

from __future__ import annotations

from typing import Annotated

import typer

from nyspor.cli.forms_commands import service_settings
from nyspor.cli.listing import new_table, print_table
from nyspor.cli.site_in_use import site_configuration
from nyspor.cli.site_kinds import load_site_kinds
from nyspor.clock import read_clock
from nyspor.configuration.configuration import Configuration
from nyspor.console import print_message, print_setup_problems, print_to_stderr, translate
from nyspor.desk.database import FILE, DeskDatabase
from nyspor.desk.people.audit import AuditLine, note
from nyspor.desk.people.sessions import Sessions, Way
from nyspor.desk.people.sign_in import SignInLinks, link_path
from nyspor.desk.settings import DeskSettings, desk_settings
from nyspor.forms_service.settings import InvalidSettings, Settings
from nyspor.problems import N_, T_
from nyspor.text.danish import short_moment
from nyspor.urls import DESK

app = typer.Typer(no_args_is_help=True)


def checked_desk_settings(configuration: Configuration) -> DeskSettings | None:
    """Return the desk's settings, None where it is not switched on; end the command where they are wrong."""
    try:
        return desk_settings(configuration)
    except InvalidSettings as invalid:
        print_setup_problems(invalid.problems)
        raise typer.Exit(2) from None


def settings_of_desk() -> Settings:
    """Return the service's settings; end the command where it has no desk."""
    configuration = site_configuration()
    load_site_kinds(configuration.value("site.content"), configuration.value("site.settings"))
    if checked_desk_settings(configuration) is None:
        print_to_stderr(N_("The desk is not switched on here. That is done in nyspor.toml: enabled = true under [desk]"))  # fmt: skip
        raise typer.Exit(1)
    return service_settings()


@app.command(help=translate(N_("Print a link that signs somebody in once, within ten minutes.")))
def link(
    key: Annotated[str, typer.Argument(help=translate(N_("The person's key in staff.yaml.")))],
) -> None:
    settings, now = settings_of_desk(), read_clock()
    member = settings.staff.find(key)
    if member is None:
        names = ", ".join(each.key for each in settings.staff)
        print_to_stderr(N_("Nobody in staff.yaml is called “{key}”. There are: {names}"), key=key, names=names)  # fmt: skip
        raise typer.Exit(1)
    database = DeskDatabase(settings.database.with_name(FILE))
    token = SignInLinks(database).make(member, Way.TERMINAL, DESK, now)
    note(database, AuditLine(now, key, T_("was given a link in the terminal")))
    typer.echo(settings.url + link_path(token))


@app.command(help=translate(N_("Show who is signed in, or sign somebody out everywhere.")))
def sessions(
    end: Annotated[
        str, typer.Option(help=translate(N_("The key of the one who is signed out everywhere.")))
    ] = "",
) -> None:
    settings, now = settings_of_desk(), read_clock()
    database = DeskDatabase(settings.database.with_name(FILE))
    known = Sessions(settings.secrets, database)
    if end:
        ended = [each.number for each in known.all(now) if each.person == end]
        known.end(*ended)
        note(database, AuditLine(now, end, T_("was signed out in the terminal")))
        print_message(N_("Signed out {key}: {number}"), key=end, number=len(ended))
        return
    table = new_table(N_("Who"), N_("Signed in"), N_("Last seen"), N_("How"))
    for each in known.all(now):
        table.add_row(each.person, short_moment(each.begun), short_moment(each.seen), each.way)
    print_table(table)
