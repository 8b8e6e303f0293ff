"""A second process for large work: the other half of the texts to read, or of the outputs to write."""

from __future__ import annotations

import os
import pickle
import warnings
from collections.abc import Callable, Sequence
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from typing import TypeVar

from nyspor.console import print_worker_killed

Item = TypeVar("Item")
Result = TypeVar("Result")

WORTHWHILE = 300
"""From this many texts or outputs on, a second process saves time."""


def may_fork() -> bool:
    """Whether a second process is allowed (`NYSPOR_WORKERS`) and possible."""
    wanted = os.environ.get("NYSPOR_WORKERS", "2") != "1" and (os.cpu_count() or 1) > 1
    return wanted and "fork" in get_all_start_methods()


def in_two_processes(
    work: Callable[[Sequence[Item]], Result], mine: Sequence[Item], others: Sequence[Item]
) -> tuple[Result, Result]:
    """The results of `work` on both halves: on `others` in a forked process, or here should that process die.

    The result of `work` is pickled on its way back.
    """
    context = get_context("fork")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_send_result, args=(work, others, sending), daemon=True)
    with warnings.catch_warnings():
        # Python 3.12 warns of forking beside threads. The only one here is the spinner of Pelican's
        # command, and the process writes nothing to the terminal that it draws on.
        warnings.simplefilter("ignore", DeprecationWarning)
        process.start()
    sending.close()
    try:
        result = work(mine)
        try:
            theirs: Result = pickle.loads(receiving.recv_bytes())
        except EOFError:
            process.join()
            if process.exitcode and process.exitcode < 0:
                print_worker_killed(-process.exitcode)
            theirs = work(others)
    finally:
        receiving.close()
        process.join()
    return result, theirs


def _send_result(
    work: Callable[[Sequence[Item]], Result], items: Sequence[Item], sending: Connection
) -> None:
    """The second process. A fault ends it silently; the first process then meets the same fault itself."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    try:
        sending.send_bytes(pickle.dumps(work(items), pickle.HIGHEST_PROTOCOL))
    except Exception:
        os._exit(1)
    os._exit(0)
