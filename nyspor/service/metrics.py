"""Numbers for Prometheus, on the machine itself. No label says anything of anybody: forms and states only."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from prometheus_client import (
    CollectorRegistry,
    PlatformCollector,
    ProcessCollector,
    start_http_server,
)
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    InfoMetricFamily,
    Metric,
    SummaryMetricFamily,
)
from prometheus_client.registry import Collector

from nyspor.console import in_words
from nyspor.forms_service.health import Condition, Part
from nyspor.forms_service.outbox import Outbox, OutboxUnavailable
from nyspor.forms_service.state import ServiceState
from nyspor.problems import N_
from nyspor.publishing.environment import engine_version
from nyspor.publishing.status import PublishingStatus
from nyspor.service.publisher import Publisher

PREFIX = "nyspor"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sources:
    """What the numbers are read from, anew for each request."""

    state: ServiceState
    publisher: Publisher
    status: Callable[[], PublishingStatus]
    health: Callable[[], Mapping[str, Part]]
    folders: Mapping[str, Path]
    """Folders whose disks are looked at, by what they are for."""


class SiteCollector(Collector):
    """All numbers of a running service."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources

    def collect(self) -> Iterator[Metric]:
        sources = self._sources
        yield InfoMetricFamily(f"{PREFIX}_build", "The installed version", {"version": engine_version()})  # fmt: skip
        yield from _of_forms(sources.state)
        yield from _of_mails(sources.state.outbox)
        yield from _of_publications(sources.publisher, sources.status())
        yield _of_health(sources.health())
        yield from _of_disks(sources.folders)


def _of_forms(state: ServiceState) -> Iterator[Metric]:
    received = CounterMetricFamily(
        f"{PREFIX}_submissions",
        "Submissions that were received since the service started",
        labels=["form"],
    )
    for form, number in sorted(state.received.items()):
        received.add_metric([form], number)
    yield received


def _of_mails(outbox: Outbox) -> Iterator[Metric]:
    try:
        queue = outbox.queue()
    except OutboxUnavailable:
        return
    mails = GaugeMetricFamily(f"{PREFIX}_mails", "Mails in the database by state", labels=["state"])
    for name, number in queue.counts.items():
        mails.add_metric([name], number)
    yield mails
    yield GaugeMetricFamily(f"{PREFIX}_mails_waiting_for_publication", "Mails that wait for a publication", queue.held)  # fmt: skip
    yield GaugeMetricFamily(
        f"{PREFIX}_oldest_mail_timestamp_seconds",
        "When the oldest mail was queued that may be sent; 0 for none",
        _seconds(queue.oldest),
    )


def _of_publications(publisher: Publisher, status: PublishingStatus) -> Iterator[Metric]:
    tally = publisher.tally
    yield CounterMetricFamily(f"{PREFIX}_publications", "Attempts to publish since the service started", tally.attempts)  # fmt: skip
    yield CounterMetricFamily(f"{PREFIX}_publication_failures", "Those that failed", tally.failures)
    yield SummaryMetricFamily(
        f"{PREFIX}_publication_duration_seconds",
        "How long they took",
        count_value=tally.attempts,
        sum_value=tally.seconds,
    )
    moments = {
        "last_publication": ("When a publication last succeeded; 0 for never", status.last_success),
        "due": ("When the site next changes by itself; 0 for never", status.due),
        "held_since": ("Since when an earlier release is served; 0 for not", status.held_since),
    }
    for name, (words, moment) in moments.items():
        yield GaugeMetricFamily(f"{PREFIX}_{name}_timestamp_seconds", words, _seconds(moment))
    number = int(status.release[:6]) if status.release[:6].isdecimal() else 0
    yield GaugeMetricFamily(f"{PREFIX}_release", "The number of the release that is served", number)


def _of_health(parts: Mapping[str, Part]) -> Metric:
    health = GaugeMetricFamily(
        f"{PREFIX}_health", "1 for the state that a part is in", labels=["part", "state"]
    )
    for name, part in parts.items():
        for condition in Condition:
            health.add_metric([name, condition], float(part.condition is condition))
    return health


def _of_disks(folders: Mapping[str, Path]) -> Iterator[Metric]:
    free = GaugeMetricFamily(f"{PREFIX}_disk_free_bytes", "Free space by use", labels=["use"])
    inodes = GaugeMetricFamily(f"{PREFIX}_disk_free_inodes", "Room for files", labels=["use"])
    for use, folder in folders.items():
        try:
            found = os.statvfs(folder)
        except OSError:
            continue
        free.add_metric([use], found.f_bavail * found.f_frsize)
        inodes.add_metric([use], found.f_favail)
    yield from (free, inodes)


def _seconds(moment: datetime | None) -> float:
    return moment.timestamp() if moment else 0.0


@contextmanager
def metrics_served(address: str, sources: Sources) -> Iterator[None]:
    """Give the numbers at `address` (host:port; '' for nowhere) for the time of the block.

    The service goes on without them where nobody can listen there.
    """
    host, _, port = address.rpartition(":")
    if not address:
        yield
        return
    registry = CollectorRegistry()
    registry.register(SiteCollector(sources))
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    try:
        server, thread = start_http_server(int(port), host.strip("[]"), registry)
    except (OSError, ValueError, OverflowError) as error:
        words = N_("Metrics cannot be given on {address} (service.metrics): {reason}")
        log.error(in_words(words, address=address, reason=error))
        yield
        return
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
