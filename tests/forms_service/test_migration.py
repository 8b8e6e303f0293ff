"""Working data of version 0.1 are found in their new place, whole, whatever happens on the way."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from nyspor.files.data_folder import (
    EDITION_MIGRATIONS,
    FORM_MIGRATIONS,
    MigrationFailed,
    PathMigration,
    configured_in,
    migrate,
    plan_migrations,
    used_by_service,
)
from nyspor.files.private_files import acquire_lock
from tests.forms_service.commands import SECRET, a_site_of_0_1, environ_in, everything_in, nyspor
from tests.forms_service.running_service import NOW, ROOT, running_service, send_all, settings_in

ALL = (*FORM_MIGRATIONS, *EDITION_MIGRATIONS)

MOVED = {
    "data", "data/outbox.sqlite", "data/secret", "data/mail", "data/mail/ba9876543210.editor.eml",
    "data/mail/ba9876543210.receipt.eml", "data/magazine", "data/magazine/2013",
    "data/magazine/2013/magasin-2013.pdf",
}  # fmt: skip


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that version 0.1 was killed in, which the commands are typed in."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    return a_site_of_0_1(here)


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return environ_in(tmp_path)


def moved(folder: Path) -> set[str]:
    return {path for path in everything_in(folder) if path.startswith("data")}


def old(folder: Path) -> set[str]:
    """What of the data still lies in the old place."""
    return {
        path.name for path in (folder / "var").iterdir() if path.name not in ("state", "forms.json")
    }


def states(database: Path) -> dict[str, str]:
    with closing(sqlite3.connect(database)) as db:
        return dict(db.execute("SELECT id, state FROM mail"))


EXPECTED = {
    "0123456789ab.editor": "expired", "0123456789ab.receipt": "expired",
    "0123456789ab.undo-1795431600": "expired", "ba9876543210.editor": "delivered",
    "ba9876543210.receipt": "delivered", "456789abcdef.editor": "queued",
    "456789abcdef.receipt": "queued",
}  # fmt: skip


def nobody_says(move: PathMigration) -> bool:
    return False


# What is moved


def test_all_is_moved_and_nothing_is_lost(folder: Path) -> None:
    migrate(ALL, nobody_says)
    assert moved(folder) - {"data/outbox.sqlite.lock"} == MOVED
    assert old(folder) == set()
    assert states(folder / "data/outbox.sqlite") == EXPECTED
    assert (folder / "data/secret").read_text() == SECRET
    assert migrate(ALL, nobody_says) == []


class Killed(BaseException):
    """The end of the process, as far as a test can tell."""


@pytest.mark.parametrize("steps", range(len(ALL) + 1))
def test_stopped_between_any_two_moves_it_is_completed_next_time(folder: Path, steps: int) -> None:
    left = steps

    def stop() -> None:
        nonlocal left
        if not left:
            raise Killed
        left -= 1

    if steps < len(ALL):
        with pytest.raises(Killed):
            migrate(ALL, nobody_says, stop)
    migrate(ALL, nobody_says)
    assert moved(folder) - {"data/outbox.sqlite.lock"} == MOVED
    assert old(folder) == set()
    assert states(folder / "data/outbox.sqlite") == EXPECTED


KILLED_AFTER = """
import os, signal, sys
from nyspor.files import data_folder
calls = 0
def trace(name):
    done = getattr(os, name)
    def one(*args, **kwargs):
        global calls
        answer = done(*args, **kwargs)
        calls += 1
        if calls == int(sys.argv[1]):
            os.kill(os.getpid(), signal.SIGKILL)
        return answer
    setattr(os, name, one)
for name in ("rename", "unlink", "fsync", "mkdir"):
    trace(name)
