"""The versions of a text: listed, compared in words, brought back; and two versions made into one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from nyspor.desk.store.commits import Commits
from nyspor.desk.store.texts import MARK
from tests.builders import post_text
from tests.desk.desk import BUILDER, FILE, AtDesk, git, make_state, sit_down


def saved_twice(folder: Path) -> AtDesk:
    """Somebody who has saved a text twice."""
    anna = sit_down(make_state(folder), "anna")
    anna.save(_body="\nI morgen åbner stien.\n")
    anna.save(_body="\nI morgen lukker broen.\n")
    return anna


def versions_in(page: BeautifulSoup) -> list[str]:
    return [str(tag["value"]) for tag in page.select("[name=fra]")]


def test_the_versions_are_listed_with_who_and_when(tmp_path: Path) -> None:
    anna = saved_twice(tmp_path)
    rows = anna.read(f"/desk/history/{FILE}").select("tbody tr")
    assert [row.td.get_text() for row in rows if row.td] == ["Anna", "Anna", "Test"]


def test_two_versions_are_compared_in_words_for_eye_and_ear(tmp_path: Path) -> None:
    anna = saved_twice(tmp_path)
    newest, older, _ = versions_in(anna.read(f"/desk/history/{FILE}"))
    page = anna.read(f"/desk/history/{FILE}?fra={older}&til={newest}")
    gone, new = page.select_one("del"), page.select_one("ins")
    assert gone
    assert new
    assert gone.get_text() == "[taget ud: åbner stien]"
    assert new.get_text() == "[tilføjet: lukker broen]"


def test_the_history_calls_fields_as_the_form_does(tmp_path: Path) -> None:
    anna = sit_down(make_state(tmp_path), "anna")
    anna.save(summary="Nyt resume.")
    newest, older = versions_in(anna.read(f"/desk/history/{FILE}"))
    page = anna.read(f"/desk/history/{FILE}?fra={older}&til={newest}").select_one(".compared")
    assert page
    assert "Resume: " in page.get_text()
    assert "resume: " not in page.get_text()
    assert "---" not in page.get_text()


def test_a_version_is_brought_back_by_saving_it(tmp_path: Path) -> None:
    anna = saved_twice(tmp_path)
    first = versions_in(anna.read(f"/desk/history/{FILE}"))[-1]
    page = anna.read(f"/desk/text/{FILE}?udgave={first}")
    hidden = {tag["name"]: tag["value"] for tag in page.select("#editor input[type=hidden]")}
    body = page.select_one("#_body")
    assert body
    assert "I dag åbner stien." in body.get_text()
    assert "lukker broen" in (anna.content / FILE).read_text("utf-8")
    anna.save(**{**hidden, "_body": body.get_text()})
    assert "I dag åbner stien." in (anna.content / FILE).read_text("utf-8")
    assert git(anna.content, "rev-list", "--count", "HEAD") == "4"


def test_an_earlier_version_is_not_published_by_bringing_it_back(tmp_path: Path) -> None:
    anna = sit_down(make_state(tmp_path), "anna")
    anna.save(do="take off")
    first = versions_in(anna.read(f"/desk/history/{FILE}"))[-1]
    page = anna.read(f"/desk/text/{FILE}?udgave={first}")
    assert page.select_one("[name=status]")["value"] == "kladde"


def test_no_commit_but_the_text_s_own_is_shown(tmp_path: Path) -> None:
    state = make_state(tmp_path, posts__2026__andet=post_text("Hemmeligt."))
    anna = sit_down(state, "anna")
    anna.save("posts/2026/andet.md", _body="\nMere hemmeligt.\n")
    other = git(anna.content, "rev-parse", "HEAD")
    for address in (f"/desk/history/{FILE}?fra={other}", f"/desk/text/{FILE}?udgave=HEAD"):
        assert "emmeligt" not in anna.read(address).get_text()
    assert not anna.read(f"/desk/history/{FILE}?fra=--output%3Dx").select("del, ins")


def test_texts_that_were_begun_one_after_the_other_have_each_their_own_versions(
    tmp_path: Path,
) -> None:
    anna = sit_down(make_state(tmp_path), "anna")
    for title in ("Ny bro", "Ny sti", "Ny park"):
        anna.send("/desk/new", kind="posts", title=title)
    for name, title in (("ny-bro", "Ny bro"), ("ny-sti", "Ny sti"), ("ny-park", "Ny park")):
        rows = anna.read(f"/desk/history/posts/2026/{name}.md").select("tbody tr")
        assert [row.select("td")[1].get_text() for row in rows] == [f"{title}: påbegyndt"]


def test_a_text_that_was_renamed_has_its_versions_under_both_names(tmp_path: Path) -> None:
    anna = saved_twice(tmp_path)
    commit_all(anna, "mv", FILE, "posts/2026/broen.md")
    rows = anna.read("/desk/history/posts/2026/broen.md").select("tbody tr")
    assert len(rows) == 4
    first = versions_in(anna.read("/desk/history/posts/2026/broen.md"))[-1]
    page = anna.read(f"/desk/text/posts/2026/broen.md?udgave={first}")
    assert "I dag åbner stien." in page.get_text()


@pytest.mark.parametrize("stays", [True, False])
def test_a_text_that_is_like_another_is_not_that_other(tmp_path: Path, stays: bool) -> None:
    anna = sit_down(make_state(tmp_path), "anna")
    anna.send("/desk/new", kind="posts", title="Ny bro")
    begun = anna.content / "posts/2026/ny-bro.md"
    like = begun.read_text("utf-8")
    (begun.parent / "ny-sti.md").write_text(like if stays else like.replace("bro", "sti"), "utf-8")
    if not stays:
        begun.unlink()
    commit_all(anna)
    assert len(versions_in(anna.read("/desk/history/posts/2026/ny-sti.md"))) == 1


def commit_all(anna: AtDesk, *command: str) -> None:
    """Commit what somebody has changed by hand, or with a command of Git's."""
    if command:
        git(anna.content, *command)
    git(anna.content, "add", "--all")
    git(anna.content, *BUILDER, "commit", "--quiet", "--message", "Ryddet op")


