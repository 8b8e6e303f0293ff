"""The whole examination: facts gathered side by side, each within a time limit, and what they mean."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Any

from nyspor.doctor import read_machine, read_network, read_site
from nyspor.doctor.facts import Facts
from nyspor.doctor.findings import Finding, warning
from nyspor.doctor.machine import (
    examine_clock,
    examine_disks,
    examine_machine,
    examine_rights,
)
from nyspor.doctor.mail import examine_mail, examine_queue
from nyspor.doctor.publication import examine_git, examine_keys, examine_publishing
from nyspor.doctor.site import Site
from nyspor.doctor.upkeep import examine_backups, examine_upkeep
from nyspor.doctor.website import examine_website
from nyspor.problems import N_

LIMIT = 60.0
"""Seconds after which a part of the examination is given up."""

READERS: Mapping[str, Callable[[Site], Any]] = {
    "machine": read_machine.read_machine,
    "disks": read_machine.read_disks,
    "clock": read_machine.read_times,
    "mail": read_network.read_mail_server,
    "queue": read_site.read_queue,
    "website": read_network.read_website,
    "publishing": read_site.read_publishing,
    "keys": read_site.read_signing,
    "git": read_site.read_git,
    "backups": read_site.read_backups,
    "upkeep": read_site.read_upkeep,
}
"""What reads each part of the facts, but for the rights, which others put right when they open a file."""

PARTS = {
    "machine": N_("versions"),
    "rights": N_("rights"),
    "disks": N_("disks"),
    "clock": N_("the clock"),
    "mail": N_("the mail server"),
    "queue": N_("the queue of mails"),
    "website": N_("the web server"),
    "publishing": N_("publications"),
    "keys": N_("keys"),
    "git": N_("Git"),
    "backups": N_("backups"),
    "upkeep": N_("the service, and what expires"),
}

TOO_LONG = N_("it took too long")


def gather(
    site: Site,
    readers: Mapping[str, Callable[[Site], Any]] = READERS,
    limit: float = LIMIT,
) -> Facts:
    """Read all facts. A part that fails, or takes longer than `limit` seconds, is told of and missing."""
    found: dict[str, Any] = {}
    unknown: dict[str, str] = {}

    def read(name: str, reader: Callable[[Site], Any]) -> None:
        try:
            result = reader(site)
        except Exception as failure:  # the disk, the network, a file that nobody has foreseen
            unknown[name] = f"{type(failure).__name__}: {failure}"
        else:
            found[name] = result

    read("rights", read_machine.read_rights)
    threads = {
        # A daemon: what hangs in a system call must not keep the command from ending.
        name: threading.Thread(target=read, args=(name, reader), daemon=True)
        for name, reader in readers.items()
    }
    for thread in threads.values():
        thread.start()
    end = time.monotonic() + limit
    for thread in threads.values():
        thread.join(max(0.0, end - time.monotonic()))
    known, failed = dict(found), dict(unknown)
    late = {name: TOO_LONG for name in threads if name not in known and name not in failed}
    return Facts(site.now, **known, unknown=failed | late)


def examine(facts: Facts) -> list[Finding]:
    """What the facts mean, in the order of the codes."""
    now = facts.now
    examinations: list[tuple[Any, Callable[..., Iterator[Finding]], bool]] = [
        (facts.machine, examine_machine, True),
        (facts.rights, examine_rights, False),
        (facts.disks, examine_disks, False),
        (facts.clock, examine_clock, True),
        (facts.mail, examine_mail, False),
        (facts.queue, examine_queue, True),
        (facts.website, examine_website, True),
        (facts.publishing, examine_publishing, True),
        (facts.keys, examine_keys, False),
        (facts.git, examine_git, False),
        (facts.backups, examine_backups, True),
        (facts.upkeep, examine_upkeep, True),
    ]
    found = chain.from_iterable(
        (examine_part(part, now) if with_time else examine_part(part))
        for part, examine_part, with_time in examinations
        if part is not None
    )
    unknown = [
        warning("D109", N_("{part}: {reason}"), part=PARTS[name], reason=reason)
        for name, reason in facts.unknown.items()
    ]
    return sorted([*found, *unknown], key=lambda finding: finding.code)
