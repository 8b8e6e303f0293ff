"""The settings of the site in the current folder, put into the environment of this process.

What reads a variable (a site's `publishconf.py`, the language of messages, a command for building) then finds what
`nyspor.toml` says. Every command does this when it starts, and `nyspor.defaults` where a build is Pelican's own command.
"""

from __future__ import annotations

import json
import os
from collections.abc import MutableMapping
from pathlib import Path

from nyspor.configuration.configuration import (
    FROM_FILE,
    Configuration,
    own_environment,
    put_by_file,
    read_configuration,
)

__all__ = ["apply_configuration", "current_configuration", "own_environment"]


def apply_configuration(
    folder: Path | None = None, environ: MutableMapping[str, str] = os.environ
) -> Configuration:
    """Read the settings without secrets, and put them into the environment. Raises `InvalidConfiguration`.

    Applied again, what an earlier call put there is taken away first, so that a changed file takes effect.
    """
    own = own_environment(environ)
    configuration = read_configuration(folder or Path.cwd(), own, secrets=False)
    put = {
        name: value
        for name, value in configuration.variables(secrets=False).items()
        if own.get(name, "").strip() != value
    }
    for name, value in put_by_file(environ).items():
        if name not in put and environ.get(name) == value:
            del environ[name]
    environ.update(put)
    if put:
        environ[FROM_FILE] = json.dumps(put)
    else:
        environ.pop(FROM_FILE, None)
    return configuration


def current_configuration(folder: Path | None = None, secrets: bool = True) -> Configuration:
    """Return the settings of the site in the current folder. Raises `InvalidConfiguration`."""
    return read_configuration(folder or Path.cwd(), own_environment(), secrets)
