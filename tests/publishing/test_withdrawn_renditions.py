"""What builds have made of a withdrawn picture goes with it."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from tests.publishing.sites import make_site
from tests.publishing.test_withdraw import PICTURED, put_picture, withdraw


def test_nothing_that_was_made_of_a_withdrawn_picture_is_kept(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    put_picture(site)
    site.write("posts/2026/nyt.md", PICTURED.format(title="Torvet"))
    site.publish()
    made = {
        PurePosixPath(path).name
        for path in site.manifest.files
        if path.startswith("billeder/torv-")
    }
    kept = {file.name for file in (site.folder / "var/pictures").iterdir()}
    assert made <= kept, "the cache has what is published"
    withdraw(site, "picture", "content/images/torv.png", "--now")
    left = {file.name for file in (site.folder / "var/pictures").iterdir()}
    assert not made & left, "the grey picture in its place has renditions of its own"
