"""Where a line may break."""

import pytest

from nyspor.text.line_breaks import keep_first_word


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("En koordinator, der kender kvarteret", "En\u00a0koordinator, der kender kvarteret"),
        ("At sikre flere gode leveår", "At\u00a0sikre flere gode leveår"),
        ("Stien er åben", "Stien er åben"),
        ("Et kompetenceudviklingsspor", "Et kompetenceudviklingsspor"),
        ("Ro", "Ro"),
        ("", ""),
    ],
    ids=["a short word", "another", "a long one", "too long for a line", "alone", "nothing"],
)
def test_a_short_first_word_stays_with_the_next(title: str, kept: str) -> None:
    assert keep_first_word(title) == kept
