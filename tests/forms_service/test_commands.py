"""The commands of the forms service act on the database that was meant, or on none."""

from __future__ import annotations

import importlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from nyspor.forms_service.outbox import Outbox
from tests.builders import write_settings
from tests.forms_service.builders import accept
from tests.forms_service.commands import SECRET, a_site_of_0_1, environ_in, everything_in, nyspor
from tests.forms_service.running_service import write_targets

NEEDED = ("NYSPOR_SECRET", "NYSPOR_SITEURL", "NYSPOR_SENDER", "NYSPOR_ADDRESSES")

COMMANDS = [
    ("forms",),
    ("outbox", "list"),
    ("outbox", "show", "x"),
    ("outbox", "retry", "x"),
    ("outbox", "verify"),
    ("members", "list"),
    ("members", "csv", "stigruppen"),
    ("members", "remove", "x"),
    ("comments", "list"),
    ("comments", "approve", "x"),
    ("comments", "reject", "x"),
    ("forget", "nabo@post.example"),
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, which the commands are typed in."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    return here


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return environ_in(tmp_path)


# Without settings nothing is guessed.


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("place", ["an empty folder", "a site's folder", "a site of version 0.1"])
def test_without_settings_all_that_is_missing_is_said_and_nothing_is_made(
    folder: Path, words: tuple[str, ...], place: str
) -> None:
    if place == "a site's folder":
        write_settings(folder)
    elif place == "a site of version 0.1":
        a_site_of_0_1(folder)
    before = everything_in(folder)
    result = nyspor({}, *words)
    assert result.exit_code == 2, result.output
    assert all(name in result.output for name in NEEDED)
    assert "Fjernet" not in result.output, "nobody may think that somebody has been forgotten"
    assert everything_in(folder) == before


@pytest.mark.parametrize("name", NEEDED)
@pytest.mark.parametrize("words", [("forms",), ("forget", "nabo@post.example"), ("outbox", "list")])
def test_each_needed_setting_is_missed_by_itself(
    folder: Path, environ: dict[str, str], name: str, words: tuple[str, ...]
) -> None:
    del environ[name]
    write_settings(folder)
    result = nyspor(environ, *words)
    assert result.exit_code == 2
    assert name in result.output
    assert not any(other in result.output for other in NEEDED if other != name)
    assert everything_in(folder) == {"pelicanconf.py", "publishconf.py"}


@pytest.mark.parametrize("secret", ["", "   ", "\t\n", "kort", "a" * 31, "a" * 40 + " kort"])
def test_a_secret_that_is_none_is_refused(
    folder: Path, environ: dict[str, str], secret: str
) -> None:
    for words in (("forms",), ("forget", "nabo@post.example")):
        result = nyspor(environ | {"NYSPOR_SECRET": secret}, *words)
        assert result.exit_code == 2
        assert "NYSPOR_SECRET" in result.output
    assert everything_in(folder) == set()


@pytest.mark.parametrize(
    "words", [words for words in COMMANDS if words[0] != "forms"], ids=" ".join
)
def test_a_command_makes_no_database(
    folder: Path, environ: dict[str, str], words: tuple[str, ...]
) -> None:
    for path in ("", "forkert.sqlite", "forkert/mappe/outbox.sqlite"):
        result = nyspor(environ | {"NYSPOR_OUTBOX": path}, *words)
        assert result.exit_code == 1
        assert "Der er ingen database her" in result.output
        assert str(folder / (path or "data/outbox.sqlite")) in result.output
        assert "Fjernet" not in result.output
    assert everything_in(folder) == set()


def test_the_commands_say_which_database_they_act_on(folder: Path, environ: dict[str, str]) -> None:
    Outbox.open(folder / "rigtig.sqlite").close()
    result = nyspor(environ | {"NYSPOR_OUTBOX": "rigtig.sqlite"}, "outbox", "verify")
    assert result.exit_code == 0
    assert f"Database: {folder / 'rigtig.sqlite'}" in result.stderr


@pytest.mark.parametrize("server", ["", "smtp+plain://127.0.0.1:25"])
def test_the_service_says_where_it_keeps_things(
    folder: Path, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch, server: str
) -> None:
    served = []

    def serve(app: Starlette, **_: object) -> None:
        with TestClient(app):
            served.append(app)

    monkeypatch.setattr("uvicorn.run", serve)
    result = nyspor(environ | {"NYSPOR_SMTP": server}, "forms")
    assert len(served) == 1
    assert f"Database: {folder / 'data/outbox.sqlite'}" in result.stderr
    assert ("når ikke frem til nogen" in result.stderr) == (not server)
    assert everything_in(folder) >= {"data/outbox.sqlite", "data/outbox.key"}


# The preview is only looked after when it is asked for.


def test_the_preview_is_reached_by_saying_so(folder: Path) -> None:
    a_site_of_0_1(folder)
    for words in (("outbox", "--preview", "list"), ("comments", "--preview", "list")):
        result = nyspor({}, *words)
        assert result.exit_code == 0, result.output
        assert "ba9876543210" in result.stdout
        assert str(folder / "data/outbox.sqlite") in result.stderr
    result = nyspor({}, "forget", "--preview", "nabo@post.example")
    assert "Fjernet fra databasen: 1" in result.output
    assert list(folder.glob("data/mail/*")) == []


def test_the_preview_s_database_is_not_the_service_s(
    folder: Path, tmp_path: Path, environ: dict[str, str]
) -> None:
    a_site_of_0_1(folder)
    real = tmp_path / "real.sqlite"
    Outbox.open(real).close()
    environ["NYSPOR_OUTBOX"] = str(real)
    result = nyspor(environ, "outbox", "--preview", "list")
    assert "ba9876543210" in result.stdout
    assert "ba9876543210" not in nyspor(environ, "outbox", "list").stdout


def test_links_of_the_preview_lead_to_the_port_that_it_was_shown_on_last(folder: Path) -> None:
    a_site_of_0_1(folder)
    assert "http://127.0.0.1:8000" in nyspor({}, "members", "--preview", "list").stderr
    built = folder / "var/preview/forms.json"
    write_targets(built)
    built.write_text(built.read_text().replace("https://blog.example", "http://127.0.0.1:8123"))
    link = nyspor({}, "members", "--preview", "link", "stigruppen").stdout
    assert link.startswith("http://127.0.0.1:8123/forms/members/")


def test_the_earlier_name_of_the_command_still_works(folder: Path) -> None:
    by_name, by_alias = (nyspor({}, name) for name in ("forms", "hook"))
    assert by_name.exit_code == by_alias.exit_code == 2
    assert by_name.stderr == by_alias.stderr != ""
    assert "hook" not in nyspor({}, "--help").stdout


def test_a_folder_without_a_preview_is_reported(folder: Path) -> None:
    result = nyspor({}, "outbox", "--preview", "list")
    assert result.exit_code == 2
    assert "nyspor serve" in result.output
    write_settings(folder)
    assert nyspor({}, "forget", "--preview", "nabo@post.example").exit_code == 2
    assert everything_in(folder) == {"pelicanconf.py", "publishconf.py"}


def test_the_service_has_no_such_option(folder: Path) -> None:
    assert nyspor({}, "forms", "--preview").exit_code == 2
    assert everything_in(folder) == set()


# What cannot be used is said plainly.


def a_folder(path: Path) -> None:
    path.mkdir()


def text(path: Path) -> None:
    path.write_text("Dette er ikke en database. " * 100)


def empty(path: Path) -> None:
    path.touch()


def foreign(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE bogen (side TEXT)")
    db.close()


WRONG = [a_folder, text, empty, foreign]


@pytest.mark.parametrize("make", WRONG)
@pytest.mark.parametrize("words", [("outbox", "list"), ("forget", "nabo@post.example")])
def test_what_is_no_database_of_ours_is_left_alone(
    folder: Path, environ: dict[str, str], make: object, words: tuple[str, ...]
) -> None:
    path = folder / "x.sqlite"
    assert callable(make)
    make(path)
    before = path.stat(), path.is_file() and path.read_bytes()
    result = nyspor(environ | {"NYSPOR_OUTBOX": str(path)}, *words)
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit), result.exception
    assert str(path) in result.output
    now = path.stat(), path.is_file() and path.read_bytes()
    assert (now[0].st_mode, now[1]) == (before[0].st_mode, before[1])


@pytest.mark.parametrize("make", [a_folder, text, foreign])
def test_the_service_does_not_start_with_it(
    folder: Path, environ: dict[str, str], make: object
) -> None:
    path = folder / "x.sqlite"
    assert callable(make)
    make(path)
    result = nyspor(environ | {"NYSPOR_OUTBOX": str(path)}, "forms")
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit), result.exception
    assert str(path) in result.output


