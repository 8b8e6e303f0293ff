"""One text checked alone: the same is said of it as in a check of everything."""

from __future__ import annotations

from datetime import UTC, datetime

from nyspor.checks import check_content, check_text, errors_in_text
from nyspor.rules import errors
from tests.builders import make_collection, parse_entry, post_text

NOW = datetime(2026, 11, 23, tzinfo=UTC)

FAULTY = make_collection(
    parse_entry(post_text("Ét."), "posts/2012/et.md"),
    parse_entry(post_text("Ét igen."), "posts/2012/et igen.md"),
    parse_entry(post_text("Ét.", tidligere_adresser="[/blog/et/]"), "posts/2012/kopi af et.md"),
    parse_entry(
        post_text("[Udkast](udkast.md), [her](et.md), [tabt](tabt.md)", titel="Links"),
        "posts/2012/links.md",
    ),
    parse_entry(
        post_text("Nej.", status="kladde", tidligere_adresser="[/blog/et/, /spor/gode-leveaar/]"),
        "posts/2012/udkast.md",
    ),
    parse_entry(post_text("Nej.", titel="Tal", spor="[gode-levear, x]"), "posts/2012/tal.md"),
    parse_entry(post_text("Yes.", oversættelse_af="posts/et"), "posts/2012/et.en.md"),
    parse_entry(post_text("Yes.", oversættelse_af="posts/et"), "posts/2013/one.en.md"),
    parse_entry(post_text("To.", titel="Den anden"), "posts/2013/et.md"),
)


def test_the_same_is_said_of_each_text_as_in_a_check_of_everything() -> None:
    alone = {p.file: check_text(FAULTY, p.file, NOW) for p in FAULTY.parsed_entries}
    whole = check_content(FAULTY, NOW)
    assert alone == {file: [p for p in whole if p.source == file] for file in alone}
    assert len({problem.rule for found in alone.values() for problem in found}) >= 8


def test_its_errors_are_found_without_the_checks_that_only_advise() -> None:
    for file in FAULTY.by_file:
        assert errors_in_text(FAULTY, file, NOW) == errors(check_text(FAULTY, file, NOW))
