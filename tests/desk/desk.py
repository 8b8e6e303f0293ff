"""A desk over a small content folder, and people who sit down at it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from nyspor.desk.app import make_desk
from nyspor.desk.approval.shared_pages import SharedPages
from nyspor.desk.database import DeskDatabase
from nyspor.desk.forms.field_form import as_sent
from nyspor.desk.forms.text_form import BODY, EditedText
from nyspor.desk.pages import DeskPages
from nyspor.desk.people.permissions import Rules
from nyspor.desk.people.sessions import Sessions
from nyspor.desk.state import DeskState
from nyspor.desk.store.loaded_content import LoadedContent
from nyspor.desk.store.texts import Texts
from nyspor.model.site import Site
from nyspor.publishing.content_history import history_of
from nyspor.site.theme import Theme
from nyspor.staff.records import Role, Staff, StaffMember
from tests.builders import TRACK, post_text

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
FILE = "posts/2026/stien.md"
URL = "http://127.0.0.1:8000"
NO_RULES = Rules()

STAFF = Staff.of(
    StaffMember(key=key, name=name, email=f"{key}@kommune.example", roles=(role,))
    for key, name, role in (
        ("anna", "Anna", Role.WRITER),
        ("bo", "Bo", Role.EDITOR),
        ("carl", "Carl", Role.ORGANISER),
        ("dorte", "Dorte", Role.ADMINISTRATOR),
    )
)


@dataclass(frozen=True)
class FixedLook:
    """The engine's theme, and a site whose brand never changes."""

    site: Site
    theme: Theme = Theme()


def make_state(folder: Path, rules: Rules = NO_RULES, **files: str) -> DeskState:
    """A desk over a repository with one post and one track; `files` are texts by name, `posts__2026__x`."""
    content = folder / "content"
    texts = {FILE: post_text("I dag åbner stien.", titel="Stien"), "tracks/stier.md": TRACK}
    texts["municipalities.yaml"] = "- slug: roskilde\n  navn: Roskilde Kommune\n"
    texts |= {f"{name.replace('__', '/')}.md": text for name, text in files.items()}
    for name, text in texts.items():
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        (content / name).write_text(text, "utf-8")
    git(content, "init", "--quiet", "--initial-branch=main")
    git(content, "add", ".")
    git(content, *BUILDER, "commit", "--quiet", "--message", "Indholdet er begyndt")
    return state_over(content, folder / "data", rules)


def state_over(
    content: Path,
    data: Path,
    rules: Rules = NO_RULES,
    clock: Callable[[], datetime] = lambda: NOW,
    url: str = URL,
) -> DeskState:
    """A desk over a content folder that is there."""
    database = DeskDatabase(data / "desk.sqlite")
    return DeskState(
        lambda: STAFF,
        database,
        Texts(content, history_of(content), database, clock),
        LoadedContent(content, clock),
        Sessions(["secret"], database),
        SharedPages("secret"),
        DeskPages(FixedLook(Site("Nyspor", "", url))),
        clock,
        rules,
        picks_person=True,
    )


BUILDER = ("-c", "user.name=Test", "-c", "user.email=test@kommune.example")


def git(folder: Path, *arguments: str) -> str:
    """What Git says in a folder."""
    done = subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@dataclass
class AtDesk:
    """Somebody at the desk, with their browser."""

    state: DeskState
    browser: TestClient

    @property
    def content(self) -> Path:
        return self.state.texts.content

    def read(self, address: str, status: int = 200) -> BeautifulSoup:
        answer = self.browser.get(address)
        assert answer.status_code == status, answer.text
        return BeautifulSoup(answer.text, "html.parser")

    def token(self) -> str:
        found = re.search(r'name="_token" value="(\w+)"', self.browser.get("/desk/").text)
        assert found
        return found[1]

    def send(self, address: str, **values: str | list[str]) -> BeautifulSoup:
        """Send a form of the desk's, and follow it to the page after it."""
        answer = self.browser.post(address, data={"_token": self.token(), **values})
        return BeautifulSoup(answer.text, "html.parser")

    def form_of(self, file: str = FILE) -> dict[str, list[str]]:
        """The form of a text as a browser would send it unchanged."""
        text = self.state.texts.read(file)
        edited = EditedText.of(file, text.raw)
        return as_sent(edited.fields({})) | {BODY: [edited.body], "_base": [text.digest]}

    def save(self, file: str = FILE, do: str = "save", **values: str) -> BeautifulSoup:
        """Save a text with these values changed in its form."""
        changed = {name.replace("__", "."): value for name, value in values.items()}
        return self.send(f"/desk/text/{file}", **{**self.form_of(file), **changed, "_do": do})


def sit_down(state: DeskState, person: str) -> AtDesk:
    """Somebody who has picked who they are."""
    browser = TestClient(make_desk(state), base_url=URL)
    answer = browser.post("/desk/who", data={"person": person})
    assert answer.status_code == 200, answer.text
    return AtDesk(state, browser)
