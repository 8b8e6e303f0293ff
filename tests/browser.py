"""Debian's Chromium as a fixture, axe in it, and the HTML checker."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.conftest import ROOT

TOOLS = ROOT / ".tools/node_modules"
AXE = TOOLS / "axe-core/axe.min.js"
VNU = TOOLS / "vnu-jar/build/dist/vnu.jar"

AXE_RUN = """async (options) => (await axe.run(document, {resultTypes: ['violations'], ...options})).violations
    .flatMap(v => v.nodes.map(n => v.id + ': ' + n.target.join(' ') + ' ' + n.failureSummary))"""

CHROMIUM = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium.

    Stopped at the end of each module: as long as it runs, Playwright's event loop counts as running in this
    thread, and no other test could use `asyncio.run`.
    """
    expect.set_options(timeout=60_000)  # how busy the machine is decides nothing
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=list(CHROMIUM)
        )
        yield chromium
        chromium.close()


def axe_findings(page: Page) -> list[str]:
    """What axe holds against the page, and against its contrast in the dark: nothing else depends on the scheme."""
    page.evaluate(AXE.read_text("utf-8"))
    found: list[str] = page.evaluate(AXE_RUN, {})
    page.emulate_media(color_scheme="dark")
    in_dark: list[str] = page.evaluate(AXE_RUN, {"runOnly": ["color-contrast"]})
    page.emulate_media(color_scheme="light")
    return [*found, *(f"in the dark: {each}" for each in in_dark)]


def html_errors(folder: Path) -> list[tuple[str, str]]:
    """What the HTML checker holds against the pages in a folder: (page, message)."""
    result = subprocess.run(
        ["java", "-jar", str(VNU), "--format", "json", "--skip-non-html", str(folder)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    messages = json.loads(result.stderr)["messages"]
    return [
        (m.get("url", "").removeprefix(f"file:{folder}"), m["message"])
        for m in messages
        if m["type"] == "error"
    ]
