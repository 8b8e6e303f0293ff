"""The open database is the file at its path, and nobody else's to read; else nothing is received."""

from __future__ import annotations

import logging
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from nyspor.forms_service.mail_delivery import MailSender
from nyspor.forms_service.mail_transports import FolderTransport
from nyspor.forms_service.outbox import Outbox, OutboxMoved, OutboxUnusable
from nyspor.forms_service.records import Mail
from nyspor.forms_service.scheduled_jobs import run_due_jobs
from nyspor.forms_service.service import make_service
from tests.forms_service.builders import NOW, Clock, accept, drain, opened, states
from tests.forms_service.running_service import (
    COMMENT,
    RunningService,
    hidden,
    running_service,
    settings_in,
    typed,
)

MOVED = "Den åbne database er ikke længere filen"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[RunningService]:
    """A service whose data lie in a folder of their own."""
    with running_service(tmp_path, database=tmp_path / "data/outbox.sqlite") as running:
        yield running


def delete_file(database: Path) -> None:
    database.unlink()


def delete_all_files(database: Path) -> None:
    for path in database.parent.iterdir():
        path.unlink()


def delete_log(database: Path) -> None:
    database.with_name("outbox.sqlite-wal").unlink()


def replace_by_copy(database: Path) -> None:
    copy = database.with_name("kopi.sqlite")
    shutil.copyfile(database, copy)
    copy.replace(database)


def replace_by_an_empty_file(database: Path) -> None:
    database.unlink()
    database.touch()


def rename_file(database: Path) -> None:
    database.rename(database.with_name("gammel.sqlite"))


def delete_folder(database: Path) -> None:
    shutil.rmtree(database.parent)


def rename_folder(database: Path) -> None:
    database.parent.rename(database.parent.with_name("flyttet"))


def replace_folder(database: Path) -> None:
    rename_folder(database)
    shutil.copytree(database.parent.with_name("flyttet"), database.parent)


HARM = [
    delete_file, delete_all_files, delete_log, replace_by_copy, replace_by_an_empty_file,
    rename_file, delete_folder, rename_folder, replace_folder,
]  # fmt: skip


