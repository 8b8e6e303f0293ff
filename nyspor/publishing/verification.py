"""Whether what is served is what was published: the signature first, then every file that the manifest lists."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from nyspor.publishing.manifest import MANIFEST, SIGNATURE, Manifest
from nyspor.publishing.served_files import Served, State
from nyspor.publishing.signing_keys import is_signed

MAX_MANIFEST_BYTES, MAX_SIGNATURE_BYTES = 256 << 20, 64 << 10

MAX_ATTEMPTS = 3
"""How often the check begins again because something else was published meanwhile."""

CONNECTIONS = 6
"""So many files are asked for at once: no more than a browser would."""


class NoManifest(Exception):
    """Nothing there says what was published."""


class NotSigned(Exception):
    """The manifest bears no signature by any of the keys."""


class KeepsChanging(Exception):
    """Something else was published at each attempt."""


@dataclass(frozen=True)
class Verdict:
    """What a check has found; `checked` paths of the manifest's were looked at."""

    manifest: Manifest
    checked: int
    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unlisted: tuple[str, ...] = ()

    @property
    def is_as_published(self) -> bool:
        return not (self.changed or self.missing or self.unlisted)


Progress = Callable[[Collection[str], Iterable[State]], Iterable[State]]
"""Wraps the states of these paths as they are found, to show how far it is."""


def verify(
    served: Served,
    keys: Sequence[str],
    sample: int = 0,
    progress: Progress = lambda paths, states: states,
) -> Verdict:
    """Check what is served against its manifest, signed by one of these public `keys`.

    `sample` files are looked at, chosen at random; every one with 0. Raises `NoManifest`, `NotSigned`,
    `KeepsChanging`, `InvalidManifest`, `InvalidKey`, `Unreachable`.
    """
    try:
        for _ in range(MAX_ATTEMPTS):
            raw, verdict = _attempt(served, keys, sample, progress)
            if verdict.is_as_published or served.read(MANIFEST, MAX_MANIFEST_BYTES) == raw:
                return verdict
        raise KeepsChanging
    finally:
        served.close()


def _attempt(
    served: Served, keys: Sequence[str], sample: int, progress: Progress
) -> tuple[bytes, Verdict]:
    raw, manifest = _signed_manifest(served, keys)
    paths = sorted(manifest.files)
    if 0 < sample < len(paths):
        paths = sorted(random.SystemRandom().sample(paths, sample))
    states = dict(zip(paths, progress(paths, _states(served, paths, manifest)), strict=True))
    return raw, Verdict(
        manifest,
        len(paths),
        _with(states, State.CHANGED),
        _with(states, State.MISSING),
        tuple(served.unlisted(manifest.files)),
    )


def _signed_manifest(served: Served, keys: Sequence[str]) -> tuple[bytes, Manifest]:
    """The manifest with its bytes; nothing of it is read before its signature has been found right."""
    for _ in range(MAX_ATTEMPTS):  # a publication may come between the two files
        raw = served.read(MANIFEST, MAX_MANIFEST_BYTES)
        signatures = served.read(SIGNATURE, MAX_SIGNATURE_BYTES)
        if raw is None:
            raise NoManifest
        if any(is_signed(raw, signatures or b"", key) for key in keys):
            return raw, Manifest.from_bytes(raw)
    raise NotSigned


def _states(served: Served, paths: Sequence[str], manifest: Manifest) -> Iterator[State]:
    if not served.is_remote:
        yield from (served.state(path, manifest.files) for path in paths)
        return
    pool = ThreadPoolExecutor(CONNECTIONS)
    try:
        yield from pool.map(lambda path: served.state(path, manifest.files), paths)
    finally:
        pool.shutdown(cancel_futures=True)


def _with(states: dict[str, State], wanted: State) -> tuple[str, ...]:
    return tuple(path for path, state in states.items() if state is wanted)
