"""`nyspor journal` writes what a municipality must file, as its spreadsheet opens it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from nyspor.text.spreadsheet import as_csv, without_formula
from tests.builders import write_settings
from tests.forms_service.commands import environ_in, nyspor
from tests.forms_service.running_service import (
    COMMENT,
    IDEA,
    SIGNUP,
    running_service,
    settings_in,
)


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """A site with a comment that was published, an idea that waits, and a sign-up."""
    with running_service(tmp_path) as service:
        service.confirm("comment", COMMENT)
        service.client.post(service.links(service.mails()[0])[0])
        service.confirm("idea", IDEA | {"title": "=1+1"})
        service.confirm("signup", SIGNUP | {"phone": "+45 11 11 11 11"})
    write_settings(tmp_path)
    settings = settings_in(tmp_path)
    return environ_in(tmp_path) | {
        "NYSPOR_SECRET": "s" * 32, "NYSPOR_OUTBOX": str(settings.database),
        "NYSPOR_FORMS": str(settings.forms), "NYSPOR_CONTENT": str(settings.content),
    }  # fmt: skip


def written(environ: dict[str, str], *options: str) -> list[dict[str, str]]:
    """The rows of the file that the command writes, by heading."""
    file = Path("journal.csv")
    file.unlink(missing_ok=True)
    result = nyspor(environ, "journal", "--into", str(file), *options)
    assert result.exit_code == 0, result.output
    return list(
        csv.DictReader(file.read_text("utf-8-sig").splitlines(keepends=True), delimiter=";")
    )


def test_it_has_everything_with_names_and_titles(environ: dict[str, str]) -> None:
    comment, idea, signup = written(environ)
    assert comment["Om"] == "Stien er åben"
    assert comment["Tekst"] == COMMENT["text"].replace("\r\n", "\n")
    assert (comment["Tilstand"], comment["Fil"][:9]) == ("udgivet", "comments/")
    assert comment["Afgjort"]
    assert (idea["Tilstand"], idea["Afgjort"], idea["Emne"]) == (
        "venter på en afgørelse", "", "'=1+1",
    )  # fmt: skip
    assert "Telefon: +45 11 11 11 11" in signup["Andre felter"]
    assert signup["Samtykke"].startswith("2026-1: ")


def test_a_form_or_a_time_can_be_chosen(environ: dict[str, str]) -> None:
    assert [row["Formular"] for row in written(environ, "--form", "idea")] == ["Send en idé"]
    assert len(written(environ, "--from", "23/11-2026", "--to", "november 2026")) == 3
    assert written(environ, "--from", "24/11-2026") == []
    assert written(environ, "--to", "22. november 2026") == []


@pytest.mark.parametrize(
    "options", [("--from", "i går"), ("--to", "31/2-2026"), ("--form", "quiz")], ids=" ".join
)
def test_what_is_not_understood_is_said(environ: dict[str, str], options: tuple[str, ...]) -> None:
    result = nyspor(environ, "journal", *options)
    assert result.exit_code == 2
    assert options[1] in result.stderr


def test_a_file_is_never_overwritten(tmp_path: Path, environ: dict[str, str]) -> None:
    (tmp_path / "j.csv").write_text("Vores egen", "utf-8")
    assert nyspor(environ, "journal", "--into", "j.csv").exit_code == 1
    assert (tmp_path / "j.csv").read_text("utf-8") == "Vores egen"


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+A1", "-2+3", "@SUM(A1)", "\tx", "\r=1", "\n=1", "＝1+1", "＋A1", "－2", "＠SUM(A1)"],
)
def test_no_text_is_a_formula(text: str) -> None:
    assert without_formula(text) == f"'{text}"


def test_a_table_is_in_utf_8_with_a_mark_and_quoted_where_needed() -> None:
    table = as_csv([["Navn", "Tekst"], ["Åse", 'To\nlinjer; og »et« "citat"']])
    assert table.startswith(b"\xef\xbb\xbfNavn;Tekst\r\n")
    assert '"To\nlinjer; og »et« ""citat"""' in table.decode("utf-8-sig")


def test_a_decision_has_its_reason(environ: dict[str, str]) -> None:
    idea = written(environ, "--form", "idea")[0]["Nummer"]
    nyspor(environ, "comments", "reject", idea, "--reason", "Den findes allerede.")
    (row,) = written(environ, "--form", "idea")
    assert (row["Tilstand"], row["Begrundelse"]) == ("afvist", "Den findes allerede.")
    assert row["Afgjort"]
