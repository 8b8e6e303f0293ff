"""How the site is published: as in `pelicanconf.py`, without drafts, at its own address."""

import os
import sys

# The `pelican` command does not look for modules beside the settings file.
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from pelicanconf import *  # noqa: F403

# What is published needs to know its own address: without one nothing is built.
SITEURL = os.environ.get("NYSPOR_SITEURL", "")
OUTPUT_PATH = "public"
NYSPOR_PREVIEW = False
NYSPOR_FORMS_LIST = os.environ.get("NYSPOR_FORMS") or "var/forms.json"
