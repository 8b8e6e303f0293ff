"""`nyspor withdraw`: gone from the content, from what is served and from every release, and it does not come back."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from nyspor.publishing.manifest import differences, digest_of, read_manifest
from nyspor.publishing.publisher import site_inodes
from nyspor.publishing.records import read_record
from nyspor.publishing.release_store import Release
from nyspor.publishing.signing_keys import is_signed, read_keys
from nyspor.publishing.withdrawals import (
    InvalidList,
    Withdrawal,
    add_withdrawals,
    names_person,
    of_file,
    of_person,
    read_withdrawals,
    spans_of_names,
)
from tests.publishing.sites import OwnSite, a_post, make_site
from tests.publishing.test_targets import SHELL

NUMBER = "0123456789ab"
COMMENT = "---\nindlæg: posts/nyt\nnavn: {name}\nmodtaget: 2026-11-02 12:00\n---\n\n{text}\n"
PICTURED = "---\ntitel: {title}\nresume: Et indlæg.\ndato: 2026-11-01\nbillede:\n  fil: images/torv.png\n  alt: Torvet\n  kredit: Kommunen\n---\n\nTekst.\n"


@pytest.fixture
def site(tmp_path: Path) -> OwnSite:
    return make_site(tmp_path)


def withdraw(site: OwnSite, *what: str) -> str:
    done = site.run("withdraw", *what, "--yes")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def a_picture(colour: str = "red") -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (900, 600), colour).save(buffer, "PNG")
    return buffer.getvalue()


def put_picture(site: OwnSite) -> Path:
    file = site.folder / "content/images/torv.png"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(a_picture())
    return file


def publish_comment(site: OwnSite, text: str = "Ordene, der skal væk.") -> None:
    site.write("posts/2026/nyt.md", a_post())
    site.write(f"comments/posts/nyt/{NUMBER}.md", COMMENT.format(name="Naboen", text=text))
    site.publish()


def all_files(site: OwnSite, release: Release | None = None) -> dict[str, bytes]:
    """Every published file of every release, and of the staging folder."""
    store = site.store
    releases = [release] if release else [*store.releases, store.staging]
    return {
        str(file): file.read_bytes()
        for each in releases
        for file in each.site.rglob("*")
        if file.is_file() and file.suffix not in (".br", ".gz")
    }


def holding(site: OwnSite, text: str) -> list[str]:
    return [path for path, content in all_files(site).items() if text.encode() in content]


def check_releases(site: OwnSite) -> None:
    """Each release is what its signed manifest says."""
    [key] = read_keys(site.folder / "data/keys")
    for release in site.store.releases:
        manifest = read_manifest(release.site)
        assert manifest
        assert not list(differences(manifest, release.site, site_inodes(release)))
        raw, signed = ((release.site / f"release.json{e}").read_bytes() for e in ("", ".sig"))
        assert is_signed(raw, signed, key.public)


def test_a_comment_is_gone_from_every_release(site: OwnSite) -> None:
    publish_comment(site)
    first = site.store.current
    site.write("posts/2026/mere.md", a_post("Mere"))
    site.publish()
    assert first
    before = digest_of(first.site / "release.json")
    linked = first.site / "404.html"
    assert holding(site, "Ordene, der skal væk")
    assert "Naboen" in (first.private / "forms.json").read_text("utf-8")
    said = withdraw(site, "comment", NUMBER, "--reason", "request")
    assert f"Ændret i indholdet: comments/posts/nyt/{NUMBER}.md" in said
    assert not holding(site, "Ordene, der skal væk")
    assert not holding(site, NUMBER)
    lists = [each.private / "forms.json" for each in (*site.store.releases, site.store.staging)]
    assert not any("Naboen" in file.read_text("utf-8") for file in lists)
    assert linked.exists()
    check_releases(site)
    manifest = read_manifest(first.site)
    assert manifest
    assert manifest.replaces == before
    assert "indlaeg/nyt/index.html" not in manifest.files
    assert read_record(first).purged
    [line] = read_withdrawals(site.folder / "data/withdrawn.jsonl")
    assert (line.kind, line.reason) == ("comment", "request")
    assert "Ordene" not in (site.folder / "data/withdrawn.jsonl").read_text("utf-8")
    assert (site.served / "indlaeg/nyt/index.html").is_file()


def test_what_came_back_is_not_published(site: OwnSite) -> None:
    publish_comment(site)
    withdraw(site, "comment", NUMBER)
    served = site.store.current
    site.write("comments/posts/nyt/" + NUMBER + ".md", COMMENT.format(name="Naboen", text="Igen."))
    refused = site.run("publish")
    assert refused.returncode == 1
    assert f"{NUMBER}.md blev trukket tilbage den 2026-11-23 og er kommet igen" in refused.stderr
    assert site.store.current == served


@pytest.mark.parametrize(
    "what",
    [
        ("person", "Karen Testesen"),
        ("comment", NUMBER),
        ("picture", "images/torv.png"),
        ("text", "/indlaeg/findes-ikke/"),
    ],
    ids=lambda what: what[0],
)
def test_what_is_nowhere_is_not_asked_about_and_nothing_is_published(
    site: OwnSite, what: tuple[str, str]
) -> None:
    site.publish()
    refused = site.run("withdraw", *what)
    assert refused.returncode == 1
    assert what[1] in refused.stderr
    assert refused.stdout == ""
    assert len(site.store.releases) == 1
    assert not (site.folder / "data/withdrawn.jsonl").exists()


def test_what_is_withdrawn_already_is_told_and_nothing_is_published(site: OwnSite) -> None:
    site.write("posts/2026/karen.md", a_post(body="Spørg Karen Testesen."))
    put_picture(site)
    publish_comment(site)
    everything = (
        ("person", "Karen Testesen"),
        ("comment", NUMBER),
        ("picture", "images/torv.png"),
        ("text", "/indlaeg/karen/"),
    )
    for what in everything:
        withdraw(site, *what)
    releases = len(site.store.releases)
    for what in everything:
        assert "trukket tilbage allerede den 23.11.2026" in withdraw(site, *what), what
    assert len(site.store.releases) == releases
    assert len(read_withdrawals(site.folder / "data/withdrawn.jsonl")) == len(everything)


def test_what_only_an_earlier_release_shows_is_withdrawn_by_its_number(site: OwnSite) -> None:
    idea = '---\ntitel: En bænk\nnavn: Naboen\nmodtaget: "2026-11-02 09:00"\n---\n\nEn bænk, der skal væk.\n'
    file = site.write(f"ideas/en-baenk-{NUMBER}.md", idea)
    site.publish()
    file.unlink()
    site.publish()
    assert holding(site, "En bænk, der skal væk")
    withdraw(site, "comment", NUMBER)
    assert not holding(site, "En bænk, der skal væk")


@pytest.mark.parametrize("reason", ["ønske", "request"])
def test_the_reason_may_be_danish(site: OwnSite, reason: str) -> None:
    publish_comment(site)
    withdraw(site, "comment", NUMBER, "--reason", reason)
    [line] = read_withdrawals(site.folder / "data/withdrawn.jsonl")
    assert line.reason == "request"
    refused = site.run("withdraw", "comment", NUMBER, "--reason", "lyst")
    assert "»lyst« er ikke en grund" in refused.stderr


def test_the_number_of_what_is_published_is_listed(site: OwnSite) -> None:
    publish_comment(site)
    listed = site.run("comments", "list", "--published")
    assert listed.returncode == 0, listed.stderr
    [line] = [line for line in listed.stdout.splitlines() if "Naboen" in line]
    assert line.startswith(NUMBER)
    assert "Ordene, der skal væk" in line


def test_going_back_to_a_purged_release_makes_it_again_without_it(site: OwnSite) -> None:
    publish_comment(site)
    site.write("posts/2026/mere.md", a_post("Mere"))
    site.publish()
    withdraw(site, "comment", NUMBER)
    back = site.run("rollback", "1")
    assert back.returncode == 0, back.stdout + back.stderr
    current = site.store.current
    assert current
    assert read_record(current).rebuilt_from == site.store.releases[0].name
    assert (site.served / "indlaeg/nyt/index.html").is_file()
    assert not (site.served / "indlaeg/mere").exists()
    assert not holding(site, "Ordene, der skal væk")
    assert os.path.samefile(site.served / "404.html", site.store.releases[0].site / "404.html")
    check_releases(site)
    site.publish()
    assert (site.served / "indlaeg/mere/index.html").is_file()
    check_releases(site)


def test_without_git_nobody_goes_back_to_a_purged_release(tmp_path: Path) -> None:
    site = make_site(tmp_path, git=False)
    publish_comment(site)
    withdraw(site, "comment", NUMBER)
    served = site.store.current
    refused = site.run("rollback", "1")
    assert refused.returncode == 1
    assert "uden Git" in refused.stderr
    assert site.store.current == served


def test_a_picture_that_is_still_shown(site: OwnSite) -> None:
    put_picture(site)
    site.write("posts/2026/nyt.md", PICTURED.format(title="Torvet"))
    site.publish()
    renditions = [path for path in site.manifest.files if path.startswith("billeder/torv-")]
    assert renditions
    refused = site.run("withdraw", "picture", "content/images/torv.png", "--yes")
    assert refused.returncode == 1
    assert "Billedet bliver vist i: posts/2026/nyt.md" in refused.stdout
    assert not (site.folder / "data/withdrawn.jsonl").exists()
    withdraw(site, "picture", "content/images/torv.png", "--now")
    for release in site.store.releases:
        assert not [path for path in renditions if (release.site / path).exists()]
    assert [path for path in site.manifest.files if path.startswith("billeder/torv-")]
    check_releases(site)
    (site.folder / "content/images/andet.png").write_bytes(a_picture())
    assert "andet.png blev trukket tilbage" in site.run("publish").stderr


def test_a_text_and_what_leads_to_it(site: OwnSite) -> None:
    publish_comment(site)
    withdraw(site, "text", "https://blog.beby.example/indlaeg/nyt/")
    old, new = site.store.releases
    assert not (old.site / "indlaeg/nyt").exists()
    assert not (old.site / "sitemap.xml").exists()
    assert (new.site / "indlaeg/nyt/410.txt").is_file()
    assert not holding(site, "Ordene, der skal væk")
    check_releases(site)
    site.git("checkout", "--quiet", "HEAD~1", "--", "content/posts/2026/nyt.md")
    assert "posts/2026/nyt.md blev trukket tilbage" in site.run("publish").stderr


def test_a_name_is_gone_from_pages_and_releases(site: OwnSite) -> None:
    site.write(
        "posts/2026/nyt.md",
        a_post(body="Spørg **Karen** Testesen, eller se Karen Testesens liste."),
    )
    site.publish()
    assert holding(site, "Testesen")
    withdraw(site, "person", "Karen Testesen", "--reason", "consent")
    assert not holding(site, "Testesen")
    assert "Testesen" not in (site.folder / "data/withdrawn.jsonl").read_text("utf-8")
    check_releases(site)
    site.write("posts/2026/mere.md", a_post(title="Karen Testesen fortæller"))
    assert "hvis navn er trukket tilbage" in site.run("publish").stderr


def test_a_name_that_a_template_says_is_pointed_out(site: OwnSite) -> None:
    override = site.folder / "theme/templates/404.html"
    override.parent.mkdir(parents=True, exist_ok=True)
    override.write_text("<html><body><p>Spørg Karen Testesen</p></body></html>", "utf-8")
    site.publish()
    done = site.run("withdraw", "person", "Karen Testesen", "--yes")
    assert done.returncode == 1
    assert "andet end indholdet: 404.html" in done.stdout


def test_what_was_left_is_removed_by_the_next_publication(site: OwnSite) -> None:
    publish_comment(site)
    file = f"comments/posts/nyt/{NUMBER}.md"
    order = of_file(site.folder / "content", "comment", file, "2026-11-23", "", "request")
    add_withdrawals([order], site.folder / "data/withdrawn.jsonl")
    (site.folder / "content" / file).unlink()
    said = site.publish()
    assert f"Den gemte udgivelse {site.store.releases[0].name} viste noget" in said
    assert not holding(site, "Ordene, der skal væk")
    assert "viste noget" not in site.publish()
    check_releases(site)


def test_what_is_on_the_list_is_not_gone_back_to_either(site: OwnSite) -> None:
    publish_comment(site)
    file = f"comments/posts/nyt/{NUMBER}.md"
    order = of_file(site.folder / "content", "comment", file, "2026-11-23", "", "request")
    site.write("posts/2026/mere.md", a_post("Mere"))
    site.publish()
    add_withdrawals([order], site.folder / "data/withdrawn.jsonl")
    back = site.run("rollback")
    assert back.returncode == 0, back.stdout + back.stderr
    assert not (site.served / "indlaeg/mere").exists()
    assert NUMBER not in (site.served / "indlaeg/nyt/index.html").read_text("utf-8")


def test_it_is_gone_on_the_other_machine_too(site: OwnSite, tmp_path: Path) -> None:
    shell = tmp_path / "shell"
    shell.write_text(SHELL)
    shell.chmod(0o755)
    settings = site.folder / "nyspor.toml"
    target = f'[publish]\ntarget = "web.beby.example:{tmp_path}/srv"'
    settings.write_text(settings.read_text("utf-8").replace("[publish]", target), "utf-8")
    remote = {"RSYNC_RSH": str(shell)}
    site.write("posts/2026/nyt.md", a_post())
    site.write(f"comments/posts/nyt/{NUMBER}.md", COMMENT.format(name="Naboen", text="Væk."))
    site.publish(**remote)
    page = tmp_path / "srv/releases/current/site/indlaeg/nyt/index.html"
    assert NUMBER in page.read_text("utf-8")
    done = site.run("withdraw", "comment", NUMBER, "--yes", **remote)
    assert done.returncode == 0, done.stdout + done.stderr
    there = tmp_path / "srv/releases"
    files = [file for file in there.rglob("*") if file.is_file() and file.suffix == ".html"]
    assert files
    assert not [file for file in files if NUMBER.encode() in file.read_bytes()]
    assert NUMBER not in page.read_text("utf-8")


def test_with_a_fault_elsewhere_it_is_gone_all_the_same(site: OwnSite) -> None:
    publish_comment(site)
    site.write("posts/2026/fejl.md", a_post(date="i går"))
    done = site.run("withdraw", "comment", NUMBER, "--yes")
    assert done.returncode == 1
    assert not holding(site, "Ordene, der skal væk")
    assert (site.served / "indlaeg/nyt/index.html").is_file()
    check_releases(site)


def test_without_git_too(tmp_path: Path) -> None:
    site = make_site(tmp_path, git=False)
    publish_comment(site)
    site.write("posts/2026/fejl.md", a_post(date="i går"))
    assert site.run("withdraw", "comment", NUMBER, "--yes").returncode == 1
    assert not holding(site, "Ordene, der skal væk")
    check_releases(site)


def test_a_list_that_cannot_be_read_keeps_from_publishing(site: OwnSite) -> None:
    site.publish()
    file = site.folder / "data/withdrawn.jsonl"
    file.write_text('{"kind": "text"\n')
    refused = site.run("publish")
    assert refused.returncode == 1
    assert "withdrawn.jsonl:1" in refused.stderr


# --- names -------------------------------------------------------------------------------------------


KAREN = of_person("Karen Testesen", "2026-11-23", "", "other")


@pytest.mark.parametrize(
    "page",
    ["Karen Testesen", "KAREN\n testesen", "<b>Karen</b> Testesen", "Karen&nbsp;Testesens", "Karen  <i>Testesen</i>",
     '<img alt="Karen Testesen">', "&lt;p&gt;Karen &lt;b&gt;Testesen&lt;/b&gt;"],
)  # fmt: skip
def test_a_name_is_found_however_it_is_written(page: str) -> None:
    assert names_person(page.encode(), [KAREN])


@pytest.mark.parametrize(
    "page", ["karen-testesen", "images/karen-testesen.png", "Karen og Testesen"]
)
def test_what_is_no_name_is_left_alone(page: str) -> None:
    assert not names_person(page.encode(), [KAREN])


@given(st.text(), st.text())
def test_a_name_is_found_between_any_words(before: str, after: str) -> None:
    text = f"{before} Karen Testesen {after}"
    assert any(text[start:end] == "Karen Testesen" for start, end in spans_of_names(text, [KAREN]))


@given(
    lines=st.lists(
        st.dictionaries(st.sampled_from(["kind", "when", "path", "x"]), st.text()), max_size=3
    )
)
def test_any_list_is_read_or_refused(lines: list[dict[str, str]], tmp_path: Path) -> None:
    file = tmp_path / "withdrawn.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    with suppress(InvalidList):
        assert all(isinstance(each, Withdrawal) for each in read_withdrawals(file))
