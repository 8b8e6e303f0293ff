"""Back on an empty folder: the same bytes, the same outbox, the forgotten stay forgotten; hostile archives are refused."""

from __future__ import annotations

import gzip
import io
import os
import shutil
import stat
import tarfile
from contextlib import closing, suppress
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nyspor.backup.archive_reader import read_archive
from nyspor.backup.manifest import FileRecord, InvalidManifest, Manifest, parse_manifest
from nyspor.backup.problems import BackupFailed
from nyspor.backup.restore import STEPS, restore
from nyspor.backup.selection import is_safe
from nyspor.forms_service.forgotten import (
    Forgotten,
    Sender,
    append,
    parse,
    serialize,
    to_forget_again,
)
from nyspor.forms_service.outbox import Outbox
from nyspor.members import table
from tests.backup.builders import (
    ANNA,
    BENT,
    NOW,
    SENT,
    a_site,
    backed_up,
    comment,
    hash_of,
    put,
    rows,
    send,
    tree,
)
from tests.backup.killed import killed
from tests.forms_service.commands import environ_in, everything_in, nyspor
from tests.members.builders import member as group_member
from tests.members.builders import seats

NOT_RESTORED = ("var", "releases", ".venv")


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    path = tmp_path / "empty"
    path.mkdir()
    return path


def forget(site: Path, address: str, **environ: str) -> None:
    result = nyspor(environ_in(site.parent, **environ), "forget", address)
    assert result.exit_code == 0, result.output


def test_same_bytes_and_same_outbox(site: Path, folder: Path, empty: Path) -> None:
    archive = backed_up(site, folder).archive
    restored = restore(archive, empty, [])
    assert restored.verdict
    assert not restored.verdict.problems

    def without_git(paths: dict[str, str]) -> dict[str, str]:
        return {
            path: digest
            for path, digest in paths.items()
            if "/.git/" not in path and not path.startswith("data/outbox.sqlite")
        }

    assert without_git(tree(empty)) == without_git(tree(site, *NOT_RESTORED))
    assert rows(empty / "data/outbox.sqlite") == rows(site / "data/outbox.sqlite")


def test_rights_are_restored(site: Path, folder: Path, empty: Path) -> None:
    (site / "data/publishing.json").chmod(0o666)
    (site / "content/posts").chmod(0o777)
    archive = backed_up(site, folder).archive
    old = os.umask(0)
    restore(archive, empty, [])
    os.umask(old)
    for path in (empty / "data").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    assert stat.S_IMODE((empty / "data").stat().st_mode) == 0o700
    assert stat.S_IMODE((empty / "content/posts").stat().st_mode) == 0o755
    assert stat.S_IMODE((empty / "brand.yaml").stat().st_mode) == 0o644


def test_a_missing_folder_is_made_and_one_with_files_is_left_alone(
    site: Path, folder: Path, tmp_path: Path
) -> None:
    archive = backed_up(site, folder).archive
    restore(archive, tmp_path / "new/site", [])
    before = tree(tmp_path / "new/site")
    with pytest.raises(BackupFailed):
        restore(archive, tmp_path / "new/site", [])
    assert tree(tmp_path / "new/site") == before


@pytest.mark.parametrize("step", STEPS)
def test_an_error_on_the_way_leaves_the_folder_empty(site: Path, folder: Path, empty: Path, step: str) -> None:  # fmt: skip
    archive = backed_up(site, folder).archive

    def broken(at: str) -> None:
        if at == step:
            raise OSError(5, "Input/output error")

    with pytest.raises((BackupFailed, OSError)):
        restore(archive, empty, [], broken)
    assert everything_in(empty) == set()
    restore(archive, empty, [])


@pytest.mark.parametrize("step", STEPS)
def test_killed_on_the_way_it_is_never_taken_for_a_whole_site(site: Path, folder: Path, empty: Path, step: str) -> None:  # fmt: skip
    archive = backed_up(site, folder).archive
    killed("restore", step, archive, empty)
    if step == "moved":
        with pytest.raises(BackupFailed) as failed:
            restore(archive, empty, [])
        assert "interrupted" in failed.value.problem.message
    else:
        restore(archive, empty, [])


# The forgotten


