"""What Word, Google Docs, LibreOffice, Outlook, Excel and Pages mean with their HTML, said in plain HTML.

A paragraph with a bullet is an item, a span with a weight is bold, a link there and back is a footnote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_UNSEEN = (
    "head",
    "script",
    "style",
    "template",
    "noscript",
    "title",
    "xml",
    "meta",
    "link",
    "col",
    "colgroup",
)

BLOCKS = (
    *("address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "figure", "figcaption", "footer", "h1", "h2"),
    *("h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "ul"),
)  # fmt: skip
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

_WITHIN_LINES = (*_HEADINGS, "li", "td", "th", "dt", "a")
_INLINE = ("strong", "em", "del", "sup", "sub", "code")

_HEADING_CLASS = re.compile(
    r"Mso(?:Heading|Overskrift)(\d)|Mso(Title|Subtitle)|Heading[ -]?(\d)", re.I
)
_OUTLINE = re.compile(
    r"mso-outline-level:\s*(\d)|mso-style-name:\s*[\"']?(?:heading|overskrift) (\d)", re.I
)
_LIST_LEVEL = re.compile(r"mso-list:\s*\S+\s+level(\d+)", re.I)
_IGNORED = re.compile(r"mso-list:\s*ignore", re.I)
_NUMBER = re.compile(r"(?:\d+|[a-zæøå]|[ivx]+)[.)]", re.I)

_STYLES = (
    (re.compile(r"(?<![\w-])font-weight:\s*(?:bold|bolder|[6-9]00)\b", re.I), "strong"),
    (re.compile(r"(?<![\w-])font-style:\s*(?:italic|oblique)", re.I), "em"),
    (re.compile(r"(?<![\w-])text-decoration[\w-]*:[^;]*line-through", re.I), "del"),
    (re.compile(r"(?<![\w-])vertical-align:\s*super", re.I), "sup"),
    (re.compile(r"(?<![\w-])vertical-align:\s*sub\b", re.I), "sub"),
)
_PLAIN_WEIGHT = re.compile(r"(?<![\w-])font-weight:\s*(?:normal|[1-5]00)\b", re.I)
_PLAIN_SLANT = re.compile(r"(?<![\w-])font-style:\s*normal", re.I)
_HIDDEN = re.compile(r"(?<![\w-])display:\s*none|mso-hide:\s*all", re.I)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_LINK = re.compile(r"(?:https?://|mailto:|tel:)\S", re.I)


def normalize(soup: BeautifulSoup, picture_note: str, keep_levels: bool = False) -> list[str]:
    """Bring HTML of whatever program to the elements that Markdown has; return the comments of colleagues.

    `nyspor-raw` has Markdown in it, `nyspor-note` is a footnote, and `nyspor-words` the note for a picture.
    """
    _remove_unseen(soup)
    for text in soup.find_all(string=True):
        if not text.find_parent("pre"):
            text.replace_with(_BLANKS.sub(" ", text))
    notes = _take_comments(soup)
    _take_footnotes(soup)
    _mark_headings(soup)
    _build_word_lists(soup)
    _nest_lists(soup)
    _mark_emphasis(soup)
    _unwrap_layout_tables(soup)
    for table in soup.find_all("table"):
        _even_out(soup, table)
    _put_notes_for_pictures(soup, picture_note)
    _flatten(soup)
    _keep_only_web_links(soup)
    _set_items_close(soup)
    _level_headings(soup, keep_levels)
    return notes


def _remove_unseen(soup: BeautifulSoup) -> None:
    from bs4 import Comment, Declaration, Doctype, ProcessingInstruction

    for text in soup.find_all(string=True):
        if isinstance(text, Comment | Declaration | Doctype | ProcessingInstruction):
            text.extract()
    for element in soup.find_all(_UNSEEN):
        element.decompose()
    for element in soup.find_all(style=_HIDDEN):
        element.decompose()
    for element in soup.find_all(re.compile(r"^[ovwm]:|^st1:|^font$|^center$|^u$")):
        element.unwrap()


def _style(element: Tag) -> str:
    return str(element.get("style") or "")


def _class(element: Tag) -> str:
    given = element.get("class") or ""
    return given if isinstance(given, str) else " ".join(given)


def _take_footnotes(soup: BeautifulSoup) -> None:
    """Put footnotes at the end: a link to a place that links back is the mark of one."""
    by_name = {
        str(element.get(key)): element
        for element in soup.find_all(True)
        for key in ("id", "name")
        if element.get(key)
    }
    notes: list[Tag] = []
    for mark in soup.find_all("a", href=re.compile("^#")):
        target = by_name.get(str(mark.get("href"))[1:])
        own = {f"#{mark.get(key)}" for key in ("id", "name") if mark.get(key)}
        if target is None or mark.parent is None:
            continue
        back = target if target.name == "a" else target.find("a")
        if back is None or back is mark or back.get("href") not in own:
            continue
        body = _note_of(back)
        back.extract()
        notes.append(body.extract())
        superscript = mark.find_parent("sup")
        (superscript or mark).replace_with(_element(soup, "nyspor-raw", f"[^{len(notes)}]"))
    for number, note in enumerate(notes, 1):
        note.name = "nyspor-note"
        note.attrs = {"n": str(number)}
        (soup.body or soup).append(note)
    for element in soup.find_all(style=re.compile("mso-element:footnote-list")):
        for rule in element.find_all("hr"):
            rule.decompose()


def _note_of(back: Tag) -> Tag:
    """The element of a footnote's text."""
    for element in back.parents:
        if element.name in ("div", "li") and len(element.find_all("a", href=re.compile("^#"))) == 1:
            return element
        if element.name in ("body", "[document]"):
            break
    found = back.find_parent(["p", "div", "li"])
    return found if found is not None else back.parent or back


