"""Messages and progress bars on the terminal."""

import errno
from io import StringIO

import pytest
from rich.console import Console

from nyspor.console import (
    MAKING_PICTURES,
    PICTURES_THRESHOLD,
    PROGRESS_THRESHOLD,
    READING_TEXTS,
    WRITING_PAGES,
    confirmed,
    reason_of,
    with_progress,
)


def terminal() -> Console:
    return Console(file=StringIO(), force_terminal=True, width=80)


def output_of(console: Console) -> str:
    file = console.file
    assert isinstance(file, StringIO)
    return file.getvalue()


def test_many_things_are_followed_by_a_bar_in_danish(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NYSPOR_LANGUAGE", raising=False)
    console = terminal()
    assert list(with_progress(range(PROGRESS_THRESHOLD), READING_TEXTS, console)) == list(
        range(PROGRESS_THRESHOLD)
    )
    assert "Læser tekster" in output_of(console)
    assert "100%" in output_of(console)


def test_the_bar_stands_below_what_somebody_else_shows_there() -> None:
    console = terminal()
    with console.status("Generating..."):
        assert (
            len(list(with_progress(range(PROGRESS_THRESHOLD), WRITING_PAGES, console)))
            == PROGRESS_THRESHOLD
        )
    assert "Generating..." in output_of(console)
    assert "Skriver sider" in output_of(console)


def test_few_things_are_not_worth_a_bar() -> None:
    console = terminal()
    assert list(with_progress(range(PROGRESS_THRESHOLD - 1), READING_TEXTS, console)) == list(
        range(PROGRESS_THRESHOLD - 1)
    )
    assert output_of(console) == ""


def test_where_nobody_looks_nothing_is_shown() -> None:
    console = Console(file=StringIO(), force_terminal=False)
    assert (
        len(list(with_progress(range(PROGRESS_THRESHOLD), READING_TEXTS, console)))
        == PROGRESS_THRESHOLD
    )
    assert output_of(console) == ""


@pytest.mark.parametrize("answer", ["j", "ja", "JA", "y", " yes "])
def test_yes_is_said_in_danish_or_english(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(f"{answer}\n"))
    assert confirmed("Skal det?")


@pytest.mark.parametrize("answer", ["\n", "n\n", "nej\n", "måske\n", ""])
def test_anything_else_is_no(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(answer))
    assert not confirmed("Skal det?")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "disken er fuld"),
        (PermissionError(errno.EACCES, "Permission denied", "/"), "der er ikke adgang"),
        (OSError(errno.EMFILE, "Too many open files"), "Too many open files"),
    ],
    ids=["full", "no access", "another"],
)
def test_the_disk_s_reasons_are_told_in_danish(error: OSError, said: str) -> None:
    assert said in reason_of(error)


def test_fewer_pictures_than_pages_are_worth_a_bar() -> None:
    console = terminal()
    pictures = range(PICTURES_THRESHOLD)
    assert list(with_progress(pictures, MAKING_PICTURES, console, PICTURES_THRESHOLD)) == list(
        pictures
    )
    assert "Laver billeder" in output_of(console)
