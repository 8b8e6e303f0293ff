"""Addresses and comments in builds that remember: the check sees what only two files together tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.incremental.house import text
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
    site.house.write("posts/2026/nr-3.md", text("Tre", more=OLD.format(first)))
    assert site.build().code == 0
    site.house.write("posts/2026/nr-4.md", text("Fire", more=OLD.format(then)))
    built = site.build()
    assert built.code == 1
    assert "posts/2026/nr-4.md:9" in built.said
    assert "Traceback" not in built.said
    site.house.write("posts/2026/nr-4.md", text("Fire", more=OLD.format("/blog/andet/")))
    assert site.differs(site.build()) == []


def test_a_new_file_may_not_take_an_earlier_address(site: Site) -> None:
    site.house.write("posts/2026/nr-3.md", text("Tre", more=OLD.format("/indlaeg/ny/")))
    assert site.build().code == 0
    site.house.write("posts/2026/ny.md", text("Ny"))
    built = site.build()
    assert built.code == 1
    assert "posts/2026/nr-3.md:9" in built.said


@pytest.mark.parametrize("name", ["🎉.md", ".md", "---.en.md"])
def test_a_file_without_a_name_is_found(site: Site, name: str) -> None:
    site.house.write(f"posts/2026/{name}", text("Uden navn"))
    built = site.build()
    assert built.code == 1
    assert f"posts/2026/{name}" in built.said
    assert "Traceback" not in built.said


def test_comments_come_out_of_no_build(site: Site) -> None:
    note = "<!-- HEMMELIG -->"
    site.house.write("posts/2026/nr-3.md", text(f"Tre {note}", body=f"Før {note} efter."))
    site.house.replace("topics.yaml", "navn: Fritid", f"navn: Fritid {note}")
    assert site.differs(site.build()) == []
    published = (file for file in site.output.rglob("*") if file.is_file())
    assert [file.name for file in published if b"HEMMELIG" in file.read_bytes()] == []
