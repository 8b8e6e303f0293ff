"""How long the desk takes to open a text, to save one and show its page, and to keep what is typed.

    python -m bench.desk --posts 1000 10000 --rounds 50

Each is measured over HTTP against a desk in a process of its own, over a Git repository of so many posts. After each save
something has changed, as it has for a writer. Processor time is the mean. `page as typed` and `findings` are what a pause in typing asks for.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import httpx2 as httpx

from bench.corpus import Corpus, nyspor_files, write
from bench.rounds import time_in_turn
from tests.desk.desk_process import DeskProcess, form_of

TARGETS = {
    "opening a text": (300, 300),
    "save → page beside it": (150, 300),
}
"""Milliseconds, up to 1,000 posts and above."""


def make_content(folder: Path, posts: int) -> Path:
    """A repository of so many posts; returns its content folder."""
    content = folder / "content"
    write(content, nyspor_files(Corpus(posts)))
    names = ("-c", "user.name=bench", "-c", "user.email=bench@kommune.example", "-c", "gc.auto=0")
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "Bench"]):
        subprocess.run(["git", *names, *command], cwd=content, check=True)
    return content


class Writer:
    """Somebody at the desk who has a text open, and saves it again and again."""

    def __init__(self, address: str, file: str) -> None:
        self.client = httpx.Client(base_url=address, timeout=120, follow_redirects=True)
        self.client.post("/desk/who", data={"person": "anna"}).raise_for_status()
        self.file, self.number = file, 0
        self.open()

    def open(self) -> None:
        page = self.client.get(f"/desk/text/{self.file}").raise_for_status().text
        self.form = form_of(page)

    def type_word(self) -> dict[str, list[str]]:
        """The form with one more word."""
        self.number += 1
        body = self.form["_body"][0].partition("\n\nOrd ")[0]
        return self.form | {"_body": [f"{body}\n\nOrd {self.number}.\n"]}

    def save_and_see(self) -> None:
        """Save, and read the page beside the text that is opened then."""
        answer = self.client.post(
            f"/desk/text/{self.file}",
            data=self.type_word() | {"_do": ["save"]},
            follow_redirects=False,
        )
        assert answer.status_code == 303, answer.text
        self.client.get(f"/desk/page/{self.file}").raise_for_status()

    def ask(self, what: str) -> None:
        self.client.post(f"/desk/{what}/{self.file}", data=self.type_word()).raise_for_status()


def timed_processor(
    process: DeskProcess, spent: dict[str, float], name: str, task: Callable[[], object]
) -> Callable[[], None]:
    """The task, which adds the processor time that the desk and its Git take, however busy the machine is."""

    def run() -> None:
        before = process.processor_time()
        task()
        spent[name] += process.processor_time() - before

    return run


def measure(posts: int, rounds: int) -> Iterator[str]:
    """Yield a line for each task."""
    with tempfile.TemporaryDirectory(prefix="nyspor-bench-") as folder:
        content = make_content(Path(folder), posts)
        file = Corpus(posts).texts[posts // 2].file
        with closing(DeskProcess(content, Path(folder) / "data")) as process:
            writer = Writer(process.address, file)
            tasks: dict[str, Callable[[], object]] = {
                "save → page beside it": writer.save_and_see,
                "opening a text": writer.open,
                "page as typed": lambda: writer.ask("page"),
                "findings": lambda: writer.ask("findings"),
                "keeping what is typed": lambda: writer.ask("journal"),
            }
            spent = dict.fromkeys(tasks, 0.0)
            times = time_in_turn(
                {name: timed_processor(process, spent, name, task) for name, task in tasks.items()},
                rounds,
            )
    yield f"{posts:,} posts, median of {rounds} (fastest–slowest):"
    for name, found in times.items():
        target = TARGETS[name][posts > 1000] if name in TARGETS else 0
        asked = f"  asked: {target} ms" if target else ""
        each = f"  processor: {spent[name] / (rounds + 1) * 1e3:.0f} ms"
        yield f"  {name:24}{found}{each}{asked}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.desk")
    parser.add_argument("--posts", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--rounds", type=int, default=50)
    given = parser.parse_args()
    for posts in given.posts:
        for line in measure(posts, given.rounds):
            print(line)
            sys.stdout.flush()


if __name__ == "__main__":
    main()
