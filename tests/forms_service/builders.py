"""Small builders: a submission with its mails, an outbox, a clock that is moved by hand."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

from nyspor.forms_service.mail_delivery import MailSender
from nyspor.forms_service.outbox import Mail, Outbox, Submission
from nyspor.forms_service.test_probes import TestProbe, no_probe

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SENDER = "formular@kommune.example"
EDITOR = "redaktion@kommune.example"
ANNA = b"hash of anna"


@dataclass
class Clock:
    """Says the time it was set to."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


def submission(id: str = "anna1", **fields: Any) -> Submission:
    values: dict[str, Any] = {
        "kind": "comment",
        "entry": "posts/stien-aabner",
        "idempotency_key": f"what {id} says".encode(),
        "person_hash": ANNA,
        "network": "192.0.2.0/24",
        "received": NOW,
        "values": {"name": "Anna", "text": "Går stien også forbi søen?"},
    }
    return Submission(id=id, **(values | fields))


def mail(
    submission: str = "anna1",
    purpose: str = "editor",
    recipient: str = EDITOR,
    text: str = "Går stien også forbi søen?",
) -> Mail:
    id = f"{submission}.{purpose}"
    message = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    message["From"], message["To"], message["Subject"] = SENDER, recipient, "Ny kommentar"
    message["Message-ID"] = f"<{id}@kommune.example>"
    message.set_content(text)
    return Mail(id, submission, purpose, recipient, message.as_bytes())


def accept(outbox: Outbox, *ids: str, recipient: str = EDITOR, **fields: Any) -> None:
    """Accepts one submission for each id, each with a mail to the editor, in this order."""

    async def all_of_them() -> list[bool]:
        both = ((submission(id, **fields), [mail(id, recipient=recipient)]) for id in ids)
        return await asyncio.gather(*(outbox.accept(*pair) for pair in both))

    assert all(asyncio.run(all_of_them()))


def states(outbox: Outbox) -> dict[str, str]:
    """The state of each mail, by its submission."""
    return {record.submission: record.state for record in outbox.mails()}


@contextmanager
def opened(folder: Path, probe: TestProbe = no_probe) -> Iterator[Outbox]:
    outbox = Outbox.open(folder / "outbox.sqlite", probe)
    try:
        yield outbox
    finally:
        outbox.close()


def drain(sender: MailSender, longest: int = 10_000) -> None:
    """Run the mail sender until it would wait."""
    for _ in range(longest):
        if sender.run_once():
            return
    raise AssertionError("the mail sender never ends")
