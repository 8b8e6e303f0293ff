"""`nyspor new` begins a draft that the check passes, in the right place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from typer.testing import CliRunner

from nyspor.checks import check_content
from nyspor.cli.commands import app
from nyspor.console import translate
from nyspor.content.loader import read_content
from nyspor.i18n.catalogues import CATALOGUES, read_catalogue
from nyspor.model.kind_specs import kind_specs
from nyspor.rules import errors
from nyspor.scaffold.new_entry import entry_path, entry_text, find_kind_by_word
from tests.builders import NOW, post_text, write_site

TODAY = date(2026, 11, 23)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return write_site(tmp_path / "content", velkommen=post_text())


def new(content: Path, *arguments: str) -> str:
    command = ["new", *arguments, "--no-edit", "--content", str(content)]
    result = CliRunner().invoke(app, command, env={"NYSPOR_NOW": "2026-11-23 12:00"})
    return f"{result.exit_code or ''}{result.output}"


@pytest.mark.parametrize(
    ("word", "path"),
    [
        ("indlæg", "posts/2026/cykler-paa-recept.md"),
        ("Historie", "stories/2026/cykler-paa-recept.md"),
        ("spor", "tracks/cykler-paa-recept.md"),
        ("workgroups", "workgroups/cykler-paa-recept.md"),
        ("side", "pages/cykler-paa-recept.md"),
    ],
)
def test_a_draft_lies_in_the_right_folder_and_passes_the_check(
    content: Path, word: str, path: str
) -> None:
    assert path in new(content, word, "Cykler på recept").replace("\n", "")
    collection = read_content(content)
    assert check_content(collection, NOW) == []
    entry = collection.by_file[path].entry
    assert entry
    assert (entry.title, entry.status.value) == ("Cykler på recept", "draft")


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_words_that_it_begins_with_are_not_published(content: Path, language: str) -> None:
    spec, words = find_kind_by_word("posts", translate), read_catalogue(CATALOGUES, language)
    assert spec
    text = entry_text(spec, "Cykler", TODAY, {}, words.gettext).replace("status: kladde\n", "")
    (content / "posts/2026").mkdir()
    (content / "posts/2026/cykler.md").write_text(text, "utf-8")
    found = check_content(read_content(content), NOW)
    assert [problem.rule for problem in errors(found)] == ["not-written", "not-written"]


def test_it_names_what_there_is_to_choose_from(content: Path) -> None:
    new(content, "indlæg", "Cykler")
    text = (content / "posts/2026/cykler.md").read_text("utf-8")
    assert "# kommune: roskilde\n#   roskilde (Roskilde)" in text
    assert "# spor: [gode-leveaar]" in text
    assert "aeldre (Ældre)" in text


def test_a_choice_is_valid_once_its_mark_is_taken_away(content: Path) -> None:
    new(content, "indlæg", "Cykler")
    file = content / "posts/2026/cykler.md"
    text = file.read_text("utf-8")
    for field in ("kommune", "spor", "temaer"):
        text = text.replace(f"# {field}: ", f"{field}: ")
    file.write_text(text, "utf-8")
    assert check_content(read_content(content), NOW) == []


def test_what_is_there_is_left_alone(content: Path) -> None:
    new(content, "spor", "Cykler")
    (content / "tracks/cykler.md").write_text("mine", "utf-8")
    assert "findes allerede" in new(content, "spor", "Cykler")
    assert (content / "tracks/cykler.md").read_text("utf-8") == "mine"


def test_an_unknown_kind_is_answered_with_those_that_there_are(content: Path) -> None:
    printed = new(content, "nyhed", "Cykler")
    assert printed.startswith("1")
    assert "indlæg" in printed
    assert new(content, "indlæg", "🎉").startswith("1"), "no letter to name a file after"


@given(title=some.text(min_size=1, max_size=60))
def test_any_title_with_letters_gives_a_draft_that_can_be_read(
    tmp_path_factory: pytest.TempPathFactory, title: str
) -> None:
    spec = find_kind_by_word("posts", translate)
    assert spec
    path = entry_path(spec, title, TODAY)
    if not path:
        return
    folder = write_site(tmp_path_factory.mktemp("content"))
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(entry_text(spec, title, TODAY, {}, translate), "utf-8")
    assert check_content(read_content(folder), NOW) == []


@pytest.mark.parametrize("name", [spec.name for spec in kind_specs()])
def test_every_kind_has_a_draft_with_the_fields_it_must_have(name: str) -> None:
    spec = find_kind_by_word(name, translate)
    assert spec
    text = entry_text(spec, "Ny", TODAY, {}, translate)
    assert text.startswith('---\ntitel: "Ny"\nresume: ')
    assert ("år: #" in text) == (name in ("magazine", "status"))
