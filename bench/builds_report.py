"""The report of `bench.builds`: tables of the samples, and the targets that they are held against."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from bench.measuring import Samples

AllSamples = Mapping[tuple[int, str], Samples]
"""The samples by (number of posts, task)."""

TASKS = (
    "Hugo", "stock Pelican", "cold", "nothing changed",
    "body of a new post changed", "title of a new post changed",
    "body of a post in the middle changed", "title of a post in the middle changed",
    "newest post added", "post in the middle added", "first post of a year added",
    "template of all entries changed", "hugo server", "preview",
)  # fmt: skip
"""In the order of the tables."""

TIME_TARGETS = (
    ("nothing changed", 10_000, 0.15), ("body of a new post changed", 10_000, 0.30),
    ("title of a new post changed", 10_000, 0.30), ("newest post added", 10_000, 0.40), ("cold", 10_000, 2.4),
)  # fmt: skip
"""Task, number of posts, and the highest ratio of its wall time to Hugo's full build."""

PREVIEW_TARGET = 0.25
"""The highest ratio of the preview's time to that of `hugo server`, at 10,000 posts."""

MEMORY_TARGET = (3_000, 200)
"""Number of posts, and the highest memory (MB) of any build of Nyspor."""


def report(samples: AllSamples, sizes: list[int], rounds: int, rendering: str) -> str:
    """Return the whole report as Markdown; `rendering` is the table of `bench.rendering`."""
    lines = [
        "# How long a build takes",
        "",
        f"`make bench`, {os.cpu_count()} processors, rounds: {rounds}. Times are medians (fastest–slowest). Memory is "
        "the peak of all processes of a build together (PSS), measured in a round of its own.",
        "",
    ]
    for size in sizes:
        lines += [*_table(samples, size), ""]
    lines += ["## Time to render a page, 1,000 posts", "", rendering, ""]
    lines += ["## Targets", "", "| target | posts | limit | result |", "|---|---|---|---|"]
    lines += _targets(samples)
    return "\n".join([*lines, ""])


def _table(samples: AllSamples, size: int) -> Iterator[str]:
    yield f"## {size:,} posts"
    yield ""
    yield "| build | wall time | CPU time | ratio to Hugo's full build | memory |"
    yield "|---|---|---|---|---|"
    for task in TASKS:
        if (size, task) in samples:
            found = samples[size, task]
            cells = (found.wall_text, found.cpu_text, f"{_ratio(samples, size, task):.2f}")
            yield f"| {task} | {' | '.join(cells)} | {found.memory_text} |"


def _targets(samples: AllSamples) -> Iterator[str]:
    for task, size, limit in TIME_TARGETS:
        if (size, task) in samples:
            ratio = _ratio(samples, size, task)
            yield f"| {task}, ratio to Hugo's full build | {size:,} | {limit} | {ratio:.2f} |"
    if (10_000, "preview") in samples:
        ratio = _ratio(samples, 10_000, "preview", "hugo server")
        yield f"| preview, ratio to `hugo server` | 10,000 | {PREVIEW_TARGET} | {ratio:.2f} |"
    size, limit = MEMORY_TARGET
    if (size, "cold") in samples:
        yield f"| memory of any build | {size:,} | {limit} MB | {_most_memory(samples, size):.0f} MB |"


def _most_memory(samples: AllSamples, size: int) -> float:
    return max(
        found.peak_memory
        for (posts, task), found in samples.items()
        if posts == size and task not in ("Hugo", "stock Pelican")
    )


def _ratio(samples: AllSamples, size: int, task: str, base: str = "Hugo") -> float:
    return samples[size, task].median / samples[size, base].median


def print_summary(samples: AllSamples, size: int) -> None:
    """Print the ratios to Hugo at one size in one line."""
    ratios = (f"{task} {_ratio(samples, size, task):.2f}" for task in TASKS[2:12])
    print(f"Ratios to Hugo's full build at {size:,} posts: {', '.join(ratios)}")
