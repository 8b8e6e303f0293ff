"""Kills the service at every step and at random, starts it again, and counts: nothing lost, nothing twice.

    python -m tests.forms_service.torture 2000

A run: the service, in a process of its own, is sent some forms and an editor's decision, and is killed
(SIGKILL, from here) at a step or at a random moment. It is started again; what got no answer is sent
again, as a person would; and when no mail is due, every text must be there exactly once.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
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
from nyspor.forms_service.outbox import Outbox
from nyspor.forms_service.tokens import Signer, content_digest
from tests.forms_service.running_service import COMMENT, settings_in, write_targets
from tests.forms_service.service_process import KillPoint, ServiceProcess
from tests.forms_service.smtp_server import DOT, FaultServer

SENDERS = 4
"""Residents who write in one run."""

AT_RANDOM = "at random"
IN_SERVICE = (
    test_probes.BODY_READ, test_probes.BEFORE_COMMIT, test_probes.AFTER_COMMIT, test_probes.BEFORE_ANSWER, test_probes.CLAIMED,
    test_probes.AFTER_250, test_probes.RECORDED, test_probes.FILE_BEGUN, test_probes.FILE_SYNCED, test_probes.FILE_NAMED,
    test_probes.DECIDED,
)  # fmt: skip
IN_SMTP = ("CONNECT", "EHLO", "MAIL", "RCPT", "DATA", DOT)
MOMENTS = (*IN_SERVICE, *IN_SMTP)


@dataclass
class Findings:
    """What the runs came to."""

    runs: int = 0
    killed: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    repeated: int = 0
    """Mails that came again with the same Message-ID, as they may when the 250 was never heard."""


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
        self.decided: set[str] = set()

    def live(self) -> bool:
        """Two lives: the first ends as fate has it. Whether fate came true."""
        struck = threading.Event()
        first = ServiceProcess(self.settings, self.kill_point)
        if self.kill_point.moment in IN_SMTP:
            self.server.stop_at(self.kill_point.moment, self.kill_point.nth, struck)
        with ThreadPoolExecutor(SENDERS + 1) as people:
            tasks = [people.submit(self.send, first, who) for who in self.people()]
            tasks.append(people.submit(self.decide_all, first))
            if self.kill_point.moment in IN_SERVICE and first.is_stopped(1.5):
                struck.set()
            elif self.kill_point.moment == AT_RANDOM:
                time.sleep(self.kill_point.delay)
                struck.set()
            elif self.kill_point.moment in IN_SMTP:
                struck.wait(1.5)
            first.kill()
            for task in tasks:
                task.result()
        first.close()
        self.server.stop_at("", 0, struck)
        second = ServiceProcess(self.settings)
        for who in self.people():
            self.send(second, who)
        self.decide_all(second, patience=5)
        self.rest(patience=10)
        second.kill()
        second.close()
        return struck.is_set()

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

    def decide_all(self, process: ServiceProcess, patience: float = 0.5) -> None:
        """Publish by the links in the mails, as they come, until all is published or patience ends."""
        until = time.monotonic() + patience
        while time.monotonic() < until and len(self.decided) < SENDERS:
            for who, link in self.links().items():
                if who not in self.decided:
                    try:
                        answer = process.client.post(link)
                    except httpx.TransportError:
                        return
                    assert answer.status_code == 200, answer.text
                    self.decided.add(who)
            time.sleep(0.01)

    def mails(self) -> Iterator[EmailMessage]:
        """The mails that told an editor of a comment, in order, repeated ones too."""
        for raw in list(self.server.messages):
            message = message_from_bytes(raw, policy=default)
            if str(message["Message-ID"]).partition("@")[0].endswith(".editor"):
                yield message

    def links(self) -> dict[str, str]:
        """The link to publish in each mail that the editor has, by who wrote."""
        found = {}
        for mail in self.mails():
            body = mail.get_body(("plain",))
            text = str(body.get_content()) if body else ""
            (link,) = re.findall(r"https://blog\.example(/forms/decide/publish/\S+)", text)
            found[writer_of(mail)] = link
        return found

    def rest(self, patience: float) -> None:
        """Wait until the mail sender has nothing more to do."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            visit = Outbox.attach(self.settings.database)
            queued = visit.verify().counts.get("queued", 0)
            visit.close()
            if not queued:
                return
            time.sleep(0.02)

    def look(self, findings: Findings) -> None:
        """Count what reached the editor, what was published, and what the database says of it."""
        ids = Counter(message_id(raw) for raw in self.server.messages)
        findings.repeated += sum(count - 1 for count in ids.values())
        mailed = Counter({str(m["Message-ID"]): writer_of(m) for m in self.mails()}.values())
        files = list(self.settings.content.rglob("*.md"))
        visit = Outbox.attach(self.settings.database)
        verdict = visit.verify()
        visit.close()
        seen = f"{self.kill_point}: {dict(mailed)} mailed, {len(files)} published, {verdict}"
        if set(mailed) != set(self.people()) or len(files) < SENDERS:
            findings.lost.append(seen)
        elif max(mailed.values()) > 1 or len(files) > SENDERS:
            findings.twice.append(seen)
        elif verdict.problems or set(verdict.counts) - {"delivered"}:
            findings.lost.append(seen)


