"""Killed at every step and at random moments, the service loses nothing and does nothing twice.

The long version is `make torture`.
"""

from __future__ import annotations

import pytest

from tests.forms_service.torture import AT_RANDOM, IN_SERVICE, IN_SMTP, torture

RUNS = 63


# The client leaves the socket of a server that was killed while it connected to the collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_nothing_is_lost_and_nothing_done_twice() -> None:
    findings = torture(RUNS)
    assert findings.lost == []
    assert findings.twice == []
    assert findings.runs == RUNS
    assert set(findings.killed) >= {AT_RANDOM, *IN_SERVICE}
    assert set(findings.killed) & set(IN_SMTP)