def test_a_place_below_a_file_is_said_to_be_wrong(folder: Path, environ: dict[str, str]) -> None:
    (folder / "fil").touch()
    for words in (("forms",), ("outbox", "list")):
        result = nyspor(environ | {"NYSPOR_OUTBOX": str(folder / "fil/outbox.sqlite")}, *words)
        assert result.exit_code == 1
        assert isinstance(result.exception, SystemExit), result.exception


def test_a_database_that_is_locked_is_said_to_be(
    folder: Path, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nyspor.forms_service.outbox_schema.LOCK_TIMEOUT", 0)
    path = folder / "data/outbox.sqlite"
    Outbox.open(path).close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    result = nyspor(environ, "outbox", "verify")
    other.close()
    assert result.exit_code == 1
    assert "låst af et andet program" in result.output


@pytest.fixture
def somebody_else() -> Iterator[Path]:
    """A folder that everybody may stand in, and for the time of the test the rights of another user."""
    if os.geteuid():
        pytest.skip("only root can become somebody else")
    importlib.import_module("uvicorn")  # while Python's own files can be read
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    write_targets(folder / "var/forms.json")
    yield folder
    os.seteuid(0)
    shutil.rmtree(folder)


NOBODY = 65534


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(
    ("folder_mode", "file_mode"), [(0o755, 0o600), (0o700, 0o600), (0o755, 0o644)]
)
def test_missing_permission_for_the_database_is_reported(
    somebody_else: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    folder_mode: int,
    file_mode: int,
) -> None:
    monkeypatch.chdir(somebody_else)
    database = somebody_else / "data/outbox.sqlite"
    Outbox.open(database).close()
    database.parent.chmod(folder_mode)
    database.chmod(file_mode)
    environ = environ_in(somebody_else)
    os.seteuid(NOBODY)
    result = nyspor(environ, *words)
    os.seteuid(0)
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit), result.exception
    assert "Denne bruger må ikke" in result.output
    assert "Fjernet" not in result.output


