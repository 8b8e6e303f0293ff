"""Where the pages on using and running Nyspor lie, which come with it."""

from __future__ import annotations

from importlib.resources import files


def guide(name: str) -> str:
    """Return the path of a page, such as `drift/doctor.md`, where Nyspor is installed."""
    return str(files("nyspor") / "docs" / name)
