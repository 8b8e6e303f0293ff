"""What the commands on publications share: the site's releases, keys and target, and how a failure is told."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from nyspor.cli.site_in_use import site_configuration
from nyspor.clock import read_clock
from nyspor.configuration.configuration import Configuration
from nyspor.console import (
    in_words,
    message_language,
    print_message,
    print_setup_problems,
    print_to_stderr,
    reason_of,
    translate,
)
from nyspor.files.atomic_write import write_atomically
from nyspor.i18n.catalogues import translate_problem
from nyspor.problems import N_, Problem
from nyspor.publishing.content_history import GitFailed
from nyspor.publishing.release_store import FORMS_LIST, PublicationRunning, Release, ReleaseStore
from nyspor.publishing.rollback import NoSuchRelease, ReleaseDamaged
from nyspor.publishing.signing_keys import (
    KEYS_FOLDER,
    SigningKey,
    make_key,
    read_keys,
)
from nyspor.publishing.state import read_state, write_state
from nyspor.publishing.targets import InvalidTarget, Target, TargetFailed, target_of
from nyspor.publishing.validation import MACHINE_PATH, SECRET
from nyspor.publishing.withdrawals import read_withdrawals

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
        print_message(
            N_("The release {name} showed what was withdrawn. Files that are removed from it: {number}"),
            name=name, number=len(paths),
        )  # fmt: skip
    if done.files:
        for path in sorted(done.editions):
            print_message(N_("Look whether it stands here as well, and make the edition again: {path}"), path=path)  # fmt: skip


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
        reason = in_words(N_("{path} cannot be used: {reason}."), path=error.filename, reason=reason_of(error))  # fmt: skip
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


def hold_changed_texts(content: Path) -> None:
    """Make drafts of the planned texts that have been changed since they were approved at the desk, where that is switched on.

    Raises `GitFailed`, and `ReleaseRefused` for a text that cannot be made a draft.
    """
    configuration = site_configuration(secrets=False)
    if not configuration.value("desk.enabled"):
        return
    from nyspor.cli.desk_commands import checked_desk_settings
    from nyspor.desk.approval.plans import hold_changed
    from nyspor.desk.database import FILE, DeskDatabase
    from nyspor.desk.store.texts import Texts
    from nyspor.publishing.content_history import history_of
    from nyspor.publishing.publisher import ReleaseRefused

    wanted = checked_desk_settings(configuration)
    file = configuration.value("forms.database").with_name(FILE)
    if wanted is None or not file.exists():
        return
    texts = Texts(content, history_of(content), DeskDatabase(file), read_clock)
    if problems := [*hold_changed(texts, wanted.rules, read_clock())]:
        raise ReleaseRefused(problems)
