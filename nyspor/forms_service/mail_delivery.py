"""The mail sender: delivers mails from the outbox, with retries and back-off."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from threading import Event

from nyspor.console import in_words
from nyspor.forms_service.health import SendingStatus
from nyspor.forms_service.mail_transports import (
    ConnectionLost,
    PermanentFailure,
    ServerUnavailable,
    TemporaryFailure,
    Transport,
)
from nyspor.forms_service.outbox import Outbox, OutboxMoved
from nyspor.forms_service.records import Claim, Mail
from nyspor.forms_service.test_probes import AFTER_250, CLAIMED, RECORDED, TestProbe, no_probe
from nyspor.problems import N_

log = logging.getLogger(__name__)

FIRST_RETRY, LONGEST_RETRY = timedelta(minutes=1), timedelta(hours=4)
"""The interval before the first retry of a mail; it doubles up to the longest."""

RETRY_FOR = timedelta(days=5)
"""How long a mail is retried, from its first temporary failure; then it is a dead letter."""

FIRST_BACKOFF, LONGEST_BACKOFF = 5.0, 300.0
"""Seconds to wait when no server answers; they double up to the longest."""

POLL_INTERVAL = 0.1
"""Seconds between two queries of an empty outbox."""


HELD_INTERVAL = 5.0
"""Seconds between two queries while mails are held back for others."""


@dataclass
class HeldBy:
    """The mail that must leave before others to the same recipient, and whether others have left since it failed."""

    id: str
    others_left: bool = False


class MailSender:
    """Sends queued mails, one at a time, in order of arrival.

    While the connection breaks over a mail, later ones to the same recipient wait for it, so that they arrive in
    order, also where the service is started again in between. Where it breaks again though other mails were taken meanwhile,
    the mail is at fault, and holds back nobody.
    """

    def __init__(
        self,
        outbox: Outbox,
        transport: Transport,
        sender: str,
        clock: Callable[[], datetime],
        probe: TestProbe = no_probe,
        status: SendingStatus | None = None,
    ) -> None:
        """`status` is told how the mail server answers."""
        self._status = status or SendingStatus()
        self._outbox = outbox
        self._transport = transport
        self._sender = sender
        self._clock = clock
        self._probe = probe
        self._backoff = FIRST_BACKOFF
        self._fault = ""
        self._unrecorded: Callable[[], None] | None = None

    def run(self, stop: Event) -> None:
        """Send until `stop` is set. An unexpected exception is logged, and sending goes on after a pause."""
        wait = 0.0
        while not stop.wait(wait):
            try:
                wait, self._fault = self.run_once(), ""
            except OutboxMoved:  # logged where it was noticed first
                wait = FIRST_BACKOFF
            except Exception as error:
                wait = self._pause(type(error).__name__)

    def _pause(self, fault: str) -> float:
        """Log a fault once, as long as it lasts; return the seconds to wait."""
        if fault != self._fault:
            log.error(in_words(N_("The mail sender pauses: {reason}"), reason=fault))
        self._fault = fault
        return FIRST_BACKOFF

    def run_once(self) -> float:
        """Send the first mail that is due; return the seconds to wait before the next call.

        Raises `OutboxUnavailable` where the result could not be recorded; the next call records it before
        anything else, so that the mail is not sent again.
        """
        self._record()
        claim = self._outbox.claim(
            self._clock(), {recipient: held.id for recipient, held in self._held.items()}
        )
        if claim is None:
            return self._until_due()
        self._probe(CLAIMED)
        try:
            self._unrecorded = self._send(claim)
        except ServerUnavailable as error:
            return self._wait_for_server(claim, error)
        self._backoff = FIRST_BACKOFF
        if self._status.works():
            log.info(in_words(N_("The mail server answers again.")))
        self._record()
        self._probe(RECORDED)
        return 0.0

    @cached_property
    def _held(self) -> dict[str, HeldBy]:
        """By recipient, the mails that others wait for; what they waited for when the service ended still goes first."""
        return {to: HeldBy(id) for to, id in self._outbox.held_for().items()}

    def _send(self, claim: Claim) -> Callable[[], None]:
        """Send a mail; return what records the result."""
        mail = claim.mail
        try:
            self._transport.send(mail, self._sender)
        except ConnectionLost as error:
            return self._retry_later(claim, str(error), holds=self._hold(mail))
        except TemporaryFailure as error:
            return self._retry_later(claim, str(error))
        except PermanentFailure as error:
            return self._give_up(claim, str(error))
        except ServerUnavailable:
            raise
        except Exception as error:  # a mail that cannot be sent must not delay others
            return self._retry_later(claim, type(error).__name__)
        self._probe(AFTER_250)
        self._let_go(mail)
        for held in self._held.values():
            held.others_left = True
        return lambda: self._outbox.mark_delivered(mail.id, self._clock())

    def _hold(self, mail: Mail) -> bool:
        """Let later mails to the same recipient wait for this one; return whether they do."""
        held = self._held.setdefault(mail.recipient, HeldBy(mail.id))
        if held.id == mail.id and held.others_left:
            self._let_go(mail)
            return False
        return True

    def _let_go(self, mail: Mail) -> None:
        """Let nobody wait for this mail any more."""
        held = self._held.get(mail.recipient)
        if held and held.id == mail.id:
            del self._held[mail.recipient]

    def _retry_later(self, claim: Claim, reason: str, holds: bool = False) -> Callable[[], None]:
        """Record a temporary failure. With `holds` others wait for this mail, so it is retried soon."""
        now = self._clock()
        if not holds:
            self._let_go(claim.mail)
        if reason != claim.reason:
            log.warning(
                in_words(
                    N_("Mail {id} was not taken, and is tried again: {reason}"),
                    id=name_in_log(claim.mail),
                    reason=reason,
                )
            )
        if claim.since and now - claim.since >= RETRY_FOR:
            return self._give_up(claim, reason)
        longest = timedelta(seconds=LONGEST_BACKOFF) if holds else LONGEST_RETRY
        until = now + min(FIRST_RETRY * 2 ** min(claim.tries, 16), longest)
        return lambda: self._outbox.postpone(claim.mail.id, now, until, reason, holds)

    def _give_up(self, claim: Claim, reason: str) -> Callable[[], None]:
        self._let_go(claim.mail)
        log.error(
            in_words(
                N_("Mail {id} could not be delivered: {reason}"),
                id=name_in_log(claim.mail),
                reason=reason,
            )
        )
        return lambda: self._outbox.mark_dead(claim.mail.id, reason, self._clock())

    def _wait_for_server(self, claim: Claim, error: ServerUnavailable) -> float:
        self._outbox.release(claim.mail.id)
        if self._status.failed(str(error), self._clock()):
            log.warning(in_words(N_("No mail server: {reason}"), reason=error))
        wait, self._backoff = self._backoff, min(self._backoff * 2, LONGEST_BACKOFF)
        return wait

    def _record(self) -> None:
        if self._unrecorded:
            self._unrecorded()
            self._unrecorded = None

    def _until_due(self) -> float:
        if self._held:
            # One that was dropped or forgotten meanwhile holds back nobody.
            ids = self._outbox.queued({held.id for held in self._held.values()})
            self._held = {to: held for to, held in self._held.items() if held.id in ids}
            return HELD_INTERVAL
        due = self._outbox.next_due()
        remaining = (due - self._clock()).total_seconds() if due else POLL_INTERVAL
        return max(0.0, min(remaining, POLL_INTERVAL))


def name_in_log(mail: Mail) -> str:
    """How the log names a mail: one of the service's own, whose id may hold an editor's name, by its purpose."""
    return mail.id if mail.submission else mail.purpose
