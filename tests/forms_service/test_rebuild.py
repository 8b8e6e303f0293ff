"""The site is built after a decision, and nobody is told that something can be read before it can."""

from __future__ import annotations

import asyncio
import os
import select
import sys
from asyncio.subprocess import Process
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from nyspor.cli import forms_commands
from nyspor.cli.commands import app
from nyspor.forms_service import rebuild
from nyspor.forms_service import service as service_module
from nyspor.forms_service.build_command import OUTPUT_LIMIT, BuildFailure, mask_addresses, run
from nyspor.forms_service.outbox import MailRecord, Outbox
from nyspor.forms_service.rebuild import Rebuilder, when_built
from nyspor.forms_service.service import make_service
from nyspor.preview import server
from nyspor.preview.build import BuildResult
from nyspor.preview.live_reload import PreviewState
from tests.forms_service.builders import NOW, accept, mail, opened
from tests.forms_service.content_edits import delete, write_content
from tests.forms_service.running_service import (
    COMMENT,
    RunningService,
    running_service,
    send_all,
    settings_in,
)
from tests.forms_service.test_moderation import decide, sent

TOLD = "decision-publish"


def shell(script: str) -> tuple[str, ...]:
    return ("sh", "-c", script)


def build_when(path: Path) -> tuple[str, ...]:
    """A build that is good once `path` is there, and says so in the pipe beside it."""
    os.mkfifo(f"{path}.built")
    return shell(f"test -e {path} && echo built > {path}.built")


def printed(folder: Path, purpose: str = TOLD) -> list[MailRecord]:
    """The mails that say what was decided."""
    visit = Outbox.attach(folder / "outbox.sqlite")
    found = [record for record in visit.mails() if record.purpose == purpose]
    visit.close()
    return found


# The build


def test_a_good_build_says_nothing() -> None:
    assert asyncio.run(run(shell("echo well; exit 0"))) is None


@pytest.mark.parametrize(
    ("command", "reason", "output"),
    [
        (shell("echo to see; echo what >&2; exit 2"), "sluttede med 2", "to see\nwhat"),
        (shell("exit 1"), "sluttede med 1", ""),
        (shell("echo bad; kill -9 $$"), "sluttede med -9", "bad"),
        (("/no/such/command",), "kan ikke køres", ""),
        (
            (sys.executable, "-c", "print('x' * 10**6); exit(3)"),
            "sluttede med 3",
            "x" * (OUTPUT_LIMIT - 1),
        ),
        (shell("echo anna@post.example, bo@x.example; exit 1"), "sluttede med 1", "…@…, …@…"),
        (shell("printf '\\377\\n'; exit 1"), "sluttede med 1", "\ufffd"),
        (shell("sleep 3 & echo left one behind; exit 1"), "sluttede med 1", "left one behind"),
    ],
)
def test_a_build_that_fails_says_why(command: tuple[str, ...], reason: str, output: str) -> None:
    failure = asyncio.run(run(command))
    assert failure
    assert reason in failure.reason
    assert failure.output == output


def test_an_unexpected_exception_is_a_failure_like_others(outbox: Outbox) -> None:
    async def build() -> BuildFailure | None:
        raise RuntimeError

    async def ask() -> BuildFailure | None:
        rebuild = Rebuilder((), outbox, build=build)
        rebuild()
        await rebuild.finished()
        return rebuild.failure

    assert asyncio.run(ask()) == BuildFailure("RuntimeError", "")


def test_a_build_may_take_so_long_and_no_longer() -> None:
    failure = asyncio.run(run(("sleep", "1000"), limit=0.01))
    assert failure
    assert "tog mere end 0.01 sekunder" in failure.reason


