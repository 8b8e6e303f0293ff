"""`nyspor publish` as an editor uses it: whole, or not at all, and back again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from nyspor.publishing.manifest import differences
from nyspor.publishing.publisher import site_inodes
from nyspor.publishing.signing_keys import is_signed, read_keys
from tests.publishing.sites import OwnSite, a_post, make_site


@pytest.fixture
def site(tmp_path: Path) -> OwnSite:
    return make_site(tmp_path)


def served_files(site: OwnSite) -> dict[str, bytes]:
    found = site.served.resolve()
    return {str(p.relative_to(found)): p.read_bytes() for p in found.rglob("*") if p.is_file()}


def test_a_publication_is_whole_and_signed(site: OwnSite) -> None:
    site.publish()
    release = site.store.current
    assert release
    assert not list(differences(site.manifest, release.site, site_inodes(release)))
    [key] = read_keys(site.folder / "data/keys")
    manifest, signatures = (site.served / name for name in ("release.json", "release.json.sig"))
    assert is_signed(manifest.read_bytes(), signatures.read_bytes(), key.public)
    assert not is_signed(manifest.read_bytes() + b" ", signatures.read_bytes(), key.public)


def test_the_manifest_says_what_the_site_was_made_from(site: OwnSite) -> None:
    site.publish()
    manifest = site.manifest
    assert manifest.commit == site.git("rev-parse", "HEAD").strip()
    assert manifest.now == "2026-11-23T11:00:00+00:00"
    assert "brand.yaml" in manifest.inputs
    assert site.git("status", "--porcelain") == ""


def test_pending_content_is_committed_and_drafts_are_not(site: OwnSite) -> None:
    site.write("posts/2026/nyt.md", a_post())
    site.write("posts/2026/kladde.md", a_post("Kladden").replace("dato:", "status: kladde\ndato:"))
    (site.folder / "noter.txt").write_text("mine egne")
    assert "Nyt: " in site.publish()
    assert site.git("status", "--porcelain").split() == [
        "??", "content/posts/2026/kladde.md", "??", "noter.txt",
    ]  # fmt: skip


def test_unchanged_files_are_hard_links(site: OwnSite) -> None:
    site.publish()
    first = site.store.current
    site.write("posts/2026/nyt.md", a_post())
    site.publish()
    second = site.store.current
    assert first
    assert second
    assert os.path.samefile(first.site / "404.html", second.site / "404.html")
    assert not os.path.samefile(first.site / "sitemap.xml", second.site / "sitemap.xml")


def test_nothing_new_makes_no_release(site: OwnSite) -> None:
    site.publish()
    assert "Der er intet nyt siden sidst" in site.publish()
    assert len(site.store.releases) == 1


def test_a_text_with_an_error_leaves_what_is_served(site: OwnSite) -> None:
    site.publish()
    before = served_files(site)
    site.write("posts/2026/nyt.md", a_post(date="i går"))
    refused = site.run("publish")
    assert refused.returncode == 1
    assert "bliver vist som før" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert served_files(site) == before


def test_a_template_with_a_dead_link_is_not_served(site: OwnSite) -> None:
    site.publish()
    before = served_files(site)
    override = site.folder / "theme/templates/404.html"
    override.parent.mkdir(parents=True, exist_ok=True)
    override.write_text("<html><body><a href='/findes-ikke/'>Hen</a></body></html>")
    refused = site.run("publish")
    assert refused.returncode == 1
    assert "404.html: Et link fører ingen steder hen: /findes-ikke/" in refused.stderr
    assert served_files(site) == before


def test_a_site_that_lost_most_of_its_pages_is_a_mistake(site: OwnSite) -> None:
    for number in range(30):
        site.write(f"posts/2026/nr-{number}.md", a_post(f"Nummer {number}"))
    site.publish()
    for number in range(30):
        (site.folder / f"content/posts/2026/nr-{number}.md").unlink()
    (site.folder / "content/addresses.lock").unlink()
    refused = site.run("publish")
    assert refused.returncode == 1
    assert "den forrige udgivelse havde" in refused.stderr
    site.publish("--allow-shrink")


def test_rollback_and_forward_again(site: OwnSite) -> None:
    site.publish()
    before = served_files(site)
    site.write("posts/2026/nyt.md", a_post())
    site.publish()
    after = served_files(site)
    back = site.run("rollback")
    assert back.returncode == 0, back.stderr
    assert served_files(site) == before
    assert "vist en tidligere udgivelse siden 23.11.2026 kl. 12.00" in site.run("releases").stdout
    site.publish()
    assert served_files(site) == after


def test_releases_say_what_was_approved_in_each_and_nothing_is_cut_off(site: OwnSite) -> None:
    """So that one sees which of them to go back to, also in a narrow window."""
    comment = (
        '---\nindlæg: posts/velkommen\nnavn: "Bo"\nmodtaget: "2026-11-02 09:00"\n---\n\nHej.\n'
    )
    idea = '---\ntitel: En bænk\nnavn: Bo\nmodtaget: "2026-11-02 09:00"\n---\n\nMed plads.\n'
    site.publish("--by", "redaktionen-i-forvaltningen")
    site.write("comments/posts/velkommen/000000000001.md", comment)
    site.write("comments/posts/velkommen/000000000002.md", comment.replace("Hej", "Hej igen"))
    idea_file = site.write("ideas/000000000003.md", idea)
    assert "Nyt: 2 kommentarer, 1 idé" in site.publish()
    idea_file.unlink()
    assert "Fjernet: 1 idé" in site.publish()
    wide = site.run("releases").stdout
    assert [words in wide for words in ("Nyt: 2 kommentarer, 1 idé", "Fjernet: 1 idé")] == [
        True
    ] * 2
    narrow = site.run("releases", COLUMNS="80").stdout
    assert "…" not in narrow
    assert "Velkommen" in narrow


def test_a_damaged_release_is_not_gone_back_to(site: OwnSite) -> None:
    site.publish()
    first = site.store.current
    site.write("posts/2026/nyt.md", a_post())
    site.publish()
    assert first
    (first.site / "index.html").unlink()
    refused = site.run("rollback", "1")
    assert refused.returncode == 1
    assert "index.html" in refused.stderr
    assert site.store.current != first


def test_old_releases_are_removed(site: OwnSite) -> None:
    for number in range(4):
        site.write("posts/2026/nyt.md", a_post(body=f"Udgave {number}."))
        site.publish()
    store = site.store
    with store.locked():
        store.prune(2)
    assert len(store.releases) == 2
    assert store.current == store.releases[-1]


def test_without_git_it_is_published_all_the_same(tmp_path: Path) -> None:
    site = make_site(tmp_path, git=False)
    assert "ikke i Git" in site.publish()
    assert site.manifest.commit == ""


def test_what_a_killed_publication_was_writing_is_not_published(site: OwnSite) -> None:
    site.publish()
    folder = site.store.staging.site / "indlaeg"
    (folder / ".nyspor-999999999-1-0123abcd.unfinished").write_text("half of a copy")
    (folder / "index.html.gz").unlink()
    site.publish()
    assert not [path for path in site.served.rglob("*") if path.name.endswith(".unfinished")]
    assert not any("unfinished" in path for path in site.manifest.files)


def test_a_compressed_copy_that_is_missing_is_made_again(site: OwnSite) -> None:
    site.publish()
    copy = site.store.staging.site / "index.html.gz"
    copy.unlink()
    site.publish()
    assert (site.served / "index.html.gz").is_file()
