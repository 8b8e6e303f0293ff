"""Signing in: by a link that is mailed and can be used once, or by the header of a proxy that knows who one is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from secrets import token_hex
from threading import Lock

from starlette.requests import Request

from nyspor.desk.database import DeskDatabase
from nyspor.desk.people.sessions import Way, digest_of, mailbox_digest
from nyspor.forms_service.client_address import (
    ProxyNetwork,
    client_address,
    is_trusted,
    network_of,
    parse_address,
)
from nyspor.forms_service.records import moment, normal_address
from nyspor.staff.records import Staff, StaffMember
from nyspor.urls import DESK

LINK_LIFETIME = timedelta(minutes=10)
HOUR = timedelta(hours=1)

MAILS_TO_ADDRESS = 5
"""Links that are mailed to one address in an hour."""
ASKED_BY_NETWORK = 60
"""Times that a network (/24 or /64) may ask for a link in an hour: a whole town hall may share one."""

_WITHIN = re.compile(r"/desk/[\w./%~-]{0,500}", re.ASCII)


def within_desk(written: str) -> str:
    """Return an address of the desk to go to after signing in; its front page where it is none, as one of another site."""
    return written if _WITHIN.fullmatch(written) and ".." not in written else DESK


@dataclass(frozen=True)
class SignInLink:
    """A link that somebody may sign in with, and where it leads."""

    member: StaffMember
    way: Way
    goes_to: str


@dataclass(frozen=True)
class SignInLinks:
    """The links that can still be used. The database knows their digests only."""

    database: DeskDatabase

    def make(self, member: StaffMember, way: Way, goes_to: str, now: datetime) -> str:
        """Return the token of a new link for somebody."""
        token, until = token_hex(24), (now + LINK_LIFETIME).timestamp()
        row = (digest_of(token), member.key, mailbox_digest(member), str(way), goes_to, until)
        with self.database.transaction() as db:
            db.execute("INSERT INTO sign_in_links VALUES (?, ?, ?, ?, ?, ?)", row)
        return token

    def find(self, token: str, staff: Staff, now: datetime) -> SignInLink | None:
        """Return what a token is for; None where it was used, is too old, or its person is not in the staff any more."""
        return self._link("SELECT * FROM sign_in_links WHERE digest = ?", token, staff, now)

    def take(self, token: str, staff: Staff, now: datetime) -> SignInLink | None:
        """The same, and the token cannot be used again: of two who use it at once, one gets it."""
        sql = "DELETE FROM sign_in_links WHERE digest = ? RETURNING *"
        return self._link(sql, token, staff, now)

    def _link(self, sql: str, token: str, staff: Staff, now: datetime) -> SignInLink | None:
        with self.database.transaction() as db:
            row = db.execute(sql, (digest_of(token),)).fetchone()
        member = staff.find(row["person"]) if row else None
        if member is None or now > moment(row["until"]) or mailbox_digest(member) != row["mailbox"]:
            return None
        return SignInLink(member, Way(row["way"]), within_desk(row["goes_to"]))


@dataclass
class HourlyLimit:
    """Counts in memory how often something was asked for in the last hour."""

    most: int
    _asked: dict[str, list[datetime]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def allows(self, key: str, now: datetime) -> bool:
        """Count one more, unless there have been too many."""
        with self._lock:
            for known in [k for k, times in self._asked.items() if now - times[-1] >= HOUR]:
                del self._asked[known]
            times = [each for each in self._asked.get(key, ()) if now - each < HOUR]
            if len(times) >= self.most:
                return False
            self._asked[key] = [*times, now]
            return True


SendLink = Callable[[StaffMember, str, str, datetime], None]
"""Mails a link (its path) to a member of the staff, in a language."""


@dataclass(frozen=True)
class SignIn:
    """How people sign in where the desk can be reached by others than this machine.

    `header` is the header in which a proxy says whose address somebody has signed in with there, '' for none; it is believed from
    `header_proxies` alone. `proxies` are those whose X-Forwarded-For says where a request came from.
    """

    links: SignInLinks
    send: SendLink
    header: str = ""
    header_proxies: Sequence[ProxyNetwork] = ()
    proxies: Sequence[ProxyNetwork] = ()
    asked: HourlyLimit = field(default_factory=lambda: HourlyLimit(ASKED_BY_NETWORK))
    mailed: HourlyLimit = field(default_factory=lambda: HourlyLimit(MAILS_TO_ADDRESS))

    @property
    def address(self) -> str:
        """Where one is sent who has not signed in."""
        return f"{DESK}{'proxy' if self.header else 'sign-in'}"

    def network(self, request: Request) -> str:
        """Return the network that a request came from."""
        forwarded = request.headers.getlist("x-forwarded-for")
        return network_of(client_address(_peer(request), forwarded, self.proxies))

    def proxy_says(self, request: Request) -> str | None:
        """Return the address that a trusted proxy has put into the header; None where there is none, or more than one."""
        if not self.header or not is_trusted(parse_address(_peer(request)), self.header_proxies):
            return None
        said = request.headers.getlist(self.header)
        return normal_address(said[0]) if len(said) == 1 and said[0].strip() else None

    def mail_link(
        self, staff: Staff, address: str, goes_to: str, language: str, now: datetime
    ) -> None:
        """Mail a link to whoever has an address, if anybody has; not too often."""
        for member in members_with(staff, address):
            if self.mailed.allows(f"{member.key} {normal_address(address)}", now):
                token = self.links.make(member, Way.MAIL, goes_to, now)
                self.send(member, link_path(token), language, now)


def link_path(token: str) -> str:
    """Return the path of the page with the button that signs in."""
    return f"{DESK}login/{token}"


def members_with(staff: Iterable[StaffMember], address: str) -> list[StaffMember]:
    """Return those who have a mail address, however it is written."""
    wanted = normal_address(address)
    return [each for each in staff if normal_address(each.mailbox.address) == wanted]


def _peer(request: Request) -> str:
    return request.client.host if request.client else ""
