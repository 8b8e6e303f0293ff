"""Tells the senders of ideas what happens with them, from what is published.

What is due is worked out anew each time from the list of ideas and the mails there are, so that nothing is missed after
a stop, and nobody gets the same twice. Of several steps at once the last is told.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from nyspor.forms.targets import IdeaProgress, Targets
from nyspor.forms_service import idea_followers, mail_table
from nyspor.forms_service.outbox import Outbox
from nyspor.forms_service.records import Mail, Submission
from nyspor.forms_service.responsibility import routed
from nyspor.forms_service.submission_factory import SubmissionFactory


@dataclass(frozen=True)
class Due:
    """Who is to be told of which idea, and the submissions of which the last thing has been told."""

    news: tuple[tuple[Submission, IdeaProgress], ...] = ()
    finished: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.news or self.finished)


def tell_senders(
    outbox: Outbox, factory: SubmissionFactory, targets: Targets, now: datetime
) -> None:
    """Queue the mails about steps that are due now. Raises `OutboxUnavailable`."""
    target = targets.find("idea", "")
    if target is None:
        return
    ideas = {idea.number: idea for idea in target.ideas if idea.number}
    due = outbox.look(partial(find_due, ideas=ideas))
    if due:
        mails = [
            factory.idea_mails.step(
                submission, routed(factory.settings.staff, target, submission, now), idea, now
            )
            for submission, idea in due.news
        ]
        outbox.apply(partial(_carry_out, due=due, mails=mails, now=now))


def find_due(db: sqlite3.Connection, ideas: Mapping[str, IdeaProgress]) -> Due:
    """Find who is to be told of what."""
    news, finished = [], []
    for each in idea_followers.followed(db):
        idea = ideas.get(each.id)
        if idea is None or each.submission is None:
            continue
        told, is_open = idea_followers.steps_told(db, each.id), idea.state.is_open
        if idea.steps > told:
            news.append((each.submission, idea))
        elif told and not is_open and not idea_followers.has_unsent(db, each.id):
            finished.append(each.id)
    return Due(tuple(news), tuple(finished))


def _carry_out(db: sqlite3.Connection, due: Due, mails: list[Mail], now: datetime) -> None:
    """Queue the mails to those who still follow, and forget the wish of those who have been told the last thing."""
    still = {each.id for each in idea_followers.followed(db)}
    wanted = [mail for mail in mails if mail.submission in still]
    mail_table.enqueue(db, wanted, now, "INSERT OR IGNORE")
    idea_followers.forget_wish(db, due.finished)
