"""The desk beside `nyspor run`: it is signed in to by a link from the terminal, and what is saved there is published."""

from __future__ import annotations

import re
from pathlib import Path

import httpx2 as httpx
import pytest

from tests.publishing.sites import URL, OwnSite, a_post, make_site
from tests.service.sites import ServiceProcess, page, running, settings_of

STAFF = "anna:\n  navn: Anna\n  mail: anna@beby.example\n  roller: [administrator]\n"
FILE = "posts/2026/nyt.md"


@pytest.fixture
def site(tmp_path: Path) -> OwnSite:
    site = make_site(tmp_path)
    site.write(FILE, a_post())
    (site.folder / "staff.yaml").write_text(STAFF, "utf-8")
    settings = site.folder / "nyspor.toml"
    settings.write_text(settings.read_text("utf-8").replace("# enabled =", "enabled ="), "utf-8")
    site.git("add", "--all")
    site.git("commit", "--quiet", "--message", "Skrivebordet")
    return site


def of_service(site: OwnSite) -> dict[str, str]:
    return settings_of(site) | {"NYSPOR_ADDRESSES": str(site.folder / "staff.yaml")}


def press(service: ServiceProcess, path: str) -> dict[str, str]:
    """Press the button of a sign-in link; return the header with the cookie, which is Secure and so not kept by the client."""
    assert "Log ind som Anna" in service.client.get(path).text
    answer = service.client.post(path, data={"to": ""})
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/")
    assert "Secure" in answer.headers["set-cookie"]
    return {"Cookie": answer.headers["set-cookie"].partition(";")[0]}


def hidden(shown: httpx.Response, name: str) -> str:
    found = re.search(rf'name="{name}" value="(\w+)"', shown.text)
    assert found
    return found[1]


def link_for(site: OwnSite, key: str) -> str:
    printed = site.run("desk", "link", key, **of_service(site))
    assert printed.returncode == 0, printed.stderr
    return printed.stdout.strip().removeprefix(URL)


def test_what_is_saved_at_the_desk_is_published(site: OwnSite) -> None:
    with running(site, **of_service(site)) as service:
        service.wait_for("Udgivet: 000001-")
        cookie = press(service, link_for(site, "anna"))
        shown = service.client.get(f"/desk/text/{FILE}", headers=cookie)
        form = {
            "_token": hidden(shown, "_token"),
            "_base": hidden(shown, "_base"),
            "_do": "save",
            "title": "Nyt fra Anna",
            "summary": "Et indlæg.",
            "date": "2026-11-01",
            "_body": "\r\nTekst.\r\n",
        }
        saved = service.client.post(f"/desk/text/{FILE}", data=form, headers=cookie)
        assert saved.status_code == 303, saved.text
        service.wait_for("Nyt fra Anna")  # among what has changed in a release
        assert "Nyt fra Anna" in page(site, "/indlaeg/nyt/")
    assert (
        site.git("log", "-1", "--format=%an <%ae>", "--", f"content/{FILE}").strip()
        == "Anna <anna@beby.example>"
    )


def test_the_terminal_shows_who_is_signed_in_and_signs_them_out(site: OwnSite) -> None:
    with running(site, **of_service(site)) as service:
        service.wait_for("Udgivet: 000001-")
        cookie = press(service, link_for(site, "anna"))
        assert "anna" in site.run("desk", "sessions", **of_service(site)).stdout
        ended = site.run("desk", "sessions", "--end", "anna", **of_service(site))
        assert ended.returncode == 0, ended.stderr
        assert service.client.get("/desk/", headers=cookie).status_code == 303
        assert "anna" not in site.run("desk", "sessions", **of_service(site)).stdout


def test_nobody_unknown_is_given_a_link(site: OwnSite) -> None:
    link = site.run("desk", "link", "bo", **of_service(site))
    assert link.returncode == 1
    assert "anna" in link.stderr


def test_a_desk_without_https_or_with_an_unknown_kind_does_not_start(site: OwnSite) -> None:
    settings = site.folder / "nyspor.toml"
    text = settings.read_text("utf-8").replace(
        "enabled = true", 'enabled = true\napproval = ["opslag"]'
    )
    settings.write_text(text, "utf-8")
    refused = site.run("run", **of_service(site) | {"NYSPOR_SITEURL": "http://blog.beby.example"})
    assert refused.returncode == 2
    assert "https://" in refused.stderr
    assert "opslag" in refused.stderr


def test_without_the_setting_there_is_no_desk(site: OwnSite) -> None:
    (site.folder / "nyspor.toml").write_text("", "utf-8")
    with running(site, **of_service(site)) as service:
        service.wait_for("Udgivet: 000001-")
        assert service.client.get("/desk/").status_code == 404
    assert site.run("desk", "link", "anna", **of_service(site)).returncode == 1
