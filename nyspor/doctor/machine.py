"""Findings on the machine: settings, versions, rights, disks, clock. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta

from nyspor.doctor.facts import Clock, Disk, Machine, Rights
from nyspor.doctor.findings import Finding, error, note, ok, some, warning
from nyspor.problems import N_
from nyspor.text.danish import format_moment

END_OF_PYTHON = {
    (3, 11): date(2027, 10, 31),
    (3, 12): date(2028, 10, 31),
    (3, 13): date(2029, 10, 31),
    (3, 14): date(2030, 10, 31),
}
"""The last month of security updates (https://devguide.python.org/versions/)."""

PYTHON_ENDS_SOON = timedelta(days=180)

LITTLE_SPACE, NO_SPACE = 1_000_000_000, 200_000_000
"""Free bytes below which there is a warning, and an error."""

FEW_INODES, NO_INODES = 0.10, 0.02
"""The same for inodes, as a share of all."""

AHEAD = timedelta(minutes=2)
"""So far ahead of the clock a time may be: clocks of network disks differ a little."""


def examine_machine(machine: Machine, now: datetime) -> Iterator[Finding]:
    for problem in machine.problems:
        names_itself = "name" in problem.params
        message = N_("{problem}") if names_itself else N_("{place}: {problem}")
        yield error("D101", message, place=problem.source, problem=problem)
    if not machine.problems:
        yield ok("D101")
    version, end = "{}.{}".format(*machine.python), END_OF_PYTHON.get(machine.python)
    if end and end <= now.date():
        yield error("D102", N_("Python {version} gets no security updates any more."), version=version)  # fmt: skip
    elif end and end - now.date() < PYTHON_ENDS_SOON:
        yield warning("D102", N_("Python {version} gets security updates until {date} only."), version=version, date=end.strftime("%d.%m.%Y"))  # fmt: skip
    else:
        yield ok("D102", N_("Python {version}"), version=version)
    if machine.published_by and machine.published_by != machine.engine:
        yield warning(
            "D103",
            N_("What is served was made by Nyspor {old}; {new} is installed."),
            old=machine.published_by,
            new=machine.engine,
        )
    else:
        yield ok("D103", N_("Nyspor {version}"), version=machine.engine)


def examine_rights(rights: Rights) -> Iterator[Finding]:
    yield _of_paths("D201", rights.exposed, N_("Others can read {paths}"))
    yield _of_paths("D202", rights.unwritable, N_("Cannot be written to: {paths}"))
    yield _of_paths("D203", rights.open_to_all, N_("Everybody can write to {paths}"))


def _of_paths(code: str, paths: tuple[str, ...], message: str) -> Finding:
    return error(code, message, paths=some(paths)) if paths else ok(code)


def examine_disks(disks: Iterable[Disk]) -> Iterator[Finding]:
    for disk in disks:
        params = {"path": disk.path, "free": _in_units(disk.free), "total": _in_units(disk.total)}
        space = N_("{path}: {free} of {total} free")
        level = _level(disk.free, LITTLE_SPACE, NO_SPACE)
        yield level("D301", space, **params)
        if disk.inodes:
            share = disk.free_inodes / disk.inodes
            yield _level(share, FEW_INODES, NO_INODES)(
                "D302", N_("{path}: {percent} % free"), path=disk.path, percent=int(share * 100)
            )


def _level(found: float, little: float, too_little: float) -> Callable[..., Finding]:
    return error if found < too_little else warning if found < little else ok


def _in_units(number: int) -> str:
    return f"{number / 1e9:.1f} GB" if number >= 1e9 else f"{number // 10**6} MB"


def examine_clock(clock: Clock, now: datetime) -> Iterator[Finding]:
    if clock.newest and clock.newest > now + AHEAD:
        yield error(
            "D401",
            N_("The clock says {now}, and {source} is from {time}."),
            now=format_moment(now),
            source=clock.source,
            time=format_moment(clock.newest),
        )
    else:
        yield ok("D401", N_("The clock says {now}."), now=format_moment(now))
    if clock.synchronized is False:
        yield warning("D402", N_("Nothing sets the clock over the network."))
    elif clock.synchronized is None:
        yield note(
            "D402",
            N_(
                "It cannot be seen here, as there is no systemd-timesyncd: see that something sets the clock."
            ),
        )
    else:
        yield ok("D402")
