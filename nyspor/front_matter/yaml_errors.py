"""What a writer did where YAML cannot be read, and the line as it should be."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nyspor.model.link_targets import OWN_DRIVE
from nyspor.problems import N_, Problem

MISSING_SPACE, WRITE_INSTEAD = N_("A space is missing: “{written}”."), N_("Write “{right}”.")

IN_QUOTES = N_("Put the whole value in quotes: {right}")

FIRST_CHARACTER = N_(
    "The value begins with a character that means something else here: “{written}”."
)

_KEY = re.compile(r"(?:- +)?\{? *([^\W\d_][\w -]*):(?: |$)")
"""The key that a line begins with, in a list or not."""

_VALUE = re.compile(r"(?P<before> *(?:- +)?(?:[^\W\d_][\w -]*:|-)) +(?P<value>\S.*)")

_QUOTED_PATH = re.compile(r"\"((?:[A-Za-z]:|\\)\\[^\"]*)\"")

_NO_SPACE = re.compile(r"( *)(-(?=[^\W_])|(?:- +)?[^\W\d_][\w -]*:(?=[^\s/:]))(.*)")
"""A dash or a key, and a value right behind it; not an address, in which a slash follows the colon."""

_CUT_LIST = re.compile(r"[^#]*[\[{][^\]}#]*[ ,]#.*")
"""A list or a mapping on one line, of which a # hides the end."""


def quoted(value: str) -> str:
    """Return a value in quotes, in those that it does not have itself."""
    value = value.strip()
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'


def explain_yaml_error(problem: str, text: str, line: int, first_line: int, source: str) -> Problem:
    """Return a YAML error, found on `line` of the file, as a problem with a remedy for writers."""
    lines = text.split("\n")
    for number, content in enumerate(lines):
        if "\t" in content[: _indent(content)]:
            return Problem(
                source,
                N_("The line is indented with a tab."),
                N_("Use spaces: two for each step in."),
                number + first_line,
                rule="yaml",
            )
    before = lines[: line - first_line + 1]
    if spaceless := _without_space(before):
        number, right = spaceless
        params: dict[str, object] = {"written": lines[number].strip(), "right": right}
        place = number + first_line
        return Problem(source, MISSING_SPACE, WRITE_INSTEAD, place, "", params, "yaml")
    if (open_line := _open_quote(before)) is not None:
        place, params = open_line + first_line, _closed(lines[open_line])
        key = _key_of(lines[open_line])
        return Problem(source, NEVER_CLOSED, WRITE_INSTEAD, place, key, params, "yaml")
    cut = next((n for n, content in enumerate(before) if _CUT_LIST.fullmatch(content)), None)
    if cut is not None:
        line = cut + first_line
        message = N_("What stands after # is hidden, also the end of the list: “{written}”.")
        remedy = N_("Take the # out, or put the word with it in quotes.")
    elif _is_out_of_line(before):
        message = N_(
            "The line begins further in, or less far in, than those it belongs with: “{written}”."
        )
        remedy = N_(
            "Let lines that belong together begin equally far in, with two spaces for each step."
        )
    elif found := _explain_value(
        lines[line - first_line] if line - first_line < len(lines) else ""
    ):
        message, remedy, params = found
        key = _key_of(lines[line - first_line])
        return Problem(source, message, remedy, line, key, params, "yaml")
    elif "could not find expected" in problem and ":" not in lines[line - first_line]:
        message = N_("The line has no colon: “{written}”.")
        remedy = N_(
            "Put a colon and a space behind the key; or, where the value above goes on here, begin the line with two spaces."
        )
    else:
        message = N_("The fields cannot be read from here on: “{written}”.")
        remedy = N_(
            "See to it that quotes and brackets are closed, and that lines in a list begin at the same place."
        )
    written = lines[line - first_line].strip() if line - first_line < len(lines) else ""
    return Problem(source, message, remedy, line, _key_of(written), {"written": written}, "yaml")


