"""Approved late: what it was written to was renamed, closed or deleted, and the site can be built all the same."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nyspor.forms_service import content_changes
from nyspor.forms_service.moderation import DecisionResult, Moderator, Outcome
from nyspor.forms_service.outbox import Outbox
from nyspor.forms_service.publishing import published_files
from nyspor.forms_service.service import factory_for
from nyspor.forms_service.target_list import TargetList
from nyspor.forms_service.tokens import Action
from tests.builders import post_text
from tests.forms_service.builders import mail, submission
from tests.forms_service.content_edits import (
    add_alias,
    delete,
    delete_comment,
    edit,
    problems,
    rename,
    write_comment,
    write_content,
)
from tests.forms_service.running_service import (
    COMMENT,
    IDEA,
    NOW,
    TARGETS,
    RunningService,
    running_service,
    settings_in,
    text_of,
    write_targets,
)
from tests.forms_service.test_moderation import decide, sent

ENTRY, FILE = "posts/stien-aabner", "posts/stien-aabner.md"


@pytest.fixture
def content(service: RunningService) -> Path:
    """The content folder of the service, with entries in it."""
    return write_content(service.settings.content)


def published(service: RunningService) -> dict[str, str]:
    """What residents sent that lies in the content folder, by path."""
    folder = service.settings.content
    files = [*folder.glob("comments/**/*.md"), *folder.glob("ideas/**/*.md")]
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(files)
        if len(path.stem) >= 12  # the writers' own have shorter names
    }


def waiting(service: RunningService) -> list[str]:
    """The texts that wait for a decision."""
    visit = Outbox.attach(service.settings.database)
    found = [stored.id for stored in visit.waiting()]
    visit.close()
    return found


def turn_to_page(content: Path) -> None:
    (content / "pages").mkdir()
    rename(content, ENTRY, "pages/stien", "/indlaeg/stien-aabner/")
    edit(content / "pages/stien.md", r"dato: .*\n", "")
    delete_comment(content / "comments/pages/stien/1.md")


def two_successors(content: Path) -> None:
    delete(content, ENTRY)
    for name in ("posts/baenken.md", "tracks/natur.md"):
        add_alias(content / name, "/indlaeg/stien-aabner/")


REFUSED: dict[str, tuple[Callable[[Path], None], str]] = {
    "renamed": (lambda c: rename(c, ENTRY, "posts/ny-sti"), "/indlaeg/stien-aabner/"),
    "renamed with a folder": (lambda c: rename(c, ENTRY, "posts/2026/sti"), "tidligere_adresser"),
    "deleted": (lambda c: delete(c, ENTRY), "afvis kommentaren"),
    "no comments": (lambda c: edit(c / FILE, "^---", "---\nkommentarer: ingen"), "lukkede"),
    "a draft": (lambda c: edit(c / FILE, "^---", "---\nstatus: kladde"), "ikke udgivet lige nu"),
    "dated later": (lambda c: edit(c / FILE, "3. marts 2012", "3. marts 2099"), "ikke udgivet"),
    "a page now": (turn_to_page, "kan vise kommentarer"),
    "two say they were it": (two_successors, "posts/baenken, tracks/natur"),
}


@pytest.mark.parametrize(("change", "said"), REFUSED.values(), ids=REFUSED)
def test_a_comment_that_cannot_be_shown_waits_and_the_editor_sees_why(
    service: RunningService, content: Path, change: Callable[[Path], None], said: str
) -> None:
    publish, reject = sent(service, notify="yes")
    change(content)
    before = problems(content)
    page = decide(service, publish)
    assert "Teksten kunne ikke udgives" in page
    assert said in page
    assert "Udført" not in page
    assert published(service) == {}
    assert len(waiting(service)) == 1
    assert len(service.mails()) == 2, "nobody is told of anything"
    assert problems(content) == before
    assert "Udført" in decide(service, reject)


ALIASES = [
    "/indlaeg/stien-aabner/",
    "/indlaeg/stien-aabner",
    "/indlaeg/Stien-Aabner/index.html",
]


@pytest.mark.parametrize("alias", ALIASES)
@pytest.mark.parametrize("new", ["posts/ny-sti", "stories/stien", "posts/2026/ny-sti"])
def test_a_comment_follows_an_entry_that_says_what_it_was_called(
    service: RunningService, content: Path, alias: str, new: str
) -> None:
    publish, _ = sent(service, notify="yes", reply_to="1")
    rename(content, ENTRY, "posts/imellem", "/blog/stien/")
    assert "Teksten kunne ikke udgives" in decide(service, publish)
    rename(content, "posts/imellem", new, "/indlaeg/imellem/")
    add_alias(content / f"{new}.md", alias)
    edit(content / f"{new}.md", "^---", "---\nkommentarer: lukkede")
    page = decide(service, publish)
    key = new.replace("/2026", "")
    ((path, text),) = published(service).items()
    assert path.startswith(f"comments/{key}/")
    assert f'indlæg: "{key}"' in text
    assert f"hedder nu »{key}«" in page
    answer = service.mails()[-1]
    address = key.replace("posts", "indlaeg").replace("stories", "historier")
    assert f"https://blog.example/{address}/#kommentar-" in text_of(answer)


def test_a_comment_follows_its_entry_with_what_it_answers(
    service: RunningService, content: Path
) -> None:
    publish, _ = sent(service, reply_to="1")
    rename(content, ENTRY, "posts/ny-sti", "/indlaeg/stien-aabner/")
    decide(service, publish)
    ((_, text),) = published(service).items()
    assert 'svar_på: "1"' in text
    assert problems(content) == ""


def test_a_comment_follows_an_entry_whose_published_address_is_remembered(
    service: RunningService, content: Path
) -> None:
    publish, _ = sent(service)
    rename(content, ENTRY, "posts/ny-sti")
    (content / "addresses.lock").write_text(
        "/indlaeg/stien-aabner/\t2026-11-01\t12345678\t12345678\tposts/ny-sti.md\n", "utf-8"
    )
    assert "hedder nu »posts/ny-sti«" in decide(service, publish)
    ((path, _),) = published(service).items()
    assert path.startswith("comments/posts/ny-sti/")


@pytest.mark.parametrize("gone", ["deleted", "a reply itself", "unreadable"])
def test_a_reply_to_what_cannot_be_answered_stands_by_itself(
    service: RunningService, content: Path, gone: str
) -> None:
    parent = content / "comments" / ENTRY / "1.md"
    write_comment(content, ENTRY, "2")
    publish, _ = sent(service, reply_to="1")
    if gone == "deleted":
        parent.unlink()
    elif gone == "a reply itself":
        edit(parent, "navn:", "svar_på: 2\nnavn:")
    else:
        parent.write_bytes(b"---\n\xff\n---\n")
    page = decide(service, publish)
    assert "står for sig selv" in page
    ((_, text),) = published(service).items()
    assert "svar_på" not in text


@pytest.mark.parametrize(
    ("change", "track"),
    [
        (lambda c: rename(c, "tracks/gode-leveaar", "tracks/alder"), ""),
        (lambda c: delete(c, "tracks/gode-leveaar"), ""),
        (
            lambda c: rename(c, "tracks/gode-leveaar", "tracks/alder", "/spor/gode-leveaar/"),
            "alder",
        ),
        (lambda c: rename(c, "tracks/gode-leveaar", "pages/alder", "/spor/gode-leveaar/"), ""),
        (lambda c: None, "gode-leveaar"),
    ],
    ids=["renamed", "deleted", "renamed with its address", "a page now", "as it was"],
)
def test_an_idea_is_published_whatever_became_of_its_track(
    service: RunningService, content: Path, change: Callable[[Path], None], track: str
) -> None:
    service.confirm("idea", IDEA | {"track": "gode-leveaar"})
    change(content)
    page = decide(service, service.links(service.mails()[0])[0])
    assert "Udført" in page
    assert ("gode-leveaar" in page) is (track != "gode-leveaar"), "the page says so"
    ((_, text),) = published(service).items()
    assert (f'spor: "{track}"' in text) if track else ("spor" not in text)
    assert not any("ideas/" in line for line in problems(content).splitlines())


def test_an_entry_that_cannot_be_read_has_its_comments_still(
    service: RunningService, content: Path
) -> None:
    publish, _ = sent(service)
    (content / FILE).write_bytes(b"---\ntitel: \xe6\n---\n")
    before = problems(content)
    assert "Udført" in decide(service, publish)
    assert problems(content) == before


def test_one_name_for_two_files_takes_comments_still(
    service: RunningService, content: Path
) -> None:
    publish, _ = sent(service)
    (content / "posts/2026").mkdir()
    (content / "posts/2026/stien-aabner.md").write_text(post_text(), "utf-8")
    before = problems(content)
    assert "Udført" in decide(service, publish)
    assert problems(content) == before


def test_a_translation_is_commented_on_in_a_folder_of_its_own(tmp_path: Path) -> None:
    with running_service(tmp_path) as service:
        english = {**TARGETS[0], "entry": "en/posts/stien-aabner", "lang": "en", "replies": []}
        write_targets(service.settings.forms, (*TARGETS, english))
        content = write_content(service.settings.content)
        (content / "posts/stien-aabner.en.md").write_text(post_text(sprog="en"), "utf-8")
        assert (
            service.confirm("comment", COMMENT | {"entry": "en/posts/stien-aabner"}).status_code
            == 303
        )
        publish, _ = service.links(service.mails()[0])
        assert "Udført" in decide(service, publish)
        (path,) = published(service)
        assert path.startswith("comments/en/posts/stien-aabner/")
        assert problems(content) == ""


def test_what_goes_between_the_look_and_the_writing_takes_the_comment_along(
    service: RunningService, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish, _ = sent(service)

    def and_then_it_is_gone(*given: Any) -> str:
        path = published_before(*given)
        delete_entry_only(content)
        return path

    def delete_entry_only(content: Path) -> None:
        (content / FILE).unlink()
        (content / "comments" / ENTRY / "1.md").unlink()

    published_before = content_changes.publish
    monkeypatch.setattr(content_changes, "publish", and_then_it_is_gone)
    page = decide(service, publish)
    assert "kunne siden ikke bygges" in page
    assert published(service) == {}
    assert problems(content) == ""
    assert len(waiting(service)) == 1


def test_a_service_with_a_folder_of_its_own_goes_by_the_list(service: RunningService) -> None:
    """On a machine of its own its content folder holds only what it published itself."""
    publish, _ = sent(service)
    assert "Udført" in decide(service, publish)
    other, _ = sent(service, text="Noget andet.")
    write_targets(service.settings.forms, ())
    assert "står ikke på listen" in decide(service, other)
    assert len(published(service)) == 1


# Taken back


@pytest.mark.parametrize("answered", [False, True])
def test_a_comment_is_taken_back_wherever_it_was_moved_to(
    service: RunningService, content: Path, answered: bool
) -> None:
    publish, _ = sent(service)
    decide(service, publish)
    (undo,) = service.links(service.mails()[-1])
    number = Path(next(iter(published(service)))).stem
    if answered:
        reply = write_comment(content, ENTRY, "2")
        edit(reply, "navn:", f"svar_på: {number}\nnavn:")
    rename(content, ENTRY, "stories/stien")
    assert problems(content) == ""
    assert "Udført" in decide(service, undo)
    assert published_files(content, [number]) == []
    assert problems(content) == ""


def test_an_idea_is_taken_back_whatever_its_file_is_called(
    service: RunningService, content: Path
) -> None:
    service.confirm("idea", IDEA)
    decide(service, service.links(service.mails()[0])[0])
    (undo,) = service.links(service.mails()[-1])
    path = content / next(iter(published(service)))
    (content / "ideas/2026").mkdir()
    path.rename(content / "ideas/2026" / f"baenken-{path.stem[-12:]}.md")
    assert "Udført" in decide(service, undo)
    assert published(service) == {}


def test_a_file_that_was_deleted_by_hand_is_noted(service: RunningService, content: Path) -> None:
    publish, _ = sent(service)
    decide(service, publish)
    (undo,) = service.links(service.mails()[-1])
    (content / next(iter(published(service)))).unlink()
    assert "lå ikke længere i indholdsmappen" in decide(service, undo)
    assert len(waiting(service)) == 1


def test_a_file_left_by_a_kill_is_found_again_where_it_lies(
    service: RunningService, content: Path
) -> None:
    """Killed before the mark was made, and renamed with its entry before the button was pressed again."""
    publish, _ = sent(service)
    decide(service, publish)
    rename(content, ENTRY, "posts/ny-sti")
    with closing(sqlite3.connect(service.settings.database)) as database, database:
        database.execute("UPDATE submission SET state = 'waiting'")
    before = published(service)
    assert "Udført" in decide(service, publish)
    assert published(service) == before
    assert problems(content) == ""


# Disks


def test_a_folder_that_cannot_be_written_leaves_it_waiting(
    service: RunningService, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish, _ = sent(service)

    def full(*given: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(content_changes, "publish", full)
    answer = service.client.post(publish)
    assert answer.status_code == 503
    assert "kunne ikke afgøres lige nu" in answer.text
    assert len(waiting(service)) == 1


def test_an_editor_s_link_and_the_terminal_at_once_agree(
    service: RunningService, content: Path
) -> None:
    """Each has the outbox open by itself, as two processes have."""
    sent(service)
    (number,) = waiting(service)
    outboxes = [Outbox.attach(service.settings.database) for _ in range(4)]
    stored = outboxes[0].find(number)
    assert stored
    assert stored.submission
    text, factory = stored.submission, factory_for(service.settings)
    targets = TargetList(service.settings.forms)()

    async def at_once() -> list[DecisionResult]:
        each = zip(outboxes, [Action.PUBLISH, Action.REJECT] * 2, strict=True)
        return await asyncio.gather(
            *(
                Moderator(factory, outbox, targets).decide(text.id, action, NOW)
                for outbox, action in each
            )
        )

    outcomes = [decided.outcome for decided in asyncio.run(at_once())]
    after = outboxes[0].find(number)
    for outbox in outboxes:
        outbox.close()
    assert sorted(outcomes) == [Outcome.ALREADY] * 3 + [Outcome.DONE]
    assert after
    assert (after.state == "approved") is (len(published(service)) == 1)


# Anything, in any order


class Town:
    """A content folder, an outbox with texts that wait, writers and editors."""

    ENTRIES = ("posts/stien-aabner", "posts/baenken", "tracks/gode-leveaar", "tracks/natur")

    def __init__(self, folder: Path, outbox: Outbox) -> None:
        self.settings = settings_in(folder)
        self.settings.content.mkdir()
        self.content = write_content(self.settings.content)
        write_targets(self.settings.forms)
        self.outbox = outbox
        self.names = dict(zip(self.ENTRIES, self.ENTRIES, strict=True))  # as sent → as called now
        self.renamed = 0
        said = {"name": "Anna", "text": "Hej.", "email": "anna@post.example", "notify": "yes"}
        a, b, c, i, j = (f"{found}" * 12 for found in "abcde")
        self.texts = [
            submission(a, values=said),
            submission(b, values=said | {"reply_to": a}),
            submission(c, values=said | {"reply_to": "1"}),
            *(
                submission(
                    id, kind="idea", entry="", values=said | {"title": "Bænk", "track": track}
                )
                for id, track in ((i, "gode-leveaar"), (j, "natur"))
            ),
        ]
        for text in self.texts:
            asyncio.run(outbox.accept(text, [mail(text.id)]))

    def path(self, entry: str) -> Path:
        return self.content / f"{self.names[entry]}.md"

    def rename(self, entry: str, alias: bool) -> None:
        if self.path(entry).exists():
            self.renamed += 1
            old, new = self.names[entry], f"{entry.split('/')[0]}/navn{self.renamed}"
            address = f"/{old.replace('posts', 'indlaeg').replace('tracks', 'spor')}/"
            rename(self.content, old, new, address if alias else "")
            self.names[entry] = new

    def delete(self, entry: str) -> None:
        if self.path(entry).exists():
            delete(self.content, self.names[entry])

    def mark(self, entry: str, line: str) -> None:
        if self.path(entry).exists():
            edit(self.path(entry), r"(status|kommentarer): \w+\n", "")
            edit(self.path(entry), r"^---\n", f"---\n{line}\n" if line else "---\n")

    def delete_comment(self, number: int) -> None:
        if found := sorted(self.content.glob("comments/*/*/*.md")):
            delete_comment(found[number % len(found)])

    def answer(self, number: int) -> None:
        """Make a comment that has no replies a reply to another on the same entry."""
        found = sorted(self.content.glob("comments/*/*/*.md"))
        for child in found[number % max(1, len(found)) :]:
            beside = [c for c in found if c.parent == child.parent and c != child]
            text = child.read_text("utf-8")
            parents = [c for c in beside if "svar_på" not in c.read_text("utf-8")]
            if (
                parents
                and "svar_på" not in text
                and not any(child.stem in c.read_text("utf-8") for c in beside)
            ):
                edit(child, "navn:", f'svar_på: "{parents[0].stem}"\nnavn:')
                return

    def decide(self, number: int, action: Action) -> DecisionResult:
        targets = TargetList(self.settings.forms)()
        factory, text = factory_for(self.settings), self.texts[number]
        decided = asyncio.run(
            Moderator(factory, self.outbox, targets, hold_mails=True).decide(text.id, action, NOW)
        )
        if decided.outcome is Outcome.DONE:
            expected = 1 if action is Action.PUBLISH else 0
            assert len(published_files(self.content, [text.id])) == expected
        return decided


entries = st.sampled_from(Town.ENTRIES)
some = st.integers(0, 4)
TRANSITIONS = st.one_of(
    st.tuples(st.just("rename"), entries, st.booleans()),
    st.tuples(st.just("delete"), entries),
    st.tuples(
        st.just("mark"), st.sampled_from(Town.ENTRIES[:2]),
        st.sampled_from(["", "status: kladde", "kommentarer: ingen", "kommentarer: lukkede"]),
    ),
    st.tuples(st.just("delete_comment"), some),
    st.tuples(st.just("answer"), some),
    st.tuples(st.just("decide"), some, st.just(Action.PUBLISH)),
    st.tuples(st.just("decide"), some, st.sampled_from(list(Action))),
)  # fmt: skip


@given(st.lists(TRANSITIONS, max_size=14))
@settings(deadline=None, max_examples=60)
def test_no_order_of_edits_and_decisions_leaves_a_site_that_cannot_be_built(
    steps: list[tuple[Any, ...]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        outbox = Outbox.open(Path(folder) / "outbox.sqlite")
        try:
            town = Town(Path(folder), outbox)
            for name, *given_ in steps:
                getattr(town, name)(*given_)
                assert problems(town.content) == "", name
            assert outbox.verify().problems == ()
        finally:
            outbox.close()