def test_a_build_that_is_cancelled_while_it_starts_is_ended_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alive = tmp_path / "alive"
    os.mkfifo(alive)
    script = f"exec 9> {alive}; sleep 1000 & echo begun >&9; wait"
    start = asyncio.create_subprocess_exec

    async def begin_and_end() -> int:
        proceed = asyncio.Event()

        async def start_slowly(*command: str, **options: Any) -> Process:
            process = await start(*command, **options)
            await proceed.wait()
            return process

        monkeypatch.setattr(asyncio, "create_subprocess_exec", start_slowly)
        building = asyncio.create_task(run(shell(script)))
        reading = await asyncio.to_thread(os.open, alive, os.O_RDONLY)
        assert await asyncio.to_thread(os.read, reading, 100) == b"begun\n"
        building.cancel()
        asyncio.get_running_loop().call_soon(proceed.set)
        await asyncio.wait({building})
        return reading

    reading = asyncio.run(begin_and_end())
    ended, _, _ = select.select([reading], [], [], 30)
    assert ended
    assert os.read(reading, 100) == b""
    os.close(reading)


@pytest.mark.parametrize("stubborn", ["", "trap '' TERM; "])
def test_a_build_is_ended_with_all_that_it_started(
    tmp_path: Path, stubborn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuild, "GRACE", 0.1)
    alive = tmp_path / "alive"
    os.mkfifo(alive)
    # Whoever lives has the pipe open: when it ends, nobody does.
    script = f"{stubborn}exec 9> {alive}; sleep 1000 & echo begun >&9; wait; wait"

    async def begin_and_end() -> int:
        building = asyncio.create_task(run(shell(script)))
        reading = await asyncio.to_thread(os.open, alive, os.O_RDONLY)
        assert await asyncio.to_thread(os.read, reading, 100) == b"begun\n"
        building.cancel()
        await asyncio.wait({building})
        return reading

    reading = asyncio.run(begin_and_end())
    ended, _, _ = select.select([reading], [], [], 30)
    assert ended
    assert os.read(reading, 100) == b""
    os.close(reading)


def runs(process: int) -> bool:
    """Whether a process still does something."""
    try:
        return ") Z" not in Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False


def test_a_service_stops_though_its_build_hangs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuild, "GRACE", 0.2)
    os.mkfifo(tmp_path / "begun")
    with running_service(
        tmp_path, rebuild=shell(f"echo $$ > {tmp_path}/begun; sleep 1000")
    ) as service:
        publish, _ = sent(service, notify="yes")
        decide(service, publish)
        process = int((tmp_path / "begun").read_text())
    assert not runs(process)
    assert [record.held for record in printed(tmp_path)] == [True]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("To: Anna <anna@post.example>", "To: Anna <…@…>"),
        ("mailto:å.ø@blåbær.dk.", "mailto:…@…"),
        ("'a@b','c@d'", "'…@…','…@…'"),
        ("ved siden af @", "ved siden af @"),
    ],
)
def test_no_address_reaches_the_log(text: str, masked: str) -> None:
    assert mask_addresses(text) == masked


