"""`make clean` removes what can be made again, and nothing else; Git takes no working data."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

PRECIOUS = [
    "data/outbox.sqlite", "data/outbox.key", "data/mail/a.eml", "data/secret",
    "data/magazine/2013/magasin-2013.pdf", "data/medlemmer.sqlite", "releases/1/index.html",
    "var/outbox.sqlite", "var/outbox.sqlite-wal", "var/outbox.sqlite-shm", "var/outbox.sqlite.lock",
    "var/outbox.key", "var/mail/a.eml", "var/mail/.b.new", "var/secret",
    "var/magazine/2013/magasin-2013.pdf", "var/prod.sqlite", "var/pictures/a.webp",
    "content/posts/a.md", "theme/a.css",
]  # fmt: skip

DISPOSABLE = [
    "var/state/a", "var/forms.json", "var/.forms.json.unfinished", "var/noget andet/a", "output/a",
    "public/a", ".mypy_cache/a", "nyspor.egg-info/a",
]  # fmt: skip


def write(folder: Path, *paths: str) -> None:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(path)


def clean(folder: Path) -> str:
    done = subprocess.run(
        ["make", "-s", "-f", ROOT / "Makefile", "clean"],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
    return done.stdout


def environment_of(folder: Path, home: Path) -> Path:
    """An environment in `folder` as pip leaves one that was made in `home`."""
    pip = folder / ".venv/bin/pip"
    pip.parent.mkdir(parents=True)
    pip.write_text(f"#!{home}/.venv/bin/python3\n")
    return folder / ".venv"


def make_help(folder: Path) -> str:
    command = ["make", "-s", "-f", ROOT / "Makefile", "help"]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout


def test_an_environment_that_was_copied_along_is_noticed(tmp_path: Path) -> None:
    environment = environment_of(tmp_path, home=tmp_path.parent / "elsewhere")
    assert "moved or copied" in make_help(tmp_path)
    assert not environment.exists()


def test_an_environment_of_this_folder_stays(tmp_path: Path) -> None:
    environment = environment_of(tmp_path, home=tmp_path)
    assert "moved or copied" not in make_help(tmp_path)
    assert environment.exists()


def files_in(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_what_must_not_be_lost_is_left(tmp_path: Path) -> None:
    write(tmp_path, *PRECIOUS, *DISPOSABLE)
    printed = clean(tmp_path)
    assert files_in(tmp_path) == set(PRECIOUS)
    assert "var/" in printed, "it says that something was left"


def test_without_working_data_nothing_is_left_of_var(tmp_path: Path) -> None:
    write(tmp_path, *DISPOSABLE)
    assert clean(tmp_path) == ""
    assert list(tmp_path.iterdir()) == []
    assert clean(tmp_path) == "", "twice does no harm"


@pytest.mark.parametrize("name", ["data", "var"])
def test_a_folder_that_lies_elsewhere_is_not_emptied_of_data(tmp_path: Path, name: str) -> None:
    elsewhere, here = tmp_path / "elsewhere", tmp_path / "here"
    write(elsewhere, "outbox.sqlite", "mail/a.eml", "magazine/2013/a.pdf")
    here.mkdir()
    (here / name).symlink_to(elsewhere)
    before = files_in(elsewhere)
    clean(here)
    assert files_in(elsewhere) == before
    assert (here / name).is_symlink()


@pytest.mark.parametrize("path", ["data", "data/outbox.sqlite", "releases/1/index.html", "var/x"])
def test_git_takes_no_working_data(path: str) -> None:
    ignored = subprocess.run(["git", "check-ignore", "-q", path], cwd=ROOT, check=False)
    assert ignored.returncode == 0


def test_git_takes_content_that_is_called_data() -> None:
    ignored = subprocess.run(
        ["git", "check-ignore", "-q", "content/posts/data/a.md"], cwd=ROOT, check=False
    )
    assert ignored.returncode == 1
