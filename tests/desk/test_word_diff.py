"""Two versions of a text are compared in words, and both can be read from what comes of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nyspor.desk.store.word_diff import Change, changed_words, passages

TEXTS = st.text(st.sampled_from("ab .,\nø"), max_size=40)


def test_words_that_were_replaced_in_a_row_are_one_change() -> None:
    assert changed_words("I dag åbner stien.", "I morgen lukker stien.") == [
        Change("I ", "I "),
        Change("dag åbner", "morgen lukker"),
        Change(" stien.", " stien."),
    ]


def test_paragraphs_that_were_left_alone_stand_apart() -> None:
    found = passages("En.\n\nTo.\n\nTre.\n", "En.\n\nTo og en halv.\n\nTre.\n")
    assert [passage.is_same for passage in found] == [True, False, True]


@given(TEXTS, TEXTS)
def test_both_versions_stand_in_the_comparison(before: str, after: str) -> None:
    changes = [change for passage in passages(before, after) for change in passage.changes]
    assert "".join(change.before for change in changes) == before
    assert "".join(change.after for change in changes) == after