def _take_comments(soup: BeautifulSoup) -> list[str]:
    """Take Word's comments out: they are notes to colleagues, which are not published."""
    for mark in soup.find_all("a", class_="msocomanchor"):
        mark.decompose()
    notes = []
    for element in soup.find_all(style=re.compile(r"mso-element:\s*comment(?:\s|;|$)")):
        notes.append(" ".join(element.get_text(" ").split()))
    for element in soup.find_all(style=re.compile(r"mso-element:\s*comment")):
        if not element.decomposed:
            element.decompose()
    return notes


def _element(soup: BeautifulSoup, name: str, text: str) -> Tag:
    element = soup.new_tag(name)
    element.string = text
    return element


def _mark_headings(soup: BeautifulSoup) -> None:
    for element in soup.find_all(["p", "div"]):
        named = _HEADING_CLASS.search(_class(element))
        outline = _OUTLINE.search(_style(element))
        if element.find(BLOCKS) or _LIST_LEVEL.search(_style(element)):
            continue
        if named:
            level = int(named[1] or named[3] or (1 if (named[2] or "").lower() == "title" else 2))
        elif outline:
            level = int(outline[1] or outline[2])
        elif element.get("role") == "heading":
            level = (
                int(str(element.get("aria-level") or 2))
                if str(element.get("aria-level") or 2).isdigit()
                else 2
            )
        else:
            continue
        if 1 <= level <= 6:
            element.name = f"h{level}"


def _build_word_lists(soup: BeautifulSoup) -> None:
    """Word's items are paragraphs that know their level and begin with a bullet or a number."""
    for first in soup.find_all(["p", "h1", "h2", "h3", "h4", "h5", "h6"], style=_LIST_LEVEL):
        if first.find_parent("nyspor-list"):
            continue
        run = [first, *_following_items(first)]
        holder = soup.new_tag("nyspor-list")
        first.insert_before(holder)
        stack: list[tuple[int, Tag]] = []
        for item in run:
            found = _LIST_LEVEL.search(_style(item))
            level = int(found[1]) if found else 1
            numbered = _take_marker(item)
            while stack and stack[-1][0] > level:
                stack.pop()
            if not stack or stack[-1][0] < level:
                parent = _last_item(stack[-1][1]) if stack else holder
                made = soup.new_tag("ol" if numbered else "ul")
                (parent if parent is not None else holder).append(made)
                stack.append((level, made))
            item.name = "li"
            item.attrs = {}
            stack[-1][1].append(item.extract())
    for holder in soup.find_all("nyspor-list"):
        holder.name = "div"


def _following_items(first: Tag) -> Iterator[Tag]:
    for sibling in first.next_siblings:
        if getattr(sibling, "name", None) is None:
            if str(sibling).strip():
                return
            continue
        if not _LIST_LEVEL.search(_style(sibling)):  # type: ignore[arg-type]
            return
        yield sibling  # type: ignore[misc]


