"""Findings on publications: what is served, keys, Git. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from nyspor.doctor.facts import Git, Keys, Publishing
from nyspor.doctor.findings import Finding, error, ok, some, warning
from nyspor.problems import N_
from nyspor.text.danish import format_moment

LONG_AGO = timedelta(days=183)

OVERDUE = timedelta(minutes=5)
"""So long a publication may take after what is due, before it counts as late."""


def examine_publishing(publishing: Publishing, now: datetime) -> Iterator[Finding]:
    if not publishing.release or publishing.published is None:
        yield warning("D701", N_("Nothing has been published yet."))
    elif now - publishing.published > LONG_AGO:
        yield warning("D701", N_("Nothing has been published since {time}."), time=format_moment(publishing.published))  # fmt: skip
    else:
        yield ok("D701", N_("{release}, {time}"), release=publishing.release, time=format_moment(publishing.published))  # fmt: skip
    if publishing.failure:
        first = publishing.failure.splitlines()[0]
        time = format_moment(publishing.failed_at) if publishing.failed_at else "–"
        yield error("D702", N_("It failed {time}: {reason}"), time=time, reason=first)
    else:
        yield ok("D702")
    if publishing.held_since:
        yield warning("D703", N_("An earlier release is served since {time}."), time=format_moment(publishing.held_since))  # fmt: skip
    else:
        yield ok("D703")
    if publishing.due and now - publishing.due > OVERDUE:
        level = warning if publishing.held_since or not publishing.automatic else error
        yield level("D704", N_("Something was to come out {time}, and is not published."), time=format_moment(publishing.due))  # fmt: skip
    elif publishing.due:
        yield ok("D704", N_("next: {time}"), time=format_moment(publishing.due))
    else:
        yield ok("D704", N_("nothing is planned"))


def examine_keys(keys: Keys) -> Iterator[Finding]:
    if keys.failure:
        yield error("D705", N_("The keys cannot be used: {reason}"), reason=keys.failure)
    elif not keys.public:
        yield warning("D705", N_("There is no key yet. The first publication makes one."))
    elif keys.is_signed is False:
        yield error("D705", N_("What is served bears the signature of no key that is here."))
    else:
        yield ok("D705", "{keys}", keys=", ".join(keys.public))


def examine_git(git: Git) -> Iterator[Finding]:
    if git.failure:
        yield error("D706", N_("Git refuses: {reason}"), reason=git.failure)
        return
    if not git.is_repository:
        yield warning("D706", N_("The texts are in no Git repository."))
        return
    yield ok("D706")
    if git.has_identity:
        yield ok("D707")
    else:
        yield warning("D707", N_("Git knows no name here, so publications are recorded as Nyspor's."))  # fmt: skip
    if git.pending:
        yield warning("D708", N_("Not published: {files}"), files=some(git.pending))
    else:
        yield ok("D708")
