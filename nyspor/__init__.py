"""Nyspor: the publishing system for a municipality's innovation blog and yearly story magazine."""

import gc
import os

# What is loaded stays: Python would look through all of it a dozen times for what can be collected.
gc.set_threshold(max(gc.get_threshold()[0], 20_000), 20, 20)

# Else pydantic asks every installed package for plugins as soon as the first file is validated.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
