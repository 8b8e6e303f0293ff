"""Many sign up at once: no place is given twice, none is left empty, and everybody is told."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from nyspor.forms_service.outbox import Outbox
from nyspor.forms_service.settings import Limits
from nyspor.forms_service.tokens import Signer, content_digest
from nyspor.members import table
from tests.forms_service.running_service import SIGNUP, TARGETS, settings_in, text_of, write_targets
from tests.forms_service.service_process import ServiceProcess
from tests.forms_service.torture import form_values

PEOPLE, CONNECTIONS, PLACES = 260, 64, 200
GROUP = SIGNUP["entry"]


@pytest.fixture
def process(tmp_path: Path) -> ServiceProcess:
    """A service in a process of its own, with a group that has room for 200."""
    settings = replace(settings_in(tmp_path), limits=Limits(0, 0, 0, 2))
    settings.content.mkdir()
    group = next(target for target in TARGETS if target["kind"] == "signup")
    write_targets(settings.forms, (group | {"capacity": PLACES},))
    return ServiceProcess(settings)


def test_a_group_of_200_has_200_members_and_the_others_wait_in_order(
    process: ServiceProcess, tmp_path: Path
) -> None:
    settings = settings_in(tmp_path)
    signer = Signer(settings.secrets)
    shown = datetime.now(UTC) - timedelta(minutes=1)

    def sign_up(number: int) -> int:
        values = SIGNUP | {"name": f"Nr. {number}", "email": f"nr{number}@post.example"}
        digest = content_digest("signup", GROUP, form_values(values, "signup"))
        sent = values | {"step": "confirm", "stamp": signer.sign_preview(digest, shown)}
        return process.client.post("/forms/signup", data=sent).status_code

    with ThreadPoolExecutor(CONNECTIONS) as people:
        assert set(people.map(sign_up, range(PEOPLE))) == {303}
    process.kill()
    process.close()
    outbox = Outbox.attach(settings.database)
    members = outbox.look(lambda db: table.members_of(db, GROUP))
    mails = [outbox.find_mail(record.id) for record in outbox.mails()]
    assert outbox.verify().problems == ()
    outbox.close()

    assert [member.has_place for member in members] == [True] * PLACES + [False] * 60
    counts = json.loads(settings.database.with_name("places.json").read_bytes())
    assert counts == {GROUP: {"taken": PLACES, "waiting": 60}}
    told = {mail.recipient: text_of(message_from_bytes(mail.message, policy=default)) for mail in mails if mail}  # fmt: skip
    assert all("Vi holder en plads til dig" in told[member.email] for member in members[:PLACES])
    numbers = [re.findall(r"du er nummer (\d+) på", told[each.email]) for each in members[PLACES:]]
    assert numbers == [[str(number)] for number in range(1, 61)]
    to_organiser = [mail for mail in mails if mail and mail.purpose == "editor"]
    assert len(to_organiser) == PEOPLE
