"""Fetches texts from a Git remote, at intervals. That something has changed is noticed by who watches the folder."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from nyspor.console import in_words
from nyspor.forms_service.build_command import mask_addresses
from nyspor.problems import N_
from nyspor.publishing.content_history import ChangesClash, ContentHistory, GitFailed
from nyspor.publishing.release_store import PublicationRunning, ReleaseStore

log = logging.getLogger(__name__)


@dataclass
class GitRemote:
    """A branch of a remote. `failure` says why the last attempt failed, '' where it did not, `failing_since` since when."""

    history: ContentHistory
    remote: str
    branch: str
    store: ReleaseStore
    clock: Callable[[], datetime]
    failure: str = ""
    failing_since: datetime | None = None

    def pull(self) -> None:
        """Take over what is new, unless something is being published just now. Changes that clash are left as they are."""
        try:
            with self.store.locked():
                self.history.pull(self.remote, self.branch)
        except PublicationRunning:
            return
        except (GitFailed, OSError) as failed:
            said = _in_words(failed)
            if said != self.failure:
                log.error(
                    in_words(N_("New texts cannot be fetched from Git: {reason}"), reason=said)
                )
            self.failure, self.failing_since = said, self.failing_since or self.clock()
            return
        self.failure, self.failing_since = "", None

    async def run(self, wait: Callable[[float], Awaitable[None]], interval: float) -> None:
        """Pull every `interval` seconds until cancelled."""
        while True:
            await asyncio.to_thread(self.pull)
            await wait(interval)


def _in_words(failed: Exception) -> str:
    """What is wrong, and what helps; without what stands before an @ in an address, since that may be a password."""
    if isinstance(failed, ChangesClash):
        return in_words(CLASH, files=", ".join(failed.files))
    return mask_addresses(str(failed))


CLASH = N_(
    "The same was changed here and there: {files}. Bring both together by hand, with git pull in the content folder."
)
