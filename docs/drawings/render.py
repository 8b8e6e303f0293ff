"""Render the drawings to the pictures the site uses (needs resvg-py and Pillow).

python docs/drawings/render.py [name ...]
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

import resvg_py
from PIL import Image

HERE = Path(__file__).resolve().parent
PICTURES = HERE.parents[1] / "content" / "images"


PRINTED = frozenset(
    {
        "arbejdsgruppe",
        "en-indgang",
        "forenklet-administration",
        "karavane",
        "magasin-2013",
        "ni-til-fem",
        "orkester",
        "phoenix",
        "sammen",
        "storm-konference",
        "zebraby",
    }
)
"""What the magazine prints, as wide as an A4 page with bleed at 250 dots per inch and more."""
PRINTED_WIDTH = 2200
"""Pixels."""


def render(drawing: Path, target: Path) -> int:
    """Rasterise one drawing, reduce it to at most 256 colours, and return the size of the file."""
    width = PRINTED_WIDTH if drawing.stem in PRINTED else None
    raw = bytes(resvg_py.svg_to_bytes(svg_string=drawing.read_text(encoding="utf-8"), width=width))
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
