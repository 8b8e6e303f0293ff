"""How long a publication takes once one text has changed, beside Hugo's build of the same posts in the same run.

    python -m bench.publishing --posts 10000 --rounds 5

Each publication is a fresh process of `nyspor publish`: built, validated, committed to Git, signed and switched to; the time
is that until the link is switched, and until the command ends. Also what a release costs on the disk.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

from rich.progress import track

from bench.builds import ROOT, Bench, BenchSite, hugo_binary
from bench.corpus import Corpus, Text, hugo_files, nyspor_text, write
from bench.measuring import Samples, free_port, run_timed, running
from nyspor.publishing.manifest import MANIFEST
from nyspor.publishing.release_store import Release, ReleaseStore, file_inodes
from nyspor.text.danish import COPENHAGEN

URL = "https://bench.kommune.example"
PUBLISH = [sys.executable, "-c", "from nyspor.cli import main; main()", "publish"]
RUN = [*PUBLISH[:-1], "run"]
DUE_IN = 150
"""Seconds until about when a post is to come out: the service starts, and publishes once, before that."""

POLL_INTERVAL = 0.002
"""Seconds between two looks at the link."""


@dataclass
class Results:
    """Samples of Hugo's build, of whole publications, and the seconds until the switch."""

    hugo: Samples = field(default_factory=Samples)
    whole: Samples = field(default_factory=Samples)
    switched: list[float] = field(default_factory=list)


class Switch(threading.Thread):
    """Notes when the link of what is served leads elsewhere."""

    def __init__(self, store: ReleaseStore) -> None:
        super().__init__(daemon=True)
        self._link, self._done = store.folder / "current", threading.Event()
        self._begin, self.seconds = perf_counter(), 0.0
        self._before = self._served()

    def _served(self) -> str:
        return os.readlink(self._link) if self._link.is_symlink() else ""

    def run(self) -> None:
        while not self._done.is_set():
            if self._served() != self._before:
                self.seconds = perf_counter() - self._begin
                return
            sleep(POLL_INTERVAL)

    def stop(self) -> float:
        self._done.set()
        self.join()
        return self.seconds


def make_site(bench: Bench, corpus: Corpus) -> BenchSite:
    """A site in a Git repository."""
    site = BenchSite(bench, corpus, "nyspor")
    shutil.copy(ROOT / "publishconf.py", site.folder)
    privacy = site.folder / "content/pages/privatliv.md"
    privacy.parent.mkdir(exist_ok=True)
    privacy.write_text("---\ntitel: Privatliv\nresume: Hvad vi gemmer.\n---\n\nIntet.\n", "utf-8")
    (site.folder / ".gitignore").write_text("releases/\nvar/\ndata/\nnyspor.toml\n")
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "Bench"]):
        names = {"user.name": "bench", "user.email": "bench@kommune.example", "gc.auto": "0"}
        settings = [part for name, value in names.items() for part in ("-c", f"{name}={value}")]
        subprocess.run(["git", *settings, *command], cwd=site.folder, check=True)
    return site


def publish(site: BenchSite, results: Results, store: ReleaseStore) -> None:
    environ = {k: v for k, v in site.environ.items() if k not in ("NYSPOR_FORMS", "NYSPOR_NOW")}
    switch = Switch(store)
    switch.start()
    run_timed(results.whole, PUBLISH, site.folder, NYSPOR_SITEURL=URL, **environ)
    results.switched.append(switch.stop())


def measure_due(site: BenchSite, store: ReleaseStore, text: Text) -> float:
    """Seconds from the minute that a post comes out until the running service serves it, untouched."""
    addresses = site.folder / "data/addresses.yaml"
    addresses.parent.mkdir(exist_ok=True)
    addresses.write_text("redaktion: redaktion@kommune.example\n", "utf-8")
    environ = site.environ | {
        "NYSPOR_SITEURL": URL, "NYSPOR_SECRET": "0123456789abcdef" * 4,
        "NYSPOR_SENDER": "blog@kommune.example", "NYSPOR_ADDRESSES": str(addresses),
    }  # fmt: skip
    for name in ("NYSPOR_NOW", "NYSPOR_FORMS"):
        environ.pop(name)
    (site.folder / "nyspor.toml").write_text('[service]\nmetrics = ""\n', "utf-8")
    due = (datetime.now(COPENHAGEN) + timedelta(seconds=DUE_IN)).replace(second=0, microsecond=0)
    coming = nyspor_text(text).replace(f"dato: {text.date}", f"dato: {due:%Y-%m-%d %H:%M}")
    (site.folder / "content" / text.file).with_name("om-lidt.md").write_text(coming, "utf-8")
    kind = "historier" if text.kind == "stories" else "indlaeg"
    page = store.folder / f"current/site/{kind}/om-lidt/index.html"
    with running([*RUN, "--listen", f"127.0.0.1:{free_port()}"], site.folder, environ):
        while not page.exists():
            if datetime.now(COPENHAGEN) > due + timedelta(minutes=2):
                raise SystemExit("The post was never served")
            sleep(POLL_INTERVAL)
        return (datetime.now(COPENHAGEN) - due).total_seconds()


def disk_costs(store: ReleaseStore) -> str:
    """What the newest release costs besides the files that it shares with the one before."""
    before, newest = store.releases[-2:]
    inodes, earlier = file_inodes(newest.folder), set(file_inodes(before.folder).values())
    new = [path for path, inode in inodes.items() if inode not in earlier]
    changed = [path for path in new if path.startswith("site/") and MANIFEST not in path]
    folders = sum(1 for path in newest.folder.rglob("*") if path.is_dir())
    size = _bytes(newest, new)
    return (
        f"New bytes {size:,}, of which changed pages, feeds and their compressed copies {_bytes(newest, changed):,}, "
        f"manifest {(newest.site / MANIFEST).stat().st_size:,}; {len(changed)} files, {folders:,} folders."
    )


def _bytes(release: Release, paths: list[str]) -> int:
    return sum((release.folder / path).stat().st_size for path in paths)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--posts", type=int, default=10_000)
    options.add_argument("--rounds", type=int, default=5)
    given = options.parse_args()
    corpus, results = Corpus(given.posts), Results()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        site = make_site(bench, corpus)
        store = ReleaseStore(site.folder / "releases")
        first = Results()
        publish(site, first, store)
        for number in track(range(given.rounds), "Publishing …"):
            hugo = Path(folder) / f"hugo-{number}"
            write(hugo, hugo_files(corpus))
            run_timed(results.hugo, [str(hugo_binary()), "--quiet"], hugo)
            shutil.rmtree(hugo)
            site.change_body(corpus.texts[-1 - number])
            publish(site, results, store)
        print(f"{given.posts:,} posts, {given.rounds} rounds, medians (fastest–slowest)")
        print(f"Hugo                {results.hugo.wall_text}, CPU {results.hugo.cpu_text}")
        print(f"first publication   {first.whole.wall_text}, CPU {first.whole.cpu_text}")
        print(f"one text changed    {results.whole.wall_text}, CPU {results.whole.cpu_text}")
        switched = median(results.switched)
        print(
            f"until the switch    {switched:.2f} s ({min(results.switched):.2f}–{max(results.switched):.2f}), "
            f"{switched / results.hugo.median:.2f} of Hugo"
        )
        print(disk_costs(store))
        print(f"a due post is served after {measure_due(site, store, corpus.texts[-1]):.2f} s")


if __name__ == "__main__":
    main()
