"""The theme's own files: its style sheets joined into one, its fonts and marks as they are."""

from __future__ import annotations

import re
from hashlib import blake2b
from pathlib import Path

from nyspor.site.brand import HEADINGS_FONT, TEXT_FONT
from nyspor.site.brand_colours import feed_styles, site_styles
from nyspor.site.theme import Theme
from nyspor.text.danish import slugify

LOGO_STYLES = "@layer page {\n.masthead-name img {\nbackground: none;\n}\n}\n"
"""A logo has no background while it loads, as pictures have: it may be transparent."""

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def join_styles(theme: Theme) -> bytes:
    """`static/css/*.css` in the order of their names, then the brand's colours, without comments and indentation."""
    sheets = [path for name, path in theme.files("static/css").items() if name.endswith(".css")]
    texts = [*(sheet.read_text("utf-8") for sheet in sheets), site_styles(theme.colours)]
    texts += [LOGO_STYLES] if theme.has_logo else []
    texts += [font_styles(theme)]
    text = _COMMENT.sub("", "\n".join(texts))
    lines = (line.strip() for line in text.split("\n"))
    return "\n".join(filter(None, lines)).encode()


def font_styles(theme: Theme) -> str:
    """What stands in for a brand's fonts while they load: the system's own, which the engine's are measured by."""
    given = dict(theme.brand_files)
    names = (("serif", "Newsreader", HEADINGS_FONT), ("sans", "Atkinson", TEXT_FONT))
    rules = "".join(
        f'--{token}: "{family}", system-ui, sans-serif;\n'
        for token, family, file in names
        if file in given
    )
    return f"@layer tokens {{\n:root {{\n{rules}}}\n}}\n" if rules else ""


def feed_css(theme: Theme) -> bytes:
    """The style sheet of a feed opened in a browser."""
    return theme.path(f"static/{FEED_CSS}").read_bytes() + feed_styles(theme.colours).encode()


FEED_CSS = "feed.css"


def styles_address(styles: bytes, name: str) -> str:
    """The style sheet's address on the site called `name`, with a digest of its bytes, so that browsers may
    cache it for ever."""
    digest = blake2b(styles, digest_size=5).hexdigest()
    return f"/theme/css/{slugify(name) or 'styles'}.{digest}.css"


def plain_files(theme: Theme) -> dict[str, Path]:
    """The rest of `static/`, by path below it; notes and licences go along."""
    files = theme.files("static").items()
    return {name: path for name, path in files if not name.startswith("css/")}
