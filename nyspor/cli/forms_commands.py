"""The commands for submissions and their mails: `nyspor forms`, `outbox`, `comments`, `forget`."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from starlette.types import ASGIApp

from nyspor.cli.listing import new_table, print_table
from nyspor.cli.published_site import publisher_beside_service, with_served_forms
from nyspor.cli.site_in_use import print_site_in_use, site_configuration
from nyspor.clock import read_clock
from nyspor.configuration.values import host_and_port
from nyspor.console import (
    message_language,
    print_message,
    print_setup_problems,
    print_to_stderr,
    translate,
)
from nyspor.content.loader import read_content
from nyspor.files.data_folder import FORM_MIGRATIONS, OUTBOX_FILE, configured_in, used_by_service
from nyspor.forms.submission_files import submission_number
from nyspor.forms.targets import UnreadableList, parse_targets
from nyspor.forms_service import moderation
from nyspor.forms_service.build_command import BuildFailure
from nyspor.forms_service.moderation import DecisionResult, Details, Moderator
from nyspor.forms_service.outbox import Outbox, OutboxUnavailable, OutboxUnusable
from nyspor.forms_service.publishing import published_files
from nyspor.forms_service.rebuild import Rebuilder
from nyspor.forms_service.service import factory_for, make_service
from nyspor.forms_service.settings import InvalidSettings, Settings, settings_of
from nyspor.forms_service.target_list import TargetList
from nyspor.forms_service.tokens import Action
from nyspor.i18n.catalogues import translate_problem
from nyspor.model.kinds import Comment, Idea
from nyspor.preview.data_migration import migrate_data
from nyspor.problems import N_
from nyspor.text.danish import short_moment

comments_app = typer.Typer(no_args_is_help=True)

TextId = Annotated[str, typer.Argument(help=translate(N_("The text's id, as the list shows it.")))]


Grounds = Annotated[
    str,
    typer.Option(help=translate(N_("Why; the one who sent it is told."))),
]


use_preview: ContextVar[bool] = ContextVar("use_preview", default=False)
"""Whether the current command has `--preview`."""


def set_use_preview(preview: bool) -> bool:
    use_preview.set(preview)
    return preview


Preview = Annotated[
    bool,
    typer.Option(
        "--preview",
        callback=set_use_preview,
        help=translate(N_("Look after the local preview in this folder, not the real service.")),
    ),
]


@comments_app.callback()
def select_outbox(preview: Preview = False) -> None:
    pass


def selected_settings() -> Settings:
    """Return the settings of the service, or with `--preview` those of the preview in this folder."""
    return local_preview_settings() if use_preview.get() else service_settings()


def service_settings() -> Settings:
    """Return the settings of the site in this folder: the database of another is never guessed.

    Ends the command where they are incomplete.
    """
    configuration = site_configuration()
    try:
        settings = settings_of(configuration)
    except InvalidSettings as error:
        print_setup_problems(error.problems)
        print_to_stderr(
            N_(
                "The real service is set up by these settings, in nyspor.toml or in the environment. The local "
                "preview is “nyspor serve”, and its mails and comments are looked after with --preview."
            )
        )
        raise typer.Exit(2) from None
    migrate_data(FORM_MIGRATIONS, configured_in(configuration.environment()))
    return settings


def local_preview_settings() -> Settings:
    """Return the settings of the preview in this folder; end the command where there has been none."""
    settings_file = Path("pelicanconf.py")
    if settings_file.exists():
        migrate_data(FORM_MIGRATIONS, used_by_service(os.environ))
    if not (settings_file.exists() and OUTBOX_FILE.exists()):
        print_to_stderr(
            N_("No preview has been shown from {folder}. Start one with: nyspor serve"),
            folder=Path.cwd(),
        )
        raise typer.Exit(2)
    from pelican.settings import read_settings as read_pelican

    from nyspor.preview.server import preview_settings

    settings = read_pelican(str(settings_file))
    return preview_settings(settings, _preview_address(Path(settings["NYSPOR_FORMS_LIST"])))


def _preview_address(forms_list: Path) -> str:
    """The address of the preview in this folder, as its latest build wrote it; that of `nyspor serve` where it has not."""
    with suppress(OSError, UnreadableList):
        return parse_targets(forms_list.read_bytes()).site.url
    return "http://127.0.0.1:8000"


@contextmanager
def open_outbox(settings: Settings) -> Iterator[Outbox]:
    """Open the outbox for the duration of the block, beside a service that may be running; print which it is.

    Where it cannot be used, the reason is printed and the command ends.
    """
    try:
        with closing(Outbox.attach(settings.database)) as outbox:
            print_site_in_use(settings.url, settings.database)
            yield outbox
    except OutboxUnusable as unusable:
        print_setup_problems([unusable.problem])
        raise typer.Exit(1) from None
    except OutboxUnavailable as error:
        print_to_stderr(
            N_("The database {path} cannot be used: {reason}"),
            path=settings.database.absolute(),
            reason=error,
        )
        raise typer.Exit(1) from None


def serve_forms(
    host: Annotated[str, typer.Option(help=translate(N_("The address to listen on.")))] = "",
    port: Annotated[int, typer.Option(help=translate(N_("The port to listen on.")))] = 0,
) -> None:
    configured_host, configured_port = host_and_port(site_configuration().value("forms.listen"))
    settings = service_settings()
    serve_service(
        partial(make_service, settings), settings, host or configured_host, port or configured_port
    )


def serve_service(
    make: Callable[[], ASGIApp],
    settings: Settings,
    host: str,
    port: int,
    requests_end_in: int | None = None,
) -> None:
    """Serve the service that `make` makes; end the command where its database cannot be used.

    `requests_end_in` are the seconds that requests which are under way get when it stops; None for as long as they take.
    """
    import uvicorn

    try:
        app = make()
    except OutboxUnusable as unusable:
        print_setup_problems([unusable.problem])
        raise typer.Exit(1) from None
    print_site_in_use(settings.url, settings.database)
    warn_without_mail_server(settings)
    print_to_stderr(N_("The service listens on http://{host}:{port}."), host=host, port=port)
    uvicorn.run(
        app, host=host, port=port, log_level="warning", access_log=False, proxy_headers=False,
        server_header=False, timeout_graceful_shutdown=requests_end_in,
    )  # fmt: skip


def warn_without_mail_server(settings: Settings) -> None:
    """Print where mails go while no mail server is set."""
    if not settings.mail_server:
        print_to_stderr(
            N_(
                "No mail server is set (mail.server, NYSPOR_SMTP): mails are put in {folder} and reach nobody."
            ),
            folder=settings.mail_folder.absolute(),
        )


@comments_app.command("list", help=translate(N_("Show what waits for a decision.")))
def list_comments(
    published: Annotated[
        bool,
        typer.Option(
            help=translate(N_("Show what is published, newest first, instead of what waits."))
        ),
    ] = False,
) -> None:
    if published:
        _list_published(site_configuration(secrets=False).value("site.content"))
        return
    with open_outbox(selected_settings()) as outbox:
        waiting = outbox.waiting()
    table = new_table(N_("Text"), N_("Kind"), N_("About"), N_("Received"), N_("Name"), N_("Begins"))
    for stored in waiting:
        if found := stored.submission:
            received = short_moment(found.received)
            begins = found.values.get("text", "").split("\n")[0][:60]
            name = found.values.get("name", "")
            table.add_row(found.id, found.kind, found.entry, received, name, begins)
    print_table(table)


def _list_published(content: Path) -> None:
    """Print the comments and ideas in the content folder, each with the number that it is withdrawn by."""
    collection = read_content(content)
    found: list[tuple[str, str, Comment | Idea, str]] = [
        *(("comment", c.entry, c, file) for file, c in collection.comments.items()),
        *(("idea", c.title, c, file) for file, c in collection.ideas.items()),
    ]
    table = new_table(N_("Text"), N_("Kind"), N_("About"), N_("Received"), N_("Name"), N_("Begins"))
    for kind, about, sent, file in sorted(found, key=lambda row: row[2].received, reverse=True):
        received = short_moment(sent.received.instant)
        begins = sent.text.strip().partition("\n")[0][:60]
        number = submission_number(file) or file
        table.add_row(number, kind, about, received, sent.name, begins)
    print_table(table)


@comments_app.command(
    help=translate(N_("Publish a text: it becomes a file, and the site is built."))
)
def approve(text: TextId) -> None:
    _decide(text, Action.PUBLISH, Details())


@comments_app.command(help=translate(N_("Reject a text.")))
def reject(text: TextId, reason: Grounds = "") -> None:
    _decide(text, Action.REJECT, Details(reason=reason, tell=bool(reason)))


@comments_app.command(
    help=translate(
        N_("Take a published text off the site again, at any time; it waits for a decision then.")
    )
)
def undo(
    text: TextId,
    reason: Grounds = "",
    tell: Annotated[bool, typer.Option(help=translate(N_("Write to the one who sent it.")))] = True,
) -> None:
    _decide(text, Action.UNDO, Details(reason=reason, tell=tell))


@comments_app.command(
    "page", help=translate(N_("Print the link to an editor's page with all that waits."))
)
def editors_page(
    key: Annotated[str, typer.Argument(help=translate(N_("The editor's key in staff.yaml.")))],
) -> None:
    settings = selected_settings()
    member = settings.staff.find(key)
    if member is None or not member.is_editor:
        names = ", ".join(each.key for each in settings.staff if each.is_editor)
        print_to_stderr(
            N_("“{key}” is no editor in staff.yaml. The editors are: {names}"), key=key, names=names
        )
        raise typer.Exit(1)
    typer.echo(factory_for(settings).page_link(member, read_clock()))


def _decide(number: str, action: Action, details: Details) -> None:
    settings = selected_settings()
    with open_outbox(settings) as outbox:
        stored = outbox.find(number)
        left = stored is None or stored.submission is None
        if left and not (action is Action.UNDO and published_files(settings.content, [number])):
            print_message(N_("There is no text called {id}."), id=number)
            raise typer.Exit(1)
        try:
            decided, failure = asyncio.run(
                _decide_and_rebuild(settings, outbox, number, action, details)
            )
        except UnreadableList:
            print_message(N_("The list of forms cannot be read. Build the site first."))
            raise typer.Exit(1) from None
        except (OSError, OutboxUnavailable):
            print_message(
                N_("The content folder or the outbox cannot be written. Nothing is decided.")
            )
            raise typer.Exit(1) from None
        stored = outbox.find(number)
    _print_decision(decided, stored.state if stored else "forgotten", failure)


DECIDED = {
    "waiting": N_("it waits"),
    "approved": N_("it is published"),
    "rejected": N_("it is rejected"),
    "kept": N_("it needs no decision"),
    "expired": N_("it is deleted, as it was old"),
    "forgotten": N_("it is deleted, as its writer asked"),
}
"""What is said of a text in each of the outbox's states."""


