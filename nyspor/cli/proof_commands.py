"""The commands that prove a publication: `nyspor verify`, `nyspor rebuild`."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from nyspor.cli.publication import OF_THE_SITE, SettingsFile, release_store, signing_keys
from nyspor.console import (
    print_message,
    print_setup_problems,
    print_to_stderr,
    translate,
    with_progress,
)
from nyspor.problems import N_
from nyspor.publishing.content_history import history_of
from nyspor.publishing.manifest import MANIFEST, InvalidManifest
from nyspor.publishing.records import read_record
from nyspor.publishing.served_files import (
    LeadsElsewhere,
    Served,
    ServedFolder,
    ServedSite,
    State,
    Unreachable,
)
from nyspor.publishing.signing_keys import KEYS_FOLDER, InvalidKey
from nyspor.publishing.verification import (
    KeepsChanging,
    NoManifest,
    NotSigned,
    Verdict,
)
from nyspor.publishing.verification import verify as run
from nyspor.publishing.withdrawals import read_withdrawals, take_out

SHOWN_PATHS = 20
"""So many paths are printed of each kind."""

DIFFERS, UNCHECKED = 1, 2
"""The exit codes: something else is served than was published; it could not be checked."""


def verify(
    place: Annotated[
        str,
        typer.Argument(
            help=translate(N_("The site's address, or a folder.")), metavar="URL|FOLDER"
        ),
    ],
    key: Annotated[
        list[str] | None,
        typer.Option(
            help=translate(
                N_("The public key, which you have from elsewhere than the site itself.")
            )
        ),
    ] = None,
    sample: Annotated[
        int,
        typer.Option(help=translate(N_("Look at so many files only, chosen at random.")), min=0),
    ] = 0,
) -> None:
    served = _served_at(place)
    keys = key or _local_keys()
    try:
        verdict = run(served, keys, sample, _shown)
    except InvalidKey as invalid:
        _end(UNCHECKED, N_("“{key}” is no public key. It looks like: ed25519:…"), key=invalid)
    except NoManifest:
        _end(UNCHECKED, N_("There is no release.json there, so that nothing says what was published."))  # fmt: skip
    except NotSigned:
        _end(DIFFERS, N_("release.json is not signed with this key: somebody else has made it, or it has been changed."))  # fmt: skip
    except InvalidManifest as invalid:
        _end(DIFFERS, N_("release.json cannot be understood: {reason}"), reason=invalid)
    except LeadsElsewhere as leads:
        _end(UNCHECKED, N_("The address leads on to {address}. Check that one instead."), address=leads)  # fmt: skip
    except Unreachable as unreachable:
        _end(UNCHECKED, N_("It could not be checked: {reason}"), reason=unreachable)
    except KeepsChanging:
        _end(UNCHECKED, N_("Something new is published all the time. Try again in a moment."))
    _print(verdict, served.is_remote)
    if not verdict.is_as_published:
        raise typer.Exit(DIFFERS)


def _served_at(place: str) -> Served:
    if "://" not in place:
        if not Path(place).is_dir():
            _end(UNCHECKED, N_("There is no folder “{path}”."), path=place)
        return ServedFolder(Path(place), MANIFEST)
    try:
        return ServedSite(place)
    except ValueError:
        _end(UNCHECKED, N_("“{url}” is no address of a site. Write, for example: https://blog.kommune.example"), url=place)  # fmt: skip


def _local_keys() -> list[str]:
    """The public keys of the site in this folder; ends the command where there are none."""
    if not KEYS_FOLDER.is_dir():
        _end(UNCHECKED, N_("Which key is to have signed it? Give the public key with: --key ed25519:…"))  # fmt: skip
    print_to_stderr(
        N_("Checked with the keys in {folder}. Who has broken in here can have changed them too: "
           "keep the public key somewhere else, and give it with --key."),
        folder=KEYS_FOLDER,
    )  # fmt: skip
    return [key.public for key in signing_keys()]


def _shown(paths: Collection[str], states: Iterable[State]) -> Iterable[State]:
    states = iter(states)
    tracked = with_progress(paths, N_("Comparing files"), Console(stderr=True))
    return (next(states) for _ in tracked)


def _print(verdict: Verdict, is_remote: bool) -> None:
    manifest = verdict.manifest
    print_message(
        N_("Release {name} of {site}, published {time}."),
        name=printable(manifest.release), site=printable(manifest.site), time=printable(manifest.published),
    )  # fmt: skip
    for label, paths in (
        (N_("Changed: {path}"), verdict.changed),
        (N_("Missing: {path}"), verdict.missing),
        (N_("Never published: {path}"), verdict.unlisted),
    ):
        print_paths(label, paths)
    if not verdict.is_as_published:
        print_message(N_("This is not what was published."))
        return
    total = len(manifest.files)
    if verdict.checked < total:
        print_message(
            N_("{checked} of {total} files are as they were published; the others were not looked at."),
            checked=verdict.checked, total=total,
        )  # fmt: skip
    else:
        print_message(N_("All {total} files are as they were published."), total=total)
    if is_remote:
        print_message(N_("Whether the server has other files as well cannot be seen from outside."))


def rebuild(
    release: Annotated[str, typer.Argument(help=translate(N_("The release, or its number.")))],
    into: Annotated[
        Path | None, typer.Option(help=translate(N_("Keep what is made in this folder.")))
    ] = None,
    settings: SettingsFile = OF_THE_SITE,
) -> None:
    from nyspor.forms_service.publishing import withdraw as remove_comment
    from nyspor.publishing.rebuild import CannotRebuild, Rebuilt  # Pelican is slow to load
    from nyspor.publishing.rebuild import rebuild as run_again
    from nyspor.publishing.site_build import SiteBuilder

    found = release_store().find(release)
    if found is None:
        _end(UNCHECKED, N_("There is no such release: {name}. See them with: nyspor releases"), name=release)  # fmt: skip
    if into and into.exists():
        _end(UNCHECKED, N_("{path} is there already. Choose another folder."), path=into)
    history = history_of(SiteBuilder(settings).content)
    with TemporaryDirectory(prefix="nyspor-") as temporary:
        try:
            record = read_record(found)
            withdrawn = read_withdrawals() if record.purged or record.rebuilt_from else []
            done: Rebuilt = run_again(
                found,
                history,
                Path(temporary),
                lambda content: take_out(content, withdrawn, remove_comment),
            )
        except CannotRebuild as cannot:
            print_to_stderr(N_("{name} cannot be made again."), name=found.name)
            print_setup_problems([cannot.problem])
            raise typer.Exit(UNCHECKED) from None
        print_setup_problems(done.remarks)
        if record.purged:
            print_message(N_("Something has been withdrawn from this release, and it is made again without that."))  # fmt: skip
        if into:
            shutil.copytree(done.release.site, into)
            print_message(N_("It lies in {path}."), path=into)
    print_paths(N_("Differs: {path}"), done.differences)
    if done.differences:
        print_message(N_("What was made is not what was published."))
        raise typer.Exit(DIFFERS)
    print_message(N_("{name} was made again, and all {total} files are equal, byte for byte."),
        name=found.name, total=len(done.manifest.files))  # fmt: skip


def print_paths(label: str, paths: Collection[str]) -> None:
    """Print a line for each of the first paths, and how many there are besides."""
    for path in list(paths)[:SHOWN_PATHS]:
        print_message(label, path=printable(path))
    if len(paths) > SHOWN_PATHS:
        print_message(N_("… and {number} more"), number=len(paths) - SHOWN_PATHS)


def printable(text: str) -> str:
    """A text that may come from anywhere, without what would steer the terminal."""
    return text if text.isprintable() else ascii(text)


def _end(code: int, message: str, **params: object) -> NoReturn:
    print_to_stderr(message, **{name: printable(str(value)) for name, value in params.items()})
    raise typer.Exit(code)
