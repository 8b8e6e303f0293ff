"""What a publication was made with: engine, dependencies, platform."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, distribution

ENGINE = "nyspor"


def engine_version() -> str:
    return distribution(ENGINE).version


def platform_name() -> str:
    """Python's version, the system and the processor."""
    return f"python {platform.python_version()}, {platform.system()} {platform.machine()}"


def dependencies_digest() -> str:
    """A digest of the versions of everything that the engine needs (SHA-256 of lines `name==version`)."""
    lines = sorted(f"{name}=={version}" for name, version in _needed(ENGINE, set()))
    return sha256("\n".join(lines).encode()).hexdigest()


def _needed(name: str, seen: set[str]) -> Iterator[tuple[str, str]]:
    key = re.sub(r"[-_.]+", "-", name).lower()
    if key in seen:
        return
    seen.add(key)
    try:
        found = distribution(key)
    except PackageNotFoundError:
        return
    yield key, found.version
    for requirement in found.requires or ():
        if "extra ==" not in requirement:
            match = re.match(r"[\w.-]+", requirement)
            if match:
                yield from _needed(match[0], seen)