def _print_decision(decided: DecisionResult, state: str, failure: BuildFailure | None) -> None:
    """Print the result of a decision; exit with 1 where it has not taken effect, or not on the site."""
    if decided.outcome is moderation.Outcome.ALREADY:
        print_message(N_("It has been decided already: {state}"), state=translate(DECIDED[state]))
        raise typer.Exit(1)
    if decided.outcome is moderation.Outcome.REFUSED:
        print_message(N_("It could not be published, and still waits for a decision."))
    for note in decided.notes:
        message, remedy = translate_problem(note, message_language())
        typer.echo(f"{message}\n    → {remedy}" if remedy else message)
    if decided.outcome is moderation.Outcome.REFUSED:
        raise typer.Exit(1)
    print_message(N_("Done."))
    if failure:
        print_message(
            N_(
                "But the site could not be built, so it does not show yet: {reason}. "
                "Fix what the lines below report, and build it."
            ),
            reason=failure.reason,
        )
        typer.echo(failure.output, err=True)
        raise typer.Exit(1)


async def _decide_and_rebuild(
    settings: Settings, outbox: Outbox, number: str, action: Action, details: Details
) -> tuple[DecisionResult, BuildFailure | None]:
    """Carry out a decision, and rebuild the site where it changes the content."""
    publisher = None if use_preview.get() else publisher_beside_service(settings)
    if publisher:
        settings = with_served_forms(settings)
    is_held = bool(publisher and publisher.state.held_since)
    rebuild = Rebuilder(settings.rebuild, outbox, build=publisher, on_hold=lambda: is_held)
    moderator = Moderator(
        factory_for(settings), outbox, TargetList(settings.forms)(), rebuild.confirms_builds
    )
    decided = await moderator.decide(number, action, read_clock(), details)
    if decided.content_changed:
        if is_held:
            print_message(N_("An earlier release is served, so it shows when you publish again, with: nyspor publish"))  # fmt: skip
        rebuild()
        await rebuild.finished()
    return decided, rebuild.failure