def test_missing_permission_for_the_folder_is_reported(
    somebody_else: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(somebody_else)
    environ = environ_in(somebody_else)
    os.seteuid(NOBODY)
    result = nyspor(environ, "forms")
    os.seteuid(0)
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit), result.exception
    assert "Denne bruger må ikke" in result.output


# Forgetting


def test_what_is_no_address_is_not_looked_for(folder: Path, environ: dict[str, str]) -> None:
    result = nyspor(environ, "forget", "Nabo til stien")
    assert result.exit_code == 2
    assert "Fjernet" not in result.output


@pytest.mark.parametrize(
    "typed", ["nabo@post.example", "  NABO@Post.Example ", "nabo@post.example\n"]
)
def test_an_address_is_found_however_it_is_typed(
    folder: Path, environ: dict[str, str], typed: str
) -> None:
    a_site_of_0_1(folder)
    assert "Fjernet fra databasen: 1" in nyspor(environ, "forget", typed).output


def test_a_stored_address_is_found_even_when_its_hash_is_another(
    folder: Path, environ: dict[str, str]
) -> None:
    outbox = Outbox.open(folder / "data/outbox.sqlite")
    for number, email in enumerate(
        ("nabo@blåbær.example", "Nabo@XN--BLBR-ROAH.example ", "anden@post.example")
    ):
        accept(
            outbox,
            f"nr{number}",
            person_hash=b"made with a key that is gone",
            values={"email": email},
        )
    outbox.close()
    result = nyspor(environ, "forget", "nabo@BLÅBÆR.example")
    assert "Fjernet fra databasen: 2" in result.output
    outbox = Outbox.attach(folder / "data/outbox.sqlite")
    left = [mail.id for mail in outbox.mails("queued")]
    outbox.close()
    assert left == ["nr2.editor"]


@pytest.mark.parametrize(
    "where",
    ["nyspor.forms_service.forgetting.withdraw", "nyspor.forms_service.outbox_schema.forget"],
)
def test_stopped_in_the_middle_forgetting_can_be_done_again(
    folder: Path, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    a_site_of_0_1(folder)

    def stop(*_: object) -> None:
        raise RuntimeError("stopped")

    with monkeypatch.context() as broken:
        broken.setattr(where, stop)
        assert isinstance(nyspor(environ, "forget", "gammel@post.example").exception, RuntimeError)
    assert "Fjernet fra databasen: 1" in nyspor(environ, "forget", "gammel@post.example").output
    assert list(folder.glob("content/comments/*/*/*.md")) == []


def test_a_file_that_cannot_be_removed_is_named_and_the_rows_still_find_it(
    folder: Path, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    a_site_of_0_1(folder)

    def read_only(_: Path, path: str) -> bool:
        raise OSError(30, "Read-only file system", path)

    with monkeypatch.context() as broken:
        broken.setattr("nyspor.forms_service.forgetting.withdraw", read_only)
        result = nyspor(environ, "forget", "gammel@post.example")
    assert result.exit_code == 1
    assert "0123456789ab.md kunne ikke fjernes: Read-only file system" in result.output
    assert "Fjernet" not in result.output
    assert "Fjernet fra indholdet" in nyspor(environ, "forget", "gammel@post.example").output


def test_the_secret_of_the_sample_data_is_the_preview_s(folder: Path) -> None:
    a_site_of_0_1(folder)
    nyspor({}, "outbox", "--preview", "list")
    assert (folder / "data/secret").read_text("ascii") == SECRET
