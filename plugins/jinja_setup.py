"""Configures Pelican's own environments for our templates.

Pages are rendered by `nyspor.site.jinja_environment`, but Pelican's generators compile the templates they might
have used, and a plugin of others may render one.
"""

from __future__ import annotations

from pelican import signals
from pelican.generators import Generator, StaticGenerator

from nyspor.site.jinja_environment import configure
from nyspor.site.settings import site_of
from nyspor.site.theme import theme_of


def configure_environment(generator: Generator) -> None:
    """Configure a generator's environment, unless the generator renders nothing with it."""
    if not getattr(generator, "renders", True) or isinstance(generator, StaticGenerator):
        return
    settings = generator.settings
    configure(generator.env, theme_of(settings), site_of(settings), settings["DEFAULT_LANG"])


def register() -> None:
    signals.generator_init.connect(configure_environment)
