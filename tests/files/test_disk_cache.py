"""What is cached on the disk is used or ignored; it never does harm."""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from nyspor.files.disk_cache import load, store
from nyspor.forms.registry import form_of
from nyspor.i18n.catalogues import _read, read_catalogue
from nyspor.model.site import Site
from nyspor.site.jinja_environment import make_environment
from nyspor.site.theme import Theme
from tests.conftest import ROOT


def test_an_entry_is_loaded_for_the_same_source_alone(tmp_path: Path) -> None:
    place = tmp_path / "cache" / "a"
    assert load(place, b"source") is None
    store(place, b"source", b"content")
    assert load(place, b"source") == b"content"
    assert load(place, b"changed") is None
    assert [file.name for file in place.parent.iterdir()] == ["a"]


@pytest.mark.parametrize("length", [0, 1, 15, 16, 17, 22])
def test_a_damaged_file_counts_as_none(tmp_path: Path, length: int) -> None:
    place = tmp_path / "a"
    store(place, b"source", b"content")
    whole = place.read_bytes()
    place.write_bytes(whole[:length])
    assert load(place, b"source") is None
    place.write_bytes(whole[:length] + b"x" + whole[length + 1 :])
    assert load(place, b"source") is None


def test_nothing_is_stored_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    store(tmp_path / "file" / "a", b"source", b"content")
    assert load(tmp_path / "file" / "a", b"source") is None


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    """A theme of one's own, with nothing cached."""
    for part in ("templates", "translations"):
        shutil.copytree(
            ROOT / "theme" / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__")
        )
    return tmp_path


def page(theme: Path, language: str, name: str = "Nyspor") -> str:
    """A page in a fresh environment, as a process that has just begun makes it."""
    _read.cache_clear()
    environment = make_environment(
        Theme((theme,)), Site(name, "", f"https://{name}.example"), language
    )
    return environment.get_template("forms/thanks.html").render(
        page={
            "title": "Tak", "lang": language, "address": "/", "description": "", "indexed": True,
            "translations": (), "canonical": "", "picture": None, "structured_data": (), "feeds": (),
            "calendar": None, "breadcrumbs": (),
        },
        title="Tak", target=None, form=form_of("signup"), outcome="", receipt=True,
    )  # fmt: skip


def test_compiled_templates_serve_every_language_and_site(theme: Path) -> None:
    first = page(theme, "da")
    assert list((theme / "templates" / "__pycache__").iterdir())
    assert "We have received your sign-up" in page(theme, "en")
    assert "https://other.example/" in page(theme, "da", "other")
    assert page(theme, "da") == first


def test_a_change_of_a_template_or_a_catalogue_is_seen(theme: Path) -> None:
    assert "To the front page" in page(theme, "en")
    catalogue = theme / "translations" / "en.po"
    catalogue.write_text(
        catalogue.read_text().replace('msgstr "To the front page"', 'msgstr "To the beginning"')
    )
    template = theme / "templates" / "forms" / "thanks.html"
    template.write_text(template.read_text().replace("form-page", "thanks-page"))
    changed = page(theme, "en")
    assert "To the beginning" in changed
    assert "thanks-page" in changed


@pytest.mark.parametrize("length", [0, 20, 40, 100, 500])
def test_a_damaged_cache_is_made_again(theme: Path, length: int) -> None:
    first = page(theme, "da")
    for file in theme.glob("*/__pycache__/*"):
        file.write_bytes(file.read_bytes()[:length])
    assert page(theme, "da") == first
    assert page(theme, "da") == first


def test_two_may_compile_at_once(theme: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(lambda _: page(theme, "da"), range(8)))) == 1


def test_a_catalogue_with_its_old_time_of_modification_is_read_again(theme: Path) -> None:
    catalogue = theme / "translations" / "da.po"
    before = catalogue.stat()
    assert read_catalogue(catalogue.parent, "da").gettext("Menu") == "Menu"
    catalogue.write_text(catalogue.read_text("utf-8").replace('msgstr "Menu"', 'msgstr "Mere"'))
    os.utime(catalogue, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert catalogue.stat().st_size == before.st_size
    assert read_catalogue(catalogue.parent, "da").gettext("Menu") == "Mere"


def test_a_catalogue_is_read_again_when_it_changes(theme: Path) -> None:
    catalogue = theme / "translations" / "da.po"
    assert read_catalogue(catalogue.parent, "da").gettext("Menu") == "Menu"
    catalogue.write_text(catalogue.read_text("utf-8").replace('msgstr "Menu"', 'msgstr "Udvalg"'))
    assert read_catalogue(catalogue.parent, "da").gettext("Menu") == "Udvalg"
