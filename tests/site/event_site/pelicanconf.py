"""The settings of a site with a kind of entry of its own."""

import sys
from pathlib import Path

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