def _last_item(made: Tag) -> Tag | None:
    items = made.find_all("li", recursive=False)
    return items[-1] if items else None


def _take_marker(item: Tag) -> bool:
    """Take the bullet or number out of an item; return whether it was a number."""
    written = ""
    for marker in item.find_all(style=_IGNORED):
        if not marker.decomposed:
            written += marker.get_text()
            marker.decompose()
    return bool(_NUMBER.match(written.strip(" \u00a0\t\n(")))


def _nest_lists(soup: BeautifulSoup) -> None:
    """A list right within a list belongs to the item before it, as Google Docs and Outlook mean it."""
    for inner in soup.find_all(["ul", "ol"]):
        outer = inner.parent
        if outer is None or outer.name not in ("ul", "ol"):
            continue
        before = inner.find_previous_sibling("li")
        if before is None:
            before = soup.new_tag("li")
            inner.insert_before(before)
        before.append(inner.extract())
    for item in soup.find_all("li"):
        if item.parent is None or item.parent.name not in ("ul", "ol"):
            item.name = "p"
        for heading in item.find_all(_HEADINGS):
            heading.name = "strong"
    for empty in soup.find_all(["ul", "ol"]):
        if empty.find("li", recursive=False) is None:
            empty.name = "div"


def _set_items_close(soup: BeautifulSoup) -> None:
    """An item of one paragraph is not set apart from the next one."""
    for item in soup.find_all("li"):
        parts = item.find_all(["p", "div"], recursive=False)
        if len(parts) == 1 and not parts[0].find(BLOCKS):
            parts[0].insert_before(" ")
            parts[0].insert_after(" ")
            parts[0].unwrap()
        item.smooth()
        for text in item.find_all(string=True, recursive=False):
            text.replace_with(" ".join(text.split("\n")).replace("  ", " "))


def _mark_emphasis(soup: BeautifulSoup) -> None:
    """Bold and italics are elements, and only where they are meant and something stands in them."""
    from bs4 import Tag

    for element in soup.find_all(["b", "i", "strike", "s", "strong", "em"]):
        style = _style(element)
        if (element.name in ("b", "strong") and _PLAIN_WEIGHT.search(style)) or (
            element.name in ("i", "em") and _PLAIN_SLANT.search(style)
        ):
            element.unwrap()
        else:
            names = {"b": "strong", "i": "em", "strike": "del", "s": "del"}
            element.name = names.get(element.name, element.name)
    for element in soup.find_all(["span", "a"], style=True):
        inside = element.find_parent(_HEADINGS) is not None
        for pattern, name in _STYLES:
            if pattern.search(_style(element)) and not (inside and name == "strong"):
                wrapper = soup.new_tag(name)
                for child in list(element.contents):
                    wrapper.append(child.extract())
                element.append(wrapper)
    for element in soup.find_all("span"):
        element.unwrap()
    for code in soup.find_all(["code", "kbd", "samp"]):
        if code.find(BLOCKS) or code.find_parent("pre"):
            code.unwrap()
        else:
            code.string = code.get_text()
    for code in soup.find_all("pre"):
        code.string = code.get_text()
    for element in soup.find_all(["strong", "em", "del", "sup", "sub"]):
        if (
            element.find(BLOCKS)
            or element.find_parent(element.name)
            or not element.get_text(strip=True)
            or (element.name == "strong" and element.find_parent(_HEADINGS))
        ):
            element.unwrap()
    soup.smooth()
    for element in soup.find_all(["strong", "em", "del"]):
        while isinstance(after := element.next_sibling, Tag) and after.name == element.name:
            for child in list(after.contents):
                element.append(child.extract())
            after.extract()
    soup.smooth()


def _unwrap_layout_tables(soup: BeautifulSoup) -> None:
    """A table around others, or of one column, only places what is in it."""
    for table in soup.find_all("table"):
        rows = [row.find_all(["td", "th"], recursive=False) for row in table.find_all("tr")]
        if table.find("table") or all(len(cells) <= 1 for cells in rows):
            for part in table.find_all(["thead", "tbody", "tfoot", "tr", "td", "th", "caption"]):
                if part.find_parent("table") is table:
                    part.name = "div"
                    part.attrs = {}
            table.name = "div"
            table.attrs = {}