def test_the_log_says_why_a_build_failed(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with running_service(
        tmp_path, rebuild=shell("echo content/posts/x.md:3 fejl for a@b.example; exit 2")
    ) as service:
        publish, _ = sent(service)
        decide(service, publish)
    assert "sluttede med 2" in caplog.text
    assert "content/posts/x.md:3 fejl for …@…" in caplog.text


# Who is told when


def test_the_resident_is_mailed_when_the_site_has_been_built(tmp_path: Path) -> None:
    ok = tmp_path / "good"
    command = build_when(ok)
    with running_service(tmp_path, rebuild=command) as service:
        publish, _ = sent(service, notify="yes")
        page = decide(service, publish)
        assert "Den bliver vist, så snart siden er opdateret." in page
    assert [record.held for record in printed(tmp_path)] == [True]
    send_all(service.settings, service.now)
    assert [record.state for record in printed(tmp_path)] == ["queued"]
    # The next service begins with what the last one owed.
    ok.touch()
    with running_service(tmp_path, rebuild=command):
        assert Path(f"{ok}.built").read_text() == "built\n"
    assert [record.held for record in printed(tmp_path)] == [False]
    send_all(service.settings, service.now)
    assert [record.state for record in printed(tmp_path)] == ["delivered"]
    visit = Outbox.attach(service.settings.database)
    assert not visit.awaiting_build()
    visit.close()


def test_the_site_is_built_again_though_no_mail_waits_for_it(tmp_path: Path) -> None:
    ok = tmp_path / "good"
    command = build_when(ok)
    with running_service(tmp_path, rebuild=command) as service:
        publish, _ = sent(service)
        decide(service, publish)
    ok.touch()
    with running_service(tmp_path, rebuild=command):
        assert Path(f"{ok}.built").read_text() == "built\n"


def test_a_rejection_is_mailed_at_once(tmp_path: Path) -> None:
    with running_service(tmp_path, rebuild=("false",)) as service:
        _, reject = sent(service, notify="yes")
        decide(service, reject)
    send_all(service.settings, service.now)
    assert [record.state for record in printed(tmp_path, "decision-reject")] == ["delivered"]


def test_without_a_build_to_wait_for_an_approval_is_mailed_at_once(tmp_path: Path) -> None:
    with running_service(tmp_path) as service:
        publish, _ = sent(service, notify="yes")
        decide(service, publish)
    send_all(service.settings, service.now)
    assert [record.state for record in printed(tmp_path)] == ["delivered"]


def test_what_was_held_goes_out_when_there_is_no_build_any_more(tmp_path: Path) -> None:
    with running_service(tmp_path, rebuild=("false",)) as service:
        publish, _ = sent(service, notify="yes")
        decide(service, publish)
    with running_service(tmp_path):
        pass
    assert [record.held for record in printed(tmp_path)] == [False]


def test_an_approval_that_is_undone_is_not_mailed(tmp_path: Path) -> None:
    with running_service(tmp_path, rebuild=("false",)) as service:
        publish, _ = sent(service, notify="yes")
        decide(service, publish)
        (undo,) = service.links([m for m in service.mails() if "Udgivet" in m["Subject"]][-1])
        decide(service, undo)
        assert printed(tmp_path) == []
        decide(service, publish)
        assert [record.held for record in printed(tmp_path)] == [True]


def test_the_page_says_that_the_last_build_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Rebuilder] = []

    def remembered(*given: Any, **more: Any) -> Rebuilder:
        made.append(Rebuilder(*given, **more))
        return made[0]

    monkeypatch.setattr(service_module, "Rebuilder", remembered)
    with running_service(tmp_path, rebuild=("false",)) as service:
        publish, _ = sent(service)
        assert "kunne ikke bygges" not in decide(service, publish)
        assert service.client.portal
        service.client.portal.call(made[0].finished)
        publish, _ = sent(service, text="Noget andet.")
        assert "Siden kunne ikke opdateres sidste gang" in decide(service, publish)


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    with opened(tmp_path) as outbox:
        yield outbox


def approve(outbox: Outbox, id: str) -> None:
    assert asyncio.run(outbox.decide(id, "approved", NOW, [mail(id, TOLD)], build=True))


def held(outbox: Outbox) -> list[str]:
    return [record.submission for record in outbox.mails() if record.held]


def test_only_what_was_decided_before_a_build_began_is_in_it(outbox: Outbox) -> None:
    accept(outbox, "anna1", "bent2")
    approve(outbox, "anna1")
    release_mails = when_built(outbox)
    approve(outbox, "bent2")
    release_mails()
    assert held(outbox) == ["bent2"]
    when_built(outbox)()
    assert held(outbox) == []
    assert not outbox.awaiting_build()


def test_a_decision_during_a_build_leaves_one_to_be_made(outbox: Outbox) -> None:
    accept(outbox, "anna1")
    release_mails = when_built(outbox)
    approve(outbox, "anna1")
    release_mails()
    assert outbox.awaiting_build()


