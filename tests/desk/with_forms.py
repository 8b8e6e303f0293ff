"""A desk beside a forms service, and residents who write to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from nyspor.desk.front.residents import with_own_pages
from nyspor.forms_service.app import make_app
from nyspor.forms_service.rebuild import Rebuilder
from nyspor.forms_service.service import open_state
from nyspor.forms_service.staff_file import StaffFile
from nyspor.forms_service.state import ServiceState
from tests.builders import post_text
from tests.desk.desk import STAFF
from tests.desk.sign_in import SignedDesk, signed_desk
from tests.forms_service.running_service import (
    TARGETS,
    RunningService,
    hidden,
    settings_in,
    write_targets,
)

COMMENT = {"entry": "posts/stien", "name": "Naboen", "email": "nabo@post.example", "text": "Den er dejlig."}  # fmt: skip
IDEA = {"entry": "", "title": "En bænk", "name": "En borger", "email": "borger@post.example", "text": "Med plads til to."}  # fmt: skip
SIGNUP = {"entry": "workgroups/stigruppen", "name": "Åse", "email": "aase@post.example", "consent": "yes"}  # fmt: skip
GROUP = "/desk/members/workgroups/stigruppen"

GROUP_TEXT = post_text(titel="Stigruppen", leveres_til="carl")
ON_STIEN: Sequence[dict[str, object]] = (
    {**TARGETS[0], "entry": "posts/stien", "title": "Stien", "replies": []},
    {**TARGETS[2], "deliver_to": "carl"},
    TARGETS[3],
)


@dataclass
class DeskWithForms:
    """The desk, the forms service beside it, and the browser of a resident."""

    desk: SignedDesk
    forms: ServiceState
    resident: RunningService

    def sends(self, kind: str, values: dict[str, str], **changed: str) -> str:
        """A resident fills in a form and confirms it; the id of what was sent, '' for a sign-up."""
        entered = values | changed
        shown = self.resident.post(kind, entered)
        assert shown.status_code == 200, shown.text
        self.desk.wait(seconds=20)
        answer = self.resident.post(kind, hidden(shown) | {"step": "confirm"})
        assert answer.status_code in (200, 303), answer.text
        waiting = self.forms.outbox.waiting()
        return waiting[-1].id if waiting else ""

    def seen(self, page: str) -> str:
        """The digest of the text that a page shows."""
        found = re.search(r'name="seen" value="(\w+)"', page)
        assert found
        return found[1]


@contextmanager
def desk_with_forms(folder: Path, **files: Any) -> Iterator[DeskWithForms]:
    """A desk with a post and a group, and a forms service that takes comments on the one and sign-ups to the other."""
    desk = signed_desk(folder, **{"workgroups__stigruppen": GROUP_TEXT, **files})
    settings = settings_in(folder, staff_file=StaffFile(STAFF), content=folder / "content")
    write_targets(settings.forms, tuple(ON_STIEN))
    forms = open_state(settings, lambda outbox: Rebuilder((), outbox), lambda: desk.now)
    with closing(forms.outbox):
        desk.state = replace(desk.state, forms=with_own_pages(forms))
        browser = TestClient(make_app(forms), "https://blog.example", follow_redirects=False)
        yield DeskWithForms(desk, forms, RunningService(settings, browser))
