"""Settings for property tests; no test of the engine's looks into the sample; how to repeat an order."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
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


# --- the sample and the engine stand apart -----------------------------------------------------------

SAMPLE = {
    str(ROOT / name) for name in ("content", "brand.yaml", "pelicanconf.py", "publishconf.py")
}
TESTS_OF_THE_SAMPLE = ROOT / "tests/sample"
LOOKING = {"open", "os.listdir", "os.scandir"}
"""What Python says of itself when a file or a folder is looked into."""

engine_at_work = False
"""Whether a test of the engine's runs, or its module is read."""


def keep_out_of_the_sample(event: str, arguments: tuple[object, ...]) -> None:
    """Fail a test of the engine's that looks into the sample."""
    if not engine_at_work or event not in LOOKING or isinstance(arguments[0], int):
        return
    given = os.fsdecode(arguments[0] or ".")  # type: ignore[arg-type]
    if event == "open" and arguments[1] is None and not os.path.isabs(given):
        return  # `os.open`, maybe from another folder than the one we stand in, as `rmtree` does it
    path = os.path.abspath(given)
    if any(path == own or path.startswith(own + os.sep) for own in SAMPLE):
        pytest.fail(
            f"{path} belongs to the sample. Give this test a small site of its own "
            "(tests/builders.py, tests/full_site.py), or move it to tests/sample."
        )


def pytest_configure() -> None:
    sys.addaudithook(keep_out_of_the_sample)


def guarded(path: Path) -> Iterator[None]:
    global engine_at_work
    engine_at_work = not path.is_relative_to(TESTS_OF_THE_SAMPLE)
    yield
    engine_at_work = False


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    yield from guarded(item.path)


@pytest.hookimpl(hookwrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    yield from guarded(collector.path)


# --- at the end --------------------------------------------------------------------------------------


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print at the end how to run the tests in this order again."""
    seed = config.getoption("randomly_seed", None)
    if seed is not None:
        terminalreporter.write_line(f"In this order again: make {target(config)} SEED={seed}")


def target(config: pytest.Config) -> str:
    if config.getoption("markexpr") == "system":
        return "test-system"
    some = config.args_source is pytest.Config.ArgsSource.ARGS
    return f'test TESTS="{" ".join(config.args)}"' if some else "test"
