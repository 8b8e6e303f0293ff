"""Reads a site through nginx while it is published again and again: nobody meets a mixed, half or missing page.

    python -m tests.publishing.visitors

Every publication changes the site's name, and so every page and the address of the style sheet. Each visitor reads fifty
pages in turn, each with its style sheet. A visitor who has seen a publication must never again see an earlier one.
"""

from __future__ import annotations

import re
import tempfile
import threading
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path

from tests.deploy.nginx import Nginx, serving
from tests.publishing.sites import OwnSite, a_post, make_site

PAGES, VISITORS = 50, 2

NAME = re.compile(r"Udgave (\d+)</title>")
STYLES = re.compile(r'<link rel="stylesheet" href="([^"]+)"')


class Visitor(threading.Thread):
    """Reads pages until told to stop, and notes what is wrong."""

    def __init__(self, server: Nginx, pages: list[str], stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.server, self.pages, self.stop = server, pages, stop
        self.seen, self.counts = 0, Counter[str]()

    def run(self) -> None:
        while not self.stop.is_set():
            for page in self.pages:
                self.read(page)

    def read(self, page: str) -> None:
        answer = self.server.get(page)
        text = answer.body.decode("utf-8", "replace")
        name, styles = NAME.search(text), STYLES.search(text)
        if answer.status != 200:
            self.counts[f"{page} answered {answer.status}"] += 1
        elif not (name and styles and text.rstrip().endswith("</html>")):
            self.counts["half a page"] += 1
        elif int(name[1]) < self.seen:
            self.counts["an earlier publication after a later one"] += 1
        else:
            self.seen = int(name[1])
            self.counts["whole"] += 1
            if self.server.get(styles[1]).status != 200:
                self.counts["a page without its style sheet"] += 1


def set_name(site: OwnSite, number: int) -> None:
    brand = site.folder / "brand.yaml"
    text = re.sub(r"(?m)^navn:.*$", f"navn: Udgave {number}", brand.read_text("utf-8"))
    brand.write_text(text, "utf-8")


def read_while_publishing(folder: Path, publications: int) -> Counter[str]:
    """Publish so often while visitors read; return what they met."""
    site = make_site(folder / "site")
    for number in range(PAGES):
        site.write(f"posts/2026/nr-{number}.md", a_post(f"Nummer {number}"))
    set_name(site, 0)
    site.publish()
    (folder / "nginx/srv").mkdir(parents=True)
    (folder / "nginx/srv/releases").symlink_to(site.folder / "releases")
    pages = [f"/indlaeg/nr-{number}/" for number in range(PAGES - 1)] + ["/"]
    stop = threading.Event()
    with serving(folder / "nginx") as server:
        visitors = [Visitor(server, pages, stop) for _ in range(VISITORS)]
        for visitor in visitors:
            visitor.start()
        for number in range(1, publications + 1):
            set_name(site, number)
            site.publish()  # in a process of its own: one with threads cannot be forked
        stop.set()
        for visitor in visitors:
            visitor.join()
    return sum((visitor.counts for visitor in visitors), Counter[str]())


def main() -> None:
    parser = ArgumentParser()
    parser.add_argument("--publications", type=int, default=50)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        counts = read_while_publishing(Path(folder), given.publications)
    for what, count in counts.most_common():
        print(f"{count:6} {what}")


if __name__ == "__main__":
    main()
