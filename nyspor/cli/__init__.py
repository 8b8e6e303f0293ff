"""The command line interface: thin wrappers that parse the arguments and print the result."""

from nyspor.cli.commands import main

__all__ = ["main"]
