"""A file that goes through a browser comes back to the byte, but for what was changed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nyspor.desk.store.text_file import NotUtf8, shown_text, with_text

FILES = st.text(
    st.sampled_from("ab \t\r\n\x00\x0b\x0c\x85\u2028\ufeff\ufffdæ🎉-:#"), max_size=60
).map(lambda text: text.encode())


def through_browser(text: str) -> str:
    """What a browser sends of a text area."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")


@given(FILES)
@settings(deadline=None, max_examples=500)
def test_an_unchanged_file_comes_back_byte_for_byte(raw: bytes) -> None:
    assert with_text(raw, through_browser(shown_text(raw))) == raw


@given(FILES, st.integers(0, 60))
@settings(deadline=None, max_examples=500)
def test_one_more_character_changes_one_line(raw: bytes, place: int) -> None:
    shown = shown_text(raw)
    place = min(place, len(shown))
    changed = with_text(raw, through_browser(f"{shown[:place]}x{shown[place:]}"))
    assert len(changed) == len(raw) + 1 or b"\x00" in raw
    assert changed_lines(raw, changed) == 1


def changed_lines(before: bytes, after: bytes) -> int:
    one, other = (
        raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n") for raw in (before, after)
    )
    return sum(a != b for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_new_lines_end_as_the_others_do(end: str) -> None:
    raw = f"En{end}To{end}".encode()
    assert with_text(raw, "En\r\nHalvanden\r\nTo\r\n") == f"En{end}Halvanden{end}To{end}".encode()


def test_a_byte_order_mark_and_mixed_line_ends_stay() -> None:
    raw = "\ufeffEn\r\nTo\nTre\rFire".encode()
    assert shown_text(raw) == "En\nTo\nTre\nFire"
    assert with_text(raw, "En\r\nTo!\r\nTre\r\nFire") == "\ufeffEn\r\nTo!\nTre\rFire".encode()


def test_a_last_line_without_an_end_stays_so() -> None:
    assert with_text(b"En\nTo", "En\r\nTo, tre") == b"En\nTo, tre"
    assert with_text(b"En\nTo", "En\r\nTo\r\nTre\r\n") == b"En\nTo\nTre\n"


def test_a_file_in_another_encoding_is_refused() -> None:
    with pytest.raises(NotUtf8):
        shown_text("Blåbær".encode("latin-1"))
