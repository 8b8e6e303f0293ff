"""What the routes of the forms service share."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from nyspor.forms_service.outbox import Outbox
from nyspor.forms_service.pages import Pages
from nyspor.forms_service.rebuild import Rebuilder
from nyspor.forms_service.submission_factory import SubmissionFactory
from nyspor.forms_service.target_list import TargetList
from nyspor.forms_service.test_probes import TestProbe, no_probe


@dataclass(frozen=True)
class ServiceState:
    """Everything the routes work with.

    `decision_lock` lets one decision be carried out at a time; `health` gives what else monitoring is told, as JSON.
    """

    factory: SubmissionFactory
    outbox: Outbox
    targets: TargetList
    pages: Pages
    rebuild: Rebuilder
    clock: Callable[[], datetime]
    probe: TestProbe = no_probe
    health: Callable[[], Mapping[str, object]] = dict
    decision_lock: asyncio.Lock = field(default_factory=asyncio.Lock)
