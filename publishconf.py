"""How the site is published: as in `pelicanconf.py`, without drafts, at its own address."""

import os

from pelicanconf import *  # noqa: F403

SITEURL = os.environ.get("NYSPOR_SITEURL", "https://nyspor.example")
OUTPUT_PATH = "public"
NYSPOR_PREVIEW = False
