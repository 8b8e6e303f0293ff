"""When the service publishes by itself: at the second that something is due, whatever the clock does."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from nyspor.checks.library import ContentInvalid
from nyspor.incremental.pelican_class import next_build_due
from nyspor.model.library import Library
from nyspor.model.site import Site
from nyspor.publishing.release_store import DESCRIPTION, Release, ReleaseStore
from nyspor.publishing.site_description import SiteDescription
from nyspor.publishing.state import PublishingState, write_state
from nyspor.service.publisher import Publisher
from nyspor.service.schedule import Attempt, next_publication
from nyspor.service.scheduler import SLICE, Scheduler
from nyspor.site.build_plan import Build
from nyspor.site.theme import Theme
from nyspor.text.danish import end_of, parse_date
from tests.builders import library_from, post_text

NOW = datetime(2026, 11, 23, 11, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def ended(minutes: float, failures: int = 0) -> Attempt:
    """An attempt that ended so many minutes after `NOW`."""
    at = NOW + minutes * MINUTE
    return Attempt(at, at, failures, at if failures else None)


@pytest.mark.parametrize(
    ("due", "last", "expected"),
    [
        (None, None, 0),
        (None, ended(-5), None),
        (10, ended(-5), 10),
        (-1, ended(-5), -1),
        (-6, ended(-5), None),
        (10, ended(0, failures=1), 1),
        (0.5, ended(0, failures=1), 0.5),
        (None, ended(0, failures=3), 4),
        (None, ended(0, failures=99), 60),
        (10, ended(60), 0),
    ],
    ids=["at the start", "nothing", "to come", "overdue", "seen to", "failed", "due before the next try",
         "failed three times", "failed often", "the clock was wrong"],
)  # fmt: skip
def test_the_next_publication(
    due: float | None, last: Attempt | None, expected: float | None
) -> None:
    found = next_publication(None if due is None else NOW + due * MINUTE, last, NOW)
    assert found == (None if expected is None else NOW + expected * MINUTE)


def test_failures_are_counted_until_one_succeeds() -> None:
    first = ended(0).next(NOW, NOW, True)
    second = first.next(NOW + MINUTE, NOW + MINUTE, True)
    assert (second.failures, second.failing_since) == (2, NOW)
    assert second.next(NOW, NOW, False) == Attempt(NOW, NOW)


# The scheduler, with a clock that runs only while it waits and builds


class SimulatedSite:
    """A site whose publications take `BUILD`, and are written down as far as the scheduler needs them."""

    BUILD = timedelta(seconds=2.5)

    def __init__(self, folder: Path, now: datetime, *texts: tuple[str, str]) -> None:
        self.now, self.texts = now, texts
        self.began: list[datetime] = []
        self.noticed: list[datetime] = []
        self.store = ReleaseStore(folder / "releases")
        self.publisher = Publisher(self.clock, 60, {}, state_file=folder / "publishing.json")
        self.scheduler = Scheduler(
            self.store, self.publisher, self.publish, lambda: False,
            lambda: bool(self.publisher.state.held_since), self.noticed.append, self.clock,
        )  # fmt: skip

    def clock(self) -> datetime:
        return self.now

    def publish(self) -> None:
        began = self.now
        self.began.append(began)
        self.now += self.BUILD
        try:
            self.serve(library_from(*self.texts, now=began))
            failed = False
        except ContentInvalid:
            failed = True
        last = self.publisher.last or Attempt(began, self.now)
        self.publisher.last = last.next(began, self.now, failed)

    def serve(self, library: Library) -> None:
        """What a publication of this library leaves behind."""
        due = next_build_due(Build(library, Site("", "", ""), Path(), Theme()))
        release = Release(self.store.folder / f"{len(self.began):06}-20261123T110000Z")
        for folder in (release.site, release.private):
            folder.mkdir(parents=True)
        described = SiteDescription("", library.now.isoformat(), due.isoformat() if due else "")
        (release.private / DESCRIPTION).write_bytes(described.to_bytes())
        self.store.switch_to(release)

    def run_until(self, end: datetime) -> None:
        """Let the scheduler run until then."""

        async def wait(seconds: float) -> None:
            assert seconds <= SLICE
            self.now += timedelta(seconds=seconds)
            if self.now > end:
                raise asyncio.CancelledError

        with suppress(asyncio.CancelledError):
            asyncio.run(self.scheduler.run(wait))


GROUP = "workgroups/stigruppen.md"
WORKGROUP = """---
titel: Stigruppen
resume: Vi passer stien.
spor: [gode-leveaar]
kommune: roskilde
leveres_til: stier
kontakt: {{navn: Lederen, e-mail: stier@aaby.example}}
{lines}
---

