"""`nyspor config`, and what the other commands and Pelican's own make of `nyspor.toml`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from nyspor.configuration.configuration import read_configuration
from nyspor.configuration.settings import SETTINGS
from nyspor.scaffold.settings_file import settings_file_text
from tests.builders import write_settings
from tests.configuration.test_configuration import SECRET, site
from tests.forms_service.commands import nyspor

SERVICE = """\
[site]
url = "https://blog.kommune.example"
[mail]
sender = "Bloggen <blog@kommune.example>"
addresses = "adresser.yaml"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_config_shows_what_holds_and_where_it_stands(folder: Path) -> None:
    site(folder, secrets=f"NYSPOR_SECRET={SECRET}")
    shown = nyspor({"NYSPOR_SMTP": "smtp://mail.example"}, "config")
    lines = {tuple(line.split()) for line in shown.stdout.splitlines()}
    assert {
        ("site.url", "https://blog.kommune.example", "nyspor.toml:4"),
        ("mail.server", "smtp://mail.example", "NYSPOR_SMTP"),
        ("secrets.signing", "•••", "data/secrets.env:1"),
    } < lines
    assert str(folder) in shown.stderr
    assert SECRET not in shown.output


def test_config_as_json_has_every_setting(folder: Path) -> None:
    site(folder, secrets=f"NYSPOR_SECRET={SECRET}")
    printed = nyspor({}, "config", "--json").stdout
    found = json.loads(printed)
    assert found.keys() == {setting.key for setting in SETTINGS}
    assert found["forms.proxies"]["value"] == ["10.0.0.1", "10.0.0.2"]
    assert found["publish.automatic"] == {
        "value": False, "origin": "nyspor.toml:11", "variable": None,
    }  # fmt: skip
    assert SECRET not in printed


def test_config_ends_with_2_where_the_service_could_not_start(folder: Path) -> None:
    site(folder, SERVICE, secrets=f"NYSPOR_SECRET={SECRET}")
    result = nyspor({"NYSPOR_PROXY": "abc"}, "config")
    assert result.exit_code == 2
    assert "NYSPOR_PROXY" in result.stderr
    assert "nyspor.toml" in result.stderr, "the missing addresses are told of at the same time"
    assert "mail.sender" in result.stdout, "the table is shown all the same"


DESK = 'desk.enabled = true\ndesk.approval = ["opslag"]\ndesk.proxy_header = "X-Forwarded-Email"\n'


@pytest.mark.parametrize("command", ["config", "doctor"])
def test_what_is_wrong_with_the_desk_is_told(folder: Path, command: str) -> None:
    site(folder, DESK + SERVICE, secrets=f"NYSPOR_SECRET={SECRET}")
    result = nyspor({}, command)
    assert result.exit_code == 2
    words = " ".join(result.output.split())
    for said in ("»opslag«", "adresser.yaml", "hvilken proxy"):
        assert said in words


@pytest.mark.parametrize("command", ["config", "doctor"])
def test_a_desk_that_nobody_can_sign_in_at_is_told_of(folder: Path, command: str) -> None:
    site(folder, "desk.enabled = true\n" + SERVICE, secrets=f"NYSPOR_SECRET={SECRET}")
    assert "nyspor desk link" in nyspor({}, command).output
    told = nyspor({"NYSPOR_SMTP": "smtp://mail.example"}, "config").output
    assert "nyspor desk link" not in told


def test_a_desk_without_a_service_is_told_what_it_lacks(folder: Path) -> None:
    site(folder, "desk.enabled = true\n")
    result = nyspor({}, "config")
    assert result.exit_code == 2
    assert "mail.sender" in result.stderr


def test_a_password_in_the_wrong_place_is_not_shown(folder: Path) -> None:
    site(folder, secrets=f"NYSPOR_SECRET={SECRET}")
    for words in (("config",), ("config", "--json")):
        shown = nyspor({"NYSPOR_SMTP": "smtp://blog:hemmelig@mail.example"}, *words)
        assert "hemmelig" not in shown.stdout
        assert "@mail.example" in shown.stdout


@pytest.mark.parametrize("words", [("config",), ("check",), ("outbox", "list")])
def test_every_command_names_every_fault_and_does_nothing_else(
    folder: Path, words: tuple[str, ...]
) -> None:
    site(folder, '[mail]\nsevrer = "x"\n[forms]\nkeep_days = 0\n')
    result = nyspor({}, *words)
    assert result.exit_code == 2
    assert "nyspor.toml:2: " in result.stderr
    assert "nyspor.toml:4: " in result.stderr
    assert not (folder / "data").exists()


def test_the_forms_commands_use_the_file_and_say_which_database(folder: Path) -> None:
    site(folder, SERVICE, secrets=f"NYSPOR_SECRET={SECRET}")
    (folder / "adresser.yaml").write_text("redaktion: redaktion@kommune.example\n")
    result = nyspor({}, "outbox", "list")
    assert result.exit_code == 1  # there is none yet, and a command makes none
    assert str(folder / "data/outbox.sqlite") in result.stderr


