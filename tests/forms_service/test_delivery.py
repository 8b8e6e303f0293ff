"""The mail sender: what was queued reaches the mailbox, whatever the server does.

The first part runs against the scripted server and against a real Postfix; the second needs a script.
"""

from __future__ import annotations

import os
import re
import resource
import ssl
import subprocess
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from nyspor.forms_service.health import Condition, Part, SendingStatus, parts_of_forms
from nyspor.forms_service.mail_delivery import MailSender
from nyspor.forms_service.mail_transports import (
    Encryption,
    FolderTransport,
    ServerUnavailable,
    SmtpServer,
    SmtpTransport,
    TemporaryFailure,
)
from nyspor.forms_service.outbox import Outbox, OutboxUnavailable
from nyspor.forms_service.staff_file import StaffFile
from nyspor.forms_service.test_probes import AFTER_250, CLAIMED, TestProbe, no_probe
from nyspor.staff.records import Staff
from tests.forms_service.builders import NOW, SENDER, Clock, accept, drain, mail, opened, states
from tests.forms_service.postfix import CANNOT_RUN, Postfix
from tests.forms_service.smtp_server import DOT, DROP, TARPIT, FaultServer

STAFF = StaffFile(Staff.of_addresses({"redaktion": "redaktion@kommune.example"}))
LATER, NOBODY = "later@beboer.example", "nobody@beboer.example"
HOSTILE = "\n".join(["Går stien om søen?", ".", "..", ".\r.", "ord " * 3000, "."])


class Killed(BaseException):
    """The process ends here."""


def killed_at(fatal: str) -> TestProbe:
    def probe(step: str) -> None:
        if step == fatal:
            raise Killed

    return probe


@pytest.fixture
def scripted() -> Iterator[FaultServer]:
    server = FaultServer()
    server.script.by_recipient = {LATER: "451 4.7.1 Later", NOBODY: f"550 5.1.1 <{NOBODY}> Unknown"}
    server.start()
    yield server
    server.end()


@pytest.fixture(scope="module")
def postfix() -> Iterator[Postfix]:
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o711)
        server = Postfix(Path(folder))
        server.start()
        yield server
        server.stop()


POSTFIX = pytest.param(
    "postfix",
    marks=[
        pytest.mark.system,
        pytest.mark.skipif(CANNOT_RUN and "CI" not in os.environ, reason="needs Postfix and root"),
    ],
)


@pytest.fixture(params=["scripted", POSTFIX])
def server(request: pytest.FixtureRequest) -> FaultServer | Postfix:
    server: FaultServer | Postfix = request.getfixturevalue(request.param)
    server.clear()
    return server


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    with opened(tmp_path) as outbox:
        yield outbox


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def transports() -> Iterator[list[SmtpTransport]]:
    """Those that a test has used, to be closed at its end."""
    used: list[SmtpTransport] = []
    yield used
    for transport in used:
        transport.close()


@pytest.fixture
def sender(
    outbox: Outbox,
    server: FaultServer | Postfix,
    clock: Clock,
    transports: list[SmtpTransport],
) -> MailSender:
    return sender_to(server, outbox, clock, transports)


@pytest.fixture
def scripted_sender(
    outbox: Outbox, scripted: FaultServer, clock: Clock, transports: list[SmtpTransport]
) -> MailSender:
    return sender_to(scripted, outbox, clock, transports)


def sender_to(
    server: FaultServer | Postfix,
    outbox: Outbox,
    clock: Clock,
    transports: list[SmtpTransport],
    probe: TestProbe = no_probe,
) -> MailSender:
    transports.append(SmtpTransport(SmtpServer(server.host, server.port)))
    return MailSender(outbox, transports[-1], SENDER, clock, probe)


def message_ids(messages: list[bytes]) -> list[str]:
    """The submissions that the messages belong to, as their Message-IDs say."""
    return [message_from_bytes(m)["Message-ID"].strip("<>").split(".")[0] for m in messages]


# Both servers


def test_what_is_queued_is_delivered(
    outbox: Outbox, server: FaultServer | Postfix, sender: MailSender
) -> None:
    accept(outbox, "anna1", "bent2")
    drain(sender)
    assert states(outbox) == {"anna1": "delivered", "bent2": "delivered"}
    assert sorted(message_ids(server.delivered(2))) == ["anna1", "bent2"]


