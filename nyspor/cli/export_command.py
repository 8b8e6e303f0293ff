"""`nyspor export`: all that is stored about a person, for the person to have."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from nyspor.cli import forms_commands
from nyspor.cli.forget_command import Address, Plus, read_person
from nyspor.cli.forms_commands import Preview, open_outbox, use_preview
from nyspor.cli.published_site import with_served_forms
from nyspor.clock import read_clock
from nyspor.console import message_language, print_message, print_to_stderr, translate
from nyspor.files.private_files import create_private_file
from nyspor.forms.targets import Targets, UnreadableList
from nyspor.forms_service.forgotten import expired_in, forgotten_path, parse, read_list
from nyspor.forms_service.outbox import Outbox
from nyspor.forms_service.person import (
    Person,
    files_naming,
    names_in_message,
    settings_naming,
    submissions_naming,
)
from nyspor.forms_service.person_export import PersonData, as_json, as_text
from nyspor.forms_service.publishing import published_files
from nyspor.forms_service.records import Mail, MailRecord
from nyspor.forms_service.service import factory_for
from nyspor.forms_service.settings import Settings
from nyspor.forms_service.target_list import TargetList
from nyspor.members import table
from nyspor.model.site import Site
from nyspor.problems import N_

JSON_FILE, TEXT_FILE = "personoplysninger.json", "personoplysninger.txt"


def export(
    address: Address,
    into: Annotated[
        Path | None,
        typer.Option(
            help=translate(N_("The folder that two files are put into: one for people, one for programs."))
        ),
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help=translate(N_("Print it for programs.")))
    ] = False,
    plus: Plus = False,
    preview: Preview = False,
) -> None:  # fmt: skip
    settings = forms_commands.selected_settings()
    person = read_person(address, plus)
    with open_outbox(settings) as outbox:
        data = gather(settings, outbox, person)
    targets = targets_for_titles(settings)
    now = read_clock()
    text = as_text(data, targets, targets.site.name, settings.url, now, message_language())
    for_programs = as_json(data, targets, settings.url, now)
    if into is None:
        typer.echo(for_programs if json else text, nl=False)
        return
    for name, content in ((TEXT_FILE, text), (JSON_FILE, for_programs)):
        written = content.encode()
        if create_private_file(into / name, written) != written:
            print_to_stderr(
                N_("{path} is there already, and is not overwritten."), path=into / name
            )
            raise typer.Exit(1)
        print_message(N_("Written: {path}"), path=into / name)


def gather(settings: Settings, outbox: Outbox, person: Person) -> PersonData:
    """What is stored about a person, wherever that is."""
    factory = factory_for(settings)
    hash_of, mailbox = factory.person_hash, factory.mailbox_hash(person.address)
    memberships = outbox.look(table.everybody)
    senders = outbox.senders()
    known = [each.address for each in senders] + [each.address for each in memberships]
    addresses = person.addresses(filter(None, known))
    expired = expired_in(senders, mailbox) if person.with_tags else []
    hashes = {*map(hash_of, addresses), *(each.person_hash for each in expired)}
    ids = [id for each in addresses for id in outbox.from_person(hash_of(each), each)]
    ids += [each.id for each in expired if each.id not in ids]
    found = [stored for id in ids if (stored := outbox.find(id))]
    members = [
        each for each in memberships if person.is_at(each.address) or each.person_hash in hashes
    ]
    people, _ = parse(read_list(forgotten_path(settings.database)))
    return PersonData(
        person,
        addresses,
        [each for each in found if each.submission],
        sum(each.submission is None for each in found),
        members,
        _mails_of(outbox, person, {*ids, *(member.id for member in members)}),
        [decision for id in ids for decision in outbox.decisions(id)],
        published_files(settings.content, ids),
        [*settings_naming(person, Path()), *files_naming(person, settings.content)],
        submissions_naming(person, outbox.with_content()),
        sorted({each.at for each in people if each.person_hash in hashes}),
        [each.until for each in outbox.blocklist(read_clock()) if each.mailbox == mailbox],
        settings.retention,
    )


def _mails_of(
    outbox: Outbox, person: Person, ids: Collection[str]
) -> list[tuple[MailRecord, Mail | None]]:
    """The mails about these submissions, and those of no submission that are to the person or name the address."""
    found = []
    for record in outbox.mails():
        if record.state in ("expired", "forgotten"):
            continue
        if record.submission in ids:
            found.append((record, outbox.find_mail(record.id)))
        elif (
            not record.submission
            and (mail := outbox.find_mail(record.id))
            and names_in_message(person, mail.recipient, mail.message)
        ):
            found.append((record, mail))
    return found


def targets_for_titles(settings: Settings) -> Targets:
    """What can be written to, for its titles; nothing where the site has not been built."""
    served = settings if use_preview.get() else with_served_forms(settings)
    for place in (served.forms, settings.forms):
        with suppress(UnreadableList):
            return TargetList(place)()
    return Targets(Site(settings.sender_mailbox.name, "", settings.url))