def test_a_mail_that_waits_is_claimed_by_nobody(outbox: Outbox) -> None:
    accept(outbox, "anna1")
    approve(outbox, "anna1")
    claim = outbox.claim(NOW)
    assert claim
    outbox.mark_delivered(claim.mail.id, NOW)
    assert outbox.claim(NOW) is None
    assert outbox.next_due() is None
    assert outbox.expire(NOW.replace(year=2100)) == []
    assert outbox.verify().problems == ()


def test_a_mail_that_waits_for_what_is_not_published_is_found(outbox: Outbox) -> None:
    accept(outbox, "anna1")
    approve(outbox, "anna1")
    outbox._write(lambda db: db.execute("UPDATE submission SET state = 'rejected'"))
    assert [row for _, row in outbox.verify().problems] == [f"anna1.{TOLD}"]


# The preview and the terminal


@pytest.mark.parametrize("fault", ["", "a slip in a template"])
def test_the_preview_tells_it_after_a_good_build(
    tmp_path: Path, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "build_once", lambda *given: BuildResult(fault=fault))
    with running_service(tmp_path) as service:
        publish, _ = sent(service, notify="yes")
    with TestClient(
        make_service(service.settings, lambda: service.now, built_elsewhere=True)
    ) as client:
        assert client.post(publish).status_code == 200
        assert [record.held for record in printed(tmp_path)] == [True]
        visit = Outbox.attach(service.settings.database)
        server.build_and_publish(tmp_path, {}, PreviewState(), visit)
        visit.close()
        assert [record.held for record in printed(tmp_path)] == [bool(fault)]


def terminal(
    monkeypatch: pytest.MonkeyPatch, service: RunningService, *words: str, **changes: object
) -> tuple[int, str]:
    settings = settings_in(service.settings.database.parent, **changes)
    monkeypatch.setattr(forms_commands, "selected_settings", lambda: settings)
    monkeypatch.setenv("COLUMNS", "200")
    result = CliRunner().invoke(app, words)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_approving_in_the_terminal_builds_and_tells(
    service: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.confirm("comment", COMMENT | {"notify": "yes"})
    number = str(service.mails()[0]["Message-ID"])[1:13]
    folder = service.settings.database.parent
    failing = shell("echo posts/x.md:3 mangler titel; exit 2")
    code, said = terminal(monkeypatch, service, "comments", "approve", number, rebuild=failing)
    assert code == 1
    assert "sluttede med 2" in said
    assert "posts/x.md:3 mangler titel" in said
    assert [record.held for record in printed(folder)] == [True]
    assert "venter på, at siden er opdateret" in terminal(monkeypatch, service, "outbox", "list")[1]
    assert (
        "venter på, at siden er opdateret: 1"
        in terminal(monkeypatch, service, "outbox", "verify")[1]
    )
    service.confirm("comment", COMMENT | {"text": "Igen.", "notify": "yes"})
    number = str(service.mails()[-2]["Message-ID"])[1:13]
    code, said = terminal(monkeypatch, service, "comments", "approve", number, rebuild=("true",))
    assert (code, "Færdig." in said) == (0, True)
    assert [record.held for record in printed(folder)] == [False, False]


def test_approving_in_the_terminal_what_cannot_be_shown_is_refused(
    service: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = write_content(service.settings.content)
    service.confirm("comment", COMMENT)
    number = str(service.mails()[0]["Message-ID"])[1:13]
    delete(content, "posts/stien-aabner")
    code, said = terminal(monkeypatch, service, "comments", "approve", number)
    assert code == 1
    assert "findes ikke længere" in said
    assert "→" in said
    service.settings.forms.unlink()
    code, said = terminal(monkeypatch, service, "comments", "approve", number)
    assert (code, "Byg siden først" in said) == (1, True)
