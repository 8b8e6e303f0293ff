"""`nyspor upgrade` brings a site of an earlier version to this one: all of it, with nothing lost, and shown before."""

from __future__ import annotations

from datetime import date
from importlib.resources import files as package_files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from typer.testing import CliRunner

from nyspor.cli.commands import app
from nyspor.content.loader import read_content
from nyspor.content.schema import SCHEMA, schema_text
from nyspor.migrations.disk import apply_upgrade, read_site
from nyspor.migrations.upgrade import Upgrade, plan_upgrade
from nyspor.site.brand import read_brand

TODAY = date(2026, 11, 28)
VERSION_0_1 = package_files("nyspor.migrations") / "version_0_1"
SETTINGS = (VERSION_0_1 / "pelicanconf.py.txt").read_text("utf-8")
PUBLISH_SETTINGS = (VERSION_0_1 / "publishconf.py.txt").read_text("utf-8")
UNCHANGED = "theme/static/fonts/atkinson-OFL.txt"
"""A file of the engine that is the same in 0.1 and today."""

PAGE = "---\ntitel: Om os\n---\n\nVi fortæller.\n"


def site_of_0_1(settings: str = SETTINGS, publish: str = PUBLISH_SETTINGS) -> dict[str, bytes]:
    """A copy of 0.1's repository, with a page; of the engine's files only one."""
    return {
        "content/pages/om.md": PAGE.encode(),
        "pelicanconf.py": settings.encode(),
        "publishconf.py": publish.encode(),
        UNCHANGED: (Path(__file__).parent.parent / UNCHANGED).read_bytes(),
    }


def plan(files: dict[str, bytes]) -> Upgrade:
    return plan_upgrade(files, "Blog", TODAY)


def after(files: dict[str, bytes]) -> dict[str, str]:
    """The text of every file after the upgrade."""
    changed = {change.path: change.after for change in plan(files).changes}
    return {path: raw.decode() for path, raw in (files | changed).items() if raw is not None}


def write(folder: Path, files: dict[str, bytes]) -> None:
    for path, raw in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(raw)


def upgrade(folder: Path, monkeypatch: pytest.MonkeyPatch, *options: str, typed: str = "") -> str:
    """Run the command in a folder; return what it printed, the exit code in front where it is not 0."""
    monkeypatch.chdir(folder)
    result = CliRunner().invoke(app, ["upgrade", *options], input=typed)
    return f"{result.exit_code or ''}{result.output}"


def test_a_copy_of_the_repository_becomes_the_folder_of_a_site() -> None:
    files = after(site_of_0_1())
    assert UNCHANGED not in files
    assert files["content/pages/om.md"] == PAGE
    assert files["content/schema.yaml"] == schema_text()
    assert "from nyspor.defaults import *" in files["pelicanconf.py"]
    assert not [
        name for name in ("PLUGINS", "SITENAME", "--- How") if name in files["pelicanconf.py"]
    ]
    assert {".gitignore", ".gitattributes", "README.md", "theme/README.md"} <= files.keys()


def test_what_the_site_is_called_moves_to_the_brand(tmp_path: Path) -> None:
    settings = SETTINGS.replace('SITENAME = "Nyspor"', 'SITENAME = "Fjordens \\"nye\\" veje"')
    write(tmp_path, {"brand.yaml": after(site_of_0_1(settings))["brand.yaml"].encode()})
    found = read_brand(tmp_path / "brand.yaml")
    assert found.problems == ()
    assert found.brand.name == 'Fjordens "nye" veje'
    assert [link.address for link in found.brand.menu][-2:] == ["/magasin/", "/om/"]
    assert found.brand.security
    assert found.brand.security.expires == "2027-11-01T00:00:00Z"


def test_the_settings_keep_what_the_site_had_changed() -> None:
    settings = SETTINGS.replace("NYSPOR_COMMENT_DAYS = 365", "NYSPOR_COMMENT_DAYS = 730") + (
        '\n# Hvor længe?\nif os.environ.get("STAGING"):\n    NYSPOR_PREVIEW = True\n'
    )
    publish = PUBLISH_SETTINGS.replace("https://nyspor.example", "https://blog.beby.dk")
    files = after(site_of_0_1(settings, publish))
    compile(files["pelicanconf.py"], "pelicanconf.py", "exec")
    assert "NYSPOR_COMMENT_DAYS = 730" in files["pelicanconf.py"].splitlines()
    assert "# Hvor længe?\nif os.environ" in files["pelicanconf.py"]
    assert "import os\n" in files["pelicanconf.py"]
    assert "NYSPOR_STATE" not in files["pelicanconf.py"]
    assert 'url = "https://blog.beby.dk"' in files["nyspor.toml"]
    assert files["publishconf.py"].count("SITEURL =") == 1


def test_what_a_site_changed_in_the_engine_is_named_and_what_it_added_is_left() -> None:
    settings = SETTINGS.replace("    sitemap,\n]", "    sitemap,\n    own,\n]")
    planned = plan({
        **site_of_0_1(settings),
        "theme/templates/base.html": b"<!doctype html>",
        "theme/static/css/9-own.css": b"a { color: red }",
        "plugins/own.py": b"def register(): pass",
    })  # fmt: skip
    changed = {change.path: change.after for change in planned.changes}
    assert changed["theme/templates/base.html"] is None
    assert "theme/static/css/9-own.css" not in changed
    assert "plugins/own.py" not in changed
    assert [note.source for note in planned.notes] == [
        *("pelicanconf.py", "theme/templates/base.html", "plugins/own.py")
    ]


