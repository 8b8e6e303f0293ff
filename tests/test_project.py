"""The project: plugins that register, complete catalogues, documents that are true of the code."""

from __future__ import annotations

import gc
import importlib
import pkgutil
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from pelican import signals

from nyspor import plugins
from nyspor.cli.config_command import render_settings_guide
from nyspor.cli.field_reference import anchor, render_field_reference
from nyspor.cli.rule_guide import render_rule_guide
from nyspor.configuration.settings import BY_VARIABLE
from nyspor.markdown.blocks import NAMES as NAMES_OF_BLOCKS
from nyspor.model import values
from nyspor.model.brand import Brand
from nyspor.model.fields import Choice, danish_keys
from nyspor.site.brand import OF_THE_BRAND
from nyspor.site.build_plan import complete, plan

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
METHODS = [("**.py", "python"), *((f"**.{kind}", "jinja2") for kind in ("html", "opf", "xhtml"))]
NAMES = [module.name for module in pkgutil.iter_modules(plugins.__path__)]


def receivers() -> int:
    every = [
        plan,
        complete,
        *(signal for signal in vars(signals).values() if hasattr(signal, "receivers")),
    ]
    return sum(len(list(signal.receivers)) for signal in every)


@pytest.mark.parametrize("name", NAMES)
def test_a_plugin_stays_connected(name: str) -> None:
    module = importlib.import_module(f"nyspor.plugins.{name}")
    module.register()
    connected = receivers()
    gc.collect()  # A handler that is not module-level would be gone now.
    assert receivers() == connected
    module.register()
    assert receivers() == connected, "registering twice, as a preview does, connects once"


def test_every_plugin_is_in_use() -> None:
    settings = (ROOT / "nyspor/defaults.py").read_text("utf-8")
    listed = re.search(r"PLUGINS = \[(.*?)\]", settings, re.DOTALL)
    assert listed
    assert sorted(re.findall(r"\w+", listed[1])) == sorted(NAMES)


KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
OF_THE_THEME = {"_": None, "T_": None, "gettext": None, "ngettext": (1, 2)}


def message_ids(*folders: str, keywords: Mapping[str, Any] = KEYWORDS) -> set[str]:
    found: set[str] = set()
    for folder in folders:
        for _, _, message, _, _ in extract_from_dir(ROOT / folder, METHODS, keywords=keywords):
            found.add(message if isinstance(message, str) else message[0])
    return found


def catalogue(folder: str, language: str) -> Catalog:
    return read_po(
        BytesIO((ROOT / folder / "translations" / f"{language}.po").read_bytes()), locale=language
    )


def ids(found: Catalog) -> set[str]:
    return {m.id if isinstance(m.id, str) else m.id[0] for m in found if m.id and m.string}


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_code_s_messages_are_translated(language: str) -> None:
    found = catalogue("nyspor/i18n", language)
    assert message_ids("nyspor") - ids(found) == set()
    for message in found:
        for text in message.string if isinstance(message.string, tuple) else (message.string,):
            names = set(re.findall(r"\{\w+\}", str(message.id)))
            assert set(re.findall(r"\{\w+\}", text)) <= names, message.id


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_pages_words_are_translated(language: str) -> None:
    wanted = message_ids("theme", "plugins", keywords=OF_THE_THEME) | message_ids(
        "nyspor", keywords={"T_": None}
    )
    assert wanted - ids(catalogue("theme", language)) == set()


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_choices_have_words_on_the_pages(language: str) -> None:
    shown = [values.Phase, values.Status, values.IdeaState, values.Direction, values.Language]
    wanted = {f"{choice.__name__} {member.value}" for choice in shown for member in choice}
    assert wanted - ids(catalogue("theme", language)) == set()


def test_choices_are_closed_lists_with_danish_words() -> None:
    for choice in Choice.__subclasses__():
        assert all(member.word for member in choice)
        assert all(choice.read(member.word) is member for member in choice)


