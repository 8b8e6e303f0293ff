"""The building blocks of municipal writing: text between `::: name argument` and `:::`.

The names are Danish, as writers write them; each stands for a component of the theme. What is
inside is Markdown again, except in a video and a contact card, whose text is fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element, SubElement

from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor

from nyspor.front_matter.parsing import ParseError, read_fields
from nyspor.front_matter.validation import validate
from nyspor.model.document import Block
from nyspor.model.values import Contact, Video
from nyspor.problems import N_, Problem, closest_match
from nyspor.text.danish import fold

NAMES = {
    "fakta": "facts",
    "citat": "quote",
    "nøgletal": "keyfigures",
    "billede": "figure",
    "tabel": "table",
    "spørgsmål": "question",
    "video": "video",
    "kontakt": "contact",
}
"""A writer's word for a block → the theme's component."""

_SYNONYMS = {
    "fakta": "faktaboks boks box note info information fact facts tip bemærk",
    "citat": "quote blockquote udtalelse",
    "nøgletal": "tal figures keyfigures stats statistik",
    "billede": "image foto fotografi figure figur picture img",
    "tabel": "table skema",
    "spørgsmål": "question faq",
    "video": "film youtube vimeo",
    "kontakt": "contact kontaktperson",
}
"""Blocks by the writer's word, with what they are called elsewhere."""

_COMPONENTS = {fold(word): component for word, component in NAMES.items()}

FIELD_BLOCKS: dict[str, type[Video] | type[Contact]] = {"video": Video, "contact": Contact}
"""Blocks whose text is fields."""

_OPEN = re.compile(
    r"[ ]{0,3}:::+[ \t]*(?P<name>[^\s:]+):?[ \t]*(?P<argument>.*?)[ \t]*(?<=\S)(?::::+)?[ \t]*"
)
_CONTAINER = re.compile(r"(?:[ \t>]|[-*+] |\d+\. )*")
"""What a line begins with that belongs to a list or a quotation."""
CLOSE = re.compile(r"[ ]{0,3}:::+[ \t]*")
CODE_FENCE = re.compile(r"[ ]{0,3}(```+(?!.*`)|~~~+)")
CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")
TABLE_LINE = re.compile(r"[ ]{0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
"""The line under the first row of a table, where it has more than one column."""


def component_for(name: str) -> str:
    """The component a block's name stands for, '' for an unknown one; `noegletal` will do."""
    return _COMPONENTS.get(fold(name), "")


def lines_outside_code(lines: list[str], first_line: int) -> Iterator[tuple[int, str]]:
    """The lines that are not in fenced code, with their numbers."""
    fence = ""
    for number, line in enumerate(lines, first_line):
        if code := CODE_FENCE.match(line):
            fence = "" if fence and code[1].startswith(fence) else fence or code[1]
        elif not fence:
            yield number, line


_LATE_OPEN = re.compile(
    r"(?![ \t]*(?:[-*+>]|\d+[.)])[ \t]).*[^\s:`][ \t]+:{3,}[ \t]*(?P<name>[^\W\d_]+)\b.*"
)
_LATE_CLOSE = re.compile(r".*[^\s:`][ \t]*:{3}[ \t]*")
"""A line with other text before the three colons."""


def fence_lines(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str, str]]:
    """Of numbered lines outside code, those that open or close a block: line number, 'open' or
    'close', name; 'late' and 'late close' where other text stands before that."""
    for number, line in lines:
        if ":::" not in line:
            continue
        if match := _OPEN.fullmatch(line):
            yield number, "open", match["name"]
        elif CLOSE.fullmatch(line):
            yield number, "close", ""
        elif (match := _LATE_OPEN.fullmatch(line)) and component_for(match["name"]):
            yield number, "late", match["name"]
        elif _LATE_CLOSE.fullmatch(line):
            yield number, "late close", ""


def block_opening(line: str) -> tuple[str, str] | None:
    """The component and the argument of the block that a line opens, wherever it stands in a list."""
    within = _CONTAINER.match(line)
    match = _OPEN.fullmatch(line[within.end() if within else 0 :])
    return (component_for(match["name"]), match["argument"]) if match else None


def check_blocks(fences: Iterable[tuple[int, str, str]], source: str) -> Iterator[Problem]:
    """Blocks that are unknown, never closed, or closed without having been opened."""
    open_blocks: list[tuple[int, str]] = []
    for number, what, name in fences:
        if what == "open":
            open_blocks.append((number, name))
            if not component_for(name):
                yield _unknown(source, number, name)
        elif what == "late":
            open_blocks.append((number, name))
            yield _not_alone(source, number, N_("A building block begins on a line of its own."))
        elif what == "late close":
            if open_blocks:
                open_blocks.pop()
                yield _not_alone(source, number, N_("A building block ends on a line of its own."))
        elif open_blocks:
            open_blocks.pop()
        else:
            yield Problem(
                source,
                N_("A building block ends here, but none has begun."),
                N_("Take the line “:::” out, or write the block's name after the first “:::”."),
                number,
                rule="building-block",
            )
    for number, name in open_blocks:
        if not component_for(name):
            continue
        yield Problem(
            source,
            N_("The building block “{name}” never ends."),
            N_("Put a line with “:::” alone after it."),
            number,
            params={"name": name},
            rule="building-block",
        )


