"""The outbox: accepted submissions are stored, each mail is in one state, what is forgotten is deleted."""

from __future__ import annotations

import asyncio
import resource
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from nyspor.forms_service.outbox import (
    Outbox,
    OutboxLocked,
    OutboxUnavailable,
    RateLimited,
    ReceiptsLimited,
)
from nyspor.forms_service.rate_limits import HOUR, Limits
from nyspor.forms_service.test_probes import AFTER_COMMIT
from tests.forms_service.builders import ANNA, EDITOR, NOW, accept, mail, opened, states, submission

LATER = NOW + timedelta(days=90)


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    with opened(tmp_path) as outbox:
        yield outbox


def decide(outbox: Outbox, id: str, state: str, *purposes: str) -> bool:
    mails = [mail(id, purpose) for purpose in purposes]
    return asyncio.run(outbox.decide(id, state, NOW, mails))


def deliver(outbox: Outbox) -> list[str]:
    """Marks everything as delivered; the ids in the order in which it was claimed."""
    ids = []
    while claim := outbox.claim(NOW):
        outbox.mark_delivered(claim.mail.id, NOW)
        ids.append(claim.mail.id)
    return ids


# Accepting


def test_a_submission_is_stored_as_it_came_with_its_mails(outbox: Outbox) -> None:
    accept(outbox, "anna1")
    found = outbox.find("anna1")
    assert found is not None
    assert found.submission == submission("anna1")
    assert found.state == "waiting"
    assert outbox.find_mail("anna1.editor") == mail("anna1")


def test_a_submission_that_is_not_moderated_is_stored_without_a_decision(outbox: Outbox) -> None:
    accept(outbox, "anna1", kind="signup")
    assert outbox.waiting() == []
    assert [stored.id for stored in [outbox.find("anna1")] if stored] == ["anna1"]


def test_the_same_again_writes_nothing(outbox: Outbox) -> None:
    accept(outbox, "anna1")
    again = submission("anna2", idempotency_key=submission("anna1").idempotency_key)
    assert not asyncio.run(outbox.accept(again, [mail("anna2")]))
    assert outbox.find("anna2") is None
    assert states(outbox) == {"anna1": "queued"}


def test_those_who_come_together_share_a_transaction(tmp_path: Path) -> None:
    steps: list[str] = []
    with opened(tmp_path, steps.append) as outbox:

        async def crowd() -> list[bool]:
            ids = [f"id{number}" for number in range(200)]
            return await asyncio.gather(*(outbox.accept(submission(i), [mail(i)]) for i in ids))

        assert asyncio.run(crowd()) == [True] * 200
        assert len(outbox.mails("queued")) == 200
    assert 1 <= steps.count(AFTER_COMMIT) < 20


def test_one_that_cannot_be_written_leaves_the_others_alone(outbox: Outbox) -> None:
    async def crowd() -> list[bool | BaseException]:
        same_mail = outbox.accept(submission("bent2"), [mail("anna1")])
        first = outbox.accept(submission("anna1"), [mail("anna1")])
        last = outbox.accept(submission("carl3"), [mail("carl3")])
        return await asyncio.gather(first, same_mail, last, return_exceptions=True)

    first, broken, last = asyncio.run(crowd())
    assert first is True
    assert last is True
    assert isinstance(broken, sqlite3.IntegrityError)
    assert outbox.find("bent2") is None


def test_a_transaction_that_fails_is_undone_and_the_next_one_goes_well(tmp_path: Path) -> None:
    errors = [ValueError("an unforeseen fault")]

    def probe(step: str) -> None:
        if errors:
            raise errors.pop()

    with opened(tmp_path, probe) as outbox:
        with pytest.raises(ValueError, match="unforeseen"):
            accept(outbox, "anna1")
        assert outbox.find("anna1") is None
        accept(outbox, "anna1")
        assert states(outbox) == {"anna1": "queued"}


