"""Kills the service at every step and at random, starts it again, and counts: nothing lost, nothing twice.

    make torture-forms

A run: the service, in a process of its own, is sent comments that an editor decides on, by the links in the mails or
on their page (published, published twice, undone and published again, rejected, answered), or sign-ups for a group
with two places (corrected, confirmed, left). In every other run the mail server refuses mails for the time being. The
service is killed (SIGKILL, from here) at a step or at a random moment. It is started again, and then files, places
and database must agree; what got no answer is sent again, as a person would; and when no mail is due, everything must
be there exactly once.

The service's clock runs `CLOCK_SPEED` times as fast as the wall's, so that a mail that was refused is soon retried.
"""

from __future__ import annotations

import random
import re
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import partial
from pathlib import Path
from typing import TypeVar

import httpx2 as httpx
from bs4 import BeautifulSoup, Tag

from nyspor.forms.parsing import parse_form
from nyspor.forms.registry import form_of
from nyspor.forms_service import test_probes
from nyspor.forms_service.mail_transports import SmtpServer
from nyspor.forms_service.outbox import IntegrityReport, Outbox
from nyspor.forms_service.tokens import Signer, content_digest
from nyspor.members import table
from nyspor.members.places import Changes, arrange
from nyspor.members.records import Member, State
from tests.forms_service.running_service import COMMENT, SIGNUP, TARGETS, settings_in, write_targets
from tests.forms_service.service_process import FastClock, KillPoint, ServiceProcess
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
REFUSED = "mails refused for the time being"

CLOCK_SPEED = 240

REFUSALS = ("450 4.2.0 greylisted", "451 4.3.0 local error", "452 4.3.1 out of space")
REFUSING_VERBS = ("MAIL", "RCPT", "DATA", DOT)

REASON = "Det er reklame."
OFFICIAL = 'fra_kommunen: "ja"'

Act = Callable[[ServiceProcess], None]

T = TypeVar("T")

PATIENCE = 60
"""Seconds until something is taken not to come; far more than a busy machine needs."""

POLL_INTERVAL = 0.02
"""Seconds."""