def _explain_value(line: str) -> tuple[str, str, dict[str, object]] | None:
    """Return what is wrong with the value on a line, as message, remedy and parameters; None for nothing known."""
    params: dict[str, object]
    if path := _QUOTED_PATH.search(line):
        return (*OWN_DRIVE, {"link": path[1]})
    if segment := _BACKSLASH.search(line):
        right = line.replace(segment[0], quoted(segment[1])).strip()
        params = {"written": line.strip(), "right": right}
        return BACKSLASH, WRITE_INSTEAD, params
    if re.fullmatch(r"\s*https?://\S+\s*", line):
        params = {"written": line.strip(), "right": f"adresse: {line.strip()}"}
        return (
            N_("The address has no name of a field before it: “{written}”."),
            WRITE_INSTEAD,
            params,
        )
    found = _VALUE.fullmatch(line.rstrip())
    if not found:
        return None
    value = found["value"]
    first = value[0]
    right = f"{found['before'].strip()} {quoted(value)}"
    params = {"written": line.strip(), "right": right}
    if first in "\"'":
        return N_("Only a part of the value is in quotes: “{written}”."), IN_QUOTES, params
    if first == "{" and (pairs := _COLON_INSIDE.sub(_quote_inside, value)) != value:
        params["right"] = f"{found['before'].strip()} {pairs}"
        return COLON, WRITE_INSTEAD, params
    if value.startswith("- "):
        return (
            FIRST_CHARACTER,
            N_("Begin a list on the line below; if the dash is part of the text, write {right}"),
            params,
        )
    if first in "[{" and not re.search(r"[\]}].*\S", value[:-1]):
        return None
    if first in "[{*&!|>@`%,?-:":
        return FIRST_CHARACTER, IN_QUOTES, params
    if ": " in value or value.endswith(":"):
        return COLON, IN_QUOTES, params
    return None


NEVER_CLOSED = N_("The quotation mark is never closed: “{written}”.")


def _open_quote(lines: Sequence[str]) -> int | None:
    """Return the first line whose quotation mark is not closed before the next field; None where there is none."""
    for number, line in enumerate(lines):
        found = _VALUE.fullmatch(line.rstrip())
        if not found or found["value"][0] not in "\"'" or found["value"][0] in found["value"][1:]:
            continue
        following = next((other for other in lines[number + 1 :] if other.strip()), "")
        if _indent(following) <= _indent(line):
            return number
    return None


def _closed(line: str) -> dict[str, object]:
    """Return a line whose quotation mark is not closed, and the line as it should be."""
    found = _VALUE.fullmatch(line.rstrip())
    right = f"{found['before'].strip()} {quoted(found['value'][1:])}" if found else line
    return {"written": line.strip(), "right": right}


COLON = N_("A colon in the value looks like a new field: “{written}”.")

_COLON_INSIDE = re.compile(r"([{,] *[^\W\d_][\w -]*: +)([^,{}\[\]\"']*: [^,{}\[\]\"']*)")
"""A field on one line with others, whose value has a colon."""


def _quote_inside(found: re.Match[str]) -> str:
    return found[1] + quoted(found[2])


BACKSLASH = N_("A backslash means something else in double quotes: “{written}”.")

_BACKSLASH = re.compile(r'"([^"]*\\[^"]*)"')


def _key_of(line: str) -> str:
    found = _KEY.match(line.strip())
    return found[1] if found else ""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _without_space(lines: Sequence[str]) -> tuple[int, str] | None:
    """Return the last line that lacks a space behind a dash or a colon, as it should be; None where there is none."""
    for number in reversed(range(len(lines))):
        if found := _NO_SPACE.fullmatch(lines[number]):
            return number, f"{found[2]} {found[3]}"
    return None


def _is_out_of_line(lines: Sequence[str]) -> bool:
    """Return whether the last line begins neither with the one before it nor where a step is to be expected."""
    *before, last = [line for line in lines if line.strip() and line.strip()[0] != "#"] or [""]
    if not before:
        return False
    step = _indent(last) - _indent(before[-1])
    if step > 0:
        return not before[-1].rstrip().endswith((":", ",", "{", "["))
    if step == 0 and before[-1].strip().startswith("- ") and _KEY.match(before[-1].strip()):
        return not last.strip().startswith("- ")
    are_items = last.strip().startswith("- ") and before[-1].strip().startswith("- ")
    return step < 0 and (are_items or _indent(last) not in map(_indent, before))
