"""Addresses: none that passes the check is one that something else is written to."""

from __future__ import annotations

import importlib
import pkgutil
import socket
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyspor import plugins, urls
from nyspor.checks import check_content
from nyspor.checks.addresses import check_aliases
from nyspor.checks.library import ContentInvalid, build_library
from nyspor.content.collection import ContentCollection
from nyspor.content.loader import read_content
from nyspor.files.atomic_write import write_atomically
from nyspor.model.library import PictureFile
from nyspor.model.site import Site
from nyspor.plugins.output_writer import plan_outputs
from nyspor.preview.server import SiteFiles, run_server
from nyspor.problems import Problem
from nyspor.site.build_plan import Build
from nyspor.site.theme import Theme
from tests.builders import NOW as TODAY
from tests.builders import make_collection, parse_entry, post_text, render_problems
from tests.full_site import write_content
from tests.site.building import URL


def plan_of(found: ContentCollection, preview: bool = True) -> list[str]:
    """The paths of all that a build would write. Raises `ContentInvalid`."""
    for module in pkgutil.iter_modules(plugins.__path__):
        importlib.import_module(f"nyspor.plugins.{module.name}").register()
    library = build_library(found, TODAY)
    site = Site("Nyspor", "", URL, security_contact="mailto:sikkerhed@nyspor.example")
    return sorted(plan_outputs(Build(library, site, Path("content"), Theme(), preview)))


def with_aliases(text: str, *written: str) -> str:
    """A post with these earlier addresses."""
    if not written:
        return text
    fields = "".join(f"\n  - '{alias}'" for alias in written)
    return text.replace("\ndato:", f"\ntidligere_adresser:{fields}\ndato:")


ISSUE = """---
titel: Årets historier
resume: Magasinet.
år: 2026
afsnit:
  - titel: Først
    historier:
      - historie: baenken
---

Velkommen.
"""


def a_small_site(*written: str, others: Iterable[str] = ()) -> ContentCollection:
    """A site with a bit of everything, whose two posts have these earlier addresses."""
    return make_collection(
        parse_entry(with_aliases(post_text(), *written), "posts/2012/velkommen.md"),
        parse_entry(with_aliases(post_text(titel="To"), *others), "posts/2012/to.md"),
        parse_entry(post_text(titel="Bænken"), "stories/2012/baenken.md"),
        parse_entry(ISSUE, "magazine/2026/issue.md"),
        parse_entry("---\ntitel: Om\nresume: Om os.\n---\n", "pages/om.md"),
        parse_entry("---\ntitel: About\nresume: Us.\nsprog: en\n---\n", "pages/about.en.md"),
    )


def alias_problems(*written: str, others: Iterable[str] = ()) -> list[Problem]:
    return list(check_aliases(a_small_site(*written, others=others)))


def test_every_output_of_a_site_is_refused_as_an_earlier_address(tmp_path: Path) -> None:
    """Should a new plugin write something, `urls.is_reserved` or the check must know of it."""
    site_content = read_content(write_content(tmp_path))
    for module in pkgutil.iter_modules(plugins.__path__):
        importlib.import_module(f"nyspor.plugins.{module.name}").register()
    library = build_library(site_content, TODAY)
    site = Site("Nyspor", "", URL, security_contact="mailto:sikkerhed@nyspor.example")
    build = Build(library, site, tmp_path, Theme(), preview=True)
    paths = [path for path in plan_outputs(build) if not path.startswith("/")]
    written = {
        urls.normalized_output_path(urls.parse_alias(alias))
        for entry in library.by_file.values()
        for alias in entry.aliases
    }
    text = with_aliases(post_text(), *(f"/{path}" for path in paths))
    both = ContentCollection(
        parsed_entries=(*site_content.parsed_entries, parse_entry(text, "posts/2012/proeve.md")),
        vocabularies=site_content.vocabularies,
    )
    refused = {p.params["alias"] for p in check_aliases(both) if p.source == "posts/2012/proeve.md"}
    assert {path for path in paths if f"/{path}" not in refused} <= written
    assert len(paths) > 100


