"""The other process: a build that is large is done by two, which read a half each and write a half each.

Both do the whole build otherwise, so that each knows everything and little has to be sent. The second is
forked before Pelican has any thread, and ends when its half is written. Where it dies, the first does
the other half too.
"""

from __future__ import annotations

import marshal
import os
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from nyspor.outputs import File, Maker, Output
from nyspor.reading import Reading
from nyspor.report import tell_helper_stopped
from plugins.incremental.records import Record

if TYPE_CHECKING:
    from plugins.incremental.sources import RememberedSources

WORTH_WHILE = 300
"""So many files to read or pages to write make up for what a second process costs."""


class Partner:
    """One of two processes that share a build; the `first` answers for it.

    `others` are the files that the other reads, and looks over.
    """

    def __init__(self, connection: Connection, first: bool, process: int = 0) -> None:
        self.first = first
        self.others: Sequence[str] = ()
        self._connection: Connection | None = connection
        self._process = process

    # --- reading ---------------------------------------------------------------------------------

    def read(self, files: Sequence[str], sources: RememberedSources) -> dict[str, Reading]:
        """Read one's own half of the files, and take over what the other has read."""
        mine, others = _halves(files) if self.first else _halves(files)[::-1]
        self.others = others
        sources.memory.texts.part = 0 if self.first else 1
        read = sources.read_all(mine)
        sources.memory.texts.flush()
        records = {f: tuple(sources.memory.records[f]) for f in mine if f in sources.memory.records}
        for file, record in self._exchange(records).items():
            read[file] = sources.adopt(file, Record(*record))
        # What the other could not keep has problems, or the other has died.
        return read | {file: sources.read(file) for file in others if file not in read}

    def _exchange(self, mine: dict[str, Any]) -> dict[str, Any]:
        """Hand over what is mine for what is the other's."""
        if self.first:
            others = self._receive()
            self._send(mine)
        else:
            self._send(mine)
            others = self._receive()
        return others or {}

    def agrees(self) -> bool:
        """Tell the other that all is well here; whether it is there, too."""
        return bool(self._exchange({"well": True}))

    # --- writing ---------------------------------------------------------------------------------

    def write(self, outputs: Mapping[str, Output], stale: list[Output], make: Maker) -> None:
        """Make the outputs that are `stale`, one's own half; the second ends there."""
        if not self.first:
            self._serve(outputs, make)
        mine, others = share_out(stale)
        self._send([output.path for output in others])
        make(mine)
        if self._receive() != "done":
            make(others)
        self._wait()

    def _serve(self, outputs: Mapping[str, Output], make: Maker) -> None:
        """Make what the first asks for, and end."""
        paths = self._receive()
        if paths is not None:
            make([outputs[path] for path in paths])
            self._send("done")
        leave(0)

    # --- the line between them -------------------------------------------------------------------

    def _send(self, value: Any) -> None:
        if self._connection:
            try:
                self._connection.send_bytes(marshal.dumps(value))
            except OSError:
                self._lose()

    def _receive(self) -> Any:
        """What the other sends; None where it is gone."""
        if self._connection:
            try:
                return marshal.loads(self._connection.recv_bytes())
            except (EOFError, OSError):
                self._lose()
        return None

    def _lose(self) -> None:
        """Go on alone."""
        self._connection = None
        if not self.first:
            leave(1)
        _, status = os.waitpid(self._process, 0)
        self._process = 0
        if os.WIFSIGNALED(status):
            tell_helper_stopped(os.WTERMSIG(status))

    def _wait(self) -> None:
        if self._process:
            os.waitpid(self._process, 0)
            self._process = 0

    def dismiss(self) -> None:
        """End the work together: the second ends, and the first goes on alone."""
        if not self.first:
            leave(1)
        if self._connection:
            self._connection.close()
            self._connection = None
            self._wait()


def may_split() -> bool:
    """Whether a second process can be had safely and is wanted."""
    wanted = os.environ.get("NYSPOR_WORKERS", "2") != "1" and (os.cpu_count() or 1) > 1
    return wanted and hasattr(os, "fork") and threading.active_count() == 1


def split(work: Callable[[Partner], None]) -> Partner:
    """Begin the second process, which does its `work` and ends; answers the first's partner."""
    ours, theirs = Pipe()
    process = os.fork()
    if process:
        theirs.close()
        return Partner(ours, True, process)
    ours.close()
    silence()
    with suppress(BaseException):
        work(Partner(theirs, False))
    leave(1)
    raise AssertionError


def silence() -> None:
    """What is to be said, the first says."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def leave(code: int) -> None:
    """End this process at once, without what Python does at its end for the first."""
    sys.stdout.flush()
    os._exit(code)


def _halves(items: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    return items[::2], items[1::2]


def share_out(outputs: list[Output]) -> tuple[list[Output], list[Output]]:
    """Two halves; what is made from the same stays together, and what lies outside the site with the first."""
    halves: tuple[list[Output], list[Output]] = ([], [])
    turn = 0
    last = ""
    for output in outputs:
        same = output.made_from if isinstance(output, File) else ""
        if not same or same != last:
            turn = 1 - turn
        last = same
        halves[0 if output.path.startswith("/") else turn].append(output)
    return halves
