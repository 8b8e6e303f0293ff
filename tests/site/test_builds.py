"""Builds: the check before them, what they leave behind, and that the same content gives the same bytes."""

from __future__ import annotations

import os
import subprocess
from hashlib import blake2b
from pathlib import Path

import pytest

from tests.builders import post_text
from tests.conftest import NOW
from tests.site.building import (
    PELICAN,
    URL,
    build,
    environment,
    recipe,
    run_build,
    run_target,
)


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): blake2b(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_make_build_and_pelican_give_the_same_bytes(site: Path, project: Path) -> None:
    environ = os.environ | {"NYSPOR_NOW": NOW, "NYSPOR_SITEURL": URL, "NYSPOR_MAGAZINES": ""}
    command = recipe("build").replace(".venv/bin/", f"{PELICAN.parent}/")
    subprocess.run(command, shell=True, cwd=project, env=environ, check=True, capture_output=True)
    assert digests(project / "output") == digests(site)


@pytest.mark.parametrize("target", ["build", "publish"])
def test_an_untouched_site_has_nothing_new(project: Path, target: str) -> None:
    """With a licence of its pictures, which nobody reads."""
    (project / "content/images/LICENSE.txt").write_text("CC BY", "utf-8")
    printed = [
        run_target(target, project, NYSPOR_SITEURL="https://blog.kommune.example").stdout
        for _ in range(3)
    ]
    assert ["intet nyt" in words for words in printed] == [False, True, True]


def test_folder_locale_time_zone_and_hash_seed_do_not_matter(
    site: Path, project: Path, tmp_path: Path
) -> None:
    output = tmp_path / "ude"
    build(project, output, TZ="Pacific/Auckland", LC_ALL="C", LANG="C", PYTHONHASHSEED="1234")
    assert digests(output) == digests(site)


def test_a_failed_check_leaves_the_site_as_it_was(project: Path) -> None:
    output = project / "output"
    build(project, output)
    before = digests(output)
    (project / "content/posts/2026/fejl.md").write_text(
        post_text(titel="", spor="findes-ikke"), "utf-8"
    )
    (project / "content/posts/2026/væk.txt").write_text("x", "utf-8")
    result = run_build(project, output)
    assert result.returncode == 1
    assert "content/posts/2026/fejl.md:1  titel" in result.stderr
    assert "content/posts/2026/fejl.md:4  spor" in result.stderr
    assert "content/posts/2026/væk.txt" in result.stderr
    assert "3 fejl i 2 filer." in result.stderr
    assert "Traceback" not in result.stderr
    assert digests(output) == before


def test_what_left_the_site_is_removed_and_nothing_else(project: Path) -> None:
    output = project / "output"
    (project / "content/posts/2026/kort.md").write_text(post_text(), "utf-8")
    build(project, output)
    assert (output / "indlaeg/kort/index.html").exists()
    (output / ".git").mkdir()
    (output / ".git/config").touch()
    (project / "content/posts/2026/kort.md").unlink()
    build(project, output)
    assert not (output / "indlaeg/kort").exists()
    assert (output / ".git/config").exists()


def test_no_comment_is_published_anywhere(project: Path, tmp_path: Path) -> None:
    note = "<!-- HEMMELIG, ring til os -->"
    body = f"{note}\n\nFør {note} efter <!-- HEMMELIG\n\nHEMMELIG --> og `<!-- vis -->`.\n\n## Om {note}\n"
    fields = {"titel": f'"Nyt {note}"', "resume": f'"Kort {note}"', "temaer": "[fritid]"}
    post = post_text(body, dato="2026-11-01", **fields)
    (project / "content/posts/2026/note.md").write_text(post, "utf-8")
    for name in ("topics.yaml", "municipalities.yaml"):
        file = project / "content" / name
        file.write_text(file.read_text("utf-8").replace("navn: ", f"navn: {note} "), "utf-8")
    (issue,) = (project / "content/magazine").glob("*/issue.md")
    text = issue.read_text("utf-8").replace("\ntema: ", f"\ntema: {note} ")
    issue.write_text(text.replace("\nleder: |\n", f"\nleder: |\n  {note}\n"), "utf-8")
    output = tmp_path / "output"
    build(project, output)
    page = (output / "indlaeg/note/index.html").read_text("utf-8")
    assert "&lt;!-- vis --&gt;" in page
    published = [file for file in output.rglob("*") if file.is_file()]
    published.append(Path(f"{output}.forms.json"))
    assert [file.name for file in published if b"HEMMELIG" in file.read_bytes()] == []


def test_a_folder_that_is_not_ours_is_not_cleaned_up(project: Path, tmp_path: Path) -> None:
    foreign = tmp_path / "fremmed"
    foreign.mkdir()
    (foreign / "dagbog.txt").write_text("Kære dagbog", "utf-8")
    build(project, foreign)
    assert (foreign / "dagbog.txt").exists()


def test_no_page_reads_what_its_key_does_not_cover(
    site: Path, project: Path, tmp_path: Path
) -> None:
    words = "from pelicanconf import *\n\nNYSPOR_STRICT = True\n"
    (project / "strict.py").write_text(words, "utf-8")
    path = os.pathsep.join([str(project), os.environ.get("PYTHONPATH", "")])
    build(project, tmp_path / "strict", "strict.py", PYTHONPATH=path)
    assert digests(tmp_path / "strict") == digests(site)


NO_PLACE_TO_PUBLISH = {
    "": "NYSPOR_SITEURL mangler",
    "  ": "NYSPOR_SITEURL mangler",
    "kommune.example/innovation": "mangler https://",
    "//kommune.dk": "mangler https://",
    "www.kommune.dk": "mangler https://",
    "ftp://kommune.dk": "skal begynde med https://",
    "https:///innovation": "nævner ingen server",
    "https://kommune.dk/?side=1": "»?«",
    "https://bruger:kode@kommune.dk": "adgangskode",
    "https://min kommune.dk": "mellemrum",
    "https://kommune.dk:99999": "port",
    "https://nyspor.example": "eksempelsidens adresse",
    "HTTP://Nyspor.Example:8080/blog/": "eksempelsidens adresse",
}
"""Addresses that nothing can be published at, with what is printed about them."""


def assert_refused(result: subprocess.CompletedProcess[str], words: str, project: Path) -> None:
    """A build was refused in so many words, and wrote nothing at all."""
    assert result.returncode != 0
    assert words in result.stderr
    assert "NYSPOR_SITEURL=https://" in result.stderr, "it shows how to write it"
    assert "Traceback" not in result.stdout + result.stderr
    assert "kode@" not in result.stderr, "a password is not repeated"
    assert not {"public", "output", "var"} & {path.name for path in project.iterdir()}


@pytest.mark.parametrize(("address", "words"), NO_PLACE_TO_PUBLISH.items())
def test_publishing_is_refused_where_it_has_no_address(
    project: Path, address: str, words: str
) -> None:
    assert_refused(run_target("publish", project, NYSPOR_SITEURL=address), words, project)


def test_publishing_is_refused_where_the_address_is_not_set(project: Path) -> None:
    assert_refused(run_target("publish", project), "NYSPOR_SITEURL mangler", project)


def test_publishing_is_refused_without_the_cache_too(project: Path) -> None:
    words = "import sys\nsys.path.insert(0, '.')\nfrom publishconf import *\n"
    words += "from pelican import Pelican\nPELICAN_CLASS = Pelican\n"
    (project / "plain.py").write_text(words, "utf-8")
    result = run_target("publish", project, "plain.py")
    assert_refused(result, "NYSPOR_SITEURL mangler", project)


@pytest.mark.parametrize("address", ["kommune.example/innovation", "ftp://kommune.dk"])
def test_a_preview_is_refused_where_its_address_is_none(project: Path, address: str) -> None:
    assert_refused(run_target("build", project, NYSPOR_SITEURL=address), "https://", project)
    serving = [PELICAN.parent / "nyspor", "serve", "--port", "0"]
    environ = environment(NYSPOR_SITEURL=address)
    result = subprocess.run(serving, cwd=project, env=environ, capture_output=True, text=True)
    assert_refused(result, "https://", project)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("https://kommune.example/innovation/", "https://kommune.example/innovation"),
        ("https://blåbærsø.example", "https://xn--blbrs-nrai0m.example"),
    ],
)
def test_a_published_site_bears_its_address(project: Path, written: str, address: str) -> None:
    result = run_target("publish", project, NYSPOR_SITEURL=written)
    assert result.returncode == 0, result.stderr
    public = project / "public"
    assert f'rel="canonical" href="{address}/"' in (public / "index.html").read_text("utf-8")
    assert f'href="{address}/feeds/alt.atom"' in (public / "feeds/alt.atom").read_text("utf-8")
    assert f"<loc>{address}/" in (public / "sitemap.xml").read_text("utf-8")


def test_what_means_something_only_at_the_root_of_a_host_is_written_only_there(
    project: Path, tmp_path: Path
) -> None:
    build(project, tmp_path / "root", NYSPOR_SITEURL="https://blog.example")
    build(project, tmp_path / "path", NYSPOR_SITEURL="https://kommune.example/blog")
    for name in ("robots.txt", ".well-known/security.txt"):
        assert "https://blog.example/" in (tmp_path / "root" / name).read_text("utf-8")
        assert not (tmp_path / "path" / name).exists()


def test_a_site_in_a_folder_of_its_own_has_its_links_there(project: Path, tmp_path: Path) -> None:
    build(project, tmp_path / "output", NYSPOR_SITEURL="https://kommune.example/nyspor")
    page = (tmp_path / "output/index.html").read_text("utf-8")
    assert 'href="/nyspor/indlaeg/"' in page
    assert 'href="/indlaeg/"' not in page
    post = next((tmp_path / "output/indlaeg").glob("*/index.html")).read_text("utf-8")
    assert 'href="/indlaeg' not in post
    assert 'src="/billeder' not in post
