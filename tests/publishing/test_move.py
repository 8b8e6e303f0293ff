"""From a site that was built straight into `public/` to releases, as docs/drift/flytning.md says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.publishing.sites import OwnSite, a_post, environment, make_site

ONLY_OF_RELEASES = (".br", ".gz", "release.json", "release.json.sig", "redirects.map")


@pytest.fixture
def site(tmp_path: Path) -> OwnSite:
    """A site that has been published the old way."""
    site = make_site(tmp_path)
    site.write("posts/2026/nyt.md", a_post())
    build(site)
    return site


def build(site: OwnSite) -> None:
    command = [sys.executable, "-m", "pelican", "content", "-s", "publishconf.py", "-q"]
    subprocess.run(command, cwd=site.folder, check=True, env=environment(), capture_output=True)


def files_of(folder: Path) -> dict[str, bytes]:
    """What visitors can read, without what only releases have."""
    folder = folder.resolve()
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith(ONLY_OF_RELEASES)
    }


def test_the_first_release_has_the_pages_of_public(site: OwnSite) -> None:
    before = files_of(site.folder / "public")
    site.publish()
    assert files_of(site.folder / "releases/current/site") == before


def test_public_is_left_as_it_is(site: OwnSite) -> None:
    before = files_of(site.folder / "public")
    site.publish()
    site.write("posts/2026/nyere.md", a_post("Nyere"))
    site.publish()
    assert files_of(site.folder / "public") == before


def test_addresses_of_before_still_lead_on(site: OwnSite) -> None:
    (site.folder / "content/posts/2026/nyt.md").rename(
        site.folder / "content/posts/2026/nyt-navn.md"
    )
    site.publish()
    page = (site.served / "indlaeg/nyt/index.html").read_text("utf-8")
    assert "/indlaeg/nyt-navn/" in page
