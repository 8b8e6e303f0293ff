"""Kills the service at every step and at random, starts it again, and counts: nothing lost, nothing twice.

    make torture-forms

A run: the service, in a process of its own, is sent some forms and editors' decisions (published, published
twice, undone and published again, rejected), and is killed (SIGKILL, from here) at a step or at a random moment.
It is started again, and then files and database must agree; what got no answer is sent again, as a person would; and
when no mail is due, every text must be there exactly once.
"""

from __future__ import annotations

import random
import re
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import httpx2 as httpx

from nyspor.forms.parsing import parse_form
from nyspor.forms.registry import form_of
from nyspor.forms_service import test_probes
from nyspor.forms_service.mail_transports import SmtpServer
from nyspor.forms_service.outbox import IntegrityReport, Outbox
from nyspor.forms_service.tokens import Signer, content_digest
from tests.forms_service.running_service import COMMENT, settings_in, write_targets
from tests.forms_service.service_process import KillPoint, ServiceProcess
from tests.forms_service.smtp_server import DOT, FaultServer
from tests.torture_runner import Findings, main

SENDERS = 4
"""Residents who write in one run."""

AT_RANDOM = "at random"
IN_SERVICE = (
    test_probes.BODY_READ, test_probes.BEFORE_COMMIT, test_probes.AFTER_COMMIT, test_probes.BEFORE_ANSWER, test_probes.CLAIMED,
    test_probes.AFTER_250, test_probes.RECORDED, test_probes.DECISION_CLAIMED, test_probes.FILE_BEGUN,
    test_probes.FILE_SYNCED, test_probes.FILE_NAMED, test_probes.FILE_REMOVED, test_probes.DECIDED,
)  # fmt: skip
IN_SMTP = ("CONNECT", "EHLO", "MAIL", "RCPT", "DATA", DOT)
MOMENTS = (*IN_SERVICE, *IN_SMTP)
REPEATED = "mails repeated under the same Message-ID"


DECISIONS = {
    "nr0@post.example": ("publish",),
    "nr1@post.example": ("publish", "undo", "publish"),
    "nr2@post.example": ("publish", "publish"),
    "nr3@post.example": ("reject",),
}
"""What an editor does with each resident's text, one after the other."""

PUBLISHED = sum(steps[-1] == "publish" for steps in DECISIONS.values())

PATIENCE = 60
"""Seconds until something is taken not to come; far more than a busy machine needs."""

POLL_INTERVAL = 0.02
"""Seconds."""


