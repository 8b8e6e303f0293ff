"""The rules: each has a name, examples that are what they say, and advice can be silenced."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from nyspor.rules import RULES, Level, Rule, Where, errors, find_rule, level_of
from tests.builders import post_text, problems_of, render_problems

ROOT = Path(__file__).parents[2]
WITH_EXAMPLES = [rule for rule in RULES.values() if rule.where is not Where.FILE]


def rules_in_the_code() -> Iterator[str]:
    """The names that problems are given."""
    for file in (ROOT / "nyspor").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "rule":
                yield from names_in(node.value)


def names_in(value: ast.expr) -> Iterator[str]:
    """The name, or the two that are chosen between."""
    if isinstance(value, ast.Constant):
        yield value.value
    if isinstance(value, ast.IfExp):
        yield from (*names_in(value.body), *names_in(value.orelse))


def test_each_rule_is_used_and_each_that_is_used_is_there() -> None:
    assert {name for name in rules_in_the_code() if name} == RULES.keys()


def test_a_rule_is_found_by_its_name_and_its_word() -> None:
    for rule in RULES.values():
        assert find_rule(rule.name) is find_rule(f" {rule.word.upper()} ") is rule
    assert find_rule("alternativ tekst") is None


def example(rule: Rule, text: str) -> str:
    """The post that an example is a part of."""
    if rule.where is Where.TEXT:
        return post_text(text)
    key, _, value = text.partition(": ")
    return post_text(**{key: value})


@pytest.mark.parametrize("rule", WITH_EXAMPLES, ids=lambda rule: rule.name)
def test_the_wrong_example_breaks_the_rule_and_the_right_one_does_not(rule: Rule) -> None:
    wrong = problems_of(example(rule, rule.wrong))
    assert rule.name in {problem.rule for problem in wrong}, render_problems(wrong)
    right = problems_of(example(rule, rule.right))
    assert right == [], render_problems(right)


ORNAMENT = "::: billede Nyspor\n![Billede af en vogn](../../images/karavane.png)\n:::"


def test_advice_keeps_nothing_from_being_published() -> None:
    (problem,) = problems_of(post_text(ORNAMENT))
    assert level_of(problem) is Level.ADVICE
    assert errors([problem]) == []


@pytest.mark.parametrize("name", ["alt-tekst", "alt-words", "Alt-Tekst"])
def test_advice_is_silenced_with_a_reason(name: str) -> None:
    silence = f"{{regel: {name}, begrundelse: Det er et foto af et foto}}"
    assert problems_of(post_text(ORNAMENT, undtag=silence)) == []


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("alt-text", "Mente du »alt-tekst«?"),
        ("noget helt andet", "Der er ingen regel"),
        ("alternativ-tekst", "er en fejl, og dem kan man ikke undtage"),
    ],
)
def test_only_advice_can_be_silenced(name: str, message: str) -> None:
    silence = f"{{regel: {name}, begrundelse: Derfor}}"
    (problem,) = problems_of(post_text(undtag=silence))
    assert message in render_problems([problem])
    assert level_of(problem) is Level.ADVICE


def test_a_silenced_error_is_still_one() -> None:
    silence = "{regel: alternativ-tekst, begrundelse: Derfor}"
    found = problems_of(post_text("![](../../images/karavane.png)", undtag=silence))
    assert "picture-alt" in {problem.rule for problem in errors(found)}
