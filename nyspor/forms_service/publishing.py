"""Writes approved submissions into the content folder, atomically and durably, and removes them again."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from nyspor.content.entry_reader import read_record
from nyspor.files.atomic_write import fsync_folder
from nyspor.forms import submission_files
from nyspor.forms.registry import form_of, forms
from nyspor.forms.spec import Publication
from nyspor.forms_service.records import Submission
from nyspor.forms_service.test_probes import (
    FILE_BEGUN,
    FILE_NAMED,
    FILE_REMOVED,
    FILE_SYNCED,
    TestProbe,
    no_probe,
)
from nyspor.model.kinds import Comment, Idea


def publication_of(submission: Submission) -> Publication:
    """How the submission becomes a content file. Raises `ValueError` for a form that is not moderated."""
    publication = form_of(submission.kind).publication
    if publication is None:
        raise ValueError(f"{submission.kind} is not published")
    return publication


def published_files(folder: Path, ids: Iterable[str]) -> list[str]:
    """The content files of these submissions, wherever they were moved to."""
    wanted = set(ids)
    folders = {spec.publication.folder for spec in forms() if spec.publication}
    found = [file for name in folders for file in (folder / name).rglob("*.md")]
    return sorted(
        path.relative_to(folder).as_posix()
        for path in found
        if re.split(r"-(?=[0-9a-f]{12}$)", path.stem)[-1] in wanted
    )


def read_published(folder: Path, id: str) -> Submission | None:
    """What is published under an id, as its file says it; None where there is no file, or it cannot be read."""
    for path in published_files(folder, [id]):
        raw = (folder / path).read_bytes()
        if path.startswith("comments/"):
            comment, _, _ = read_record(raw, path, Comment, id=id)
            if comment:
                values = {"name": comment.name, "text": comment.text}
                received = comment.received.instant
                return Submission(id, "comment", comment.entry, b"", b"", "", received, values)
        elif path.startswith("ideas/"):
            idea, _, _ = read_record(raw, path, Idea, slug=id)
            if idea:
                values = {"title": idea.title, "name": idea.name, "text": idea.text}
                return Submission(id, "idea", "", b"", b"", "", idea.received.instant, values)
    return None


def publish(folder: Path, submission: Submission, probe: TestProbe = no_probe) -> str:
    """Write the content file of an approved submission; return its path."""
    publication = publication_of(submission)
    path = publication.path(submission)
    if submission.values.get("reply_to"):
        detach_replies(folder, path)  # a reply cannot have replies
    write_durably(folder, path, publication.content(submission), probe)
    return path


def withdraw(folder: Path, path: str, probe: TestProbe = no_probe) -> bool:
    """Remove a file, and the municipality's answers to it; other replies become comments of their own.

    Return whether it was there.

    The replies come first, so that no reply is left without its comment if this is stopped halfway.
    """
    detach_replies(folder, path)
    removed = remove_file(folder, path)
    probe(FILE_REMOVED)
    return removed


def detach_replies(folder: Path, path: str) -> None:
    """Turn the replies to a comment into comments of their own, so that the site can be built without it.

    The municipality's own answers are removed: they speak to somebody, and of what nobody can read any more.
    """
    if not path.startswith("comments/"):
        return
    number = (folder / path).stem
    for file in sorted((folder / "comments" / submission_files.entry_of(path)).rglob("*.md")):
        sibling = file.relative_to(folder).as_posix()
        comment, _, _ = read_record(file.read_bytes(), sibling, Comment, id=file.stem)
        if comment and comment.reply_to == number and comment.official:
            remove_file(folder, sibling)
        elif comment and comment.reply_to == number:
            content = submission_files.comment_file(
                comment.entry,
                comment.name,
                comment.text,
                comment.received.instant,
                edited=comment.edited,
            )
            write_durably(folder, sibling, content)


def write_durably(folder: Path, path: str, content: bytes, probe: TestProbe = no_probe) -> None:
    """Write `path` below `folder` atomically; it survives a power cut."""
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        with unfinished.open("wb") as file:
            probe(FILE_BEGUN)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:  # the disk is full, say
        unfinished.unlink(missing_ok=True)
        raise
    probe(FILE_SYNCED)
    unfinished.replace(target)
    probe(FILE_NAMED)
    fsync_folder(target.parent)
    fsync_folder(target.parent.parent)


def remove_file(folder: Path, path: str) -> bool:
    """Remove `path` below `folder`; return whether it was there."""
    target = folder / path
    try:
        target.unlink()
    except FileNotFoundError:
        return False
    fsync_folder(target.parent)
    return True