def test_settings_over_the_defaults_give_only_the_brand_away() -> None:
    files = after({
        "pelicanconf.py": b"from nyspor.defaults import *\nfrom nyspor.model.site import Link\n\n"
        b'SITENAME = "Nye veje"\nNYSPOR_MENU = ("posts", Link("Om", "/om/"))\nNYSPOR_COMMENT_DAYS = 9\n',
        "content/pages/om.md": PAGE.encode(),
    })  # fmt: skip
    assert files["pelicanconf.py"] == "from nyspor.defaults import *\n\nNYSPOR_COMMENT_DAYS = 9\n"
    assert '  - "posts"\n  - {tekst: "Om", adresse: "/om/"}' in files["brand.yaml"]
    assert "README.md" not in files


@pytest.mark.parametrize("value", ["NAME + '!'", "5", "(Link('Om'),)", "[*LINKS]", "None"])
@pytest.mark.parametrize("name", ["SITENAME", "NYSPOR_FOOTER"])
def test_a_brand_that_is_worked_out_is_named(name: str, value: str) -> None:
    planned = plan(
        {"pelicanconf.py": f"from nyspor.defaults import *\n{name} = {value}\n".encode()}
    )
    assert [(note.source, note.line) for note in planned.notes] == [("pelicanconf.py", 2)]


def test_content_alone_gets_what_surrounds_it() -> None:
    files = after({"content/pages/om.md": PAGE.encode()})
    assert 'navn: "Blog"' in files["brand.yaml"]
    assert {"pelicanconf.py", "publishconf.py", "content/schema.yaml"} <= files.keys()
    assert "content/posts/2026/velkommen.md" not in files


@pytest.mark.parametrize("name", ["pelicanconf.py", "publishconf.py"])
@pytest.mark.parametrize("text", [b"SITENAME = \n", b"SITENAME = '\xe6'\n", b"\0"])
def test_settings_that_are_no_python_must_be_corrected_first(name: str, text: bytes) -> None:
    planned = plan({**site_of_0_1(), name: text})
    assert planned.changes == ()
    assert [note.source for note in planned.notes] == [name]


@given(some.text(some.sampled_from("SITENAME=\"'(),[]# \n\tæ1+;:ifLnk")))
def test_any_settings_are_either_carried_over_or_refused(added: str) -> None:
    planned = plan(site_of_0_1(SETTINGS + added))
    for change in planned.changes:
        if change.path.endswith(".py") and change.after:
            compile(change.after, change.path, "exec")
    assert planned.changes or planned.notes


def test_it_shows_the_difference_asks_and_saves_what_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, site_of_0_1())
    before = read_site(tmp_path)
    printed = upgrade(tmp_path, monkeypatch, typed="n\n")
    assert '-SITENAME = "Nyspor"' in printed
    assert '+navn: "Nyspor"' in printed
    assert read_site(tmp_path) == before
    upgrade(tmp_path, monkeypatch, "--dry-run")
    assert read_site(tmp_path) == before

    assert "data/before-upgrade/schema-1" in upgrade(tmp_path, monkeypatch, typed="y\n")
    saved = tmp_path / "data/before-upgrade/schema-1"
    assert (saved / "pelicanconf.py").read_text("utf-8") == SETTINGS
    assert (saved / UNCHANGED).is_file()
    assert not (tmp_path / UNCHANGED).parent.exists()
    assert "intet" in upgrade(tmp_path, monkeypatch)


def test_notes_come_after_the_upgrade(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {**site_of_0_1(), "theme/templates/base.html": b"<!doctype html>"})
    printed = upgrade(tmp_path, monkeypatch, "--yes")
    assert "theme/templates/base.html" in printed.partition("data/before-upgrade")[2]
    assert "Intet er bygget" not in printed


def test_an_upgraded_site_is_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, site_of_0_1())
    for name in ("privatliv", "tilgaengelighed"):
        write(tmp_path, {f"content/pages/{name}.md": PAGE.encode()})
    upgrade(tmp_path, monkeypatch, "--yes")
    assert read_content(tmp_path / "content").schema == SCHEMA


@pytest.mark.parametrize("made", range(11))
def test_an_interrupted_upgrade_goes_on(tmp_path: Path, made: int) -> None:
    write(tmp_path, site_of_0_1())
    whole = plan(read_site(tmp_path))
    apply_upgrade(tmp_path, Upgrade(whole.schema, whole.changes[:made]))
    rest = plan(read_site(tmp_path))
    apply_upgrade(tmp_path, rest)
    assert {path: raw.decode() for path, raw in read_site(tmp_path).items()} == after(site_of_0_1())
    saved = tmp_path / "data/before-upgrade/schema-1/pelicanconf.py"
    assert saved.read_text("utf-8") == SETTINGS


def test_a_later_schema_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"content/schema.yaml": b"skema: 9\n", "content/pages/om.md": PAGE.encode()})
    printed = upgrade(tmp_path, monkeypatch, "--yes")
    assert printed.startswith("1")
    assert "skema 9" in printed
    found = read_content(tmp_path / "content")
    assert [problem.source for problem in found.problems] == ["schema.yaml"]
    assert CliRunner().invoke(app, ["check"]).exit_code == 1


@pytest.mark.parametrize("text", ["skema: to\n", "skema: 0\n", "skema: [", "", "andet: 2\n"])
def test_a_schema_that_is_no_number_is_reported(text: str, tmp_path: Path) -> None:
    write(tmp_path, {"schema.yaml": text.encode()})
    assert {problem.source for problem in read_content(tmp_path).problems} == {"schema.yaml"}


def test_the_check_says_that_content_is_of_an_earlier_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"content/pages/om.md": PAGE.encode()})
    monkeypatch.chdir(tmp_path)
    assert "nyspor upgrade" in CliRunner().invoke(app, ["check"]).output
    write(tmp_path, {"content/schema.yaml": schema_text().encode()})
    assert "nyspor upgrade" not in CliRunner().invoke(app, ["check"]).output
