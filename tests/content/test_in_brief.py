"""A long text in one to three lines: `kort_fortalt`."""

import pytest

from nyspor.model.kinds import Post
from nyspor.rules import Level, level_of
from tests.builders import parse_entry, post_text, problems_of, render_problems


def lines(written: str) -> tuple[str, ...]:
    """The lines of a post that has this as `kort_fortalt`."""
    entry = parse_entry(post_text(kort_fortalt=written)).entry
    assert isinstance(entry, Post)
    return entry.in_brief


def test_one_line_stands_alone_and_several_in_a_list() -> None:
    assert lines("Stien er åben.") == ("Stien er åben.",)
    assert lines("[Stien er åben., Den er lys.]") == ("Stien er åben.", "Den er lys.")


def test_a_line_has_room_for_120_characters() -> None:
    assert problems_of(post_text(kort_fortalt="a" * 120)) == []
    said = render_problems(problems_of(post_text(kort_fortalt=f"[Kort., {'a' * 121}]")))
    assert "kort_fortalt: Linjen er på 121 tegn" in said
    assert "højst være på 120" in said


def test_there_are_three_lines_at_most() -> None:
    said = render_problems(problems_of(post_text(kort_fortalt="[En, To, Tre, Fire]")))
    assert "kort_fortalt: Der er 4 linjer" in said


@pytest.mark.parametrize(("words", "advised"), [(600, False), (601, True)])
def test_a_text_of_over_600_words_is_advised_to_have_it(words: int, advised: bool) -> None:
    body = "ord " * (words - 1) + "slut."
    found = problems_of(post_text(body))
    assert [problem.rule for problem in found] == (["in-brief"] if advised else [])
    assert all(level_of(problem) is Level.ADVICE for problem in found)
    assert problems_of(post_text(body, kort_fortalt="Det hele på en linje.")) == []
