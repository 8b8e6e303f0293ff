"""The section cache: laid-out sections in a folder, each named by a digest of everything it is made from.

An entry is two files of the same stem: the pages (`.pdf`), and the layout tree with the rest (`.json`),
which is written last and marks the entry as complete.
"""

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
from typing import Any

from nyspor.files.atomic_write import write_atomically
from nyspor.magazine.layout import layout_tree
from nyspor.magazine.layout.fonts_and_styles import layout_engine
from nyspor.magazine.layout.page_measures import Fault, FaultKind, Role
from nyspor.magazine.layout.section_layout import SectionLayout
from nyspor.site.theme import Theme

MIN_PARALLEL_JOBS = 12
"""With fewer sections to lay out, starting a second process takes longer than it saves."""


@dataclass(frozen=True)
class LayoutJob:
    """A section to be laid out: its name, its HTML, and the PDF file of its cache entry."""

    name: str
    html: str
    target: Path


def lay_out(theme: Theme, styles: str, html: str, target: Path) -> None:
    """Lay out a section and store it in the cache."""
    target.parent.mkdir(parents=True, exist_ok=True)
    _store(layout_engine(theme, styles).lay_out(html, target))


def is_cached(target: Path) -> bool:
    """Return whether the cache has a complete entry."""
    return target.exists() and target.with_suffix(".json").exists()


def load(target: Path) -> SectionLayout:
    """Return a section's layout from the cache."""
    record = json.loads(target.with_suffix(".json").read_bytes())
    references = record["page_references"]
    return SectionLayout(
        target,
        layout_tree.from_record(record["tree"]),
        {name: tuple(place) for name, place in record["anchors"].items()},
        tuple(record["full_bleed"]),
        tuple(layout_tree.PageReference(*reference) for reference in references),
        record["last_page_fill"],
        tuple(map(_fault, record["faults"])),
    )


def _fault(record: list[Any]) -> Fault:
    page, kind, role, text, other, other_role = record
    return Fault(page, FaultKind(kind), Role(role), text, other, Role(other_role))


def _store(layout: SectionLayout) -> None:
    record = {
        "tree": layout_tree.to_record(layout.tree),
        "anchors": layout.anchors,
        "full_bleed": layout.full_bleed,
        "page_references": [astuple(reference) for reference in layout.page_references],
        "last_page_fill": layout.last_page_fill,
        "faults": [astuple(fault) for fault in layout.faults],
    }
    write_atomically(
        layout.pdf.with_suffix(".json"), json.dumps(record, ensure_ascii=False).encode()
    )


def fill_cache(
    jobs: Sequence[LayoutJob], theme: Theme, styles: str, on_section: Callable[[str, int], None]
) -> None:
    """Lay out what is not cached in two processes, where there is enough of it for two.

    The second process works from the end of the list. `on_section` is called with the name and the number of
    pages of each section that is done. If the process dies, its sections are laid out when they are needed.
    """
    missing = [job for job in jobs if not is_cached(job.target)]
    if len(missing) < MIN_PARALLEL_JOBS or (os.cpu_count() or 1) < 2:
        return
    # Spawn, since a process that is forked while threads run may inherit locks that are never released.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        futures = [
            pool.submit(lay_out, theme, styles, job.html, job.target) for job in reversed(missing)
        ]
        for job, future in zip(missing, reversed(futures), strict=True):
            if future.cancel():
                lay_out(theme, styles, job.html, job.target)
            else:
                with suppress(BrokenProcessPool):
                    future.result()
            if is_cached(job.target):
                on_section(job.name, load(job.target).pages)


def remove_unused(folder: Path, used: set[str]) -> None:
    """Remove the entries whose stem is not in `used`; encoded pictures (`.image`) stay."""
    for path in folder.glob("*.*"):
        if path.suffix != ".image" and path.stem not in used:
            path.unlink()
