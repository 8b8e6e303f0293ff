"""Scheduled jobs: daily reminders to editors, and deletion after the retention period."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta

from nyspor.console import in_words
from nyspor.content.place_counts import read_place_counts
from nyspor.forms.registry import find_form
from nyspor.forms.targets import Targets, UnreadableList, is_outdated, target_of
from nyspor.forms_service.forgetting import remove_mail_files
from nyspor.forms_service.idea_news import tell_senders
from nyspor.forms_service.meeting_notices import tell_members
from nyspor.forms_service.membership import Membership, write_counts
from nyspor.forms_service.moderation import UNFINISHED
from nyspor.forms_service.outbox import Outbox, OutboxMoved, OutboxUnavailable
from nyspor.forms_service.records import Mail, StoredSubmission, Submission
from nyspor.forms_service.responsibility import responsible
from nyspor.forms_service.settings import Settings
from nyspor.forms_service.state import ServiceState
from nyspor.forms_service.submission_factory import SubmissionFactory
from nyspor.model.places import FILE as PLACES
from nyspor.problems import N_
from nyspor.staff.records import Overview
from nyspor.text.danish import COPENHAGEN

REMIND_AFTER = timedelta(hours=20)
"""How long a submission waits before a reminder names it."""

REMIND_FROM_HOUR = 8
"""The hour in Denmark from which the day's reminder is sent."""

INTERVAL = 15 * 60
"""Seconds between two runs."""

log = logging.getLogger("nyspor.forms_service")


def reminders(
    factory: SubmissionFactory,
    targets: Targets,
    waiting: Iterable[StoredSubmission],
    dead: int,
    now: datetime,
) -> list[Mail]:
    """The day's reminders, one for each editor who has something to decide; the same all day long.

    An editor who wants a daily overview is told of all that waits, others of what has waited for long.
    Dead letters are reported to the first administrator, or else the first of the staff.
    """
    if now.astimezone(COPENHAGEN).hour < REMIND_FROM_HOUR:
        return []
    staff = factory.settings.staff
    first = staff.receiver(staff.first.key, now).key
    found: dict[str, list[Submission]] = defaultdict(list)
    if dead:
        found[first] = []
    for stored in waiting:
        submission = stored.submission
        if submission is None or find_form(submission.kind) is None:
            continue
        target = target_of(targets, submission.kind, submission.entry)
        receiver = responsible(staff, target, submission, now)
        old = submission.received <= now - REMIND_AFTER
        if old or receiver.overview is Overview.DAILY:
            found[receiver.key].append(submission)
    return [
        factory.mail_writer.reminder(
            name,
            [
                (
                    submission,
                    target_of(targets, submission.kind, submission.entry),
                    factory.links(submission, now),
                )
                for submission in submissions
            ],
            dead if name == first else 0,
            now,
            factory.page_link(staff.members[name], now),
        )
        for name, submissions in found.items()
    ]


def drop_undeliverable(settings: Settings, outbox: Outbox, now: datetime) -> None:
    """Put aside for good what nobody has retried for as long as the settings say, so that it can expire."""
    old = outbox.undeliverable(now - settings.retention.undeliverable)
    if old and (dropped := outbox.drop(old, now)):
        log.warning(
            in_words(
                N_("Mails that could not be delivered were put aside for good: {count}"),
                count=len(dropped),
            )
        )


def delete_expired(settings: Settings, outbox: Outbox, now: datetime) -> None:
    """Delete submissions and the texts of delivered mails whose retention periods are over."""
    drop_undeliverable(settings, outbox, now)
    outbox.delete_ended_blocks(now)
    before, by_kind = settings.retention.limits(now)
    expired = outbox.expire(before, by_kind, now - settings.retention.followed)
    texts = set(outbox.delete_texts(now - settings.retention.mails))
    if settings.mail_server is None:
        with suppress(OSError):
            remove_mail_files(settings.mail_folder, expired, texts)


def run_due_jobs(state: ServiceState) -> bool:
    """Delete what has passed the retention period, and queue the reminders that are due.

    Return whether the site is to be built: a decision still waits for that, as after a build that failed or was
    killed, or a page shows other places than there are. Not at each sign-up, since a build is a release.
    """
    now = state.clock()
    try:
        delete_expired(state.factory.settings, state.outbox, now)
        dead = len(state.outbox.mails("dead"))
        mails = reminders(state.factory, state.targets(), state.outbox.waiting(), dead, now)
        if mails:
            state.outbox.enqueue(mails, now)
        look_after_members(state, now)
        if not state.held():
            tell_senders(state.outbox, state.factory, state.targets(), now)
        waiting = state.outbox.awaiting_build()
        if not state.rebuild.confirms_builds:
            state.outbox.mark_built(waiting)  # nobody reports when the site has been built
        counts = read_place_counts(state.factory.settings.database.with_name(PLACES))
        return bool(waiting) or is_outdated(state.targets(), counts)
    except OutboxMoved:
        return False  # logged where it was noticed first
    except UnreadableList:
        log.info(
            in_words(N_("Nothing has been published yet, so that nothing can be reminded of."))
        )
        return False
    except OutboxUnavailable as error:
        log.error(
            in_words(
                N_("Scheduled jobs could not be run just now: {reason}"),
                reason=type(error).__name__,
            )
        )
        return False


async def finish_decisions(state: ServiceState) -> None:
    """Finish what a killed process has begun to decide, so that files and database agree."""
    try:
        if not state.outbox.claimed_decisions():
            return
        moderator = state.moderator()
        if await moderator.finish_decisions():
            state.rebuild()
    except OutboxMoved:
        return  # logged where it was noticed first
    except (OSError, OutboxUnavailable, UnreadableList) as error:
        log.error(in_words(UNFINISHED, reason=type(error).__name__))


def look_after_members(state: ServiceState, now: datetime) -> None:
    """Delete what was never confirmed, give free places, send organisers their pages, and write the counts."""
    changes = Membership(state.factory, state.targets(), now)
    for work in (changes.tidy(), changes.overviews()):
        state.outbox.apply(work)
    if not state.held():
        tell_members(state.outbox, changes)
    write_counts(state.outbox, state.factory.settings.database, now)


async def run_periodically(state: ServiceState) -> None:
    """Run the jobs at regular intervals until cancelled; a run that has begun is awaited."""
    while True:
        async with state.decision_lock:
            await finish_decisions(state)
        running = asyncio.create_task(asyncio.to_thread(run_due_jobs, state))
        try:
            if await asyncio.shield(running):
                state.rebuild()
        except asyncio.CancelledError:
            await running
            raise
        await asyncio.sleep(INTERVAL)
