"""Laid-out pieces, kept in a folder under a digest of all they are made from."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import astuple, dataclass
from multiprocessing import get_context
from pathlib import Path

from nyspor.files.atomic_write import write_atomically
from nyspor.magazine.layout import layout_tree
from nyspor.magazine.layout.engine import Laid
from nyspor.magazine.layout.fonts_and_styles import press_of

WORTH_TWO = 12
"""With fewer pieces to lay out, another process takes longer to begin than it saves."""


@dataclass(frozen=True)
class Job:
    """A piece to be laid out: its name, its HTML, and its place on the shelf."""

    name: str
    html: str
    place: Path


def lay_onto_shelf(theme: Path, styles: str, html: str, place: Path) -> None:
    """Lay a piece out and put it on the shelf."""
    place.parent.mkdir(parents=True, exist_ok=True)
    _keep(press_of(theme, styles).lay_out(html, place))


def is_kept(place: Path) -> bool:
    """Whether a piece lies on the shelf whole: its record is written last."""
    return place.exists() and place.with_suffix(".json").exists()


def from_shelf(place: Path) -> Laid:
    """A piece that is kept."""
    record = json.loads(place.with_suffix(".json").read_bytes())
    anchors = {name: tuple(where) for name, where in record["anchors"].items()}
    return Laid(
        place,
        layout_tree.from_record(record["tree"]),
        anchors,
        tuple(record["bare"]),
        tuple(layout_tree.Mention(*mention) for mention in record["mentions"]),
        record["filled"],
    )


def _keep(laid: Laid) -> None:
    record = {
        "tree": layout_tree.to_record(laid.tree),
        "anchors": laid.anchors,
        "bare": laid.bare,
        "filled": laid.filled,
        "mentions": [astuple(mention) for mention in laid.mentions],
    }
    write_atomically(laid.pdf.with_suffix(".json"), json.dumps(record, ensure_ascii=False).encode())


def fill_shelf(
    jobs: Sequence[Job], theme: Path, styles: str, ready: Callable[[str, int], None]
) -> None:
    """Lay out what is not kept yet; where it is much, let the other processor take its part, from the end.

    `ready` is told of each piece and how many pages it fills. A process that dies leaves pieces out, which
    are laid out when they are asked for.
    """
    missing = [job for job in jobs if not is_kept(job.place)]
    if len(missing) < WORTH_TWO or (os.cpu_count() or 1) < 2:
        return
    # A fresh process, since one that is copied while threads run may never get hold of their locks.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        theirs = [
            pool.submit(lay_onto_shelf, theme, styles, job.html, job.place)
            for job in reversed(missing)
        ]
        for job, other in zip(missing, reversed(theirs), strict=True):
            if other.cancel():
                lay_onto_shelf(theme, styles, job.html, job.place)
            else:
                with suppress(BrokenProcessPool):
                    other.result()
            if is_kept(job.place):
                ready(job.name, from_shelf(job.place).pages)
