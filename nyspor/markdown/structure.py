"""Lists, tables and paragraphs as people write them, brought to the form that Python-Markdown reads.

People begin a list or a table right after a line of text, indent what is within by two, three or four spaces, write
`1)`, and copy bullets from elsewhere. CommonMark reads nearly all of that; Python-Markdown wants a blank line before,
and four spaces for each level. Here the first becomes the second, line by line; code and fields stay as they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from nyspor.markdown.blocks import CLOSE, CODE_FENCE, FIELD_BLOCKS, TABLE_LINE, block_opening
from nyspor.markdown.pasted import BULLETS

_MARKER = rf"(?:[-*+{BULLETS}–]|\d{{1,9}}[.)])"
_ITEM = re.compile(rf"(?P<marker>{_MARKER})[ \t]+(?P<text>\S.*)")
_RULE = re.compile(r"[ ]{0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})")
_OTHER_BLOCK = re.compile(r"#{1,6}(?!#)|>|:::|<|\||```|~~~|\[[^\]]+\]:")
"""What begins a line that is no paragraph."""
_NOTE = re.compile(r"\[\^[^\]]+\]:|:[ ]")
"""A footnote or a definition, whose further paragraphs are indented."""

_HTML = re.compile(r"[ ]{0,3}<(/?[a-z][a-z0-9]*)\b", re.I)
_LITERAL_TAGS = ("pre", "script", "style", "textarea")

_EMPTY_ITEM = re.compile(r"[-*+]|\d{1,9}[.)]")
_LINE_BREAK = re.compile(r"(?<!\\)(?:\\\\)*\\$")
"""A backslash at the end of a line."""

_HEADING = re.compile(r"[ ]{0,3}#{1,6}[ \t]")
_HASHTAG = re.compile(r"#(?=[^#\s])")
"""What begins a line of text, as in CommonMark; for Python-Markdown it would be a heading."""
_QUOTE = re.compile(r">")

LEVEL = "    "
"""The indentation of one level, in Python-Markdown."""


_SIGNS = re.compile(
    rf"^[ \t]*{_MARKER}[ \t]|^(?:[ ]{{4}}|[ ]{{0,3}}\t)|\|"
    r"|^[ ]{0,3}(?:`{3}|~{3}|[-*_][ \t]*[-*_])|^[ ]{1,3}#|^#(?![# ])|^#.*[ \t]$|\\$",
    re.M,
)
"""What any text has that is not in that form; a quick look."""


def normalize_structure(text: str) -> str:
    """Return a text with its lists, tables and paragraphs in the form that Python-Markdown reads."""
    if not _SIGNS.search(text):
        return text
    state = _State()
    lines = text.split("\n")
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        state.take(line, following)
    return "\n".join(state.lines)


@dataclass
class _Item:
    """An open list item: where its marker stands, and whether it is numbered."""

    indent: int
    numbered: bool


@dataclass
class _State:
    """What stands open, while a text is gone through line by line."""

    lines: list[str] = field(default_factory=list)
    items: list[_Item] = field(default_factory=list)
    fence: str = ""
    in_fields: bool = False
    in_paragraph: bool = False
    """Whether the line before belongs to a further paragraph of an item."""
    html_end: str = ""
    """What ends the raw HTML that stands open: its closing tag, or a blank line; '' where none does."""
    in_note: bool = False
    in_table: bool = False
    after_blank: bool = True
    after_paragraph: bool = False
    """Whether the line before is text that another line would go on."""

    def take(self, line: str, following: str) -> None:
        """Add a line, in its new form."""
        if self.fence or self.in_fields or self.html_end:
            self._copy(line)
            return
        stripped = line.strip()
        if _HASHTAG.match(stripped):
            line = line.replace(stripped, _as_text(stripped))
            stripped = _as_text(stripped)
        if not stripped:
            self.lines.append(line)
            self.after_blank, self.after_paragraph, self.in_table = True, False, False
            return
        if self.items and _EMPTY_ITEM.fullmatch(stripped):
            return
        if following.strip() and _LINE_BREAK.search(line):
            line = f"{line.rstrip()[:-1]}  "
        indent = _width(line)
        is_rule = bool(_RULE.fullmatch(line))
        item = None if is_rule else _ITEM.match(stripped)
        if is_rule and self._is_rule_by_itself(stripped, indent):
            self._add_rule(stripped)
        elif item and self._begins_item(item, indent, following):
            self._add_item(item, indent)
        elif self.items:
            self._add_to_list(line, indent, following)
        else:
            self._add_block(line, indent, following)
        self.after_blank = False

    def _is_rule_by_itself(self, stripped: str, indent: int) -> bool:
        """Whether a rule is one, and neither the line under a heading nor within an item."""
        within = self.items or self.in_note
        if within and self.after_blank and indent >= 2:
            return False
        under_text = self.after_paragraph and not self.after_blank and not self.items
        return not (under_text and set(stripped) == {"-"})

    def _add_rule(self, stripped: str) -> None:
        """A rule, in the form that is none of the signs under a heading and has no blanks."""
        self.items.clear()
        if self.lines and self.lines[-1].strip():
            self.lines.append("")
        self.lines.append(stripped[0] * 3)
        self.in_note = self.in_table = self.after_paragraph = False

    def _copy(self, line: str) -> None:
        """Within code or fields: nothing changes until it ends."""
        self.lines.append(line)
        if self.in_fields:
            self.in_fields = not CLOSE.fullmatch(line)
        elif self.html_end:
            ended = self.html_end in line if self.html_end.strip() else not line.strip()
            self.html_end = "" if ended else self.html_end
            self.after_blank, self.after_paragraph = not line.strip(), False
            return
        elif (code := CODE_FENCE.match(line)) and code[1].startswith(self.fence):
            # Python-Markdown wants the very signs that the code began with.
            self.lines[-1] = self.fence
            self.fence = ""
        self.after_blank = self.after_paragraph = False

    def _begins_item(self, item: re.Match[str], indent: int, following: str) -> bool:
        """Whether a line that looks like an item of a list is one."""
        marker = item["marker"]
        if self.in_note and self.after_blank and indent >= len(LEVEL) and not self.items:
            return False
        if self.items or not self.after_paragraph:
            return marker != "–" or bool(self.items) or _is_dash_item(following) or self.after_blank
        if marker == "–":
            return _is_dash_item(following)
        # As in CommonMark, only a list that begins with 1 can follow right after text: "den\n3. marts".
        return not marker[0].isdigit() or marker[:-1] == "1"

    def _add_item(self, item: re.Match[str], indent: int) -> None:
        numbered = item["marker"][0].isdigit()
        while self.items and indent < self.items[-1].indent:
            self.items.pop()
        nested = bool(self.items) and indent >= self.items[-1].indent + 2
        if self.items and not nested:
            changed = self.items.pop().numbered is not numbered
            if changed and not self.after_blank:
                self.lines.append("")
        elif self.after_paragraph and not self.after_blank and not self.items:
            self.lines.append("")
        if self.in_paragraph and not self.after_blank and self.lines[-1].strip():
            self.lines.append("")  # or it would go on
        self.in_paragraph = False
        self.items.append(_Item(indent, numbered))
        marker = f"{item['marker'][:-1]}." if numbered else "-"
        text = _as_text(_with_box(item["text"]))
        self.lines.append(f"{LEVEL * (len(self.items) - 1)}{marker} {text}")
        self.after_paragraph = True

    def _add_to_list(self, line: str, indent: int, following: str) -> None:
        """A line after an item: its next paragraph, the same paragraph going on, or the end of the list."""
        if self.after_blank or _OTHER_BLOCK.match(line.strip()):
            while self.items and indent < self.items[-1].indent + 2:
                self.items.pop()
            if not self.items:
                self._add_block(line, indent, following)
                return
            level = len(self.items)
            self.in_paragraph = True
            if (
                not self.after_blank
                and _QUOTE.match(line.strip())
                and not _QUOTE.match(self.lines[-1].strip())
            ) or (not self.after_blank and _begins_table(line, following)):
                self.lines.append("")
        else:
            level = len(self.items) - 1 + self.in_paragraph
        self.lines.append(LEVEL * level + line.strip() + _line_break(line))
        self.after_paragraph = True

    def _add_block(self, line: str, indent: int, following: str) -> None:
        """A line outside lists."""
        self.items.clear()
        self.in_paragraph = False
        if html := _HTML.match(line):
            name = html[1].lower()
            end = f"</{name}>" if name in _LITERAL_TAGS else "\n"
            self.html_end = "" if end in line else end
        if code := CODE_FENCE.match(line):
            self.fence, line = code[1], _code_opening(line.strip())
        elif _HEADING.match(line):
            line = line.strip()
        opened = block_opening(line) if ":::" in line else None
        self.in_fields = bool(opened and opened[0] in FIELD_BLOCKS)
        stripped = line.strip()
        begins_table = _begins_table(line, following)
        if begins_table and self.after_paragraph and not self.after_blank and not self.in_table:
            self.lines.append("")
        if self.in_table and "|" not in line:
            # Text right after a table would become a row of it.
            self.lines.append("")
            self.in_table = False
        self.in_table = self.in_table or begins_table
        indented_note = self.in_note and indent >= len(LEVEL)
        if not indented_note:
            self.in_note = bool(_NOTE.match(stripped)) or (self.in_note and not self.after_blank)
        # Code is put between fences, so an indented paragraph is one all the same.
        deep = indent >= len(LEVEL) and not indented_note and not self.in_note
        self.lines.append(stripped + _line_break(line) if deep else line)
        self.after_paragraph = not (
            _OTHER_BLOCK.match(stripped) or self.in_table or _RULE.fullmatch(line)
        )


_CODE_OPENING = re.compile(r"(?P<fence>`{3,}|~{3,})[ \t]*(?P<language>\.?[\w#.+-]*)(?P<rest>.*)")
_KNOWN_REST = re.compile(r"[ \t]*(?:\{.*\}|hl_lines=.*)?")


def _code_opening(line: str) -> str:
    """Return the line that code begins with, without what other programs read there: ```python title="a.py"."""
    opening = _CODE_OPENING.match(line)
    if opening is None or _KNOWN_REST.fullmatch(opening["rest"]):
        return line
    return opening["fence"] + opening["language"]


def _as_text(text: str) -> str:
    """Return a text that begins with a hashtag with the sign escaped."""
    return f"\\{text}" if _HASHTAG.match(text) else text


def _begins_table(line: str, following: str) -> bool:
    return "|" in line and "|" in following and bool(TABLE_LINE.fullmatch(following.strip()))


_BOX = re.compile(r"\[([ xX])\](?=[ \t])")
"""What is to be ticked off, or is, at the beginning of an item, as in GitHub's Markdown."""


def _with_box(text: str) -> str:
    """Return the text of an item with a sign for its box."""
    box = _BOX.match(text)
    return f"{'☐' if box[1] == ' ' else '☑'}{text[box.end() :]}" if box else text


def _is_dash_item(line: str) -> bool:
    return bool(re.match(r"[ \t]*–[ \t]+\S", line))


def _width(line: str) -> int:
    """The width of the white space that a line begins with; a tab reaches to the next multiple of four."""
    width = 0
    for char in line:
        if char == " ":
            width += 1
        elif char == "\t":
            width += 4 - width % 4
        else:
            break
    return width


def _line_break(line: str) -> str:
    """Two spaces at the end of a line are a line break."""
    return "  " if line.endswith("  ") else ""