@pytest.mark.parametrize("harm", HARM)
def test_health_notices_and_what_was_typed_stays_on_the_page(
    service: RunningService, harm: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    service.confirm("comment", COMMENT | {"text": "Den første."})
    (publish, _) = service.links(service.mails()[0])
    shown = service.post("comment", COMMENT)
    service.now += timedelta(seconds=20)
    harm(service.settings.database)
    for _ in range(3):
        assert service.client.get("/forms/health").status_code == 503
        answer = service.post("comment", hidden(shown) | {"step": "confirm"})
        assert answer.status_code == 503
        assert answer.headers["retry-after"]
        assert "Den er dejlig." in answer.text
        assert typed(answer)["email"] == COMMENT["email"]
        assert service.client.post(publish).status_code == 503
    assert service.files() == {}, "nothing is published whose mark would be lost"
    assert caplog.text.count(MOVED) == 1
    assert str(service.settings.database) in caplog.text
    assert "kan ikke skrives" not in caplog.text


def test_put_back_all_is_well_again(
    service: RunningService, caplog: pytest.LogCaptureFixture
) -> None:
    database = service.settings.database
    for _ in range(2):
        rename_folder(database)
        assert service.client.get("/forms/health").status_code == 503
        database.parent.with_name("flyttet").rename(database.parent)
        assert service.client.get("/forms/health").status_code == 204
    assert caplog.text.count(MOVED) == 2
    assert service.confirm("comment", COMMENT).status_code == 303


def test_commands_beside_the_service_change_nothing_of_this(service: RunningService) -> None:
    for _ in range(3):
        service.confirm("comment", COMMENT | {"text": f"{service.now}"})
        Outbox.attach(service.settings.database).close()
        assert service.client.get("/forms/health").status_code == 204


# The mail sender


@pytest.mark.parametrize("harm", HARM)
def test_no_mail_is_sent_whose_result_could_not_be_recorded(
    tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    folder, sent = tmp_path / "data", tmp_path / "mail"
    with opened(folder) as outbox:
        sender = MailSender(outbox, FolderTransport(sent), "x@kommune.example", Clock())
        accept(outbox, "anna1")
        drain(sender)
        accept(outbox, "bent2")
        harm(folder / "outbox.sqlite")
        for _ in range(3):
            with pytest.raises(OutboxMoved):
                sender.run_once()
    assert [path.name for path in sent.iterdir()] == ["anna1.editor.eml"]


class Thief(FolderTransport):
    """Moves the database away while a mail is being sent."""

    def __init__(self, folder: Path, database: Path) -> None:
        super().__init__(folder)
        self.database, self.sent = database, 0

    def send(self, mail: Mail, sender: str) -> None:
        super().send(mail, sender)
        self.sent += 1
        rename_folder(self.database)


def test_a_mark_that_could_not_be_made_is_made_when_the_file_is_back(tmp_path: Path) -> None:
    database = tmp_path / "data/outbox.sqlite"
    with opened(database.parent) as outbox:
        thief = Thief(tmp_path / "mail", database)
        sender = MailSender(outbox, thief, "x@kommune.example", Clock())
        accept(outbox, "anna1")
        for _ in range(3):
            with pytest.raises(OutboxMoved):
                sender.run_once()
        database.parent.with_name("flyttet").rename(database.parent)
        drain(sender)
        assert thief.sent == 1
        assert states(outbox) == {"anna1": "delivered"}


def test_neither_mail_sender_nor_scheduled_jobs_fill_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    outbox = Outbox.open(tmp_path / "outbox.sqlite")
    delete_file(tmp_path / "outbox.sqlite")
    with suppress(OutboxMoved):
        outbox.mails()
    caplog.clear()
    factory = type("Factory", (), {"settings": settings_in(tmp_path)})()
    state = type("State", (), {"outbox": outbox, "clock": lambda _: NOW, "factory": factory})()
    run_due_jobs(state)
    stop = threading.Event()
    sender = MailSender(outbox, FolderTransport(Path("x")), "x@kommune.example", Clock())
    stop_at_once = sender.run_once

    def once() -> float:
        stop.set()
        return stop_at_once()

    sender.run_once = once  # type: ignore[method-assign]
    sender.run(stop)
    outbox.close()
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


# The first start, and the others


def test_the_first_start_makes_a_database_and_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with running_service(tmp_path):
        assert "En ny bliver lavet" in caplog.text
    caplog.clear()
    with running_service(tmp_path):
        assert "En ny bliver lavet" not in caplog.text


def test_a_database_that_has_been_there_is_not_made_anew(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    with running_service(tmp_path):
        pass
    settings.database.unlink()
    with pytest.raises(OutboxUnusable) as found:
        make_service(settings)
    assert "is gone" in found.value.problem.message
    assert not settings.database.exists()
    (tmp_path / "outbox.key").unlink()
    with running_service(tmp_path) as service:
        assert service.client.get("/forms/health").status_code == 204


# Modes


def open_to_others(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if mode(path) & 0o077}


def mode(path: Path) -> int:
    """The file's mode; 0 when it is gone: the service mails, and renames, while we look."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return 0


@pytest.fixture
def wide_open() -> Iterator[None]:
    """The least careful umask there is."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("wide_open")
def test_nobody_else_reads_what_residents_write(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with running_service(
        tmp_path, database=data / "outbox.sqlite", mail_folder=data / "mail"
    ) as service:
        service.confirm("comment", COMMENT)
        names = {"outbox.sqlite", "outbox.sqlite-wal", "outbox.sqlite-shm", "outbox.sqlite.lock"}
        assert names | {"outbox.key"} <= {path.name for path in data.iterdir()}
        FolderTransport(data / "mail").send(Mail("a", "", "editor", "a@b.example", b"x"), "")
        assert open_to_others(tmp_path) & {path.name for path in [data, *data.rglob("*")]} == set()


def test_what_was_open_to_others_is_so_no_more(tmp_path: Path) -> None:
    data = tmp_path / "data"
    changes = {"database": data / "outbox.sqlite", "mail_folder": data / "mail"}
    with running_service(tmp_path, **changes) as service:
        service.confirm("comment", COMMENT)
        FolderTransport(data / "mail").send(Mail("a", "", "editor", "a@b.example", b"x"), "")
        # As a kill leaves them: the log and the memory beside the database.
        shutil.copytree(data, tmp_path / "killed", ignore=shutil.ignore_patterns("*.new"))
    killed = tmp_path / "killed"
    for path in killed.rglob("*"):
        path.chmod(0o777 if path.is_dir() else 0o666)
    with running_service(tmp_path, database=killed / "outbox.sqlite", mail_folder=killed / "mail"):
        assert open_to_others(killed) == set()


def test_a_folder_that_is_meant_for_everybody_stays_so(tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    (tmp_path / "tmp").chmod(0o1777)
    with running_service(tmp_path, mail_folder=tmp_path / "tmp"):
        assert (tmp_path / "tmp").stat().st_mode & 0o7777 == 0o1777


def test_a_database_behind_a_link_is_known_by_what_it_leads_to(tmp_path: Path) -> None:
    real, other = tmp_path / "real.sqlite", tmp_path / "other.sqlite"
    for path in (real, other):
        Outbox.open(path).close()
    link = tmp_path / "link.sqlite"
    link.symlink_to(real)
    with running_service(tmp_path, database=link) as service:
        assert service.confirm("comment", COMMENT).status_code == 303
        assert open_to_others(tmp_path) & {"real.sqlite", "real.sqlite-wal"} == set()
        link.unlink()
        link.symlink_to(other)
        assert service.client.get("/forms/health").status_code == 503


def test_a_folder_that_somebody_chose_keeps_its_mode(tmp_path: Path) -> None:
    shared = tmp_path / "srv"
    shared.mkdir()
    shared.chmod(0o755)
    with running_service(tmp_path, database=shared / "outbox.sqlite"):
        assert shared.stat().st_mode & 0o777 == 0o755
