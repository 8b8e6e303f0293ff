"""A search that the service answers, where the browser runs no JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from nyspor.forms_service.searches import MOST_IN_A_MINUTE
from nyspor.search.answers import write_answers
from nyspor.search.documents import SearchDocument
from tests.forms_service.running_service import RunningService, running_service

DOCUMENTS = tuple(
    SearchDocument(
        f"/indlaeg/{number}/", "da", f"Bænk <nr.> {number}", "Nu er der bænke.", "posts",
        "Ved plejehjemmet står en bænk.", filters={"Kommune": (place,)},
    )
    for number, place in enumerate(["Beby", *["Deby"] * 11])
)  # fmt: skip


@pytest.fixture
def service(tmp_path: Path) -> Iterator[RunningService]:
    with running_service(tmp_path) as running:
        write_answers(running.settings.forms.with_name("search.da.sqlite"), DOCUMENTS, ())
        yield running


def ask(service: RunningService, **query: str) -> BeautifulSoup:
    answer = service.client.get("/forms/search", params=query)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "lxml")


def said(page: BeautifulSoup) -> str:
    found = page.select_one(".search-count")
    assert found
    return found.text


def link(page: BeautifulSoup, text: str) -> str:
    found = next(a for a in page.select("main a") if text in a.text)
    return str(found["href"])


def test_results_are_shown_with_their_words_marked(service: RunningService) -> None:
    page = ask(service, q="bænke")
    assert said(page) == "12 resultater for »bænke«"
    first = page.select_one(".hit")
    assert isinstance(first, Tag)
    assert first.select("mark")[0].text == "Bænk"
    assert first.h2
    assert first.h2.text == "Bænk <nr.> 0"
    assert page.select_one("#soeg")["value"] == "bænke"  # type: ignore[index]


def test_results_are_narrowed_down_and_paged_by_plain_links(service: RunningService) -> None:
    page = ask(service, q="bænke")
    second = service.client.get(link(page, "Næste side"))
    assert len(BeautifulSoup(second.text, "lxml").select(".hit")) == 2
    narrowed = BeautifulSoup(service.client.get(link(page, "Beby")).text, "lxml")
    assert said(narrowed) == "Ét resultat for »bænke«"
    assert link(narrowed, "Vis alle igen") == "/forms/search?q=b%C3%A6nke"


@pytest.mark.parametrize(
    "query",
    ['"', "a OR b*", "<script>alert(1)</script>", "\0", "æ" * 10_000],
    ids=["quote", "operators", "markup", "nul", "long"],
)
def test_no_query_does_harm(service: RunningService, query: str) -> None:
    page = ask(service, q=query)
    assert not page.select("main script")
    assert said(page).startswith("Vi fandt ikke noget")
    assert link(page, "Temaer fra A til Å") == "/temaer/"


def test_other_parameters_may_be_nonsense(service: RunningService) -> None:
    page = ask(service, q="bænke", side="-1", lang="xx", kommune="Ukendt", aar="\0")
    assert said(page).startswith("Vi fandt ikke noget")


def test_without_an_index_the_page_leads_to_the_topics(service: RunningService) -> None:
    service.settings.forms.with_name("search.da.sqlite").unlink()
    page = ask(service, q="bænke")
    assert link(page, "Temaer fra A til Å") == "/temaer/"


def test_one_network_may_not_search_without_end(service: RunningService) -> None:
    answers = [service.client.get("/forms/search") for _ in range(MOST_IN_A_MINUTE + 1)]
    assert {answer.status_code for answer in answers[:-1]} == {200}
    assert answers[-1].status_code == 429
