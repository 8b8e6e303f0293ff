"""The commands for publications: `nyspor publish`, `releases`, `rollback`, `keys`."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from nyspor.cli.site_in_use import print_site_in_use, site_configuration
from nyspor.clock import read_clock
from nyspor.configuration.configuration import Configuration
from nyspor.console import (
    in_words,
    message_language,
    print_message,
    print_setup_problems,
    print_to_stderr,
    translate,
)
from nyspor.files.atomic_write import write_atomically
from nyspor.i18n.catalogues import translate_problem
from nyspor.problems import N_, Problem
from nyspor.publishing.changes import Changes
from nyspor.publishing.content_history import GitFailed
from nyspor.publishing.publisher import BUILD, COMMIT, SIGN, SWITCH, TIDY, VALIDATE
from nyspor.publishing.records import read_record
from nyspor.publishing.release_store import FORMS_LIST, PublicationRunning, Release, ReleaseStore
from nyspor.publishing.rollback import NoSuchRelease, ReleaseDamaged, ReleasePurged, roll_back
from nyspor.publishing.signing_keys import (
    KEYS_FOLDER,
    LastKey,
    SigningKey,
    make_key,
    read_keys,
    retire_key,
)
from nyspor.publishing.state import PublishingState, read_state, write_state
from nyspor.publishing.targets import InvalidTarget, Target, TargetFailed, target_of
from nyspor.publishing.validation import MACHINE_PATH, SECRET
from nyspor.publishing.withdrawals import read_withdrawals
from nyspor.text.danish import COPENHAGEN

STEPS = {
    BUILD: N_("Building the site"),
    VALIDATE: N_("Looking it over"),
    COMMIT: N_("Recording the texts in Git"),
    SIGN: N_("Signing it"),
    SWITCH: N_("Switching to it"),
    TIDY: N_("Tidying up"),
}

SHOWN_PROBLEMS = 20
"""So many problems with a release are printed."""

By = Annotated[str, typer.Option(help=translate(N_("Who publishes; else Git's user name.")))]


OF_THE_SITE = Path()
"""Stands for the settings file that the site is published with."""


def settings_in_use(given: Path) -> Path:
    """The settings file that was given, else the one that the site is published with."""
    if given != OF_THE_SITE:
        return given
    found: Path = site_configuration(secrets=False).value("site.settings")
    return found


SettingsFile = Annotated[
    Path,
    typer.Option(
        "--settings",
        show_default=False,
        callback=settings_in_use,
        help=translate(N_("The settings file; else the one that the site is published with.")),
    ),
]
AllowShrink = Annotated[
    bool,
    typer.Option(
        "--allow-shrink", help=translate(N_("Publish even if many of the pages are gone."))
    ),
]


def publish(
    settings: SettingsFile = OF_THE_SITE,
    by: By = "",
    reason: Annotated[str, typer.Option(help=translate(N_("Why it is published.")))] = "",
    allow_shrink: AllowShrink = False,
) -> None:
    from nyspor.publishing.publisher import Publication, Request
    from nyspor.publishing.publisher import publish as run  # Pelican is slow to load
    from nyspor.publishing.site_build import SiteBuilder

    store, target, configuration = release_store(), publishing_target(), site_configuration()
    with failures_recorded():
        builder = SiteBuilder(settings)
        print_site_in_use(builder.url)
        request = Request(
            by or git_user(),
            reason,
            keep=configuration.value("publish.keep"),
            private=private_texts(),
            max_loss=100 if allow_shrink else configuration.value("publish.allow_shrink_percent"),
        )
        console = Console(stderr=True)
        with console.status(translate(STEPS[BUILD])) as status:
            done: Publication = run(
                builder,
                store,
                signing_keys(),
                request,
                read_clock,
                lambda step: status.update(translate(STEPS[step])),
                target,
            )
        purge_releases(store, done.release, target)
        copy_forms_list(store, configuration)
    write_state(PublishingState())
    if not done.is_new:
        print_message(N_("Nothing is new since the last publication: {name} is served."), name=done.release.name)  # fmt: skip
        return
    print_message(N_("Published: {name}"), name=done.release.name)
    print_changes(done.changes)
    if done.changes != Changes() and not done.commit:
        print_message(N_("The content is in no Git repository, so that this release cannot be made again."))  # fmt: skip


def purge_releases(store: ReleaseStore, clean: Release | None, target: Target) -> None:
    """Remove from the releases what is on the list of withdrawals, but for one that is `clean`; print what was removed.

    Raises `PublicationRunning`.
    """
    from nyspor.publishing.purge import purge

    withdrawn = read_withdrawals()
    if not withdrawn:
        return
    with store.locked():
        done = purge(
            store,
            withdrawn,
            signing_keys(),
            clean,
            lambda release: target.deliver(release, store.current),
        )
    for name, paths in done.files.items():
        print_message(N_("Removed from {name}: {number} files"), name=name, number=len(paths))
    if done.files:
        for path in sorted(done.editions):
            print_message(N_("Look whether it stands here as well, and make the edition again: {path}"), path=path)  # fmt: skip


def releases(
    as_json: Annotated[
        bool, typer.Option("--json", help=translate(N_("Print it as JSON.")))
    ] = False,
) -> None:
    store = release_store()
    rows = [_row_of(store, release) for release in reversed(store.releases)]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    if not rows:
        print_message(N_("Nothing has been published from here yet. Do it with: nyspor publish"))
        return
    columns = N_("Release"), N_("Published"), N_("By"), N_("New"), N_("Corrected"), N_("Removed")
    table = Table(*(translate(column) for column in columns))
    table.columns[0].no_wrap = table.columns[1].no_wrap = True
    for row in rows:
        served = row["served"]
        table.add_row(
            f"{'→ ' if served else '  '}{row['release']}", row["shown"], row["by"],
            *(_titles(row[kind]) for kind in ("new", "corrected", "removed")),
            style="bold" if served else "",
        )  # fmt: skip
    Console(soft_wrap=False).print(table)
    if held := read_state().held_since:
        print_message(N_("An earlier release is served since {time}: nothing is published by itself until you publish again."), time=held)  # fmt: skip


def rollback(
    release: Annotated[
        str, typer.Argument(help=translate(N_("The release; else the one before.")))
    ] = "",
    settings: SettingsFile = OF_THE_SITE,
    by: By = "",
) -> None:
    store, target = release_store(), publishing_target()
    try:
        with failures_recorded(record=False):
            purge_releases(store, store.current, target)
            name = roll_back(store, release, target).name
    except ReleasePurged as purged:
        from nyspor.cli.withdraw_command import republish_without_withdrawn
        from nyspor.publishing.site_build import SiteBuilder

        print_message(
            N_("Something has been withdrawn from {name}: it is made again without that."),
            name=purged.release.name,
        )
        name = republish_without_withdrawn(
            SiteBuilder(settings), store, purged.release.name, by or git_user(), target
        )
    write_state(replace(read_state(), held_since=read_clock().isoformat(timespec="seconds")))
    print_message(N_("{name} is served again."), name=name)
    print_message(
        N_("Nothing is published by itself until you publish again, with: nyspor publish")
    )


def keys(
    new: Annotated[
        bool,
        typer.Option("--new", help=translate(N_("Make a new key that signs beside the others."))),
    ] = False,
    retire: Annotated[
        str,
        typer.Option(help=translate(N_("Let the key with this id sign no more; it is deleted."))),
    ] = "",
) -> None:
    if new:
        signing_keys()  # the first one is not to be taken for the new one
        make_key(KEYS_FOLDER)
    if retire:
        _retire(retire)
    for key in signing_keys():
        typer.echo(f"{key.id}  {key.public}  {key.path}")


def _retire(key: str) -> None:
    try:
        retired = retire_key(KEYS_FOLDER, key)
    except KeyError:
        print_to_stderr(N_("No key here is called {key}."), key=key)
        raise typer.Exit(1) from None
    except LastKey:
        print_to_stderr(N_("It is the only key. Make a new one first, with: nyspor keys --new"))
        raise typer.Exit(1) from None
    print_message(N_("It signs no more: {key}"), key=retired)


def release_store() -> ReleaseStore:
    """The releases of the site in the current folder."""
    return ReleaseStore(site_configuration(secrets=False).value("publish.releases"))


def copy_forms_list(store: ReleaseStore, configuration: Configuration) -> None:
    """Put the forms list of what is served where the settings name a place for it, as for a service elsewhere."""
    if configuration.origin("paths.forms_list") and store.current:
        content = (store.current.private / FORMS_LIST).read_bytes()
        write_atomically(configuration.value("paths.forms_list"), content)


def publishing_target() -> Target:
    """Where releases are served from. Ends the command where the setting names no machine."""
    address = site_configuration(secrets=False).value("publish.target")
    try:
        return target_of(address)
    except InvalidTarget:
        print_to_stderr(
            N_("publish.target is no machine and folder: {address}. Write, for example: user@host:/srv/nyspor"),
            address=address,
        )  # fmt: skip
        raise typer.Exit(2) from None


def signing_keys() -> list[SigningKey]:
    """The keys in this site's folder; made where there is none. Ends the command where one cannot be read."""
    try:
        return read_keys(KEYS_FOLDER) or [make_key(KEYS_FOLDER)]
    except (OSError, ValueError) as error:
        print_to_stderr(
            N_("The keys in {folder} cannot be used: {reason}"), folder=KEYS_FOLDER, reason=error
        )
        raise typer.Exit(2) from None