def test_who_was_forgotten_after_the_backup_stays_forgotten(site: Path, folder: Path, empty: Path) -> None:  # fmt: skip
    archive = backed_up(site, folder).archive
    forget(site, "  ANNA@Post.example ")
    backed_up(site, folder)
    restored = nyspor({}, "restore", str(archive), "--into", str(empty))
    assert restored.exit_code == 0, restored.output
    assert "Glemt igen: 1" in restored.output
    assert "comments/posts/velkommen/000000000000.md" in restored.output
    assert not (empty / "content/comments/posts/velkommen/000000000000.md").exists()
    assert not (empty / "data/mail/000000000000.editor.eml").exists()
    assert (empty / "content/comments/posts/velkommen/000000000001.md").exists()
    assert b"Anna" not in b"".join(path.read_bytes() for path in empty.rglob("*") if path.is_file())
    assert rows(empty / "data/outbox.sqlite") == rows(site / "data/outbox.sqlite")
    assert (empty / "data/forgotten.jsonl").read_bytes() == (folder / "forgotten.jsonl").read_bytes()  # fmt: skip


def test_a_member_who_was_forgotten_after_the_backup_stays_forgotten(
    site: Path, folder: Path, empty: Path
) -> None:
    with closing(Outbox.attach(site / "data/outbox.sqlite")) as outbox:
        for name in ("anna", "bent"):
            joined = group_member(name, SENT, person_hash=hash_of(site, f"{name}@post.example"))
            outbox.apply(partial(table.join, member=joined, seats=seats(None)))
    archive = backed_up(site, folder).archive
    forget(site, ANNA)
    backed_up(site, folder)
    assert nyspor({}, "restore", str(archive), "--into", str(empty)).exit_code == 0
    with closing(Outbox.attach(empty / "data/outbox.sqlite")) as outbox:
        assert [each.address for each in outbox.look(table.everybody)] == [BENT]


def test_the_list_holds_no_address_and_is_for_its_owner_only(site: Path) -> None:
    forget(site, ANNA)
    found = site / "data/forgotten.jsonl"
    assert b"anna" not in found.read_bytes().lower()
    assert stat.S_IMODE(found.stat().st_mode) == 0o600
    ((person,), unread) = parse(found.read_bytes())
    assert person.person_hash == hash_of(site, ANNA)
    assert unread == 0


def test_the_list_of_the_lost_site_can_be_named(site: Path, folder: Path, empty: Path) -> None:
    archive = backed_up(site, folder).archive
    forget(site, ANNA)
    (folder / "forgotten.jsonl").unlink()
    without = nyspor({}, "restore", str(archive), "--into", "uden")
    assert "Der ligger ingen liste" in without.output
    restored = nyspor({}, "restore", str(archive), "--into", str(empty), "--forgotten", "data/forgotten.jsonl")  # fmt: skip
    assert "Glemt igen: 1" in restored.output
    assert "Der ligger ingen liste" not in restored.output


def test_where_nobody_was_forgotten_the_list_is_empty_and_nothing_is_said(
    site: Path, folder: Path, empty: Path
) -> None:
    archive = backed_up(site, folder).archive
    assert (folder / "forgotten.jsonl").read_bytes() == b""
    restored = nyspor({}, "restore", str(archive), "--into", str(empty))
    assert restored.exit_code == 0, restored.output
    assert "glemt" not in restored.output


def test_who_has_written_again_since_keeps_that(site: Path, folder: Path, empty: Path) -> None:
    forget(site, ANNA, NYSPOR_NOW="2026-11-10 12:00")
    outbox = Outbox.attach(site / "data/outbox.sqlite")
    send(site, outbox, "000000000007", ANNA, "Anna", SENT + timedelta(days=15))
    outbox.close()
    comment(site, "000000000007", "Anna")
    restored = restore(backed_up(site, folder).archive, empty, [])
    assert restored.forgotten == 0
    assert (empty / "content/comments/posts/velkommen/000000000007.md").exists()
    assert rows(empty / "data/outbox.sqlite") == rows(site / "data/outbox.sqlite")


def test_a_list_of_another_database_finds_nobody_and_says_so(site: Path, folder: Path, empty: Path, tmp_path: Path) -> None:  # fmt: skip
    archive = backed_up(site, folder).archive
    other = tmp_path / "other.jsonl"
    append(other, Forgotten(NOW, hash_of(site, ANNA), b"another"))
    restored = nyspor({}, "restore", str(archive), "--into", str(empty), "--forgotten", str(other))
    assert restored.exit_code == 1
    assert "hører til en anden database" in restored.output
    assert (empty / "content/comments/posts/velkommen/000000000000.md").exists()


