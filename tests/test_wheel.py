"""The wheel holds everything that a site needs, and a site made from it can be built."""

from __future__ import annotations

import os
import re
import subprocess
import sysconfig
import venv
from os.path import dirname, normpath
from pathlib import Path
from zipfile import ZipFile

import pytest

from nyspor.desk.pages import EDITOR
from nyspor.site.theme import ENGINE_FOLDER
from tests.wheel import build_wheel

pytestmark = pytest.mark.system


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def python(wheel: Path) -> Path:
    """A Python with the wheel in it, and with the libraries of the one that runs this."""
    home = wheel.parent / "venv"
    venv.create(home, with_pip=False, symlinks=True)
    packages = next(home.glob("lib/python*/site-packages"))
    ZipFile(wheel).extractall(packages)
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    return home / "bin/python"


def run(python: Path, folder: Path, *arguments: str) -> str:
    environ = {
        name: value
        for name, value in os.environ.items()
        if name != "PYTHONPATH" and not name.startswith("NYSPOR_")
    }
    result = subprocess.run(
        [python, *arguments], cwd=folder, env=environ, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


NYSPOR = ("-c", "from nyspor.cli import main; main()")
PELICAN = ("-m", "pelican", "content", "-s", "pelicanconf.py", "-q")


def test_it_holds_code_theme_and_plugins_and_nothing_beside_nyspor(wheel: Path) -> None:
    names = ZipFile(wheel).namelist()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"nyspor"}
    assert {
        *("nyspor/plugins/feeds.py", "nyspor/theme/templates/base.html", "nyspor/defaults.py"),
        *("nyspor/theme/magazine/print.css", "nyspor/i18n/translations/da.po"),
        *("nyspor/scaffold/site/brand.yaml", "nyspor/theme/translations/da.po"),
    } <= set(names)
    assert not [name for name in names if "__pycache__" in name or "tests" in name]


@pytest.mark.skipif(
    not (ENGINE_FOLDER / EDITOR).is_file(), reason="`make editor` bundles the editor"
)
def test_it_holds_the_editor_with_its_licences(wheel: Path) -> None:
    archive = ZipFile(wheel)
    licences = archive.read("nyspor/theme/desk/editor.licenses.txt").decode()
    assert f"nyspor/theme/{EDITOR}" in archive.namelist()
    assert "@codemirror/view" in licences
    assert "MIT License" in licences


def test_it_holds_the_pages_on_running_a_site_and_what_they_lead_to(wheel: Path) -> None:
    archive = ZipFile(wheel)
    names = set(archive.namelist())
    pages = [name for name in names if name.startswith("nyspor/docs/drift/")]
    assert "nyspor/docs/drift/fra-tom-debian.md" in pages
    for page in pages:
        text = archive.read(page).decode()
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
            assert normpath(f"{dirname(page)}/{target}") in names, f"{page}: {target}"
    assert not [name for name in names if name.startswith("nyspor/docs/") and name.endswith(".py")]


def test_a_new_site_is_built_by_the_wheel_alone(python: Path, tmp_path: Path) -> None:
    run(python, tmp_path, *NYSPOR, "init", "blog", "--yes", "--name", "Nye veje")
    site = tmp_path / "blog"
    where = run(python, site, "-c", "import nyspor; print(nyspor.__file__)")
    assert str(python.parent.parent) in where
    run(python, site, *NYSPOR, "check")
    run(python, site, *PELICAN)
    front = (site / "output/index.html").read_text("utf-8")
    assert "· Nye veje</title>" in front
    assert front.count("Nyspor") == 1, "in the footer's credit"
    assert (site / "output/indlaeg/velkommen/index.html").is_file()


def test_a_site_s_own_footer_component_and_page_need_nothing_of_the_engine_s(
    python: Path, tmp_path: Path
) -> None:
    run(python, tmp_path, *NYSPOR, "init", "blog", "--yes", "--name", "Nye veje")
    site = tmp_path / "blog"
    files = {
        "theme/templates/base.html": '{% extends "nyspor/base.html" %}'
        '{% block head %}<meta name="beby" content="1">{% endblock %}',
        "theme/templates/components/arrow.html": "{% macro arrow(way='') %}→{% endmacro %}",
        "theme/templates/hilsen.html": '{% extends "base.html" %}'
        "{% block main %}<h1>Hilsen</h1>{% endblock %}",
        "plugins/hilsen.py": "from nyspor.model.site import PageHead\n"
        "from nyspor.site.build_plan import Page, plan\n\n\n"
        "def outputs(build):\n"
        '    page = PageHead("Hilsen", "/hilsen/")\n'
        '    yield Page("hilsen/index.html", "hilsen.html", lambda: {"page": page})\n\n\n'
        "def register():\n    plan.connect(outputs)\n",
    }
    for name, text in files.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, "utf-8")
    run(python, site, *PELICAN)
    assert '<meta name="beby"' in (site / "output/index.html").read_text("utf-8")
    assert "<h1>Hilsen</h1>" in (site / "output/hilsen/index.html").read_text("utf-8")
