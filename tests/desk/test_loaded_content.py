"""The content in memory follows the disk, and says what a fresh reading of it would say."""

from __future__ import annotations

from pathlib import Path

from nyspor.content.loader import read_content
from nyspor.desk.store.loaded_content import LoadedContent
from tests.builders import post_text
from tests.desk.desk import FILE, make_state


def loaded_in(folder: Path) -> LoadedContent:
    return make_state(folder).loaded


def agrees(loaded: LoadedContent) -> bool:
    fresh, found = read_content(loaded.folder), loaded()
    return [(p.file, p.entry) for p in found.parsed_entries] == [
        (p.file, p.entry) for p in fresh.parsed_entries
    ] and found.files == fresh.files


def test_changed_new_and_deleted_texts_are_followed(tmp_path: Path) -> None:
    loaded = loaded_in(tmp_path)
    assert agrees(loaded)
    (loaded.folder / FILE).write_text(post_text("Nye ord.", titel="Anden titel"), "utf-8")
    assert loaded().by_file[FILE].entry.title == "Anden titel"
    (loaded.folder / "posts/2026/æble.md").write_text(post_text(), "utf-8")
    assert agrees(loaded)
    (loaded.folder / FILE).unlink()
    assert agrees(loaded)


def test_a_changed_vocabulary_is_followed(tmp_path: Path) -> None:
    loaded = loaded_in(tmp_path)
    loaded()
    (loaded.folder / "municipalities.yaml").write_text("- slug: ny\n  navn: Ny Kommune\n")
    assert [*loaded().vocabularies.municipalities] == ["ny"]


def test_a_request_looks_at_the_disk_once_until_something_is_saved(tmp_path: Path) -> None:
    loaded = loaded_in(tmp_path)
    with loaded.one_scan():
        before = loaded()
        (loaded.folder / FILE).write_text(post_text("Nye ord.", titel="Ny"), "utf-8")
        assert loaded() is before
        loaded.scan_again()
        assert loaded().by_file[FILE].entry.title == "Ny"


def test_a_check_holds_for_the_content_that_it_was_made_of(tmp_path: Path) -> None:
    loaded = loaded_in(tmp_path)
    loaded.problems()
    assert loaded.is_checked
    (loaded.folder / FILE).write_text(post_text("Nye ord.", dato="31. februar"), "utf-8")
    loaded()
    assert not loaded.is_checked
    assert FILE in {problem.source for problem in loaded.problems()}
