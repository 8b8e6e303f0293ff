"""Where the disk is full, or Git is killed, the desk says so and gives the words back; nothing is half written.

The long version is `make torture-desk-disk`.
"""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from nyspor.desk.store.commits import Commits
from nyspor.publishing.content_history import GitFailed, history_of
from tests.desk.desk import FILE, git, make_state, sit_down
from tests.desk.desk_process import form_of


@contextmanager
def full_disk(most: int = 100) -> Iterator[None]:
    """No file can have more than so many bytes."""
    limit, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))


def test_words_that_cannot_be_saved_come_back_and_are_saved_when_there_is_room(
    tmp_path: Path,
) -> None:
    anna = sit_down(make_state(tmp_path), "anna")
    before = (anna.content / FILE).read_bytes()
    form = anna.form_of() | {"_body": ["Nye ord."], "_token": [anna.token()], "_do": ["save"]}
    with full_disk():
        answer = anna.browser.post(f"/desk/text/{FILE}", data=form)
    assert answer.status_code == 507
    assert "Ikke gemt" in answer.text
    assert (anna.content / FILE).read_bytes() == before
    assert git(anna.content, "status", "--porcelain") == ""
    again = form_of(answer.text, "main form") | {"_token": [anna.token()]}
    anna.browser.post(f"/desk/text/{FILE}", data=again)
    assert "Nye ord." in git(anna.content, "show", f"HEAD:{FILE}")


def test_what_is_typed_is_not_called_kept_while_the_disk_is_full(tmp_path: Path) -> None:
    anna = sit_down(make_state(tmp_path), "anna")
    form = anna.form_of() | {"_body": ["Nye ord."], "_token": [anna.token()], "_draft": ["a"]}
    with full_disk():
        assert anna.browser.post(f"/desk/journal/{FILE}", data=form).status_code == 507
    assert anna.browser.post(f"/desk/journal/{FILE}", data=form).status_code == 200


def test_the_locks_of_a_git_that_was_killed_are_removed_by_the_next_save(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = make_state(tmp_path).texts.content
    history = history_of(content)
    assert history
    commits = Commits(history, tmp_path / "mark", patience=0)
    (tmp_path / "git").write_text("#!/bin/sh\ntouch .git/index.lock\nkill -9 $$\n")
    (tmp_path / "git").chmod(0o755)
    (content / FILE).write_text("Nye ord.", "utf-8")
    with monkeypatch.context() as killed:
        killed.setenv("PATH", str(tmp_path), prepend=":")
        killed.chdir(content)
        with pytest.raises(GitFailed):
            commits.record(FILE, "rettet", "Anna <anna@kommune.example>")
    commits.record(FILE, "rettet", "Anna <anna@kommune.example>")
    assert git(content, "status", "--porcelain") == ""


def test_a_draft_that_git_does_not_take_away_is_left(tmp_path: Path) -> None:
    anna = sit_down(make_state(tmp_path), "anna")
    anna.save(do="take off")
    raw = (anna.content / FILE).read_bytes()
    (anna.content / ".git/index.lock").touch()
    page = anna.save(do="delete")
    assert "kunne ikke skrives i historikken" in page.get_text()
    assert (anna.content / FILE).read_bytes() == raw
