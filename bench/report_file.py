"""`bench/results.md`, of which each measurement writes its own part."""

from __future__ import annotations

import re
from pathlib import Path

FILE = Path(__file__).parent / "results.md"

PICTURES = "## Pictures"
MEASUREMENTS = "## Measurements"


def section_of(text: str, heading: str) -> str:
    """The section under a heading of the second level, '' where there is none."""
    found = re.search(rf"^{re.escape(heading)}\n.*?(?=^## |\Z)", text, re.M | re.S)
    return found[0] if found else ""


def with_section(text: str, heading: str, section: str) -> str:
    """The report with this section in place of the one under the same heading, or at its end."""
    known = section_of(text, heading)
    return text.replace(known, section) if known else text.rstrip("\n") + "\n\n" + section