def private_texts() -> dict[str, str]:
    """What may stand in no file that is published, each with the message that says so."""
    configuration = site_configuration()
    secrets = configuration.value("secrets.signing").split()
    password = configuration.value("secrets.mail_password")
    return {
        f"{Path.cwd()}/": MACHINE_PATH,
        **dict.fromkeys((*secrets, *filter(None, [password])), SECRET),
    }


def git_user() -> str:
    """Git's user name; '' where there is none."""
    try:
        found = subprocess.run(["git", "config", "user.name"], capture_output=True, text=True)
    except OSError:
        return ""
    return found.stdout.strip()


@contextmanager
def failures_recorded(record: bool = True) -> Iterator[None]:
    """Print why a publication failed, write it down for the service, and end the command with 1."""
    from nyspor.publishing.publisher import ReleaseRefused
    from nyspor.publishing.site_description import BuildRefused

    try:
        yield
        return
    except PublicationRunning:
        print_to_stderr(
            N_("Something else is just being published from here. Try again in a moment.")
        )
        raise typer.Exit(3) from None
    except ReleaseRefused as refused:
        problems = refused.problems
        print_setup_problems(_shown(problems))
        reason = in_words(N_("The site was built, and is not fit to be published."))
    except BuildRefused as refused:
        reason = in_words(N_("The site cannot be built."))
        problems = refused.problems
    except NoSuchRelease as missing:
        reason = in_words(N_("There is no such release: {name}. See them with: nyspor releases"), name=str(missing) or "?")  # fmt: skip
        problems = ()
    except ReleaseDamaged as damaged:
        reason = in_words(
            N_("{name} is not what was published: {paths}"),
            name=damaged.release.name,
            paths=", ".join(damaged.paths[:5]) or "release.json",
        )
        problems = ()
    except GitFailed as failed:
        reason = in_words(N_("Git refuses to record the texts: {reason}"), reason=failed)
        problems = ()
    except TargetFailed as failed:
        reason = in_words(N_("The release could not be put on the other machine: {reason}"), reason=failed)  # fmt: skip
        problems = ()
    except OSError as error:
        reason = in_words(N_("{path} cannot be written: {reason}"), path=error.filename, reason=error.strerror)  # fmt: skip
        problems = ()
    print_to_stderr(N_("{reason} What was published before is served as it was."), reason=reason)
    if record:
        lines = [reason, *(_in_a_line(problem) for problem in problems[:SHOWN_PROBLEMS])]
        failed_at = read_clock().isoformat(timespec="seconds")
        write_state(replace(read_state(), failed_at=failed_at, failure="\n".join(lines)))
    raise typer.Exit(1)


