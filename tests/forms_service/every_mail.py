"""Every mail that the forms service writes, in Danish and English, to be read aloud.

    python -m tests.forms_service.every_mail

A service in a folder of its own is used by residents, editors and an organiser, and each mail is collected as it comes,
before what it is about is deleted.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryDirectory

from nyspor.forms_service.moderation import Details, Moderator, Outcome
from nyspor.forms_service.municipal_answers import answer
from nyspor.forms_service.outbox import Outbox
from nyspor.forms_service.service import factory_for
from nyspor.forms_service.target_list import TargetList
from nyspor.forms_service.tokens import Action
from tests.forms_service.running_service import (
    COMMENT,
    IDEA,
    SIGNUP,
    TARGETS,
    RunningService,
    running_service,
    text_of,
    write_targets,
)

IN_ENGLISH = {"Stien er åben": "The path is open", "Stigruppen": "The path group", "Idéer": "Ideas"}

EVENT = (
    "BEGIN:VEVENT\r\nUID:vinter.stigruppen@blog.example\r\nSUMMARY:Stigruppen\r\n"
    "DTSTART:{day}T180000Z\r\nDTEND:{day}T200000Z\r\nEND:VEVENT\r\n"
)


class Reader:
    """Collects the mails of a service, each once, in the order in which they come."""

    def __init__(self, service: RunningService) -> None:
        self.service = service
        self.mails: dict[str, EmailMessage] = {}

    def __call__(self) -> list[EmailMessage]:
        """The mails that are new since the last time."""
        found = {str(mail["Message-ID"]): mail for mail in self.service.mails()}
        new = [mail for id, mail in found.items() if id not in self.mails]
        self.mails |= found
        return new

    def confirm(self, kind: str, values: Mapping[str, str]) -> list[EmailMessage]:
        """Send a form, and return the mails about it."""
        answer = self.service.confirm(kind, values)
        assert answer.status_code == 303, answer.text
        return self()

    def press(self, link: str, step: str) -> None:
        """Press a button on a member's own page."""
        self.service.now += timedelta(minutes=1)
        assert self.service.client.post(link, data={"step": step}).status_code < 400
        self()

    def decide(self, mail: EmailMessage, action: Action, details: Details | None = None) -> None:
        """Decide on what a mail is about."""
        with self._moderator() as moderator:
            number = str(mail["Message-ID"])[1:13]
            asyncio.run(moderator.decide(number, action, self.service.now, details or Details()))
        self()

    def answer(self, mail: EmailMessage, text: str) -> None:
        """Answer what a mail is about in the municipality's name."""
        with self._moderator() as moderator:
            number = str(mail["Message-ID"])[1:13]
            done = asyncio.run(answer(moderator, number, text, self.service.now))
            assert done.outcome is Outcome.DONE, done.notes
        self()

    @contextmanager
    def _moderator(self) -> Iterator[Moderator]:
        settings = self.service.settings
        self.service.now += timedelta(minutes=1)
        with closing(Outbox.attach(settings.database)) as outbox:
            yield Moderator(factory_for(settings), outbox, TargetList(settings.forms)())


def every_mail(folder: Path, language: str) -> Iterator[EmailMessage]:
    """All mails about residents who write in this language; those to editors and organisers are in Danish."""
    with running_service(folder) as service:
        write_targets(service.settings.forms, targets_in(language))
        reader = Reader(service)
        prefix = "en/" if language == "en" else ""
        moderated(reader, prefix)
        members(reader, prefix)
        meetings(reader, language)
        service.now += timedelta(days=1)
        service.run_jobs()
        reader()
        yield from reader.mails.values()


def targets_in(language: str, **group: object) -> tuple[dict[str, object], ...]:
    """The targets, with room for two in the group; in English beside the Danish ones."""
    group = {"capacity": 2} | group
    found = [target | group if target["kind"] == "signup" else target for target in TARGETS]
    if language == "en":
        english = [
            target | {"entry": f"en/{target['entry']}", "title": IN_ENGLISH.get(str(target["title"]), ""), "lang": "en"}
            for target in found
        ]  # fmt: skip
        found += [
            target | {"entry": ""} if target["kind"] == "idea" else target for target in english
        ]
    return tuple(found)


