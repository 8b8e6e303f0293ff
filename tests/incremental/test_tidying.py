"""What left the site leaves the output folder, whatever was done to that folder in between."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from nyspor.files.output_folder import MARKER
from tests.incremental.site_builder import (
    NOW,
    SampleSite,
    build,
    build_in_this_process,
    make_sample_site,
)
from tests.incremental.torture import compare

POST = "posts/2026/nr-5.md"
PAGE = "indlaeg/nr-5/index.html"

Spoil = Callable[[Path], None]
Edit = Callable[[SampleSite], None]


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


def body(sample: SampleSite) -> None:
    sample.replace("posts/2026/nr-7.md", "Tekst.", "Tekst, dog.")


def title(sample: SampleSite) -> None:
    sample.replace("posts/2026/nr-7.md", "titel: Nummer 7", "titel: Nummer syv")


def nothing(sample: SampleSite) -> None:
    pass


def deleted(sample: SampleSite) -> None:
    sample.path(POST).unlink()


def withdrawn(sample: SampleSite) -> None:
    sample.replace(POST, "kommune:", "status: kladde\nkommune:")


def renamed(sample: SampleSite) -> None:
    sample.path(POST).rename(sample.path("posts/2026/nr-5b.md"))


# --- builds ------------------------------------------------------------------------------------------


def in_fresh_processes(
    sample: SampleSite, output: Path, steps: Sequence[Callable[[], None]]
) -> None:
    """A build after each step, each in a process of its own."""
    for step in steps:
        step()
        assert build(sample, output, state_of(output)).code == 0


def in_one_process(sample: SampleSite, output: Path, steps: Sequence[Callable[[], None]]) -> None:
    """The same in one process, as in the preview."""
    process = os.fork()
    if not process:
        code = 1
        try:
            for step in steps:
                step()
                built = build_in_this_process(sample, output, state_of(output), NOW)
                assert built.code == 0
            code = 0
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0


def state_of(output: Path) -> Path:
    return output.parent / "state"


Builds = Callable[[SampleSite, Path, Sequence[Callable[[], None]]], None]


@pytest.fixture(params=[in_fresh_processes, in_one_process], ids=["fresh", "living"])
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
    sample, output = make_sample_site(tmp_path / "sample", 9), tmp_path / "site"

    def spoil_and_edit() -> None:
        spoil(output)
        edit(sample)

    def last() -> None:
        assert (output / PAGE).exists()
        leaves(sample)

    builds(sample, output, [lambda: None, spoil_and_edit, last])
    assert not (output / PAGE).exists()
    assert (output / MARKER).exists()
    again = build(sample, output, state_of(output))
    assert compare(sample, output, again, tmp_path / "clean") == []


@pytest.mark.parametrize("leaves", [deleted, withdrawn])
def test_what_left_while_the_folder_was_gone_is_not_there(
    tmp_path: Path, builds: Builds, leaves: Edit
) -> None:
    sample, output = make_sample_site(tmp_path / "sample", 9), tmp_path / "site"

    def both() -> None:
        removed(output)
        leaves(sample)

    builds(sample, output, [lambda: None, both])
    assert not (output / PAGE).exists()


def a_diary(output: Path) -> None:
    """A file that is somebody's."""
    output.mkdir(exist_ok=True)
    (output / "dagbog.txt").write_text("Kære dagbog", "utf-8")


@pytest.mark.parametrize("spoil", [removed, emptied, without_its_mark])
def test_a_folder_in_which_somebody_has_put_something_is_not_tidied(
    tmp_path: Path, builds: Builds, spoil: Spoil
) -> None:
    sample, output = make_sample_site(tmp_path / "sample", 9), tmp_path / "site"

    def theirs() -> None:
        spoil(output)
        a_diary(output)
        body(sample)

    builds(sample, output, [lambda: None, theirs, lambda: deleted(sample), lambda: title(sample)])
    assert (output / "dagbog.txt").read_text("utf-8") == "Kære dagbog"
    assert not (output / MARKER).exists()


def test_a_folder_that_was_somebody_s_is_never_tidied(tmp_path: Path, builds: Builds) -> None:
    sample, output = make_sample_site(tmp_path / "sample", 9), tmp_path / "site"
    steps = [lambda: a_diary(output), lambda: body(sample), lambda: deleted(sample)]
    builds(sample, output, steps)
    assert (output / "dagbog.txt").read_text("utf-8") == "Kære dagbog"


def test_the_state_may_be_removed_while_a_preview_runs(tmp_path: Path, builds: Builds) -> None:
    sample, output = make_sample_site(tmp_path / "sample", 9), tmp_path / "site"

    def remove_state() -> None:
        shutil.rmtree(state_of(output))
        deleted(sample)

    builds(sample, output, [lambda: None, remove_state])
    assert not (output / PAGE).exists()


@pytest.mark.parametrize("cut", [b"", b'["indl'])
def test_a_list_of_what_is_under_way_may_be_cut_short(
    tmp_path: Path, builds: Builds, cut: bytes
) -> None:
    """As a file is whose disk lost power."""
    sample, output = make_sample_site(tmp_path / "sample", 9), tmp_path / "site"

    def lose_power() -> None:
        (next(state_of(output).iterdir()) / "under-way").write_bytes(cut)
        deleted(sample)

    builds(sample, output, [lambda: None, lose_power])
    assert not (output / PAGE).exists()
