"""`nyspor forget`: removes what came from an address, and says what it cannot reach."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Collection
from pathlib import Path
from typing import Annotated

import typer

from nyspor.backup.retention import oldest_first
from nyspor.cli import forms_commands
from nyspor.cli.forms_commands import Preview, open_outbox, use_preview
from nyspor.cli.publication import release_store
from nyspor.cli.published_site import publisher_beside_service
from nyspor.cli.site_in_use import backup_folder, site_configuration
from nyspor.clock import read_clock
from nyspor.console import print_message, print_to_stderr, translate
from nyspor.forms_service.forgetting import remove_published
from nyspor.forms_service.forgotten import Forgotten, append, expired_in, forgotten_path
from nyspor.forms_service.membership import write_counts
from nyspor.forms_service.outbox import Outbox
from nyspor.forms_service.person import (
    Person,
    files_naming,
    mail_files_naming,
    settings_naming,
    submissions_naming,
    typed_address,
)
from nyspor.forms_service.person_keys import fingerprint, open_keys
from nyspor.forms_service.publishing import published_files
from nyspor.forms_service.rebuild import Rebuilder
from nyspor.forms_service.service import factory_for
from nyspor.forms_service.settings import Settings
from nyspor.incremental.build_state import delete_states
from nyspor.problems import N_
from nyspor.publishing.records import read_record
from nyspor.publishing.withdrawals import (
    COMMENT,
    InvalidList,
    Reason,
    Withdrawal,
    add_withdrawals,
    of_file,
)
from nyspor.text.danish import short_date

Address = Annotated[str, typer.Argument(help=translate(N_("The resident's e-mail address.")))]

Plus = Annotated[
    bool,
    typer.Option(
        "--plus",
        help=translate(
            N_("Also addresses that differ only in what follows a +: anna+blog@post.example.")
        ),
    ),
]


def read_person(address: str, plus: bool) -> Person:
    """Return the person that an address stands for; end the command where it is none."""
    found = typed_address(address)
    if not found:
        print_to_stderr(N_("“{value}” is not an e-mail address."), value=address)
        raise typer.Exit(2)
    return Person(found, plus)


def forget(address: Address, plus: Plus = False, preview: Preview = False) -> None:
    settings = forms_commands.selected_settings()
    person = read_person(address, plus)
    with open_outbox(settings) as outbox:
        factory = factory_for(settings)
        hash_of = factory.person_hash
        senders = outbox.senders()
        addresses = person.addresses(sender.address for sender in senders)
        # Of what has expired under another tag, the hash of the mailbox tells whose it is.
        mailbox = factory.mailbox_hash(person.address)
        expired = expired_in(senders, mailbox) if person.with_tags else []
        hashes = [*map(hash_of, addresses), *(each.person_hash for each in expired)]
        _list_forgotten(settings, [*dict.fromkeys(filter(None, hashes))])
        # The files first: they are found by the rows, should the command be stopped in between.
        numbers = [id for each in addresses for id in outbox.from_person(hash_of(each), each)]
        numbers += [each.id for each in expired if each.id not in numbers]
        files, withdrawn = remove_files(settings, numbers)
        numbers = [id for each in addresses for id in outbox.forget(hash_of(each), each)]
        outbox.forget_submissions([each.id for each in expired])
        numbers += [each.id for each in expired if each.id not in numbers]
        more = remove_files(settings, numbers)  # what was published in the meantime
        files, withdrawn = files + more[0], withdrawn + more[1]
        outbox.overwrite_remains()
        _remove_mails(settings, person)
        write_counts(outbox, settings.database, read_clock())  # the service gives the free places
        _forget_builds()
        print_message(N_("Removed from the database: {count}"), count=len(numbers))
        for other in addresses[1:]:
            print_message(N_("Written otherwise: {address}"), address=other)
        for path in files:
            print_message(N_("Removed from the content: {path}"), path=path)
        if files:
            _publish_without(settings, outbox, withdrawn)
        named_by = submissions_naming(person, outbox.with_content())
        blocked = [each for each in outbox.blocklist(read_clock()) if each.mailbox == mailbox]
    for entry in blocked:
        print_message(
            N_("A hash of the address is on the list of those who may not send, until {day}. Remove it with: nyspor blocklist remove {id}"),
            day=short_date(entry.until), id=entry.id,
        )  # fmt: skip
    _print_what_remains(settings, person, named_by)


def _list_forgotten(settings: Settings, person_hashes: Collection[bytes]) -> None:
    """Put the person on the list beside the database before anything is deleted, and on that beside the backups."""
    key = fingerprint(open_keys(settings.database, settings.secrets))
    now = read_clock().replace(microsecond=0)
    people = [Forgotten(now, each, key) for each in person_hashes]
    path = forgotten_path(settings.database)
    try:
        for each in people:
            append(path, each)
    except OSError as error:
        print_to_stderr(
            N_("Nothing was removed, as {path} cannot be written: {reason}"),
            path=path,
            reason=error.strerror or error,
        )
        raise typer.Exit(1) from None
    folder = None if use_preview.get() else backup_folder()
    if folder is None:
        return
    try:
        for each in people:
            append(folder / path.name, each)
    except OSError as error:
        print_to_stderr(
            N_(
                "The list beside the backups in {folder} cannot be written: {reason}. "
                "The next backup brings it up to date."
            ),
            folder=folder,
            reason=error.strerror or error,
        )


def _forget_builds() -> None:
    """Delete what builds and checks remember of the texts: the next build reads them all again."""
    folder = Path(os.environ.get("NYSPOR_STATE", "").strip() or "var/state")
    try:
        delete_states(folder)
    except OSError as error:
        print_to_stderr(
            N_("{path} could not be removed: {reason}. Fix that, and run the command again."),
            path=error.filename or folder,
            reason=error.strerror or error,
        )
        raise typer.Exit(1) from None


def remove_files(
    settings: Settings, numbers: Collection[str]
) -> tuple[list[str], list[Withdrawal]]:
    """Remove the published files and the mails in the folder of these submissions; return what was published.

    It is put on the list of withdrawals first, so that the next publication removes it from every release.
    """
    when = read_clock().isoformat(timespec="seconds")
    try:
        withdrawn = [
            of_file(settings.content, COMMENT, path, when, "", Reason.REQUEST)
            for path in published_files(settings.content, numbers)
        ]
        add_withdrawals(withdrawn)
        return remove_published(settings.content, settings.mail_folder, numbers), withdrawn
    except InvalidList as invalid:
        print_to_stderr(N_("The list of what was withdrawn cannot be read: {place}"), place=invalid)
        raise typer.Exit(1) from None
    except OSError as error:
        print_to_stderr(
            N_("{path} could not be removed: {reason}. Fix that, and run the command again."),
            path=error.filename or settings.content,
            reason=error.strerror or error,
        )
        raise typer.Exit(1) from None


def _remove_mails(settings: Settings, person: Person) -> None:
    """Remove the mails in the folder that are about no submission, as those about a group's meetings."""
    try:
        for file in mail_files_naming(person, settings.mail_folder):
            file.unlink(missing_ok=True)
    except OSError as error:
        print_to_stderr(
            N_("{path} could not be removed: {reason}. Fix that, and run the command again."),
            path=error.filename or settings.mail_folder,
            reason=error.strerror or error,
        )
        raise typer.Exit(1) from None


