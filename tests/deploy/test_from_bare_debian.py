"""docs/drift/fra-tom-debian.md, followed to the letter on a bare Debian: it ends with a page and a form through nginx.

Then that of docs/drift/opgradering.md, to the version that is there: what serves and is asked has been upgraded once.

What no test can have is put in place of the page's own: the address has a certificate that signs itself, the ports are
free ones, the mail server is ours. Nobody starts units there, so that their commands are started as the units say.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import pytest
from bs4 import BeautifulSoup

from tests.bare_machine import CANNOT_RUN, BareMachine, bare_machine, environment
from tests.deploy.nginx import HOST, ROOT, Nginx, certificate, free_port
from tests.forms_service.smtp_server import FaultServer
from tests.wheel import build_wheel

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(CANNOT_RUN and "CI" not in os.environ, reason="needs debootstrap and root"),
]

PAGE = (ROOT / "docs/drift/fra-tom-debian.md").read_text("utf-8")
UPGRADE = (ROOT / "docs/drift/opgradering.md").read_text("utf-8")
BROUGHT_ALONG = "/opt/brought-along"
"""The folder in the machine with the three files that one must have."""

CHECKED_ONLY = {
    "systemctl": r"systemctl (daemon-reload|(start|stop|reload|enable --now)( [a-z.-]+)+)",
    "certbot": r"certbot certonly .*--webroot .*--deploy-hook \"systemctl reload nginx\"",
}
"""Commands that a test does not run, and what they look like."""


def steps() -> dict[int, str]:
    """The commands of the page, by the number of their heading."""
    found: dict[int, str] = {}
    for number, text in re.findall(r"^## (\d)\. .*?$(.*?)(?=^## |\Z)", PAGE, re.M | re.S):
        found[int(number)] = commands_in(text)
    return found


def commands_in(text: str) -> str:
    """The commands of a page, or of a part of it."""
    return "\n".join(re.findall(r"^```sh\n(.*?)^```$", text, re.M | re.S))


def runnable(commands: str) -> str:
    """The commands without those that are only checked."""
    lines = []
    for line in commands.splitlines():
        command = line.partition(" ")[0]
        if command in CHECKED_ONLY:
            assert re.fullmatch(CHECKED_ONLY[command], line), line
        else:
            lines.append(line)
    return "\n".join(lines)


@dataclass(frozen=True)
class Followed:
    """The machine after all steps but the last, and an upgrade, with what runs on it."""

    machine: BareMachine
    nginx: Nginx
    mail: FaultServer
    printed: dict[int, str]
    upgraded: str
    seconds: float


def unit(machine: BareMachine, name: str) -> dict[str, str]:
    """The settings of a unit as it was installed."""
    text = machine.path(f"/etc/systemd/system/{name}").read_text("utf-8")
    return dict(re.findall(r"^(\w+)=(.*)$", text, re.MULTILINE))


@contextmanager
def started(command: list[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with (
        log.open("wb") as output,
        subprocess.Popen(command, env=environment(), stdout=output, stderr=output) as process,
    ):
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Followed]:
    folder = tmp_path_factory.mktemp("bare")
    files = [build_wheel(folder), ROOT / "requirements-build.lock", ROOT / "requirements.lock"]
    mail = FaultServer()
    mail.start()
    ports = {name: free_port() for name in ("https", "http", "forms")}
    with bare_machine("bare-drift") as machine, ExitStack() as running:
        running.callback(mail.end)
        machine.path(BROUGHT_ALONG).mkdir()
        for file in files:
            shutil.copy(file, machine.path(BROUGHT_ALONG))
        # A package that is installed starts nothing: this is not the machine that it takes it for.
        machine.path("/usr/sbin/policy-rc.d").write_text("#!/bin/sh\nexit 101\n")
        machine.path("/usr/sbin/policy-rc.d").chmod(0o755)
        certificate(folder)
        live = machine.path(f"/etc/letsencrypt/live/{HOST}")
        live.mkdir(parents=True)
        for name in ("fullchain.pem", "privkey.pem"):
            shutil.copy(folder / "certificate.pem", live / name)

        begun = monotonic()
        printed = {}
        for number, commands in list(steps().items())[:-1]:
            cwd = BROUGHT_ALONG if number <= 2 else "/srv/nyspor"
            text = runnable(commands)
            text = text.replace("mail.kommune.example:25", f"127.0.0.1:{mail.port}")
            text = text.replace("[forms]\n", f'[forms]\nlisten = "127.0.0.1:{ports["forms"]}"\n')
            text = text.replace("nginx -t", f"{with_ports(ports)}\nnginx -t")
            printed[number] = machine.run("sh", "-euc", text, cwd=cwd)
        seconds = monotonic() - begun
        upgrade = runnable(commands_in(UPGRADE)).replace("nyspor doctor\n", "")  # nothing runs yet
        upgraded = machine.run("sh", "-uc", upgrade, cwd=BROUGHT_ALONG)
        nginx_log, service_log = folder / "nginx.log", folder / "service.log"
        nginx = running.enter_context(
            started(machine.command("nginx", "-g", "daemon off;"), nginx_log)
        )
        service = unit(machine, "nyspor.service")
        as_unit = ("runuser", "-u", service["User"], "--", *service["ExecStart"].split())
        runs = machine.command(*as_unit, cwd=service["WorkingDirectory"])
        running.enter_context(started(runs, service_log))
        served = Nginx(folder, ports["https"], ports["http"], nginx.pid)
        for port in (ports["https"], ports["forms"]):
            wait_until_listening(port, nginx_log, service_log)
        yield Followed(machine, served, mail, printed, upgraded, seconds)


def with_ports(ports: dict[str, int]) -> str:
    """Commands that put free ports in place of those that the web server has."""
    changes = {
        "listen 443": f"listen 127.0.0.1:{ports['https']}",
        "listen 80;": f"listen 127.0.0.1:{ports['http']};",
        "127.0.0.1:8100": f"127.0.0.1:{ports['forms']}",
    }
    edits = " ".join(f"-e 's/{old}/{new}/'" for old, new in changes.items())
    files = "/etc/nginx/sites-available/nyspor* /etc/nginx/snippets/nyspor-*.conf"
    return f"sed -i {edits} -e '/listen \\[::\\]/d' {files}"


def wait_until_listening(port: int, *logs: Path) -> None:
    """Wait until the service takes connections."""
    patience = monotonic() + 300
    while monotonic() < patience:
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        os.sched_yield()
    raise AssertionError("\n".join(log.read_text("utf-8") for log in logs))


def test_the_page_ends_with_a_site_behind_the_web_server(followed: Followed) -> None:
    front = followed.nginx.get("/")
    assert front.status == 200
    assert b"Nye veje" in front.body
    assert front.header("Content-Security-Policy").startswith("default-src 'none'")
    assert followed.nginx.get("/", accept_encoding="br").header("Content-Encoding") == "br"


def test_it_takes_at_most_twenty_minutes(followed: Followed) -> None:
    assert followed.seconds < 20 * 60


def test_a_form_is_received_and_mailed(followed: Followed) -> None:
    form = "application/x-www-form-urlencoded"
    idea = b"title=En+b%C3%A6nk&text=Med+plads+til+en+rollator.&name=Nabo&email=nabo@post.example&entry="
    shown = followed.nginx.get("/forms/idea", "POST", idea, content_type=form)
    assert shown.status == 200, shown.body.decode()
    fields = BeautifulSoup(shown.body, "lxml").select("main input[type=hidden][name]")
    values = {str(field["name"]): str(field.get("value", "")) for field in fields}
    sent = confirmed(followed.nginx, values | {"step": "confirm"})
    assert sent == 303
    patience = monotonic() + 120
    while not followed.mail.messages and monotonic() < patience:
        continue
    assert b"blog@kommune.example" in followed.mail.messages[0]


def confirmed(nginx: Nginx, values: dict[str, str]) -> int:
    """Send the form that was shown for preview; one that is sent too fast is sent again."""
    from urllib.parse import urlencode

    body = urlencode(values).encode()
    return nginx.get("/forms/idea", "POST", body, content_type="application/x-www-form-urlencoded").status  # fmt: skip


def test_nothing_of_it_is_read_by_others(followed: Followed) -> None:
    machine = followed.machine
    for path in ("data", "data/secrets.env", "data/outbox.sqlite", "data/keys"):
        assert machine.path(f"/srv/nyspor/{path}").stat().st_mode & 0o077 == 0, path
    nobody = ("setpriv", "--reuid=nobody", "--clear-groups", "sh", "-c", "! ls /srv/nyspor 2>&1")
    assert "Permission denied" in machine.run(*nobody)


def test_the_logs_have_no_address_of_a_visitor(followed: Followed) -> None:
    logs = followed.machine.path("/var/log/nginx").glob("nyspor*.log")
    assert "127.0.0.1" not in "".join(log.read_text("utf-8") for log in logs)


def test_commands_run_as_the_site_s_user_in_its_folder_wherever_one_is(followed: Followed) -> None:
    followed.machine.run("nyspor", "releases", cwd="/")
    site = followed.machine.path("/srv/nyspor")
    assert {path.lstat().st_uid for path in site.rglob("*")} == {site.stat().st_uid}


def test_settings_are_recorded_in_git_and_who_gets_mail_is_not(followed: Followed) -> None:
    git = ("runuser", "-u", "nyspor", "--", "git", "ls-files")
    tracked = followed.machine.run(*git, cwd="/srv/nyspor").split()
    assert "nyspor.toml" in tracked
    assert not {"staff.yaml", "data/secrets.env"} & set(tracked)


def test_an_upgrade_begins_with_a_backup_and_keeps_the_former_version(followed: Followed) -> None:
    assert "/var/backups/nyspor/nyspor-" in followed.upgraded
    assert followed.machine.path("/opt/nyspor-old/bin/nyspor").exists()


def test_a_restoration_can_be_tried_beside_the_site_with_its_history(followed: Followed) -> None:
    """The lines of docs/drift/gendannelse.md, and the file with Git's history of docs/drift/backup.md."""
    machine = followed.machine
    machine.run("nyspor", "backup")
    archive = max(machine.path("/var/backups/nyspor").glob("*.tar.gz")).name
    backup, restoring = ((ROOT / f"docs/drift/{p}.md").read_text("utf-8") for p in ("backup", "gendannelse"))  # fmt: skip
    bundle = re.search(r"^    ExecStartPost=(.*git bundle.*)$", backup, re.M)
    assert bundle
    machine.run("runuser", "-u", "nyspor", "--", *bundle[1].split(), cwd="/srv/nyspor")
    trial = re.sub(r"nyspor-\d+T\d+Z\.tar\.gz", archive, indented(restoring.partition("\n## ")[2]))
    history = indented(restoring[: restoring.index("\n4. ")]).partition("cd /srv/nyspor\n")[2]
    history = history.replace("/srv/nyspor/", "/srv/nyspor-prove/")
    checks, removed, end = trial.partition("cd /\n")
    machine.run("sh", "-euc", checks + history)
    status = ("runuser", "-u", "nyspor", "--", "git", "status", "--short", "--untracked-files=no")
    assert machine.run(*status, cwd="/srv/nyspor-prove") == ""
    machine.run("sh", "-euc", removed + end)
    assert not machine.path("/srv/nyspor-prove").exists()


def indented(text: str) -> str:
    """The lines of a page that are code by their indent."""
    return "".join(f"{line.strip()}\n" for line in re.findall(r"^ {4,}(\S.*)$", text, re.M))


def test_the_last_step_makes_a_backup_and_says_what_is_missing(followed: Followed) -> None:
    backup, doctor = runnable(steps()[8]).splitlines()
    followed.machine.run("sh", "-euc", backup)
    assert list(followed.machine.path("/var/backups/nyspor").iterdir())
    said = followed.machine.run("sh", "-c", f"{doctor} || true")
    assert "D801 ok" in said
