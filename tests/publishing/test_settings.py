"""What `nyspor.toml` says of publications."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.publishing.sites import URL, OwnSite, a_post, make_site


@pytest.fixture
def site(tmp_path: Path) -> OwnSite:
    return make_site(tmp_path)


def configure(site: OwnSite, text: str) -> None:
    (site.folder / "nyspor.toml").write_text(f'[site]\nurl = "{URL}"\n{text}', "utf-8")


def test_releases_lie_where_the_settings_say(site: OwnSite) -> None:
    configure(site, '[publish]\nreleases = "udgivelser"\n')
    site.publish()
    assert (site.folder / "udgivelser/current/site/index.html").is_file()
    assert not (site.folder / "releases").exists()


def test_so_many_releases_are_kept(site: OwnSite) -> None:
    configure(site, "[publish]\nkeep = 2\n")
    for number in range(4):
        site.write("posts/2026/nyt.md", a_post(body=f"Udgave {number}."))
        site.publish()
    assert [release.name[:6] for release in site.store.releases] == ["000003", "000004"]


def test_the_forms_list_is_put_where_a_service_elsewhere_reads_it(site: OwnSite) -> None:
    configure(site, '[paths]\nforms_list = "var/forms.json"\n')
    site.publish()
    current = site.store.current
    assert current
    listed = (site.folder / "var/forms.json").read_bytes()
    assert listed == (current.private / "forms.json").read_bytes()


def test_a_target_that_is_none_is_named_before_anything_is_built(site: OwnSite) -> None:
    configure(site, '[publish]\ntarget = "web.beby.example"\n')
    refused = site.run("publish")
    assert refused.returncode == 2
    assert "bruger@maskine:/srv/nyspor" in refused.stderr
    assert not (site.folder / "releases").exists()


def test_a_secret_of_the_secrets_file_is_never_published(site: OwnSite) -> None:
    secret = "hemmelig" * 5
    file = site.folder / "data/secrets.env"
    file.parent.mkdir()
    file.write_text(f"NYSPOR_SECRET={secret}\n")
    file.chmod(0o600)
    site.write("posts/2026/nyt.md", a_post(body=f"Nøglen er {secret}."))
    refused = site.run("publish")
    assert refused.returncode == 1
    assert "hemmelighed" in refused.stderr
    assert secret not in refused.stderr