def moderated(reader: Reader, prefix: str) -> None:
    """Comments and ideas: published as they are, corrected, answered, rejected with a reason and without, and taken off."""
    comment = COMMENT | {"entry": prefix + COMMENT["entry"], "notify": "yes"}
    about, _ = reader.confirm("comment", comment | {"reply_to": "1"})
    reader.decide(about, Action.PUBLISH, Details(changes={"text": "Den er dejlig."}))
    reader.answer(about, "Tak for ordene!")
    reader.decide(about, Action.UNDO, Details(reason="Den stod to gange.", tell=True))
    about, _ = reader.confirm("comment", comment | {"text": "Se http://a.example http://b.example http://c.example"})  # fmt: skip
    reader.decide(about, Action.REJECT, Details(reason="Den har kun links."))
    about, _ = reader.confirm("idea", IDEA | {"notify": "yes", "track": "gode-leveaar"})
    reader.decide(about, Action.REJECT)
    about, _ = reader.confirm("idea", IDEA | {"title": "En bro", "follow": "yes"})
    reader.decide(about, Action.PUBLISH)
    steps(reader, str(about["Message-ID"])[1:13])
    reader.confirm("comment", comment | {"text": "Endnu en."})


def steps(reader: Reader, number: str) -> None:
    """An idea is looked into and answered, and becomes something."""
    told: tuple[dict[str, object], ...] = (
        {"state": "considered", "text": "Vi måler op.", "due": "2027-01-15T00:00:00+00:00", "responsible": "Parkafdelingen"},
        {"state": "received", "text": "Vi venter."},
        {"state": "answered", "answer": "Den kommer snart."},
        {"state": "not_now", "answer": "For bred en å."},
        {"state": "became", "became": "Broen", "became_address": "/forsoeg/broen/"},
    )  # fmt: skip
    before = reader.service.settings.forms.read_bytes()
    targets = json.loads(before)["targets"]
    for count, step in enumerate(told, 1):
        idea = {
            "slug": f"en-bro-{number}",
            "address": f"/ideer/en-bro-{number}/",
            "steps": count,
            **step,
        }
        write_targets(
            reader.service.settings.forms,
            tuple(each | {"ideas": [idea]} if each["kind"] == "idea" else each for each in targets),
        )
        reader.service.run_jobs()
        reader()
    reader.service.settings.forms.write_bytes(before)


def members(reader: Reader, prefix: str) -> None:
    """Four sign up for two places; one corrects and leaves, the next moves up, one never confirms."""
    signup = SIGNUP | {"entry": prefix + SIGNUP["entry"], "phone": "11111111"}
    links = {}
    for name in ("Anna", "Bo", "Carl", "Dorte"):
        values = signup | {"name": name, "email": f"{name.lower()}@post.example"}
        mails = reader.confirm("signup", values)
        (links[name],) = reader.service.links(mails[-1])
    reader.press(links["Anna"], "confirm")
    reader.press(links["Carl"], "confirm")
    reader.confirm("signup", signup | {"name": "Anna", "email": "anna@post.example", "phone": "22222222"})  # fmt: skip
    reader.press(links["Anna"], "leave-now")
    reader.service.now += timedelta(hours=50)
    reader.service.run_jobs()
    reader()
    reader.service.now += timedelta(days=6)
    reader.service.run_jobs()
    reader()


def meetings(reader: Reader, language: str) -> None:
    """A meeting is announced, moved, called off and held after all, and members are reminded of it."""
    day = (reader.service.now + timedelta(days=9)).replace(hour=18, minute=0, second=0)
    first = {
        "id": "vinter", "start": day.isoformat(), "end": (day + timedelta(hours=2)).isoformat(),
        "place": "Biblioteket", "event": EVENT.format(day=f"{day:%Y%m%d}"),
    }  # fmt: skip
    moved = first | {"start": (day - timedelta(hours=1)).isoformat(), "place": "Skolen"}
    for published in ((), (first,), (moved,), (moved | {"cancelled": True},), (moved,)):
        reader.service.now += timedelta(hours=1)
        write_targets(reader.service.settings.forms, targets_in(language, meetings=published))
        reader.service.run_jobs()
        reader()
    reader.service.now = day - timedelta(days=1)
    reader.service.run_jobs()
    reader()


def main() -> None:
    """Print all of them."""
    for language in ("da", "en"):
        with TemporaryDirectory() as folder:
            for mail in every_mail(Path(folder), language):
                print(f"{'=' * 30} {language}\nTil: {mail['To']}\nSvar til: {mail['Reply-To']}\nEmne: {mail['Subject']}\n")  # fmt: skip
                print(text_of(mail))


if __name__ == "__main__":
    main()
