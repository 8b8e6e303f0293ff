"""Interrupts publications at every step: what is served is always one whole release, and the next one is right.

    make torture-publishing

A trial is a small site of which ten publications, each after a change at random, are interrupted: killed (SIGKILL) at a
change of the disk, or by a full disk, or by a crash while rendering. After each, what is served must be what its signed
manifest says; at the end a publication must succeed, and be the same as one from nothing.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

from pelican.settings import read_settings  # noqa: F401 - loaded here, so that every publication is a fork of it

from nyspor.clock import read_clock
from nyspor.publishing.manifest import MANIFEST, SIGNATURE, Manifest, differences
from nyspor.publishing.publisher import ReleaseRefused, Request, publish, site_inodes
from nyspor.publishing.release_store import ReleaseStore
from nyspor.publishing.signing_keys import is_signed, make_key, read_keys
from nyspor.publishing.site_build import SiteBuilder
from nyspor.publishing.site_description import BuildRefused
from tests.incremental.site_builder import forget_earlier_builds
from tests.publishing.sites import OwnSite, a_post, environment, make_site
from tests.torture_runner import Findings, main

INTERRUPTIONS = 10
"""Publications that are interrupted in one trial."""

MOST_CHANGES = 400
"""A publication of the small site changes the disk about so often."""

CHANGING = frozenset({
    "os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "os.symlink", "os.utime", "shutil.rmtree", "shutil.copyfile",
})  # fmt: skip
"""Python's audit events of changes to the disk, besides files that are opened for writing."""

PUBLISHED, REFUSED, CRASHED = 0, 1, 2

Before = Callable[[], None]


def at_change(number: int, happen: Callable[[], None]) -> Before:
    """Let something happen before the so manieth change of the disk by this process."""
    left = [number]

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        opens = event == "open" and isinstance(arguments[2], int) and arguments[2] & os.O_ACCMODE
        if event in CHANGING or opens:
            left[0] -= 1
            if left[0] == 0:
                happen()

    return lambda: sys.addaudithook(watch)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def disk_is_full() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "releases")


def crash_while_rendering(random: Random) -> Before:
    """Let a page of the plan fail with a fault that no check has found."""

    def arrange() -> None:
        from nyspor.plugins import output_writer

        render, left = output_writer.render_page, [random.randrange(1, 6)]

        def fail(*arguments: object) -> str:
            left[0] -= 1
            if left[0] == 0:
                raise ZeroDivisionError("a fault of ours")
            return render(*arguments)  # type: ignore[arg-type]

        output_writer.render_page = fail  # type: ignore[assignment]

    return arrange


def interruption(random: Random) -> tuple[str, Before]:
    """What happens to a publication: five in six are killed."""
    number = random.randrange(1, MOST_CHANGES)
    kind = random.randrange(12)
    if kind == 0:
        return "disk full", at_change(number, disk_is_full)
    if kind == 1:
        return "crashed while rendering", crash_while_rendering(random)
    return "killed", at_change(number, die)


def publish_in_fork(site: OwnSite, before: Before = lambda: None) -> int:
    """Publish in a process of its own; return its exit code, negative where a signal ended it."""
    child = os.fork()
    if not child:
        code = CRASHED
        try:
            code = _publish(site, before)
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


def _publish(site: OwnSite, before: Before) -> int:
    signal.alarm(300)
    log = os.open(site.folder / "log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(log, stream)
    forget_earlier_builds()
    sys.modules.pop("nyspor.defaults", None)
    os.environ.clear()
    os.environ |= environment()
    time.tzset()
    os.chdir(site.folder)
    keys = read_keys(Path("data/keys"))
    builder = SiteBuilder(Path("publishconf.py"))
    before()
    try:
        publish(builder, site.store, keys, Request(keep=3), read_clock)
    except (BuildRefused, ReleaseRefused, OSError, SystemExit):
        traceback.print_exc()
        return REFUSED
    return PUBLISHED


def change(site: OwnSite, random: Random, number: int) -> None:
    """Write, correct or delete a text."""
    posts = sorted((site.folder / "content/posts").rglob("*.md"))
    if len(posts) > 3 and random.random() < 0.3:
        random.choice(posts).unlink()
    elif posts and random.random() < 0.4:
        path = random.choice(posts)
        path.write_text(path.read_text("utf-8") + f"\nRettet {number}.\n", "utf-8")
    else:
        site.write(
            f"posts/2026/nr-{number}.md", a_post(f"Nummer {number}", body=f"Tekst {number}.")
        )


def faults_of_served(store: ReleaseStore, public: str) -> list[str]:
    """In what the served site is not one whole release."""
    current = store.current
    if current is None:
        return ["nothing is served"]
    content, signatures = ((current.site / name).read_bytes() for name in (MANIFEST, SIGNATURE))
    if not is_signed(content, signatures, public):
        return [f"{current.name}: the signature is not ours"]
    manifest = Manifest.from_bytes(content)
    differing = list(differences(manifest, current.site, site_inodes(current)))
    return [f"{current.name}: {path} is not as published" for path in differing[:3]]


def trial(seed: int) -> Findings:
    random, counts = Random(seed), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        site = make_site(Path(folder) / "site")
        key = make_key(site.folder / "data/keys")
        if publish_in_fork(site) != PUBLISHED:
            return Findings((f"seed {seed}: {(site.folder / 'log').read_text()[-2000:]}",))
        for number in range(INTERRUPTIONS):
            change(site, random, number)
            kind, before = interruption(random)
            code = publish_in_fork(site, before)
            counts[kind if code else f"{kind} after the end"] += 1
            if code == CRASHED:
                log = (site.folder / "log").read_text()[-2000:]
                return Findings((f"seed {seed}, {number} {kind}: {log}",), counts)
            if faults := faults_of_served(site.store, key.public):
                return Findings((f"seed {seed}, {number} {kind}: {faults}",), counts)
            for lock in (site.folder / ".git").glob("*.lock"):
                lock.unlink()  # as Git asks for, when it was killed
        return Findings(tuple(_last_publication(site, seed, key.public)), counts)


def _last_publication(site: OwnSite, seed: int, public: str) -> list[str]:
    """What is wrong with the publication after all interruptions, beside one from nothing."""
    if publish_in_fork(site) != PUBLISHED:
        return [f"seed {seed}, at last: {(site.folder / 'log').read_text()[-2000:]}"]
    faults = faults_of_served(site.store, public)
    if faults:
        return [f"seed {seed}, at last: {faults}"]
    files = site.manifest.files
    for left in ("releases", "var"):
        (site.folder / left).rename(site.folder / f"{left}-before")
    if publish_in_fork(site) != PUBLISHED:
        return [f"seed {seed}, from nothing: {(site.folder / 'log').read_text()[-2000:]}"]
    fresh = site.manifest.files
    differing = sorted(p for p in files.keys() | fresh.keys() if files.get(p) != fresh.get(p))
    return (
        [f"seed {seed}: {differing[:5]} differ from a publication from nothing"]
        if differing
        else []
    )


if __name__ == "__main__":
    main("publishing", trial, 60)
