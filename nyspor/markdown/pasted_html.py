"""HTML from the clipboard of a word processor, as Markdown, cleaned like other pasted text. No visible word is lost."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from nyspor.markdown.office_html import BLOCKS, normalize
from nyspor.markdown.pasted import clean_text

if TYPE_CHECKING:
    from bs4 import Tag

PICTURE_NOTE = "Her mangler et billede"
"""What stands in the place of a picture, in the language of most texts; `markdown.unfinished` tells of it."""

_FRAGMENT = re.compile(r"<!--StartFragment-->(.*?)<!--EndFragment-->", re.DOTALL)
_CLIPBOARD_HEADER = re.compile(r"\AVersion:[\d.]+\s+(?:\w+:[^\n<]*\s+)+(?=<)")


def paste_html(html: str, picture_note: str = PICTURE_NOTE, is_part: bool = False) -> str:
    """Return HTML from the clipboard as Markdown; `picture_note` stands where a picture stood.

    The headings of what `is_part` of a text keep their levels.
    """
    # Slow to load, and most texts are not pasted.
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(_fragment(html), "lxml")
    notes = [_comment(words) for words in normalize(soup, picture_note, is_part)]
    text = _markdown_converter().convert_soup(soup)
    lines = [
        line.rstrip() if not line.endswith("  ") else f"{line.rstrip()}  "
        for line in text.split("\n")
    ]
    text = re.sub(r"\n{3,}", "\n\n", re.sub(r"(?m)^[ \t]+$", "", "\n".join(lines))).strip()
    text = re.sub(r"(?m)[ ]+$(?=\n\n|\Z)", "", text)
    text = _ITEMS_APART.sub(r"\1\n", text)
    return clean_text("\n\n".join(filter(None, (text, *notes)))) + "\n" if text or notes else ""


def _fragment(html: str) -> str:
    """What was copied, of all that a clipboard holds."""
    html = _CLIPBOARD_HEADER.sub("", html.replace("\x00", ""))
    found = _FRAGMENT.search(html)
    html = found[1] if found else html
    # A word alone may look like a file's name, which Beautiful Soup warns of.
    return html if "<" in html else f"<p>{html}"


_ITEMS_APART = re.compile(r"(?m)^([ ]*(?:-|\d+\.) .*)\n\n(?=[ ]*(?:-|\d+\.) )")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\S+")
_SIGNS = re.compile(r"[\\`*\[\]{}|]|(?<!\w)_|_(?!\w)")
_TAG_START = re.compile(r"<(?![ \d=])")
"""What could be read as the beginning of a tag, and not as "less than"."""
_ENTITY = re.compile(r"&(?=#?\w+;)")
_LINE_START = re.compile(r"(?m)^([ \t]*)(?:([#>+]|-+)|(\d{1,9})([.)])(?=\s|$))")
_FENCES = re.compile(r"(?m)^([ \t]*)([:~=])(?=\2|$)")


def escape(text: str) -> str:
    """Return text so that Markdown shows it as it is; web and mail addresses are left to be links."""
    pieces, place = [], 0
    for address in _ADDRESS.finditer(text):
        pieces += [_escape_words(text[place : address.start()]), address[0].replace("<", "&lt;")]
        place = address.end()
    return "".join([*pieces, _escape_words(text[place:])])


def _comment(words: str) -> str:
    return f"<!-- {escape(words).replace('--', '–').replace('>', '›')} -->"


def _escape_words(text: str) -> str:
    text = _ENTITY.sub("&amp;", text)
    return _TAG_START.sub("&lt;", _SIGNS.sub(lambda sign: f"\\{sign[0]}", text))


def _escape_line_starts(text: str) -> str:
    """Words that stand first on a line and would begin a list, a heading or a block there."""
    text = _LINE_START.sub(
        lambda found: (
            found[1] + "".join(f"\\{sign}" for sign in found[2])
            if found[2]
            else f"{found[1]}{found[3]}\\{found[4]}"
        ),
        text,
    )
    return _FENCES.sub(lambda found: f"{found[1]}&#{ord(found[2])};", text)


@cache
def _markdown_converter() -> Any:
    from markdownify import ATX, MarkdownConverter

    class Converter(MarkdownConverter):
        """markdownify, in our dialect."""

        def escape(self, text: str, parent_tags: Iterable[str]) -> str:
            return text if "nyspor-raw" in parent_tags else escape(text)

        def convert_p(self, el: Tag, text: str, parent_tags: set[str]) -> str:
            starts = _escape_line_starts(text.strip(" \t\r\n"))
            return str(super().convert_p(el, starts, parent_tags))  # type: ignore[misc]

        def convert_div(self, el: Tag, text: str, parent_tags: set[str]) -> str:
            if not el.find(BLOCKS):
                text = _escape_line_starts(text.strip(" \t\r\n"))
            return str(super().convert_div(el, text, parent_tags))  # type: ignore[misc]

        convert_article = convert_section = convert_figure = convert_address = convert_div
        convert_aside = convert_header = convert_footer = convert_main = convert_nav = convert_div

        def convert_del(self, el: Tag, text: str, parent_tags: set[str]) -> str:
            return f"<del>{text}</del>" if text.strip() else text

        convert_s = convert_del

        def convert_nyspor_note(self, el: Tag, text: str, parent_tags: set[str]) -> str:
            lines = text.strip().replace("\n", "\n    ")
            return f"\n\n[^{el.get('n')}]: {lines}\n\n"

    return Converter(
        heading_style=ATX,
        bullets="-",
        sup_symbol="<sup>",
        sub_symbol="<sub>",
        table_infer_header=True,
        autolinks=False,
    )
