"""Draw Nyspor's pictures: writes one SVG file beside this script for each drawing.

    python tools/drawings/draw.py [name ...]

Only the standard library is used, and the same script always gives the same files. The drawings are
composed in outdoors.py, indoors.py, neighbours.py and emblems.py from the people in people.py, the things in
things.py and the palette and shapes in kit.py. render.py turns the SVG files into pictures.
"""

from __future__ import annotations

import sys
from pathlib import Path

from emblems import EMBLEMS
from indoors import INDOORS
from kit import restart_ids
from neighbours import NEIGHBOURS
from outdoors import OUTDOORS

DRAWINGS = {**OUTDOORS, **INDOORS, **EMBLEMS, **NEIGHBOURS}
HERE = Path(__file__).resolve().parent


def main() -> None:
    """Draw the named drawings, or all of them."""
    for name in sys.argv[1:] or sorted(DRAWINGS):
        restart_ids()
        (HERE / f"{name}.svg").write_text(DRAWINGS[name](), encoding="utf-8")


if __name__ == "__main__":
    main()
