"""`nyspor magazine` as an editor uses it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from nyspor.cli.commands import app
from nyspor.magazine.layout import section_cache
from nyspor.site.theme import Theme
from tests.builders import post_text, write_settings
from tests.conftest import NOW
from tests.magazine.builders import a_story
from tests.magazine.everything import write_content

PICTURE = "{fil: images/forside.png, alt: Farver, kredit: N}"


@pytest.fixture(autouse=True)
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The content of a site with an issue of two stories; one stands in the folder of the site."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NYSPOR_NOW", NOW)
    monkeypatch.setenv("COLUMNS", "120")
    write_settings(tmp_path)
    stories = {
        "stien": a_story("Den er åben.", titel="Stien er åben", billede=PICTURE),
        "broen": a_story("Den er lukket.", titel="Broen", billede=""),
    }
    return write_content(tmp_path / "content", **stories)


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["magazine", *words])
    return result.exit_code, result.output


def test_all_problems_are_reported_at_once_and_nothing_is_written(
    content: Path, tmp_path: Path
) -> None:
    issue = content / "magazine/2013/issue.md"
    text = (
        issue.read_text("utf-8")
        .replace("historie: stien", "historie: stein")
        .replace("bagside:", "undtag: []\nxbagside:")
    )
    issue.write_text(text, "utf-8")
    code, output = run("2013", "--content", str(content), "--into", str(tmp_path / "ud"))
    assert code == 1
    assert "stein" in output
    assert "xbagside" in output
    assert not (tmp_path / "ud").exists()


def test_a_character_that_the_fonts_lack_is_named(content: Path, tmp_path: Path) -> None:
    with (content / "stories/2013/stien.md").open("a", encoding="utf-8") as file:
        file.write("\n\nPå japansk: 漢.\n")
    code, output = run("2013", "--content", str(content), "--into", str(tmp_path / "ud"))
    assert code == 1
    assert "Magasinets skrifter kan ikke vise 漢." in output
    assert "Magasinet er ikke lavet; filerne fra sidst er urørt." in output
    assert not list((tmp_path / "ud/2013").glob("*.pdf"))


def test_a_fault_names_the_story_and_leaves_the_last_editions(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lay_out(theme: Theme, styles: str, html: str, target: Path) -> None:
        if "Den er lukket." in html:
            raise RuntimeError("a fault of ours")
        layouts(theme, styles, html, target)

    layouts = section_cache.lay_out
    monkeypatch.setattr(section_cache, "lay_out", lay_out)
    code, output = run("2013", "--content", str(content), "--into", str(tmp_path / "ud"))
    assert code == 1
    assert "stories/2013/broen.md" in output
    assert "a fault of ours" in output
    assert "Traceback" not in output
    assert "Traceback" in (tmp_path / "ud/2013/fault.txt").read_text("utf-8")
    assert not list((tmp_path / "ud/2013").glob("*.epub"))


def test_a_year_without_a_magazine_says_what_to_do() -> None:
    code, output = run("1999")
    assert code == 1
    assert "Der er intet magasin for 1999: Skriv først content/magazine/1999/issue.md" in output


def test_one_story_can_be_previewed(tmp_path: Path) -> None:
    code, output = run("preview", "2013", "stien", "--into", str(tmp_path))
    assert code == 0
    assert (tmp_path / "2013/stien.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "2013/stien.png").read_bytes().startswith(b"\x89PNG")
    assert str(tmp_path / "2013/stien.png") in output.replace("\n", "")


@pytest.mark.parametrize("written", ["stien.md", "content/stories/2013/stien.md", "Stien er åben"])
def test_the_story_to_preview_may_be_named_by_its_file_or_title(tmp_path: Path, written: str) -> None:  # fmt: skip
    assert run("preview", "2013", written, "--into", str(tmp_path))[0] == 0
    assert (tmp_path / "2013/stien.png").exists()


def test_a_story_that_is_not_in_the_magazine_is_said_to_be_so(content: Path) -> None:
    (content / "stories/2013/nyhed.md").write_text(a_story(titel="Nyhed", billede=""), "utf-8")
    code, output = run("preview", "2013", "nyhed")
    assert code == 1
    assert "Skriv »- historie: nyhed« under historier: i magazine/2013/issue.md." in output
    assert "Mente du »stien«?" in run("preview", "2013", "steen")[1]
    assert "Det har: stien, broen." in run("preview", "2013", "xyz")[1]


def test_what_is_wrong_elsewhere_does_not_keep_a_story_from_its_writer(
    content: Path, tmp_path: Path
) -> None:
    wrong = {
        "posts/2026/x.md": post_text(temae="[a]"),
        "stories/2013/broen.md": a_story("[a](b.md)", titel="Broen", billede=""),
        "stories/2013/stien.md": a_story("Kladden.", status="kladde", billede=""),
    }
    for name, text in wrong.items():
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        (content / name).write_text(text, "utf-8")
    issue = content / "magazine/2013/issue.md"
    issue.write_text(issue.read_text("utf-8").replace("kolofon:", "#"), "utf-8")
    assert run("preview", "2013", "stien", "--into", str(tmp_path))[0] == 0
    code, output = run("preview", "2013", "broen", "--into", str(tmp_path))
    assert code == 1
    assert "Linket b.md fører til en fil, der ikke findes." in output
    assert "temae" not in output
    assert "Forhåndsvisningen er ikke lavet." in output


def test_the_candidates_are_shown() -> None:
    code, output = run("candidates", "2013")
    assert code == 0
    assert "✓" in output
    assert "god (" in output
