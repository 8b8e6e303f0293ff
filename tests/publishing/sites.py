"""A site as `nyspor init` makes it, in a Git repository, and the commands run in it as an editor would."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from nyspor.publishing.manifest import Manifest, read_manifest
from nyspor.publishing.release_store import ReleaseStore
from nyspor.scaffold.new_site import Answers, site_files
from tests.builders import NOW

URL = "https://blog.beby.example"


@dataclass(frozen=True)
class OwnSite:
    """The folder of a site."""

    folder: Path

    def run(self, *command: str, **environ: str) -> subprocess.CompletedProcess[str]:
        """Run `nyspor …` in the folder, with messages in Danish."""
        return subprocess.run(
            [sys.executable, "-c", "from nyspor.cli import main; main()", *command],
            cwd=self.folder, capture_output=True, text=True, env=environment() | environ,
        )  # fmt: skip

    def publish(self, *options: str, **environ: str) -> str:
        """Publish, which must succeed; return what is printed."""
        done = self.run("publish", *options, **environ)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def write(self, path: str, text: str) -> Path:
        """Write a file of the content folder."""
        file = self.folder / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        return file

    def git(self, *command: str) -> str:
        done = subprocess.run(
            ["git", *command], cwd=self.folder, capture_output=True, text=True, check=True,
            env=environment(),
        )  # fmt: skip
        return done.stdout

    @property
    def store(self) -> ReleaseStore:
        return ReleaseStore(self.folder / "releases")

    @property
    def served(self) -> Path:
        """What visitors read."""
        return self.folder / "releases/current/site"

    @property
    def manifest(self) -> Manifest:
        """The manifest of what is served."""
        found = read_manifest(self.served)
        assert found
        return found


def environment() -> dict[str, str]:
    """An environment without settings of Nyspor's, and with an author for Git."""
    names = ("AUTHOR_NAME", "AUTHOR_EMAIL", "COMMITTER_NAME", "COMMITTER_EMAIL")
    git = {f"GIT_{name}": "redaktion@beby.example" for name in names}
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("NYSPOR_")},
        **git,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "NYSPOR_NOW": "2026-11-23 12:00",
        "PYTHONPATH": str(Path(__file__).parent.parent.parent),
        "COLUMNS": "200",
    }


def make_site(folder: Path, git: bool = True) -> OwnSite:
    """Write a new site, and commit it where it is to be in Git."""
    for path, text in site_files(
        Answers("Bebys nye veje", "Beby Kommune", URL), NOW.date()
    ).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    site = OwnSite(folder)
    if git:
        site.git("init", "--quiet")
        site.git("add", "--all")
        site.git("commit", "--quiet", "--message", "Siden")
    return site


def a_post(title: str = "Nyt i Beby", date: str = "2026-11-01", body: str = "Tekst.") -> str:
    return f"---\ntitel: {title}\nresume: Et indlæg.\ndato: {date}\n---\n\n{body}\n"