def _publish_without(settings: Settings, outbox: Outbox, withdrawn: Collection[Withdrawal]) -> None:
    """Publish the site, so that it is gone from the pages and all releases; else say that it is not."""
    publisher = None if use_preview.get() else publisher_beside_service(settings)
    if publisher and publisher.state.held_since:
        print_message(
            N_("An earlier release is served and may still show it. Publish the site with: nyspor publish")
        )  # fmt: skip
        return
    rebuild = Rebuilder(settings.rebuild, outbox, build=publisher)
    if not rebuild.confirms_builds:
        print_message(
            N_("Publish the site, and its pages and all releases are without it: nyspor publish")
        )
        return

    async def build() -> None:
        rebuild()
        await rebuild.finished()

    asyncio.run(build())
    if failure := rebuild.failure:
        print_to_stderr(
            N_("The site could not be published, and still shows it: {reason}. Mend that, and run: nyspor publish"),
            reason=failure.reason,
        )  # fmt: skip
        typer.echo(failure.output, err=True)
        raise typer.Exit(1)
    print_message(N_("The site is published without it."))
    if publisher:
        _print_releases(withdrawn)


def _print_releases(withdrawn: Collection[Withdrawal]) -> None:
    """Print which releases are without these, and which are not yet."""
    store = release_store()
    wanted = {each.id for each in withdrawn}
    earlier = [release for release in store.releases if release != store.current]
    left = [release.name for release in earlier if wanted - set(read_record(release).without)]
    print_message(N_("Earlier releases without it: {count}"), count=len(earlier) - len(left))
    for name in left:
        print_message(N_("It is still in the release {name}: run nyspor publish"), name=name)


def _print_what_remains(settings: Settings, person: Person, named_by: Collection[str]) -> None:
    """Print where the address or the texts may still stand, which this command does not change."""
    for path in settings_naming(person, Path()):
        print_message(
            N_("The address is written in {path}: remove it there, if it may not stay."), path=path
        )
    for path in files_naming(person, settings.content):
        print_message(N_("The address is written in {path}: correct the text yourself."), path=path)
    for number in named_by:
        print_message(
            N_("The address is written in what somebody else has sent in: {number}"), number=number
        )
    if person.with_tags:
        print_message(
            N_(
                "Of what is so old that it was deleted by itself, only hashes are left. One of an address with a + "
                "is found by forgetting that address, typed in full."
            )
        )
    print_message(
        N_(
            "This command cannot reach mails that editors have received, nor names and texts in the history of Git."
        )
    )
    if not use_preview.get():
        _print_backups()


def _print_backups() -> None:
    """Print which backups still hold what was removed."""
    folder = backup_folder()
    names = oldest_first(os.listdir(folder)) if folder and folder.is_dir() else []
    if not names:
        print_message(
            N_(
                "Backups that are made otherwise than with nyspor backup still hold it, until they are deleted."
            )
        )
        return
    print_message(
        N_(
            "{count} backups in {folder} still hold what was stored when they were made: from {first} to {last}. "
            "The last {keep} are kept. When one is restored with nyspor restore, the person is forgotten again."
        ),
        count=len(names),
        folder=folder,
        first=names[0],
        last=names[-1],
        keep=site_configuration(secrets=False).value("backup.keep"),
    )