@pytest.mark.parametrize(
    "alias",
    [
        "/", "/index.html", "/INDEX.HTML", "/om", "/om/", "/Om/", "/om/index.html", "/om/index.html/x/",
        "/%6Fm", "/sitemap.xml", "/Sitemap.xml", "/sitemap.xml/", "/robots.txt/x", "/404.html", "/was",
        "/feeds/alt.rss", "/feeds/gammelt.rss", "/feeds", "/theme/x", "/billeder/x.webp", "/filer/x.pdf",
        "/kalender/alle.ics", "/forms/comment/posts/x", "/kladder/posts/x", "/indlaeg", "/indlaeg/side/1/",
        "/indlaeg/side/99", "/indlaeg/kommune/roskilde", "/det-sker/", "/det-sker/kommune/roskilde/", "/spor/gode-leveaar/side/3", "/arkiv/2012", "/arkiv/1999/", "/temaer/aeldre",
        "/temaer/aeldre/side/1", "/kommuner/roskilde", "/indlaeg/velkommen", "/indlaeg/Velkommen/",
        "/indlæg/../indlaeg/", "/magasin/2026", "/magasin/2026/baenken/", "/magasin/2026/magasin-2026.pdf",
        "/en/about", "/.nyspor", "/.git/config", "/.well-known/security.txt",
    ],
)  # fmt: skip
def test_an_earlier_address_may_not_be_one_in_use(alias: str) -> None:
    assert [problem.field for problem in alias_problems(alias)] == ["tidligere_adresser"]
    assert {problem.source for problem in alias_problems(alias)} == {"posts/2012/velkommen.md"}


@pytest.mark.parametrize(
    ("alias", "words"),
    [
        ("blog/x/", "er ikke en adresse på denne side"),
        ("https://gammel.example/blog/", "er ikke en adresse på denne side"),
        ("//gammel.example/blog/", "er ikke en adresse på denne side"),
        ("/?p=123", "har et ? eller et #"),
        ("/side.aspx?id=3", "har et ? eller et #"),
        ("/om/#top", "har et ? eller et #"),
        ("/a/../b/", "et led, der er tomt eller begynder med et punktum"),
        ("/a/%2e%2e/b/", "et led, der er tomt eller begynder med et punktum"),
        ("/a/./b/", "et led, der er tomt eller begynder med et punktum"),
        ("/a//b/", "et led, der er tomt eller begynder med et punktum"),
        ("/a/ /b/", "et led, der er tomt eller begynder med et punktum"),
        ("/%2F/b/", "et led, der er tomt eller begynder med et punktum"),
        ("/a\\b/", "et tegn, der ikke kan stå"),
        ("/a%5Cb/", "et tegn, der ikke kan stå"),
        ("/a%00b/", "et tegn, der ikke kan stå"),
        ("/a%0Ab/", "et tegn, der ikke kan stå"),
        ("/blog/%E5r/", "ikke kan læses som UTF-8"),
        ("/" + "å" * 128 + "/", "længere, end disken kan rumme"),
        ("/" + "a" * 250 + ".html", "længere, end disken kan rumme"),
        ("/a" * 800, "længere, end disken kan rumme"),
    ],
)
def test_what_is_no_address_is_refused_with_a_remedy(alias: str, words: str) -> None:
    assert words in render_problems(alias_problems(alias))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("/blog/gammel/", "/blog/gammel"),
        ("/blog/gammel", "/blog/gammel/index.html"),
        ("/blog/Gammel/", "/blog/gammel/"),
        ("/blog/år/", "/blog/%C3%A5r"),
        ("/blog/år/", "/blog/a\u030ar/"),
        ("/gl.html", "/gl.html/"),
        ("/gl.html", "/gl.html/b/"),
        ("/gl.html/b/", "/GL.html"),
    ],
)
def test_two_earlier_addresses_may_not_be_one(first: str, second: str) -> None:
    for problems in (alias_problems(first, second), alias_problems(first, others=[second])):
        assert len(problems) == 1
        assert "posts/2012/" in render_problems(problems).partition("også i ")[2]


@pytest.mark.parametrize(
    ("alias", "path", "url"),
    [
        ("/indlæg/det gamle/", "indlæg/det gamle/index.html", "/indl%C3%A6g/det%20gamle/"),
        ("/blog/%C3%A5r", "blog/år/index.html", "/blog/%C3%A5r"),
        ("/blog/a\u030ar/", "blog/år/index.html", "/blog/%C3%A5r/"),
        ("/2012/03/velkommen.html", "2012/03/velkommen.html", "/2012/03/velkommen.html"),
        ("/100%/", "100%/index.html", "/100%/"),
        ("/indlaeg/gammelt-navn/", "indlaeg/gammelt-navn/index.html", "/indlaeg/gammelt-navn/"),
        ("/magasin/2026/gammel-historie/", "magasin/2026/gammel-historie/index.html", "/magasin/2026/gammel-historie/"),
    ],
)  # fmt: skip
def test_an_earlier_address_lies_where_a_web_server_looks(alias: str, path: str, url: str) -> None:
    assert alias_problems(alias) == []
    assert path in plan_of(a_small_site(alias))
    assert urls.quote_address(alias) == url