class Run:
    """One run in one folder."""

    def __init__(self, folder: Path, server: FaultServer, kill_point: KillPoint) -> None:
        self.settings = replace(
            settings_in(folder), mail_server=SmtpServer(server.host, server.port)
        )
        self.settings.content.mkdir()
        write_targets(self.settings.forms)
        self.server, self.kill_point = server, kill_point
        self.signer = Signer(self.settings.secrets)
        self.answered: set[str] = set()
        self.decided: Counter[str] = Counter()
        self.disagreeing: list[str] = []

    def kill_and_restart(self) -> bool:
        """Kill the service at the kill point and start it again; return whether it came to that point."""
        reached = threading.Event()
        first = ServiceProcess(self.settings, self.kill_point)
        if self.kill_point.moment in IN_SMTP:
            self.server.stop_at(self.kill_point.moment, self.kill_point.nth, reached)
        with ThreadPoolExecutor(SENDERS + 1) as people:
            tasks = [people.submit(self.send, first, who) for who in self.people()]
            tasks.append(people.submit(self.decide_all, first))
            self.wait_for_kill_point(first, reached, tasks)
            first.kill()
            for task in tasks:
                task.result()
        first.close()
        self.server.stop_at("", 0, reached)
        second = ServiceProcess(self.settings)
        self.disagreeing = [*self.disagreements()]
        for who in self.people():
            self.send(second, who)
        self.decide_all(second)
        self.wait_until_idle()
        second.kill()
        second.close()
        return reached.is_set()

    def wait_for_kill_point(
        self, process: ServiceProcess, reached: threading.Event, tasks: Sequence[Future[None]]
    ) -> None:
        """Wait until the moment has come, or nothing is left that could bring it."""
        if self.kill_point.moment == AT_RANDOM:
            time.sleep(self.kill_point.delay)
            reached.set()
        while not reached.wait(0 if self.kill_point.moment in IN_SERVICE else POLL_INTERVAL):
            if self.kill_point.moment in IN_SERVICE and process.is_stopped(POLL_INTERVAL):
                reached.set()
            elif all(task.done() for task in tasks) and self.is_idle():
                return

    def people(self) -> Iterator[str]:
        return (f"nr{number}@post.example" for number in range(SENDERS))

    def send(self, process: ServiceProcess, who: str) -> None:
        """Send what was looked through, unless it was answered already."""
        values = COMMENT | {"email": who}
        if who in self.answered:
            return
        digest = content_digest("comment", COMMENT["entry"], form_values(values))
        stamp = self.signer.sign_preview(digest, datetime.now(UTC) - timedelta(minutes=1))
        try:
            answer = process.client.post(
                "/forms/comment", data=values | {"step": "confirm", "stamp": stamp}
            )
        except httpx.TransportError:
            return
        assert answer.status_code == 303, answer.text
        self.answered.add(who)

    def decide_all(self, process: ServiceProcess) -> None:
        """Decide by the links in the mails, as they come, until all is decided or the process is killed."""
        until = time.monotonic() + PATIENCE
        while not process.was_killed and time.monotonic() < until and self.left():
            for who, link in self.next_links().items():
                try:
                    answer = process.client.post(link)
                except httpx.TransportError:
                    return
                assert answer.status_code == 200, answer.text
                self.decided[who] += 1
            time.sleep(0.01)

    def left(self) -> dict[str, str]:
        """What is to be done next with each text that is not decided yet."""
        return {
            who: steps[self.decided[who]]
            for who, steps in DECISIONS.items()
            if self.decided[who] < len(steps)
        }

    def next_links(self) -> dict[str, str]:
        """The links for what is to be done next, as far as the editor has them."""
        found = self.links()
        return {who: found[who, do] for who, do in self.left().items() if (who, do) in found}

    def disagreements(self) -> Iterator[str]:
        """The texts whose file and row do not agree."""
        visit = Outbox.attach(self.settings.database)
        try:
            if visit.claimed_decisions():
                yield "a decision was left unfinished"
            files = {path.stem for path in self.settings.content.rglob("*.md")}
            ids = {str(m["Message-ID"])[1:].partition(".")[0] for m in self.mails()} | files
            for id in ids:
                stored = visit.find(id)
                if (id in files) is not (stored is not None and stored.state == "approved"):
                    yield f"{id}: {stored.state if stored else None}, file: {id in files}"
        finally:
            visit.close()

    def mails(self) -> Iterator[EmailMessage]:
        """The mails that told an editor of a comment, in order, repeated ones too."""
        for raw in list(self.server.messages):
            message = message_from_bytes(raw, policy=default)
            if str(message["Message-ID"]).partition("@")[0].endswith(".editor"):
                yield message

    def links(self) -> dict[tuple[str, str], str]:
        """The links in the mails that the editor has, by who wrote and what the link does."""
        found = {}
        for raw in list(self.server.messages):
            mail = message_from_bytes(raw, policy=default)
            body = mail.get_body(("plain",))
            text = str(body.get_content()) if body else ""
            for link, action in re.findall(r"https://blog\.example(/forms/decide/(\w+)/\S+)", text):
                found[writer_of(mail), action] = link
        return found

    def wait_until_idle(self) -> None:
        """Wait until the mail sender has nothing more to do."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and not self.is_idle():
            time.sleep(POLL_INTERVAL)

    def is_idle(self) -> bool:
        return not self.verify().counts.get("queued", 0)

    def verify(self) -> IntegrityReport:
        visit = Outbox.attach(self.settings.database)
        try:
            return visit.verify()
        finally:
            visit.close()

    def faults(self) -> Iterator[str]:
        """What differs from every text once with the editor, once on the site, and delivered."""
        received = Counter({str(m["Message-ID"]): writer_of(m) for m in self.mails()}.values())
        published = len(list(self.settings.content.rglob("*.md")))
        verified = self.verify()
        seen = f"{self.kill_point}: {dict(received)} received, {published} published, {verified}"
        for place, found in (
            ("after the start", self.disagreeing),
            ("at the end", [*self.disagreements()]),
        ):
            if found:
                yield f"file and row disagree {place}: {found}, {seen}"
        if set(received) != set(self.people()) or published < PUBLISHED:
            yield f"lost: {seen}"
        elif max(received.values()) > 1 or published > PUBLISHED:
            yield f"twice: {seen}"
        elif verified.problems or set(verified.counts) - {"delivered"}:
            yield f"lost: {seen}"

    def repeated(self) -> int:
        """Mails that came again with the same Message-ID, as they may when the 250 was never heard."""
        ids = Counter(message_id(raw) for raw in self.server.messages)
        return sum(count - 1 for count in ids.values())


def message_id(raw: bytes) -> str:
    return str(message_from_bytes(raw, policy=default)["Message-ID"])


def writer_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    (address,) = re.findall(r"mailto:([^?\s]+)", str(body.get_content()) if body else "")
    return str(address)


def form_values(values: Mapping[str, str], kind: str = "comment") -> Mapping[str, str]:
    """The values as the service parses them, which its preview token is made for."""
    return parse_form(form_of(kind), list(values.items())).values


class WatchedServer(FaultServer):
    """A mail server that tells when it hears a verb for the nth time."""

    def __init__(self) -> None:
        super().__init__(probe=self._count)
        self._moment, self._left = "", 0

    def stop_at(self, moment: str, nth: int, reached: threading.Event) -> None:
        """Set `reached` at the `nth` time that a verb is heard."""
        self._moment, self._left, self._reached = moment, nth, reached

    def _count(self, verb: str) -> None:
        if verb == self._moment:
            self._left -= 1
            if self._left == 0:
                self._reached.set()


@contextmanager
def a_server() -> Iterator[WatchedServer]:
    server = WatchedServer()
    server.start()
    try:
        yield server
    finally:
        server.end()


def kill_point_of(seed: int) -> KillPoint:
    """Every moment in turn, now early and now late, and in between a random one."""
    chance = random.Random(seed)
    if seed % 3 == 2:
        return KillPoint(AT_RANDOM, delay=chance.uniform(0, 0.4))
    moment = MOMENTS[seed % len(MOMENTS)]
    once = moment == test_probes.FILE_REMOVED  # one text is undone
    return KillPoint(moment, nth=1 if once else chance.randint(1, SENDERS))


def trial(seed: int) -> Findings:
    """One run, in a folder of its own; counts the moment at which the service was killed."""
    kill_point = kill_point_of(seed)
    with tempfile.TemporaryDirectory() as folder, a_server() as server:
        run = Run(Path(folder), server, kill_point)
        was_killed = run.kill_and_restart()
        counts = Counter({REPEATED: run.repeated()})
        if was_killed:
            counts[f"killed {kill_point.moment}"] += 1
        return Findings(tuple(f"seed {seed}, {fault}" for fault in run.faults()), counts)


if __name__ == "__main__":
    main("forms", trial, runs=2000)
