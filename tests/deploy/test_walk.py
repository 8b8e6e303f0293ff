"""The whole thing as people meet it: residents, an organiser and two editors, in a browser without JavaScript.

nginx as in `deploy/`, `nyspor run`, and Postfix that delivers the mails; nothing is called but links and buttons.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from time import monotonic

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import CHROMIUM
from tests.deploy.nginx import HOST, Nginx, free_port, serving
from tests.forms_service.postfix import CANNOT_RUN, Postfix
from tests.forms_service.running_service import text_of
from tests.publishing.sites import OwnSite, a_post, make_site
from tests.service.sites import ServiceProcess, running

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(CANNOT_RUN and "CI" not in os.environ, reason="needs Postfix and root"),
]

GROUP = """---
titel: Stigruppen
resume: Vi passer stien.
pladser: 1
tilmelding: {åbner: 1. november 2026}
leveres_til: stier
møder:
  - {id: opstart, start: 1. december 2030 kl. 16.00, sted: Skolen}
---

Vi mødes.
"""

STAFF = """
redaktion: {navn: Redaktionen, mail: redaktion@kommune.example, roller: redaktør}
bo: {navn: Den anden redaktør, mail: bo@kommune.example, roller: redaktør}
stier: {navn: Lederen, mail: stier@kommune.example, roller: tovholder}
"""

PATIENCE = 120.0
"""Seconds until a page is taken not to change."""


@dataclass
class Walk:
    """A site that is served, its mailboxes, and a browser."""

    nginx: Nginx
    service: ServiceProcess
    postfix: Postfix
    browser: Browser
    read: set[str] = field(default_factory=set)

    def visit(self, address: str) -> Page:
        """Open a page of the site in a browser of its own, without JavaScript."""
        context = self.browser.new_context(java_script_enabled=False, ignore_https_errors=True)
        page = context.new_page()
        page.goto(f"{self.nginx.address}{address}" if address.startswith("/") else address)
        return page

    def send(self, address: str, fields: dict[str, str]) -> str:
        """Fill in the form on a page, look it through, and send it; return the heading of the answer."""
        page = self.visit(address)
        for name, value in fields.items():
            if value == "✓":
                page.check(f"#felt-{name}")
            else:
                page.fill(f"#felt-{name}", value)
        page.click("main form.form button")
        page.click("button[value=confirm]")
        return page.locator("main").inner_text()

    def mail(self, to: str, about: str) -> EmailMessage:
        """The next mail to somebody with this in its subject or its Message-ID, which has not been read yet."""
        known = 0
        until = monotonic() + PATIENCE
        while monotonic() < until:
            messages = [
                message_from_bytes(raw, policy=default) for raw in self.postfix.delivered(known)
            ]
            for message in messages:
                what = f"{message['Subject']} {message['Message-ID']}"
                fits = to in str(message["To"]) and about in what
                if fits and str(message["Message-ID"]) not in self.read:
                    self.read.add(str(message["Message-ID"]))
                    return message
            known = len(messages) + 1
        raise AssertionError(f"no mail to {to} about {about}: {self.service.log}")

    def follow(self, mail: EmailMessage, path: str) -> Page:
        """Open the link in a mail whose address has this in it."""
        (link, *_) = re.findall(rf"https://\S*{re.escape(path)}\S*", text_of(mail))
        return self.visit(link)

    def shows(self, address: str, text: str, shown: bool = True) -> None:
        """Wait until a page shows a text, or shows it no more."""
        until = monotonic() + PATIENCE
        while monotonic() < until:
            page = self.visit(address)
            found = text in page.locator("body").inner_text()
            page.context.close()
            if found is shown:
                return
        raise AssertionError(f"{address}: {text} {'is not' if shown else 'is still'} shown")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, for which the site's host is this machine."""
    with sync_playwright() as playwright:
        rule = f"--host-resolver-rules=MAP {HOST} 127.0.0.1"
        chromium = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=[*CHROMIUM, rule]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def site(tmp_path: Path) -> OwnSite:
    site = make_site(tmp_path)
    site.write("posts/2026/nyt.md", a_post())
    site.write("workgroups/stigruppen.md", GROUP)
    (site.folder / "staff.yaml").write_text(STAFF, "utf-8")
    return site


