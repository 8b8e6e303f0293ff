"""A desk that people sign in to, with the links that are mailed and a clock that the test sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2 as httpx
from starlette.testclient import TestClient

from nyspor.desk.app import make_desk
from nyspor.desk.pages import DeskPages
from nyspor.desk.people.sessions import Way
from nyspor.desk.people.sign_in import SignIn, SignInLinks, link_path
from nyspor.desk.state import DeskState
from nyspor.forms_service.client_address import parse_network
from nyspor.model.site import Site
from nyspor.staff.records import Staff, StaffMember
from tests.desk.desk import NOW, STAFF, AtDesk, FixedLook, make_state

HTTPS = "https://blog.example"
HEADER = "X-Forwarded-Email"
PROXY = "10.0.0.1"


@dataclass
class SignedDesk:
    """The desk of a service: its state, the mailed links by who got them, its staff and clock, which the test may change."""

    mails: list[tuple[str, str, str]] = field(default_factory=list)
    """Key, path and language of each."""
    staff: Staff = STAFF
    now: datetime = NOW
    state: DeskState = field(init=False)

    def send(self, member: StaffMember, path: str, language: str, now: datetime) -> None:
        self.mails.append((member.key, path, language))

    def link_for(self, key: str, goes_to: str = "/desk/", way: Way = Way.MAIL) -> str:
        """The path of a link for somebody."""
        assert self.state.sign_in
        member = self.staff.members[key]
        return link_path(self.state.sign_in.links.make(member, way, goes_to, self.now))

    def browser(self, peer: str = "127.0.0.1", **headers: str) -> TestClient:
        """A browser at an address, which follows nothing by itself."""
        return TestClient(
            make_desk(self.state), base_url=HTTPS, headers=headers, client=(peer, 50000), follow_redirects=False,
        )  # fmt: skip

    def sign_in(self, key: str, browser: TestClient | None = None) -> AtDesk:
        """Somebody who has used a link."""
        browser = browser or self.browser()
        answer = press(browser, self.link_for(key))
        assert answer.status_code == 303, answer.text
        return AtDesk(self.state, browser)

    def wait(self, **time: float) -> None:
        self.now += timedelta(**time)

    def without(self, key: str) -> None:
        """Somebody leaves the staff."""
        self.staff = Staff.of(each for each in self.staff if each.key != key)

    def with_address(self, key: str, address: str) -> None:
        """Somebody gets another address."""
        self.staff = Staff.of(
            each.model_copy(update={"email": address}) if each.key == key else each for each in self.staff
        )  # fmt: skip


def press(browser: TestClient, path: str, **values: str) -> httpx.Response:
    """Press the button of a page without a session."""
    return browser.post(path, data={"to": "", **values})


def signed_desk(folder: Path, header: str = "", proxies: Sequence[str] = (PROXY,), **files: Any) -> SignedDesk:  # fmt: skip
    """A desk as `nyspor run` serves it, which a web server on this machine leads to; with a header by the sign-in of a proxy."""
    desk = SignedDesk()
    state = make_state(folder, **files)
    sign_in = SignIn(
        SignInLinks(state.database), desk.send, header,
        [parse_network(each) for each in proxies] if header else (),
        [parse_network("127.0.0.1")],
    )  # fmt: skip
    pages = DeskPages(FixedLook(Site("Nyspor", "", HTTPS)))
    desk.state = replace(
        state, staff=lambda: desk.staff, clock=lambda: desk.now, pages=pages, picks_person=False,
        sign_in=sign_in,
    )  # fmt: skip
    return desk
