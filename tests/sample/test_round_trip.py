"""The texts of the sample, opened at the desk and saved."""

from __future__ import annotations

import pytest

from nyspor.content.choices import choices_in
from nyspor.content.loader import read_content
from nyspor.desk.forms.text_form import EditedText
from tests.conftest import ROOT
from tests.desk.round_trip import (
    assert_only_field_changed,
    changed_lines,
    is_text,
    sent_of,
    with_character,
)

CONTENT = ROOT / "content"
FILES = sorted(file.relative_to(CONTENT).as_posix() for file in CONTENT.rglob("*.md"))
TEXTS = [file for file in FILES if is_text(file)]
CHOICES = choices_in(read_content(CONTENT))


@pytest.mark.parametrize("file", TEXTS)
def test_no_more_is_changed_than_somebody_changes(file: str) -> None:
    raw = (CONTENT / file).read_bytes()
    text = EditedText.of(file, raw)
    form = sent_of(text, CHOICES)
    assert text.with_form(form, CHOICES) == raw
    assert changed_lines(raw, text.with_form(with_character(form, 500), CHOICES)) == 1
    for field in ("title", "summary"):
        changed = text.with_form(form | {field: ["Noget: nyt"]}, CHOICES)
        assert changed != raw
        assert_only_field_changed(text, changed, field)
