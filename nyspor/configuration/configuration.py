"""The settings that hold for a site: those of the environment, the secrets file, `nyspor.toml`, and the defaults."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from nyspor.configuration.reader import ParsedFile, parse_secrets, parse_settings_file
from nyspor.configuration.settings import BY_KEY, FILE, SETTINGS, Setting, Value
from nyspor.configuration.values import InvalidValue, as_variable, from_variable
from nyspor.problems import N_, Problem

DEFAULT = ""
"""The origin of a value that nobody has set."""

FROM_FILE = "NYSPOR_FROM_FILE"
"""Says which variables stand in the environment because `nyspor.toml` says so, as JSON. It is in the environment too, so
that child processes know it, and read the file themselves."""

READABLE = N_("Only the one that runs the service may read it: chmod 600 {file}")


class InvalidConfiguration(Exception):
    """Settings that cannot hold; `problems` lists all, each with its file and line, or its variable as `source`."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(", ".join(f"{each.source}:{each.line or 1}" for each in self.problems))


@dataclass(frozen=True)
class Given:
    """A value that somebody has set, and where: `nyspor.toml:12`, `data/secrets.env:1` or `NYSPOR_SMTP`."""

    value: Value = field(repr=False)
    origin: str


@dataclass(frozen=True)
class Configuration:
    """The settings that hold in a site's folder."""

    folder: Path
    given: Mapping[str, Given]
    """By key; without those that have their default."""
    environ: Mapping[str, str] = field(repr=False, default_factory=dict)
    """The environment that it was read with."""

    def value(self, key: str) -> Any:
        """Return the value of a setting, of the type that its kind has. Raises `KeyError`."""
        setting = BY_KEY[key]
        found = self.given.get(key)
        return found.value if found else setting.default

    def origin(self, key: str) -> str:
        """Return where a value stands: `nyspor.toml:12`, the variable's name, or `DEFAULT`. Raises `KeyError`."""
        setting = BY_KEY[key]
        found = self.given.get(setting.key)
        return found.origin if found else DEFAULT

    def is_from_environment(self, key: str) -> bool:
        """Return whether the variable of a setting decides its value."""
        return bool(self.origin(key)) and self.origin(key) == BY_KEY[key].variable

    def place(self, key: str) -> str:
        """Return how a message names a setting: by where it is written, or by where it can be written."""
        setting, origin = BY_KEY[key], self.origin(key)
        if origin == setting.variable and origin:
            return origin
        if origin:
            return f"{origin} ({setting.variable if setting.secret else key})"
        return setting.variable if setting.secret else f"{key} ({setting.variable or FILE})"

    def variables(self, secrets: bool = True) -> dict[str, str]:
        """Return what has been set, as variables; what has its default is left to whoever reads them."""
        return {
            setting.variable: as_variable(self.given[setting.key].value)
            for setting in SETTINGS
            if setting.variable and setting.key in self.given and (secrets or not setting.secret)
        }

    def environment(self, secrets: bool = True) -> dict[str, str]:
        """Return the whole environment for a program that reads variables: as it is, with what the files say."""
        return {**self.environ, **self.variables(secrets)}


def own_environment(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the environment that was given by whoever started this, without what stands there because a file says so."""
    put = put_by_file(environ)
    return {
        name: value
        for name, value in environ.items()
        if name != FROM_FILE and put.get(name) != value
    }


def put_by_file(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that `nyspor.configuration.process` put into an environment, with their values."""
    with suppress(ValueError):
        found = json.loads(environ.get(FROM_FILE, "{}"))
        if isinstance(found, dict):
            return found
    return {}


def read_configuration(
    folder: Path, environ: Mapping[str, str], secrets: bool = True
) -> Configuration:
    """Return the settings of the site in `folder`. Raises `InvalidConfiguration` with everything that is wrong.

    The environment wins over the secrets file and `nyspor.toml`; an empty variable counts as none. Without
    `secrets` the secrets file is not opened: whoever writes texts has no right to read it, and no need to.
    """
    environ = own_environment(environ)
    problems: list[Problem] = []
    given: dict[str, Given] = {}

    def add(parsed: ParsedFile, source: str) -> None:
        problems.extend(parsed.problems)
        for key, written in parsed.values.items():
            given[key] = Given(written.value, f"{source}:{written.line}")

    add(_read_settings_file(folder), FILE)
    from_environment: dict[str, Given] = {}
    for setting in SETTINGS:
        written = environ.get(setting.variable, "").strip() if setting.variable else ""
        if written:
            try:
                value = from_variable(setting, written)
                from_environment[setting.key] = Given(value, setting.variable)
            except InvalidValue as wrong:
                problems.append(_of_variable(setting, wrong))
    if secrets:
        file = from_environment.get("secrets.file") or given.get("secrets.file")
        path = file.value if file else BY_KEY["secrets.file"].default
        assert isinstance(path, Path)
        add(_read_secrets(folder, path, is_named=file is not None), str(path))
    given |= from_environment
    if problems:
        raise InvalidConfiguration(problems)
    return Configuration(folder, MappingProxyType(given), MappingProxyType(environ))


def _of_variable(setting: Setting, wrong: InvalidValue) -> Problem:
    params = {"key": setting.variable, "name": setting.variable} | wrong.params
    return Problem(setting.variable, wrong.message, params=params)


def _read_settings_file(folder: Path) -> ParsedFile:
    try:
        return parse_settings_file((folder / FILE).read_bytes())
    except FileNotFoundError:
        return ParsedFile({})
    except OSError as error:
        return ParsedFile({}, (_unreadable(FILE, error),))


def _read_secrets(folder: Path, path: Path, is_named: bool) -> ParsedFile:
    """Read the secrets file; only one that is named must be there for this user."""
    source = str(path)
    try:
        with (folder / path).open("rb") as file:
            found = os.fstat(file.fileno())
            # A file of root's may be given to the group of the service, as Debian does in /etc.
            if found.st_mode & 0o037 or (found.st_mode & 0o040 and found.st_uid != 0):
                message = N_("Others can read the secrets in {file}.")
                return ParsedFile({}, (Problem(source, message, READABLE, params={"file": path}),))
            return parse_secrets(file.read(), source)
    except (FileNotFoundError, PermissionError) as error:
        return ParsedFile({}, (_unreadable(source, error),)) if is_named else ParsedFile({})
    except (OSError, ValueError) as error:
        return ParsedFile({}, (_unreadable(source, error),))


def _unreadable(source: str, error: Exception) -> Problem:
    reason = (error.strerror if isinstance(error, OSError) else "") or str(error)
    message = N_("{file} cannot be read: {reason}")
    return Problem(source, message, params={"file": source, "reason": reason})
