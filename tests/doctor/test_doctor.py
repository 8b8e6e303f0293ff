"""`nyspor doctor` in a site's folder, with nothing that answers but what the machine itself has."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

from nyspor.cli.doctor_command import render_doctor_guide
from nyspor.clock import read_clock
from nyspor.configuration.configuration import Configuration
from nyspor.doctor.examination import gather
from nyspor.doctor.read_machine import is_writable, read_rights
from nyspor.doctor.site import Site
from tests.builders import NOW
from tests.publishing.sites import make_site

ROOT = Path(__file__).parent.parent.parent


def a_site(folder: Path) -> Site:
    return Site(folder, Configuration(folder, {}), None, NOW)


def test_a_new_site_is_told_what_it_lacks(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    done = site.run("doctor", "--json")
    found = json.loads(done.stdout)
    levels = {each["code"]: each["level"] for each in found["findings"]}
    assert (done.returncode, found["level"]) == (2, "fejl")
    assert levels["D101"] == "fejl", "no mail address, no secret"
    assert levels["D701"] == "advarsel", "nothing is published"
    assert levels["D901"] == "fejl", "the service does not run"
    assert levels["D301"] == "ok" or levels["D301"] == "advarsel"
    assert all(each["remedy"] and each["message"] for each in found["findings"])


def test_settings_that_cannot_be_read_keep_nothing_else_from_being_examined(tmp_path: Path) -> None:
    (tmp_path / "nyspor.toml").write_text("[mail\n")
    done = make_site(tmp_path, git=False).run("doctor")
    assert "nyspor.toml:1" in done.stdout or "D101" in done.stdout
    assert "D301" in done.stdout
    assert "Traceback" not in done.stderr


def test_the_page_of_codes_is_made_from_the_table() -> None:
    assert (ROOT / "docs/drift/doctor.md").read_text("utf-8") == render_doctor_guide(), (
        "run make docs"
    )


def test_files_that_others_can_read_are_found_where_they_can_be_reached(tmp_path: Path) -> None:
    keys = tmp_path / "data/keys"
    keys.mkdir(parents=True)
    (keys / "0001.pem").write_text("x")
    (keys / "0001.pem").chmod(0o644)
    for folder in (tmp_path / "data", keys):
        folder.chmod(0o755)
    assert read_rights(a_site(tmp_path)).exposed == ("data/keys/0001.pem",)
    (tmp_path / "data").chmod(0o700)
    assert read_rights(a_site(tmp_path)).exposed == ()


def test_magazines_may_be_read_by_all(tmp_path: Path) -> None:
    (tmp_path / "data/magazine").mkdir(parents=True)
    (tmp_path / "data").chmod(0o755)
    (tmp_path / "data/magazine").chmod(0o755)
    (tmp_path / "data/magazine/2026.pdf").touch(0o644)
    assert read_rights(a_site(tmp_path)).exposed == ()


def test_a_folder_is_written_to_by_whom_its_rights_let() -> None:
    def stat(mode: int, uid: int) -> os.stat_result:
        return os.stat_result((0o040000 | mode, 0, 0, 1, uid, 99_999, 0, 0, 0, 0))

    if os.geteuid() != 0:
        assert is_writable(stat(0o700, os.geteuid()))
        assert not is_writable(stat(0o755, 99_999))
    assert is_writable(stat(0o777, 99_999))


def test_what_hangs_or_fails_is_told_of_and_stops_nothing(tmp_path: Path) -> None:
    forever = threading.Event()

    def fail(site: Site) -> None:
        raise OSError("no network")

    facts = gather(
        a_site(tmp_path), {"website": fail, "mail": lambda site: forever.wait()}, limit=1.0
    )
    forever.set()
    assert facts.unknown == {"mail": "it took too long", "website": "OSError: no network"}
    assert facts.rights is not None
    assert facts.now <= read_clock("2030-01-01")
