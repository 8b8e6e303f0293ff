"""Killed at every step and at random moments, the service loses nothing and does nothing twice.

The long version is `make torture-forms`.
"""

from __future__ import annotations

from collections import Counter

import pytest

from tests.forms_service.torture import AT_RANDOM, IN_SERVICE, IN_SMTP, trial

RUNS = 76


# The client leaves the socket of a server that was killed while it connected to the collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_nothing_is_lost_and_nothing_done_twice() -> None:
    found = [trial(seed) for seed in range(RUNS)]
    assert [fault for findings in found for fault in findings.faults] == []
    counts = sum((findings.counts for findings in found), Counter[str]())
    killed = {what.removeprefix("killed ") for what in counts if what.startswith("killed ")}
    assert killed >= {AT_RANDOM, *IN_SERVICE}
    assert killed & set(IN_SMTP)
