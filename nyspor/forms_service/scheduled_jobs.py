"""What the service does by itself: reminds editors once a day, and deletes what has been kept long enough."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from nyspor.forms.targets import Targets, UnreadableList, target_of
from nyspor.forms_service.app import Hook
from nyspor.forms_service.outbox import OutboxFull, OutboxMoved
from nyspor.forms_service.records import Mail, Stored, Submission
from nyspor.forms_service.submission_factory import Desk
from nyspor.text.danish import COPENHAGEN

PATIENCE = timedelta(hours=20)
"""What has waited this long is reminded of."""

MORNING = 8
"""The hour in Denmark from which the day's reminder is sent."""

EVERY = 15 * 60
"""Seconds between two looks around the house."""

log = logging.getLogger("nyspor.forms_service")


def reminders(
    desk: Desk, targets: Targets, waiting: Iterable[Stored], dead: int, now: datetime
) -> list[Mail]:
    """The day's reminders, one for each editor who has something to decide; the same all day long.

    What could not be delivered at all is told to the first editor in the settings.
    """
    if now.astimezone(COPENHAGEN).hour < MORNING:
        return []
    names = desk.settings.addresses
    first = next(iter(names))
    found: dict[str, list[Submission]] = defaultdict(list)
    if dead:
        found[first] = []
    for stored in waiting:
        submission = stored.submission
        if submission and submission.received <= now - PATIENCE:
            wanted = target_of(targets, submission.kind, submission.entry).deliver_to
            found[wanted if wanted in names else first].append(submission)
    return [
        desk.writer.reminder(
            name,
            [(submission, desk.links(submission, now)) for submission in submissions],
            dead if name == first else 0,
            now,
        )
        for name, submissions in found.items()
    ]


def look_around(hook: Hook) -> bool:
    """Queue the reminders that are due, and delete what has been delivered, decided and kept its time.

    Whether something decided is not on the site yet, as after a build that failed or was killed.
    """
    now = hook.clock()
    try:
        dead = len(hook.outbox.mails("dead"))
        mails = reminders(hook.desk, hook.targets(), hook.outbox.waiting(), dead, now)
        if mails:
            hook.outbox.post(mails, now)
        hook.outbox.expire(now - hook.desk.settings.keep)
        owed = hook.outbox.owed()
        if not hook.rebuild.awaited:
            hook.outbox.settle(owed)  # nobody will say when the site has been built
        return bool(owed)
    except OutboxMoved:
        return False  # said in the log by whoever noticed it first
    except (OutboxFull, UnreadableList) as error:
        log.error("The house could not be kept just now: %s", type(error).__name__)
        return False


async def keep_house(hook: Hook) -> None:
    """Look around again and again, until cancelled; a look that has begun is waited for."""
    while True:
        looking = asyncio.create_task(asyncio.to_thread(look_around, hook))
        try:
            if await asyncio.shield(looking):
                hook.rebuild()
        except asyncio.CancelledError:
            await looking
            raise
        await asyncio.sleep(EVERY)