class Run:
    """One run in one folder: people who do something with the service, each in a thread."""

    def __init__(self, folder: Path, server: WatchedServer, kill_point: KillPoint) -> None:
        self.settings = replace(
            settings_in(folder), mail_server=SmtpServer(server.host, server.port)
        )
        self.clock = FastClock(datetime.now(UTC), CLOCK_SPEED)
        self.settings.content.mkdir()
        write_targets(self.settings.forms, self.targets())
        self.server, self.kill_point = server, kill_point
        self.signer = Signer(self.settings.secrets)
        self.disagreeing: list[str] = []

    def targets(self) -> tuple[dict[str, object], ...]:
        return TARGETS

    def acts(self) -> Iterator[Act]:
        """What each person does; once more, it goes on with what got no answer."""
        raise NotImplementedError

    def faults(self) -> Iterator[str]:
        """What is not as it must be at the end."""
        raise NotImplementedError

    def disagreements(self) -> Iterator[str]:
        """What does not agree, and must whenever the service has started."""
        return iter(())

    def kill_and_restart(self) -> bool:
        """Kill the service at the kill point and start it again; return whether it came to that point."""
        reached = threading.Event()
        first = ServiceProcess(self.settings, self.kill_point, self.clock)
        if self.kill_point.moment in IN_SMTP:
            self.server.stop_at(self.kill_point.moment, self.kill_point.nth, reached)
        acts = [*self.acts()]
        with ThreadPoolExecutor(len(acts)) as people:
            tasks = [people.submit(act, first) for act in acts]
            self.wait_for_kill_point(first, reached, tasks)
            first.kill()
            for task in tasks:
                task.result()
        first.close()
        self.server.stop_at("", 0, reached)
        second = ServiceProcess(self.settings, clock=self.clock)
        self.disagreeing = [*self.disagreements()]
        for act in self.acts():
            act(second)
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

    def send(self, process: ServiceProcess, kind: str, values: Mapping[str, str]) -> None:
        """Send what was looked through. Raises `httpx.TransportError` where there is no answer."""
        digest = content_digest(kind, values["entry"], form_values(values, kind))
        stamp = self.signer.sign_preview(digest, self.clock() - timedelta(minutes=1))
        given = {**values, "step": "confirm", "stamp": stamp}
        answer = process.client.post(f"/forms/{kind}", data=given)
        assert answer.status_code == 303, answer.text

    def mails(self) -> Iterator[EmailMessage]:
        """The mails that have been delivered, in order, repeated ones too."""
        for raw in list(self.server.messages):
            yield message_from_bytes(raw, policy=default)

    def wait_until_idle(self) -> None:
        """Wait until the mail sender has nothing more to do."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and not self.is_idle():
            time.sleep(POLL_INTERVAL)

    def is_idle(self) -> bool:
        return not self.verify().counts.get("queued", 0)

    def verify(self) -> IntegrityReport:
        return self.ask(lambda outbox: outbox.verify())

    def ask(self, question: Callable[[Outbox], T]) -> T:
        """What the database says."""
        visit = Outbox.attach(self.settings.database)
        try:
            return question(visit)
        finally:
            visit.close()

    def repeated(self) -> int:
        """Mails that came again with the same Message-ID, as they may when the 250 was never heard."""
        ids = Counter(str(mail["Message-ID"]) for mail in self.mails())
        return sum(count - 1 for count in ids.values())


class Comments(Run):
    """Residents send comments, and an editor decides on each by the links in the mails, on some more than once."""

    STEPS: Mapping[str, tuple[str, ...]] = {
        "nr0@post.example": ("publish",),
        "nr1@post.example": ("publish", "undo", "publish"),
        "nr2@post.example": ("publish", "publish"),
        "nr3@post.example": ("reject",),
    }
    """What the editor does with each resident's text, one after the other."""

    PUBLISHED = 3

    def __init__(self, folder: Path, server: WatchedServer, kill_point: KillPoint) -> None:
        super().__init__(folder, server, kill_point)
        self.answered: set[str] = set()
        self.decided: Counter[str] = Counter()

    def acts(self) -> Iterator[Act]:
        for who in self.STEPS:
            yield partial(self.comment, who)
        yield self.decide_all

    def comment(self, who: str, process: ServiceProcess) -> None:
        """Send a comment, unless it was answered already."""
        if who not in self.answered:
            with suppress(httpx.TransportError):
                self.send(process, "comment", COMMENT | {"name": name_of(who), "email": who})
                self.answered.add(who)

    def decide_all(self, process: ServiceProcess) -> None:
        """Decide on the texts as they come, until all is decided or the process is killed."""
        until = time.monotonic() + PATIENCE
        with suppress(httpx.TransportError):
            while not process.was_killed and time.monotonic() < until and self.left():
                self.decide(process)
                time.sleep(0.01)

    def decide(self, process: ServiceProcess) -> None:
        """Open the links for what is to be done next, as far as the editor has them, and press their buttons."""
        links = self.links()
        for who, do in self.left().items():
            if (who, do) in links:
                self.press(process, links[who, do], {}, [who])

    def press(
        self, process: ServiceProcess, link: str, form: Mapping[str, object], texts: Sequence[str]
    ) -> None:
        """Press a button that decides on these people's texts."""
        answer = process.client.post(link, data=dict(form))
        assert answer.status_code == 200, answer.text
        self.decided.update(texts)

    def left(self) -> dict[str, str]:
        """What is to be done next with each text that is not decided yet."""
        return {
            who: steps[self.decided[who]]
            for who, steps in self.STEPS.items()
            if self.decided[who] < len(steps)
        }

    def published(self) -> list[Path]:
        """The files of the residents' texts."""
        return [path for path in self.files() if not is_official(path)]

    def files(self) -> list[Path]:
        return sorted(self.settings.content.rglob("*.md"))

    def disagreements(self) -> Iterator[str]:
        """The texts whose file and row do not agree."""
        if self.ask(lambda outbox: outbox.claimed_decisions()):
            yield "a decision was left unfinished"
        files = {path.stem for path in self.published()}
        ids = {str(m["Message-ID"])[1:].partition(".")[0] for m in self.to_editor()} | files
        for id in ids:
            stored = self.ask(partial(Outbox.find, id=id))
            if (id in files) is not (stored is not None and stored.state == "approved"):
                yield f"{id}: {stored.state if stored else None}, file: {id in files}"

    def to_editor(self) -> Iterator[EmailMessage]:
        """The mails that told an editor of a comment."""
        return (mail for mail in self.mails() if purpose_of(mail) == "editor")

    def links(self) -> dict[tuple[str, str], str]:
        """The links in the mails that the editor has, by who wrote and what the link does."""
        found = {}
        for mail in self.mails():
            links = re.findall(r"https://blog\.example(/forms/decide/(\w+)/\S+)", body_of(mail))
            for link, action in links:
                found[writer_of(mail), action] = link
        return found

    def faults(self) -> Iterator[str]:
        """What differs from every text once with the editor, once on the site, and delivered."""
        told = {str(mail["Message-ID"]): writer_of(mail) for mail in self.to_editor()}
        received = Counter(told.values())
        published = len(self.published())
        verified = self.verify()
        seen = f"{self.kill_point}: {dict(received)} received, {published} published, {verified}"
        for place, found in (
            ("after the start", self.disagreeing),
            ("at the end", [*self.disagreements()]),
        ):
            if found:
                yield f"file and row disagree {place}: {found}, {seen}"
        if set(received) != set(self.STEPS) or published < self.PUBLISHED:
            yield f"lost: {seen}"
        elif max(received.values()) > 1 or published > self.PUBLISHED:
            yield f"twice: {seen}"
        elif verified.problems or set(verified.counts) - {"delivered"}:
            yield f"lost: {seen}"