def test_a_text_outside_git_says_so(tmp_path: Path) -> None:
    state = make_state(tmp_path)
    state = replace(state, texts=replace(state.texts, history=None))
    page = sit_down(state, "anna").read(f"/desk/history/{FILE}")
    assert "ligger ikke i Git" in page.get_text()


def clash(anna: AtDesk, bo: AtDesk) -> BeautifulSoup:
    """The page that Bo gets, whose text Anna has changed in the same place."""
    opened = bo.form_of()
    anna.save(_body="\nAnnas ord.\n\nFælles.\n")
    return bo.send(f"/desk/text/{FILE}", **{**opened, "_body": "\nBos ord.\n\nFælles.\n"})


def hidden_in(page: BeautifulSoup) -> dict[str, str]:
    return {tag["name"]: tag["value"] for tag in page.select("main input[type=hidden]")}


def test_one_text_is_made_of_two_by_choosing(tmp_path: Path) -> None:
    state = make_state(tmp_path, posts__2026__stien=post_text("Ord.\n\nFælles."))
    anna, bo = sit_down(state, "anna"), sit_down(state, "bo")
    page = clash(anna, bo)
    assert [tag["value"] for tag in page.select("[name=choice-1]")] == ["own", "current", "edited"]
    bo.send(
        f"/desk/settle/{FILE}", **{**hidden_in(page), "choice-1": "edited", "text-1": "Fælles ord."}
    )
    assert "\n\nFælles ord.\n\nFælles.\n" in (anna.content / FILE).read_text("utf-8")
    assert git(anna.content, "log", "-1", "--format=%an") == "Bo"
    assert "Hent dem" not in bo.read(f"/desk/text/{FILE}").get_text()


def test_nothing_is_saved_before_every_choice_is_made(tmp_path: Path) -> None:
    state = make_state(tmp_path)
    anna, bo = sit_down(state, "anna"), sit_down(state, "bo")
    page = bo.send(f"/desk/settle/{FILE}", **hidden_in(clash(anna, bo)))
    assert "Vælg på alle steder" in page.get_text()
    assert "Annas ord." in (anna.content / FILE).read_text("utf-8")


def test_the_words_of_a_clash_are_in_the_journal(tmp_path: Path) -> None:
    state = make_state(tmp_path)
    clash(sit_down(state, "anna"), bo := sit_down(state, "bo"))
    assert "Hent dem" in bo.read(f"/desk/text/{FILE}").get_text()


def test_a_save_after_a_kill_is_committed_and_its_locks_are_gone(tmp_path: Path) -> None:
    anna = sit_down(make_state(tmp_path), "anna")
    mark, lock = anna.state.database.folder / MARK, anna.content / ".git/index.lock"
    mark.touch()
    lock.touch()
    text = (anna.content / FILE).read_text("utf-8").replace("I dag", "I morgen")
    (anna.content / FILE).write_text(text, "utf-8")  # written, and not yet committed
    history = anna.state.texts.history
    assert history
    Commits(history, mark, patience=0).record(FILE, "Rettet", "Anna <anna@kommune.example>")
    assert git(anna.content, "status", "--porcelain") == ""
    assert not mark.exists()


def test_a_lock_of_somebody_else_is_told_and_the_words_stay(tmp_path: Path) -> None:
    anna = sit_down(make_state(tmp_path), "anna")
    lock = anna.content / ".git/index.lock"
    lock.touch()
    page = anna.save(_body="\nNye ord.\n")
    assert "kunne ikke skrives i historikken" in page.get_text()
    assert "Nye ord." in (anna.content / FILE).read_text("utf-8")
    assert lock.exists()
    lock.unlink()
    anna.save()
    assert git(anna.content, "status", "--porcelain") == ""
