"""docs/drift names no command and no option that there is not."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from nyspor.cli.commands import app
from nyspor.configuration.settings import BY_KEY

PAGES = sorted((Path(__file__).parent.parent.parent / "docs/drift").glob("*.md"))
CODE = re.compile(r"^    .*|```sh\n.*?```|`[^`\n]+`", re.MULTILINE | re.DOTALL)
CALL = re.compile(r"(?:^|[\s`/])nyspor ([a-z]+(?: [a-z]+)?)((?: [^\s`;|#]+)*)")
FILES = (".json", ".jsonl", ".md", ".toml", ".lock", ".key")
TABLES = {key.partition(".")[0] for key in BY_KEY if "." in key}


def calls(page: Path) -> list[tuple[str, list[str]]]:
    """The commands in the code of a page, with their words."""
    code = "\n".join(found[0] for found in CODE.finditer(page.read_text("utf-8")))
    return [(words, re.findall(r"--[a-z-]+", rest)) for words, rest in CALL.findall(code)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_commands_and_options_are_there(page: Path) -> None:
    root: Any = get_command(app)
    for words, options in calls(page):
        name, *more = words.split()
        assert name in root.commands, words
        command = root.commands[name]
        known = options_of(command)
        if more and hasattr(command, "commands"):
            known |= options_of(command.commands[more[0]])
        assert [option for option in options if option not in known] == [], words


def options_of(command: Any) -> set[str]:
    return {option for each in command.params for option in each.opts} | {"--help"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_settings_are_there(page: Path) -> None:
    """Both as `table.key` in a sentence, and in an example of the file."""
    text = page.read_text("utf-8")
    named = re.findall(rf"`((?:{'|'.join(TABLES)})\.[a-z_]+)`", text)
    examples = re.findall(r"(?:^    (?:\[[a-z]+\]|[a-z_]+ = .*|)\n)+", text, re.MULTILINE)
    for example in examples:
        if "[" in example and "=" in example:
            read = tomllib.loads(re.sub(r"^    ", "", example, flags=re.MULTILINE))
            named += [f"{table}.{key}" for table, keys in read.items() for key in keys]
    settings = [key for key in named if not key.endswith(FILES)]
    assert [key for key in settings if key not in BY_KEY] == []
