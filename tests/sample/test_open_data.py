"""The open data of the sample: what the pages say, and nobody's name or address."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from nyspor.content.loader import read_content
from tests.conftest import NOW
from tests.sample.conftest import SITE
from tests.site.building import URL

Pages = dict[str, BeautifulSoup]

MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")


def rows_of(site: Path, table: str) -> list[dict[str, str]]:
    with (site / f"data/{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def number(text: str) -> float:
    """A number as a page writes it: `1.400`, `3,5`."""
    return float(text.strip().replace(".", "").replace(",", "."))


def test_csv_and_json_say_the_same(site: Path) -> None:
    files = sorted((site / "data").rglob("*.csv"))
    assert len(files) > 15
    for file in files:
        with file.open(encoding="utf-8", newline="") as opened:
            rows = list(csv.DictReader(opened, strict=True))
        assert rows == [
            {name: in_a_cell(value) for name, value in found.items()}
            for found in json.loads(file.with_suffix(".json").read_text("utf-8"))
        ]


def in_a_cell(value: object) -> str:
    if isinstance(value, list):
        return "|".join(value)
    if isinstance(value, bool):
        return str(value).upper()
    return "" if value is None else str(value)


def numbers_drawn(effect: Tag) -> tuple[dict[str, float], list[float]]:
    """The numbers of an effect on its page: the three set large, by what they are, and those of the table."""
    parts = effect.select(".effect-numbers [data-part]:has(strong)")
    large = {str(part["data-part"]): number(part.strong.text) for part in parts}
    return large, [number(cell.text) for cell in effect.select("td.number")]


def numbers_given(site: Path, address: str) -> dict[str, tuple[dict[str, float], list[float]]]:
    """The same of every effect of a page, by its name, from the CSV files."""
    measured = rows_of(site, "maalinger")
    found = {}
    for effect in rows_of(site, "effekter"):
        if effect["side"].endswith(address):
            values = [float(m["vaerdi"]) for m in measured if m["hoerer_til"] == effect["id"]]
            parts = {"baseline": effect["udgangspunkt"], "target": effect["maal"]}
            large = {part: float(value) for part, value in parts.items() if value}
            found[effect["indikator"]] = (
                large | ({"latest": values[-1]} if values else {}),
                values,
            )
    return found


def effects_in(part: Tag) -> dict[str, tuple[dict[str, float], list[float]]]:
    """The numbers of each effect in a part of a page, by its name."""
    return {str(e.find(["h2", "h3", "h4"]).text): numbers_drawn(e) for e in part.select(".effect")}


def test_every_number_on_the_pages_is_in_the_data(site: Path, pages: Pages) -> None:
    measured = 0
    for address, page in pages.items():
        if re.fullmatch(r"/(forsoeg|programmer)/[^/]+/", address):
            drawn = effects_in(page)
            assert drawn == numbers_given(site, address), address
            measured += sum(len(table) for _, table in drawn.values())
    assert measured == len(rows_of(site, "maalinger")) > 0


def test_every_number_of_the_barometer_is_in_the_data(site: Path, pages: Pages) -> None:
    page, measured = pages["/virkning/"], 0
    own = [(group, group.select_one(":scope > .effects")) for group in page.select(".barometer-group")]  # fmt: skip
    own += [(part, part.select_one(".effects")) for part in page.select(".reading")]
    for part, effects in own:
        if effects:
            link = part.find(["h2", "h3"]).a
            drawn = effects_in(effects)
            assert drawn == numbers_given(site, str(link["href"])), link
            measured += sum(len(table) for _, table in drawn.values())
    assert measured == len(rows_of(site, "maalinger"))


NUMBER = re.compile(r"\d+(?:\.\d{3})*(?:,\d+)?")


def numbers_in(*texts: str) -> set[float]:
    """Every number in texts, as pages write them."""
    return {number(found) for text in texts for found in NUMBER.findall(text)}


def numbers_of_rows(rows: list[dict[str, str]]) -> set[float]:
    """Every number in cells: `3.5`, `2026-09-14`, and those in words."""
    found: set[float] = {float(len(rows))}
    for row in rows:
        for cell in (row[name] for name in row.keys() - {"id", "hoerer_til", "side"}):
            plain = re.fullmatch(r"-?\d+(\.\d+)?", cell)
            found |= {abs(float(cell))} if plain else numbers_in(cell.replace("-", " "))
    return found


def test_no_word_about_an_effect_has_a_number_that_is_not_in_the_data(
    site: Path, pages: Pages
) -> None:
    """In sentences, charts, their captions and tables, and where the same is told in short."""
    rows, measured = rows_of(site, "effekter"), rows_of(site, "maalinger")
    told = 0
    for effect in rows:
        own = [m for m in measured if m["hoerer_til"] == effect["id"]]
        given = numbers_of_rows(own) | numbers_of_rows([effect])
        for address, page in pages.items():
            for shown in page.select(".effect, .in-short dl > div, .finding-shown"):
                name = shown.select_one(":is(h2, h3, h4, dt, .finding-what)")
                if name.text.partition(". ")[0] == effect["indikator"]:
                    assert numbers_in(shown.get_text(" ")) <= given, (address, name.text)
                    told += 1
    assert told > 2 * len(rows)


def test_the_counts_of_pilots_by_phase_are_those_of_the_data(site: Path, pages: Pages) -> None:
    now, phases = NOW[:10], {row["side"]: "idé" for row in rows_of(site, "forsoeg")}
    for row in rows_of(site, "faser"):
        if row["side"] in phases and row["fra"] <= now:
            phases[row["side"]] = row["fase"]
    drawn = [
        {phases[URL + str(link["href"])] for link in group.select(".pilot-title a")}
        for group in pages["/forsoeg/"].select(".by-phase")
    ]
    counts = [len(g.select(".pilot")) for g in pages["/forsoeg/"].select(".by-phase")]
    assert all(len(found) == 1 for found in drawn)
    assert {found.pop(): count for found, count in zip(drawn, counts, strict=True)} == Counter(
        phases.values()
    )


def test_every_number_of_a_yearly_status_is_in_the_data(site: Path, pages: Pages) -> None:
    given = {row["id"]: row["vaerdi"] for row in rows_of(site, "status")}
    shown = {
        f"{address.strip('/')}/{item['data-number']}": number(item.text)
        for address, page in pages.items()
        for item in page.select("[data-number]")
    }
    assert len(shown) > 30
    assert {name: float(given[name]) for name in shown} == shown


def test_every_number_of_a_programme_is_in_the_data(site: Path, pages: Pages) -> None:
    """The way from many to few, and the dates of milestones and documents."""
    selected, dated = (
        rows_of(site, "udvaelgelse"),
        [*rows_of(site, "milepaele"), *rows_of(site, "dokumenter")],
    )
    drawn = 0
    for address, page in pages.items():
        if re.fullmatch(r"/programmer/[^/]+/", address):
            steps = [row for row in selected if row["side"].endswith(address)]
            given = [(float(row["antal"]), row["tekst"]) for row in steps]
            shown = [
                (
                    number(li.select_one(".selection-count").text),
                    li.select_one(".selection-label").text,
                )
                for li in page.select(".selection > li")
            ]
            assert shown == given, address
            assert [len(svg.select("circle")) for svg in page.select(".selection-marks")] == [
                count for count, _ in given
            ]
            own = {row["dato"] for row in dated if row["side"].endswith(address) if row["dato"]}
            told = {
                str(time["datetime"])
                for time in page.select(
                    ".event:not([data-kind=phase]) time, #datoer + div time, .dated-rows time"
                )
            }
            assert own <= told, address
            drawn += len(shown)
    assert drawn == len(selected) > 0


def test_nobody_is_in_the_data(site: Path) -> None:
    content = read_content(SITE / "content")
    residents = {idea.name for idea in content.ideas.values()}
    people = {person.name for person in content.vocabularies.people.values()}
    followers = {
        person.name
        for parsed in content.parsed_entries
        for person in getattr(parsed.entry, "follow_group", ())
        if person.role
    }
    assert all((residents, people, followers))
    for file in (site / "data").rglob("*"):
        if file.is_file() and file.suffix != ".html":
            text = file.read_text("utf-8")
            assert not MAIL.search(text), file
            assert not [name for name in residents | people | followers if name in text], file
