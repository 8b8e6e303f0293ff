"""`nyspor status` and `nyspor programme` as an editor uses them, and what the site offers of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pikepdf import Pdf
from typer.testing import CliRunner

from nyspor.checks.library import build_library
from nyspor.cli.commands import app
from nyspor.clock import read_clock
from nyspor.content.loader import read_content
from nyspor.content.schema import SCHEMA
from nyspor.magazine.build import SECTION_CACHE
from nyspor.magazine.core.manifest import document_folder
from nyspor.plugins import entry_pages, magazine_pages
from nyspor.plugins.output_writer import render_pages
from nyspor.site.build_plan import Build, File
from nyspor.site.theme import Theme
from tests.builders import write_settings
from tests.conftest import NOW
from tests.magazine.made_magazine import SITE, document_of

FILES = {
    "schema.yaml": f"skema: {SCHEMA}\n",
    "status/2026.md": "---\ntitel: Årsstatus 2026\nresume: Det, vi nåede.\når: 2026\ndato: 2026-11-01\n---\n\nEt forord.\n",
    "programmes/naboskab.md": "---\ntitel: Naboskab\nresume: Naboer.\nvision: Ingen er alene.\nfaser: [{fase: idé, fra: 2026}]\nudvælgelse: [{antal: 19, tekst: emner}]\n---\n\nOm programmet.\n",
    "pilots/stien.md": "---\ntitel: Stien\nresume: En sti.\nprogram: naboskab\nfaser: [{fase: idé, fra: 2026}]\neffekter: [{indikator: Ture, enhed: ture, mål: 9, målinger: [{dato: 2026-05, værdi: 7, kilde: Tælleren}]}, {indikator: Naboer}]\n---\n\nOm stien.\n",
}  # fmt: skip


@pytest.fixture(autouse=True)
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The content of a site with a status, a programme and a pilot; the command is given in the folder above."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NYSPOR_NOW", NOW)
    monkeypatch.setenv("COLUMNS", "120")
    write_settings(tmp_path)
    for name, text in FILES.items():
        file = tmp_path / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return tmp_path / "content"


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(words))
    return result.exit_code, result.output


def test_the_files_are_made_and_the_site_offers_them(content: Path, tmp_path: Path) -> None:
    for command in (("status", "2026"), ("programme",)):
        code, output = run(*command, "--into", str(tmp_path / "ud"))
        assert code == 0, output
    library = build_library(read_content(content), read_clock(NOW))
    build = Build(library, SITE, content, Theme(), magazines=tmp_path / "ud")
    copied = {output.path for output in magazine_pages.outputs(build) if isinstance(output, File)}
    names = ("status/2026/status-2026", "programmer/naboskab/program-naboskab")
    assert copied == {f"{name}{end}" for name in names for end in (".pdf", "-arkiv.pdf")}
    pages = render_pages(build, list(entry_pages.outputs(build)))
    for path in copied:
        folder, _, file = path.rpartition("/")
        assert f"/{folder}/{file}" in pages[f"{folder}/index.html"]
    status = document_folder(tmp_path / "ud", library.entries["status/2026"])
    with Pdf.open(status / "status-2026.pdf") as pdf:
        assert len(pdf.pages) == json.loads((status / "manifest.json").read_bytes())["pages"]


def test_the_same_content_gives_the_same_bytes(content: Path, tmp_path: Path) -> None:
    first = document_of(content, "status/2026", tmp_path / "a")
    again = document_of(content, "status/2026", tmp_path / "b")
    assert (tmp_path / "a" / SECTION_CACHE).is_dir()
    assert first.screen.read_bytes() == again.screen.read_bytes()
    assert first.archive.read_bytes() == again.archive.read_bytes()


def test_a_year_without_a_status_says_what_to_do() -> None:
    code, output = run("status", "2019")
    assert code == 1
    assert (
        "Der er ingen årsstatus for 2019: Skriv først content/status/2019.md, og udgiv den."
        in output
    )
    assert "Der er: 2026." in output


def test_a_programme_that_is_not_there_is_said_to_be_so() -> None:
    code, output = run("programme", "naboskap")
    assert code == 1
    assert "»naboskap«" in output
    assert "Der er: naboskab." in output


def test_an_error_in_the_content_stops_it_before_anything_is_written(
    content: Path, tmp_path: Path
) -> None:
    (content / "status/2026.md").write_text("---\ntitel: X\nresume: Y\n---\n", "utf-8")
    code, output = run("status", "2026", "--into", str(tmp_path / "ud"))
    assert code == 1
    assert "år" in output
    assert "Der er ikke lavet nogen PDF; filerne fra sidst er urørt." in output
    assert not (tmp_path / "ud").exists()
