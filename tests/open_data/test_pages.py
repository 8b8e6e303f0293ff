"""The pages about the open data, and the files that the build writes beside them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from nyspor.model.library import Library
from nyspor.model.licences import find_licence
from nyspor.model.site import Site
from nyspor.open_data.tables import tables
from nyspor.plugins import open_data
from nyspor.site.build_plan import Build, File, Output, Page
from nyspor.site.jinja_environment import make_environment
from nyspor.site.settings import InvalidSetting, data_licence_of
from nyspor.site.theme import Theme
from tests.browser import html_errors
from tests.open_data.libraries import URL, a_library, a_pilot, an_effect, an_idea

SITE = Site("Nye veje", "", URL, publisher="Beby Kommune", styles=("/x.css",))


def planned(library: Library, site: Site = SITE) -> dict[str, Output]:
    build = Build(library, site, Path("content"), Theme())
    return {output.path: output for output in open_data.outputs(build)}


def rendered(library: Library, path: str = "data/index.html", site: Site = SITE) -> BeautifulSoup:
    page = planned(library, site)[path]
    assert isinstance(page, Page)
    html = make_environment(Theme(), site, "da").get_template(page.template).render(page.context())
    assert html_errors(html) == []
    return BeautifulSoup(html, "lxml")


def measured(*measurements: tuple[str, float]) -> Library:
    return a_library(a_pilot(effects=[an_effect(*measurements)]), ideas=(an_idea(),))


def made(library: Library, path: str) -> bytes:
    file = planned(library)[path]
    assert isinstance(file, File)
    return file.make()


def test_the_page_links_to_every_file_and_all_are_there() -> None:
    library = measured(("2025", 1))
    links = [str(link["href"]) for link in rendered(library).select('main a[href^="/data/"]')]
    wanted = [f"/data/{name}.{end}" for name in tables() for end in ("csv", "json", "schema.json")]
    assert set(links) == {*wanted, "/data/catalog.jsonld", "/data/2025/"}
    files = planned(library)
    assert all((link.lstrip("/") + ("index.html" if link.endswith("/") else "")) in files for link in links)  # fmt: skip


def test_the_page_says_how_many_rows_and_what_each_column_is() -> None:
    page = rendered(measured(("2025", 1), ("2026", 2)))
    heading = page.select_one("h3#maalinger")
    assert heading
    assert heading.text == "Målinger"
    sentence, count = (p.text for p in heading.find_next_siblings("p")[:2])
    assert sentence == "Hver måling af en effekt, og hvor tallet kommer fra."
    assert count.startswith("2 rækker: CSV")
    columns = heading.find_next_sibling("details")
    assert columns
    assert [code.text for code in columns.select("dt")] == [c.name for c in tables()["maalinger"].columns]  # fmt: skip
    assert "Tallet alene, uden enhed." in columns.text


def test_the_page_says_the_licence_and_how_to_name_the_source() -> None:
    page = rendered(measured())
    licence = page.select_one('main a[rel="license"]')
    assert licence
    assert licence.text == "CC BY 4.0"
    assert "Beby Kommune, Åbne data, https://beby.example/data/" in page.main.text
    free = rendered(measured(), site=replace(SITE, data_licence="CC0 1.0"))
    assert free.select_one('main a[href^="https://creativecommons.org/publicdomain/zero/1.0"]')


def test_a_year_s_copy_has_its_own_page_and_says_how_it_was_made() -> None:
    library = measured(("2025", 1), ("2026", 2))
    page = rendered(library, "data/2025/index.html")
    assert page.h1.text == "Åbne data 2025"
    assert "så det, der er rettet siden, er også rettet her" in page.main.text
    assert page.select('main a[href="/data/2025/maalinger.csv"]')
    assert len(json.loads(made(library, "data/2025/maalinger.json"))) == 1
    assert len(json.loads(made(library, "data/maalinger.json"))) == 2


def test_the_year_that_goes_on_has_no_copy() -> None:
    assert "data/2026/index.html" not in planned(measured(("2026", 2)))


def inputs(library: Library) -> dict[str, Any]:
    """What a build cache tells the outputs apart by, the texts of entries besides."""
    found = planned(library)
    return {p: (o.whole, repr(o.values)) for p, o in found.items() if isinstance(o, Page | File)}


def changed(before: Library, after: Library) -> set[str]:
    one, other = inputs(before), inputs(after)
    return {path for path in one if one[path] != other[path]}


def test_nothing_is_made_again_where_nothing_changed() -> None:
    assert changed(measured(("2025", 1)), measured(("2025", 1))) == set()


def test_an_idea_changes_the_tables_of_ideas_alone() -> None:
    before = measured(("2025", 1))
    after = replace(before, ideas=(*before.ideas, an_idea("lampe", title="En lampe")))
    tables_changed = {path for path in changed(before, after) if not path.endswith(".html")}
    names = ("ideer", "forloeb")  # an idea and the steps inside it
    places = ("data", "data/2025")
    assert tables_changed == {
        f"{place}/{name}.{ending}"
        for place in places
        for name in names
        for ending in ("csv", "json")
    }


def test_what_an_idea_became_is_an_input_too() -> None:
    idea = an_idea(became="pilots/ny")
    before, after = a_library(ideas=(idea,)), a_library(a_pilot("ny"), ideas=(idea,))
    assert "data/ideer.csv" in changed(before, after)


@pytest.mark.parametrize("text", ["CC BY 4.0", "CC0 1.0", "https://beby.example/vilkaar"])
def test_licences_that_are_known(text: str) -> None:
    assert find_licence(text)
    assert data_licence_of({"NYSPOR_DATA_LICENCE": text}) == text


def test_a_licence_that_nobody_knows_stops_the_build() -> None:
    with pytest.raises(InvalidSetting, match="GPL er ikke en licens, Nyspor kender"):
        data_licence_of({"NYSPOR_DATA_LICENCE": "GPL"})


def test_without_a_setting_the_licence_is_cc_by() -> None:
    assert data_licence_of({}) == "CC BY 4.0"
