"""A site's own templates: what the docs say of them is so, and what is wrong with one is told with a remedy."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from subprocess import run
from textwrap import dedent

import pytest
from bs4 import BeautifulSoup
from jinja2 import nodes

from nyspor.model.site import Site
from nyspor.scaffold.new_site import Answers, site_files
from nyspor.site.jinja_environment import make_environment
from nyspor.site.template_checks import blocks_of, check_templates
from nyspor.site.theme import Theme
from tests.builders import render_problems
from tests.conftest import ROOT
from tests.site.building import PELICAN, environment

DOC = (ROOT / "docs/skabeloner.md").read_text("utf-8")
OF_SOME = "Blokkene på de enkelte sider"
OF_THE_PROGRAM = ("magazine/", "preview/", "components/", "desk/")
"""Folders of templates that make no page of the site."""


def examples(text: str) -> dict[str, str]:
    """The files that a document tells one to make, by path: the code after the line that names each."""
    found = re.findall(r"ilen `(theme/[^`]+)`.*?```\w+\n(.*?\n) *```", text, re.DOTALL)
    return {path: dedent(code) for path, code in found}


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under a heading of the document, without the table's own head."""
    section = DOC.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def names(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def write_files(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return folder


def new_site(folder: Path, files: dict[str, str]) -> Path:
    """A site as `nyspor init` makes it, with these files too."""
    made = site_files(Answers("Beby", "Beby Kommune"), date(2026, 11, 23))
    return write_files(folder, made | files)


def build(folder: Path) -> tuple[int, str]:
    """The exit code of a build, and what it printed."""
    command = [str(PELICAN), "content", "-s", "pelicanconf.py", "-o", "output", "-q"]
    found = environment(NYSPOR_SITEURL="https://beby.example/blog", PYTHONPATH=str(ROOT))
    result = run(command, cwd=folder, env=found, capture_output=True, text=True, check=False)
    return result.returncode, result.stdout + result.stderr


def page(folder: Path, path: str = "") -> BeautifulSoup:
    return BeautifulSoup((folder / "output" / path / "index.html").read_bytes(), "lxml")


def problems(folder: Path, **templates: str) -> str:
    """What is said of a site's templates, by file and line; of `base` for one."""
    files = {f"theme/templates/{name}.html": text for name, text in templates.items()}
    write_files(folder, files)
    found = render_problems(check_templates(Theme.with_site_folder(folder / "theme")))
    return found.replace(f"{folder}/theme/templates/", "")


# What the docs say.


@pytest.fixture(scope="module")
def example_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new site with the examples of the document."""
    folder = new_site(tmp_path_factory.mktemp("beby"), examples(DOC))
    code, printed = build(folder)
    assert code == 0, printed
    return folder


def test_the_examples_are_whole() -> None:
    assert list(examples(DOC)) == [
        "theme/templates/base.html",
        "theme/static/css/9-vores.css",
        "theme/templates/post.html",
    ]


def test_opening_hours_stand_in_the_footer_of_every_page(example_site: Path) -> None:
    for path in ("", "om", "indlaeg", "indlaeg/velkommen", "kolofon"):
        footer = page(example_site, path).select_one("footer .opening-hours")
        assert footer
        assert footer.get_text(" ", strip=True).startswith("Åbningstider Mandag til torsdag 10–15")
    (styles,) = (example_site / "output/theme").glob("css/*.css")
    assert styles.read_text("utf-8").rstrip().endswith(".opening-hours h2 { font-size: 1.25rem; }")


def test_a_box_stands_under_a_post_and_nowhere_else(example_site: Path) -> None:
    link = page(example_site, "indlaeg/velkommen").select_one("main .ask-us a")
    assert link
    assert link["href"] == "/blog/om/"
    assert not page(example_site, "om").select(".ask-us")


def test_the_folder_of_a_new_site_shows_the_same_example() -> None:
    readme = (ROOT / "nyspor/scaffold/site/theme/README.md").read_text("utf-8")
    assert examples(readme).items() <= examples(DOC).items()


def test_the_tables_name_exactly_the_blocks_that_there_are() -> None:
    engine = make_environment(Theme(), Site("", "", ""), "da")
    assert engine.loader
    introduced = []
    for name in engine.list_templates(extensions=["html"]):
        if name.startswith((*OF_THE_PROGRAM, "nyspor/")):
            continue
        tree = engine.parse(engine.loader.get_source(engine, name)[0])
        parents = [str(node.template.value) for node in tree.find_all(nodes.Extends)]  # type: ignore[attr-defined]
        inherited = blocks_of(engine, parents[0]) if parents else {}
        introduced += [(name, block) for block in blocks_of(engine, name) if block not in inherited]
    of_all = [
        ("base.html", block) for row in rows("Blokkene på alle sider") for block in names(row[0])
    ]
    of_some = [tuple(names(row[0] + row[1])) for row in rows(OF_SOME)]
    assert sorted(of_all + of_some) == sorted(introduced)


def test_the_table_of_pages_names_every_template() -> None:
    named = [name for row in rows("Hvilken skabelon er hvilken side?") for name in names(row[0])]
    files = (ROOT / "theme/templates").glob("*.html")
    assert sorted(named) == sorted(file.name for file in files)


def test_what_the_tables_say_can_be_used_is_there(tmp_path: Path) -> None:
    for_all = re.findall(r"{{ ([a-z.]+) }}", DOC.partition("\n## Blokkene på alle sider\n")[2])
    files = {
        "theme/templates/base.html": '{% extends "nyspor/base.html" %}{% block footer_extra %}'
        + "".join(f"{{{{ {name} }}}}" for name in for_all if not name.startswith("entry"))
        + "{% endblock %}"
    }
    pages = {
        "article.html": ("post.html", "indlaeg/velkommen"),
        "entry.html": ("page.html", "om"),
        "workgroup.html": ("workgroup.html", "arbejdsgrupper/sporgruppen"),
        "ideas.html": ("ideas.html", "ideer"),
    }
    used = [(names(row[0])[0], names(row[1])[0], names(row[3])) for row in rows(OF_SOME)]
    for template, block, values in used:
        if template in pages:
            name, _ = pages[template]
            shown = "".join(
                f"{{% if {value} is defined %}}[{value}]{{% endif %}}" for value in values
            )
            files.setdefault(f"theme/templates/{name}", f'{{% extends "nyspor/{name}" %}}')
            files[f"theme/templates/{name}"] += (
                f"{{% block {block} %}}{{{{ super() }}}}{shown}{{% endblock %}}"
            )
    folder = new_site(tmp_path, files)
    code, printed = build(folder)
    assert code == 0, printed
    for template, _, values in used:
        if template in pages:
            text = page(folder, pages[template][1]).get_text()
            assert [value for value in values if f"[{value}]" not in text] == []


# What is wrong is told.

BASE = '{% extends "nyspor/base.html" %}\n'


@pytest.mark.parametrize(
    ("template", "said"),
    [
        (BASE + "{% block footer_extr %}Hej{% endblock %}", "base.html:2 : nyspor/base.html har ingen blok, der hedder »footer_extr«, så det, der står i den, bliver ikke vist. Mente du »footer_extra«? Blokkene er: discovery, head, "),
        (BASE + "{% block sidebar %}Hej{% endblock %}", "base.html:2 : nyspor/base.html har ingen blok, der hedder »sidebar«, så det, der står i den, bliver ikke vist. Skriv en af dens blokke: discovery, head, "),
        (BASE + "\n<p>Hej</p>", "base.html:3 : Det, der står uden for blokkene, bliver ikke vist."),
        ('{% extends "base.html" %}', "base.html:1 : Skabelonen bygger videre på sig selv. Skriv »{% extends \"nyspor/base.html\" %}«"),
        ('{% extends "nyspor/basis.html" %}', "base.html:1 : Der findes ikke nogen skabelon, der hedder »nyspor/basis.html«. Mente du »nyspor/base.html«?"),
        (BASE + '{% block main %}\n{% include "ingen.css" %}{% endblock %}', "base.html:3 : Der findes ikke nogen skabelon, der hedder »ingen.css«."),
        (BASE + "{% block main %}", "base.html:2 : »{% block %}« begynder her eller ovenfor og slutter aldrig. Skriv »{% endblock %}«"),
        (BASE + "{% block main %}\n{% if page %}\n{% endblock %}", "base.html:4 : »{% if %}« begynder her"),
        (BASE + "{% endblock %}", "base.html:2 : »{% endblock %}« slutter noget, der ikke er begyndt."),
        (BASE + "{% blok main %}", "base.html:2 : Der findes ikke noget, der hedder »{% blok %}«, i skabeloner."),
        (BASE + "{% block main %}{% endblock %}\n{% block main %}{% endblock %}", "base.html:3 : Blokken »main« står her to gange."),
        (BASE + "{% block main %}{{ site.name | store }}{% endblock %}", "base.html:2 : Der findes ikke noget filter, der hedder »store«."),
        (BASE + "{% block main %}{{ site.name }{% endblock %}", "base.html:2 : Skabelonen kan ikke læses. Jinja siger: unexpected '}' Se efter, at hver »{{« har sin »}}«"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line_and_what_to_do(
    tmp_path: Path, template: str, said: str
) -> None:
    assert problems(tmp_path, base=template).startswith(said)


def test_a_file_that_is_no_utf8_is_told_so(tmp_path: Path) -> None:
    write_files(tmp_path, {"theme/templates/base.html": ""})
    (tmp_path / "theme/templates/base.html").write_bytes("Åbent".encode("latin-1"))
    found = render_problems(check_templates(Theme.with_site_folder(tmp_path / "theme")))
    assert "Latin-1" in found


def test_what_is_right_is_left_alone(tmp_path: Path) -> None:
    """A block in a block, one that another of the site's own templates has, a page of a plugin's, other files."""
    base = BASE + "{% block main %}{% block ours %}{% endblock %}{% endblock %}"
    page = '{% extends "nyspor/page.html" %}{% block ours %}Hej{% endblock %}'
    write_files(tmp_path, {"theme/templates/LÆS.md": "{% hej", "theme/templates/.x.html": "{% hej"})
    assert problems(tmp_path, base=base, page=page, map="<p>{{ anything }}</p>") == ""
    assert check_templates(Theme()) == []


def test_check_and_build_refuse_the_same(tmp_path: Path) -> None:
    wrong = BASE + "{% block footer_extr %}Hej{% endblock %}"
    folder = new_site(tmp_path, {"theme/templates/base.html": wrong})
    code, built = build(folder)
    nyspor = [str(PELICAN.with_name("nyspor")), "check"]
    checked = run(
        nyspor, cwd=folder, env=environment(PYTHONPATH=str(ROOT)), capture_output=True, text=True
    )
    assert (code, checked.returncode) == (1, 1)
    for printed in (built, checked.stderr):
        assert "  theme/templates/base.html:2\n" in printed
        assert "Mente du »footer_extra«?" in printed
    assert not (folder / "output").exists()


def test_a_fault_that_only_a_page_shows_names_the_line_of_the_site_s_file(tmp_path: Path) -> None:
    wrong = BASE + "{% block footer_extra %}\n{{ site.opening_hours }}{% endblock %}"
    folder = new_site(tmp_path, {"theme/templates/base.html": wrong})
    code, printed = build(folder)
    assert code == 1
    assert "  theme/templates/base.html:3\n" in printed
    assert "opening_hours" in printed
    assert "Traceback" not in printed
