"""The open data of the sample: what the pages say, and nobody's name or address."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from nyspor.content.loader import read_content
from tests.sample.conftest import SITE

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


def test_every_number_on_the_pages_is_in_the_data(site: Path, pages: Pages) -> None:
    measured = 0
    for address, page in pages.items():
        if re.fullmatch(r"/(forsoeg|programmer)/[^/]+/", address):
            drawn = {
                str(e.find(["h2", "h3"]).text): numbers_drawn(e) for e in page.select(".effect")
            }
            assert drawn == numbers_given(site, address), address
            measured += sum(len(table) for _, table in drawn.values())
    assert measured == len(rows_of(site, "maalinger")) > 0


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
