"""A real Postfix on an address of its own, with its own configuration, queue and mailbox."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from ipaddress import IPv4Address
from pathlib import Path
from string import Template
from time import monotonic

from watchfiles import watch

PATH = f"{os.environ.get('PATH', '')}:/usr/sbin"
CANNOT_RUN = shutil.which("postfix", path=PATH) is None or os.geteuid() != 0

MAIN = Template("""
compatibility_level = 3.6
queue_directory = $root/queue
data_directory = $root/data
maillog_file = $root/log
maillog_file_prefixes = /
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.kommune.example
mydestination =
alias_maps =
alias_database =
virtual_mailbox_domains = kommune.example, beboer.example
virtual_mailbox_base = $root/mailbox
virtual_mailbox_maps = static:inbox/
virtual_uid_maps = static:$uid
virtual_gid_maps = static:$gid
smtpd_recipient_restrictions =
  check_recipient_access inline:{ {later@beboer.example = 451 4.7.1 Later},
    {nobody@beboer.example = 550 5.1.1 Unknown} },
  reject_unauth_destination
smtpd_error_sleep_time = 0
in_flow_delay = 0
""")

MASTER = Template("""
$host:$port inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
""")


class Postfix:
    """Lives in `root`, which others than root must be able to pass through: Postfix has users of its own.

    Started and stopped as often as one likes; what it has taken lies in its mailbox.
    """

    def __init__(self, root: Path) -> None:
        self.host, self.port = _own_address(), 2525
        self._config = root / "config"
        self._mailbox = root / "mailbox"
        self._log = root / "log"
        _lay_out(root, self.host, self.port)

    def start(self) -> None:
        """Start it; it listens when this returns."""
        self._postfix("start")

    def stop(self) -> None:
        """Stop it, if it runs."""
        if self._runs():
            self._postfix("stop")

    def _runs(self) -> bool:
        return self._command("status").returncode == 0

    def delivered(self, count: int) -> list[bytes]:
        """What lies in the mailbox, as soon as it is so many messages; what lies there after five minutes."""
        until = monotonic() + 300
        for _ in watch(self._mailbox, rust_timeout=200, yield_on_timeout=True):
            if len(self._files()) >= count or monotonic() > until:
                break
        return [file.read_bytes() for file in self._files()]

    def clear(self) -> None:
        for file in self._files():
            file.unlink()

    def _files(self) -> list[Path]:
        return list(self._mailbox.glob("inbox/new/*"))

    def _postfix(self, command: str) -> None:
        done = self._command(command)
        # Without a terminal it explains itself in its log alone.
        log = self._log.read_text() if self._log.exists() else "(no log)"
        assert done.returncode == 0, f"postfix {command}: {done.stderr}\n{log}"

    def _command(self, command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["postfix", "-c", self._config, command],
            capture_output=True,
            text=True,
            env=os.environ | {"PATH": PATH},
            check=False,
        )


def _own_address() -> str:
    """A loopback address that no other process uses; Postfix cannot be asked for a free port."""
    return str(IPv4Address("127.128.0.0") + os.getpid())


def _lay_out(root: Path, host: str, port: int) -> None:
    reader = pwd.getpwnam("nobody")
    for folder in ("config", "queue", "mailbox", "data"):
        (root / folder).mkdir(mode=0o755, parents=True)
    os.chown(root / "mailbox", reader.pw_uid, reader.pw_gid)
    shutil.chown(root / "data", "postfix")
    names = {"root": root, "host": host, "port": port, "uid": reader.pw_uid, "gid": reader.pw_gid}
    (root / "config" / "main.cf").write_text(MAIN.substitute(names))
    (root / "config" / "master.cf").write_text(MASTER.substitute(names))
