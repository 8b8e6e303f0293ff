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
    for mail in mail_folder.glob("*.eml") if mail_folder else ():
        if mail.name.partition(".")[0] in ids:
            mail.unlink()
    return files