def test_a_fault_that_only_the_service_sees_has_its_place_too(folder: Path) -> None:
    text = SERVICE.replace("Bloggen <blog@kommune.example>", "Bloggen")
    site(folder, text, secrets=f"NYSPOR_SECRET={SECRET}")
    result = nyspor({"NYSPOR_PROXY": "127.0.0.1:80"}, "outbox", "list")
    assert result.exit_code == 2
    assert "nyspor.toml:4 (mail.sender)" in result.stderr
    assert "NYSPOR_PROXY skal være IP-adresser" in result.stderr


def test_the_language_of_the_file_is_that_of_the_messages(folder: Path) -> None:
    site(folder, 'language = "en"\nsite.url = "https://a.example"\n')
    assert "Setting" in nyspor({}, "config").stdout


SHOW = "from pelican.settings import read_settings as r; s = r('publishconf.py'); print(s['SITEURL'], s['NYSPOR_FORMS_LIST'], s['NYSPOR_STATE'], s['PATH'])"
SHOW_PREVIEW = SHOW.replace("publishconf", "pelicanconf")


def pelican(code: str, **environ: str) -> subprocess.CompletedProcess[str]:
    given = {name: value for name, value in os.environ.items() if not name.startswith("NYSPOR_")}
    command = [sys.executable, "-W", "ignore", "-c", code]
    return subprocess.run(command, env=given | environ, capture_output=True, text=True, check=False)


def test_pelican_s_own_command_reads_the_file(folder: Path) -> None:
    write_settings(folder)
    (folder / "content").mkdir()
    (folder / "publishconf.py").write_text(
        "import os, sys\nsys.path.insert(0, '.')\nfrom pelicanconf import *\n"
        "SITEURL = os.environ.get('NYSPOR_SITEURL', 'https://written.example')\n"
        "NYSPOR_FORMS_LIST = os.environ.get('NYSPOR_FORMS') or 'var/forms.json'\n"
    )
    text = (
        '[site]\nurl = "https://a.example"\n[paths]\nstate = "var/s"\nforms_list = "var/f.json"\n'
    )
    assert pelican(SHOW).stdout.split()[:2] == ["https://written.example", "var/forms.json"]
    site(folder, text)
    assert pelican(SHOW).stdout.split()[:3] == ["https://a.example", "var/f.json", "var/s"]
    assert pelican(SHOW, NYSPOR_SITEURL="https://b.example").stdout.startswith("https://b.example ")
    previewed = pelican(SHOW_PREVIEW).stdout.split()
    assert previewed[:2] == ["http://127.0.0.1:8000", "var/preview/forms.json"]
    site(folder, "site = 3\n")
    failed = pelican(SHOW)
    assert failed.returncode == 1
    assert failed.stderr.startswith("nyspor.toml:1: ")
    assert "Traceback" not in failed.stderr


def test_upgrade_writes_the_variables_into_a_new_file_once(folder: Path) -> None:
    (folder / "content/pages").mkdir(parents=True)
    (folder / "content/pages/om.md").write_text("---\ntitel: Om os\n---\n\nVi fortæller.\n")
    environ = {
        "NYSPOR_SITEURL": "https://blog.kommune.example",
        "NYSPOR_PROXY": "127.0.0.1 ::1",
        "NYSPOR_LINKS": "5",
        "NYSPOR_WORKERS": "1",
        "NYSPOR_MAGAZINES": "data/blade",
        "NYSPOR_SECRET": SECRET,
        "NYSPOR_NOW": "2026-11-29 12:00+01:00",
    }
    assert nyspor({}, "upgrade", "--yes").exit_code == 0
    (folder / "nyspor.toml").unlink()
    shown = nyspor(environ, "upgrade", "--dry-run")
    assert '+url = "https://blog.kommune.example"' in shown.stdout
    assert not (folder / "nyspor.toml").exists()
    done = nyspor(environ, "upgrade", "--yes")
    assert done.exit_code == 0
    assert "NYSPOR_SECRET" in done.stdout
    assert SECRET not in done.output + (folder / "nyspor.toml").read_text("utf-8")
    found = read_configuration(folder, {}, secrets=False)
    kept = {name for name in environ if name not in ("NYSPOR_SECRET", "NYSPOR_NOW")}
    assert found.variables() == {name: environ[name] for name in kept}
    before = (folder / "nyspor.toml").read_bytes()
    again = nyspor(environ | {"NYSPOR_LINKS": "7"}, "upgrade", "--yes")
    assert again.exit_code == 0
    assert (folder / "nyspor.toml").read_bytes() == before


def test_the_file_that_a_site_begins_with_sets_nothing_but_the_address(tmp_path: Path) -> None:
    site(tmp_path, settings_file_text({"site.url": "https://blog.kommune.example"}))
    assert read_configuration(tmp_path, {}).variables() == {
        "NYSPOR_SITEURL": "https://blog.kommune.example"
    }
    every_comment = settings_file_text({}).replace("# ", "").split("\n", 3)[3]
    site(tmp_path, every_comment)
    assert len(read_configuration(tmp_path, {}).given) == 12