def _in_a_line(problem: Problem) -> str:
    place = f"{problem.source}:{problem.line}" if problem.line else problem.source
    return f"{place}: {' '.join(translate_problem(problem, message_language()))}"


def _shown(problems: Sequence[Problem]) -> list[Problem]:
    return [
        Problem(problem.source, "{file}: {message}", problem.remedy, params={
            **problem.params, "file": problem.source or "releases",
            "message": translate_problem(problem, message_language())[0],
        })
        for problem in problems[:SHOWN_PROBLEMS]
    ]  # fmt: skip


def print_changes(changes: Changes) -> None:
    """Print the titles of what is new, corrected and removed."""
    for label, titles in (
        (N_("New: {titles}"), changes.new),
        (N_("Corrected: {titles}"), changes.corrected),
        (N_("Removed: {titles}"), changes.removed),
    ):
        if titles:
            print_message(label, titles=_titles(titles))


def _titles(titles: Sequence[str], number: int = 5) -> str:
    shown = ", ".join(titles[:number])
    rest = len(titles) - number
    return shown if rest <= 0 else in_words(N_("{titles} and {number} more"), titles=shown, number=rest)  # fmt: skip


def _row_of(store: ReleaseStore, release: Any) -> dict[str, Any]:
    record = read_record(release)
    return {
        "release": release.name,
        "published": release.published.isoformat(),
        "shown": release.published.astimezone(COPENHAGEN).strftime("%d.%m.%Y %H.%M"),
        "served": release == store.current,
        "by": record.by,
        "reason": record.reason,
        "new": list(record.changes.new),
        "corrected": list(record.changes.corrected),
        "removed": list(record.changes.removed),
        "new_bytes": record.new_bytes,
    }
