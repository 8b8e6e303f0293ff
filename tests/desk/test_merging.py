"""Two have changed a text: what one of them left alone is merged, and what both changed is asked about."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nyspor.desk.store.merging import Piece, joined, merged, pieces

LINES = st.lists(st.sampled_from(["a", "b", "c", "", "<" * 61, "=" * 7]), max_size=6)
TEXTS = st.builds(
    lambda lines, end: end.join(lines).encode(), LINES, st.sampled_from(["\n", "\r\n"])
)


@pytest.mark.parametrize(
    ("base", "current", "own", "both"),
    [
        (b"a\n\nb\n", b"A\n\nb\n", b"a\n\nB\n", b"A\n\nB\n"),
        (b"a\nb\n", b"A\nb\n", b"a\nB\n", b"A\nB\n"),
        (b"a\nb", b"A\nb", b"a\nb\nc", b"A\nb\nc"),
        (b"a\r\nb\r\n", b"A\r\nb\r\n", b"a\r\nB\r\n", b"A\r\nB\r\n"),
        (b"a\n", b"A\n", b"A\n", b"A\n"),
        (b"a\n", b"A\n", b"B\n", None),
    ],
    ids=["paragraphs", "neighbouring-lines", "no-last-end", "CRLF", "the-same", "clash"],
)
def test_what_one_left_alone_is_taken_from_the_other(
    base: bytes, current: bytes, own: bytes, both: bytes | None
) -> None:
    assert merged(base, current, own) == both


def test_what_both_changed_stands_beside_each_other() -> None:
    found = pieces(b"a\nb\nc", b"a\nB\nc", b"A\nx\nc")
    assert found == [Piece(b"A\n", b"A\n"), Piece(b"x\n", b"B\n"), Piece(b"c\n", b"c\n")]


def test_without_a_common_version_whatever_differs_is_asked() -> None:
    assert pieces(None, b"a\nB\nc", b"a\nb\nc")[1] == Piece(b"b\n", b"B\n")


@given(TEXTS, TEXTS, TEXTS)
@settings(deadline=None, max_examples=60)
def test_no_line_of_either_is_lost(base: bytes, current: bytes, own: bytes) -> None:
    found = pieces(base, current, own)
    for side, text in (
        (b"".join(p.own for p in found), own),
        (b"".join(p.current for p in found), current),
    ):
        new = set(text.split(b"\n")) - set(base.split(b"\n"))
        assert new <= set(side.split(b"\n"))
    if current == base:
        assert joined(piece.own for piece in found) == own
