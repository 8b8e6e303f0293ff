"""Pictures that were made once are kept as long as somebody needs them."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from nyspor.files.picture_cache import DAY, KEPT_DAYS, PictureCache

VAN, SUN = "billeder/vogn-400.0123456789ab.webp", "billeder/sol-400.cdef01234567.avif"


@pytest.fixture
def cache(tmp_path: Path) -> PictureCache:
    """A cache with two pictures that nobody has used for long."""
    cache = PictureCache(tmp_path / "pictures")
    cache.store(VAN, b"vogn")
    cache.store(SUN, b"sol")
    long_ago = time.time() - (KEPT_DAYS + 1) * DAY
    for file in cache.folder.iterdir():
        os.utime(file, (long_ago, long_ago))
    return cache


def test_what_is_planned_stays_however_old_it_is(cache: PictureCache) -> None:
    cache.remove_unused([VAN, "index.html"])
    assert cache.load(VAN) == b"vogn"
    assert cache.load(SUN) is None


def test_what_was_used_lately_stays_since_another_build_may_need_it(cache: PictureCache) -> None:
    cache.load(SUN)
    cache.remove_unused([])
    assert cache.load(SUN) == b"sol"
    assert cache.load(VAN) is None


def test_all_that_was_made_of_one_picture_can_be_forgotten(cache: PictureCache) -> None:
    cache.forget("0123456789ab")
    assert [file.name for file in cache.folder.iterdir()] == ["sol-400.cdef01234567.avif"]


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    cache = PictureCache(tmp_path / "nowhere")
    cache.remove_unused([])
    cache.forget("0123456789ab")
    assert cache.load(VAN) is None
