"""The search index is made after a publication, and asked for is another that takes it along."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from nyspor.forms_service.build_command import BuildFailure
from nyspor.search.ready_index import CURRENT
from nyspor.service.indexing import WithIndex


def asked_after(folder: Path, digest: str, publications: int = 1, fails: bool = False) -> int:
    """How often another publication is asked for, where the index made has this digest."""
    asked: list[None] = []

    async def publish() -> BuildFailure | None:
        return BuildFailure("x", "") if fails else None

    make = f"import pathlib; d = pathlib.Path({str(folder)!r}); (d / {digest!r}).mkdir(exist_ok=True); (d / {CURRENT!r}).write_text({digest!r})"
    command = (sys.executable, "-c", make)

    async def run() -> None:
        publisher = WithIndex(publish, folder, 60, {}, lambda: asked.append(None), command)
        for _ in range(publications):
            await publisher()
            await publisher.finished()
        await publisher.aclose()

    asyncio.run(run())
    return len(asked)


def test_a_new_index_is_published_by_a_second_release_and_no_third(tmp_path: Path) -> None:
    assert asked_after(tmp_path, "abc", publications=2) == 1
    assert asked_after(tmp_path, "abc") == 0
    assert asked_after(tmp_path, "def") == 1


def test_no_index_is_made_of_what_could_not_be_published(tmp_path: Path) -> None:
    assert asked_after(tmp_path, "abc", fails=True) == 0
    assert not (tmp_path / CURRENT).exists()
