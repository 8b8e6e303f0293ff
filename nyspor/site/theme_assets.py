"""The theme's own files: its style sheets joined into one, its fonts and marks as they are."""

from __future__ import annotations

import re
from hashlib import blake2b
from pathlib import Path

from nyspor.site.theme import Theme

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def join_styles(theme: Theme) -> bytes:
    """`static/css/*.css` in the order of their names, without comments and indentation."""
    sheets = [path for name, path in theme.files("static/css").items() if name.endswith(".css")]
    text = _COMMENT.sub("", "\n".join(sheet.read_text("utf-8") for sheet in sheets))
    lines = (line.strip() for line in text.split("\n"))
    return "\n".join(filter(None, lines)).encode()


def styles_address(styles: bytes) -> str:
    """The style sheet's address, with a digest of its bytes, so that browsers may cache it for ever."""
    return f"/theme/css/nyspor.{blake2b(styles, digest_size=5).hexdigest()}.css"


def plain_files(theme: Theme) -> dict[str, Path]:
    """The rest of `static/`, by path below it; notes and licences go along."""
    files = theme.files("static").items()
    return {name: path for name, path in files if not name.startswith("css/")}