class Moderated(Comments):
    """The editor decides on their page, on many texts at once, answers one, and rejects one with a reason."""

    STEPS: Mapping[str, tuple[str, ...]] = Comments.STEPS | {"nr0@post.example": ("publish", "answer")}  # fmt: skip
    FORMS: Mapping[str, Mapping[str, object]] = {
        "publish": {"do": "publish"},
        "undo": {"do": "undo"},
        "reject": {"do": "reject", "reason": REASON, "tell": "yes"},
        "answer": {"do": "answer", "answer": "Tak for det."},
    }

    def __init__(self, folder: Path, server: WatchedServer, kill_point: KillPoint) -> None:
        super().__init__(folder, server, kill_point)
        self.references: dict[str, str] = {}

    def decide(self, process: ServiceProcess) -> None:
        """Open the page, and press its buttons for the texts that it has shown."""
        link = self.page_link()
        if not link:
            return
        shown = BeautifulSoup(process.client.get(link).text, "lxml")
        for text in shown.select("article.moderated"):
            box = text.select_one("[name=chosen]")
            assert box
            self.references[f"{words_of(box.find_parent('p')).rpartition(', ')[2]}@post.example"] = str(box["value"])  # fmt: skip
        for do in {*self.left().values()}:
            texts = [who for who in self.left() if self.left()[who] == do and who in self.references]  # fmt: skip
            chosen = [self.references[who] for who in texts]
            if do == "answer":
                for who in texts:
                    self.press(process, f"{link}/{self.references[who].split()[0]}", self.FORMS[do], [who])  # fmt: skip
            elif texts:
                self.press(process, link, {**self.FORMS[do], "chosen": chosen}, texts)

    def page_link(self) -> str:
        """The link to the editor's page in the mails; '' before the first of them."""
        found = (re.search(r"https://blog\.example(/forms/moderate/\S+)", body_of(mail)) for mail in self.to_editor())  # fmt: skip
        return next((link[1] for link in found if link), "")

    def faults(self) -> Iterator[str]:
        """What differs from what is asked of `Comments`, one answer, and one mail with the reason."""
        yield from super().faults()
        answers = [path for path in self.files() if is_official(path)]
        told = {str(mail["Message-ID"]) for mail in self.mails() if REASON in body_of(mail)}
        if (len(answers), len(told)) != (1, 1):
            yield f"{self.kill_point}: {len(answers)} answers, {len(told)} mails with the reason"


