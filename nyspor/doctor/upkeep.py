"""Findings on backups, the service, and what expires. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from nyspor.doctor.facts import Backups, Upkeep
from nyspor.doctor.findings import Finding, error, note, ok, some, warning
from nyspor.problems import N_
from nyspor.text.danish import format_moment

OLD, TOO_OLD = timedelta(days=2), timedelta(days=7)

MONTH = timedelta(days=30)


def examine_backups(backups: Backups, now: datetime) -> Iterator[Finding]:
    if not backups.folder:
        yield warning("D801", N_("No folder for backups is set (backup.folder)."))
        return
    if backups.made is None:
        yield error("D801", N_("There is no backup in {folder}."), folder=backups.folder)
        return
    age = now - backups.made
    level = error if age > TOO_OLD else warning if age > OLD else ok
    yield level("D801", N_("The last one is from {time}."), time=format_moment(backups.made))
    if backups.failure:
        yield error("D802", "{reason}", reason=backups.failure)
    elif backups.failure is None:
        yield ok("D802", N_("too large to be read to the end now: nyspor backup --verify {name}"), name=backups.last)  # fmt: skip
    else:
        yield ok("D802", "{name}", name=backups.last)
    if backups.same_disk:
        yield note("D803", N_("{folder} is on the same disk as the data. Whether the archives are copied to another machine cannot be seen here: see that they are."), folder=backups.folder)  # fmt: skip
    else:
        yield ok("D803")


def examine_upkeep(upkeep: Upkeep, now: datetime) -> Iterator[Finding]:
    if not upkeep.is_running:
        yield error("D901", N_("It does not run."))
    elif not upkeep.answers:
        yield error("D901", N_("It runs, but does not answer on {listen}."), listen=upkeep.listen)
    else:
        yield ok("D901")
    if upkeep.security_until and upkeep.security_until <= now:
        yield error("D902", N_("It ran out {time}."), time=format_moment(upkeep.security_until))
    elif upkeep.security_until and upkeep.security_until - now < MONTH:
        yield warning("D902", N_("It runs out {time}."), time=format_moment(upkeep.security_until))
    elif upkeep.security_until is None:
        yield note(
            "D902", N_("There is no security.txt, as brand.yaml names nobody under sikkerhed.")
        )
    else:
        yield ok("D902")
    soon = sorted(
        (ends, file) for file, ends in upkeep.consents.items() if ends <= (now + MONTH).date()
    )
    if soon:
        files = some(f"{file} ({ends:%d.%m.%Y})" for ends, file in soon)
        yield warning("D903", N_("They end: {files}"), files=files)
    else:
        yield ok("D903")
    if upkeep.sign_in:
        yield warning("D904", "{problem}", problem=upkeep.sign_in)
    else:
        yield ok("D904")
