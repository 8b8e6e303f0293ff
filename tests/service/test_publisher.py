"""The publisher of the service starts the next publication ahead: it waits, with everything loaded, until it is told."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable, Coroutine
from contextlib import aclosing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nyspor.service.publisher import COMMAND, Publisher

WAITS = """
import os, sys
open(f"started-{os.getpid()}", "w").close()
if sys.stdin.readline():
    open("published", "a").write(f"{os.getpid()}\\n")
"""


def with_publisher(
    folder: Path, act: Callable[[Publisher], Coroutine[Any, Any, None]], script: str = WAITS
) -> None:
    """Act on a publisher whose command is this script, in this folder, and close it."""
    publisher = Publisher(
        lambda: datetime.now(UTC),
        60,
        os.environ,
        (sys.executable, "-c", f"import os; os.chdir({str(folder)!r})\n{script}"),
        state_file=folder / "publishing.json",
    )

    async def use() -> None:
        async with aclosing(publisher):
            await act(publisher)

    asyncio.run(use())


def published(folder: Path) -> list[int]:
    """The processes that have published, in order."""
    file = folder / "published"
    return [int(line) for line in file.read_text().split()] if file.exists() else []


def is_running(process: int) -> bool:
    return Path(f"/proc/{process}").exists()


def test_each_publication_has_a_process_of_its_own(tmp_path: Path) -> None:
    async def act(publisher: Publisher) -> None:
        assert [await publisher() for _ in range(3)] == [None] * 3

    with_publisher(tmp_path, act)
    assert len(set(published(tmp_path))) == 3


def test_the_next_is_started_ahead_and_publishes_only_when_it_is_told(tmp_path: Path) -> None:
    async def act(publisher: Publisher) -> None:
        await publisher()
        while len(started := list(tmp_path.glob("started-*"))) < 2:
            await asyncio.sleep(0)
        waiting = {int(path.name.split("-")[1]) for path in started} - set(published(tmp_path))
        assert len(published(tmp_path)) == 1
        await publisher()
        assert {published(tmp_path)[-1]} == waiting

    with_publisher(tmp_path, act)


def test_what_was_started_ahead_ends_with_the_service(tmp_path: Path) -> None:
    waiting: list[int] = []

    async def act(publisher: Publisher) -> None:
        await publisher()
        assert publisher._next
        waiting.append(publisher._next._process.pid)
        assert is_running(waiting[0])

    with_publisher(tmp_path, act)
    assert not is_running(waiting[0])
    assert len(published(tmp_path)) == 1


def test_one_that_died_meanwhile_is_replaced(tmp_path: Path) -> None:
    async def act(publisher: Publisher) -> None:
        await publisher()
        assert publisher._next
        publisher._next._process.kill()
        await publisher._next._process.wait()
        assert await publisher() is None

    with_publisher(tmp_path, act)
    assert len(published(tmp_path)) == 2


def test_a_failure_says_why_and_the_next_publication_is_tried(tmp_path: Path) -> None:
    async def act(publisher: Publisher) -> None:
        failure = await publisher()
        assert failure is not None
        assert (failure.code, failure.output) == (1, "No room")
        assert "No room" in publisher.state.failure
        assert await publisher()
        assert publisher.tally.failures == 2

    with_publisher(tmp_path, act, "import sys; sys.stdin.readline(); sys.exit('No room')")


def test_the_command_ends_where_nobody_tells_it_to_begin(tmp_path: Path) -> None:
    done = subprocess.run(
        COMMAND, cwd=tmp_path, input="", capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