def test_what_was_answered_outlives_the_process(tmp_path: Path) -> None:
    """The other process is killed right after its answer."""
    killed = subprocess.run(
        [sys.executable, "-c", ACCEPT_AND_DIE, tmp_path], stdout=subprocess.PIPE, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert killed.stdout == b"received\n"
    with opened(tmp_path) as outbox:
        assert states(outbox) == {"anna1": "queued"}


ACCEPT_AND_DIE = """
import os, signal, sys
from pathlib import Path
from nyspor.forms_service.outbox import Outbox
from tests.forms_service.builders import accept
accept(Outbox.open(Path(sys.argv[1]) / "outbox.sqlite"), "anna1")
print("received", flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


# A disk that takes nothing


@pytest.fixture
def room() -> Iterator[None]:
    """Whatever a test does to the room that files may take, it is undone."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@pytest.mark.usefixtures("room")
def test_a_full_disk_is_said_and_survived(outbox: Outbox) -> None:
    accept(outbox, "anna1")
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    for _ in range(3):
        with pytest.raises(OutboxUnavailable):
            accept(outbox, "bent2")
    with pytest.raises(OutboxUnavailable):
        outbox.mark_delivered("anna1.editor", NOW)
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    assert outbox.find("bent2") is None
    accept(outbox, "bent2")
    assert states(outbox) == {"anna1": "queued", "bent2": "queued"}
    assert outbox.verify().problems == ()


# Deciding


def test_only_one_of_two_editors_decides(outbox: Outbox) -> None:
    accept(outbox, "anna1")
    assert decide(outbox, "anna1", "approved", "undo")
    assert not decide(outbox, "anna1", "rejected", "decision")
    assert [record.purpose for record in outbox.mails()] == ["editor", "undo"]
    assert outbox.waiting() == []


def test_publishing_can_be_undone_and_done_again(outbox: Outbox) -> None:
    accept(outbox, "anna1")
    assert not decide(outbox, "anna1", "waiting")
    assert [decide(outbox, "anna1", state) for state in ("approved", "waiting", "approved")]
    assert decide(outbox, "anna1", "waiting", "undo")
    assert [stored.id for stored in outbox.waiting()] == ["anna1"]


def test_a_reminder_is_queued_once(outbox: Outbox) -> None:
    reminder = mail("", "reminder")
    outbox.enqueue([reminder], NOW)
    outbox.enqueue([reminder], NOW)
    assert deliver(outbox) == [reminder.id]


# Claiming


def test_mails_are_claimed_in_order_of_arrival_and_once(outbox: Outbox) -> None:
    accept(outbox, "carl3", "anna1", "bent2")
    claims = [outbox.claim(NOW) for _ in range(4)]
    assert [claim and claim.mail.submission for claim in claims] == [
        "carl3",
        "anna1",
        "bent2",
        None,
    ]


def test_a_claim_ends_with_the_process_that_made_it(tmp_path: Path) -> None:
    with opened(tmp_path) as outbox:
        accept(outbox, "anna1")
        assert outbox.claim(NOW)
    with opened(tmp_path) as outbox:
        claim = outbox.claim(NOW)
        assert claim
        assert claim.mail == mail("anna1")


def test_a_postponed_mail_waits_for_its_time(outbox: Outbox) -> None:
    accept(outbox, "anna1")
    assert outbox.claim(NOW)
    outbox.postpone("anna1.editor", NOW, NOW + timedelta(minutes=1), "451 RCPT")
    assert outbox.claim(NOW) is None
    assert outbox.next_due() == NOW + timedelta(minutes=1)
    claim = outbox.claim(NOW + timedelta(minutes=1))
    assert claim
    assert (claim.tries, claim.since) == (1, NOW)


def test_a_dead_letter_stays_and_can_be_retried(outbox: Outbox) -> None:
    accept(outbox, "anna1")
    outbox.mark_dead("anna1.editor", "550 5.1.1 RCPT", NOW)
    assert outbox.claim(NOW) is None
    assert [record.reason for record in outbox.mails("dead")] == ["550 5.1.1 RCPT"]
    assert outbox.retry(["anna1.editor", "bent2.editor"], LATER) == ["anna1.editor"]
    assert outbox.retry(["anna1.editor"], LATER) == []
    assert deliver(outbox) == ["anna1.editor"]


def test_only_one_service_holds_the_outbox_and_commands_may_visit(
    outbox: Outbox, tmp_path: Path
) -> None:
    with pytest.raises(OutboxLocked), opened(tmp_path):
        pass
    accept(outbox, "anna1")
    visitor = Outbox.attach(tmp_path / "outbox.sqlite")
    assert states(visitor) == {"anna1": "queued"}
    assert visitor.forget(ANNA) == ["anna1"]
    visitor.close()
    assert outbox.claim(NOW) is None


def test_only_the_service_s_user_may_read_it(outbox: Outbox, tmp_path: Path) -> None:
    accept(outbox, "anna1")
    others = {file.suffix: file.stat().st_mode & 0o077 for file in tmp_path.iterdir()}
    assert others == {".sqlite": 0, ".sqlite-wal": 0, ".sqlite-shm": 0, ".lock": 0}


# Counting


def test_limits_are_held_by_mailbox_and_network(outbox: Outbox) -> None:
    accept(outbox, "old1", mailbox_hash=b"anna", received=NOW - HOUR)
    accept(outbox, "anna2", "anna3", mailbox_hash=b"anna", person_hash=b"anna+1")
    late = submission("anna4", mailbox_hash=b"anna", person_hash=b"anna+2")
    with pytest.raises(RateLimited):
        asyncio.run(outbox.accept(late, [mail("anna4")], limits=Limits(per_address_hour=2)))
    with pytest.raises(RateLimited):
        asyncio.run(outbox.accept(late, [mail("anna4")], limits=Limits(per_network_hour=2)))
    assert outbox.find("anna4") is None, "nothing of it is stored"
    assert asyncio.run(outbox.accept(late, [mail("anna4")], limits=Limits(3, 3)))


def test_those_who_come_together_are_counted_one_by_one(outbox: Outbox) -> None:
    async def all_at_once() -> list[bool | BaseException]:
        pairs = [
            (submission(f"anna{n}", mailbox_hash=b"anna"), [mail(f"anna{n}")]) for n in range(20)
        ]
        accepted = (outbox.accept(*pair, limits=Limits(per_address_hour=6)) for pair in pairs)
        return await asyncio.gather(*accepted, return_exceptions=True)

    outcomes = asyncio.run(all_at_once())
    assert outcomes.count(True) == 6
    assert sum(isinstance(outcome, RateLimited) for outcome in outcomes) == 14
    assert len(outbox.waiting()) == len(outbox.mails()) == 6


def test_receipts_to_a_mailbox_are_counted(outbox: Outbox) -> None:
    limits = Limits(receipts_hour=1)
    first, second = (submission(f"anna{n}", mailbox_hash=b"anna") for n in (1, 2))
    asyncio.run(outbox.accept(first, [mail("anna1"), mail("anna1", "receipt")], limits=limits))
    assert outbox.receipts_since(NOW - HOUR, b"anna") == 1
    with pytest.raises(ReceiptsLimited):
        asyncio.run(outbox.accept(second, [mail("anna2"), mail("anna2", "receipt")], limits=limits))
    assert asyncio.run(outbox.accept(second, [mail("anna2")], limits=limits))


# Removing


def everything_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())


