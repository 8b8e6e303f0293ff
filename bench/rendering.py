"""The time to render a page, by template, in one process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from time import process_time, thread_time
from typing import Any

from bench.corpus import BRAND, Corpus, nyspor_files, write

ROOT = Path(__file__).parent.parent
NOW = "2026-11-23 12:00"
GOAL = 0.4
"""The target: milliseconds for an average page, on a machine that loads Pelican in 0.2 s."""


def render_times(corpus: Corpus, folder: Path) -> str:
    """Return a Markdown table by template, from a cold build in a process of its own."""
    write(folder / "content", nyspor_files(corpus))
    shutil.copytree(ROOT / "theme", folder / "theme")
    shutil.copy(ROOT / "pelicanconf.py", folder)
    (folder / "brand.yaml").write_text(BRAND, "utf-8")
    environ = {"NYSPOR_NOW": NOW, "NYSPOR_MAGAZINES": "", "NYSPOR_WORKERS": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "bench.rendering"], cwd=folder, check=True, text=True,
        env=os.environ | environ | {"PYTHONPATH": str(ROOT)}, capture_output=True,
    )  # fmt: skip
    return done.stdout.partition("---\n")[2]


def measure() -> None:
    """Build in this process with every template timed, and print the table."""
    begun = process_time()
    from jinja2 import BaseLoader, Template
    from pelican.settings import read_settings

    loading = process_time() - begun
    seconds: dict[str, list[float]] = defaultdict(list)
    compiling: list[float] = []
    render, load = Template.render, BaseLoader.load

    def timed_render(self: Template, *args: Any, **kwargs: Any) -> str:
        # The time of this thread only: others write files meanwhile.
        begun, before = thread_time(), sum(compiling)
        words = render(self, *args, **kwargs)
        seconds[str(self.name)].append(thread_time() - begun - (sum(compiling) - before))
        return words

    def timed_load(self: BaseLoader, *args: Any, **kwargs: Any) -> Template:
        begun = thread_time()
        template = load(self, *args, **kwargs)
        compiling.append(thread_time() - begun)
        return template

    Template.render = timed_render  # type: ignore[method-assign]
    BaseLoader.load = timed_load  # type: ignore[method-assign]
    settings = read_settings("pelicanconf.py")
    settings["PELICAN_CLASS"](settings).run()
    print("---")
    print("| template | pages | ms per page |\n|---|---|---|")
    for name, taken in sorted(seconds.items(), key=lambda pair: -sum(pair[1])):
        print(f"| {name} | {len(taken)} | {sum(taken) / len(taken) * 1e3:.2f} |")
    every = [one for taken in seconds.values() for one in taken]
    print(
        f"\nAll pages: {sum(every) / len(every) * 1e3:.2f} ms per page (target: {GOAL}). Compiling {len(compiling)} templates, once "
        f"for each theme, took {sum(compiling):.2f} s; loading Pelican took {loading:.2f} s."
    )


if __name__ == "__main__":
    measure()
