"""Where a site is published, as its settings say without being run: Pelican is slow to load."""

from __future__ import annotations

import ast
import os
from pathlib import Path

from nyspor.migrations.python_settings import NotLiteral, assignments, literal


def published_at(settings: Path) -> str:
    """Return the address in `publishconf.py` beside these settings, without its last slash; '' where none is known."""
    url = os.environ.get("NYSPOR_SITEURL") or _written(settings.parent / "publishconf.py")
    return url.rstrip("/") if url.startswith(("http://", "https://")) else ""


def _written(file: Path) -> str:
    try:
        return str(literal(assignments(ast.parse(file.read_text("utf-8")))["SITEURL"]))
    except (OSError, UnicodeDecodeError, SyntaxError, KeyError, NotLiteral):
        return ""
