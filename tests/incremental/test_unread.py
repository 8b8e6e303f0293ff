"""Files in the content folder that nobody reads: they change no build. Those that a text links to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.incremental.site_builder import SampleSite, build, file_digests, make_sample_site
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
def sample(tmp_path: Path) -> SampleSite:
    return make_sample_site(tmp_path / "sample", 8)


def add_unread_files(sample: SampleSite) -> None:
    for name in UNREAD:
        sample.write(name, "Ingen læser mig.")


def nothing(sample: SampleSite) -> None:
    pass


def touched(sample: SampleSite) -> None:
    for name in UNREAD:
        sample.path(name).touch()


def other_words(sample: SampleSite) -> None:
    for name in UNREAD:
        sample.write(name, "Ingen læser mig heller.")


@pytest.mark.parametrize("edit", [nothing, touched, other_words])
def test_unread_files_make_nothing_anew(
    sample: SampleSite, tmp_path: Path, edit: Callable[[SampleSite], None]
) -> None:
    output = tmp_path / "site"
    add_unread_files(sample)
    assert build(sample, output, state_of(output)).code == 0
    for _ in range(3):
        before = stamps(output)
        edit(sample)
        built = build(sample, output, state_of(output))
        assert NOTHING_NEW in built.printed
        assert stamps(output) == before


def test_unread_files_may_come_and_go(sample: SampleSite, tmp_path: Path) -> None:
    output = tmp_path / "site"
    assert build(sample, output, state_of(output)).code == 0
    before = stamps(output)
    add_unread_files(sample)
    assert build(sample, output, state_of(output)).code == 0
    assert NOTHING_NEW in build(sample, output, state_of(output)).printed
    for name in UNREAD:
        sample.path(name).unlink()
    assert build(sample, output, state_of(output)).code == 0
    assert NOTHING_NEW in build(sample, output, state_of(output)).printed
    assert stamps(output) == before


def linked(sample: SampleSite) -> None:
    sample.replace("posts/2026/nr-5.md", "Tekst.", "Læs [den](../../files/rapport.pdf).")


def test_a_file_is_published_when_a_text_links_to_it_and_again_when_it_changes(
    sample: SampleSite, tmp_path: Path, builds: Builds
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
        sample,
        output,
        [
            lambda: add_unread_files(sample),
            then(lambda: other_words(sample), holds=None),
            then(lambda: linked(sample), holds=None),
            then(lambda: sample.write("files/rapport.pdf", "Ny"), holds="Ingen læser mig heller."),
            then(lambda: sample.write("files/andet.pdf", "Andet"), holds="Ny"),
            then(lambda: sample.write("files/rapport.pdf", "Nyest"), holds="Ny"),
        ],
    )
    assert published.read_text("utf-8") == "Nyest"
    again = build(sample, output, state_of(output))
    assert compare(sample, output, again, tmp_path / "clean") == []


def test_a_file_that_comes_into_being_where_a_text_links_to_it_is_noticed(
    sample: SampleSite, tmp_path: Path
) -> None:
    output = tmp_path / "site"
    assert build(sample, output, state_of(output)).code == 0
    before = file_digests(output)
    linked(sample)
    assert "rapport.pdf" in build(sample, output, state_of(output)).printed
    assert file_digests(output) == before
    sample.write("files/rapport.pdf", "Rapport")
    assert build(sample, output, state_of(output)).code == 0
    assert (output / "filer/rapport.pdf").read_text("utf-8") == "Rapport"
    sample.path("files/rapport.pdf").unlink()
    assert build(sample, output, state_of(output)).code == 1
