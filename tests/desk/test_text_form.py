"""A text goes through the form: unchanged, with one character, with one field."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nyspor.desk.forms.field_form import as_sent
from nyspor.desk.forms.text_form import BODY, WHOLE, EditedText

FILE = "posts/2026/stien.md"
RAW = b"---\r\ntitel: Stien\r\nresume: Den er aaben.\r\ndato: 3. maj 2026\r\n---\r\n\r\nI dag.\r\n"


def sent(raw: bytes) -> dict[str, list[str]]:
    """What a browser sends of the form of a file that nobody has changed."""
    text = EditedText.of(FILE, raw)
    area = text.body.replace("\n", "\r\n")
    return {WHOLE: [area]} if text.is_whole else as_sent(text.fields({})) | {BODY: [area]}


def test_nothing_changes_where_nobody_has_changed_anything() -> None:
    assert EditedText.of(FILE, RAW).with_form(sent(RAW), {}) == RAW


def test_a_word_changes_one_line() -> None:
    form = sent(RAW) | {BODY: ["\r\nI dag \xe5bner stien.\r\n"]}
    changed = EditedText.of(FILE, RAW).with_form(form, {})
    assert changed == RAW.replace(b"I dag.", "I dag åbner stien.".encode())


def test_a_field_changes_one_line() -> None:
    form = sent(RAW) | {"title": ["Stien er klar"]}
    changed = EditedText.of(FILE, RAW).with_form(form, {})
    assert changed == RAW.replace(b"titel: Stien", b"titel: Stien er klar")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"Uden felter\n",
        b'---\ntitel: "Uden ende\n---\nTekst\n',
        b"---\ntitel: En\n",
        b"---\nbillede:\n  - fil: a.jpg\n---\n",
    ],
    ids=["empty", "no-fields", "broken-yaml", "no-end", "a-list-of-pictures"],
)
def test_a_file_without_fields_that_can_be_read_is_edited_as_a_whole(raw: bytes) -> None:
    text = EditedText.of(FILE, raw)
    assert text.is_whole
    assert text.with_form(sent(raw), {}) == raw


LINES = st.sampled_from([
    "---", "titel: Stien", "titel: >", "  foldet", "  tekst", "temaer: [a, b]", "temaer:", "- a", "  - b",
    "billede:", "  fil: x.jpg", "  alt: |", "    to", "    linjer", "# bem\xe6rkning", "", " ", "afsendere:",
    "  - navn: Anna", "    rolle: x", "ukendt: 1", "dato: 2026", "\ttab", "Tekst.", "resume: 'a: b' # c",
])  # fmt: skip


@given(st.lists(LINES, max_size=14), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
@settings(deadline=None, max_examples=400)
def test_any_file_comes_back_byte_for_byte(lines: list[str], end: str, has_fields: bool) -> None:
    raw = end.join([*(["---"] if has_fields else []), *lines]).encode()
    assert EditedText.of(FILE, raw).with_form(sent(raw), {}) == raw
