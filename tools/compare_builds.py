"""Compare what two versions of Nyspor make of the sample: site, forms list, check, magazine and mails.

    python tools/compare_builds.py BEFORE [AFTER]

BEFORE and AFTER are Git revisions; without AFTER the working tree is taken. Both are built with the packages
that are installed here. Prints every file that differs; exit code 1 where there is one.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

ROOT = Path(__file__).parent.parent
NOW = "2026-11-23 12:00"
PORT = 8765
URL = f"http://127.0.0.1:{PORT}"

BROKEN = {
    "posts/2026/uden-front.md": "Kun tekst.\n",
    "posts/2026/forkert.md": "---\ntitel: Forkert\nresume: Kort.\ndato: 32. maj 2026\nspor: [findes-ikke]\n---\n\n[Væk](vaek.md)\n",
}
"""Texts with problems, so that what the check prints is compared too."""

FORMS = (
    ("comment", {"name": "Læser Prøve", "email": "laeser@post.example", "text": "Godt skrevet."}),
    (
        "idea",
        {
            "title": "En gynge",
            "name": "Læser Prøve",
            "email": "laeser@post.example",
            "text": "Ved torvet.",
        },
    ),
    ("signup", {"name": "Læser Prøve", "email": "laeser@post.example", "consent": "yes"}),
)

VARYING = re.compile(
    rb"/forms/decide/[^\s\"]+|[0-9a-f]{12}|^Date: .*$|=_[0-9A-Za-z]+|\d{4}-\d\d-\d\d \d\d:\d\d|=\r?\n",
    re.MULTILINE,
)
"""What no two runs have in common in a mail: signed links, ids, times, boundaries, soft line breaks."""


@contextmanager
def tree_of(revision: str) -> Iterator[Path]:
    """A checkout of a revision, '' for the working tree."""
    if not revision:
        yield ROOT
        return
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        subprocess.run(
            ["git", "-C", ROOT, "worktree", "add", "-q", "--detach", tree, revision], check=True
        )
        try:
            yield tree
        finally:
            subprocess.run(["git", "-C", ROOT, "worktree", "remove", "--force", tree], check=True)


class Version:
    """One version, and what it makes in a folder."""

    def __init__(self, tree: Path, folder: Path) -> None:
        self.tree = tree
        self.folder = folder
        scripts = tomllib.loads((tree / "pyproject.toml").read_text())["project"]["scripts"]
        module, function = scripts["nyspor"].split(":")
        self.nyspor = [sys.executable, "-c", f"from {module} import {function}; {function}()"]
        self.environ = os.environ | {
            "PYTHONPATH": str(tree), "NYSPOR_NOW": NOW, "NYSPOR_STATE": str(folder / "state"),
            "NYSPOR_FORMS": str(folder / "made/forms.json"), "NYSPOR_SITEURL": URL,
            "NYSPOR_MAGAZINES": str(folder / "made/magazine"),
        }  # fmt: skip

    def run(self, *command: str, **environ: str) -> str:
        """Run a command in the tree and return what it printed, without the paths of this machine."""
        done = subprocess.run(
            command, cwd=self.tree, env=self.environ | environ, text=True, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        said = done.stdout.replace(str(self.tree), "").replace(str(self.folder), "")
        return f"{said}\nexit {done.returncode}\n"

    def make(self) -> Path:
        """Make everything; the folder that it lies in."""
        made = self.folder / "made"
        made.mkdir(parents=True)
        (made / "magazine.txt").write_text(
            self.run(*self.nyspor, "magazine", "make", "2013").partition("exit")[2]
        )
        for name in ("pelicanconf", "publishconf"):
            pelican = (sys.executable, "-m", "pelican", "content", "-q", "-s", f"{name}.py")
            self.run(*pelican, "-o", str(made / name))
        (made / "check.txt").write_text(self.run(*self.nyspor, "check"))
        content = self.folder / "content"
        subprocess.run(["cp", "-r", self.tree / "content", content], check=True)
        for file, text in BROKEN.items():
            (content / file).write_text(text, "utf-8")
        (made / "problems.txt").write_text(
            self.run(*self.nyspor, "check", "--content", str(content))
        )
        self.send_forms(made / "mail")
        return made

    def send_forms(self, mail: Path) -> None:
        """Send one form of each kind, and leave the mails, without what varies."""
        work = self.folder / "service"
        work.mkdir()
        (work / "addresses.yaml").write_text("redaktion: redaktion@kommune.example\n")
        environ = self.environ | {
            "NYSPOR_SECRET": "s" * 40, "NYSPOR_SENDER": "Bloggen <blog@kommune.example>",
            "NYSPOR_ADDRESSES": str(work / "addresses.yaml"), "NYSPOR_MAIL_FOLDER": str(work / "mail"),
            "NYSPOR_OUTBOX": str(work / "outbox.sqlite"), "NYSPOR_CONTENT": str(self.folder / "content"),
        }  # fmt: skip
        service = subprocess.Popen(
            [*self.nyspor, "hook", "--port", str(PORT)], cwd=self.tree, env=environ
        )
        try:
            wait_for(lambda: bool(urlopen(f"{URL}/forms/health")))
            for kind, fields in FORMS:
                entry = {"comment": "posts/stien-aabner", "signup": "workgroups/naturstien"}.get(
                    kind, ""
                )
                self.send(kind, fields | {"entry": self.known(kind, entry)})
            wait_for(lambda: len(list((work / "mail").glob("*.eml"))) >= 2 * len(FORMS))
        finally:
            service.terminate()
            service.wait()
        mail.mkdir()
        mails = sorted(
            VARYING.sub(b"", file.read_bytes()) for file in (work / "mail").glob("*.eml")
        )
        for number, content in enumerate(mails):
            (mail / f"{number}.eml").write_bytes(content)

    def known(self, kind: str, entry: str) -> str:
        """An entry of the forms list that the form can be sent about: the first of its kind."""
        import json

        targets = json.loads((self.folder / "made/forms.json").read_bytes())["targets"]
        now = f"{NOW.replace(' ', 'T')}:00"
        open_now = [
            t["entry"] for t in targets if t["kind"] == kind and (t.get("closes") or "9999") > now
        ]
        return entry if entry in open_now or not open_now else open_now[0]

    def send(self, kind: str, fields: dict[str, str]) -> None:
        """Send a form as a resident does: look it through, then confirm."""
        looked = urlopen(f"{URL}/forms/{kind}", urlencode(fields).encode()).read().decode()
        stamp = re.search(r'name="stamp" value="([^"]+)"', looked)
        if not stamp:
            raise SystemExit(f"{kind}: the form was not accepted")
        urlopen(
            f"{URL}/forms/{kind}",
            urlencode(fields | {"step": "confirm", "stamp": stamp[1]}).encode(),
        )


def wait_for(happened: object) -> None:
    """Wait until a function answers yes, half a minute at most."""
    end = monotonic() + 30
    while monotonic() < end:
        try:
            if happened():  # type: ignore[operator]
                return
        except (URLError, OSError):
            pass
        sleep(0.1)
    raise SystemExit("The forms service did not answer in time.")


def files_below(folder: Path) -> dict[str, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def main() -> None:
    before, after = (*sys.argv[1:], "")[:2]
    with tempfile.TemporaryDirectory() as folder:
        made = []
        for name, revision in (("before", before), ("after", after)):
            with tree_of(revision) as tree:
                made.append(files_below(Version(tree, Path(folder) / name).make()))
    was, now = made
    differ = [name for name in sorted(was.keys() | now.keys()) if was.get(name) != now.get(name)]
    for name in differ:
        print(
            name
            if name in was and name in now
            else f"{name} (only {'before' if name in was else 'after'})"
        )
    print(f"{len(was)} files before, {len(now)} after, {len(differ)} differ")
    sys.exit(1 if differ else 0)


if __name__ == "__main__":
    main()
