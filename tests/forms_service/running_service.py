"""A forms service in a folder of its own, with a clock that the test sets, used as a browser uses it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import httpx2 as httpx
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from nyspor.forms_service.mail_delivery import MailSender
from nyspor.forms_service.outbox import Outbox
from nyspor.forms_service.pages import Pages
from nyspor.forms_service.rate_limits import Limits
from nyspor.forms_service.rebuild import Rebuilder
from nyspor.forms_service.scheduled_jobs import run_due_jobs
from nyspor.forms_service.service import factory_for, make_service, transport_of
from nyspor.forms_service.settings import Settings
from nyspor.forms_service.staff_file import StaffFile
from nyspor.forms_service.state import ServiceState
from nyspor.forms_service.target_list import TargetList
from nyspor.model.site import Site
from nyspor.site.theme import Theme
from nyspor.staff.records import Staff

ROOT = Path(__file__).parent.parent.parent
NOW = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)

COMMENT = {
    "entry": "posts/stien-aabner",
    "name": "Nabo til stien",
    "email": "nabo@post.example",
    "text": "Den er dejlig.\n\nTak for det.",
}
SIGNUP = {
    "entry": "workgroups/stigruppen",
    "name": "Åse",
    "email": "aase@post.example",
    "message": "Jeg kommer gerne.",
    "consent": "yes",
}
IDEA = {
    "entry": "",
    "title": "En bænk",
    "text": "Med plads til en rollator.",
    "name": "En borger",
    "email": "borger@post.example",
}

TARGETS: tuple[dict[str, object], ...] = (
    {
        "kind": "comment", "entry": "posts/stien-aabner", "title": "Stien er åben",
        "address": "/indlaeg/stien-aabner/", "lang": "da", "deliver_to": "redaktion",
        "replies": [{"id": "1", "name": "Nabo"}],
    },
    {
        "kind": "comment", "entry": "posts/gammel", "title": "Gammel", "address": "/indlaeg/gammel/",
        "lang": "da", "closes": "2013-01-01T00:00:00+00:00", "deliver_to": "redaktion",
    },
    {
        "kind": "signup", "entry": "workgroups/stigruppen", "title": "Stigruppen",
        "address": "/arbejdsgrupper/stigruppen/", "lang": "da", "deliver_to": "stier",
        "calendar": "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
    },
    {
        "kind": "idea", "entry": "", "title": "Idéer", "address": "/ideer/", "lang": "da",
        "deliver_to": "redaktion", "tracks": [{"slug": "gode-leveaar", "title": "Gode leveår"}],
    },
)  # fmt: skip


class RunningService:
    """A running service, and its files and mails."""

    def __init__(self, settings: Settings, client: TestClient) -> None:
        self.settings = settings
        self.client = client
        self.now = NOW

    def post(self, kind: str, values: Mapping[str, str], **more: Any) -> httpx.Response:
        """A form as the page sends it."""
        return self.client.post(f"/forms/{kind}", data=dict(values), **more)

    def confirm(self, kind: str, values: Mapping[str, str]) -> httpx.Response:
        """A form sent, previewed and confirmed."""
        shown = self.post(kind, values)
        assert shown.status_code == 200, shown.text
        self.now += timedelta(seconds=20)
        return self.post(kind, hidden(shown) | {"step": "confirm"})

    def mails(self) -> list[EmailMessage]:
        """All mails of the outbox, parsed, in order."""
        outbox = Outbox.attach(self.settings.database)
        found = [outbox.find_mail(record.id) for record in outbox.mails()]
        outbox.close()
        return [message_from_bytes(mail.message, policy=default) for mail in found if mail]

    def run_jobs(self) -> None:
        """Run the scheduled jobs once."""
        outbox = Outbox.attach(self.settings.database)
        state = ServiceState(
            factory_for(self.settings), outbox, TargetList(self.settings.forms),
            Pages(self.settings.theme), Rebuilder((), outbox), lambda: self.now,
        )  # fmt: skip
        run_due_jobs(state)
        outbox.close()

    def deliver_all(self) -> None:
        """Send all mails that are due, if the service has not done so."""
        outbox = Outbox.attach(self.settings.database)
        sender = MailSender(
            outbox, transport_of(self.settings), self.settings.envelope, lambda: self.now
        )
        while sender.run_once() == 0:
            pass
        outbox.close()

    def files(self) -> dict[str, str]:
        """What has been published, by path."""
        folder = self.settings.content
        return {
            path.relative_to(folder).as_posix(): path.read_text("utf-8")
            for path in sorted(folder.rglob("*.md"))
        }

    def links(self, mail: EmailMessage) -> list[str]:
        """The paths of a mail's own links, without the one to the editor's page."""
        found = re.findall(r"^https://blog\.example(/forms/\S+)$", text_of(mail), re.MULTILINE)
        return [link for link in found if not link.startswith("/forms/moderate/")]


def hidden(page: httpx.Response) -> dict[str, str]:
    """What a page's form would send."""
    soup = BeautifulSoup(page.text, "lxml")
    return {
        str(field["name"]): str(field.get("value", ""))
        for field in soup.select("main input[type=hidden][name]")
    }


def typed(page: httpx.Response) -> dict[str, str]:
    """What stands in a page's form, to be sent as it is."""
    form = BeautifulSoup(page.text, "lxml").select_one("main form")
    assert form
    found = {
        str(field["name"]): str(field.get("value", ""))
        for field in form.select("input[name]:not([type=checkbox])")
    }
    return found | {str(text["name"]): text.text.strip() for text in form.select("textarea")}


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body
    return "\n".join(str(body.get_content()).splitlines())


def write_targets(path: Path, targets: tuple[dict[str, object], ...] = TARGETS) -> None:
    """The private list, as the build writes it."""
    site = asdict(Site("Bloggen", "Nye veje", "https://blog.example"))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"schema": 1, "made": "", "site": site, "targets": targets}))


def settings_in(folder: Path, **changes: Any) -> Settings:
    """Settings for a service in this folder, without rate limits."""
    found = Settings(
        secrets=("s" * 32,),
        url="https://blog.example",
        sender="Bloggen <blog@kommune.example>",
        staff_file=StaffFile(
            Staff.of_addresses(
                {"redaktion": "redaktion@kommune.example", "stier": "stier@kommune.example"}
            )
        ),
        mail_server=None,
        mail_folder=folder / "mail",
        content=folder / "content",
        forms=folder / "forms.json",
        database=folder / "outbox.sqlite",
        theme=Theme(),
        limits=Limits(0, 0, 0, 2),
    )
    return replace(found, **changes)


@contextmanager
def running_service(folder: Path, **changes: Any) -> Iterator[RunningService]:
    """A service that runs for the time of the block."""
    settings = settings_in(folder, **changes)
    settings.content.mkdir(exist_ok=True)
    write_targets(settings.forms)
    service: RunningService
    app = make_service(settings, clock=lambda: service.now)
    service = RunningService(
        settings, TestClient(app, "https://blog.example", follow_redirects=False)
    )
    with service.client:
        yield service


def send_all(settings: Settings, now: datetime) -> None:
    """Send all mails that are due."""
    outbox = Outbox.open(settings.database)
    sender = MailSender(outbox, transport_of(settings), settings.envelope, lambda: now)
    while sender.run_once() == 0:
        pass
    outbox.close()
