"""How long what residents have sent is kept, and the mails about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Retention:
    """`submissions` is how long one is kept after it was decided and its mails delivered, `by_form` that of some forms, by
    kind; `mails` how long the text of a mail is kept after it was delivered. That it was sent is kept with the rest.
    `undeliverable` is how long a dead letter waits to be retried or dropped.
    `followed` is for how long what somebody asked to be told about is kept at most, until that has its answer.
    `members` is how long the members of a group are kept after it has gone from the site."""

    submissions: timedelta = timedelta(days=90)
    by_form: Mapping[str, timedelta] = field(default_factory=dict)
    mails: timedelta = timedelta(days=30)
    undeliverable: timedelta = timedelta(days=30)
    followed: timedelta = timedelta(days=2 * 365)
    members: timedelta = timedelta(days=365)

    def of(self, kind: str) -> timedelta:
        """How long submissions of this form are kept."""
        return self.by_form.get(kind, self.submissions)

    def limits(self, now: datetime) -> tuple[datetime, dict[str, datetime]]:
        """What was over before which moment is deleted: of all forms, and of those with a time of their own."""
        return now - self.submissions, {kind: now - each for kind, each in self.by_form.items()}