def _not_alone(source: str, line: int, message: str) -> Problem:
    return Problem(
        source,
        message,
        N_("Put “:::” at the beginning of the next line."),
        line,
        rule="building-block",
    )


_TWO_COLONS = re.compile(r"[ ]{0,3}::(?!:)[ \t]*(?P<name>[^\W\d_]*)(?:[ \t:].*)?")


def check_colons(lines: Iterable[tuple[int, str]], source: str) -> Iterator[Problem]:
    """Building blocks that begin or end with two colons instead of three."""
    for number, line in lines:
        if line.lstrip(" ").startswith("::") and (found := _TWO_COLONS.fullmatch(line)):
            if found["name"] and not component_for(found["name"]):
                continue
            yield Problem(
                source,
                N_("A building block begins and ends with three colons: “{written}”."),
                N_("Write “{right}”."),
                number,
                params={"written": line.strip(), "right": f":{line.strip()}"},
                rule="building-block",
            )


def _unknown(source: str, line: int, name: str) -> Problem:
    meant = {word: block for block, words in _SYNONYMS.items() for word in words.split()}
    near = meant.get(name.lower(), "") or closest_match(name, NAMES)
    if name.lower() in ("slut", "end", "stop"):
        remedy = N_("A building block ends with “:::” alone.")
    else:
        remedy = N_("Did you mean “{near}”?") if near else N_("They are called: {names}.")
    return Problem(
        source,
        N_("There is no building block called “{name}”."),
        remedy,
        line,
        params={"name": name, "near": near, "names": ", ".join(NAMES)},
        rule="building-block",
    )


class BuildingBlocks(BlockProcessor):
    """Puts `<nyspor-block n="…">` around the inside of each block and records what it was.

    Each of `problems` comes with the number of its block, and its line counts from the block's first.
    """

    def __init__(self, parser: BlockParser) -> None:
        super().__init__(parser)
        self.reset_for("")

    def reset_for(self, source: str) -> None:
        """Start a new text, that of `source`."""
        self.source = source
        self.blocks: list[Block] = []
        self.problems: list[tuple[int, Problem]] = []

    def test(self, parent: Element, block: str) -> bool:
        return ":::" in block and any(_OPEN.fullmatch(line) for line in block.split("\n"))

    def run(self, parent: Element, blocks: list[str]) -> None:
        lines = blocks.pop(0).split("\n")
        start = next(n for n, line in enumerate(lines) if _OPEN.fullmatch(line))
        if start:
            self.parser.parseBlocks(parent, ["\n".join(lines[:start])])
        opening = _OPEN.fullmatch(lines[start])
        assert opening is not None
        inside, rest = _until_close(lines[start + 1 :], blocks)
        if rest.strip():
            blocks.insert(0, rest)
        self._block(parent, opening["name"], opening["argument"], inside)

    def _block(self, parent: Element, name: str, argument: str, inside: str) -> None:
        component = component_for(name)
        if not component:
            self.parser.parseChunk(parent, inside)
            return
        record = FIELD_BLOCKS.get(component)
        element = SubElement(parent, "nyspor-block", {"n": str(len(self.blocks))})
        if record is None:
            self.blocks.append(Block(component, argument))
            self.parser.parseChunk(element, inside)
            return
        # What stands after a video's name is its title; it is read as the line before the others.
        text = f"titel: {_quoted(argument)}\n{inside}" if component == "video" else inside
        first_line = 0 if component == "video" else 1
        try:
            fields = read_fields(text, record, self.source, first_line)
            data, problems = validate(fields, record, self.source)
            if component == "video" and not argument:
                problems = [_without_title(p) if p.field == "titel" else p for p in problems]
        except ParseError as error:
            data, problems = None, [error.problem]
        self.blocks.append(Block(component, argument, data))
        self.problems += [(len(self.blocks) - 1, problem) for problem in problems]


def _without_title(problem: Problem) -> Problem:
    return replace(
        problem,
        message=N_("The film has no title."),
        remedy=N_("Write it behind the block's name, such as ::: video Sådan blev stien til"),
        field="",
    )


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _until_close(lines: list[str], blocks: list[str]) -> tuple[str, str]:
    """Take lines up to the close that belongs to this block, from `lines` and then from `blocks`.

    Returns the inside and what followed the close in its own paragraph.
    """
    depth = 1
    inside: list[str] = []
    while True:
        for number, line in enumerate(lines):
            depth += bool(_OPEN.fullmatch(line)) - bool(CLOSE.fullmatch(line))
            if depth == 0:
                taken = "\n".join([*inside, *lines[:number]]).strip("\n")
                return taken, "\n".join(lines[number + 1 :])
        inside += [*lines, ""]
        if not blocks:
            return "\n".join(inside).strip("\n"), ""
        lines = blocks.pop(0).split("\n")