def message_id(raw: bytes) -> str:
    return str(message_from_bytes(raw, policy=default)["Message-ID"])


def writer_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    (address,) = re.findall(r"mailto:([^?\s]+)", str(body.get_content()) if body else "")
    return str(address)


def form_values(values: Mapping[str, str]) -> Mapping[str, str]:
    """The values as the service parses them, which its preview token is made for."""
    return parse_form(form_of("comment"), list(values.items())).values


class WatchedServer(FaultServer):
    """A mail server that strikes when it comes to a verb for the nth time."""

    def __init__(self) -> None:
        super().__init__(probe=self._strike)
        self._moment, self._left = "", 0

    def stop_at(self, moment: str, nth: int, struck: threading.Event) -> None:
        """Set `struck` at the `nth` time that a verb is heard."""
        self._moment, self._left, self._struck = moment, nth, struck

    def _strike(self, verb: str) -> None:
        if verb == self._moment:
            self._left -= 1
            if self._left == 0:
                self._struck.set()


@contextmanager
def a_server() -> Iterator[WatchedServer]:
    server = WatchedServer()
    server.start()
    try:
        yield server
    finally:
        server.end()


def fates(runs: int, seed: int = 1) -> Iterator[KillPoint]:
    """Every moment in turn, each now early and now late, and in between a random one."""
    chance = random.Random(seed)
    for number in range(runs):
        if number % 3 == 2:
            yield KillPoint(AT_RANDOM, delay=chance.uniform(0, 0.4))
        else:
            yield KillPoint(MOMENTS[number % len(MOMENTS)], nth=chance.randint(1, SENDERS))


def torture(runs: int, seed: int = 1) -> Findings:
    """So many runs, one after the other, each in a folder of its own."""
    findings = Findings()
    for kill_point in fates(runs, seed):
        with tempfile.TemporaryDirectory() as folder, a_server() as server:
            run = Run(Path(folder), server, kill_point)
            if run.live():
                findings.killed[kill_point.moment] += 1
            run.look(findings)
            findings.runs += 1
    return findings


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    began = time.monotonic()
    findings = torture(runs, seed=int(time.time()))
    for moment, count in sorted(findings.killed.items()):
        print(f"{count:6} killed {moment}")
    print(
        f"{findings.runs} runs in {time.monotonic() - began:.0f} s: {len(findings.lost)} lost, "
        f"{len(findings.twice)} twice, {findings.repeated} mails repeated under the same Message-ID"
    )
    for line in (*findings.lost, *findings.twice):
        print(line)
    sys.exit(bool(findings.lost or findings.twice))


if __name__ == "__main__":
    main()
