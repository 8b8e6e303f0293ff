"""Nyspor: the publishing system for a municipality's innovation blog and yearly story magazine."""

import os

# Else pydantic asks every installed package for plugins as soon as the first file is validated.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