class Members(Run):
    """Residents sign up for a group with two places, correct what they wrote, confirm, and leave.

    Each step is one request; who got no answer sends the same again.
    """

    STEPS: Mapping[str, tuple[str, ...]] = {
        "nr0@post.example": ("sign up", "confirm", "correct", "leave"),
        "nr1@post.example": ("sign up", "correct", "confirm"),
        "nr2@post.example": ("sign up", "confirm"),
        "nr3@post.example": ("sign up",),
    }

    def __init__(self, folder: Path, server: WatchedServer, kill_point: KillPoint) -> None:
        super().__init__(folder, server, kill_point)
        self.done: Counter[str] = Counter()

    def targets(self) -> tuple[dict[str, object], ...]:
        return tuple(each | {"capacity": PLACES} if each["kind"] == "signup" else each for each in TARGETS)  # fmt: skip

    def acts(self) -> Iterator[Act]:
        return (partial(self.go_on, who) for who in self.STEPS)

    def go_on(self, who: str, process: ServiceProcess) -> None:
        """Take the steps that have not been answered yet."""
        with suppress(httpx.TransportError):
            for step in self.STEPS[who][self.done[who] :]:
                if step == "sign up":
                    self.send(process, "signup", SIGNUP | {"email": who})
                elif step == "correct":
                    self.send(process, "signup", SIGNUP | {"email": who, "phone": PHONE})
                elif link := self.own_link(who, process):
                    button = {"confirm": "confirm", "leave": "leave-now"}[step]
                    answer = process.client.post(link, data={"step": button})
                    assert answer.status_code == 200, answer.text
                else:
                    return
                self.done[who] += 1

    def own_link(self, who: str, process: ServiceProcess) -> str:
        """The link in the mails to somebody, once there is one; '' where the service was killed before."""
        until = time.monotonic() + PATIENCE
        while not process.was_killed and time.monotonic() < until:
            for mail in self.mails():
                if mail["To"] == who and (found := MEMBER_LINK.search(body_of(mail))):
                    return found[1]
            time.sleep(POLL_INTERVAL)
        return ""

    def members(self) -> dict[str, Member]:
        """The membership of each person, by address."""
        people = {id_of(mail): str(mail["To"]) for mail in self.mails() if mail["To"] in self.STEPS}
        found = self.ask(
            lambda outbox: outbox.look(lambda db: [table.find(db, id) for id in people])
        )
        return {people[member.id]: member for member in found if member}

    def disagreements(self) -> Iterator[str]:
        """More places given than there are, or counts that are not those of the members."""
        members = self.ask(
            lambda outbox: outbox.look(lambda db: table.members_of(db, SIGNUP["entry"]))
        )
        addresses = [member.email for member in members]
        if sum(member.has_place for member in members) != min(PLACES, len(members)):
            yield f"places: {[(m.email, m.has_place) for m in members]}"
        if len(set(addresses)) < len(addresses):
            yield f"twice: {addresses}"
        if arrange(members, PLACES, self.clock()) != Changes():
            yield f"places were not given: {arrange(members, PLACES, self.clock())}"

    def faults(self) -> Iterator[str]:
        """What differs from every step done once, and everybody told."""
        members, verified = self.members(), self.verify()
        stand = {who: (member.state, member.phone) for who, member in members.items()}
        mails = Counter(f"{purpose_of(mail)} {mail['To']}" for mail in {str(m["Message-ID"]): m for m in self.mails()}.values())  # fmt: skip
        seen = f"{self.kill_point}: {stand}, {dict(mails)}, {verified}"
        for place, found in (("after the start", self.disagreeing), ("at the end", [*self.disagreements()])):  # fmt: skip
            if found:
                yield f"{found} {place}, {seen}"
        if stand != WHERE_MEMBERS_STAND:
            yield f"members: {seen}"
        # Mails about somebody who has left meanwhile are deleted, but not the one that says so.
        told = mails["editor stier@kommune.example"], mails["editor-left stier@kommune.example"]
        if told not in {(SIGNUPS - deleted, 1) for deleted in range(LEAVERS_SIGNUPS + 1)}:
            yield f"the organiser was told otherwise: {seen}"
        # What is left of somebody who has left is nothing.
        if verified.problems or set(verified.counts) - {"delivered", "expired"}:
            yield f"lost: {seen}"


