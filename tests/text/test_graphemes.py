"""What readers see as one character stays whole, and what nobody can see goes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyspor.text.graphemes import clusters, is_blank, without_invisible
from nyspor.text.one_line import one_line

FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
KISS = "\U0001f469\U0001f3ff\u200d\u2764\ufe0f\u200d\U0001f48b\u200d\U0001f468\U0001f3ff"
SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
DENMARK = "\U0001f1e9\U0001f1f0"
WHOLE = [
    "a", "é", "e\u0301", "a\u030a", FAMILY, KISS, SCOTLAND, DENMARK, "1\ufe0f\u20e3", "\u2764\ufe0f", "\U0001f44d\U0001f3fd",
    "\U0001fae8", "\U0001f6dc", "\u1112\u1161\u11ab", "ក្", "\u0928\u093f", "x" + "\u0301" * 50,
]  # fmt: skip


@pytest.mark.parametrize("cluster", WHOLE, ids=ascii)
def test_what_is_seen_as_one_is_one(cluster: str) -> None:
    assert clusters(cluster) == [cluster]
    assert clusters(f"a{cluster}b"[1:-1] + " " + cluster) == [cluster, " ", cluster]


def test_two_are_two() -> None:
    assert clusters(DENMARK * 2) == [DENMARK, DENMARK]
    assert clusters(FAMILY + FAMILY) == [FAMILY, FAMILY]
    assert clusters("åæ") == ["å", "æ"]


@given(st.text())
def test_the_pieces_are_the_text(text: str) -> None:
    assert "".join(clusters(text)) == text


@pytest.mark.parametrize(
    "shown",
    [FAMILY, KISS, SCOTLAND, DENMARK, "\U0001fae8", "\U0001fae9", "می\u200cخواهم"],
    ids=ascii,
)
def test_what_is_shown_stays(shown: str) -> None:
    assert without_invisible(shown) == one_line(shown) == shown


@pytest.mark.parametrize(
    "hidden",
    ["\u200b", "\u202e", "\u2066", "\ufeff", "\xad", "\ue000", "\U000f0000", "\ufffe", "\ufdd0", "\U0001ffff", "\U0010ffff",
     "\U000e0067", "\U000e0001", "\U000e0fff", "\u2065", "\ufff0", "\x00", "\x7f"],
    ids=ascii,
)  # fmt: skip
def test_what_nobody_sees_goes(hidden: str) -> None:
    assert without_invisible(f"a{hidden}b") == "ab"


@pytest.mark.parametrize(
    "blank", ["", " ", "\u200d", "\u3164", "\u2800", "\ufe0f", "\u115f\u1160 \u200c"], ids=ascii
)
def test_a_text_without_anything_to_see_is_blank(blank: str) -> None:
    assert is_blank(blank)


@pytest.mark.parametrize("shown", ["\U0001fae8", ".", "a\u200d", SCOTLAND, "\U0001f44d"], ids=ascii)
def test_a_text_of_one_sign_is_not(shown: str) -> None:
    assert not is_blank(shown)
