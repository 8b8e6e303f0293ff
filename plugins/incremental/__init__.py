"""Remembers what earlier builds read and wrote, and uses both processors.

A room that can be taken away: leave it out of `PLUGINS` and `PELICAN_CLASS`, and the same bytes come out,
slower. Nothing imports it. How it works stands in `docs/speed.md`.
"""

from nyspor.outputs import keepers
from plugins.incremental.building import RememberingPelican, keeper_of

__all__ = ["RememberingPelican", "register"]


def register() -> None:
    keepers.connect(keeper_of)
