"""`nyspor serve`: the running preview, as a writer uses it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Timer
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page

from tests.builders import a_post
from tests.site.conftest import NOW, ROOT


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Preview:
    """A running `nyspor serve` over a copy of the house."""

    def __init__(self, folder: Path, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-u",
                "-c",
                "from nyspor.desk import main; main()",
                "serve",
                "--port",
                str(port),
            ],
            cwd=folder,
            env=os.environ | {"NYSPOR_NOW": NOW},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        # A preview that falls silent must not hold up everybody who runs the tests.
        self.watchdog = Timer(60, self.process.kill)
        self.watchdog.start()

    def wait_for(self, words: str) -> str:
        """Read what it prints up to a line with these words; returns all of it."""
        assert self.process.stdout
        heard = ""
        for line in self.process.stdout:
            heard += line
            if words in line:
                return heard
        raise AssertionError(f"it ended without saying {words!r}: {heard}")

    def get(self, path: str) -> str:
        with urlopen(self.address + path) as answer:
            return str(answer.read().decode())


@pytest.fixture
def house(tmp_path: Path) -> Path:
    for name in ("content", "theme"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "pelicanconf.py", tmp_path)
    return tmp_path


@pytest.fixture
def preview(house: Path) -> Iterator[Preview]:
    running = Preview(house, free_port())
    running.wait_for("Siden vises på")
    yield running
    running.process.send_signal(signal.SIGINT)
    running.process.communicate(timeout=20)
    running.watchdog.cancel()


def test_a_writer_sees_a_change_a_mistake_and_its_mending(preview: Preview, house: Path) -> None:
    assert "Nyspor" in preview.get("/")
    post = house / "content/posts/2012/ny.md"
    post.write_text(a_post("Sikke en dag."), "utf-8")
    preview.wait_for("Bygget på")
    assert "Sikke en dag." in preview.get("/indlaeg/ny/")
    post.write_text(a_post("Sikke en nat.", dato="32. marts 2012"), "utf-8")
    assert "findes ikke" in preview.wait_for("problem")
    assert "Sikke en dag." in preview.get("/indlaeg/ny/"), "what was built stays"
    post.write_text(a_post("Sikke en nat."), "utf-8")
    preview.wait_for("Bygget på")
    assert "Sikke en nat." in preview.get("/indlaeg/ny/")
    assert preview.address in preview.get("/indlaeg/ny/"), "the site knows where it is shown"


def send(page: Page, fields: dict[str, str]) -> None:
    """Fill a form in, look it through, and send it, as a person does."""
    for name, value in fields.items():
        page.fill(f"#felt-{name}", value)
    page.click("main form.form button")
    page.click("button[value=confirm]")
    assert "Tak" in page.locator("h1").inner_text()


def mail(page: Page, preview: Preview, subject: str) -> None:
    """Open the mail with this subject, when it is there."""
    for _ in range(100):
        page.goto(preview.address + "/_mail")
        if page.locator(".letters-list a", has_text=subject).count():
            page.locator(".letters-list a", has_text=subject).first.click()
            return
    raise AssertionError(f"no mail about {subject}")


def test_a_comment_goes_by_the_editor_s_mail_to_the_page_without_javascript(
    preview: Preview, browser: Browser
) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(preview.address + "/indlaeg/stien-aabner/")
    send(page, {"text": "Den er dejlig.", "name": "En nabo", "email": "nabo@post.example"})
    mail(page, preview, "Ny kommentar")
    page.locator("a[href*='/decide/publish/']").click()
    page.click("main form button")
    assert "Det er udgivet" in page.locator("main").inner_text()
    preview.wait_for("Bygget på")
    page.goto(preview.address + "/indlaeg/stien-aabner/")
    assert "Den er dejlig." in page.locator(".comments").inner_text()
    assert "post.example" not in page.content()
    mail(page, preview, "Udgivet")
    page.locator("a[href*='/decide/undo/']").click()
    page.click("main form button")
    preview.wait_for("Bygget på")
    page.goto(preview.address + "/indlaeg/stien-aabner/")
    assert "Den er dejlig." not in page.locator(".comments").inner_text()


def test_a_resident_joins_a_workgroup_and_sends_an_idea(preview: Preview, browser: Browser) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(preview.address + "/arbejdsgrupper/stigruppen/")
    page.check("#felt-consent")
    send(page, {"name": "Åse", "email": "aase@post.example"})
    mail(page, preview, "Vi har fået din tilmelding")
    assert "BEGIN:VCALENDAR" in page.content()
    page.goto(preview.address + "/ideer/")
    send(page, {"title": "En bænk", "text": "Ved søen.", "name": "B", "email": "b@post.example"})
    mail(page, preview, "Ny idé")
    page.locator("a[href*='/decide/publish/']").click()
    page.click("main form button")
    preview.wait_for("Bygget på")
    page.goto(preview.address + "/ideer/")
    assert "En bænk" in page.locator("main").inner_text()


def test_a_slip_in_the_theme_does_not_end_the_preview(preview: Preview, house: Path) -> None:
    template = house / "theme/templates/page.html"
    right = template.read_text("utf-8")
    template.write_text(right + "{{ nothing.like.this }}{% if %}", "utf-8")
    assert "Temaet eller et plugin har en fejl" in preview.wait_for("fejl")
    template.write_text(right, "utf-8")
    preview.wait_for("Bygget på")
    assert "Nyspor" in preview.get("/om/")


def test_a_port_in_use_is_told_plainly(preview: Preview, house: Path) -> None:
    port = int(preview.address.rsplit(":", 1)[1])
    second = Preview(house, port)
    output, _ = second.process.communicate(timeout=30)
    second.watchdog.cancel()
    assert f"Der vises allerede noget andet på port {port}." in output
    assert "Traceback" not in output
    assert second.process.returncode == 1
