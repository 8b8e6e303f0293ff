"""An archive holds what cannot be made again, is whole or not there, and is made while the service works."""

from __future__ import annotations

import asyncio
import os
import stat
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from nyspor.backup.archive_reader import read_archive
from nyspor.backup.archive_writer import STEPS
from nyspor.backup.problems import BackupFailed
from nyspor.backup.retention import archive_name, oldest_first, surplus
from nyspor.backup.scan import read_stable
from nyspor.forms_service.outbox import Outbox
from tests.backup.builders import NOW, backed_up, put, rows
from tests.backup.killed import killed
from tests.forms_service.builders import mail, submission
from tests.forms_service.commands import environ_in, nyspor


def paths(archive: Path) -> set[str]:
    return {each.path for each in read_archive(archive).files}


def test_what_cannot_be_made_again_is_in_it_and_nothing_else(site: Path, folder: Path) -> None:
    found = paths(backed_up(site, folder).archive)
    assert found >= {
        "brand.yaml", "content/comments/posts/velkommen/000000000000.md", "data/keys/signing.pem",
        "data/magazine/2013/magasin-2013.pdf", "data/mail/000000000000.editor.eml", "data/outbox.key",
        "data/outbox.sqlite", "data/publishing.json", "nyspor.toml", "plugins/egen.py", "theme/static/css/egen.css",
    }  # fmt: skip
    tops = {path.partition("/")[0] for path in found}
    assert tops == {"brand.yaml", "content", "data", "nyspor.toml", "plugins", "theme"}
    assert not [path for path in found if ".git" in path or path.endswith(("-wal", "-shm", ".lock"))]  # fmt: skip