Vi mødes.
"""
IMAGE = (
    "{{fil: images/karavane.png, alt: En vogn, kredit: N, samtykke: {{grundlag: ja, udløber: {}}}}}"
)

KINDS = {
    "a post": lambda at: ("posts/2026/nyt.md", post_text(dato=at)),
    "sign-up opens": lambda at: (
        GROUP,
        WORKGROUP.format(lines=f"tilmelding: {{åbner: {at}, lukker: 2029-01-01}}"),
    ),
    "sign-up closes": lambda at: (
        GROUP,
        WORKGROUP.format(lines=f"tilmelding: {{åbner: 2020-01-01, lukker: {at}}}"),
    ),
    "a meeting passes": lambda at: (
        GROUP,
        WORKGROUP.format(
            lines=f"møder: [{{id: a, start: {at[:10]} 00:15, slut: {at}, sted: Skolen}}]"
        ),
    ),
    "a consent expires": lambda at: (
        "posts/2012/gammelt.md",
        post_text(billede=IMAGE.format(at), kommentarer="ingen"),
    ),
}
AFTER_ITS_END = {"sign-up closes", "a meeting passes"}


@pytest.mark.parametrize("at", ["2026-11-24 16:00", "2026-10-25 02:30", "2027-03-28 02:30"],
                         ids=["any time", "the hour that comes twice", "the hour that is left out"])  # fmt: skip
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_due_is_published_in_the_same_second(tmp_path: Path, kind: str, at: str) -> None:
    date = parse_date(at)
    due = end_of(date) if kind in AFTER_ITS_END else date.instant
    site = SimulatedSite(tmp_path, due - timedelta(hours=3, seconds=7), KINDS[kind](at))
    site.run_until(due + timedelta(seconds=50))
    assert len(site.began) == 2
    assert due <= site.began[1] < due + timedelta(seconds=1)


@pytest.mark.parametrize("date", ["2025-11-24", "2025-10-25", "2026-03-28"])
def test_comments_close_at_the_second(tmp_path: Path, date: str) -> None:
    file = ("posts/2025/nyt.md", post_text(dato=date))
    library = library_from(file, now=NOW)
    closing = library.comments_close(library.entries["posts/nyt"])
    site = SimulatedSite(tmp_path, closing - timedelta(hours=3), file)
    site.run_until(closing + timedelta(seconds=50))
    assert [closing <= began < closing + timedelta(seconds=1) for began in site.began[1:]] == [True]


POST = ("posts/2026/nyt.md", post_text(dato="2026-11-23 16:00"))
OUT = datetime(2026, 11, 23, 15, tzinfo=UTC)


def test_what_fell_due_while_nothing_ran_is_published_at_the_start(tmp_path: Path) -> None:
    site = SimulatedSite(tmp_path, OUT - timedelta(hours=1), POST)
    site.publish()
    site.publisher.last, site.now = None, OUT + timedelta(days=2)
    site.run_until(site.now + timedelta(hours=1))
    assert len(site.began) == 2


def test_a_clock_that_jumps_ahead_makes_due_what_it_passed(tmp_path: Path) -> None:
    site = SimulatedSite(tmp_path, OUT - timedelta(hours=2), POST)
    site.run_until(OUT - timedelta(hours=1))
    site.now = OUT + timedelta(minutes=5)
    site.run_until(OUT + timedelta(minutes=6))
    assert [began - OUT for began in site.began[1:]] == [timedelta(minutes=5)]


def test_a_clock_that_is_put_back_publishes_what_holds_then(tmp_path: Path) -> None:
    site = SimulatedSite(tmp_path, OUT + timedelta(days=300), POST)
    site.run_until(OUT + timedelta(days=300, minutes=1))
    site.now = OUT - timedelta(minutes=2)
    site.run_until(OUT + timedelta(minutes=1))
    assert [began - OUT for began in site.began[1:]] == [timedelta(minutes=-2), timedelta(0)]


def test_nothing_is_published_by_itself_after_a_rollback(tmp_path: Path) -> None:
    site = SimulatedSite(tmp_path, OUT - timedelta(hours=1), POST)
    site.publish()
    write_state(PublishingState(held_since=NOW.isoformat()), site.publisher.state_file)
    site.run_until(OUT + timedelta(days=1))
    assert len(site.began) == 1
    write_state(PublishingState(), site.publisher.state_file)
    site.run_until(OUT + timedelta(days=1, minutes=1))
    assert len(site.began) == 2


def test_what_fails_is_tried_again_with_growing_pauses(tmp_path: Path) -> None:
    site = SimulatedSite(tmp_path, NOW, ("posts/2026/nyt.md", post_text(titel="")))
    site.run_until(NOW + timedelta(hours=5))
    pauses = [
        round((later - earlier) / timedelta(minutes=1))
        for earlier, later in zip(site.began, site.began[1:], strict=False)
    ]
    assert pauses[:8] == [1, 2, 4, 8, 16, 32, 60, 60]


def test_what_others_publish_is_noticed(tmp_path: Path) -> None:
    site = SimulatedSite(tmp_path, NOW, POST)
    site.run_until(NOW + timedelta(minutes=1))
    site.began.append(NOW)
    site.serve(library_from(POST, now=NOW + timedelta(minutes=1)))
    site.run_until(NOW + timedelta(minutes=2))
    assert site.noticed == [NOW, NOW + timedelta(minutes=1)]
