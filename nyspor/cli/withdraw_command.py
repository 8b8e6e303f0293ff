"""`nyspor withdraw …`: what may not be public any more leaves the content, what is served, and every release."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Annotated, NoReturn, TypeVar
from urllib.parse import urlsplit

import typer

from nyspor.cli.proof_commands import print_paths
from nyspor.cli.publication import (
    OF_THE_SITE,
    By,
    SettingsFile,
    failures_recorded,
    git_user,
    hold_changed_texts,
    private_texts,
    publishing_target,
    purge_releases,
    release_store,
    signing_keys,
)
from nyspor.cli.site_in_use import site_configuration
from nyspor.clock import read_clock
from nyspor.console import (
    confirmed,
    in_words,
    message_language,
    print_message,
    print_setup_problems,
    print_to_stderr,
    translate,
)
from nyspor.content.collection import ContentCollection
from nyspor.content.image_reader import PICTURE_SUFFIXES
from nyspor.content.loader import read_content
from nyspor.desk.database import FILE as DESK_FILE
from nyspor.desk.database import DeskDatabase
from nyspor.desk.upkeep import forget_text
from nyspor.files.guides import guide
from nyspor.files.picture_cache import PictureCache
from nyspor.forms_service.publishing import withdraw as remove_comment
from nyspor.model.file_references import file_references
from nyspor.problems import N_
from nyspor.publishing.purge import still_shown
from nyspor.publishing.release_store import PublicationRunning, ReleaseStore
from nyspor.publishing.site_description import Builder, read_description
from nyspor.publishing.state import PublishingState, write_state
from nyspor.publishing.targets import Target
from nyspor.publishing.withdrawals import (
    COMMENT,
    PICTURE,
    TEXT,
    Reason,
    Withdrawal,
    add_withdrawals,
    found_in,
    is_grey,
    of_file,
    of_person,
    read_withdrawals,
    take_out,
)
from nyspor.text.danish import format_moment
from nyspor.text.language import DEFAULT_LANGUAGE
from nyspor.urls import locate_entry

app = typer.Typer(no_args_is_help=True)

REASONS = {
    "samtykke": Reason.CONSENT,
    "ønske": Reason.REQUEST,
    "fejl": Reason.MISTAKE,
    "ulovligt": Reason.UNLAWFUL,
    "andet": Reason.OTHER,
}
"""The reasons as Danes write them; their codes may be written too."""


def _reason_of(text: str) -> Reason:
    try:
        return REASONS.get(text.casefold()) or Reason(text)
    except ValueError:
        raise typer.BadParameter(
            in_words(N_("“{text}” is no reason. Write one of: {reasons}"), text=text, reasons=_reasons())
        ) from None  # fmt: skip


def _reasons() -> str:
    """The reasons in the language of messages."""
    return ", ".join(REASONS if message_language() == DEFAULT_LANGUAGE else Reason)


Why = Annotated[
    Reason,
    typer.Option(
        "--reason",
        parser=_reason_of,
        metavar="TEXT",
        show_default=False,
        help=in_words(N_("Why, for the list of withdrawals: {reasons}."), reasons=_reasons()),
    ),
]
Yes = Annotated[bool, typer.Option("--yes", help=translate(N_("Ask nothing.")))]
T = TypeVar("T")

PATIENCE, PAUSE = 150, 2.0
"""How often, and after how many seconds, it is tried again while another process publishes."""


@dataclass(frozen=True)
class Order:
    """Who withdraws something from which site, and why."""

    builder: Builder
    by: str
    reason: str

    @classmethod
    def given(cls, settings: Path, by: str, reason: Reason) -> Order:
        """What the options of a command say."""
        from nyspor.publishing.site_build import SiteBuilder  # Pelican is slow to load

        return cls(SiteBuilder(settings), by or git_user(), reason.value)

    @property
    def content(self) -> Path:
        return self.builder.content

    def of_file(self, kind: str, path: str) -> Withdrawal:
        """The withdrawal of a file, which may be gone from the content folder already."""
        if (self.content / path).is_file():
            return of_file(self.content, kind, path, self.when, self.by, self.reason)
        return Withdrawal(kind, self.when, self.by, self.reason, path)

    def of_person(self, name: str) -> Withdrawal:
        return of_person(name, self.when, self.by, self.reason)

    @property
    def when(self) -> str:
        return read_clock().isoformat(timespec="seconds")


@app.command(help=translate(N_("Withdraw a comment or an idea.")))
def comment(
    number: Annotated[str, typer.Argument(help=translate(N_("Its number, or its file.")))],
    reason: Why = Reason.OTHER,
    by: By = "",
    yes: Yes = False,
    settings: SettingsFile = OF_THE_SITE,
) -> None:
    order = Order.given(settings, by, reason)
    content = order.content
    path = _in_content(content, number)
    if not path.endswith(".md"):
        path = f"comments/{number}.md"
    wanted = order.of_file(COMMENT, path)
    found = sorted({file for _, file in found_in(content, [wanted])})
    all_of_it = [order.of_file(COMMENT, file) for file in found]
    if not found:
        idea = replace(wanted, path=f"ideas/{PurePosixPath(path).name}")
        all_of_it = _only_in_releases(number, [wanted, idea])
    print_paths(N_("It will be removed: {path}"), found)
    _carry_out(order.builder, all_of_it, yes)


@app.command(help=translate(N_("Withdraw a text, with the comments on it.")))
def text(
    name: Annotated[str, typer.Argument(help=translate(N_("Its address, or its file.")))],
    reason: Why = Reason.OTHER,
    by: By = "",
    yes: Yes = False,
    settings: SettingsFile = OF_THE_SITE,
) -> None:
    order = Order.given(settings, by, reason)
    content = order.content
    collection = read_content(content)
    path = _text_at(name, content, collection, order.builder.url)
    if path is None:
        _end(N_("There is no text with the address or the file {name}."), name=name)
    wanted = order.of_file(TEXT, path)
    if not wanted.size:
        _end_if_withdrawn(wanted)
    print_paths(N_("It will be removed: {path}"), [path])
    location = locate_entry(path)
    assert location
    linking = [
        parsed.file
        for parsed in collection.parsed_entries
        if parsed.file != path and path in file_references(parsed.entry, parsed.body, parsed.file).links
    ]  # fmt: skip
    print_paths(N_("It has a link to it, which must be changed: {path}"), linking)
    _carry_out(order.builder, [wanted], yes)


@app.command(help=translate(N_("Withdraw a picture.")))
def picture(
    name: Annotated[str, typer.Argument(help=translate(N_("Its file.")))],
    reason: Why = Reason.OTHER,
    now: Annotated[
        bool,
        typer.Option(
            "--now",
            help=translate(N_("Put a grey picture in its place, even where texts still show it.")),
        ),
    ] = False,
    by: By = "",
    yes: Yes = False,
    settings: SettingsFile = OF_THE_SITE,
) -> None:
    order = Order.given(settings, by, reason)
    content = order.content
    path = _in_content(content, name)
    if not path.lower().endswith(PICTURE_SUFFIXES):
        _end(N_("{name} is no picture."), name=name)
    wanted = order.of_file(PICTURE, path)
    if not wanted.size or is_grey(content / path):
        _only_in_releases(name, [wanted])
    files = {path, *(file for _, file in found_in(content, [wanted]))}
    shown_by = [
        parsed.file
        for parsed in read_content(content).parsed_entries
        if files & set(file_references(parsed.entry, parsed.body, parsed.file).pictures)
    ]
    print_paths(N_("It shows the picture: {path}"), shown_by)
    if shown_by and not now:
        _end(N_("Take the picture out of these texts and try again, or put a grey one in its place with: --now"))  # fmt: skip
    print_paths(N_("A grey picture takes its place: {path}"), sorted(files))
    _carry_out(order.builder, [wanted], yes)


@app.command(help=translate(N_("Withdraw a person's name.")))
def person(
    name: Annotated[str, typer.Argument(help=translate(N_("The name in full, or what people.yaml calls the person.")))],
    reason: Why = Reason.OTHER,
    by: By = "",
    yes: Yes = False,
    settings: SettingsFile = OF_THE_SITE,
) -> None:  # fmt: skip
    order = Order.given(settings, by, reason)
    content = order.content
    known = read_content(content).vocabularies.people.get(name)
    wanted = order.of_person(known.name if known else name)
    if wanted.words < 2:
        _end(N_("Write the name in full: one word alone stands in too many texts."))
    found = [file for _, file in found_in(content, [wanted])]
    if not found:
        _only_in_releases(name, [wanted])
    print_paths(N_("“Navn fjernet” takes the name's place: {path}"), found)
    print_message(N_("Look through what else tells who it is: roles, pictures, and names that are written otherwise."))  # fmt: skip
    _carry_out(order.builder, [wanted], yes)


def _only_in_releases(name: str, wanted: Sequence[Withdrawal]) -> list[Withdrawal]:
    """Those of `wanted`, none of which stands in the content, that a release shows; ends the command where none does."""
    for each in wanted:
        _end_if_withdrawn(each)
    shown = [
        each for each in wanted if any(still_shown(r, [each]) for r in release_store().releases)
    ]
    if not shown:
        _end(N_("“{name}” stands nowhere, neither in the content nor in a release that is kept. Nothing was changed. Look whether it is written so."), name=name)  # fmt: skip
    return shown


def _end_if_withdrawn(wanted: Withdrawal) -> None:
    """End the command, having said so, where the same is on the list already."""
    for each in read_withdrawals():
        if each.is_of_the_same(wanted):
            day = format_moment(datetime.fromisoformat(each.when))
            print_message(N_("It was withdrawn on {day} already, and nothing of it stands in the content. Nothing was changed."), day=day)  # fmt: skip
            raise typer.Exit


def _in_content(content: Path, name: str) -> str:
    """A file's path in the content folder, as people write it from the site's folder or from there."""
    absolute = Path(name).absolute()
    inside = content.absolute()
    if absolute.is_relative_to(inside) and ".." not in absolute.parts:
        return absolute.relative_to(inside).as_posix()
    if Path(name).is_absolute() or ".." in Path(name).parts:
        _end(N_("{name} is not in the content folder."), name=name)
    return PurePosixPath(name).as_posix()


def _text_at(name: str, content: Path, collection: ContentCollection, url: str) -> str | None:
    """The file of a text by its address, in full or not, or by its file; also of one that only releases have."""
    if name.endswith(".md") and locate_entry(path := _in_content(content, name)):
        return path
    base = urlsplit(url).path
    address = "/" + urlsplit(name).path.removeprefix(base).strip("/") + "/"
    if there := collection.by_address.get(address):
        return there[0].file
    descriptions = (read_description(release) for release in reversed(release_store().releases))
    entries = (found.entries.get(address) for found in descriptions if found)
    return next((entry.file for entry in entries if entry), None)


def _carry_out(
    builder: Builder,
    wanted: Sequence[Withdrawal],
    yes: bool,
) -> None:
    """Ask, then withdraw: from the content, from what is served, from every release."""
    print_message(N_("It is put on the list of withdrawals, the site is published, and what shows it is removed from every release."))  # fmt: skip
    if not yes and not confirmed(translate(N_("Withdraw it now?"))):
        print_message(N_("Nothing was changed."))
        raise typer.Exit(1)
    add_withdrawals(wanted)  # first, so that nothing publishes it again meanwhile
    changed = take_out(builder.content, wanted, remove_comment)
    print_paths(N_("Changed in the content: {path}"), changed)
    _forget_renditions(wanted)
    _forget_at_desk(wanted)
    store, target = release_store(), publishing_target()
    is_published = _published(builder, store, wanted[0].by, target)
    is_clean = is_published or _published_as_before(builder, store, wanted[0].by, target)
    with failures_recorded(record=False):
        _patiently(lambda: purge_releases(store, store.current if is_clean else None, target))
    remains = still_shown(store.current, wanted) if is_clean and store.current else []
    print_paths(N_("It is still shown, by something else than the content: {path}"), remains)
    print_message(N_("Git's history, backups and other copies still have it: {page} says how it is removed there."), page=guide("drift/tilbagetraekning.md"))  # fmt: skip
    if not is_published or remains:
        raise typer.Exit(1)


def _forget_renditions(wanted: Sequence[Withdrawal]) -> None:
    """Remove from the builds' cache what was made of withdrawn pictures."""
    cache = PictureCache(site_configuration(secrets=False).value("paths.pictures"))
    for each in wanted:
        if each.rendition:
            cache.forget(each.rendition)