data_folder.migrate((*data_folder.FORM_MIGRATIONS, *data_folder.EDITION_MIGRATIONS), lambda move: False)
"""


@pytest.mark.parametrize("calls", range(1, 14))
def test_killed_after_any_call_of_the_system_it_is_completed_next_time(
    folder: Path, calls: int
) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED_AFTER, str(calls)], check=False)
    assert killed.returncode in (0, -signal.SIGKILL)
    migrate(ALL, nobody_says)
    assert moved(folder) - {"data/outbox.sqlite.lock"} == MOVED
    assert states(folder / "data/outbox.sqlite") == EXPECTED


@pytest.mark.parametrize("name", ["outbox.sqlite", "mail", "secret", "magazine"])
def test_what_is_in_both_places_is_left_in_both(folder: Path, name: str) -> None:
    (folder / "data").mkdir()
    (folder / "data" / name).write_bytes(b"new")
    before = everything_in(folder)
    with pytest.raises(MigrationFailed) as found:
        migrate(ALL, nobody_says)
    (problem,) = found.value.problems
    assert {str(value) for value in problem.params.values()} == {f"var/{name}", f"data/{name}"}
    assert everything_in(folder) == before
    assert (folder / "data" / name).read_bytes() == b"new"


def test_all_that_stands_in_the_way_is_said_at_once() -> None:
    _, problems = plan_migrations(ALL, nobody_says, lambda path: path.suffix != ".key")
    assert len(problems) == len(ALL)


@pytest.mark.parametrize("database", ["var/outbox.sqlite", "data/outbox.sqlite"])
def test_a_service_at_work_keeps_its_data(folder: Path, database: str) -> None:
    (folder / "data").mkdir()
    before = old(folder)
    with acquire_lock(Path(f"{database}.lock")), pytest.raises(MigrationFailed) as found:
        migrate(ALL, nobody_says)
    assert "still at work" in found.value.problems[0].message
    assert old(folder) - {"outbox.sqlite.lock"} == before
    assert migrate(ALL, nobody_says)


def test_so_does_a_command_that_has_the_database_open(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "var/outbox.sqlite")) as reader:
        reader.execute("SELECT count(*) FROM mail").fetchall()
        with pytest.raises(MigrationFailed):
            migrate(FORM_MIGRATIONS, nobody_says)
        assert states(folder / "var/outbox.sqlite") == EXPECTED
    migrate(FORM_MIGRATIONS, nobody_says)
    assert states(folder / "data/outbox.sqlite") == EXPECTED


def test_what_is_no_database_stays_where_it_is(folder: Path) -> None:
    for path in folder.glob("var/outbox.sqlite*"):
        path.unlink()
    (folder / "var/outbox.sqlite").write_text("Ikke en database. " * 100)
    with pytest.raises(MigrationFailed):
        migrate(FORM_MIGRATIONS, nobody_says)
    assert (folder / "var/outbox.sqlite").exists()


def test_a_link_to_somewhere_else_is_left_to_people(folder: Path, tmp_path: Path) -> None:
    elsewhere = (folder / "var/mail").rename(tmp_path / "mail")
    (folder / "var/mail").symlink_to(elsewhere)
    with pytest.raises(MigrationFailed):
        migrate(FORM_MIGRATIONS, nobody_says)
    assert (folder / "var/mail").is_symlink()


def test_a_place_that_somebody_chose_is_never_changed(folder: Path) -> None:
    said = {"NYSPOR_OUTBOX": "var/outbox.sqlite", "NYSPOR_MAIL_FOLDER": "/et/andet/sted"}
    due, _ = plan_migrations(ALL, configured_in(said), os.path.exists)
    assert [move.new.name for move in due] == ["secret", "magazine"]
    due, _ = plan_migrations(ALL, used_by_service(said), os.path.exists)
    assert [move.new.name for move in due] == ["secret", "mail", "magazine"]
    due, _ = plan_migrations(ALL, configured_in({"NYSPOR_OUTBOX": " "}), os.path.exists)
    assert len(due) == len(ALL)


def test_a_database_that_this_version_uses_there_is_left_to_it(
    folder: Path, environ: dict[str, str]
) -> None:
    explicit = environ | {"NYSPOR_OUTBOX": "var/outbox.sqlite"}
    assert nyspor(explicit, "forget", "ingen@post.example").exit_code == 0
    migrate(FORM_MIGRATIONS, nobody_says)
    assert (folder / "var/outbox.sqlite").exists()
    assert not (folder / "data/outbox.sqlite").exists()


# Which commands do it


@pytest.mark.parametrize(
    "words", [("outbox", "list"), ("comments", "list"), ("forget", "ingen@post.example")]
)
def test_the_commands_find_the_data(
    folder: Path, environ: dict[str, str], words: tuple[str, ...]
) -> None:
    result = nyspor(environ, *words)
    assert result.exit_code == 0, result.output
    assert "var/outbox.sqlite er flyttet til data/outbox.sqlite" in result.stderr
    assert old(folder) == {"magazine"}, "which is moved by those who use it"


def test_a_command_says_why_it_cannot(folder: Path, environ: dict[str, str]) -> None:
    with acquire_lock(folder / "var/outbox.sqlite.lock"):
        result = nyspor(environ, "outbox", "list")
    assert result.exit_code == 1
    assert "er stadig i brug" in result.output
    (folder / "data/mail").mkdir()
    for words in (("outbox", "list"), ("forms",), ("forget", "nabo@post.example")):
        result = nyspor(environ, *words)
        assert result.exit_code == 1
        assert "Både var/mail og data/mail findes" in result.output


def test_a_place_in_the_environment_is_not_moved(folder: Path, environ: dict[str, str]) -> None:
    environ |= {"NYSPOR_OUTBOX": "var/outbox.sqlite", "NYSPOR_MAIL_FOLDER": "var/mail"}
    assert "ba9876543210" in nyspor(environ, "outbox", "list").stdout
    assert {"outbox.sqlite", "mail"} <= old(folder)


def test_a_build_finds_the_editions(folder: Path, tmp_path: Path) -> None:
    run = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from pelican.settings import read_settings\n"
        "from pelican import Pelican\n"
        "import nyspor.plugins.magazine_pages as magazine\n"
        "settings = read_settings('pelicanconf.py')\n"
        "magazine.move_editions(Pelican(settings | {'PLUGINS': [magazine]}))\n"
    )
    code = [sys.executable, "-c", run, str(ROOT)]
    for environ in ({"NYSPOR_MAGAZINES": "var/magazine"}, {}):
        assert (folder / "var/magazine/2013/magasin-2013.pdf").exists()
        subprocess.run(code, env=os.environ | environ, check=True)
    assert (folder / "data/magazine/2013/magasin-2013.pdf").exists()
    (folder / "var/magazine").mkdir()
    refused = subprocess.run(code, env=os.environ, capture_output=True, check=False)
    assert refused.returncode == 1
    printed = refused.stderr.decode()
    assert "Både var/magazine og data/magazine findes" in printed
    assert "Traceback" not in printed


# What it was for


def a_service(folder: Path, **changes: Any) -> Any:
    """A service of this version where version 0.1 was, with the defaults of today."""
    settings: dict[str, Any] = {
        "secrets": (SECRET,),
        "database": Path("data/outbox.sqlite"),
        "mail_folder": Path("data/mail"),
        "content": folder / "content",
        "forms": folder / "var/forms.json",
    }
    return running_service(folder, **(settings | changes))


def old_mail(folder: Path) -> EmailMessage:
    return message_from_bytes(
        (folder / "data/mail/ba9876543210.editor.eml").read_bytes(), policy=default
    )


def test_a_link_in_a_mail_of_0_1_decides(folder: Path, environ: dict[str, str]) -> None:
    assert nyspor(environ, "outbox", "verify").exit_code == 0
    with a_service(folder) as service:
        publish, _ = service.links(old_mail(folder))
        assert service.client.get(publish).status_code == 200
        assert service.client.post(publish).status_code == 200
        assert "comments/posts/stien-aabner/ba9876543210.md" in service.files()


def test_a_mail_that_0_1_queued_is_sent(folder: Path, environ: dict[str, str]) -> None:
    assert nyspor(environ, "outbox", "verify").exit_code == 0
    settings = settings_in(
        folder, database=Path("data/outbox.sqlite"), mail_folder=Path("data/mail")
    )
    send_all(settings, NOW)
    sent = {path.name for path in Path("data/mail").iterdir()}
    assert {"456789abcdef.editor.eml", "456789abcdef.receipt.eml"} < sent


@pytest.mark.parametrize(
    "address", ["gammel@post.example", "nabo@post.example", "aase@post.example"]
)
def test_who_wrote_to_0_1_is_forgotten(folder: Path, environ: dict[str, str], address: str) -> None:
    result = nyspor(environ, "forget", address)
    assert "Fjernet fra databasen: 1" in result.output
    left = b"".join(path.read_bytes() for path in folder.glob("data/**/*") if path.is_file())
    assert address.encode() not in left
    if address.startswith("gammel"):
        assert list(folder.glob("content/comments/*/*/*.md")) == []


def test_what_was_sent_to_0_1_is_known_when_it_is_sent_again(
    folder: Path, environ: dict[str, str]
) -> None:
    assert nyspor(environ, "outbox", "verify").exit_code == 0
    with closing(sqlite3.connect("data/outbox.sqlite")) as db:
        (known,) = db.execute("SELECT network FROM submission WHERE id = 'ba9876543210'").fetchone()
    from nyspor.forms_service.service import factory_for

    settings = settings_in(folder, secrets=("n" * 32, SECRET), database=Path("data/outbox.sqlite"))
    assert factory_for(settings).network_hash("192.0.2.200") == known


def test_the_old_data_are_readable_by_nobody_else(folder: Path, environ: dict[str, str]) -> None:
    for path in [folder / "var", *folder.glob("var/**/*")]:
        path.chmod(0o777 if path.is_dir() else 0o666)
    (folder / "data").mkdir(mode=0o755)
    assert nyspor(environ, "forget", "ingen@post.example").exit_code == 0
    with a_service(folder):
        open_to_others = {
            path.name for path in [folder / "data", *folder.glob("data/**/*")]
            if path.stat().st_mode & 0o077
        }  # fmt: skip
    assert open_to_others == set()


def test_version_0_1_can_still_read_what_this_version_writes(
    folder: Path, environ: dict[str, str]
) -> None:
    """An upgrade that is taken back loses nothing: the tables that it knew are as they were."""

    def tables(database: str) -> set[tuple[str, str]]:
        with closing(sqlite3.connect(database)) as db:
            return set(db.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))

    then = tables("var/outbox.sqlite")
    assert nyspor(environ, "forget", "ingen@post.example").exit_code == 0
    assert then <= tables("data/outbox.sqlite")


def test_who_had_signed_up_is_a_member_with_a_place(folder: Path, environ: dict[str, str]) -> None:
    shown = nyspor(environ, "members", "list", "stigruppen")
    assert shown.exit_code == 0, shown.output
    assert "456789abcdef" in shown.stdout
    assert "aase@post.example" in shown.stdout
    assert "bekræftet" in shown.stdout
    assert nyspor(environ, "outbox", "verify").exit_code == 0
    again = nyspor(environ, "members", "list")
    assert "stigruppen" in again.stdout, "and once only, however often it is opened"
