"""The settings of the site in the current folder, put into the environment of this process.

What reads a variable (a site's `publishconf.py`, the language of messages, a command for building) then finds what
`nyspor.toml` says. Every command does this when it starts, and `nyspor.defaults` where a build is Pelican's own command.
"""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from pathlib import Path

from nyspor.configuration.configuration import Configuration, read_configuration

_put: dict[str, tuple[str, str | None]] = {}
"""What stands in the environment because a file says so, with what stood there before (None: nothing)."""


def apply_configuration(
    folder: Path | None = None, environ: MutableMapping[str, str] = os.environ
) -> Configuration:
    """Read the settings without secrets, and put them into the environment. Raises `InvalidConfiguration`.

    Applied again, what an earlier call put there is taken away first, so that a changed file takes effect.
    """
    _take_away(environ)
    configuration = read_configuration(folder or Path.cwd(), environ, secrets=False)
    for name, value in configuration.variables(secrets=False).items():
        if environ.get(name, "").strip() != value:
            _put[name] = (value, environ.get(name))
            environ[name] = value
    return configuration


def own_environment(environ: MutableMapping[str, str] = os.environ) -> dict[str, str]:
    """Return the environment that this process was started with, without what `apply_configuration` put there."""
    own = dict(environ)
    _take_away(own, forget=False)
    return own


def current_configuration(folder: Path | None = None) -> Configuration:
    """Return the settings of the site in the current folder, with its secrets. Raises `InvalidConfiguration`."""
    return read_configuration(folder or Path.cwd(), own_environment())


def _take_away(environ: MutableMapping[str, str], forget: bool = True) -> None:
    for name, (value, before) in list(_put.items()):
        if environ.get(name) == value:
            if before is None:
                del environ[name]
            else:
                environ[name] = before
        if forget:
            del _put[name]