def test_a_text_arrives_as_it_was_sent_and_ends_where_it_ended(
    outbox: Outbox, server: FaultServer | Postfix, sender: MailSender
) -> None:
    sent = mail("anna1", text=HOSTILE)
    outbox.enqueue([sent], NOW)
    drain(sender)
    (arrived,) = (message_from_bytes(m, policy=default) for m in server.delivered(1))
    expected = message_from_bytes(sent.message, policy=default).get_content()
    assert arrived.get_content().splitlines() == expected.splitlines()


def test_a_bare_newline_smuggles_nothing(
    outbox: Outbox, server: FaultServer | Postfix, sender: MailSender
) -> None:
    forged = mail("anna1").message + b"\n.\nMAIL FROM:<x@x.example>\n.\r\nRSET\r.\r"
    outbox.enqueue([replace(mail("anna1"), message=forged)], NOW)
    drain(sender)
    (arrived,) = server.delivered(1)
    assert b"MAIL FROM:<x@x.example>" in arrived
    if isinstance(server, FaultServer):  # a mailbox has newlines of its own
        assert not {b"\r", b"\n"} & {*re.findall(rb"\r\n|\r|\n", arrived)}


def test_one_mail_that_must_wait_or_die_delays_nobody(
    outbox: Outbox, server: FaultServer | Postfix, sender: MailSender
) -> None:
    accept(outbox, "later", recipient=LATER)
    accept(outbox, "nobody", recipient=NOBODY)
    accept(outbox, "poison", recipient="søren@beboer.example")
    accept(outbox, "anna1", "bent2")
    drain(sender)
    assert states(outbox) == {
        "later": "queued",
        "nobody": "dead",
        "poison": "queued",
        "anna1": "delivered",
        "bent2": "delivered",
    }
    assert sorted(message_ids(server.delivered(2))) == ["anna1", "bent2"]
    reasons = {record.submission: record.reason for record in outbox.mails()}
    assert reasons["later"] == "451 4.7.1 RCPT"
    assert reasons["nobody"] == "550 5.1.1 RCPT"


@pytest.mark.usefixtures("server")
def test_a_mail_is_tried_ever_more_seldom_for_five_days(
    outbox: Outbox, sender: MailSender, clock: Clock
) -> None:
    accept(outbox, "later", recipient=LATER)
    waits = []
    while states(outbox) == {"later": "queued"}:
        before = clock.now
        drain(sender)
        due = outbox.next_due()
        if due:
            waits.append((due - before).total_seconds() / 60)
            clock.now = due
    assert waits[:10] == [1, 2, 4, 8, 16, 32, 64, 128, 240, 240]
    assert (clock.now - NOW).days == 5
    assert states(outbox) == {"later": "dead"}


def test_after_a_day_without_server_all_arrive_in_order(
    outbox: Outbox, server: FaultServer | Postfix, clock: Clock, transports: list[SmtpTransport]
) -> None:
    sender = sender_to(server, outbox, clock, transports)
    ids = [f"id{number:04}" for number in range(2000)]
    server.stop()
    accept(outbox, *ids[:1000])
    waits = []
    while clock.now.day == NOW.day or clock.now.hour < NOW.hour:
        waits.append(sender.run_once())
        clock.forward(seconds=waits[-1])
    assert waits[:8] == [5, 10, 20, 40, 80, 160, 300, 300]
    accept(outbox, *ids[1000:])
    assert {(m.state, m.tries) for m in outbox.mails()} == {("queued", 0)}
    server.start()
    drain(sender)
    assert sorted(message_ids(server.delivered(2000))) == ids
    assert [m.submission for m in outbox.mails("delivered")] == ids
    if isinstance(server, FaultServer):  # a mailbox knows no order
        assert message_ids(server.messages) == ids


@pytest.mark.parametrize(("fatal", "copies"), [(CLAIMED, 1), (AFTER_250, 2)])
def test_a_crash_costs_at_most_a_second_copy_of_the_same_name(
    tmp_path: Path,
    server: FaultServer | Postfix,
    clock: Clock,
    transports: list[SmtpTransport],
    fatal: str,
    copies: int,
) -> None:
    with opened(tmp_path) as outbox:
        accept(outbox, "anna1", "bent2")
        with pytest.raises(Killed):
            drain(sender_to(server, outbox, clock, transports, killed_at(fatal)))
    with opened(tmp_path) as outbox:
        drain(sender_to(server, outbox, clock, transports))
        assert states(outbox) == {"anna1": "delivered", "bent2": "delivered"}
    arrived = Counter(message_ids(server.delivered(1 + copies)))
    assert arrived == {"anna1": copies, "bent2": 1}


