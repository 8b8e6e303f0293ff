"""What is removed from the disk when somebody is forgotten: published files, and mails in a folder."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from nyspor.forms_service.publishing import published_files, withdraw


def remove_published(content: Path, mail_folder: Path | None, ids: Collection[str]) -> list[str]:
    """Remove the published files of these submissions, and their mails in the folder; return the files.

    Raises `OSError`, and can then be run again.
    """
    files = [path for path in published_files(content, ids) if withdraw(content, path)]
    if mail_folder:
        remove_mail_files(mail_folder, ids)
    return files


def remove_mail_files(
    folder: Path, submissions: Collection[str], mails: Collection[str] = ()
) -> None:
    """Remove the mails about these submissions from a folder, and those with these ids. Raises `OSError`."""
    wanted = set(submissions)
    for file in folder.glob("*.eml"):
        if file.name.partition(".")[0] in wanted or file.stem in mails:
            file.unlink(missing_ok=True)
