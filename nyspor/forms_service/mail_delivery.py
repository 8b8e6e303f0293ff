"""The courier: carries mails from the outbox to the server, and gives up on none that can be sent."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event

from nyspor.forms_service.mail_transports import NoServer, Refused, Transport, TryLater
from nyspor.forms_service.outbox import Outbox, OutboxMoved
from nyspor.forms_service.records import Claim
from nyspor.forms_service.test_probes import AFTER_250, CLAIMED, MARKED, Watch, nothing

log = logging.getLogger(__name__)

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=4)  # of one mail
GIVE_UP = timedelta(days=5)  # after a server first asked for a mail to be sent later
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 300.0  # seconds, of the courier when no server answers
GLANCE = 0.1  # seconds between looks into an empty outbox


class Courier:
    """Sends what is queued, one mail at a time, in order of arrival."""

    def __init__(
        self,
        outbox: Outbox,
        transport: Transport,
        sender: str,
        clock: Callable[[], datetime],
        watch: Watch = nothing,
    ) -> None:
        self._outbox = outbox
        self._transport = transport
        self._sender = sender
        self._clock = clock
        self._watch = watch
        self._pause = FIRST_PAUSE
        self._owed: Callable[[], None] | None = None

    def run(self, stop: Event) -> None:
        """Sends until told to stop; a fault that nobody foresaw costs a pause, never the courier."""
        wait = 0.0
        while not stop.wait(wait):
            try:
                wait = self.run_once()
            except OutboxMoved:  # said in the log by whoever noticed it first
                wait = FIRST_PAUSE
            except Exception as error:
                log.error("The courier pauses: %s", type(error).__name__)
                wait = FIRST_PAUSE

    def run_once(self) -> float:
        """Sends the first mail that is due. Seconds to wait before the next call.

        Raises `OutboxFull` when a mark could not be made; it is made first thing in the next call,
        so that the mail is not sent again.
        """
        self._settle()
        claim = self._outbox.claim(self._clock())
        if claim is None:
            return self._until_due()
        self._watch(CLAIMED)
        try:
            self._owed = self._send(claim)
        except NoServer as why:
            return self._wait_for_server(claim, why)
        self._pause = FIRST_PAUSE
        self._settle()
        self._watch(MARKED)
        return 0.0

    def _send(self, claim: Claim) -> Callable[[], None]:
        """The mark to be made: what has become of the mail."""
        mail = claim.mail
        try:
            self._transport.send(mail, self._sender)
        except TryLater as why:
            return self._later(claim, str(why))
        except Refused as why:
            return self._give_up(claim, str(why))
        except NoServer:
            raise
        except Exception as error:  # a mail that cannot even be handed over delays nobody
            return self._later(claim, type(error).__name__)
        self._watch(AFTER_250)
        return lambda: self._outbox.delivered(mail.id, self._clock())

    def _later(self, claim: Claim, reason: str) -> Callable[[], None]:
        now = self._clock()
        if claim.since and now - claim.since >= GIVE_UP:
            return self._give_up(claim, reason)
        until = now + min(FIRST_WAIT * 2 ** min(claim.tries, 16), LONGEST_WAIT)
        return lambda: self._outbox.postponed(claim.mail.id, now, until, reason)

    def _give_up(self, claim: Claim, reason: str) -> Callable[[], None]:
        log.error("Mail %s could not be delivered: %s", claim.mail.id, reason)
        return lambda: self._outbox.dead(claim.mail.id, reason, self._clock())

    def _wait_for_server(self, claim: Claim, why: NoServer) -> float:
        self._outbox.release(claim.mail.id)
        log.warning("No mail server: %s", why)
        wait, self._pause = self._pause, min(self._pause * 2, LONGEST_PAUSE)
        return wait

    def _settle(self) -> None:
        if self._owed:
            self._owed()
            self._owed = None

    def _until_due(self) -> float:
        due = self._outbox.next_due()
        left = (due - self._clock()).total_seconds() if due else GLANCE
        return max(0.0, min(left, GLANCE))