PLACES, PHONE = 2, "11 22 33 44"
SIGNUPS = sum(step in ("sign up", "correct") for steps in Members.STEPS.values() for step in steps)
LEAVERS_SIGNUPS = 2
"""What the one who leaves has sent before: mails about it may not have been taken by then, and are deleted."""

WHERE_MEMBERS_STAND = {
    "nr0@post.example": (State.LEFT, ""),
    "nr1@post.example": (State.CONFIRMED, PHONE),
    "nr2@post.example": (State.CONFIRMED, ""),
    "nr3@post.example": (State.UNCONFIRMED, ""),
}

MEMBER_LINK = re.compile(r"https://blog\.example(/forms/member/\S+)")


def id_of(mail: EmailMessage) -> str:
    """The id of the submission that a mail is about."""
    return str(mail["Message-ID"])[1:].partition(".")[0]


def purpose_of(mail: EmailMessage) -> str:
    return str(mail["Message-ID"]).partition("@")[0].rpartition(".")[2]


def body_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    return str(body.get_content()) if body else ""


def name_of(address: str) -> str:
    """The name that somebody with this address gives."""
    return address.partition("@")[0]


def words_of(tag: Tag | None) -> str:
    return tag.get_text().strip() if tag else ""


def is_official(path: Path) -> bool:
    """Whether a comment's file is an answer of the municipality."""
    return OFFICIAL in path.read_text("utf-8")


def writer_of(mail: EmailMessage) -> str:
    (address,) = re.findall(r"mailto:([^?\s]+)", body_of(mail))
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

    def refuse(self, verbs: Sequence[str], answers: Sequence[str]) -> None:
        """Answer so, once each, the next times that these verbs are heard."""
        for verb, answer in zip(verbs, answers, strict=True):
            self.script.once[verb].append(answer)

    def refusals_left(self) -> int:
        return sum(len(answers) for answers in self.script.once.values())

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
    kind = (Comments, Members, Moderated)[seed // len(MOMENTS) % 3]
    kill_point = kill_point_of(seed)
    chance = random.Random(f"refusals {seed}")
    refusals = chance.randint(1, 6) if chance.random() < 0.5 else 0
    with tempfile.TemporaryDirectory() as folder, a_server() as server:
        server.refuse(
            chance.choices(REFUSING_VERBS, k=refusals), chance.choices(REFUSALS, k=refusals)
        )
        run = kind(Path(folder), server, kill_point)
        was_killed = run.kill_and_restart()
        counts = Counter({REPEATED: run.repeated(), REFUSED: refusals - server.refusals_left()})
        if was_killed:
            counts[f"killed {kill_point.moment}"] += 1
        return Findings(tuple(f"seed {seed}, {fault}" for fault in run.faults()), counts)


if __name__ == "__main__":
    main("forms", trial, runs=2000)
