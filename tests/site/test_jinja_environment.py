"""The environment that pages are rendered in: short cuts that change nothing."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any

import markupsafe
import pytest
from hypothesis import given
from hypothesis import strategies as st

import plugins
from nyspor.checks.library import build_library
from nyspor.clock import read_clock
from nyspor.content.loader import read_content
from nyspor.model.site import Link, Site
from nyspor.site.build_plan import Build, Page
from nyspor.site.jinja_environment import escape_marks, make_environment
from plugins.output_writer import dressed, planned
from tests.conftest import ROOT

SITE = Site(
    "Nyspor",
    "Nye veje",
    "https://nyspor.example/under",
    menu=(Link("Indlæg", "/indlaeg/"), Link("Spor", "/spor/")),
    footer=(Link("Temaer", "/temaer/"),),
)


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    """Every page of the sample site."""
    for module in pkgutil.iter_modules(plugins.__path__):
        importlib.import_module(f"plugins.{module.name}").register()
    library = build_library(read_content(ROOT / "content"), read_clock("2026-11-23 12:00"))
    build = Build(library, SITE, ROOT / "content", ROOT / "theme", preview=True)
    return [output for output in planned(build).values() if isinstance(output, Page)]


def every_time(*key: Any, caller: Callable[[], str] | None = None) -> str:
    """As `once`, but nothing is kept."""
    macro, *arguments = key
    return caller() if caller else macro(*arguments)


def rendered(pages: list[Page], **words: object) -> dict[str, str]:
    """The pages by path; `words` take the place of what environments have."""
    environments = {lang: make_environment(ROOT / "theme", SITE, lang) for lang in ("da", "en")}
    found = {}
    for page in pages:
        environment = environments[page.language]
        environment.globals |= words
        context = dressed(environment, page.context())
        found[page.path] = environment.get_template(page.template).render(context)
    return found


def test_what_is_rendered_once_depends_on_nothing_but_its_key(pages: list[Page]) -> None:
    assert rendered(pages) == rendered(pages, once=every_time)


@given(st.text() | st.text("&<>'\"a").map(markupsafe.Markup) | st.integers() | st.none())
def test_escaping_is_markupsafe_s(value: object) -> None:
    assert str(escape_marks(value)) == str(markupsafe.escape(value))


def test_what_a_resident_writes_is_escaped() -> None:
    environment = make_environment(ROOT / "theme", SITE, "da")
    template = environment.from_string("{{ text }}{% set held %}{{ text }}{% endset %}{{ held }}")
    assert template.render(text="<b>'&\"") == "&lt;b&gt;&#39;&amp;&#34;" * 2