def test_forgetting_removes_all_of_one_person_in_every_state(
    outbox: Outbox, tmp_path: Path
) -> None:
    accept(outbox, "anna1", "anna2", recipient="anna@beboer.example")
    accept(outbox, "bent3", person_hash=b"bent")
    outbox.mark_dead("anna2.editor", "550 RCPT", NOW)
    assert b"anna@beboer.example" in everything_in(tmp_path)
    assert outbox.forget(ANNA) == ["anna1", "anna2"]
    assert states(outbox) == {"anna1": "forgotten", "anna2": "forgotten", "bent3": "queued"}
    assert b"anna@beboer.example" not in everything_in(tmp_path)
    assert ANNA not in everything_in(tmp_path)
    assert outbox.verify().problems == ()
    found = outbox.find("anna1")
    assert found
    assert (found.state, found.submission) == ("forgotten", None)


def test_what_is_forgotten_while_it_is_sent_stays_forgotten(outbox: Outbox) -> None:
    accept(outbox, "anna1")
    assert outbox.claim(NOW)
    outbox.forget(ANNA)
    outbox.mark_delivered("anna1.editor", NOW)
    assert states(outbox) == {"anna1": "forgotten"}


def test_what_is_over_expires_and_what_is_not_stays(outbox: Outbox) -> None:
    accept(outbox, "waits", "over", "unsent")
    accept(outbox, "signup", kind="signup")
    outbox.mark_dead("unsent.editor", "550 RCPT", NOW)
    deliver(outbox)
    for id in ("over", "unsent"):
        decide(outbox, id, "approved")
    assert outbox.expire(NOW) == []
    assert outbox.expire(LATER) == ["over", "signup"]
    expected = {"waits": "delivered", "over": "expired", "unsent": "dead", "signup": "expired"}
    assert states(outbox) == expected
    assert outbox.verify().problems == ()