def _forget_at_desk(wanted: Sequence[Withdrawal]) -> None:
    """Remove what the desk keeps of withdrawn texts."""
    file = site_configuration(secrets=False).value("forms.database").with_name(DESK_FILE)
    if file.exists():
        database = DeskDatabase(file)
        for each in wanted:
            if each.kind == TEXT:
                forget_text(database, each.path)


def _published(builder: Builder, store: ReleaseStore, by: str, target: Target) -> bool:
    """Publish the content as it is now; return whether that was possible, else it has been said why."""
    from nyspor.publishing.publisher import Request, publish

    reason = in_words(N_("Something was withdrawn"))
    request = Request(by, reason, private=private_texts(), max_loss=100)
    try:
        with failures_recorded():
            done = _patiently(
                lambda: publish(
                    builder,
                    store,
                    signing_keys(),
                    request,
                    read_clock,
                    target=target,
                    prepare=hold_changed_texts,
                )
            )
    except typer.Exit:
        return False
    write_state(PublishingState())
    print_message(N_("Published: {name}"), name=done.release.name)
    return True


def _published_as_before(builder: Builder, store: ReleaseStore, by: str, target: Target) -> bool:
    """Serve what is served now again, without what was withdrawn; return whether that was possible."""
    current = store.current
    if current is None:
        return False
    print_message(N_("What is served is now made again without what was withdrawn."))
    try:
        name = republish_without_withdrawn(builder, store, current.name, by, target)
    except typer.Exit:
        return False
    print_message(N_("Published: {name}"), name=name)
    return True


