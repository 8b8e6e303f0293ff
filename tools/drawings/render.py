"""Render the drawings to the pictures the site uses (needs resvg-py and Pillow).

python tools/drawings/render.py [name ...]
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

import resvg_py
from PIL import Image

HERE = Path(__file__).resolve().parent
PICTURES = HERE.parents[1] / "content" / "images"


ACROSS_THE_PAGE = 2140
"""Pixels: 250 to the inch across an A4 page with its bleed (`nyspor/magazine/core/page_geometry.py`)."""
ACROSS_THE_TEXT = 1680
"""The same across the magazine's text."""

PRINTED = {
    "arbejdsgruppe": ACROSS_THE_TEXT,
    "en-indgang": ACROSS_THE_TEXT,
    "forenklet-administration": ACROSS_THE_PAGE,
    "karavane": ACROSS_THE_PAGE,
    "magasin-2013": ACROSS_THE_PAGE,
    "ni-til-fem": ACROSS_THE_TEXT,
    "orkester": ACROSS_THE_PAGE,
    "phoenix": ACROSS_THE_TEXT,
    "sammen": ACROSS_THE_PAGE,
    "storm-konference": ACROSS_THE_TEXT,
    "zebraby": ACROSS_THE_PAGE,
}
"""What the magazine prints, and how wide."""


def render(drawing: Path, target: Path) -> int:
    """Rasterise one drawing, reduce it to at most 256 colours, and return the size of the file."""
    raw = bytes(
        resvg_py.svg_to_bytes(
            svg_string=drawing.read_text(encoding="utf-8"), width=PRINTED.get(drawing.stem)
        )
    )
    picture = Image.open(io.BytesIO(raw)).convert("RGB")
    reduced = picture.quantize(
        256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE, kmeans=1
    )
    reduced.save(target, optimize=True)
    return target.stat().st_size


def main() -> None:
    """Render the named drawings, or all of them."""
    names = sys.argv[1:] or sorted(path.stem for path in HERE.glob("*.svg"))
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name in names:
        size = render(HERE / f"{name}.svg", PICTURES / f"{name}.png")
        print(f"{name}.png {size // 1024} kB")


if __name__ == "__main__":
    main()
