"""The staff's commands, the outermost room: it may know every other."""

from nyspor.cli.commands import main

__all__ = ["main"]