def test_a_web_server_finds_an_earlier_address_with_danish_letters(tmp_path: Path) -> None:
    alias = "/indlæg/det gamle/"
    write_atomically(tmp_path / urls.output_path(urls.parse_alias(alias)), b"flyttet")
    with (
        socket.create_server(("127.0.0.1", 0)) as listening,
        run_server(SiteFiles(tmp_path), listening),
    ):
        port = listening.getsockname()[1]
        with urlopen(f"http://127.0.0.1:{port}{urls.quote_address(alias)}") as answer:
            assert answer.read() == b"flyttet"


PARTS = (
    *("blog", "Blog", "bl%6Fg", "år", "a\u030ar", "%C3%A5r", "x y", "gl.html", "GL.html", "a.b", "100%"),
    *("index.html", "INDEX.html", "side", "2", "indlaeg", "velkommen", "to", "spor", "gode-leveaar", "theme"),
    *("arkiv", "2012", "2026", "magasin", "baenken", "temaer", "aeldre", "sitemap.xml", "om", "en", "about"),
    *("feeds", "alt.rss", "kladder", "..", ".", "", "\\", "%00", "%2F", "?p=1", "#a", ".git", "å" * 127, "å" * 128),
)  # fmt: skip
ALIASES = st.builds(
    lambda parts, start, end: start + "/".join(parts) + end,
    st.lists(st.sampled_from(PARTS), min_size=1, max_size=3),
    st.sampled_from(["/", "/", "/", "", "//"]),
    st.sampled_from(["", "/", "/index.html"]),
)


@cache
def plan_without_aliases() -> list[str]:
    return plan_of(a_small_site())


@given(st.lists(ALIASES, max_size=4), st.lists(ALIASES, max_size=4))
def test_what_passes_the_check_can_be_written(first: list[str], second: list[str]) -> None:
    # What is wrong by itself is left out, so that most of the sets have something left to collide.
    first, second = ([a for a in written if not alias_problems(a)] for written in (first, second))
    site = a_small_site(*first, others=second)
    try:
        paths = plan_of(site)
    except ContentInvalid:
        return
    assert len(paths) == len(plan_without_aliases()) + len(first) + len(second)
    assert len({urls.normalized_output_path(f"/{path}") for path in paths}) == len(paths)
    with TemporaryDirectory() as folder:
        for path in paths:
            write_atomically(Path(folder, path), b"")


@pytest.mark.parametrize("name", ["🎉", "!!!", "---", "🎉.en", "Привет", "_"])
@pytest.mark.parametrize(
    "kind", ["posts/2026", "stories", "tracks", "pilots", "workgroups", "programmes", "pages"]
)
def test_a_file_whose_name_gives_no_address_is_a_mistake(kind: str, name: str) -> None:
    file = f"{kind}/{name}.md"
    found = check_content(make_collection(parse_entry("---\ntitel: T\n---\n", file)), TODAY)
    assert f"{file}:None : Filens navn har ingen bogstaver eller tal" in render_problems(found)


@pytest.mark.parametrize(
    "file",
    ["posts/2026/.md", "pages/.en.md", "magazine/---/issue.md", "comments/posts/a/🎉.md", "ideas/---.md"],
)  # fmt: skip
def test_so_is_one_in_the_folder(tmp_path: Path, file: str) -> None:
    path = tmp_path / file
    path.parent.mkdir(parents=True)
    fields = "indlæg: posts/a\nnavn: N\nmodtaget: 2026\n"
    if not file.startswith("comments"):
        fields = "titel: T\nresume: R\nnavn: N\nmodtaget: 2026\n"
    path.write_text(f"---\n{fields}---\n\nTekst.\n", "utf-8")
    if file.startswith("ideas"):
        path.write_text("---\ntitel: T\nnavn: N\nmodtaget: 2026\n---\n\nTekst.\n", "utf-8")
    assert f"{file}:None : Filens navn har ingen bogstaver eller tal" in render_problems(
        check_content(read_content(tmp_path), TODAY)
    )


