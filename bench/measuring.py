"""Runs commands and measures them: wall time, CPU time, and the memory of all their processes together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter

SAMPLE_INTERVAL = 0.02
"""Seconds between two samples of memory."""

ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
"""Modules are compiled once and cached, as on any other machine."""


@dataclass
class Samples:
    """What a task took: wall and CPU seconds, a number for each round, and its peak memory (PSS, MB)."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peak_memory: float = 0.0

    @property
    def median(self) -> float:
        """The median of the wall time in seconds."""
        return median(self.wall)

    @property
    def wall_text(self) -> str:
        return f"{self.median:.2f} s ({min(self.wall):.2f}–{max(self.wall):.2f})"

    @property
    def cpu_text(self) -> str:
        return f"{median(self.cpu):.2f} s" if self.cpu else ""

    @property
    def memory_text(self) -> str:
        return f"{self.peak_memory:.0f} MB" if self.peak_memory else ""


def run_timed(samples: Samples, command: list[str], folder: Path, **environ: str) -> None:
    """Run a command to its end and add its wall and CPU time.

    CPU time is that of the process and of all processes that it has waited for. Raises `SystemExit` where the
    command fails.
    """
    begin = perf_counter()
    process = _start(command, folder, environ)
    _add_times(samples, process, command, begin)


def run_measured(samples: Samples, command: list[str], folder: Path, **environ: str) -> None:
    """The same, with the peak memory of the process tree: for a command of minutes, which that hardly slows."""
    begin = perf_counter()
    process = _start(command, folder, environ)
    with _memory_sampled(process.pid, samples):
        _add_times(samples, process, command, begin)


def _add_times(
    samples: Samples, process: subprocess.Popen[bytes], command: list[str], begin: float
) -> None:
    errors = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    samples.wall.append(perf_counter() - begin)
    samples.cpu.append(usage.ru_utime + usage.ru_stime)
    _check(process, command, errors)


def run_sampled(samples: Samples, command: list[str], folder: Path, **environ: str) -> None:
    """Run a command to its end and record the peak memory of its process tree.

    The samples slow the command down, so its time is not recorded.
    """
    process = _start(command, folder, environ)
    with _memory_sampled(process.pid, samples):
        errors = process.stderr.read() if process.stderr else b""
        process.wait()
    _check(process, command, errors)


@contextmanager
def _memory_sampled(root: int, samples: Samples) -> Iterator[None]:
    done = threading.Event()
    sampler = threading.Thread(target=_sample, args=(root, samples, done))
    sampler.start()
    try:
        yield
    finally:
        done.set()
        sampler.join()


def _start(command: list[str], folder: Path, environ: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command, cwd=folder, env=ENVIRONMENT | environ,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip


def _check(process: subprocess.Popen[bytes], command: list[str], errors: bytes) -> None:
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}: {errors.decode(errors='replace')[-2000:]}")


def _sample(root: int, samples: Samples, done: threading.Event) -> None:
    while not done.wait(SAMPLE_INTERVAL):
        samples.peak_memory = max(samples.peak_memory, tree_memory(root))


def tree_memory(root: int) -> float:
    """Return the memory (MB) of a process and all its descendants: the sum of their proportional set sizes (PSS).

    PSS counts a page that n processes share as one n-th in each, so that the sum counts it once.
    """
    return sum(map(_proportional_set_size, _process_tree(root))) / 1024


def _process_tree(root: int) -> Iterator[int]:
    yield root
    with suppress(OSError):  # A process may end while it is looked at.
        for task in Path(f"/proc/{root}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _process_tree(int(child))


def _proportional_set_size(process: int) -> int:
    """Return the PSS of a process in kB, 0 where it has ended."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


@contextmanager
def running(command: list[str], folder: Path, environ: dict[str, str]) -> Iterator[None]:
    """Run a server for the block and end it afterwards."""
    process = subprocess.Popen(
        command, cwd=folder, env=ENVIRONMENT | environ,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
