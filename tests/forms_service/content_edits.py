"""A content folder and the people who write in it: they rename, delete and close, and leave the check content."""

from __future__ import annotations

import re
from pathlib import Path

from nyspor.checks import check_content
from nyspor.content.loader import read_content
from nyspor.rules import errors
from tests.builders import TRACK, post_text, render_problems, write_site
from tests.forms_service.running_service import NOW

COMMENT = "---\nindlæg: {entry}\nnavn: Nabo\nmodtaget: 2026-03-03\n---\n\nHej.\n"


def write_content(folder: Path) -> Path:
    """Two posts, one of them with a comment, and two tracks."""
    write_site(folder, **{"posts/stien-aabner": post_text(), "posts/baenken": post_text()})
    (folder / "tracks/natur.md").write_text(TRACK.replace("nummer: 1", "nummer: 2"), "utf-8")
    write_comment(folder, "posts/stien-aabner", "1")
    return folder


def write_comment(folder: Path, entry: str, number: str) -> Path:
    path = folder / f"comments/{entry}/{number}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(COMMENT.format(entry=entry), "utf-8")
    return path


def problems(folder: Path) -> str:
    """The errors that `nyspor check` finds; '' where all can be published."""
    return render_problems(errors(check_content(read_content(folder), NOW)))


def edit(path: Path, old: str, new: str) -> None:
    path.write_text(re.sub(old, new, path.read_text("utf-8"), count=1), "utf-8")


def rename(folder: Path, old: str, new: str, alias: str = "") -> None:
    """Give an entry another name, with its comments and the ideas on it."""
    path = folder / f"{old}.md"
    (folder / new).parent.mkdir(parents=True, exist_ok=True)
    path.rename(folder / f"{new}.md")
    if alias:
        add_alias(folder / f"{new}.md", alias)
    comments = folder / "comments" / old
    if comments.exists():
        (folder / "comments" / new).parent.mkdir(parents=True, exist_ok=True)
        comments.rename(folder / "comments" / new)
        for comment in (folder / "comments" / new).glob("*.md"):
            edit(comment, f'indlæg: "?{old}"?', f"indlæg: {new}")
    for idea in folder.glob("ideas/*.md"):
        edit(idea, f'spor: "{Path(old).name}"', f'spor: "{Path(new).name}"')


def add_alias(path: Path, alias: str) -> None:
    text = path.read_text("utf-8")
    if "tidligere_adresser:" in text:
        edit(path, r"tidligere_adresser:\n", f"tidligere_adresser:\n  - {alias}\n")
    else:
        edit(path, r"^---\n", f"---\ntidligere_adresser:\n  - {alias}\n")


def delete(folder: Path, entry: str) -> None:
    """Delete an entry with its comments; the ideas on it stand without a track."""
    (folder / f"{entry}.md").unlink()
    for comment in (folder / "comments" / entry).glob("*.md"):
        comment.unlink()
    for idea in folder.glob("ideas/*.md"):
        edit(idea, f'spor: "{Path(entry).name}"\n', "")


def delete_comment(path: Path) -> None:
    """Delete a comment; the replies to it are comments of their own then."""
    path.unlink()
    for other in path.parent.glob("*.md"):
        edit(other, f'svar_på: "?{path.stem}"?\n', "")
