"""What the routes of the forms service share."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from nyspor.console import in_words
from nyspor.forms_service.health import Part, SendingStatus
from nyspor.forms_service.moderation import Moderator
from nyspor.forms_service.outbox import Outbox
from nyspor.forms_service.pages import Pages
from nyspor.forms_service.rebuild import Rebuilder
from nyspor.forms_service.searches import Searches
from nyspor.forms_service.submission_factory import SubmissionFactory
from nyspor.forms_service.target_list import TargetList
from nyspor.forms_service.test_probes import TestProbe, no_probe

log = logging.getLogger("nyspor.forms_service")


@dataclass(frozen=True)
class ServiceState:
    """Everything the routes work with.

    `decision_lock` lets one decision be carried out at a time; `health` gives what else monitoring is told, as JSON;
    `parts` how each part is (it may wait for the disk); `held` whether something older than what the editors have written
    is served, of which nobody is told; `received` counts the submissions since the start, by form.
    """

    factory: SubmissionFactory
    outbox: Outbox
    targets: TargetList
    pages: Pages
    rebuild: Rebuilder
    clock: Callable[[], datetime]
    probe: TestProbe = no_probe
    health: Callable[[], Mapping[str, object]] = dict
    parts: Callable[[], Mapping[str, Part]] = dict
    held: Callable[[], bool] = bool
    sending: SendingStatus = field(default_factory=SendingStatus)
    received: Counter[str] = field(default_factory=Counter)
    searches: Searches = field(default_factory=Searches)
    decision_lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _warned: set[str] = field(default_factory=set)

    def warn_once(self, message: str) -> None:
        """Log this message the first time that there is reason to."""
        if message not in self._warned:
            self._warned.add(message)
            log.warning(in_words(message))

    def moderator(self) -> Moderator:
        """What carries decisions out, with the present list of targets. Raises `UnreadableList`."""
        return Moderator(
            self.factory, self.outbox, self.targets(), self.rebuild.confirms_builds, self.probe
        )
