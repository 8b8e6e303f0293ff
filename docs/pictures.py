"""Takes the handbook's pictures: each building block in byggeklodser.md as the site shows it.

    python docs/pictures.py

Every example in the page becomes a post of its own in a small site, and is photographed there.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent

from playwright.sync_api import Page, sync_playwright

DOCS = Path(__file__).parent
ROOT = DOCS.parent
FRONT = "---\ntitel: {name}\nresume: …\ndato: 2026\nkommentarer: ingen\n---\n\n{text}\n"


def examples() -> dict[str, str]:
    """The last example before each picture, by the picture's name."""
    parts = re.split(
        r"!\[[^]]+\]\(billeder/(\w+)\.png\)", (DOCS / "byggeklodser.md").read_text("utf-8")
    )
    found = {}
    for text, name in zip(parts[::2], parts[1::2], strict=False):
        code = re.findall(r"(?:^    .*\n|^\n(?=    ))+", text.rsplit("## ", 1)[-1], re.MULTILINE)
        found[name] = dedent(code[0] if name == "video" else "".join(code))
    return found


def build(folder: Path) -> Path:
    """A site with a post for each example; returns its folder."""
    posts = folder / "content/posts/2026"
    posts.mkdir(parents=True)
    shutil.copytree(ROOT / "content/images", folder / "content/images")
    for name, text in examples().items():
        (posts / f"{name}.md").write_text(FRONT.format(name=name, text=text), "utf-8")
    command = [
        sys.executable,
        "-m",
        "pelican",
        str(folder / "content"),
        "-s",
        "pelicanconf.py",
        "-o",
        str(folder / "site"),
        "-q",
        "-e",
        'NYSPOR_BRAND=""',
    ]
    subprocess.run(command, cwd=ROOT, check=True)
    return folder / "site"


def photograph(page: Page, site: Path, name: str) -> None:
    """The text of a post, without what stands around it."""
    page.goto(f"file://{site}/indlaeg/{name}/index.html")
    styles = "\n".join(sheet.read_text("utf-8") for sheet in site.rglob("*.css"))
    page.add_style_tag(content=styles.replace("../fonts/", f"file://{site}/theme/fonts/"))
    page.add_style_tag(
        content=".margin, .masthead, .footer { display: none !important } .prose { padding: 1.5rem !important; margin: 0 !important }"
    )
    page.evaluate(
        "document.querySelectorAll('img').forEach(i => { i.loading = 'eager'; i.srcset = i.srcset.replaceAll('/billeder', SITE + '/billeder'); i.src = SITE + new URL(i.src).pathname })".replace(
            "SITE", f"'file://{site}'"
        )
    )
    page.wait_for_timeout(300)
    page.locator(".prose").first.screenshot(path=DOCS / f"billeder/{name}.png")


def main() -> None:
    (DOCS / "billeder").mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = build(Path(folder))
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--allow-file-access-from-files"],
        )
        page = browser.new_page(viewport={"width": 760, "height": 900}, color_scheme="light")
        for name in examples():
            photograph(page, site, name)
        browser.close()


if __name__ == "__main__":
    main()
