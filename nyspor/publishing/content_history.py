"""The history of the content folder in Git, through the git command."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

SAME_FILE = "--find-renames=90%"
"""How like what was removed and what was added must be to be the same file."""

UNKNOWN_AUTHOR = ("-c", "user.name=Nyspor", "-c", "user.email=nyspor@nyspor.example")


class GitFailed(Exception):
    """Git refused; its own words are the message."""


class GitKilled(GitFailed):
    """Git was killed, and may have left its locks."""


class ChangesClash(GitFailed):
    """The same was changed on both sides; `files` are relative to the repository."""

    def __init__(self, files: list[str]) -> None:
        self.files = tuple(files)
        super().__init__(", ".join(files))


@dataclass(frozen=True)
class Version:
    """A commit that changed a file; `path` is the file's name then, from the repository's root."""

    commit: str
    author: str
    moment: datetime
    message: str
    path: str


class ContentHistory:
    """The Git repository that a content folder lies in."""

    def __init__(self, content: Path, root: Path) -> None:
        self.content, self.root = content.resolve(), root

    @property
    def commit(self) -> str:
        """The commit that is checked out; '' before the first."""
        try:
            return self._git("rev-parse", "--verify", "--quiet", "HEAD").strip()
        except GitFailed:
            return ""

    def pending(self) -> list[str]:
        """Files in the content folder that are not as in the last commit, relative to it."""
        below = self.below
        output = self._git(
            "status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames", "--", below
        )
        prefix = "" if below == "." else below + "/"
        return [line[3:].removeprefix(prefix) for line in output.split("\0") if line]

    def record(self, files: Collection[str], message: str, author: str = "") -> str:
        """Commit these files of the content folder and nothing else; return the commit. Raises `GitFailed`.

        The `author` is a name and an address, `Anna <anna@kommune.example>`; without, whom Git knows.
        """
        paths = [str(Path(self.below) / file) for file in sorted(files)]
        self._git("add", "--all", "--", *paths)
        self._commit(paths, message, author, author_options(self.root))
        return self.commit

    def record_change(self, file: str, message: str, author: str) -> None:
        """Commit one file in the name of an author, unless it is as in the last commit: with as few commands as can be.

        Raises `GitFailed`.
        """
        path = str(Path(self.below) / file)
        changed = self._git("status", "--porcelain", "--untracked-files=all", "--", path)
        if changed.startswith("??"):
            self._git("add", "--", path)
        if changed:
            self._commit([path], message, author, self._author_options)

    @cached_property
    def _author_options(self) -> tuple[str, ...]:
        return author_options(self.root)

    def _commit(
        self, paths: Sequence[str], message: str, author: str, options: Sequence[str]
    ) -> None:
        self._git(
            *options, "-c", "commit.gpgsign=false", "commit", "--quiet", "--only", "--message", message,
            *([f"--author={author}"] if author else []), "--", *paths,
        )  # fmt: skip

    def locks(self) -> list[Path]:
        """The files by which Git keeps others from writing; one that is killed leaves them."""
        names = self._git("rev-parse", "--git-dir", "--git-common-dir").split("\n")[:2]
        folders = [self.root / name for name in names]
        found = {*folders[0].glob("*.lock"), *folders[1].glob("refs/heads/**/*.lock")}
        return sorted(found)

    def versions_of(self, file: str, most: int) -> list[Version]:
        """Return the latest commits of a file of the content folder, the newest first, under this name alone."""
        return self._versions_at(str(Path(self.below) / file), "HEAD", most)

    def versions_before(self, version: Version, most: int) -> list[Version]:
        """Return the commits of the file that the commit of a version has renamed, the newest first; none where it has renamed none.

        Renamed is what one commit has removed and added with nearly all its lines the same; what Git's own --follow takes for
        the same file may be another that is alike, and still there.
        """
        found = self._git(
            "show", "--format=", "--name-status", "-z", SAME_FILE, "--diff-filter=R", version.commit
        ).split("\0")  # fmt: skip
        renamed = dict(zip(found[2::3], found[1::3], strict=False))
        former = renamed.get(version.path)
        return self._versions_at(former, f"{version.commit}^", most) if former else []

    def _versions_at(self, path: str, commit: str, most: int) -> list[Version]:
        found = self._git(
            "log", f"--max-count={most}", "--no-renames", f"--format={_FIELD.join(('%H', '%an', '%aI', '%s'))}",
            commit, "--", path,
        )  # fmt: skip
        return [_version(line, path) for line in found.splitlines()]

    def content_at(self, version: Version) -> bytes:
        """Return a file as it was at a commit of its own. Raises `GitFailed`."""
        return self._run("show", f"{version.commit}:{version.path}")

    def pull(self, remote: str, branch: str) -> bool:
        """Take over what is new on a branch of a remote; return whether there was something.

        Raises `GitFailed`, as `ChangesClash` where both sides have changed the same: then everything here is as it was.
        """
        if self._is_rebasing():
            raise GitFailed("rebase in progress")
        self._git("fetch", "--quiet", remote, branch)
        before, found = self.commit, self._git("rev-parse", "FETCH_HEAD").strip()
        if before and self._is_ancestor(found, before):
            return False
        try:
            self._git(*author_options(self.root), "rebase", "--quiet", "--autostash", found)
        except GitFailed:
            clashing = self._clashing()
            if self._is_rebasing():
                self._git("rebase", "--abort")
            if clashing:
                raise ChangesClash(clashing) from None
            raise
        if clashing := self._clashing():
            # What was not committed does not fit; Git has stashed it whole.
            self._git("reset", "--quiet", "--hard", before)
            self._git("stash", "pop", "--quiet")
            raise ChangesClash(clashing)
        return True

    def _clashing(self) -> list[str]:
        """The files that Git could not merge."""
        found = self._git("diff", "--name-only", "-z", "--diff-filter=U")
        return [name for name in found.split("\0") if name]

    def _is_ancestor(self, commit: str, of: str) -> bool:
        try:
            self._git("merge-base", "--is-ancestor", commit, of)
        except GitFailed:
            return False
        return True

    def _is_rebasing(self) -> bool:
        folder = self.root / self._git("rev-parse", "--git-dir").strip()
        return any((folder / name).exists() for name in ("rebase-merge", "rebase-apply"))

    def export(self, commit: str, folder: Path) -> None:
        """Write the repository as it was at a commit into a folder that is not there yet. Raises `GitFailed`."""
        no_hooks = ("-c", f"core.hooksPath={os.devnull}")
        self._git(
            *no_hooks, "worktree", "add", "--quiet", "--detach", "--force", str(folder), commit
        )

    def drop_export(self, folder: Path) -> None:
        self._git("worktree", "remove", "--force", str(folder))

    @property
    def below(self) -> str:
        """The content folder's path in the repository."""
        return os.path.relpath(self.content, self.root)

    def _command(self) -> list[str]:
        return ["git", "--literal-pathspecs", "-C", str(self.root)]

    def _git(self, *arguments: str) -> str:
        return self._run(*arguments).decode("utf-8", "replace")

    def _run(self, *arguments: str) -> bytes:
        done = subprocess.run(
            [*self._command(), *arguments], capture_output=True, check=False,
            env={**os.environ, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"},
        )  # fmt: skip
        if done.returncode < 0:
            raise GitKilled(f"signal {-done.returncode}")
        if done.returncode:
            raise GitFailed((done.stderr or done.stdout).decode("utf-8", "replace").strip())
        return done.stdout


_FIELD = "%x02"


def _version(line: str, path: str) -> Version:
    """A commit as `git log` prints it."""
    commit, author, moment, message = line.split("\x02")
    return Version(commit, author, datetime.fromisoformat(moment), message, path)


def knows_author(folder: Path) -> bool:
    """Whether Git knows in whose name it commits in a folder."""
    command = ["git", "-C", str(folder), "config", "user.email"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def author_options(folder: Path) -> tuple[str, ...]:
    """Options for `git commit` that name an author where Git knows none."""
    return () if knows_author(folder) else UNKNOWN_AUTHOR


def history_of(content: Path) -> ContentHistory | None:
    """The history of a content folder; None where there is no Git, or the folder is in no repository or ignored."""
    if shutil.which("git") is None or not content.is_dir():
        return None
    asked = subprocess.run(
        ["git", "-C", str(content), "rev-parse", "--show-toplevel"], capture_output=True, text=True
    )
    if asked.returncode:
        return None
    ignored = subprocess.run(["git", "-C", str(content), "check-ignore", "--quiet", "."])
    return None if ignored.returncode == 0 else ContentHistory(content, Path(asked.stdout.strip()))
