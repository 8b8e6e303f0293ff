"""The commands for publications: `nyspor publish`, `releases`, `rollback`, `keys`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.console import Console

from nyspor.cli.listing import new_table, print_table
from nyspor.cli.publication import (
    OF_THE_SITE,
    By,
    SettingsFile,
    copy_forms_list,
    failures_recorded,
    git_user,
    hold_changed_texts,
    private_texts,
    publishing_target,
    purge_releases,
    release_store,
    signing_keys,
)
from nyspor.cli.site_in_use import print_site_in_use, site_configuration
from nyspor.clock import read_clock
from nyspor.console import (
    in_words,
    message_language,
    print_message,
    print_to_stderr,
    translate,
)
from nyspor.i18n.catalogues import CATALOGUES, read_catalogue
from nyspor.problems import N_
from nyspor.publishing.changes import Changes
from nyspor.publishing.publisher import BUILD, COMMIT, SIGN, SWITCH, TIDY, VALIDATE
from nyspor.publishing.records import read_record
from nyspor.publishing.release_store import ReleaseStore
from nyspor.publishing.rollback import ReleasePurged, roll_back
from nyspor.publishing.signing_keys import (
    KEYS_FOLDER,
    LastKey,
    make_key,
    retire_key,
)
from nyspor.publishing.state import PublishingState, read_state, write_state
from nyspor.text.danish import format_moment

STEPS = {
    BUILD: N_("Building the site"),
    VALIDATE: N_("Looking it over"),
    COMMIT: N_("Recording the texts in Git"),
    SIGN: N_("Signing it"),
    SWITCH: N_("Switching to it"),
    TIDY: N_("Tidying up"),
}


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

            def begin(step: str) -> None:
                status.update(translate(STEPS[step]))

            done: Publication = run(
                builder,
                store,
                signing_keys(),
                request,
                read_clock,
                begin,
                target,
                prepare=hold_changed_texts,
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


def releases(
    as_json: Annotated[
        bool, typer.Option("--json", help=translate(N_("Print it as JSON.")))
    ] = False,
) -> None:
    store = release_store()
    rows = [_row_of(store, release) for release in reversed(store.releases)]
    if as_json:
        as_data = [row | asdict(row.pop("changes")) for row in rows]
        typer.echo(json.dumps(as_data, ensure_ascii=False, indent=1))
        return
    if not rows:
        print_message(N_("Nothing has been published from here yet. Do it with: nyspor publish"))
        return
    table = new_table(N_("Release"), N_("Published"), N_("By"), N_("Changes"))
    for row in rows:
        served = row["served"]
        mark = "→ " if served else "  "
        table.add_row(
            *(mark + row["release"], row["shown"], row["by"], "\n".join(_in_lines(row["changes"]))),
            style="bold" if served else "",
        )
    print_table(table)
    if held := read_state().held_since:
        time = format_moment(datetime.fromisoformat(held))
        print_message(N_("An earlier release is served since {time}: nothing is published by itself until you publish again."), time=time)  # fmt: skip


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


def print_changes(changes: Changes) -> None:
    """Print the titles of what is new, corrected and removed, and how many comments and ideas."""
    for line in _in_lines(changes):
        typer.echo(line)


def _in_lines(changes: Changes) -> list[str]:
    """What is new, corrected and removed, a line for each that there is."""
    sent, gone = (changes.new_comments, changes.new_ideas), (changes.removed_comments, changes.removed_ideas)  # fmt: skip
    return [
        in_words(label, titles=", ".join(filter(None, (_titles(titles), *_counted(*numbers)))))
        for label, titles, numbers in (
            (N_("New: {titles}"), changes.new, sent),
            (N_("Corrected: {titles}"), changes.corrected, (0, 0)),
            (N_("Removed: {titles}"), changes.removed, gone),
        )
        if titles or any(numbers)
    ]


def _counted(comments: int, ideas: int) -> list[str]:
    """So many comments and ideas in words; nothing of those that there are none of."""
    ngettext = read_catalogue(CATALOGUES, message_language()).ngettext
    counts = (
        (comments, ngettext("{count} comment", "{count} comments", comments)),
        (ideas, ngettext("{count} idea", "{count} ideas", ideas)),
    )
    return [words.format(count=count) for count, words in counts if count]


def _titles(titles: Sequence[str], number: int = 5) -> str:
    shown = ", ".join(titles[:number])
    rest = len(titles) - number
    return shown if rest <= 0 else in_words(N_("{titles} and {number} more"), titles=shown, number=rest)  # fmt: skip


def _row_of(store: ReleaseStore, release: Any) -> dict[str, Any]:
    record = read_record(release)
    return {
        "release": release.name,
        "published": release.published.isoformat(),
        "shown": format_moment(release.published),
        "served": release == store.current,
        "by": record.by,
        "reason": record.reason,
        "new_bytes": record.new_bytes,
        "changes": record.changes,
    }