@pytest.fixture
def walk(site: OwnSite, tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Walk]:  # fmt: skip
    port = free_port()
    with tempfile.TemporaryDirectory() as root:
        Path(root).chmod(0o755)
        postfix = Postfix(Path(root) / "postfix")
        postfix.start()
        try:
            with serving(tmp_path_factory.mktemp("nginx"), port) as nginx:
                nginx.releases.rmdir()
                nginx.releases.symlink_to(site.folder / "releases")
                settings = {
                    "NYSPOR_SITEURL": nginx.address,
                    "NYSPOR_SMTP": f"smtp+plain://{postfix.host}:{postfix.port}",
                    "NYSPOR_SENDER": "Bloggen <blog@kommune.example>",
                    "NYSPOR_ADDRESSES": "staff.yaml",
                    "NYSPOR_PROXY": "127.0.0.1",
                    "NYSPOR_NOW": "",
                }
                with running(site, port, **settings) as service:
                    service.wait_for("Udgivet: 000001-")
                    yield Walk(nginx, service, postfix, browser)
        finally:
            postfix.stop()


def test_a_group_is_joined_confirmed_corrected_waited_for_and_left(walk: Walk) -> None:
    address = "/arbejdsgrupper/stigruppen/"
    anna = {"name": "Anna", "email": "anna@beboer.example", "consent": "✓"}
    assert "Tak" in walk.send(address, anna)
    assert "Adressen er ikke bekræftet" in text_of(walk.mail("stier@", "Ny tilmelding"))
    receipt = walk.mail("anna@", "Bekræft din tilmelding")
    page = walk.follow(receipt, "/forms/member/")
    page.click("button[value=confirm]")
    assert "bekræftet" in page.locator("h1").inner_text()

    page.click("button[value=edit]")
    page.fill("#felt-phone", "11 22 33 44")
    page.click("main form.form button")
    assert "rettet" in page.locator("h1").inner_text()
    assert "11 22 33 44" in text_of(walk.mail("stier@", "Rettelse"))

    carl = {"name": "Carl", "email": "carl@beboer.example", "consent": "✓"}
    assert "ventelisten" in walk.send(address, carl)
    page = walk.follow(walk.mail("carl@", "Bekræft din tilmelding"), "/forms/member/")
    page.click("button[value=confirm]")
    assert "nummer 1 på ventelisten" in page.locator("main").inner_text()

    page = walk.follow(receipt, "/forms/member/")
    page.click("button[value=leave]")
    page.click("button[value=leave-now]")
    assert "meldt ud" in page.locator("main").inner_text()
    assert "fået en plads" in str(walk.mail("carl@", "plads")["Subject"])
    walk.mail("stier@", "Anna")

    link = walk.service.site.run("members", "link", "stigruppen", **settings_of_service(walk))
    assert link.returncode == 0, link.stderr
    page = walk.visit(link.stdout.split()[-1])
    members = page.locator("main").inner_text()
    assert "Carl" in members
    assert "Anna" not in members


def test_comments_are_edited_declined_and_undone_by_two_editors(walk: Walk) -> None:
    address = "/indlaeg/nyt/"
    for name, text in (("Anna", "Den er dejlgi."), ("Carl", "Køb mine varer.")):
        fields = {"text": text, "name": name, "email": f"{name.lower()}@beboer.example"}
        assert "Tak" in walk.send(address, fields | {"notify": "✓"})
    mail = walk.mail("redaktion@", "Ny kommentar")
    first = walk.follow(mail, "/forms/moderate/")
    second = walk.visit(first.url)

    first.locator("article", has_text="dejlgi").locator("a", has_text="Ret, svar").click()
    first.fill("#felt-text", "Den er dejlig.")
    first.click("button[value=publish]")
    walk.shows(address, "Den er dejlig.")
    walk.shows(address, "redigeret")
    assert "rettet" in text_of(walk.mail("anna@", "decision-publish"))

    second.locator("article", has_text="dejlgi").locator("button", has_text="Afvis").click()
    assert "afgjort" in second.locator("[role=status]").inner_text(), "the first decision holds"
    second.locator("article", has_text="varer").locator("input[type=checkbox]").check()
    second.fill("#felt-begrundelse", "Her sælger vi ikke noget.")
    second.click("button[name=do][value=reject]")
    assert "Her sælger vi ikke noget." in text_of(walk.mail("carl@", "decision-reject"))

    undo = walk.follow(walk.mail("redaktion@", "Udgivet"), "/forms/decide/undo/")
    undo.fill("#felt-begrundelse", "Den stod det forkerte sted.")
    undo.click("main form button")
    walk.shows(address, "Den er dejlig.", shown=False)
    assert "forkerte sted" in text_of(walk.mail("anna@", "decision-undo"))


def settings_of_service(walk: Walk) -> dict[str, str]:
    """The environment of a command beside the service."""
    return {
        "NYSPOR_SITEURL": walk.nginx.address,
        "NYSPOR_SECRET": "s" * 40,
        "NYSPOR_SENDER": "Bloggen <blog@kommune.example>",
        "NYSPOR_ADDRESSES": "staff.yaml",
    }
