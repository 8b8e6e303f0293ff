"""What leads the front page, and when that changes by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from nyspor.model.library import Library
from nyspor.text.danish import parse_date
from tests.builders import NOW, make_library, make_post, post_text, problems_of, render_problems

PICTURE = {"file": "images/a.png", "alt": "En bænk", "credit": "Foto"}


def make_news(slug: str, date: str, **fields: Any) -> Any:
    """A text whose comments never change anything by themselves."""
    if "feature" in fields:
        fields["feature"] = parse_date(fields["feature"])
    return make_post(slug, date, comments="ingen", **fields)


def lead_of(library: Library) -> str:
    """The slug of what leads; '' where nothing does."""
    return library.lead.entry.slug if library.lead else ""


def day(text: str) -> datetime:
    """When a day begins in Denmark."""
    return parse_date(text).instant.astimezone(UTC)


def test_the_newest_text_with_a_picture_leads() -> None:
    old = make_news("gammel", "1. september 2026", image=PICTURE)
    new = make_news("ny", "1. oktober 2026", image=PICTURE)
    bare = make_news("uden-billede", "1. november 2026")
    assert lead_of(make_library(old, new, bare)) == "ny"


def test_an_example_leads_like_any_other() -> None:
    real = make_news("rigtig", "1. september 2026", image=PICTURE)
    example = make_news("eksempel", "1. oktober 2026", image=PICTURE, example=True)
    assert lead_of(make_library(real, example)) == "eksempel"


def test_without_pictures_the_newest_text_leads() -> None:
    old, new = make_news("gammel", "1. september 2026"), make_news("ny", "1. oktober 2026")
    assert lead_of(make_library(old, new)) == "ny"


@pytest.mark.parametrize("date", ["22. november 2025", "november 2025", "2014"])
def test_nothing_older_than_a_year_leads(date: str) -> None:
    old = make_news("gammel", date, image=PICTURE)
    assert lead_of(make_library(old)) == ""
    assert lead_of(make_library(old, make_news("ny", "1. januar 2026"))) == "ny"


def test_what_has_no_date_never_leads() -> None:
    undated = make_news("gammel", "2014", image=PICTURE).model_copy(update={"date": None})
    assert lead_of(make_library(undated)) == ""


def test_nothing_leads_an_empty_site() -> None:
    assert make_library().lead is None


def test_what_is_put_forward_leads_however_old() -> None:
    old = make_news("gammel", "2014", feature="23. november 2026")
    new = make_news("ny", "1. oktober 2026", image=PICTURE)
    assert lead_of(make_library(old, new)) == "gammel"


def test_it_is_put_forward_until_and_including_the_day() -> None:
    old = make_news("gammel", "2014", feature="23. november 2026")
    new = make_news("ny", "1. oktober 2026", image=PICTURE)
    midnight = day("24. november 2026")
    assert lead_of(make_library(old, new, now=midnight - timedelta(seconds=1))) == "gammel"
    assert lead_of(make_library(old, new, now=midnight)) == "ny"


def test_of_two_put_forward_the_newest_leads() -> None:
    first = make_news("foerste", "2. oktober 2026", feature="2027")
    other = make_news("anden", "3. oktober 2026", feature="1. december 2026")
    assert lead_of(make_library(first, other)) == "anden"


def test_a_hidden_text_never_leads() -> None:
    hidden = make_news("skjult", "1. november 2026", feature="2027", status="skjult")
    assert lead_of(make_library(hidden)) == ""


def test_the_site_changes_when_the_day_of_what_is_put_forward_is_over() -> None:
    library = make_library(make_news("a", "2014", feature="30. november 2026"))
    assert library.next_change == day("1. december 2026")


def test_the_site_changes_when_its_lead_turns_a_year_old() -> None:
    library = make_library(make_news("a", "3. marts 2026"), make_news("b", "2. januar 2026"))
    assert library.next_change == day("4. marts 2027")
    later = make_library(make_news("a", "3. marts 2026"), now=day("4. marts 2027"))
    assert (later.lead, later.next_change) == (None, None)


def test_what_does_not_lead_changes_nothing() -> None:
    old = make_news("gammel", "1. december 2025", image=PICTURE)
    new = make_news("ny", "1. oktober 2026", image=PICTURE)
    assert make_library(old, new).next_change == day("2. oktober 2027")


def test_a_writer_is_told_when_the_day_cannot_be_read() -> None:
    (problem,) = problems_of(post_text(fremhæv="til jul"))
    assert "posts/2012/velkommen.md:5 fremhæv" in render_problems([problem])
    assert problems_of(post_text(fremhæv="24. december 2026"), now=NOW) == []
