"""What a hundred pilots with a thousand measurements cost a build.

    python -m bench.measurements --posts 300 --rounds 5

Two sites with the same posts, of which one has the pilots besides, are built in turn by the real command: cold, with nothing
changed, and with the text of a post changed. The cost is the difference of their processor times. A build in which the pilots
did not change must not write their pages, the barometer or the open data again. Writes a section of `bench/results.md`.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from rich.progress import track

from bench.builds import Bench, BenchSite
from bench.corpus import Corpus, write
from bench.report_file import FILE, MEASUREMENTS, with_section

PILOTS = 100
EACH = 10
"""Measurements of each pilot, one a year."""

LIMIT = 1.0
"""The target: seconds of processor time that they add to a cold build."""

TASKS = ("cold", "nothing changed", "body of a post changed")
SHOWING = ("forsoeg/forsoeg-maalt-*/index.html", "virkning/index.html", "data/**/*.*")
"""What of the output shows the pilots and their measurements."""


def pilots() -> Iterator[tuple[str, str]]:
    """Yield the files of the pilots: each with an effect that is measured once a year."""
    for number in range(PILOTS):
        measured = "".join(
            f"      - dato: {2016 + year}\n        værdi: {(number + 7 * year) % 90}\n        kilde: Optælling {year}\n"
            for year in range(EACH)
        )
        yield (
            f"pilots/forsoeg-maalt-{number}.md",
            f"---\ntitel: Forsøg {number}, som måles\nresume: Vi måler hvert år.\nkommune: kommune-0\neksempel: ja\n"
            f"faser:\n  - fase: mobilisering\n    fra: 2016\neffekter:\n  - indikator: Besøg på en uge\n    enhed: besøg\n"
            f"    udgangspunkt: 3\n    mål: 95\n    målinger:\n{measured}---\n\nTekst.\n",
        )


def run_round(bench: Bench, corpus: Corpus, number: int) -> int:
    """Build both sites; return how many files that show the pilots were written where the pilots had not changed."""
    plain = BenchSite(bench, corpus, f"plain-{number}")
    full = BenchSite(bench, corpus, f"full-{number}")
    write(full.folder / "content", pilots())
    written = 0
    for task in TASKS:
        for name, site in (("without", plain), ("with", full)):
            before = changed_at(site.folder / "output")
            if task == TASKS[2]:
                site.change_body(corpus.texts[-1])
            site.build(f"{task}, {name}")
            if name == "with" and task != "cold":
                after = changed_at(site.folder / "output")
                if len(after) <= PILOTS:
                    raise SystemExit("the pages of the pilots are not where they are looked for")
                written += sum(after[file] != before.get(file) for file in after)
    return written


def changed_at(output: Path) -> dict[Path, int]:
    """When each file that shows the pilots was last written."""
    return {file: file.stat().st_mtime_ns for glob in SHOWING for file in output.glob(glob)}


def report(bench: Bench, posts: int, written: int) -> Iterator[str]:
    """Yield the lines of the section."""
    yield f"{MEASUREMENTS}\n"
    yield (
        f"`make bench-measurements`: {posts:,} posts, without and with {PILOTS} pilots that have {PILOTS * EACH:,} measurements. "
        "Processor time, the median.\n"
    )
    yield "| build | without | with | added |\n|---|---|---|---|"
    added: dict[str, float] = {}
    for task in TASKS:
        without, full = (
            bench.samples[posts, f"{task}, {name}"].cpu for name in ("without", "with")
        )
        pairs = [b - a for a, b in zip(without, full, strict=True)]
        added[task] = median(pairs)
        yield f"| {task} | {median(without):.2f} s | {median(full):.2f} s | {added[task]:.2f} s |"
    yield "\n| target | limit | result |\n|---|---|---|"
    yield f"| added to a cold build | {LIMIT:.0f} s | {added['cold']:.2f} s |"
    yield f"| files written again that show pilots which did not change | 0 | {written} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="nyspor-bench-") as folder:
        bench = Bench(Path(folder))
        corpus = Corpus(asked.posts)
        written = sum(run_round(bench, corpus, number) for number in track(range(asked.rounds)))
    section = "\n".join(report(bench, asked.posts, written)) + "\n"
    FILE.write_text(with_section(FILE.read_text("utf-8"), MEASUREMENTS, section), "utf-8")
    print(section)


if __name__ == "__main__":
    main()
