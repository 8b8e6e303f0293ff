"""The package: the engine's plugins and theme belong to it, and nothing else is installed."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = ("nyspor", "plugins", "tests", "bench", "tools", "docs")


def imports_of(file: Path) -> Iterator[str]:
    """The modules that a file imports, by their absolute names."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or ""


def imports_plugins(file: Path) -> bool:
    """Whether a file imports the plugins as a package of their own."""
    return any(name.partition(".")[0] == "plugins" for name in imports_of(file))


def test_nothing_imports_the_plugins_as_a_package_of_their_own() -> None:
    files = [file for folder in SOURCES for file in (ROOT / folder).rglob("*.py")]
    assert [file for file in files if imports_plugins(file)] == []


@pytest.mark.parametrize("name", ["plugins", "theme"])
def test_the_package_has_the_engine_s_folders_by_relative_links(name: str) -> None:
    link = ROOT / "nyspor" / name
    assert link.is_symlink()
    assert os.readlink(link) == f"../{name}"
