"""The sample behind the web server that it is served by, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.deploy.nginx import Nginx, serving

pytestmark = pytest.mark.system

VIOLATIONS = """window.violations = [];
document.addEventListener('securitypolicyviolation',
    found => violations.push(`${found.violatedDirective} ${found.blockedURI}`));"""


@pytest.fixture(scope="module")
def nginx(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    folder = tmp_path_factory.mktemp("nginx")
    (folder / "release").mkdir()
    (folder / "release/site").symlink_to(site)
    with serving(folder, release=folder / "release") as running:
        yield running


def test_no_page_breaks_the_content_security_policy(
    browser: Browser, nginx: Nginx, one_of_each: list[str]
) -> None:
    context = browser.new_context(ignore_https_errors=True)
    context.add_init_script(VIOLATIONS)
    said: list[str] = []
    context.on("console", lambda message: said.append(message.text))
    page = context.new_page()
    for address in [*one_of_each, "/feeds/alt.rss", "/feeds/alt.atom"]:
        answer = page.goto(f"https://127.0.0.1:{nginx.port}{address}")
        assert answer
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        page.wait_for_load_state("networkidle")
        if not address.startswith("/feeds/alt."):
            assert page.evaluate("violations") == [], address
        assert [text for text in said if "Content Security Policy" in text] == [], address
    context.close()
