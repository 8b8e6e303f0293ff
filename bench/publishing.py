"""How long a publication takes once one text has changed, beside Hugo's build of the same posts in the same run.

    python -m bench.publishing --posts 10000 --rounds 5

A publication is built, validated, committed to Git, signed and switched to. By the service: the time from when a text has
been saved until the link is switched, the quiet that is waited for after a save included. By the command `nyspor publish`: the
time until it ends. Also what a release costs on the disk, and when a post that falls due is served.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
DUE_IN = 90
"""Seconds until about when a post is to come out: the service has published that it will, before that."""

SETTLED_AFTER = 30.0
"""Seconds after which the service has published what changed before it started."""

LONGEST_WAIT = DUE_IN + 120.0
"""Seconds that a release is waited for."""

POLL_INTERVAL = 0.002
"""Seconds between two looks at what is served."""


@dataclass
class Results:
    """Samples of Hugo's build and of the command, and the seconds until the service has switched."""

    hugo: Samples = field(default_factory=Samples)
    command: Samples = field(default_factory=Samples)
    service: list[float] = field(default_factory=list)


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


def publish(site: BenchSite, samples: Samples) -> None:
    environ = {k: v for k, v in site.environ.items() if k not in ("NYSPOR_FORMS", "NYSPOR_NOW")}
    run_timed(samples, PUBLISH, site.folder, NYSPOR_SITEURL=URL, **environ)


def build_with_hugo(folder: Path, corpus: Corpus, samples: Samples) -> None:
    write(folder, hugo_files(corpus))
    run_timed(samples, [str(hugo_binary()), "--quiet"], folder)
    shutil.rmtree(folder)


def served(store: ReleaseStore) -> str:
    """The name of the release that is served."""
    return os.readlink(store.folder / "current")


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until something is so. Raises `SystemExit` where it takes too long."""
    deadline = perf_counter() + LONGEST_WAIT
    while not condition():
        if perf_counter() > deadline:
            raise SystemExit("The service has not published")
        sleep(POLL_INTERVAL)


def publish_by_service(site: BenchSite, store: ReleaseStore, text: Text) -> float:
    """Seconds from a save until the running service has switched to a release with the change."""
    before = served(store)
    site.change_body(text)
    saved = perf_counter()
    wait_for(lambda: served(store) != before)
    return perf_counter() - saved


@contextmanager
def running_service(site: BenchSite) -> Iterator[None]:
    """The service of the site, once it answers."""
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
    with running([*RUN, "--listen", f"127.0.0.1:{free_port()}"], site.folder, environ):
        sleep(SETTLED_AFTER)
        yield


def measure_due(site: BenchSite, store: ReleaseStore, text: Text) -> float:
    """Seconds from the minute that a post comes out until the running service serves it, untouched."""
    due = (datetime.now(COPENHAGEN) + timedelta(seconds=DUE_IN)).replace(second=0, microsecond=0)
    coming = nyspor_text(text).replace(f"dato: {text.date}", f"dato: {due:%Y-%m-%d %H:%M}")
    (site.folder / "content" / text.file).with_name("om-lidt.md").write_text(coming, "utf-8")
    kind = "historier" if text.kind == "stories" else "indlaeg"
    page = store.folder / f"current/site/{kind}/om-lidt/index.html"
    wait_for(page.exists)
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
        first = Samples()
        publish(site, first)
        for text in corpus.texts[: given.rounds]:
            site.change_body(text)
            publish(site, results.command)
        costs = disk_costs(store)
        with running_service(site):
            for text in track(corpus.texts[-given.rounds :], "Publishing …"):
                build_with_hugo(Path(folder) / "hugo", corpus, results.hugo)
                results.service.append(publish_by_service(site, store, text))
            due_after = measure_due(site, store, corpus.texts[-1])
        print(f"{given.posts:,} posts, {given.rounds} rounds, medians (fastest–slowest)")
        print(f"Hugo                {results.hugo.wall_text}, CPU {results.hugo.cpu_text}")
        print(f"first publication   {first.wall_text}, CPU {first.cpu_text}")
        print(f"one text, command   {results.command.wall_text}, CPU {results.command.cpu_text}")
        seconds = median(results.service)
        print(
            f"one text, service   {seconds:.2f} s ({min(results.service):.2f}–{max(results.service):.2f}), "
            f"{seconds / results.hugo.median:.2f} of Hugo"
        )
        print(costs)
        print(f"a due post is served after {due_after:.2f} s")


if __name__ == "__main__":
    main()
