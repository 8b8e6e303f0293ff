"""The preview for colleagues: the site with its drafts, built beside each publication into a folder of its own."""

from __future__ import annotations

import logging
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from nyspor.console import in_words
from nyspor.forms_service.build_command import BuildFailure, run
from nyspor.problems import N_

PREVIEW_SETTINGS = "pelicanconf.py"

NOT_BUILT = N_(
    "The preview for colleagues could not be built. {reason}. It printed last:\n{output}"
)

log = logging.getLogger(__name__)


def staging_command(folder: Path) -> tuple[str, ...]:
    """Build the site with drafts into a folder; texts with errors hold back only themselves."""
    return (
        sys.executable, "-P", "-m", "pelican", "content", "-q", "-s", PREVIEW_SETTINGS,
        "-o", str(folder), "-e", "NYSPOR_HOLD_BACK=true",
    )  # fmt: skip


@dataclass(frozen=True)
class WithStaging:
    """Publishes, and builds the preview for colleagues afterwards, whether or not that was possible.

    `limit` is in seconds, `environ` the environment of the build. A preview that cannot be built is logged only.
    """

    publish: Callable[[], Awaitable[BuildFailure | None]]
    folder: Path
    limit: float
    environ: Mapping[str, str]

    async def __call__(self) -> BuildFailure | None:
        failure = await self.publish()
        if fault := await run(staging_command(self.folder), self.limit, self.environ):
            log.error(in_words(NOT_BUILT, **fault._asdict()))
        return failure