def test_without_the_list_nothing_is_removed(site: Path) -> None:
    (site / "data/forgotten.jsonl").mkdir()
    result = nyspor(environ_in(site.parent), "forget", ANNA)
    assert result.exit_code == 1
    assert "Intet er fjernet" in result.output
    assert (site / "content/comments/posts/velkommen/000000000000.md").exists()


def test_what_builds_remember_of_the_forgotten_is_deleted(site: Path) -> None:
    put(site, "var/state/check/state", b"Anna skrev")
    put(site, "var/state/fault.txt", b"Anna skrev")
    forget(site, ANNA)
    left = [path for path in (site / "var").rglob("*") if path.is_file() and path.read_bytes()]
    assert left == []


hashes = st.binary(min_size=1, max_size=2)
times = st.integers(0, 30).map(lambda day: NOW + timedelta(days=day))


@given(st.lists(st.builds(Forgotten, times, hashes, hashes)))
def test_a_list_is_read_as_it_was_written(people: list[Forgotten]) -> None:
    found, unread = parse(serialize(people))
    assert set(found) == set(people)
    assert unread == 0


@given(st.binary())
def test_other_bytes_are_never_a_crash(raw: bytes) -> None:
    parse(raw)


def test_half_a_line_after_a_crash_spoils_only_itself(tmp_path: Path) -> None:
    path, first, second = tmp_path / "list", Forgotten(NOW, b"a", b"k"), Forgotten(NOW, b"b", b"k")
    append(path, first)
    path.write_bytes(path.read_bytes() + b'{"at": "2026-')
    append(path, second)
    assert parse(path.read_bytes()) == ([first, second], 1)


def test_what_is_forgotten_again() -> None:
    person = Forgotten(NOW, b"anna", b"k")
    day = timedelta(days=1)
    senders = [
        Sender("before", b"anna", "", NOW - day),
        Sender("at the same second", b"anna", "", NOW + timedelta(milliseconds=300)),
        Sender("since", b"anna", "", NOW + day),
        Sender("by the address", b"old key", ANNA, NOW - day),
        Sender("another's", b"bent", BENT, NOW - day),
        Sender("expired", b"anna", "", None),
        Sender("forgotten", None, "", None),
    ]

    def found(copied: timedelta) -> list[str]:
        hashes = {ANNA: b"anna", BENT: b"bent"}
        return to_forget_again(senders, [person], NOW + copied, hashes.__getitem__)

    early = ["before", "at the same second", "by the address"]
    assert found(-day) == [*early, "expired"]
    assert found(30 * day) == early, "an expired one in a later copy was sent since"


# Hostile archives


def member(name: str, content: bytes = b"x", **fields: object) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    for field, value in fields.items():
        setattr(info, field, value)
    return info, content


def manifest_of(*paths: str, **changes: object) -> tuple[tarfile.TarInfo, bytes]:
    digest = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"  # of b"x"
    files = tuple(FileRecord(path=path, size=1, sha256=digest, mode=0o644) for path in paths)
    made = Manifest(format=1, engine="1", content_schema=1, made=NOW, files=files)
    return member("manifest.json", made.model_copy(update=changes).serialize())


