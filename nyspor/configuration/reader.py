"""From the bytes of `nyspor.toml` and of the secrets file to values with their lines, or problems. No disk."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from nyspor.configuration.settings import BY_KEY, BY_VARIABLE, FILE, SETTINGS, Setting, Value
from nyspor.configuration.values import InvalidValue, from_toml
from nyspor.problems import N_, Problem, closest_match

TABLES = frozenset(setting.table for setting in SETTINGS if setting.table)


@dataclass(frozen=True)
class Written:
    """A value and where it is written: a line of a file, counted from 1."""

    value: Value
    line: int


@dataclass(frozen=True)
class ParsedFile:
    """What a file says: values by the key of their setting, and everything that is wrong with it."""

    values: Mapping[str, Written]
    problems: tuple[Problem, ...] = ()


def parse_settings_file(raw: bytes, source: str = FILE) -> ParsedFile:
    """Read the bytes of a `nyspor.toml`; `source` is its name in problems."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return ParsedFile({}, (_unreadable(source, line, N_("{file} is not a text in UTF-8.")),))
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        if twice := TABLE_TWICE.match(str(error)):
            return ParsedFile({}, (_table_twice(source, text, twice[1]),))
        message = N_("{file} cannot be read as TOML: {reason}")
        reason = re.sub(r" \(at .*\)$", "", str(error))
        return ParsedFile({}, (_unreadable(source, _line_in(error, text), message, reason),))
    values: dict[str, Written] = {}
    problems: list[Problem] = []
    lines = text.split("\n")
    for key, written in _flattened(document):
        line = line_of(lines, key)
        try:
            values[key] = Written(from_toml(_setting(key), written), line)
        except InvalidValue as wrong:
            params = {"key": key, "name": key.rpartition(".")[2], "file": source} | wrong.params
            problems.append(Problem(source, wrong.message, wrong.remedy, line, key, params))
    return ParsedFile(values, tuple(sorted(problems, key=lambda problem: problem.sort_key)))


def parse_secrets(raw: bytes, source: str) -> ParsedFile:
    """Read the bytes of a secrets file: lines such as `NYSPOR_SECRET=…`, as systemd reads them. No problem quotes one."""
    values: dict[str, Written] = {}
    problems: list[Problem] = []
    for number, line in enumerate(raw.decode("utf-8-sig", "replace").split("\n"), 1):
        stripped = line.strip()
        if not stripped or stripped[0] in "#;":
            continue
        name, equals, value = stripped.partition("=")
        setting = BY_VARIABLE.get(name.strip())
        if not equals or "\ufffd" in line or not value.isprintable():
            message = N_("Line {line} of {file} cannot be read.")
            remedy = N_("Write a line for each secret: NYSPOR_SECRET=…")
            params: dict[str, object] = {"line": number, "file": source}
            problems.append(Problem(source, message, remedy, number, params=params))
        elif setting is None or not setting.secret:
            message = N_("{name} does not belong in {file}.")
            remedy = N_(
                "Only secrets stand there: {secrets}. Everything else stands in {settings}."
            )
            params = {"name": name.strip() if setting else f"“{name.strip()[:20]}”", "file": source}
            params |= {"secrets": ", ".join(s.variable for s in SETTINGS if s.secret), "settings": FILE}  # fmt: skip
            problems.append(Problem(source, message, remedy, number, params=params))
        else:
            values[setting.key] = Written(_unquoted(value.strip()), number)
    return ParsedFile(values, tuple(problems))


def line_of(lines: list[str], key: str) -> int:
    """Return the line where a key of TOML is written, or that of its table; 1 where neither is found."""
    names = key.split(".")
    table: list[str] = []
    nearest, depth = 1, 0
    for number, line in enumerate(lines, 1):
        if header := re.match(r"\s*\[+([^\]]+)\]", line):
            table = _names(header[1])
            if table == names[: len(table)] and len(table) > depth:
                nearest, depth = number, len(table)
        elif assigned := re.match(r"\s*([\w\"'. -]+?)\s*=", line):
            found = table + _names(assigned[1])
            if found == names:
                return number
            if found == names[: len(found)] and len(found) > depth:
                nearest, depth = number, len(found)
    return nearest


def _names(dotted: str) -> list[str]:
    return [name.strip().strip("\"'") for name in dotted.split(".")]


def _flattened(document: Mapping[str, object], table: str = "") -> Iterator[tuple[str, object]]:
    """Every value with its key, tables taken apart; a table that is none of ours stays whole."""
    for name, written in document.items():
        key = f"{table}.{name}" if table else name
        if isinstance(written, dict) and key in TABLES:
            yield from _flattened(written, key)
        else:
            yield key, written


def _setting(key: str) -> Setting:
    """Return the setting that stands under a key in the file. Raises `InvalidValue`."""
    setting = BY_KEY.get(key) or BY_VARIABLE.get(key)
    if setting and setting.secret:
        raise InvalidValue(
            N_("{key} is a secret, and secrets do not belong in {file}."),
            N_("Take the line away, and write it into the file that secrets.file names: {variable}=…. If the line has been in Git, make a new secret."),
            variable=setting.variable,
        )  # fmt: skip
    if setting and setting.only_environment:
        raise InvalidValue(
            N_("{key} cannot stand in {file}, since it is for one run of a command."),
            N_("Write it before the command: {variable}=… nyspor serve"),
            variable=setting.variable,
        )
    if key in BY_KEY:
        return BY_KEY[key]
    if key in TABLES:
        raise InvalidValue(N_("{key} must be a table."), N_("Write [{key}] on a line of its own."))
    known = [each.key for each in SETTINGS if each.in_file]
    same_name = [each for each in known if each.rpartition(".")[2] == key.rpartition(".")[2]]
    found = setting.key if setting else closest_match(key, known, 0.7)
    found = found or (same_name[0] if len(same_name) == 1 else "")
    message = N_("There is no setting “{key}”.")
    shown = key if key.isprintable() else repr(key)
    if found:
        remedy = N_("Is it “{meant}” that is meant? See them all with: nyspor config")
        raise InvalidValue(message, remedy, meant=found, key=shown)
    raise InvalidValue(message, N_("See them all with: nyspor config"), key=shown)


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value


def _line_in(error: Exception, text: str) -> int:
    """The line that `tomllib` names in its message, which may be the end of the document."""
    found = re.search(r"\(at line (\d+)", str(error))
    if found:
        return int(found[1])
    return text.count("\n") + 1 if "end of document" in str(error) else 1


TABLE_TWICE = re.compile(r"Cannot declare \('([\w-]+)',\) twice")


def _table_twice(source: str, text: str, table: str) -> Problem:
    lines = [
        number for number, line in enumerate(text.split("\n"), 1) if line.strip() == f"[{table}]"
    ]
    message = N_("The heading [{table}] stands twice.")
    remedy = N_("Put all lines that belong to it below one of them, and delete the other.")
    return Problem(source, message, remedy, (lines or [1])[-1], params={"table": table})


def _unreadable(source: str, line: int, message: str, reason: str = "") -> Problem:
    remedy = N_("A line has a name, = and a value, and texts stand in quotes: url = \"https://blog.kommune.example\"")  # fmt: skip
    return Problem(source, message, remedy, line, params={"file": source, "reason": reason})