def republish_without_withdrawn(
    builder: Builder, store: ReleaseStore, name: str, by: str, target: Target
) -> str:
    """Make a release again without what was withdrawn, and serve it; return the new release's name.

    Ends the command, having said why, where that is not possible.
    """
    from nyspor.publishing.content_history import history_of
    from nyspor.publishing.publisher import Request
    from nyspor.publishing.rebuild import CannotRebuild, rebuild
    from nyspor.publishing.republish import republish

    origin, withdrawn = store.find(name), read_withdrawals()
    assert origin
    reason = in_words(N_("{name} without what was withdrawn"), name=origin.name)
    request = Request(by, reason, private=private_texts(), max_loss=100)
    with TemporaryDirectory(prefix="nyspor-") as temporary, failures_recorded(record=False):
        try:
            made = rebuild(
                origin,
                history_of(builder.content),
                Path(temporary),
                lambda content: take_out(content, withdrawn, remove_comment),
            )
        except CannotRebuild as cannot:
            print_to_stderr(N_("{name} cannot be made again."), name=origin.name)
            print_setup_problems([cannot.problem])
            raise typer.Exit(1) from None
        print_setup_problems(made.remarks)
        keys = signing_keys()
        done = _patiently(
            lambda: republish(
                store, origin, made, withdrawn, keys, request, read_clock, target
            )
        )  # fmt: skip
    return done.name


def _patiently(action: Callable[[], T]) -> T:
    """Carry out something that needs the lock, and wait while another process publishes. Raises `PublicationRunning`."""
    for _ in range(PATIENCE):
        try:
            return action()
        except PublicationRunning:
            time.sleep(PAUSE)
    return action()


def _end(message: str, **params: object) -> NoReturn:
    print_to_stderr(message, **params)
    raise typer.Exit(1)