def test_slugs_of_vocabularies_must_say_something(tmp_path: Path) -> None:
    (tmp_path / "topics.yaml").write_text(
        f"- navn: A\n  slug: '---'\n- navn: B\n  slug: {'b' * 250}\n", "utf-8"
    )
    report = render_problems(check_content(read_content(tmp_path), TODAY))
    assert "topics.yaml:2 slug: »---« kan ikke være en del af en adresse." in report
    assert "topics.yaml:4 slug: »bbb" in report


def test_a_name_that_is_too_long_is_a_mistake() -> None:
    file = f"posts/{'a' * 230}.md"
    assert f"{file}:None : Filens navn er for langt" in render_problems(
        check_content(make_collection(parse_entry(post_text(), file)), TODAY)
    )


def test_names_that_the_site_has_taken_are_refused() -> None:
    fields = "titel: T\nresume: R\nspor: [gode-leveaar]\n"
    for file in (
        "workgroups/alle.md",
        "pages/alle.md",
        "magazine/side/issue.md",
        "pages/theme.md",
        "pages/was.en.md",
    ):
        found = check_content(make_collection(parse_entry(f"---\n{fields}---\n", file)), TODAY)
        assert "for den adresse bruger siden selv" in render_problems(found), file


def test_issues_that_differ_by_capitals_alone_have_one_address() -> None:
    site = make_collection(
        parse_entry(ISSUE, "magazine/Vinter/issue.md"),
        parse_entry(ISSUE, "magazine/vinter/issue.md"),
    )
    assert "magazine/vinter/issue.md:None : Filen ville få adressen" in render_problems(
        check_content(site, TODAY)
    )


@pytest.mark.parametrize(
    "name",
    ["2026 ", " 2026", "\u00a02026", "20\u200b26", "a?b", "a#b", "100%", "a\\b", "<x>", 'a"b'],
)
def test_an_issue_s_folder_must_be_fit_for_an_address(name: str) -> None:
    assert addresses_of_issue(name) == ["“{slug}” cannot be a part of an address."]


@pytest.mark.parametrize("name", ["2026", "Sommer 2026", "Forår", "nr. 1", "2026-2"])
def test_an_issue_s_folder_may_have_words(name: str) -> None:
    assert not addresses_of_issue(name)


def addresses_of_issue(name: str) -> list[str]:
    """What the check says of an issue in a folder of this name, but for its story, which is missing."""
    content = make_collection(parse_entry(ISSUE, f"magazine/{name}/issue.md"))
    return [problem.message for problem in check_content(content, TODAY) if not problem.field]


def test_files_that_differ_by_capitals_alone_have_one_address() -> None:
    links = "[a](../../files/Rapport.pdf) [b](../../files/rapport.pdf)"
    found = ContentCollection(
        parsed_entries=(parse_entry(post_text(links)),),
        files=frozenset({"files/Rapport.pdf", "files/rapport.pdf"}),
    )
    assert (
        "files/rapport.pdf:None : Filen ville få samme adresse som files/Rapport.pdf."
        in render_problems(check_content(found, TODAY))
    )


def test_drafts_in_two_languages_have_an_address_each() -> None:
    danish, english = post_text(status="kladde"), post_text(status="kladde", sprog="en")
    paths = plan_of(
        make_collection(parse_entry(danish, "posts/a.md"), parse_entry(english, "posts/a.en.md"))
    )
    assert {"kladder/posts/a/index.html", "kladder/en/posts/a/index.html"} <= set(paths)


def test_a_picture_that_lies_in_two_folders_is_published_once() -> None:
    text = "::: billede Os\n![En sti](../{}/sti.png)\n:::"
    same = PictureFile(400, 300, "0123456789ab")
    site = ContentCollection(
        parsed_entries=(
            parse_entry(post_text(text.format("images/a")), "posts/a.md"),
            parse_entry(post_text(text.format("images/b")), "posts/b.md"),
        ),
        pictures={"images/a/sti.png": same, "images/b/sti.png": same},
        files=frozenset({"images/a/sti.png", "images/b/sti.png"}),
    )
    assert "billeder/sti-400.0123456789ab.webp" in plan_of(site)
