"""The theme's own files: its style sheets joined into one, its fonts and marks as they are."""

from __future__ import annotations

import re
from hashlib import blake2b
from pathlib import Path

from nyspor.site.brand import FONTS
from nyspor.site.brand_colours import feed_styles, site_styles
from nyspor.site.brand_fonts import with_brand_fonts, without_tight_spacing
from nyspor.site.theme import ENGINE_FOLDER, ENGINE_FONTS, Theme
from nyspor.text.danish import slugify

LOGO_STYLES = "@layer page {\n.masthead-name img {\nbackground: none;\n}\n}\n"
"""A logo has no background while it loads, as pictures have: it may be transparent."""

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def join_styles(theme: Theme) -> bytes:
    """`static/css/*.css` in the order of their names, then the brand's colours, without comments and indentation."""
    sheets = [path for name, path in theme.files("static/css").items() if name.endswith(".css")]
    texts = [*(_sheet(sheet, theme) for sheet in sheets), site_styles(theme.colours)]
    texts += [LOGO_STYLES] if theme.has_logo else []
    text = _COMMENT.sub("", "\n".join(texts))
    lines = (line.strip() for line in text.split("\n"))
    return "\n".join(filter(None, lines)).encode()


def _sheet(file: Path, theme: Theme) -> str:
    """A style sheet in the brand's fonts; a site's own keeps the spacing that it says."""
    text = with_brand_fonts(file.read_text("utf-8"), theme)
    return without_tight_spacing(text, theme) if file.is_relative_to(ENGINE_FOLDER) else text


def feed_css(theme: Theme) -> bytes:
    """The style sheet of a feed opened in a browser."""
    sheet = theme.path(f"static/{FEED_CSS}").read_text("utf-8")
    return (with_brand_fonts(sheet, theme) + feed_styles(theme.colours)).encode()


FEED_CSS = "feed.css"


def styles_address(styles: bytes, name: str) -> str:
    """The style sheet's address on the site called `name`, with a digest of its bytes, so that browsers may
    cache it for ever."""
    digest = blake2b(styles, digest_size=5).hexdigest()
    return f"/theme/css/{slugify(name) or 'styles'}.{digest}.css"


def plain_files(theme: Theme) -> dict[str, Path]:
    """The rest of `static/`, by path below it; notes and licences go along, but not of fonts that a brand replaces."""
    files = theme.files("static").items()
    replaced = {
        f"{stem}{ending}"
        for file in set(ENGINE_FONTS.values()).difference(theme.engine_fonts)
        for stem in [file.removeprefix("static/").removesuffix(".woff2")]
        for ending in (".woff2", "-OFL.txt")
    }
    replaced |= {"fonts/README.md"} if replaced else set()
    return {
        name: path for name, path in files if not name.startswith("css/") and name not in replaced
    }


def preloaded_fonts(theme: Theme) -> list[str]:
    """The fonts that every page is set in, by their paths below `static/`: all but bold and italic of the text."""
    names = FONTS["text_bold"], FONTS["text_italic"], ENGINE_FONTS["text_italic"]
    others = {name.removeprefix("static/") for name in names}
    return [file for file in plain_files(theme) if file.endswith(".woff2") and file not in others]
