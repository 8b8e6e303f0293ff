"""Killed at every step and at random moments, the service loses nothing and does nothing twice.

The long version is `make torture-forms`.
"""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.forms_service.torture import AT_RANDOM, IN_SERVICE, IN_SMTP, MOMENTS, trial

RUNS = 3 * len(MOMENTS)
"""Each kind of run meets each moment, or a random one."""

AT_ONCE = 8
"""Runs mostly wait for the next attempt of a refused mail."""


# The client leaves the socket of a server that was killed while it connected to the collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_nothing_is_lost_and_nothing_done_twice() -> None:
    with ThreadPoolExecutor(AT_ONCE) as runs:
        found = [*runs.map(trial, range(RUNS))]
    assert [fault for findings in found for fault in findings.faults] == []
    counts = sum((findings.counts for findings in found), Counter[str]())
    killed = {what.removeprefix("killed ") for what in counts if what.startswith("killed ")}
    assert killed >= {AT_RANDOM, *IN_SERVICE}
    assert killed & set(IN_SMTP)
