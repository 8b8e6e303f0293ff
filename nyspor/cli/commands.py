"""`nyspor …`: the commands, thin wrappers that parse the arguments and print the result."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from nyspor.checks import check_content
from nyspor.cli import (
    backup_commands,
    blocklist_commands,
    desk_commands,
    document_commands,
    forms_commands,
    magazine_commands,
    members_commands,
    outbox_commands,
    proof_commands,
    publish_commands,
    run_command,
    topics_commands,
    withdraw_command,
)
from nyspor.cli.config_command import config
from nyspor.cli.doctor_command import EXIT_CODES, doctor
from nyspor.cli.export_command import export
from nyspor.cli.field_reference import render_field_reference
from nyspor.cli.fix_content import fix_content
from nyspor.cli.forget_command import forget
from nyspor.cli.index_command import index
from nyspor.cli.init_command import init
from nyspor.cli.journal_command import export_journal
from nyspor.cli.magazine_characters import check_magazine_characters
from nyspor.cli.new_command import new
from nyspor.cli.options import ContentFolder, ExistingSettings, SettingsFile
from nyspor.cli.privacy_command import privacy
from nyspor.cli.rule_guide import render_rule_guide
from nyspor.cli.site_brand import check_site_brand
from nyspor.cli.site_in_use import apply_site_configuration, refuse_root
from nyspor.cli.site_kinds import load_site_kinds
from nyspor.cli.site_url import published_at
from nyspor.cli.upgrade_command import upgrade
from nyspor.clock import read_clock
from nyspor.console import print_message, print_to_stderr, translate
from nyspor.content.collection import ContentCollection
from nyspor.content.loader import read_content
from nyspor.content.schema import SCHEMA
from nyspor.problem_report import as_json, print_advice, print_problems
from nyspor.problems import N_
from nyspor.rules import errors
from nyspor.site.template_checks import check_templates
from nyspor.site.theme import Theme

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help=translate(N_("Nyspor: write, look, show.")),
    pretty_exceptions_enable=False,
)

Port = Annotated[
    int, typer.Option(help=translate(N_("The port the site is shown on.")), min=0, max=65535)
]


def print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"Nyspor {version('nyspor')}")
        raise typer.Exit


FOR_THE_OWNER = ("publish", "rollback", "withdraw", "keys", "rebuild", "run", "forms", "hook", "outbox", "comments", "members", "blocklist", "forget", "export", "journal", "backup", "upgrade", "desk")  # fmt: skip
"""The commands that write releases, data or settings, or open the database, whose journal they would own: they are for
the user that the site belongs to."""

SHOWING_FAULTS = ("config", "doctor")
"""The commands that tell of invalid settings themselves."""


@app.callback()
def options(
    context: typer.Context,
    show_version: Annotated[
        bool,
        typer.Option(
            "--version",
            help=translate(N_("Show the version.")),
            callback=print_version,
            is_eager=True,
        ),
    ] = False,
) -> None:
    command = context.invoked_subcommand or ""
    if command in FOR_THE_OWNER and "--help" not in sys.argv:
        refuse_root(command)
    apply_site_configuration(required=context.invoked_subcommand not in SHOWING_FAULTS)


@app.command(help=translate(N_("Look all content over without building the site.")))
def check(
    content: ContentFolder = Path("content"),
    settings: SettingsFile = Path("pelicanconf.py"),
    json: Annotated[
        bool, typer.Option("--json", help=translate(N_("Print what is found as JSON.")))
    ] = False,
    fix: Annotated[
        bool,
        typer.Option(
            "--fix", help=translate(N_("Correct what is safe to correct, and show it first."))
        ),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help=translate(N_("Ask nothing.")))] = False,
) -> None:
    if fix:
        fix_content(content, yes)
    load_site_kinds(content, settings)
    found = replace(read_for_check(content, settings), site_url=published_at(settings))
    now = read_clock()
    if found.schema < SCHEMA:
        print_to_stderr(
            N_("The content is from an earlier version of Nyspor. Bring it to this one with: {command}"),
            command="nyspor upgrade",
        )  # fmt: skip
    theme = Theme.with_site_folder(settings.parent / (os.environ.get("NYSPOR_THEME") or "theme"))
    problems = [
        *check_site_brand(found, settings, now),
        *check_templates(theme),
        *check_content(found, now),
        *check_magazine_characters(found, content, theme),
    ]
    failed = bool(errors(problems))
    if json:
        typer.echo(as_json(problems, content))
    elif failed:
        print_problems(problems, content)
    elif problems:
        print_advice(problems, content)
    else:
        print_message(N_("All is well: there is nothing to correct."))
    raise typer.Exit(int(failed))


def read_for_check(content: Path, settings: Path) -> ContentCollection:
    """Read the content, from the cache of checks where the folder is that of a site with its settings."""
    from nyspor.incremental import check_cache

    if not settings.is_file() or not content.is_dir():
        return read_content(content)
    site = settings.parent
    state = site / os.environ.get("NYSPOR_STATE", "var/state") / check_cache.FOLDER
    return check_cache.read_cached(content, state, site / "plugins")


@app.command(
    help=translate(N_("Build the site, show it, and build again whenever something changes."))
)
def serve(port: Port = 8000, settings: ExistingSettings = Path("pelicanconf.py")) -> None:
    from nyspor.preview.server import (
        serve as run,  # Pelican is slow to load and only this needs it.
    )

    run(settings, port)


app.command(help=translate(N_("Make the folder of a new site.")))(init)
app.command(help=translate(N_("Begin a new post, story, track or the like.")))(new)
app.command(help=translate(N_("Bring the site to the form that this version writes.")))(upgrade)


app.command(
    help=translate(N_("Publish the site: built apart, looked over, and switched to at once."))
)(publish_commands.publish)
app.command(help=translate(N_("List what has been published, and what is served.")))(
    publish_commands.releases
)
app.command(help=translate(N_("Make the index that residents search the site by.")))(index)
app.command(help=translate(N_("Serve an earlier release again.")))(publish_commands.rollback)
app.command(help=translate(N_("Show the public keys that publications are signed with.")))(
    publish_commands.keys
)
app.command(help=translate(N_("Check that what is served is what was published.")))(
    proof_commands.verify
)
app.command(help=translate(N_("Make an earlier release again, and compare it byte for byte.")))(
    proof_commands.rebuild
)
app.add_typer(
    withdraw_command.app,
    name="withdraw",
    help=translate(N_("Take something out of the site and of every release.")),
)


@app.command(help=translate(N_("Write the handbook's list of fields.")))
def fields() -> None:
    typer.echo(render_field_reference(), nl=False)


app.command(help=translate(N_("Show the settings that hold here, and where each is written.")))(
    config
)


@app.command(help=translate(N_("Write the guide to the rules of the check.")))
def rules() -> None:
    typer.echo(render_rule_guide(), nl=False)


app.command("forms", help=translate(N_("Receive comments, sign-ups and ideas.")))(
    forms_commands.serve_forms
)
app.command(
    "run",
    help=translate(
        N_("Run the site: receive forms, and publish what is approved, changed or due.")
    ),
)(run_command.run)
app.command("hook", hidden=True)(forms_commands.serve_forms)  # its earlier name
app.add_typer(
    outbox_commands.outbox_app,
    name="outbox",
    help=translate(N_("Look after the mail that is to be sent.")),
)
app.add_typer(
    blocklist_commands.blocklist_app,
    name="blocklist",
    help=translate(N_("Look after the list of unwanted words and addresses.")),
)
app.add_typer(
    forms_commands.comments_app, name="comments", help=translate(N_("Decide what is published."))
)
app.add_typer(
    members_commands.app,
    name="members",
    help=translate(N_("Look after the members of workgroups.")),
)
app.add_typer(
    desk_commands.app,
    name="desk",
    help=translate(N_("Look after who is signed in at the desk.")),
)
app.command(help=translate(N_("Remove all that came from an address, wherever it stands.")))(forget)
app.command(help=translate(N_("Give all that is stored about the person with an address.")))(export)
app.command(
    "journal",
    help=translate(N_("Write what has been sent in, and what was decided, as a CSV file.")),
)(export_journal)
app.command(help=translate(N_("Make a backup of all that cannot be made again.")))(
    backup_commands.backup
)
app.command("restore", help=translate(N_("Restore a site from a backup, in an empty folder.")))(
    backup_commands.restore_backup
)
app.command(
    help=translate(N_("Look over everything that the running site needs.")),
    epilog=translate(EXIT_CODES),
)(doctor)
app.command(
    help=translate(N_("Write the record of processing of personal data, and the policy for logs."))
)(privacy)
app.add_typer(topics_commands.app, name="topics", help=translate(N_("Help with tagging.")))
app.add_typer(
    magazine_commands.app, name="magazine", help=translate(N_("Make the yearly magazine."))
)


def main() -> None:
    """Run the command line."""
    app()


app.command(help=translate(N_("Make the PDF of a year's status, for an agenda and to hand out.")))(
    document_commands.status
)
app.command(help=translate(N_("Make the PDF of a programme, or of all.")))(
    document_commands.programme
)
