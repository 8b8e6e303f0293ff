"""A measurement that is added changes the pages that show it; other words of the pilot leave the barometer as it is."""

from __future__ import annotations

from tests.incremental.test_build_cache import Site, site, written

__all__ = ["site"]

BAROMETER = "virkning/index.html"
MEASURED = "effekter: [{indikator: Ture, målinger: [{dato: 2025, værdi: 7, kilde: Tælleren}]}]\n"


def test_a_measurement_changes_the_pages_that_show_it(site: Site) -> None:
    site.sample.replace("pilots/sti.md", "kommune: beby\n", f"kommune: beby\n{MEASURED}")
    assert {BAROMETER, "forsoeg/sti/index.html", "spor/byrum/index.html"} <= written(site)


def test_the_text_of_a_pilot_leaves_the_barometer_as_it_is(site: Site) -> None:
    site.sample.replace("pilots/sti.md", "Om stien.", "Mere om stien.")
    found = written(site)
    assert "forsoeg/sti/index.html" in found
    assert BAROMETER not in found


STATUS = "status/2026/index.html"
OF_THE_YEAR = "---\ntitel: Status\nresume: Året.\når: 2026\n---\n\nForord.\n"


def test_a_yearly_status_is_written_when_its_numbers_change_and_not_for_other_words(site: Site) -> None:  # fmt: skip
    site.sample.write("status/2026.md", OF_THE_YEAR)
    assert STATUS in written(site)
    site.sample.replace("pilots/sti.md", "Om stien.", "Mere om stien.")
    assert not {STATUS, "data/status.csv"} & written(site)
    site.sample.replace("pilots/sti.md", "kommune: beby\n", f"kommune: beby\n{MEASURED.replace('2025', '2026-03')}")  # fmt: skip
    assert {STATUS, "data/status.csv", "data/status.json"} <= written(site)