def test_the_import_contracts_hold() -> None:
    linter = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as l; l()"]
    result = subprocess.run(linter, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_lock_files_pin_by_hash_and_name_no_index() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        text = lock.read_text()
        assert "://" not in text
        assert "index" not in text
        blocks = re.split(r"\n(?=\S)", text.strip())
        assert all("--hash=sha256:" in block for block in blocks)
    assert '"resolved"' not in (ROOT / "tests/tools/package-lock.json").read_text()


def test_the_handbook_s_list_of_fields_is_the_model_s() -> None:
    assert (ROOT / "docs/felter.md").read_text("utf-8") == render_field_reference(), "run make docs"
    assert (ROOT / "docs/regler.md").read_text("utf-8") == render_rule_guide(), "run make docs"


def test_the_handbook_shows_every_building_block() -> None:
    handbook = (ROOT / "docs/byggeklodser.md").read_text("utf-8")
    for name in NAMES_OF_BLOCKS:
        assert f"::: {name}" in handbook
    for picture in re.findall(r"^!\[[^]]+\]\(([^)]+)\)", handbook, re.MULTILINE):
        assert (ROOT / "docs" / picture).is_file()


DOCUMENTS = [
    *("README.md", "LÆSMIG.md", "CONTRIBUTING.md", "SECURITY.md"),
    *(f"docs/{p.name}" for p in sorted(DOCS.glob("*.md"))),
    *(f"docs/drift/{p.name}" for p in sorted(DOCS.glob("drift/*.md"))),
]


FOR_PEOPLE = [
    "haandbog.md",
    "skrivebordet.md",
    "eksempler.md",
    "felter.md",
    "byggeklodser.md",
    "drift.md",
]
FOR_PEOPLE += [f"drift/{p.name}" for p in sorted(DOCS.glob("drift/*.md"))]


@pytest.mark.parametrize("paper", FOR_PEOPLE)
def test_headings_that_papers_link_to_are_there(paper: str) -> None:
    file = DOCS / paper
    text = re.sub(r"^    .*|`[^`\n]*`", "", file.read_text("utf-8"), flags=re.MULTILINE)
    for target, heading in re.findall(r"\]\(([^)#:]*)#([^)]+)\)", text):
        linked = file.parent / target if target else file
        headings = re.findall(r"^#+ (.*)$", linked.read_text("utf-8"), re.M)
        assert heading in map(anchor, headings), f"{target}#{heading}"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_in_the_documents_lead_to_what_is_there(document: str) -> None:
    text = re.sub(
        r"^    .*|`[^`\n]*`", "", (ROOT / document).read_text("utf-8"), flags=re.MULTILINE
    )
    for words, target in re.findall(r"\[([^]]*)\]\(([^)#]*)[^)]*\)", text):
        assert words, target
        assert "://" in target or ((ROOT / document).parent / target).exists(), target
    for picture in re.findall(r"(?:src|srcset)=\"([^\"]*)\"", text):
        assert ((ROOT / document).parent / picture).exists(), picture


def test_the_readme_names_every_command() -> None:
    targets = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    readme = (ROOT / "README.md").read_text("utf-8")
    for target in targets:
        assert f"`make {target}`" in readme


def test_the_readme_s_times_are_those_that_were_measured() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    measured = (ROOT / "bench/results.md").read_text("utf-8")
    times = re.findall(r"\b[\d.]+ s\b", readme)
    assert len(times) >= 5
    assert [time for time in times if f" {time} (" not in measured] == []


def owned_settings() -> list[str]:
    """The settings in the table of docs/indstillinger.md."""
    page = (DOCS / "indstillinger.md").read_text("utf-8")
    table = page.partition("## Hvor står det?")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
    return [name for cell in cells for name in re.findall(r"`(\w+)`", cell)]


def test_the_table_of_settings_is_that_of_the_code() -> None:
    page = (DOCS / "indstillinger.md").read_text("utf-8")
    table = page.partition("<!-- nyspor config --guide -->\n")[2].partition("<!-- end -->")[0]
    assert table == render_settings_guide(), "run make docs"


def test_every_variable_that_is_read_is_a_setting() -> None:
    reads = re.compile(
        r"""environ(?:\.get\(|\[)\s*["'](NYSPOR_\w+)|envvar="(NYSPOR_\w+)|read\("(NYSPOR_\w+)"""
    )
    sources = [
        *(ROOT / "nyspor").glob("**/*.py"),
        *(ROOT / "nyspor/scaffold").glob("**/*.template"),
    ]
    found = {name for file in sources for names in reads.findall(file.read_text("utf-8")) for name in names if name}  # fmt: skip
    assert found > {"NYSPOR_SITEURL", "NYSPOR_WORKERS", "NYSPOR_SECRET", "NYSPOR_NOW"}
    assert found - BY_VARIABLE.keys() == set()


def settings_in(sources: Iterable[Path]) -> set[str]:
    """The settings of Nyspor that stand in these files."""
    return {
        name
        for source in sources
        for name in re.findall(r"\bNYSPOR_[A-Z_]+[A-Z]\b", source.read_text("utf-8"))
    }


def without_owner(settings: set[str]) -> set[str]:
    """The settings that stand in no table, are not the brand's, have no line in `nyspor.toml`, and are none of the inner ones."""
    return settings - {*owned_settings(), *BY_VARIABLE, *OF_THE_BRAND, *PASSED_ON}


def test_every_setting_has_one_owner() -> None:
    named = [*owned_settings(), *BY_VARIABLE]
    assert len(named) == len(set(named))
    templates = (ROOT / "nyspor/scaffold").glob("**/*.py.template")
    sources = [*(ROOT / "nyspor").glob("**/*.py"), *ROOT.glob("plugins/*.py"), *templates]
    assert without_owner({*settings_in(sources), *danish_keys(Brand)}) == set()


PASSED_ON = {
    "NYSPOR_FORMS_LIST",
    "NYSPOR_FROM_FILE",
    "NYSPOR_CACHE",
    "NYSPOR_BUILD",
    "NYSPOR_HOLD_BACK",
    "NYSPOR_COMMITS_CONTENT",
}
"""What Nyspor itself sets from other settings, or hands on in Pelican's."""


def test_publiccode_describes_this_version_within_the_standard_s_limits() -> None:
    described = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert described["softwareVersion"] == project["version"]
    assert described["legal"]["license"] == project["license"]["text"]
    assert set(described) >= {
        *("publiccodeYmlVersion", "name", "url", "platforms", "categories", "developmentStatus"),
        *("softwareType", "description", "legal", "maintenance", "localisation"),
    }
    for text in described["description"].values():
        assert len(text["shortDescription"]) <= 150
        assert 150 <= len(text["longDescription"]) <= 10_000
        assert text["features"]