def test_archive_and_folder_are_for_their_owner_only(site: Path, folder: Path) -> None:
    archive = backed_up(site, folder).archive
    assert archive.name == "nyspor-20261123T120000Z.tar.gz"
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_folder_with_other_things_keeps_its_rights(site: Path, folder: Path) -> None:
    put(folder, "andet.txt", b"")
    folder.chmod(0o755)
    backed_up(site, folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755


def test_a_folder_inside_the_site_is_not_in_its_own_backups(site: Path) -> None:
    backed_up(site, site / "kopier")
    assert not [path for path in paths(backed_up(site, site / "kopier").archive) if "kopier" in path]  # fmt: skip


@pytest.mark.parametrize("where", [".", "..", "content", "data"])
def test_a_folder_of_the_sites_own_is_refused(site: Path, where: str) -> None:
    mode = (site / where).stat().st_mode
    with pytest.raises(BackupFailed):
        backed_up(site, site / where)
    assert (site / where).stat().st_mode == mode


def test_the_newest_are_kept(site: Path, folder: Path) -> None:
    names = [backed_up(site, folder, keep=2).archive.name for _ in range(4)]
    assert oldest_first(os.listdir(folder)) == names[-2:]


def test_of_two_in_one_second_both_are_kept(site: Path, folder: Path) -> None:
    first, second = (backed_up(site, folder, now=NOW).archive.name for _ in range(2))
    assert oldest_first(os.listdir(folder)) == [first, second]
    third = archive_name(NOW, [first, second])
    assert surplus([third, first, second, "notes.txt"], 1) == [first, second]


def test_links_are_named_and_never_followed(site: Path, folder: Path, tmp_path: Path) -> None:
    secret = put(tmp_path, "secret", b"not yours")
    (site / "content/posts/a.md").symlink_to(secret)
    (site / "content/posts/b").symlink_to(tmp_path)
    os.mkfifo(site / "content/pipe")
    made = backed_up(site, folder)
    assert set(made.manifest.left_out) == {"content/posts/a.md", "content/posts/b", "content/pipe"}
    assert not made.remarks
    assert b"not yours" not in made.archive.read_bytes()


def test_content_and_data_may_be_links_to_another_disk(site: Path, folder: Path, tmp_path: Path) -> None:  # fmt: skip
    before = paths(backed_up(site, folder).archive)
    for name in ("content", "data"):
        (site / name).rename(tmp_path / f"other-{name}")
        (site / name).symlink_to(tmp_path / f"other-{name}")
    assert paths(backed_up(site, folder).archive) == before


def test_what_settings_name_outside_the_site_is_in_it(site: Path, folder: Path, tmp_path: Path) -> None:  # fmt: skip
    (site / "data").rename(tmp_path / "srv")
    environ = {
        "NYSPOR_OUTBOX": str(tmp_path / "srv/outbox.sqlite"),
        "NYSPOR_MAIL_FOLDER": str(tmp_path / "srv/mail"),
        "NYSPOR_MAGAZINES": str(tmp_path / "srv/magazine"),
        "NYSPOR_ADDRESSES": str(put(tmp_path, "etc/adresser.yaml", b"redaktion: a@b.example\n")),
    }
    made = backed_up(site, folder, environ=environ)
    outside = {path for path in paths(made.archive) if path.startswith("outside-the-site/")}
    assert {path.removeprefix("outside-the-site/") for path in outside} == {
        "database/outbox.sqlite", "database/outbox.key", "mail/000000000000.editor.eml",
        "magazines/2013/magasin-2013.pdf", "addresses/adresser.yaml",
    }  # fmt: skip
    assert made.manifest.places["database"].origin == environ["NYSPOR_OUTBOX"]


def test_a_file_that_changes_while_it_is_read_is_read_again(tmp_path: Path) -> None:
    file, tries = put(tmp_path, "log.jsonl", b"one\n"), []

    def append() -> None:
        tries.append(1)
        if len(tries) == 1:
            file.write_bytes(b"one\ntwo\n")

    with file.open("rb") as opened:
        copied = read_stable(opened, tmp_path, append)
    with copied.content as content:
        assert copied.is_stable
        assert content.read() == b"one\ntwo\n"


def test_one_that_never_stands_still_is_reported_and_nothing_is_pruned(
    site: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backed_up(site, folder)

    def growing(*asked: object) -> object:
        def append() -> None:
            with (site / "brand.yaml").open("ab") as file:
                file.write(b"# mere\n")

        return read_stable(*asked, after_read=append)  # type: ignore[arg-type]

    monkeypatch.setattr("nyspor.backup.archive_writer.read_stable", growing)
    made = backed_up(site, folder, keep=1)
    assert [each.source for each in made.remarks] == ["brand.yaml"]
    assert len(oldest_first(os.listdir(folder))) == 2


def test_a_name_that_is_no_utf8_is_reported(site: Path, folder: Path) -> None:
    (site / os.fsdecode(b"content/\xe6.md")).write_bytes(b"")
    assert [each.source for each in backed_up(site, folder).remarks] == ["content/\\udce6.md"]


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_there_is_no_archive_or_a_whole_one(site: Path, folder: Path, step: str) -> None:  # fmt: skip
    before = [backed_up(site, folder).archive.name]
    killed("backup", step, site, folder)
    found = oldest_first(os.listdir(folder))
    assert found[:1] == before, "an older one is only removed once there is a newer"
    assert len(found) == (2 if step == "named" else 1)
    for name in found:
        read_archive(folder / name)
    backed_up(site, folder)
    assert not [name for name in os.listdir(folder) if "unfinished" in name]


@pytest.mark.parametrize("step", STEPS)
def test_an_error_leaves_nothing_behind(site: Path, folder: Path, step: str) -> None:
    def full(at: str) -> None:
        if at == step:
            raise OSError(28, "No space left on device")

    with pytest.raises(BackupFailed):
        backed_up(site, folder, step=full)
    found = set(os.listdir(folder)) - {".nyspor-backup.lock", "forgotten.jsonl"}
    assert len(found) == (1 if step == "named" else 0)


def test_a_database_that_is_gone_stops_it_and_the_older_ones_stay(site: Path, folder: Path) -> None:
    first = backed_up(site, folder).archive
    (site / "data/outbox.sqlite").unlink()
    with pytest.raises(BackupFailed):
        backed_up(site, folder, keep=1)
    assert oldest_first(os.listdir(folder)) == [first.name]


@pytest.mark.parametrize("key", [None, b"{}"])
def test_a_database_without_its_key_stops_it(site: Path, folder: Path, key: bytes | None) -> None:
    (site / "data/outbox.key").unlink()
    if key is not None:
        put(site, "data/outbox.key", key)
    with pytest.raises(BackupFailed):
        backed_up(site, folder)
    assert oldest_first(os.listdir(folder)) == []


def test_a_site_without_forms_has_no_database(site: Path, folder: Path) -> None:
    for path in (site / "data").glob("outbox*"):
        path.unlink()
    assert "database" not in backed_up(site, folder).manifest.places


def test_while_residents_write_the_copy_is_of_one_moment(site: Path, folder: Path) -> None:
    outbox = Outbox.open(site / "data/outbox.sqlite")
    stop, enough, sent = threading.Event(), threading.Event(), []

    async def write() -> None:
        while not stop.is_set():
            id = f"nr{len(sent)}"
            assert await outbox.accept(submission(id), [mail(id), mail(id, "receipt")])
            sent.append(id)
            if len(sent) == 20:
                enough.set()

    writer = threading.Thread(target=lambda: asyncio.run(write()))
    writer.start()
    enough.wait()
    before = len(sent)
    made = backed_up(site, folder)
    stop.set()
    writer.join()
    outbox.close()
    assert not made.remarks
    restored = nyspor({}, "restore", str(made.archive), "--into", "ny")
    assert restored.exit_code == 0, restored.output
    held = [row for row in rows(Path("ny/data/outbox.sqlite")) if 'INTO "submission"' in row]
    assert 2 + before <= len(held) <= 2 + len(sent)
    found = Outbox.attach(Path("ny/data/outbox.sqlite"))
    assert not found.verify().problems
    found.close()


# The commands


def test_the_command_says_what_it_did(site: Path, folder: Path) -> None:
    (site / "link").symlink_to("/etc")
    made = nyspor({"NYSPOR_NOW": "2026-11-23 12:00"}, "backup", str(folder))
    assert made.exit_code == 0, made.output
    archive = folder / "nyspor-20261123T110000Z.tar.gz"
    assert f"taget og set efter: {archive}" in made.output
    assert "Ikke med, for links bliver ikke fulgt: link (et link)" in made.output
    checked = nyspor({}, "backup", "--verify", str(archive))
    assert checked.exit_code == 0
    assert "er hel" in checked.output
    assert "Taget 23.11.2026 12.00" in checked.output


def test_without_a_folder_the_command_asks_for_one(site: Path) -> None:
    result = nyspor({}, "backup")
    assert result.exit_code == 2
    assert "backup.folder" in result.output


def test_the_settings_file_says_where_and_how_many(site: Path, tmp_path: Path) -> None:
    other = tmp_path / "indhold"
    (site / "content").rename(other)
    put(
        site,
        "nyspor.toml",
        f'[site]\ncontent = "{other}"\n[backup]\nfolder = "../kopier"\nkeep = 2\n'.encode(),
    )
    for minute in range(3):
        result = nyspor({"NYSPOR_NOW": f"2026-11-23 12:0{minute}"}, "backup")
        assert result.exit_code == 0, result.output
    names = oldest_first(os.listdir(tmp_path / "kopier"))
    assert names == ["nyspor-20261123T110100Z.tar.gz", "nyspor-20261123T110200Z.tar.gz"]
    found = paths(tmp_path / "kopier" / names[-1])
    assert "outside-the-site/content/comments/posts/velkommen/000000000000.md" in found
    restored = nyspor({}, "restore", str(tmp_path / "kopier" / names[-1]), "--into", "ny")
    assert f"Det, der lå i {other}, ligger i outside-the-site/content" in restored.output


def test_forgetting_reaches_the_list_beside_the_backups(site: Path, tmp_path: Path) -> None:
    kopier = tmp_path / "kopier"
    put(site, "nyspor.toml", f'[backup]\nfolder = "{kopier}"\n'.encode())
    first = nyspor(environ_in(tmp_path), "forget", "anna@post.example")
    assert first.exit_code == 0
    assert "Listen ved siden af sikkerhedskopierne" in first.output, "there is no such folder yet"
    assert nyspor({}, "backup").exit_code == 0
    nyspor(environ_in(tmp_path), "forget", "bent@post.example")
    lists = [
        (folder / "forgotten.jsonl").read_text().splitlines() for folder in (kopier, site / "data")
    ]
    assert lists[0] == lists[1]
    assert len(lists[0]) == 2


def test_wrong_settings_stop_it(site: Path, folder: Path) -> None:
    put(site, "nyspor.toml", b"[site]\ncontemt = 1\n")
    result = nyspor({}, "backup", str(folder))
    assert result.exit_code == 2
    assert not folder.exists()


def test_two_at_once_are_refused(site: Path, folder: Path) -> None:
    results = []

    def second(step: str) -> None:
        if step == "copied":
            results.append(nyspor({}, "backup", str(folder)))

    backed_up(site, folder, step=second)
    assert results[0].exit_code == 1
    assert "allerede" in results[0].output


def test_a_folder_that_is_no_site_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    result = nyspor({}, "backup", "kopier")
    assert result.exit_code == 1
    assert "Der er ingen side" in result.output
    assert list(tmp_path.iterdir()) == []


def test_a_backup_is_the_older_the_earlier_it_was_made() -> None:
    names = [archive_name(NOW + timedelta(hours=hour), []) for hour in range(3)]
    assert oldest_first(reversed(names)) == names
