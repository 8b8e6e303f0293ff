"""Mails to the editors about what the service cannot do: once for each distinct failure, and once when it works again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import blake2b
from pathlib import Path

from nyspor.files.atomic_write import write_atomically
from nyspor.files.data_folder import DATA_FOLDER
from nyspor.forms_service.build_command import mask_addresses
from nyspor.forms_service.mail_fields import translations
from nyspor.forms_service.mail_messages import MailWriter
from nyspor.forms_service.outbox import Outbox
from nyspor.forms_service.records import Mail
from nyspor.problems import N_
from nyspor.text.danish import format_moment
from nyspor.text.language import DEFAULT_LANGUAGE

PATIENCE = timedelta(minutes=1)
"""A failure that has not lasted so long is not reported: somebody may be in the middle of saving several files."""

REPORTS_FILE = DATA_FOLDER / "reported.json"


class Topic(StrEnum):
    """What can fail."""

    PUBLISHING = "publishing"
    FETCHING = "fetching"


SUBJECTS = {
    Topic.PUBLISHING: N_("The site could not be published"),
    Topic.FETCHING: N_("New texts could not be fetched from Git"),
}
WORKS_AGAIN = {
    Topic.PUBLISHING: N_("The site is published again"),
    Topic.FETCHING: N_("New texts are fetched from Git again"),
}
MEANING = {
    Topic.PUBLISHING: N_("Since {time} the site cannot be published. What was published before is shown as it was, but nothing new comes out."),
    Topic.FETCHING: N_("Since {time} new texts cannot be fetched from Git. Nothing is lost: what is here, and what is there, is as it was."),
}  # fmt: skip
WHAT_NEXT = {
    Topic.PUBLISHING: N_("It is tried again as soon as something is changed, and at least once an hour. You get a mail when it works."),
    Topic.FETCHING: N_("It is tried again by itself. You get a mail when it works."),
}  # fmt: skip


@dataclass(frozen=True)
class Reporter:
    """Queues the mails. What has been reported stands in a file, so that a restart does not repeat it."""

    outbox: Outbox
    writer: MailWriter
    clock: Callable[[], datetime]
    file: Path = REPORTS_FILE

    def look(self, topic: Topic, failure: str, since: datetime | None) -> None:
        """Queue a mail if there is something new to say.

        `failure` says what is wrong, '' where nothing is; `since` is when it began. Raises `OutboxUnavailable`, `OSError`.
        """
        known, now = self._reported(), self.clock()
        before = known.get(topic, "")
        digest = blake2b(failure.encode(), digest_size=6).hexdigest() if failure else ""
        if digest == before or (failure and since and now - since < PATIENCE):
            return
        mail = self._failed(topic, failure, digest, since or now) if failure else self._works(topic)
        self.outbox.enqueue([mail], now)
        self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomically(self.file, json.dumps({**known, topic: digest}).encode())

    def _reported(self) -> dict[str, str]:
        try:
            found: dict[str, str] = json.loads(self.file.read_bytes())
        except (OSError, ValueError):
            return {}
        return found

    def _failed(self, topic: Topic, failure: str, digest: str, since: datetime) -> Mail:
        words = translations(DEFAULT_LANGUAGE)
        time = format_moment(since)
        paragraphs = [
            words.gettext(MEANING[topic]).format(time=time),
            words.gettext(N_("What is wrong:")) + "\n" + mask_addresses(failure),
            words.gettext(WHAT_NEXT[topic]),
        ]
        return self._mail(topic, digest, words.gettext(SUBJECTS[topic]), paragraphs)

    def _works(self, topic: Topic) -> Mail:
        words = translations(DEFAULT_LANGUAGE)
        subject = words.gettext(WORKS_AGAIN[topic])
        return self._mail(
            topic, "works", subject, [words.gettext(N_("What was wrong has been put right."))]
        )

    def _mail(self, topic: Topic, about: str, subject: str, paragraphs: list[str]) -> Mail:
        now = self.clock()
        return self.writer.notice(
            f"{topic}-{about}-{int(now.timestamp())}", topic, self.writer.settings.staff.first.key,
            subject, [*paragraphs, self.writer.settings.url], now,
        )  # fmt: skip
