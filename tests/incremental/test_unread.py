"""Files in the content folder that nobody reads: they make no build anew. What a text links to does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.incremental.house import House, a_house, build, tree
from tests.incremental.test_tidying import Builds, builds, state_of
from tests.incremental.torture import compare

__all__ = ["builds"]

UNREAD = (
    "images/LICENSE.txt", "images/README", "images/README.md", "files/rapport.pdf",
    "posts/2026/nr-1.md.bak", "posts/2026/nr-1.md~", "posts/2026/README.md", "posts/.DS_Store",
    "images/Thumbs.db", "files/gamle/udkast.docx", "LICENSE.txt",
)  # fmt: skip

NOTHING_NEW = "intet nyt"


def stamps(output: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in output.rglob("*") if path.is_file()}


@pytest.fixture
def house(tmp_path: Path) -> House:
    return a_house(tmp_path / "house", 8)


def furnish(house: House) -> None:
    for name in UNREAD:
        house.write(name, "Ingen læser mig.")


def nothing(house: House) -> None:
    pass


def touched(house: House) -> None:
    for name in UNREAD:
        house.path(name).touch()


def other_words(house: House) -> None:
    for name in UNREAD:
        house.write(name, "Ingen læser mig heller.")


@pytest.mark.parametrize("edit", [nothing, touched, other_words])
def test_unread_files_make_nothing_anew(
    house: House, tmp_path: Path, edit: Callable[[House], None]
) -> None:
    output = tmp_path / "site"
    furnish(house)
    assert build(house, output, state_of(output)).code == 0
    for _ in range(3):
        before = stamps(output)
        edit(house)
        built = build(house, output, state_of(output))
        assert NOTHING_NEW in built.said
        assert stamps(output) == before


def test_unread_files_may_come_and_go(house: House, tmp_path: Path) -> None:
    output = tmp_path / "site"
    assert build(house, output, state_of(output)).code == 0
    before = stamps(output)
    furnish(house)
    assert build(house, output, state_of(output)).code == 0
    assert NOTHING_NEW in build(house, output, state_of(output)).said
    for name in UNREAD:
        house.path(name).unlink()
    assert build(house, output, state_of(output)).code == 0
    assert NOTHING_NEW in build(house, output, state_of(output)).said
    assert stamps(output) == before


def linked(house: House) -> None:
    house.replace("posts/2026/nr-5.md", "Tekst.", "Læs [den](../../files/rapport.pdf).")


def test_a_file_is_published_when_a_text_links_to_it_and_again_when_it_changes(
    house: House, tmp_path: Path, builds: Builds
) -> None:
    output = tmp_path / "site"
    published = output / "filer/rapport.pdf"

    def then(*edits: Callable[[], object], holds: str | None) -> Callable[[], None]:
        """Look at what the last build left, and edit."""

        def step() -> None:
            assert (published.read_text("utf-8") if published.exists() else None) == holds
            for edit in edits:
                edit()

        return step

    builds(
        house,
        output,
        [
            lambda: furnish(house),
            then(lambda: other_words(house), holds=None),
            then(lambda: linked(house), holds=None),
            then(lambda: house.write("files/rapport.pdf", "Ny"), holds="Ingen læser mig heller."),
            then(lambda: house.write("files/andet.pdf", "Andet"), holds="Ny"),
            then(lambda: house.write("files/rapport.pdf", "Nyest"), holds="Ny"),
        ],
    )
    assert published.read_text("utf-8") == "Nyest"
    again = build(house, output, state_of(output))
    assert compare(house, output, again, tmp_path / "clean") == []


def test_a_file_that_comes_into_being_where_a_text_links_to_it_is_noticed(
    house: House, tmp_path: Path
) -> None:
    output = tmp_path / "site"
    assert build(house, output, state_of(output)).code == 0
    before = tree(output)
    linked(house)
    assert "rapport.pdf" in build(house, output, state_of(output)).said
    assert tree(output) == before
    house.write("files/rapport.pdf", "Rapport")
    assert build(house, output, state_of(output)).code == 0
    assert (output / "filer/rapport.pdf").read_text("utf-8") == "Rapport"
    house.path("files/rapport.pdf").unlink()
    assert build(house, output, state_of(output)).code == 1
