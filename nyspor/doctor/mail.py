"""Findings on mail: the server, the sender's domain, and the mails that wait. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from nyspor.doctor.facts import MailServer, Queue
from nyspor.doctor.findings import Finding, error, ok, warning
from nyspor.problems import N_
from nyspor.text.danish import format_moment

LATE, TOO_LATE = timedelta(hours=1), timedelta(days=1)


def examine_mail(mail: MailServer) -> Iterator[Finding]:
    if not mail.server:
        yield warning("D501", N_("No mail server is set: mails are put in a folder, and reach nobody."))  # fmt: skip
    else:
        yield ok("D501", "{server}", server=mail.server)
        if mail.failure:
            yield error("D502", N_("{server} does not let us in: {reason}"), server=mail.server, reason=mail.failure)  # fmt: skip
        elif mail.failure is not None:
            yield ok("D502")
    if mail.domain_failure:
        yield warning("D503", N_("{domain} receives no mail, so far as can be seen: {reason}"), domain=mail.domain, reason=mail.domain_failure)  # fmt: skip
    elif mail.domain_failure is not None:
        yield ok("D503", "{domain}", domain=mail.domain)
    else:
        yield ok("D503", N_("{domain} could not be looked up just now."), domain=mail.domain)
    if mail.unknown_receivers:
        yield warning("D507", N_("Not in staff.yaml: {names}. Their mail goes to the first in it."), names=", ".join(mail.unknown_receivers))  # fmt: skip
    else:
        yield ok("D507")


def examine_queue(queue: Queue, now: datetime) -> Iterator[Finding]:
    if queue.unusable:
        yield error("D506", "{problem}", problem=queue.unusable)
        return
    age = now - queue.oldest if queue.oldest else timedelta()
    if queue.waiting and age >= LATE:
        level = error if age >= TOO_LATE else warning
        yield level(
            "D504",
            N_("{count} wait, the oldest since {time}. The mail server said last: {reason}"),
            count=queue.waiting,
            time=format_moment(now - age),
            reason=queue.last_reason or "–",
        )
    else:
        yield ok("D504", N_("{count} wait"), count=queue.waiting)
    if queue.dead:
        yield warning("D505", N_("{count} mails could not be delivered."), count=queue.dead)
    else:
        yield ok("D505")
    for problem in dict.fromkeys(queue.problems):
        yield error("D506", problem)
    if not queue.problems:
        yield ok("D506")
