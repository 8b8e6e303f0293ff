"""Each kind of edit of the random sequences does something, and the build after it gives what a clean one gives."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest

from tests.incremental.content_edits import another_idea, page_added, translation
from tests.incremental.edits import EDITS, REPAIRED, UNSEEN, Edit
from tests.incremental.site_builder import SampleSite, build, file_digests, make_sample_site
from tests.incremental.site_edits import edition
from tests.incremental.torture import compare

SEEDS = 4
"""An edit that does something at random does so under one of these."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a built sample that has something of all that an edit may remove."""
    folder = tmp_path_factory.mktemp("site") / "now"
    sample = make_sample_site(folder / "sample")
    for add in (page_added, translation, another_idea, edition):
        add(sample, Random(1))
    assert build(sample, sample.output, sample.state).code == 0
    shutil.copytree(folder, folder.with_name("before"))
    return folder


@pytest.fixture
def sample(built: Path) -> SampleSite:
    """The built sample, and whatever lies beside it, as at first."""
    shutil.rmtree(built)
    shutil.copytree(built.with_name("before"), built)
    return SampleSite(built / "sample")


def name(edit: Edit) -> str:
    return f"{edit.__module__.rpartition('.')[-1]}.{edit.__name__}"


WITHOUT_EFFECT = (*UNSEEN, *REPAIRED)


@pytest.mark.parametrize("edit", [edit for edit in EDITS if edit not in WITHOUT_EFFECT], ids=name)
def test_an_edit_changes_the_site_as_a_clean_build_has_it(sample: SampleSite, edit: Edit) -> None:
    before = file_digests(sample.output)
    for seed in range(SEEDS):
        edit(sample, Random(seed))
        found = build(sample, sample.output, sample.state)
        if found.code or file_digests(sample.output) != before:
            break
    else:
        pytest.fail("nothing changed")
    assert compare(sample, sample.output, found, sample.folder.parent / "clean") == []


@pytest.mark.parametrize("edit", WITHOUT_EFFECT, ids=name)
def test_an_edit_leaves_the_site_as_it_was(sample: SampleSite, edit: Edit) -> None:
    before = file_digests(sample.output)
    for seed in range(2):
        edit(sample, Random(seed))
        found = build(sample, sample.output, sample.state)
        assert (found.code, file_digests(sample.output)) == (0, before), found.printed
