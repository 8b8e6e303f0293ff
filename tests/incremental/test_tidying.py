"""What left the site leaves the output folder, whatever was done to that folder in between."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from nyspor.files.output_folder import MARKER
from tests.incremental.house import NOW, House, a_house, build, build_here
from tests.incremental.torture import compare

POST = "posts/2026/nr-5.md"
PAGE = "indlaeg/nr-5/index.html"

Spoil = Callable[[Path], None]
Edit = Callable[[House], None]


# --- what somebody does to the output folder --------------------------------------------------------


def removed(output: Path) -> None:
    shutil.rmtree(output)


def emptied(output: Path) -> None:
    shutil.rmtree(output)
    output.mkdir()


def emptied_but_for_hidden_files(output: Path) -> None:
    """As `rm -rf output/*` does."""
    for path in output.glob("[!.]*"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def without_its_mark(output: Path) -> None:
    (output / MARKER).unlink()


# --- what is edited ---------------------------------------------------------------------------------


def body(house: House) -> None:
    house.replace("posts/2026/nr-7.md", "Tekst.", "Tekst, dog.")


def title(house: House) -> None:
    house.replace("posts/2026/nr-7.md", "titel: Nummer 7", "titel: Nummer syv")


def nothing(house: House) -> None:
    pass


def deleted(house: House) -> None:
    house.path(POST).unlink()


def withdrawn(house: House) -> None:
    house.replace(POST, "kommune:", "status: kladde\nkommune:")


def renamed(house: House) -> None:
    house.path(POST).rename(house.path("posts/2026/nr-5b.md"))


# --- builds ------------------------------------------------------------------------------------------


def fresh(house: House, output: Path, steps: Sequence[Callable[[], None]]) -> None:
    """A build after each step, each in a process of its own."""
    for step in steps:
        step()
        assert build(house, output, state_of(output)).code == 0


def living(house: House, output: Path, steps: Sequence[Callable[[], None]]) -> None:
    """The same in one process, as in the preview."""
    process = os.fork()
    if not process:
        code = 1
        try:
            for step in steps:
                step()
                built = build_here(house, output, state_of(output), NOW)
                assert built.code == 0
            code = 0
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0


def state_of(output: Path) -> Path:
    return output.parent / "state"


Builds = Callable[[House, Path, Sequence[Callable[[], None]]], None]


@pytest.fixture(params=[fresh, living], ids=["fresh", "living"])
def builds(request: pytest.FixtureRequest) -> Builds:
    found: Builds = request.param
    return found


@pytest.mark.parametrize(
    ("edit", "leaves"), [(body, deleted), (title, withdrawn), (nothing, renamed)]
)
@pytest.mark.parametrize(
    "spoil", [removed, emptied, emptied_but_for_hidden_files, without_its_mark]
)
def test_what_leaves_the_site_is_removed_whatever_was_done_to_the_folder(
    tmp_path: Path, builds: Builds, spoil: Spoil, edit: Edit, leaves: Edit
) -> None:
    house, output = a_house(tmp_path / "house", 9), tmp_path / "site"

    def spoil_and_edit() -> None:
        spoil(output)
        edit(house)

    def last() -> None:
        assert (output / PAGE).exists()
        leaves(house)

    builds(house, output, [lambda: None, spoil_and_edit, last])
    assert not (output / PAGE).exists()
    assert (output / MARKER).exists()
    again = build(house, output, state_of(output))
    assert compare(house, output, again, tmp_path / "clean") == []


@pytest.mark.parametrize("leaves", [deleted, withdrawn])
def test_what_left_while_the_folder_was_gone_is_not_there(
    tmp_path: Path, builds: Builds, leaves: Edit
) -> None:
    house, output = a_house(tmp_path / "house", 9), tmp_path / "site"

    def both() -> None:
        removed(output)
        leaves(house)

    builds(house, output, [lambda: None, both])
    assert not (output / PAGE).exists()


def a_diary(output: Path) -> None:
    """A file that is somebody's."""
    output.mkdir(exist_ok=True)
    (output / "dagbog.txt").write_text("Kære dagbog", "utf-8")


@pytest.mark.parametrize("spoil", [removed, emptied, without_its_mark])
def test_a_folder_in_which_somebody_has_put_something_is_not_tidied(
    tmp_path: Path, builds: Builds, spoil: Spoil
) -> None:
    house, output = a_house(tmp_path / "house", 9), tmp_path / "site"

    def theirs() -> None:
        spoil(output)
        a_diary(output)
        body(house)

    builds(house, output, [lambda: None, theirs, lambda: deleted(house), lambda: title(house)])
    assert (output / "dagbog.txt").read_text("utf-8") == "Kære dagbog"
    assert not (output / MARKER).exists()


def test_a_folder_that_was_somebody_s_is_never_tidied(tmp_path: Path, builds: Builds) -> None:
    house, output = a_house(tmp_path / "house", 9), tmp_path / "site"
    steps = [lambda: a_diary(output), lambda: body(house), lambda: deleted(house)]
    builds(house, output, steps)
    assert (output / "dagbog.txt").read_text("utf-8") == "Kære dagbog"


def test_what_is_remembered_may_be_removed_while_a_preview_lives(
    tmp_path: Path, builds: Builds
) -> None:
    house, output = a_house(tmp_path / "house", 9), tmp_path / "site"

    def forget() -> None:
        shutil.rmtree(state_of(output))
        deleted(house)

    builds(house, output, [lambda: None, forget])
    assert not (output / PAGE).exists()


@pytest.mark.parametrize("cut", [b"", b'["indl'])
def test_a_list_of_what_is_under_way_may_be_cut_short(
    tmp_path: Path, builds: Builds, cut: bytes
) -> None:
    """As a file is whose disk lost power."""
    house, output = a_house(tmp_path / "house", 9), tmp_path / "site"

    def lose_power() -> None:
        (next(state_of(output).iterdir()) / "under-way").write_bytes(cut)
        deleted(house)

    builds(house, output, [lambda: None, lose_power])
    assert not (output / PAGE).exists()