# What only a script can do


@pytest.mark.parametrize("verb", ["RCPT", "DATA", DOT])
@pytest.mark.parametrize("fault", ["451 4.7.1 later", "421 4.3.2 closing", DROP])
def test_what_is_not_taken_now_is_sent_later(
    outbox: Outbox,
    scripted: FaultServer,
    scripted_sender: MailSender,
    clock: Clock,
    verb: str,
    fault: str,
) -> None:
    scripted.script.once[verb] = [fault]
    accept(outbox, "anna1")
    accept(outbox, "bent2", recipient="bent@beboer.example")
    drain(scripted_sender)
    assert states(outbox) == {"anna1": "queued", "bent2": "delivered"}
    clock.forward(minutes=1)
    drain(scripted_sender)
    assert states(outbox)["anna1"] == "delivered"
    assert message_ids(scripted.messages) == ["bent2", "anna1"]


@pytest.mark.parametrize("verb", ["RCPT", "DATA", DOT])
def test_what_is_refused_is_dead_at_once_and_reported_without_an_address(
    outbox: Outbox,
    scripted: FaultServer,
    scripted_sender: MailSender,
    verb: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    scripted.script.once[verb] = ["550 5.7.1 <anna@beboer.example> is not wanted"]
    accept(outbox, "anna1", "bent2", recipient="anna@beboer.example")
    drain(scripted_sender)
    assert states(outbox) == {"anna1": "dead", "bent2": "delivered"}
    assert scripted.verbs.count("CONNECT") == 1  # a plain no costs no connection
    (reason,) = (record.reason for record in outbox.mails("dead"))
    assert reason == f"550 5.7.1 {verb.replace(DOT, 'DATA')}"
    (alarm,) = (record for record in caplog.records if record.levelname == "ERROR")
    assert alarm.getMessage() == f"Mailen anna1.editor kunne ikke leveres: {reason}"


@pytest.mark.parametrize(
    ("verb", "fault"),
    [
        ("MAIL", f) for f in ("554 5.7.1 not you", "451 4.7.1 later", "421 4.3.2 no", DROP)
    ]  # our own sender alone
    + [(v, f) for v in ("CONNECT", "EHLO") for f in ("554 5.7.1 not you", "421 4.3.2 no", DROP)],
)
def test_a_server_that_takes_nobody_is_waited_for(
    outbox: Outbox, scripted: FaultServer, scripted_sender: MailSender, verb: str, fault: str
) -> None:
    scripted.script.always = {verb: fault, "HELO": fault}
    accept(outbox, "anna1")
    assert [scripted_sender.run_once() for _ in range(3)] == [5, 10, 20]
    assert [(m.state, m.tries) for m in outbox.mails()] == [("queued", 0)]
    scripted.script.always = {}
    drain(scripted_sender)
    assert states(outbox) == {"anna1": "delivered"}
    scripted.stop()
    accept(outbox, "bent2")
    assert scripted_sender.run_once() == 5  # a new outage begins with a short wait


@pytest.mark.parametrize("fault", ["421 4.4.2 you were idle", DROP])
def test_an_open_connection_that_was_closed_meanwhile_delays_no_mail(
    outbox: Outbox, scripted: FaultServer, scripted_sender: MailSender, fault: str
) -> None:
    accept(outbox, "anna1")
    drain(scripted_sender)
    scripted.script.once["MAIL"] = [fault]
    accept(outbox, "bent2")
    drain(scripted_sender)
    assert states(outbox)["bent2"] == "delivered"
    assert scripted.verbs.count("CONNECT") == 2


@pytest.mark.parametrize("fault", ["500 no", "421 4.3.2 closing", DROP])
def test_what_is_said_to_quit_changes_nothing(
    outbox: Outbox,
    scripted: FaultServer,
    scripted_sender: MailSender,
    transports: list[SmtpTransport],
    fault: str,
) -> None:
    scripted.script.always = {"QUIT": fault}
    accept(outbox, "anna1")
    drain(scripted_sender)
    transports[0].close()
    assert states(outbox) == {"anna1": "delivered"}


@pytest.mark.parametrize("verb", ["CONNECT", "EHLO", "MAIL", "RCPT", "DATA", DOT])
def test_a_server_that_answers_a_byte_at_a_time_is_left(scripted: FaultServer, verb: str) -> None:
    """Each byte takes a second of a time that no one has to wait for."""
    seconds = iter(range(10**9))
    last = [0]
    scripted.on_byte = lambda: last.__setitem__(0, next(seconds))
    transport = SmtpTransport(
        SmtpServer(scripted.host, scripted.port, deadline=60), monotonic=lambda: last[0]
    )
    scripted.script.once[verb] = [TARPIT]
    with pytest.raises((TemporaryFailure, ServerUnavailable)):
        transport.send(mail(), SENDER)
    assert last[0] >= 60
    transport.send(mail(), SENDER)
    transport.close()


@pytest.mark.parametrize("verb", ["RCPT", "DATA", DOT])
@pytest.mark.parametrize("fault", ["421 4.3.2 closing", DROP])
def test_mails_to_one_arrive_in_order_though_the_connection_breaks(
    outbox: Outbox,
    scripted: FaultServer,
    scripted_sender: MailSender,
    clock: Clock,
    verb: str,
    fault: str,
) -> None:
    scripted.script.always[verb] = fault
    accept(outbox, "anna1", "anna2", "anna3")
    accept(outbox, "bent1", "bent2", recipient="bent@beboer.example")
    for _ in range(12):
        drain(scripted_sender)
        clock.forward(hours=2)
    assert set(states(outbox).values()) == {"queued"}
    scripted.script.always = {}
    drain(scripted_sender)
    assert set(states(outbox).values()) == {"delivered"}
    arrived = message_ids(scripted.messages)
    assert [id for id in arrived if "anna" in id] == ["anna1", "anna2", "anna3"]
    assert [id for id in arrived if "bent" in id] == ["bent1", "bent2"]


def test_mails_to_one_arrive_in_order_though_the_service_is_started_again(
    tmp_path: Path, scripted: FaultServer, clock: Clock, transports: list[SmtpTransport]
) -> None:
    scripted.script.once[DOT] = [DROP]
    with opened(tmp_path) as outbox:
        accept(outbox, "anna1")
        drain(sender_to(scripted, outbox, clock, transports))
        assert states(outbox) == {"anna1": "queued"}
    with opened(tmp_path) as outbox:
        accept(outbox, "anna2", "anna3")
        accept(outbox, "bent1", recipient="bent@beboer.example")
        drain(sender_to(scripted, outbox, clock, transports))
        assert message_ids(scripted.messages) == ["bent1"]
    with opened(tmp_path) as outbox:
        clock.forward(minutes=1)
        drain(sender_to(scripted, outbox, clock, transports))
        assert message_ids(scripted.messages) == ["bent1", "anna1", "anna2", "anna3"]
        assert outbox.held_for() == {}
        assert outbox.verify().problems == ()


def test_a_mail_that_is_the_servers_to_delay_holds_back_nobody_after_a_start_either(
    tmp_path: Path, scripted: FaultServer, clock: Clock, transports: list[SmtpTransport]
) -> None:
    scripted.script.once["RCPT"] = ["451 4.7.1 later"]
    with opened(tmp_path) as outbox:
        accept(outbox, "anna1")
        drain(sender_to(scripted, outbox, clock, transports))
    with opened(tmp_path) as outbox:
        accept(outbox, "anna2")
        drain(sender_to(scripted, outbox, clock, transports))
        assert message_ids(scripted.messages) == ["anna2"]


def test_a_mail_that_alone_breaks_the_connection_holds_back_nobody_for_long(
    outbox: Outbox, scripted: FaultServer, scripted_sender: MailSender, clock: Clock
) -> None:
    scripted.script.by_recipient = {}
    scripted.script.once[DOT] = [DROP]
    accept(outbox, "poison", "anna2")
    accept(outbox, "bent1", recipient="bent@beboer.example")
    drain(scripted_sender)
    assert states(outbox) == {"poison": "queued", "anna2": "queued", "bent1": "delivered"}
    scripted.script.once[DOT] = [DROP]
    clock.forward(minutes=1)
    drain(scripted_sender)
    drain(scripted_sender)
    assert states(outbox)["anna2"] == "delivered"
    clock.forward(minutes=5)
    drain(scripted_sender)
    assert states(outbox)["poison"] == "delivered"


def test_a_mail_that_was_forgotten_holds_back_nobody(
    outbox: Outbox, scripted: FaultServer, scripted_sender: MailSender
) -> None:
    scripted.script.once[DOT] = [DROP]
    accept(outbox, "anna1", person_hash=b"anna")
    accept(outbox, "bent2", person_hash=b"bent")
    drain(scripted_sender)
    assert states(outbox) == {"anna1": "queued", "bent2": "queued"}
    outbox.forget(b"anna")
    assert outbox.held_for() == {}
    drain(scripted_sender)
    drain(scripted_sender)
    assert states(outbox) == {"anna1": "forgotten", "bent2": "delivered"}


def log_of(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelname != "INFO"]


def test_a_mail_that_must_wait_is_logged_once_for_each_reason(
    outbox: Outbox,
    scripted: FaultServer,
    scripted_sender: MailSender,
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    accept(outbox, "later", recipient=LATER)
    for _ in range(3):
        drain(scripted_sender)
        clock.forward(hours=1)
    scripted.script.by_recipient[LATER] = "452 4.2.2 <later@beboer.example> is full"
    drain(scripted_sender)
    told = "Mailen later.editor blev ikke taget imod og bliver prøvet igen: "
    assert log_of(caplog) == [told + "451 4.7.1 RCPT", told + "452 4.2.2 RCPT"]


def test_a_fault_of_ours_is_logged_once_and_names_nobody(
    outbox: Outbox, scripted_sender: MailSender, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    accept(outbox, "poison", recipient="søren@beboer.example")
    for _ in range(3):
        drain(scripted_sender)
        clock.forward(hours=1)
    (line,) = log_of(caplog)
    assert line.endswith("UnicodeEncodeError")
    assert "beboer" not in line


def test_a_server_that_is_down_is_logged_once(
    outbox: Outbox,
    scripted: FaultServer,
    scripted_sender: MailSender,
    caplog: pytest.LogCaptureFixture,
) -> None:
    scripted.stop()
    accept(outbox, "anna1", "bent2")
    for _ in range(5):
        scripted_sender.run_once()
    assert log_of(caplog) == ["Ingen mailserver: ConnectionRefusedError CONNECT"]


@pytest.mark.parametrize("verb", ["CONNECT", "EHLO", "MAIL", "RCPT", "DATA", DOT])
@pytest.mark.parametrize(
    "fault", ["451 4.7.1 <anna@beboer.example> later", "550 5.7.1 <anna@beboer.example> no", DROP]
)
def test_no_fault_of_a_server_goes_unnoticed(
    outbox: Outbox,
    scripted: FaultServer,
    clock: Clock,
    transports: list[SmtpTransport],
    verb: str,
    fault: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    status = SendingStatus()
    transports.append(SmtpTransport(SmtpServer(scripted.host, scripted.port)))
    sender = MailSender(outbox, transports[-1], SENDER, clock, status=status)
    scripted.script.always = {verb: fault, "HELO": fault}
    accept(outbox, "anna1", recipient="anna@beboer.example")
    for _ in range(8):
        drain(sender)
        clock.forward(minutes=10)
    parts = parts_of_forms(outbox, status, STAFF, clock)
    (noticed,) = {part for part in parts.values() if part.condition is not Condition.OK}
    assert noticed.reason
    assert "anna" not in caplog.text.replace("anna1", "") + noticed.reason
    assert len(log_of(caplog)) == 1
    scripted.script.always = {}
    clock.forward(hours=1)
    outbox.retry(["anna1.editor"], clock())
    drain(sender)
    drain(sender)
    assert states(outbox) == {"anna1": "delivered"}
    assert {part.condition for part in parts_of_forms(outbox, status, STAFF, clock).values()} == {
        Condition.OK
    }


def test_health_tells_why_mails_wait_or_were_given_up(
    outbox: Outbox, scripted_sender: MailSender, clock: Clock
) -> None:
    status = SendingStatus()
    accept(outbox, "anna1")
    drain(scripted_sender)
    parts = parts_of_forms(outbox, status, STAFF, clock)
    assert {part.condition for part in parts.values()} == {Condition.OK}
    accept(outbox, "later", recipient=LATER)
    accept(outbox, "nobody", recipient=NOBODY)
    drain(scripted_sender)
    clock.forward(minutes=20)
    parts = parts_of_forms(outbox, status, STAFF, clock)
    assert (parts["sends"].condition, parts["sends"].reason) == (Condition.LATE, "451 4.7.1 RCPT")
    assert parts["delivers"] == Part(Condition.LATE, NOW, "550 5.1.1 RCPT")


def test_an_unwritten_mark_is_made_before_anything_else(
    outbox: Outbox, scripted: FaultServer, clock: Clock, transports: list[SmtpTransport]
) -> None:
    """The disk fills up between the server's yes and the mark; the mail is not sent again."""
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill(step: str) -> None:
        if step == AFTER_250:
            resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))

    accept(outbox, "anna1")
    sender = sender_to(scripted, outbox, clock, transports, fill)
    try:
        for _ in range(3):
            with pytest.raises(OutboxUnavailable):
                sender.run_once()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    drain(sender)
    assert states(outbox) == {"anna1": "delivered"}
    assert message_ids(scripted.messages) == ["anna1"]


def test_the_thread_sends_until_it_is_stopped(
    outbox: Outbox, clock: Clock, transports: list[SmtpTransport]
) -> None:
    stop = threading.Event()
    server = FaultServer(probe=lambda step: stop.set() if step == DOT else None)
    server.start()
    accept(outbox, "anna1")
    thread = threading.Thread(target=sender_to(server, outbox, clock, transports).run, args=[stop])
    thread.start()
    thread.join(timeout=300)
    server.end()
    assert states(outbox) == {"anna1": "delivered"}


# With a password


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate and its key in one file, as made by the server itself."""
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=mail"]
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", file, "-out", f"{file}.crt"]
    subprocess.run([*made, *names], check=True, capture_output=True)
    file.write_bytes(file.read_bytes() + Path(f"{file}.crt").read_bytes())
    return file


@pytest.fixture(params=list(Encryption)[1:])
def guarded(certificate: Path, request: pytest.FixtureRequest) -> Iterator[FaultServer]:
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate)
    server = FaultServer(tls=tls, from_the_first_byte=request.param is Encryption.TLS)
    server.start()
    yield server
    server.end()


@pytest.fixture
def account(guarded: FaultServer, certificate: Path, request: pytest.FixtureRequest) -> SmtpServer:
    encryption = request.node.callspec.params["guarded"]
    ca_file = Path(f"{certificate}.crt")
    return SmtpServer(guarded.host, guarded.port, "service", "secret", encryption, ca_file)


def test_a_password_is_sent_over_tls_to_a_server_that_proves_who_it_is(
    guarded: FaultServer, account: SmtpServer
) -> None:
    transport = SmtpTransport(account)
    transport.send(mail(), SENDER)
    transport.close()
    assert len(guarded.messages) == 1
    with pytest.raises(ServerUnavailable, match=r"^SSLCertVerificationError CONNECT$"):
        SmtpTransport(replace(account, ca_file=None)).send(mail(), SENDER)
    assert guarded.verbs.count("AUTH") == 1
    with pytest.raises(ServerUnavailable, match=r"^535 5.7.8 CONNECT$"):
        SmtpTransport(replace(account, password="wrong")).send(mail(), SENDER)


@pytest.mark.parametrize("mechanisms", [["PLAIN"], ["LOGIN"]], ids=["plain", "login"])
def test_a_name_and_a_password_may_have_any_letters(
    guarded: FaultServer, account: SmtpServer, mechanisms: list[str]
) -> None:
    guarded.mechanisms = mechanisms
    transport = SmtpTransport(
        replace(account, user="søren@blåbær.example", password="blåbærgrød 🫐")
    )
    transport.send(mail(), SENDER)
    transport.close()
    assert len(guarded.messages) == 1
    with pytest.raises(ServerUnavailable, match=r"^535 5.7.8 CONNECT$"):
        SmtpTransport(replace(account, password="blåbær")).send(mail(), SENDER)


def test_a_password_is_never_sent_in_the_open() -> None:
    with pytest.raises(ValueError, match="STARTTLS"):
        SmtpServer("mail.kommune.example", user="service", password="secret")


# Into a folder


def test_while_developing_mails_land_in_a_folder(outbox: Outbox, tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    accept(outbox, "anna1", "bent2")
    drain(MailSender(outbox, FolderTransport(folder), SENDER, Clock()))
    assert sorted(file.name for file in folder.iterdir()) == [
        "anna1.editor.eml",
        "bent2.editor.eml",
    ]
    assert (folder / "anna1.editor.eml").read_bytes() == mail("anna1").message
