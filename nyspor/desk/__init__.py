"""The staff's commands, the outermost room: it may know every other."""

from nyspor.desk.commands import main

__all__ = ["main"]