def test_a_form_may_have_a_time_of_its_own(outbox: Outbox) -> None:
    accept(outbox, "signup", kind="signup")
    accept(outbox, "comment")
    deliver(outbox)
    decide(outbox, "comment", "approved")
    assert outbox.expire(NOW, {"signup": LATER}) == ["signup"]
    assert outbox.expire(LATER, {"comment": NOW}) == []
    assert outbox.expire(LATER, {"signup": NOW}) == ["comment"]


def test_the_text_of_a_delivered_mail_goes_and_its_row_stays(outbox: Outbox) -> None:
    accept(outbox, "sent", "unsent", "later")
    for id in ("sent", "later"):
        outbox.mark_delivered(f"{id}.editor", NOW if id == "sent" else LATER)
    assert outbox.delete_texts(LATER) == ["sent.editor"]
    assert outbox.find_mail("sent.editor") is None
    assert outbox.find_mail("unsent.editor")
    assert outbox.find_mail("later.editor")
    assert states(outbox) == {"sent": "delivered", "unsent": "queued", "later": "delivered"}
    assert outbox.verify().problems == ()
    assert outbox.delete_texts(LATER) == []


def test_many_texts_go_in_several_transactions(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nyspor.forms_service.outbox.MOST_AT_ONCE", 2)
    accept(outbox, *(f"nr{number}" for number in range(5)))
    deliver(outbox)
    assert len(outbox.delete_texts(LATER)) == 5


def test_days_are_counted_from_the_delivery_too(outbox: Outbox) -> None:
    accept(outbox, "anna1", kind="signup")
    outbox.mark_delivered("anna1.editor", LATER)
    assert outbox.expire(LATER) == []
    assert outbox.expire(LATER + timedelta(seconds=1)) == ["anna1"]


def test_a_comment_that_has_expired_here_can_still_be_found_to_be_forgotten(
    outbox: Outbox,
) -> None:
    accept(outbox, "anna1")
    decide(outbox, "anna1", "approved")
    deliver(outbox)
    outbox.expire(LATER)
    assert outbox.forget(ANNA) == ["anna1"]
    assert outbox.forget(ANNA) == []


# Verifying


def test_each_mail_is_in_one_state(outbox: Outbox) -> None:
    accept(outbox, "a", "b", "c", "d")
    outbox.mark_dead("b.editor", "550 RCPT", NOW)
    outbox.mark_delivered("c.editor", NOW)
    assert outbox.verify().counts == {"dead": 1, "delivered": 1, "queued": 2}


@pytest.mark.parametrize(
    ("harm", "problem"),
    [
        ("DELETE FROM letter", ("A mail has lost its message.", "anna1.editor")),
        (
            "DELETE FROM mail; UPDATE submission SET state = 'kept'",
            ("A submission has no mail to the editor.", "anna1"),
        ),
        ("DELETE FROM submission", ("A mail belongs to no submission.", "anna1.editor")),
        ("DELETE FROM mail", ("A message belongs to no mail.", "1")),
        ("UPDATE mail SET state = 'expired'", ("A removed mail still has its message.", "anna1.editor")),
        (
            "UPDATE submission SET state = 'forgotten'",
            ("A removed submission still has its text.", "anna1"),
        ),
    ],
)  # fmt: skip
def test_what_does_not_add_up_is_named(
    outbox: Outbox, tmp_path: Path, harm: str, problem: tuple[str, str]
) -> None:
    accept(outbox, "anna1", recipient=EDITOR)
    other = sqlite3.connect(tmp_path / "outbox.sqlite")
    other.executescript(harm)
    other.commit()
    other.close()
    assert problem in outbox.verify().problems
