"""A second process for large work: the other half of the texts to read, or of the outputs to write."""

from __future__ import annotations

import os
import pickle
import warnings
from collections.abc import Callable, Sequence
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
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
    _start(process)
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


def make_in_two_processes(
    make: Callable[[Sequence[Item]], Callable[[], None]],
    mine: Sequence[Item],
    others: Sequence[Item],
) -> Callable[[], None]:
    """Make both halves of some work, `others` in a forked process; return what puts both in their place.

    That process waits for it. Should it die, its half is done here.
    """
    context = get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=_make_and_wait, args=(make, others, ours, theirs), daemon=True)
    _start(process)
    theirs.close()

    def end() -> None:
        ours.close()
        process.join()

    def is_told() -> bool:
        """Whether the process says that it has come so far."""
        try:
            return bool(ours.recv())
        except EOFError:
            process.join()
            if process.exitcode and process.exitcode < 0:
                print_worker_killed(-process.exitcode)
            return False

    try:
        place_mine = make(mine)
        place_others = None if is_told() else make(others)
    except BaseException:
        end()
        raise

    def place() -> None:
        try:
            if place_others is None:
                ours.send(True)
            place_mine()
            if place_others is not None:
                place_others()
            elif not is_told():
                make(others)()
        finally:
            end()

    return place


def _make_and_wait(
    make: Callable[[Sequence[Item]], Callable[[], None]],
    items: Sequence[Item],
    theirs: Connection,
    ours: Connection,
) -> None:
    """The second process of `make_in_two_processes`. A fault ends it silently, as does the end of the first."""
    theirs.close()
    _silence()
    try:
        place = make(items)
        ours.send(True)
        if ours.recv():
            place()
            ours.send(True)
    except Exception:
        os._exit(1)
    os._exit(0)


def _start(process: BaseProcess) -> None:
    with warnings.catch_warnings():
        # Python 3.12 warns of forking beside threads. The only one here is the spinner of Pelican's
        # command, and the process writes nothing to the terminal that it draws on.
        warnings.simplefilter("ignore", DeprecationWarning)
        process.start()


def _silence() -> None:
    """Print nothing from now on."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def _send_result(
    work: Callable[[Sequence[Item]], Result], items: Sequence[Item], sending: Connection
) -> None:
    """The second process. A fault ends it silently; the first process then meets the same fault itself."""
    _silence()
    try:
        sending.send_bytes(pickle.dumps(work(items), pickle.HIGHEST_PROTOCOL))
    except Exception:
        os._exit(1)
    os._exit(0)
