"""Teaches Pelican's own environments what our templates count on.

Pages are rendered by `nyspor.site.jinja_environment`, but Pelican's generators compile the templates they might
have used, and a plugin of others may render one.
"""

from __future__ import annotations

from pathlib import Path

from pelican import signals
from pelican.generators import Generator, StaticGenerator

from nyspor.site.jinja_environment import teach
from nyspor.site.settings import site_of


def teach_environment(generator: Generator) -> None:
    """Teach a generator's environment, unless it says that it renders nothing with it."""
    if not getattr(generator, "renders", True) or isinstance(generator, StaticGenerator):
        return
    settings = generator.settings
    theme = Path(settings["THEME"])
    teach(generator.env, theme, site_of(settings), settings["DEFAULT_LANG"])


def register() -> None:
    signals.generator_init.connect(teach_environment)
