"""The environment that pages are rendered in: short cuts that change no byte."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable
from typing import Any

import markupsafe
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from nyspor import plugins
from nyspor.checks.library import build_library
from nyspor.content.loader import read_content
from nyspor.model.site import Link, Site
from nyspor.plugins.output_writer import plan_outputs, rendered_context
from nyspor.site.build_plan import Build, Page
from nyspor.site.fast_jinja import FastEnvironment, fast_escape
from nyspor.site.jinja_environment import configure, make_environment
from nyspor.site.theme import Theme
from tests.builders import NOW
from tests.full_site import write_content

SITE = Site(
    "Nyspor",
    "Nye veje",
    "https://nyspor.example/under",
    menu=(Link("Indlæg", "/indlaeg/"), Link("Spor", "/spor/")),
    footer=(Link("Temaer", "/temaer/"),),
)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Page]:
    """Every page of a site with something of everything."""
    for module in pkgutil.iter_modules(plugins.__path__):
        importlib.import_module(f"nyspor.plugins.{module.name}").register()
    content = write_content(tmp_path_factory.mktemp("content"))
    build = Build(build_library(read_content(content), NOW), SITE, content, Theme(), preview=True)
    return [output for output in plan_outputs(build).values() if isinstance(output, Page)]


def every_time(*key: Any, caller: Callable[[], str] | None = None) -> str:
    """As `cached`, without a cache."""
    macro, *arguments = key
    return caller() if caller else macro(*arguments)


def plain_environment(theme: Theme, site: Site, language: str) -> Environment:
    """Jinja's own environment, configured for the theme."""
    environment = Environment(
        loader=FileSystemLoader(theme.template_folders),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    configure(environment, theme, site, language)
    return environment


def rendered(
    pages: list[Page],
    make: Callable[[Theme, Site, str], Environment] = make_environment,
    **names: object,
) -> dict[str, str]:
    """The pages by path; `names` replace globals of the environments."""
    environments = {lang: make(Theme(), SITE, lang) for lang in ("da", "en")}
    found = {}
    for page in pages:
        environment = environments[page.language]
        environment.globals |= names
        context = rendered_context(environment, page.context())
        found[page.path] = environment.get_template(page.template).render(context)
    return found


def test_what_is_rendered_once_depends_on_nothing_but_its_key(pages: list[Page]) -> None:
    assert rendered(pages) == rendered(pages, cached=every_time)


def test_every_page_is_as_jinja_s_own_environment_renders_it(pages: list[Page]) -> None:
    assert rendered(pages) == rendered(pages, plain_environment)


SIGNS = st.text("&<>'\"a")
"""Texts of the signs that are escaped, which a text of any signs hardly ever has."""


@example("&")
@example("<")
@example(">")
@example("'")
@example('"')
@given(SIGNS | st.text() | SIGNS.map(markupsafe.Markup) | st.integers() | st.none())
def test_escaping_is_markupsafe_s(value: object) -> None:
    assert str(fast_escape(value)) == str(markupsafe.escape(value))


def test_what_a_resident_writes_is_escaped() -> None:
    environment = make_environment(Theme(), SITE, "da")
    template = environment.from_string("{{ text }}{% set held %}{{ text }}{% endset %}{{ held }}")
    assert template.render(text="<b>'&\"") == "&lt;b&gt;&#39;&amp;&#34;" * 2


# --- what Jinja does not document (docs/private-names.md) -----------------------------------------


def test_compiled_templates_escape_by_the_name_that_is_replaced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("nyspor.site.fast_jinja.fast_escape", lambda value: f"[{value}]")
    shown = FastEnvironment(autoescape=True).from_string("{{ text }}").render(text="a")
    assert shown == "[a]", "compiled templates of this Jinja no longer call a global named `escape`"


CALLS = """
{%- macro shown(value) %}{{ value }}{% endmacro -%}
{% block body %}{% set here = "block" %}{{ seen("here") }} {% for item in [1, 2] %}{% set there = item %}
{{- seen("there") }} {{ shown("<") }} {{ text.upper() }} {{ given(named=item) }}, {% endfor %}{% endblock -%}
{{ shown("<" | safe) }}"""


@pass_context
def seen(context: Context, name: str) -> object:
    """What the template calls `name` where it calls this."""
    return context.get(name)


def test_calls_pass_what_jinja_s_own_context_passes() -> None:
    values = {"seen": seen, "text": "<a>", "given": lambda named: named}
    fast, plain = (
        make(autoescape=True).from_string(CALLS) for make in (FastEnvironment, Environment)
    )
    assert fast.render(values) == plain.render(values), (
        "Context.call is called otherwise than before"
    )
    assert "block 1 &lt; &lt;A&gt; 1, 2" in fast.render(values)


def test_jinja_passes_no_other_private_arguments() -> None:
    code = Environment().compile(CALLS, raw=True)
    passed = set(re.findall(r"\b(_\w+_vars)\s*=\s*_", code))
    assert passed == {"_loop_vars", "_block_vars"}, "FastContext.call has to take these too"
