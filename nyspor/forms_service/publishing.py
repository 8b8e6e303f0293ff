"""What an editor approves, put into the content folder: whole or not at all, even when the power goes."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from nyspor.content.entry_reader import read_record
from nyspor.forms import submission_files
from nyspor.forms_service.records import Submission
from nyspor.forms_service.test_probes import FILE_BEGUN, FILE_NAMED, FILE_SYNCED, Watch, nothing
from nyspor.model.kinds import Comment

PUBLISHED = ("comment", "idea")
"""What becomes a file; a sign-up is between the resident and the workgroup."""


def path_of(submission: Submission) -> str:
    """The file in the content folder that a comment or an idea becomes."""
    if submission.kind == "comment":
        return submission_files.comment_path(submission.entry, submission.id)
    return submission_files.idea_path(submission.values["title"], submission.id)


def file_of(submission: Submission) -> bytes:
    """What the file holds."""
    values, received = submission.values, submission.received
    if submission.kind == "comment":
        return submission_files.comment_file(
            submission.entry, values["name"], values["text"], received, values.get("reply_to", "")
        )
    return submission_files.idea_file(
        values["title"], values["name"], values["text"], received, values.get("track", "")
    )


def published_by(folder: Path, ids: Iterable[str]) -> list[str]:
    """The files in the content folder that came from these submissions, wherever they were moved to."""
    wanted = set(ids)
    found = [*(folder / "comments").rglob("*.md"), *(folder / "ideas").rglob("*.md")]
    return sorted(
        path.relative_to(folder).as_posix()
        for path in found
        if re.split(r"-(?=[0-9a-f]{12}$)", path.stem)[-1] in wanted
    )


def publish(folder: Path, submission: Submission, watch: Watch = nothing) -> str:
    """Put a comment or an idea into the content folder; the path of its file."""
    path = path_of(submission)
    if submission.values.get("reply_to"):
        free_replies(folder, path)  # an answer is not answered
    put(folder, path, file_of(submission), watch)
    return path


def withdraw(folder: Path, path: str) -> bool:
    """Take a file off the site again; replies to it then stand by themselves. Whether it was there.

    The replies come first, so that nothing answers what is gone when this is stopped halfway.
    """
    free_replies(folder, path)
    return take_away(folder, path)


def free_replies(folder: Path, path: str) -> None:
    """Let the replies to a comment be comments of their own, so that the site can be built without it."""
    if not path.startswith("comments/"):
        return
    number = (folder / path).stem
    for file in sorted((folder / "comments" / submission_files.entry_of(path)).rglob("*.md")):
        sibling = file.relative_to(folder).as_posix()
        comment, _, _ = read_record(file.read_bytes(), sibling, Comment, id=file.stem)
        if comment and comment.reply_to == number:
            content = submission_files.comment_file(
                comment.entry, comment.name, comment.text, comment.received.instant
            )
            put(folder, sibling, content)


def put(folder: Path, path: str, content: bytes, watch: Watch = nothing) -> None:
    """Write `path` below `folder`, so that it is there whole after a power cut, or not at all."""
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.unfinished")
    with unfinished.open("wb") as file:
        watch(FILE_BEGUN)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    watch(FILE_SYNCED)
    unfinished.replace(target)
    watch(FILE_NAMED)
    _keep(target.parent)
    _keep(target.parent.parent)


def take_away(folder: Path, path: str) -> bool:
    """Remove `path` below `folder`; whether it was there."""
    target = folder / path
    try:
        target.unlink()
    except FileNotFoundError:
        return False
    _keep(target.parent)
    return True


def _keep(folder: Path) -> None:
    """Make the disk remember the folder's names."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
