"""What residents write becomes files that say exactly that, whatever it is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nyspor.content.entry_reader import read_record
from nyspor.forms.submission_files import (
    InvalidPath,
    comment_file,
    comment_path,
    entry_of,
    idea_file,
    idea_path,
)
from nyspor.front_matter.parsing import visible
from nyspor.model.kinds import Comment, Idea

RECEIVED = datetime(2026, 11, 23, 11, 5, tzinfo=UTC)

# What the forms let through: no control or format characters but the newline.
written = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cf")) | st.just("\n"), min_size=1, max_size=200
).filter(lambda text: bool(text.strip()))
a_line = written.map(lambda text: " ".join(text.split())).filter(bool)


def read_back(file: bytes, name: str = "1f3c") -> Comment:
    comment, _, problems = read_record(file, f"comments/posts/x/{name}.md", Comment, id=name)
    assert problems == []
    assert comment is not None
    return comment


def test_a_comment_is_a_file_that_anybody_can_read() -> None:
    file = comment_file("posts/stien-aabner", "Nabo til stien", "Tak!\n\nVi ses.", RECEIVED, "1")
    assert file.decode() == (
        '---\nindlæg: "posts/stien-aabner"\nnavn: "Nabo til stien"\nmodtaget: "2026-11-23 12:05"\n'
        'svar_på: "1"\n---\n\nTak!\n\nVi ses.\n'
    )


@given(name=a_line, text=written)
@example(name="status: skjult", text="---\nstatus: skjult\ntemplate: x\n---\n")
@example(name='"} {attach}a', text="{attach}../x.png {static}/y {{ 7*7 }} .. include:: /etc/passwd")
@example(name="- # & * ! | > ' \\ %", text="<script>alert(1)</script>")
@example(name="a\ufeffb\ufffe\u2028c", text="::: fakta")
@example(name="\\\\server\\a", text="0")
@example(name="Git", text="<<<<<<< HEAD\nMit\n=======\nDit\n>>>>>>> gren")
def test_name_and_text_come_back_as_they_were_sent(name: str, text: str) -> None:
    comment = read_back(comment_file("posts/x", name, text, RECEIVED))
    sent = (visible(name).strip(), visible(text).strip())
    assert (comment.entry, comment.name, comment.text) == ("posts/x", *sent)


@given(title=a_line, text=written)
def test_so_do_ideas(title: str, text: str) -> None:
    file = idea_file(title, "En borger", text, RECEIVED, "gode-leveaar")
    idea, _, problems = read_record(file, idea_path(title, "1f3c"), Idea, slug="x")
    assert problems == []
    assert idea is not None
    sent = (visible(title).strip(), visible(text).strip())
    assert (idea.title, idea.text, idea.track) == (*sent, "gode-leveaar")


@pytest.mark.parametrize(
    ("entry", "number"),
    [
        ("../../x", "1"), ("/etc/passwd", "1"), ("posts/../x", "1"), ("posts/CON\x00", "1"),
        ("posts/" + "a" * 300, "1"), ("posts", "1"), ("posts/x/y", "1"), ("posts/x\n", "1"),
        ("posts/x", "../1"), ("posts/x", ""), ("posts/x", "1.md"),
    ],
)  # fmt: skip
def test_no_path_leads_out_of_the_folder(entry: str, number: str) -> None:
    with pytest.raises(InvalidPath):
        comment_path(entry, number)


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("comments/posts/stien/1.md", "posts/stien"),
        ("comments/posts/stien/2013/1.md", "posts/stien"),
        ("comments/en/posts/the-path/1.md", "en/posts/the-path"),
        ("comments/1.md", ""),
    ],
)
def test_a_comment_s_folder_names_its_entry(path: str, entry: str) -> None:
    assert entry_of(path) == entry
    if entry and "2013" not in path:
        assert comment_path(entry, "1") == path


def test_an_idea_without_a_letter_has_a_name_still() -> None:
    assert idea_path("!!!", "1f3c") == "ideas/ide-1f3c.md"
    assert idea_path("Lån en nabo", "1f3c") == "ideas/laan-en-nabo-1f3c.md"