def _even_out(soup: BeautifulSoup, table: Tag) -> None:
    """Give every row the same number of cells, with empty ones where one spans several."""
    rows = table.find_all("tr")
    grid: list[list[Tag | None]] = [[] for _ in rows]
    for number, row in enumerate(rows):
        place = 0
        for cell in row.find_all(["td", "th"], recursive=False):
            while place < len(grid[number]) and grid[number][place] is not None:
                place += 1
            down = min(_span(cell, "rowspan"), len(rows) - number)
            across = _span(cell, "colspan")
            for line in range(number, number + down):
                for column in range(place, place + across):
                    while len(grid[line]) <= column:
                        grid[line].append(None)
                    first = line == number and column == place
                    grid[line][column] = cell if first else soup.new_tag("td")
            place += across
    width = max((len(line) for line in grid), default=0)
    for row, found in zip(rows, grid, strict=True):
        filled = [*found, *[None] * (width - len(found))]
        for given in filled:
            if given is not None:
                given.extract()
                given.attrs = {}
            row.append(given if given is not None else soup.new_tag("td"))
        if not any(cell is not None and cell.get_text(strip=True) for cell in filled):
            row.decompose()
    for part in table.find_all(["thead", "tbody", "tfoot"]):
        part.unwrap()
    for cell in table.find_all(["td", "th"]):
        for heading in cell.find_all((*_HEADINGS, "li")):
            heading.name = "p"


def _span(cell: Tag, name: str) -> int:
    given = str(cell.get(name) or "1")
    return max(1, min(50, int(given))) if given.isascii() and given.isdigit() else 1


def _flatten(soup: BeautifulSoup) -> None:
    """A heading, a term and a cell have words alone in them."""
    for element in soup.find_all((*_HEADINGS, "dt", "td", "th")):
        for block in element.find_all((*BLOCKS, "br")):
            block.insert_before(" ")
            block.insert_after(" ")
            block.unwrap()


def _put_notes_for_pictures(soup: BeautifulSoup, picture_note: str) -> None:
    """Say on a line of its own where a picture stood, with its description: the picture itself is not on the clipboard."""
    last: dict[int, Tag] = {}
    for picture in soup.find_all(["img", "picture", "svg", "video", "object", "canvas"]):
        if picture.decomposed:
            continue
        small = str(picture.get("width") or ""), str(picture.get("height") or "")
        if "1" in small:  # by which a newsletter counts its readers
            picture.decompose()
            continue
        words = " ".join(str(picture.get("alt") or "").split())
        note = _element(soup, "nyspor-words", f"{picture_note}: {words}" if words else picture_note)
        paragraph = picture.find_parent("p")
        if picture.find_parent(_WITHIN_LINES) or (
            paragraph is None and picture.find_parent(_INLINE)
        ):
            picture.replace_with(" ", note, " ")
            continue
        line = soup.new_tag("p")
        line.append(note)
        if paragraph is None:
            picture.replace_with(line)
        else:
            picture.extract()
            last.get(id(paragraph), paragraph).insert_after(line)
            last[id(paragraph)] = line


def _keep_only_web_links(soup: BeautifulSoup) -> None:
    for link in soup.find_all("a"):
        address = "".join(str(link.get("href") or "").split())
        if not _LINK.match(address) or link.find(BLOCKS) or link.find_parent("a"):
            link.unwrap()
        else:
            link.attrs = {
                "href": address.replace("(", "%28")
                .replace(")", "%29")
                .replace("<", "%3C")
                .replace(">", "%3E")
            }
    soup.smooth()


def _level_headings(soup: BeautifulSoup, keep_levels: bool) -> None:
    """The first level of a text is the second of its page, and none is skipped; of a part of a text, what stands
    around it decides."""
    levels: list[int] = []
    above = 1
    for heading in soup.find_all(_HEADINGS):
        if not heading.get_text(strip=True):
            heading.name = "div"
            continue
        level = int(heading.name[1])
        if keep_levels:
            heading.name = f"h{max(level, 2)}"
            continue
        while levels and levels[-1] >= level:
            levels.pop()
        levels.append(level)
        above = min(len(levels) + 1, 6)
        heading.name = f"h{above}"
