"""Teaches Pelican's own environments what our templates count on.

Pages are rendered by `nyspor.rendering`, but Pelican's generators compile the templates they might
have used, and a plugin of others may render one.
"""

from __future__ import annotations

from pathlib import Path

from pelican import signals
from pelican.generators import Generator

from nyspor.rendering import teach
from nyspor.site_settings import site_of


def teach_environment(generator: Generator) -> None:
    settings = generator.settings
    theme = Path(settings["THEME"])
    teach(generator.env, theme, site_of(settings), settings["DEFAULT_LANG"])


def register() -> None:
    signals.generator_init.connect(teach_environment)
