"""Addresses and comments in builds with a cache: validation finds what only two files together show."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.incremental.site_builder import entry_text
from tests.incremental.test_build_cache import Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    found = Site(tmp_path)
    assert found.build().code == 0
    return found


OLD = "tidligere_adresser: ['{}']\n"


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("/blog/gammel/", "/blog/Gammel"),
        ("/gl.html", "/gl.html/b/"),
        ("/blog/%C3%A5r/", "/blog/år/index.html"),
    ],
)
def test_an_earlier_address_that_another_file_has_is_found(
    site: Site,
    first: str,
    then: str,
) -> None:
    site.sample.write("posts/2026/nr-3.md", entry_text("Tre", more=OLD.format(first)))
    assert site.build().code == 0
    site.sample.write("posts/2026/nr-4.md", entry_text("Fire", more=OLD.format(then)))
    built = site.build()
    assert built.code == 1
    assert "posts/2026/nr-4.md:9" in built.printed
    assert "Traceback" not in built.printed
    site.sample.write("posts/2026/nr-4.md", entry_text("Fire", more=OLD.format("/blog/andet/")))
    assert site.differs(site.build()) == []


def test_a_new_file_may_not_take_an_earlier_address(site: Site) -> None:
    site.sample.write("posts/2026/nr-3.md", entry_text("Tre", more=OLD.format("/indlaeg/ny/")))
    assert site.build().code == 0
    site.sample.write("posts/2026/ny.md", entry_text("Ny"))
    built = site.build()
    assert built.code == 1
    assert "posts/2026/nr-3.md:9" in built.printed


@pytest.mark.parametrize("name", ["🎉.md", ".md", "---.en.md"])
def test_a_file_without_a_name_is_found(site: Site, name: str) -> None:
    site.sample.write(f"posts/2026/{name}", entry_text("Uden navn"))
    built = site.build()
    assert built.code == 1
    assert f"posts/2026/{name}" in built.printed
    assert "Traceback" not in built.printed


def test_comments_come_out_of_no_build(site: Site) -> None:
    note = "<!-- HEMMELIG -->"
    site.sample.write("posts/2026/nr-3.md", entry_text(f"Tre {note}", body=f"Før {note} efter."))
    site.sample.replace("topics.yaml", "navn: Fritid", f"navn: Fritid {note}")
    assert site.differs(site.build()) == []
    published = (file for file in site.output.rglob("*") if file.is_file())
    assert [file.name for file in published if b"HEMMELIG" in file.read_bytes()] == []
