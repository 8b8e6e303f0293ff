"""The theme's own files: its style sheets joined into one, its fonts and marks as they are."""

from __future__ import annotations

import re
from hashlib import blake2b
from pathlib import Path

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def join_styles(theme: Path) -> bytes:
    """`static/css/*.css` in the order of their names, without comments and indentation."""
    sheets = sorted((theme / "static" / "css").glob("*.css"))
    text = _COMMENT.sub("", "\n".join(sheet.read_text("utf-8") for sheet in sheets))
    lines = (line.strip() for line in text.split("\n"))
    return "\n".join(filter(None, lines)).encode()


def styles_address(styles: bytes) -> str:
    """The style sheet's address, with a digest of its bytes, so that browsers may cache it for ever."""
    return f"/theme/css/nyspor.{blake2b(styles, digest_size=5).hexdigest()}.css"


def plain_files(theme: Path) -> list[str]:
    """The rest of `static/` but for hidden files, as paths below it; notes and licences go along."""
    static = theme / "static"
    files = (file for file in static.rglob("*") if file.is_file())
    names = (file.relative_to(static).as_posix() for file in files)
    return sorted(name for name in names if not name.startswith(("css/", ".")) and "/." not in name)