def packed(path: Path, *members: tuple[tarfile.TarInfo, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as tar:
        for info, content in members:
            tar.addfile(info, io.BytesIO(content))
    return path


GOOD = member("files/a")
HOSTILE: dict[str, list[tuple[tarfile.TarInfo, bytes]]] = {
    "absolute": [member("/etc/passwd"), manifest_of("/etc/passwd")],
    "absolute below": [member("files//etc/passwd"), manifest_of("/etc/passwd")],
    "upwards": [member("files/../../x"), manifest_of("../../x")],
    "upwards in the middle": [member("files/a/../../x"), manifest_of("a/../../x")],
    "a dot": [member("files/./a"), manifest_of("./a")],
    "not below files": [member("a"), manifest_of("a")],
    "link": [member("files/a", b"", type=tarfile.SYMTYPE, linkname="/etc"), manifest_of()],
    "hard link": [member("files/a", b"", type=tarfile.LNKTYPE, linkname="/etc/passwd"), manifest_of()],
    "device": [member("files/a", b"", type=tarfile.CHRTYPE, devmajor=1, devminor=3), manifest_of()],
    "pipe": [member("files/a", b"", type=tarfile.FIFOTYPE), manifest_of()],
    "folder": [member("files/a", b"", type=tarfile.DIRTYPE), manifest_of()],
    "twice": [GOOD, GOOD, manifest_of("a")],
    "twice in the manifest": [GOOD, manifest_of("a", "a")],
    "file and folder": [GOOD, member("files/a/b"), manifest_of("a", "a/b")],
    "no manifest": [GOOD],
    "only the manifest's": [manifest_of("a")],
    "not in the manifest": [GOOD, manifest_of()],
    "other bytes": [member("files/a", b"y"), manifest_of("a")],
    "after the manifest": [manifest_of("a"), GOOD],
    "manifest of nonsense": [GOOD, member("manifest.json", b"{}")],
    "manifest of bytes": [GOOD, member("manifest.json", b"\xff")],
    "manifest link": [member("manifest.json", b"", type=tarfile.SYMTYPE, linkname="/etc/passwd")],
    "another format": [GOOD, manifest_of("a", format=2)],
    "a later schema": [GOOD, manifest_of("a", content_schema=999)],
    "escape sequences": [member("files/\x1b]0;x\x07/../a"), manifest_of()],
}  # fmt: skip


def test_the_builders_make_a_good_one(tmp_path: Path) -> None:
    read_archive(packed(tmp_path / "a.tar.gz", GOOD, manifest_of("a")))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_archive_is_refused_and_nothing_is_written(tmp_path: Path, empty: Path, name: str) -> None:  # fmt: skip
    archive = packed(tmp_path / "a.tar.gz", *HOSTILE[name])
    result = nyspor({}, "restore", str(archive), "--into", str(empty))
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit), result.exception
    assert str(archive) in result.output
    assert "Intet er skrevet" in result.output
    assert "\x1b" not in result.output
    assert everything_in(empty) == set()
    assert nyspor({}, "backup", "--verify", str(archive)).exit_code == 1


NO_ARCHIVES = {
    "empty": b"",
    "text": b"no archive",
    "compressed text": gzip.compress(b"no archive" * 100, mtime=0),
}


@pytest.mark.parametrize("content", NO_ARCHIVES.values(), ids=list(NO_ARCHIVES))
def test_what_is_no_archive_is_refused(tmp_path: Path, empty: Path, content: bytes) -> None:
    archive = put(tmp_path, "a.tar.gz", content)
    result = nyspor({}, "restore", str(archive), "--into", str(empty))
    assert result.exit_code == 1
    assert "beskadiget" in result.output
    missing = nyspor({}, "restore", str(tmp_path / "gone"), "--into", str(empty))
    assert missing.exit_code == 1
    assert "kan ikke læses" in missing.output


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("whole")
    site = a_site(folder / "site")
    shutil.rmtree(site / "data/magazine")
    return backed_up(site, folder / "backup").archive.read_bytes()


@settings(max_examples=60)
@given(st.data())
def test_a_cut_or_changed_archive_is_refused(whole: bytes, tmp_path: Path, data: st.DataObject) -> None:  # fmt: skip
    at = data.draw(st.integers(12, len(whole) - 1))
    changed = data.draw(
        st.sampled_from([whole[:at], whole[:at] + bytes([whole[at] ^ 255]) + whole[at + 1 :]])
    )
    with pytest.raises(BackupFailed):
        read_archive(put(tmp_path, "a.tar.gz", changed))


@settings(max_examples=60)
@given(st.data())
def test_a_changed_tar_below_a_right_checksum_is_refused_or_the_same(whole: bytes, tmp_path: Path, data: st.DataObject) -> None:  # fmt: skip
    tar = bytearray(gzip.decompress(whole))
    for _ in range(data.draw(st.integers(1, 3))):
        tar[data.draw(st.integers(0, len(tar) - 1))] = data.draw(st.integers(0, 255))
    archive = put(tmp_path, "a.tar.gz", gzip.compress(bytes(tar), 1))
    with suppress(BackupFailed):
        read_archive(archive)


@given(st.binary() | st.text().map(str.encode))
def test_other_bytes_are_no_manifest(raw: bytes) -> None:
    with pytest.raises(InvalidManifest):
        parse_manifest(raw)


@given(st.lists(st.sampled_from(["a", "..", ".", "", "b.md", "\0", "/"])).map("/".join))
def test_a_safe_path_stays_below_its_folder(path: str) -> None:
    if is_safe(path):
        assert Path(os.path.normpath(Path("/x") / path)) == Path("/x") / path
        assert Path(os.path.normpath(Path("/x") / path)) != Path("/x")
