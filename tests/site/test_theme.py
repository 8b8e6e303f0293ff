"""A site's own theme folder wins over the engine's theme, file by file and block by block."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from nyspor.model.site import Site
from nyspor.site.jinja_environment import make_environment
from nyspor.site.theme import ENGINE_FOLDER, Theme, theme_of
from nyspor.site.theme_assets import join_styles, plain_files

SITE = Site("Beby", "", "https://beby.example")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A site's theme folder, empty so far."""
    folder = tmp_path / "theme"
    folder.mkdir()
    return folder


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def test_a_site_without_a_theme_of_its_own_has_the_engine_s(tmp_path: Path) -> None:
    assert Theme.with_site_folder(tmp_path / "theme") == Theme()
    assert Theme.with_site_folder(ENGINE_FOLDER) == Theme(), "as in the engine's own repository"


def test_a_component_of_the_site_is_used_by_the_engine_s_templates(own: Path) -> None:
    write(own, "templates/components/arrow.html", "{% macro arrow(way='') %}»{% endmacro %}")
    environment = make_environment(Theme.with_site_folder(own), SITE, "da")
    template = environment.from_string(
        '{% from "components/arrow.html" import arrow %}{{ arrow() }}'
    )
    assert template.render() == "»"
    assert environment.get_template("article.html").filename == str(
        ENGINE_FOLDER / "templates/article.html"
    )


def test_a_template_of_the_site_may_replace_one_block_of_the_engine_s(own: Path) -> None:
    write(
        own,
        "templates/redirect.html",
        '{% extends "nyspor/redirect.html" %}{% block lead %}Siden er flyttet.{% endblock %}',
    )
    write(own, "templates/nothing.html", "{% block lead %}{% endblock %}")
    environment = make_environment(Theme.with_site_folder(own), SITE, "da")
    template = environment.get_template("redirect.html")
    assert template.filename == str(own / "templates/redirect.html")
    assert list(template.blocks) == ["lead"]


def test_styles_with_the_name_of_the_engine_s_replace_them_and_others_are_added(own: Path) -> None:
    write(own, "static/css/1-tokens.css", ":root { --paper: #eee }")
    write(own, "static/css/9-beby.css", ".beby { color: red }")
    write(own, "static/logo.svg", "<svg/>")
    theme = Theme.with_site_folder(own)
    styles = join_styles(theme).decode()
    assert styles.startswith(":root { --paper: #eee }")
    assert styles.endswith(".beby { color: red }")
    assert plain_files(theme)["logo.svg"] == own / "static/logo.svg"
    assert plain_files(theme).keys() > plain_files(Theme()).keys()


def test_a_word_of_the_site_wins_and_the_others_stay(own: Path) -> None:
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    write(own, "translations/da.po", head + 'msgid "Comments"\nmsgstr "Samtale"\n')
    theme = Theme.with_site_folder(own)
    words = theme.catalogue("da")
    assert words.gettext("Comments") == "Samtale"
    assert words.gettext("Menu") == Theme().catalogue("da").gettext("Menu")
    assert Theme().catalogue("da").gettext("Comments") != "Samtale", "the engine's stay as they are"
    assert theme.catalogue("en").gettext("Comments") == Theme().catalogue("en").gettext("Comments")


def test_pelican_s_overrides_of_templates_come_first(own: Path, tmp_path: Path) -> None:
    settings = {
        "THEME": str(ENGINE_FOLDER),
        "NYSPOR_SITE_THEME": str(own),
        "THEME_TEMPLATES_OVERRIDES": [str(tmp_path)],
    }
    assert theme_of(settings).template_folders == (
        tmp_path,
        own / "templates",
        ENGINE_FOLDER / "templates",
    )


def page_of(site: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((site / name).read_bytes(), "lxml")


def test_the_site_s_own_words_are_marked_as_danish_on_pages_in_another_language(site: Path) -> None:
    danish, english = (page_of(site, name) for name in ("om/index.html", "en/about/index.html"))
    links = english.select(".menu li:not(.tongue), .footer-links li")
    assert {link.get("lang") for link in links} == {"da"}
    assert english.select_one(".footer-publisher [lang=da]").get_text() == "Aaby Kommune"
    assert not danish.select(".menu li[lang]:not(.tongue), .footer [lang]")
