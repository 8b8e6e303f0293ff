"""`nyspor members`: the members of workgroups, for whoever looks after the service or helps an organiser."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import typer

from nyspor.cli import forms_commands
from nyspor.cli.export_command import targets_for_titles
from nyspor.cli.forms_commands import Preview, open_outbox
from nyspor.cli.listing import new_table, print_table
from nyspor.clock import read_clock
from nyspor.console import (
    confirmed,
    in_words,
    message_language,
    print_message,
    print_to_stderr,
    translate,
)
from nyspor.forms.parsing import normalize_line, parse_form
from nyspor.forms.registry import find_form, form_of
from nyspor.forms.targets import Target, Targets, target_of
from nyspor.forms_service.added_members import AddedMember, form_for_organiser, takes_members
from nyspor.forms_service.member_list import members_csv, rows
from nyspor.forms_service.member_mails import Standing, places
from nyspor.forms_service.membership import Membership, write_counts
from nyspor.forms_service.outbox import Outbox
from nyspor.forms_service.outbox_writer import Work
from nyspor.forms_service.service import factory_for
from nyspor.i18n.catalogues import CATALOGUES, read_catalogue
from nyspor.members import table
from nyspor.model.places import Counts
from nyspor.problems import N_

app = typer.Typer(no_args_is_help=True)

Group = Annotated[
    str, typer.Argument(help=translate(N_("The workgroup, such as stigruppen; none for all.")))
]
OneGroup = Annotated[str, typer.Argument(help=translate(N_("The workgroup, such as stigruppen.")))]
MemberId = Annotated[
    str, typer.Argument(help=translate(N_("The member's id, as the list shows it.")))
]


@dataclass(frozen=True)
class GroupOnSite:
    """A workgroup that has members or can have them."""

    target: Target
    counts: Counts


@app.callback()
def select_outbox(preview: Preview = False) -> None:
    pass


@app.command("list", help=translate(N_("Show the workgroups, or the members of one.")))
def list_members(group: Group = "") -> None:
    settings, now = forms_commands.selected_settings(), read_clock()
    targets = targets_for_titles(settings)
    with open_outbox(settings) as outbox:
        groups = groups_of(outbox, targets, now)
        if not group:
            print_groups(groups)
            return
        found = find_group(groups, group)
        members = outbox.look(lambda db: table.members_of(db, found.target.entry))
    listed = new_table(N_("Member"), N_("Name"), N_("E-mail"), N_("Phone"), N_("Joined"), N_("Status"))  # fmt: skip
    for row in rows(members, now, message_language()):
        member = row.member
        listed.add_row(member.id, member.name, member.email, member.phone, row.joined, row.status)
    print_table(listed)
    words = read_catalogue(CATALOGUES, message_language())
    typer.echo(places(found.counts, found.target.capacity, words))


def print_groups(groups: list[GroupOnSite]) -> None:
    """Print the workgroups with their counts."""
    listed = new_table(N_("Workgroup"), N_("Title"), N_("Members"), N_("Seats"), N_("Waiting"))
    for each in groups:
        capacity = "" if each.target.capacity is None else str(each.target.capacity)
        name = each.target.entry.rpartition("/")[2]
        listed.add_row(
            name, each.target.title, str(each.counts.taken), capacity, str(each.counts.waiting)
        )
    print_table(listed)


@app.command("csv", help=translate(N_("Print the members of a workgroup for a spreadsheet.")))
def print_csv(group: OneGroup) -> None:
    settings, now = forms_commands.selected_settings(), read_clock()
    targets = targets_for_titles(settings)
    with open_outbox(settings) as outbox:
        key = find_group(groups_of(outbox, targets, now), group).target.entry
        members = outbox.look(lambda db: table.members_of(db, key))
    sys.stdout.buffer.write(members_csv(members, now, message_language()))


@app.command(help=translate(N_("Confirm a member who cannot open the link in the mail.")))
def confirm(member: MemberId) -> None:
    _change(member, Membership.confirm, N_("{id} is confirmed."))


@app.command(
    help=translate(N_("Sign somebody up who has said so by telephone or face to face; the person gets the mail to confirm."))
)  # fmt: skip
def add(
    group: OneGroup,
    name: Annotated[str, typer.Option(help=translate(N_("The person's name.")))] = "",
    email: Annotated[str, typer.Option(help=translate(N_("The person's address.")))] = "",
    phone: Annotated[str, typer.Option(help=translate(N_("A telephone number, if any.")))] = "",
    organisation: Annotated[
        str, typer.Option(help=translate(N_("Whom the person comes on behalf of, if anybody.")))
    ] = "",
    heard_by: Annotated[
        str,
        typer.Option(
            "--to",
            help=translate(N_("Whom the person said yes to; else the one who receives the group's mail.")),
        ),
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help=translate(N_("Ask nothing.")))] = False,
) -> None:  # fmt: skip
    settings, now = forms_commands.selected_settings(), read_clock()
    targets = targets_for_titles(settings)
    given = {"name": name, "email": email, "phone": phone, "organisation": organisation}
    with open_outbox(settings) as outbox:
        target = find_group(groups_of(outbox, targets, now), group).target
        if not takes_members(targets.find(target.kind, target.entry), now):
            print_to_stderr(N_("{title} is not on the site, or has ended. Nobody can be signed up."), title=target.title)  # fmt: skip
            raise typer.Exit(1)
        values = valid_values(target, given)
        if not (yes or has_said_yes(target, values["name"])):
            print_message(N_("Nothing was changed."))
            raise typer.Exit(1)
        changes = Membership(factory_for(settings), targets, now)
        heard = normalize_line(heard_by) or settings.staff.receiver(target.deliver_to, now).key
        standing = outbox.apply(AddedMember(changes, target, values, heard).add())
        if standing is None:
            print_to_stderr(N_("{email} is a member already. Nothing was changed."), email=values["email"])  # fmt: skip
            raise typer.Exit(1)
        write_counts(outbox, settings.database, now)
    print_standing(standing)


def valid_values(target: Target, given: dict[str, str]) -> Mapping[str, str]:
    """What the form makes of what was given; ends the command, saying why, where it is not valid."""
    form = form_for_organiser(form_of(target.kind))
    data = parse_form(form, (given | {"consent": "yes"}).items(), target.choices)
    labels = {field.name: field.label for field in form.fields}
    for error in data.errors:
        told = in_words(error.message, **error.params)
        print_to_stderr("{label}: {told}", label=translate(labels[error.field]), told=told)
    if data.errors:
        raise typer.Exit(2)
    return data.values


def has_said_yes(target: Target, name: str) -> bool:
    """Whether whoever runs the command says that the person has consented."""
    text = translate(form_of(target.kind).consent_text)
    return confirmed(in_words(N_("Has {name} said yes to: “{text}”?"), name=name, text=text))


def print_standing(standing: Standing) -> None:
    """Say that somebody is signed up, or how far down the waiting list."""
    done = N_("{name} is signed up ({id}), and gets a mail with a link to confirm.")
    waits = N_("{name} is number {number} on the waiting list ({id}), and gets a mail with a link to confirm.")  # fmt: skip
    print_message(
        waits if standing.number else done,
        name=standing.member.name, id=standing.member.id, number=standing.number,
    )  # fmt: skip


@app.command(help=translate(N_("Take a member off the list; the member gets a mail about it.")))
def remove(member: MemberId) -> None:
    _change(member, Membership.remove, N_("{id} is taken off the list."))


@app.command(help=translate(N_("Print a link to the organiser's page of a workgroup.")))
def link(group: OneGroup) -> None:
    settings, now = forms_commands.selected_settings(), read_clock()
    targets = targets_for_titles(settings)
    with open_outbox(settings) as outbox:
        target = find_group(groups_of(outbox, targets, now), group).target
        typer.echo(factory_for(settings).member_mails.organiser_link(target, now))


def _change(id: str, change: Callable[[Membership, str], Work[bool]], done: str) -> None:
    settings, now = forms_commands.selected_settings(), read_clock()
    with open_outbox(settings) as outbox:
        changes = Membership(factory_for(settings), targets_for_titles(settings), now)
        changed = outbox.apply(change(changes, id))
        if changed:
            write_counts(outbox, settings.database, now)
    if not changed:
        print_to_stderr(N_("Nothing is changed: there is no such member, or it is done already: {id}"), id=id)  # fmt: skip
        raise typer.Exit(1)
    print_message(done, id=id)


def groups_of(outbox: Outbox, targets: Targets, now: datetime) -> list[GroupOnSite]:
    """The workgroups that have members, or that can be joined."""
    known = dict.fromkeys(outbox.look(table.groups))
    for target in targets.found.values():
        if (spec := find_form(target.kind)) and spec.joins:
            known[(target.kind, target.group_key)] = None
    counts = outbox.look(lambda db: table.counts(db, now))
    return [
        GroupOnSite(target_of(targets, form, group), counts.get(group, Counts()))
        for form, group in known
    ]


def find_group(groups: list[GroupOnSite], written: str) -> GroupOnSite:
    """The group that somebody has named; ends the command where there is none."""
    name = written.strip("/").rpartition("/")[2].removesuffix(".md")
    for each in groups:
        if each.target.entry.rpartition("/")[2] == name:
            return each
    print_to_stderr(
        N_("There is no workgroup called {name}. There are: {known}"),
        name=written,
        known=", ".join(each.target.entry.rpartition("/")[2] for each in groups) or "–",
    )
    raise typer.Exit(2)
