"""Differences between files before and after a change, on the terminal."""

from __future__ import annotations

from difflib import unified_diff

from rich.console import Console
from rich.text import Text

STYLES = {"+": "green", "-": "red", "@": "cyan"}
"""How the lines of a difference are shown, by their first character."""


def print_difference(path: str, before: bytes, after: bytes) -> None:
    """Print how a text file changes, in the unified format."""
    console = Console(soft_wrap=True, highlight=False)
    old, new = (raw.decode("utf-8", "replace").splitlines() for raw in (before, after))
    for line in unified_diff(old, new, path, path, lineterm=""):
        console.print(Text(line, style=STYLES.get(line[0], "")))
