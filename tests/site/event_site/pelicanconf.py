"""The settings of a site with a kind of entry of its own."""

import sys
from pathlib import Path

import plugins
from nyspor.defaults import *  # noqa: F403

SITENAME = "Stien"
SITESUBTITLE = "Hvad der sker på stien"
NYSPOR_PUBLISHER = "Stiens venner"
NYSPOR_MENU = ("posts", "events")
NYSPOR_FOOTER = ()

# The `pelican` command does not look for modules beside the settings file.
sys.path.insert(0, str(Path(__file__).parent))
import events  # noqa: E402

PLUGINS = [*PLUGINS, events]  # noqa: F405
THEME = str(Path(plugins.__path__[0]).parent / "theme")
THEME_TEMPLATES_OVERRIDES = ["templates"]
