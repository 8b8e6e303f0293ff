"""The table of other libraries' private names is true, and complete."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import weasyprint.pdf
from pelican import Pelican
from pelican.generators import ArticlesGenerator, PagesGenerator
from pelican.writers import Writer
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

ROOT = Path(__file__).parent.parent


class Row(NamedTuple):
    """A row of the table."""

    library: str
    names: tuple[str, ...]
    file: str
    versions: str
    tests: tuple[str, ...]


def table() -> Iterator[Row]:
    for line in (ROOT / "docs/private-names.md").read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and cells[0] != "Library":
            library, names, file, versions, tests = cells
            quoted = [tuple(re.findall("`([^`]+)`", cell)) for cell in (names, tests)]
            yield Row(library, quoted[0], file.strip("`"), versions.strip("`"), quoted[1])


ROWS = list(table())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.library} {row.names[0]}")
def test_a_row_of_the_table_is_true(row: Row) -> None:
    code = (ROOT / row.file).read_text("utf-8")
    for name in row.names:
        assert name.rsplit(".", 1)[-1] in code or name in code, f"{row.file} does not use {name}"
    assert row.versions in (ROOT / "pyproject.toml").read_text("utf-8")
    for test in row.tests:
        file, _, name = test.partition("::")
        assert f"def {name}(" in (ROOT / file).read_text("utf-8"), f"there is no test {test}"


DOCUMENTED = frozenset(("_replace", "_asdict", "_fields", "_value_", "_exit", "_Element"))
"""Names with an underscore that are documented: of named tuples, enumerations, `os` and lxml."""


def private_uses(file: Path) -> Iterator[str]:
    """Attributes with a leading underscore that are read of anything but `self` or `cls`."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if not isinstance(node, ast.Attribute) or not node.attr.startswith("_"):
            continue
        is_own = isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
        if not is_own and node.attr not in DOCUMENTED and not node.attr.endswith("__"):
            yield node.attr


def test_no_other_private_name_is_used() -> None:
    listed = {(row.file, name.rsplit(".", 1)[-1]) for row in ROWS for name in row.names}
    code = [*ROOT.glob("nyspor/**/*.py"), *ROOT.glob("plugins/*.py")]
    used = {
        (file.relative_to(ROOT).as_posix(), name) for file in code for name in private_uses(file)
    }
    own = {
        (file, name) for file, name in used if f"def {name}(" in (ROOT / file).read_text("utf-8")
    }
    assert used - own - listed == set()


@pytest.mark.parametrize("name", ["__class__", "__globals__", "__dict__", "object.__setattr__"])
def test_classes_and_instances_are_left_as_they_are(name: str) -> None:
    assigned = re.compile(
        rf"{re.escape(name)}(\[.*?\])?\s*=[^=]|{re.escape(name)}\.update|object\.__setattr__\("
    )
    code = [*ROOT.glob("nyspor/**/*.py"), *ROOT.glob("plugins/*.py")]
    assert [file for file in code if assigned.search(file.read_text("utf-8"))] == []


def test_weasyprint_has_the_names_that_the_tag_recorder_reads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[tuple[Any, list[Any]]] = []
    monkeypatch.setattr(
        weasyprint.pdf,
        "add_tags",
        lambda pdf, document, version, streams: seen.append((document, streams)),
    )
    html = '<p>a<a href="https://x.example">b</a></p><div style="position: absolute">c</div>'
    weasyprint.HTML(string=html).write_pdf(pdf_tags=True)
    assert seen, (
        "WeasyPrint no longer calls weasyprint.pdf.add_tags(pdf, document, version, streams)"
    )
    document, streams = seen[0]
    assert document._html.etree_element.tag == "html"
    (page,) = document.pages
    assert hasattr(page._page_box.page_type, "name")
    assert all("mcid" in mark for mark in streams[0]._tags.values())
    assert all(box.link_annotation is not None for *_, box in page.links)
    assert hasattr(boxes, "MarginBox")
    assert hasattr(boxes, "ReplacedBox")
    assert "_box" in inspect.getsource(AbsolutePlaceholder.__init__)


def test_weasyprint_ships_the_colour_profile() -> None:
    assert (files("weasyprint.pdf") / "sRGB2014.icc").is_file()


def test_pelican_has_the_seams_that_the_build_hangs_on() -> None:
    written = inspect.getsource(Pelican)
    for name in ("self.delete_outputdir", "self.output_path", "self.path", "def run(self)"):
        assert name in written, f"Pelican has no {name} any more"
    for generator, names in (
        (ArticlesGenerator, ("articles", "drafts")),
        (PagesGenerator, ("pages", "draft_pages")),
    ):
        for name in names:
            assert f"self.{name}" in inspect.getsource(generator)
    assert "name" in inspect.signature(Writer.write_file).parameters
    assert "context=context" in inspect.getsource(Pelican.run)
