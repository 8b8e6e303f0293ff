"""The whole files in docs/eksempler.md: the check passes them, with nothing to remark, and the site can be built."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from textwrap import dedent

import pytest
from PIL import Image

from nyspor.checks import check_content
from nyspor.checks.library import build_library
from nyspor.checks.magazine import check_issue
from nyspor.content.loader import read_content
from nyspor.content.schema import SCHEMA
from nyspor.model.kind_specs import kind_specs
from tests.builders import NOW, render_problems
from tests.conftest import ROOT

FILE = re.compile(
    r"^`content/(?P<path>[^`]+)`(?:.+\n)*.*\n\n(?P<text>(?:    .*\n|\n)+)", re.MULTILINE
)
"""A file's name, whatever is said of it, and its text, indented."""

PICTURES = {"images/torsdagsbordet.jpg": (2400, 1600), "images/forside-2026.jpg": (2600, 3600)}


def examples() -> dict[str, str]:
    """The files of the paper, by path in the content folder."""
    paper = (ROOT / "docs/eksempler.md").read_text("utf-8")
    return {found["path"]: dedent(found["text"]) for found in FILE.finditer(paper)}


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A content folder with all of them, and the pictures that they show."""
    folder = tmp_path_factory.mktemp("content")
    for path, text in {**examples(), "schema.yaml": f"skema: {SCHEMA}\n"}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    for path, size in PICTURES.items():
        buffer = BytesIO()
        Image.new("RGB", size, "tan").save(buffer, "JPEG", quality=20)
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(buffer.getvalue())
    return folder


def test_the_check_has_nothing_to_say_about_them(content: Path) -> None:
    assert render_problems(check_content(read_content(content), NOW)) == ""


def test_there_is_one_of_every_kind(content: Path) -> None:
    library = build_library(read_content(content), NOW)
    assert {entry.kind for entry in library.entries.values()} == {
        spec.name for spec in kind_specs()
    }
    assert not library.unpublished
    assert library.comments
    assert library.ideas
    assert library.vocabularies.people


def test_the_magazine_can_be_made_of_them(content: Path) -> None:
    found = read_content(content)
    issue = found.by_key["magazine/2026"]
    assert render_problems(check_issue(found, issue, NOW)) == ""


def test_they_are_visibly_made_up() -> None:
    for path, text in examples().items():
        if "kommune: eksempel" in text and path.endswith(".md"):
            assert "eksempel: ja" in text, path
