"""`nyspor init` makes a site that has no faults, in Git, and asks as little as it can."""

from __future__ import annotations

import subprocess
from datetime import date
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as some
from typer.testing import CliRunner

from nyspor.checks import check_content
from nyspor.cli.commands import app
from nyspor.content.loader import read_content
from nyspor.rules import errors
from nyspor.scaffold.new_site import Answers, site_files
from nyspor.text.one_line import one_line
from tests.builders import NOW

TODAY = date(2026, 11, 23)

WORDS = some.text(min_size=1).map(one_line).filter(bool)
"""Names as the command takes them."""


def init(*arguments: str, typed: str = "") -> str:
    """Run the command; return what it printed, the exit code in front where it is not 0."""
    result = CliRunner().invoke(app, ["init", *arguments], input=typed)
    return f"{result.exit_code or ''}{result.output}"


def write(folder: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")


def test_the_version_is_that_of_the_package() -> None:
    result = CliRunner().invoke(app, ["--version"])
    assert result.output == f"Nyspor {version('nyspor')}\n"


def test_the_site_has_no_faults(tmp_path: Path) -> None:
    init(str(tmp_path / "blog"), "--yes")
    assert check_content(read_content(tmp_path / "blog/content"), NOW) == []


def test_it_has_what_a_site_needs(tmp_path: Path) -> None:
    files = site_files(Answers("Nye veje", "Beby Kommune"), TODAY)
    assert {
        *("README.md", "brand.yaml", "nyspor.toml", "pelicanconf.py", "publishconf.py"),
        *(".gitignore", ".gitattributes", "theme/README.md", "plugins/README.md"),
        *("content/posts/2026/velkommen.md", "content/tracks/et-nyt-spor.md"),
        *("content/workgroups/sporgruppen.md", "content/pages/privatliv.md"),
        *("content/pages/tilgaengelighed.md", "content/topics.yaml"),
    } <= files.keys()
    for name in ("pelicanconf.py", "publishconf.py"):
        assert len(files[name].splitlines()) <= 30
        compile(files[name], name, "exec")


def test_it_is_a_git_repository_with_everything_in_it(tmp_path: Path) -> None:
    assert "Git-lager med en første commit" in init(str(tmp_path / "blog"), "--yes")
    status = ["git", "status", "--porcelain", "--ignored"]
    found = subprocess.run(
        status, cwd=tmp_path / "blog", capture_output=True, text=True, check=True
    )
    assert found.stdout == "!! data/\n"  # the key that publications are signed with


def test_it_asks_three_questions(tmp_path: Path) -> None:
    printed = init(
        str(tmp_path / "blog"), typed="Nye veje\nBeby Kommune\nhttps://blog.beby.example\n"
    )
    assert printed.count("?") == 3
    assert "Nye veje" in (tmp_path / "blog/brand.yaml").read_text("utf-8")
    assert 'url = "https://blog.beby.example"' in (tmp_path / "blog/nyspor.toml").read_text("utf-8")


def test_a_folder_with_anything_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "noter.txt").write_text("Mine.", "utf-8")
    assert "ikke tom" in init(str(tmp_path), "--yes")
    assert [file.name for file in tmp_path.iterdir()] == ["noter.txt"]


def test_an_address_that_is_none_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    printed = init(str(tmp_path / "blog"), "--yes", "--url", "blog.beby.example")
    assert printed.startswith("1")
    assert "blog.beby.example" in printed
    assert not (tmp_path / "blog").exists()


@given(WORDS, WORDS)
@example("0", "](")
def test_any_name_gives_a_site_that_can_be_published(
    tmp_path_factory: pytest.TempPathFactory, name: str, publisher: str
) -> None:
    answers = Answers(name, publisher)
    folder = tmp_path_factory.mktemp("site")
    write(folder, site_files(answers, TODAY))
    # A name may look like something that was misread, and get advice.
    assert not errors(check_content(read_content(folder / "content"), NOW))


def test_a_new_site_needs_no_advice(tmp_path: Path) -> None:
    write(tmp_path, site_files(Answers("Bebys nye veje", "Beby Kommune"), TODAY))
    assert check_content(read_content(tmp_path / "content"), NOW) == []


@pytest.mark.parametrize(
    ("command", "missing"),
    [
        (["check"], "content"),
        (["topics", "report"], "content"),
        (["new", "indlæg", "Velkommen"], "content"),
        (["serve"], "pelicanconf.py"),
        (["magazine", "make", "2013"], "content"),
        (["upgrade"], "content"),
    ],
)
def test_a_command_in_the_wrong_folder_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], missing: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 1
    assert f"der hedder {missing}. Gå til sidens mappe" in result.output
    assert list(tmp_path.iterdir()) == []
