"""`nyspor export` gives a person all that is stored about them, and nothing of others."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from tests.builders import write_settings
from tests.forms_service.commands import environ_in, nyspor
from tests.forms_service.running_service import COMMENT, SIGNUP, running_service, settings_in

PERSON = "nabo@post.example"


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """A site where two residents have written: one twice."""
    with running_service(tmp_path, secrets=("s" * 32,)) as service:
        service.confirm("comment", COMMENT | {"email": PERSON})
        service.confirm(
            "comment", COMMENT | {"email": "anden@post.example", "text": f"Spørg {PERSON}"}
        )
        service.confirm("signup", SIGNUP | {"email": PERSON.upper()})
    write_settings(tmp_path)
    settings = settings_in(tmp_path)
    return environ_in(tmp_path) | {
        "NYSPOR_SECRET": "s" * 32, "NYSPOR_OUTBOX": str(settings.database),
        "NYSPOR_FORMS": str(settings.forms), "NYSPOR_CONTENT": str(settings.content),
    }  # fmt: skip


def test_for_programs(environ: dict[str, str]) -> None:
    result = nyspor(environ, "export", "--json", PERSON)
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert [each["form"] for each in found["submissions"]] == ["comment", "signup"]
    comment, signup = found["submissions"]
    assert comment["values"]["text"] == COMMENT["text"]
    assert comment["state"] == "waiting"
    assert signup["consent"].startswith("2026-1: ")
    assert len(found["submissions_of_others_naming_the_address"]) == 1
    texts = [each["text"] for each in found["mails"] if each["to_the_person"]]
    assert len(texts) >= 2
    assert all(each["text"] is None for each in found["mails"] if not each["to_the_person"])
    assert "/forms/decide/" not in result.stdout, "the links in mails to editors decide"
    assert "anden@post.example" not in result.stdout


def test_for_people(environ: dict[str, str]) -> None:
    said = nyspor(environ, "export", f" {PERSON.title()} ").stdout
    assert said.startswith(f"Det, der er gemt om {PERSON}\n")
    for expected in ("> Den er dejlig.\n>\n> Tak for det.", "Tilstand: venter på, at en redaktør tager stilling", "Samtykke: ", "Sendt ind", "Ikke med her"):  # fmt: skip
        assert expected in said
    assert "anden@post.example" not in said


def test_into_a_folder_for_the_owner_only_and_never_over_another(
    tmp_path: Path, environ: dict[str, str]
) -> None:
    assert nyspor(environ, "export", PERSON, "--into", "ud").exit_code == 0
    files = sorted((tmp_path / "ud").iterdir())
    assert [file.name for file in files] == ["personoplysninger.json", "personoplysninger.txt"]
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files)
    files[1].write_text("Min egen", "utf-8")
    refused = nyspor(environ, "export", PERSON, "--into", "ud")
    assert refused.exit_code == 1
    assert "er der allerede" in refused.stderr
    assert files[1].read_text("utf-8") == "Min egen"


def test_about_somebody_unknown_there_is_nothing(environ: dict[str, str]) -> None:
    found = json.loads(nyspor(environ, "export", "--json", "ingen@post.example").stdout)
    assert (found["submissions"], found["mails"], found["memberships"]) == ([], [], [])


def test_what_was_forgotten_leaves_only_that(environ: dict[str, str]) -> None:
    nyspor(environ, "forget", PERSON)
    found = json.loads(nyspor(environ, "export", "--json", PERSON).stdout)
    assert (found["submissions"], found["mails"], found["deleted_submissions"]) == ([], [], 0)
    assert len(found["forgotten"]) == 1


def test_the_reasons_of_decisions_are_in_it(environ: dict[str, str]) -> None:
    found = json.loads(nyspor(environ, "export", "--json", PERSON).stdout)
    comment = found["submissions"][0]["id"]
    nyspor(environ, "comments", "reject", comment, "--reason", "Den nævner en nabo.")
    (decision,) = json.loads(nyspor(environ, "export", "--json", PERSON).stdout)["submissions"][0]["decisions"]  # fmt: skip
    assert (decision["action"], decision["reason"]) == ("reject", "Den nævner en nabo.")
    assert "Den nævner en nabo." in nyspor(environ, "export", PERSON).stdout
