"""The commands: thin wrappers that read what was typed and show what came of it."""

from nyspor.cli.commands import main

__all__ = ["main"]
