"""A file is there whole or not at all, however many write it, and whatever befalls them."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from nyspor.files.atomic_write import write_atomically

WRITER = """
import sys
from pathlib import Path
from nyspor.files.atomic_write import write_atomically

for number in range(200):
    write_atomically(Path(sys.argv[1]), sys.argv[2].encode() * 10_000)
"""

DYING = """
import os, signal, sys
from pathlib import Path
from nyspor.files.atomic_write import write_atomically

os.replace = lambda *paths: os.kill(os.getpid(), signal.SIGKILL)
write_atomically(Path(sys.argv[1]), b"half")
"""


def run(code: str, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", code, *arguments], stderr=subprocess.PIPE)


def test_processes_that_write_the_same_file_do_not_meet(tmp_path: Path) -> None:
    target = tmp_path / "liste.json"
    writers = [run(WRITER, str(target), letter) for letter in "abc"]
    while any(writer.poll() is None for writer in writers):
        if target.exists():
            assert target.read_bytes() in (b"a" * 10_000, b"b" * 10_000, b"c" * 10_000)
    assert [writer.communicate()[1] for writer in writers] == [b"", b"", b""]
    assert os.listdir(tmp_path) == ["liste.json"]


def test_threads_that_write_the_same_file_do_not_meet(tmp_path: Path) -> None:
    contents = [bytes([number]) * 50_000 for number in range(64)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda content: write_atomically(tmp_path / "a", content), contents))
    assert (tmp_path / "a").read_bytes() in contents
    assert os.listdir(tmp_path) == ["a"]


def test_a_file_may_be_read_by_whom_others_may(tmp_path: Path) -> None:
    """The web server is another user than the one who publishes."""
    write_atomically(tmp_path / "a", b"1")
    (tmp_path / "b").write_bytes(b"1")
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "b").stat().st_mode


def test_what_could_not_be_put_in_its_place_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(IsADirectoryError):
        write_atomically(tmp_path / "a", b"1")
    assert os.listdir(tmp_path) == ["a"]


def test_what_a_killed_writer_left_is_removed_by_the_next(tmp_path: Path) -> None:
    target = tmp_path / "a"
    run(DYING, str(target)).communicate()
    assert len(os.listdir(tmp_path)) == 1
    write_atomically(target, b"whole")
    assert os.listdir(tmp_path) == ["a"]
    assert target.read_bytes() == b"whole"


def test_what_another_is_writing_is_left_alone(tmp_path: Path) -> None:
    theirs = tmp_path / f".nyspor-{os.getppid()}-1-0a.unfinished"
    theirs.touch()
    write_atomically(tmp_path / "a", b"whole")
    assert theirs.exists()


def test_a_name_without_a_folder_is_of_the_folder_one_is_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_atomically(Path("a"), b"whole")
    assert os.listdir(tmp_path) == ["a"]
