"""Settings for property tests, and how to repeat an order."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parent.parent
NOW = "2026-11-23 12:00"

# Nothing here depends on how busy the machine is. A failure prints how to reproduce it. Examples may share
# a temporary folder: each writes the files that it reads.
settings.register_profile(
    "nyspor",
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("nyspor")


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print at the end how to run the tests in this order again."""
    seed = config.getoption("randomly_seed", None)
    if seed is not None:
        terminalreporter.write_line(f"In this order again: make {target(config)} SEED={seed}")


def target(config: pytest.Config) -> str:
    return "test-system" if config.getoption("markexpr") == "system" else "test"
