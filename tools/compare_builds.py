"""Compare what two versions of Nyspor make of the sample, byte by byte.

    python tools/compare_builds.py BEFORE [AFTER]

BEFORE and AFTER are Git revisions; without AFTER, the working tree is taken. Both versions run with the packages
installed here. Compared are: the site with and without drafts, the magazine's PDFs and EPUB, the forms lists,
what `nyspor check` prints for the sample and for faulty content, the answers of the forms service and its mails.

Prints the files of each part that differ. Differences that are expected between versions (see `EXPECTED`) are
counted, but are not failures. The exit code is 1 where a file differs, 2 where a version could not be run.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import urlopen

ROOT = Path(__file__).parent.parent
NOW = "2026-11-23 12:00"
SERVICE_COMMANDS = ("forms-service", "hook")
"""The names that the forms service's command has had, newest first."""

TIMEOUT = 60.0
"""Seconds that the forms service gets to start, and to send its mails."""

FAULTY_CONTENT = {
    "posts/2026/uden-front.md": "Kun tekst.\n",
    "posts/2026/forkert.md": (
        "---\ntitel: Forkert\nresume: Kort.\ndato: 32. maj 2026\nspor: [findes-ikke]\n---\n\n[Væk](vaek.md)\n"
    ),
}
"""Texts with problems, so that the messages of the check are compared too."""

RESIDENT = {"name": "Læser Prøve", "email": "laeser@post.example"}
FORMS = {
    "comment": RESIDENT | {"text": "Godt skrevet."},
    "idea": RESIDENT | {"title": "En gynge", "text": "Ved torvet."},
    "signup": RESIDENT | {"consent": "yes"},
}
"""One submission of each form."""

PREFERRED_ENTRIES = {"comment": "posts/stien-aabner", "signup": "workgroups/naturstien"}

EXPECTED = re.compile(rb"del-1200\.[0-9a-f]{12}\.png|\"version\": \"[0-9][^\"]*\"")
"""What may differ between versions: the digests in the names of share pictures, and version numbers."""

VARYING = re.compile(
    rb"/forms/decide/[^\s\"]+|[0-9a-f]{12}|^Date: .*$|=_[0-9A-Za-z]+|\d{4}-\d\d-\d\d \d\d:\d\d"
    rb"|name=\"stamp\" value=\"[^\"]+\"",
    re.MULTILINE,
)
"""What differs between two runs of one version in mails and answers: signed links, ids, times, boundaries."""

SOFT_LINE_BREAK = re.compile(rb"=\r?\n")
"""Where quoted-printable wraps a line of a mail, which depends on the length of links."""


@contextmanager
def checkout(revision: str) -> Iterator[Path]:
    """Give a folder with the files of a revision; '' gives the working tree."""
    if not revision:
        yield ROOT
        return
    with tempfile.TemporaryDirectory() as folder:
        archive = subprocess.run(
            ["git", "-C", ROOT, "archive", revision], check=True, capture_output=True
        )
        subprocess.run(["tar", "x", "-C", folder], input=archive.stdout, check=True)
        yield Path(folder)


class Version:
    """One version of Nyspor, which writes everything that is compared below `made`."""

    def __init__(self, tree: Path, folder: Path, port: int) -> None:
        self.tree = tree
        self.folder = folder
        self.made = folder / "made"
        self.made.mkdir(parents=True)
        self.url = f"http://127.0.0.1:{port}"
        self.port = port
        scripts = tomllib.loads((tree / "pyproject.toml").read_text())["project"]["scripts"]
        module, function = scripts["nyspor"].split(":")
        self.nyspor = (sys.executable, "-c", f"from {module} import {function}; {function}()")
        self.environ = os.environ | {
            "PYTHONPATH": str(tree), "NYSPOR_NOW": NOW, "NYSPOR_SITEURL": self.url, "COLUMNS": "120",
            "NYSPOR_STATE": str(folder / "state"), "NYSPOR_MAGAZINES": str(folder / "magazines"),
        }  # fmt: skip

    def make_all(self) -> None:
        """Make everything; raise `SystemExit` where a command fails that must not."""
        self.make_magazine()
        self.build_site("preview", "pelicanconf.py")
        self.build_site("published", "publishconf.py")
        self.check_content()
        self.submit_forms()

    def run(self, *command: str, cwd: Path | None = None, **environ: str) -> tuple[int, str]:
        """Run a command, in the tree if nothing else is said; return its exit code and output, without the
        paths of this run."""
        done = subprocess.run(
            command, cwd=cwd or self.tree, env=self.environ | environ, text=True, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        output = done.stdout.replace(str(self.folder), "").replace(str(self.tree), "")
        return done.returncode, output

    def must_run(self, *command: str, **environ: str) -> None:
        code, output = self.run(*command, **environ)
        if code:
            print(f"{' '.join(command[-4:])} failed:\n{output[-2000:]}", file=sys.stderr)
            raise SystemExit(2)

    def make_magazine(self) -> None:
        """Make the magazine and keep its editions and manifest, not the cache beside them."""
        folder = self.folder / "magazines"
        self.must_run(*self.nyspor, "magazine", "make", "2013", "--into", str(folder))
        (self.made / "magazine").mkdir()
        for file in (folder / "2013").iterdir():
            if file.is_file():
                shutil.copy(file, self.made / "magazine")

    def build_site(self, name: str, settings: str) -> None:
        """Build the site with these settings, and its list for the forms service."""
        output, forms = self.made / f"site-{name}", self.made / f"forms/{name}.json"
        pelican = (sys.executable, "-m", "pelican", "content", "-q", "-s", settings)
        self.must_run(*pelican, "-o", str(output), NYSPOR_FORMS=str(forms))

    def check_content(self) -> None:
        """Keep what the check prints for the sample, and for the sample with faulty texts."""
        (self.made / "check").mkdir()
        code, output = self.run(*self.nyspor, "check")
        (self.made / "check/sample.txt").write_text(f"{output}\nexit {code}\n", "utf-8")
        shutil.copytree(self.tree / "content", self.folder / "content")
        for file, text in FAULTY_CONTENT.items():
            (self.folder / "content" / file).write_text(text, "utf-8")
        code, output = self.run(*self.nyspor, "check", cwd=self.folder)
        (self.made / "check/faulty.txt").write_text(f"{output}\nexit {code}\n", "utf-8")

    # --- the forms service ---------------------------------------------------------------------

    def submit_forms(self) -> None:
        """Submit each form; keep the answers of the service and the mails, without what varies."""
        (self.made / "answers").mkdir()
        with self.forms_service() as mail:
            for kind, fields in FORMS.items():
                for number, answer in enumerate(self.submit(kind, fields)):
                    file = self.made / f"answers/{kind}-{number}.html"
                    file.write_bytes(without_varying(answer))
            wait_for(
                lambda: len(list(mail.glob("*.eml"))) >= 2 * len(FORMS), "did not send all mails"
            )
        (self.made / "mail").mkdir()
        mails = sorted(map(without_varying, (file.read_bytes() for file in mail.glob("*.eml"))))
        for number, content in enumerate(mails):
            (self.made / f"mail/{number}.eml").write_bytes(content)

    @contextmanager
    def forms_service(self) -> Iterator[Path]:
        """Run the forms service for the block; give the folder of its mails."""
        work = self.folder / "service"
        work.mkdir()
        (work / "addresses.yaml").write_text("redaktion: redaktion@kommune.example\n")
        environ = self.environ | {
            "NYSPOR_SECRET": "s" * 40, "NYSPOR_SENDER": "Bloggen <blog@kommune.example>",
            "NYSPOR_ADDRESSES": str(work / "addresses.yaml"), "NYSPOR_MAIL_FOLDER": str(work / "mail"),
            "NYSPOR_OUTBOX": str(work / "outbox.sqlite"), "NYSPOR_CONTENT": str(self.folder / "content"),
            "NYSPOR_FORMS": str(self.made / "forms/published.json"),
        }  # fmt: skip
        command = [*self.nyspor, self.service_command(), "--port", str(self.port)]
        with (work / "log.txt").open("w") as log:
            service = subprocess.Popen(command, cwd=self.tree, env=environ, stdout=log, stderr=log)
            try:
                wait_for(lambda: bool(urlopen(f"{self.url}/forms/health")), "did not start")
                yield work / "mail"
            except SystemExit:
                print((work / "log.txt").read_text()[-2000:], file=sys.stderr)
                raise
            finally:
                service.terminate()
                service.wait()

    def service_command(self) -> str:
        names = (name for name in SERVICE_COMMANDS if not self.run(*self.nyspor, name, "--help")[0])
        return next(names, SERVICE_COMMANDS[-1])

    def submit(self, kind: str, fields: dict[str, str]) -> Iterator[bytes]:
        """Submit a form as a resident does: review it, then confirm. Yield both answers."""
        data = fields | {"entry": self.open_entry(kind)}
        address = f"{self.url}/forms/{kind}"
        review = answer_to(address, data)
        yield review
        stamp = re.search(rb'name="stamp" value="([^"]+)"', review)
        if stamp:
            yield answer_to(address, data | {"step": "confirm", "stamp": stamp[1].decode()})

    def open_entry(self, kind: str) -> str:
        """Return an entry that the form can be submitted for at `NOW`."""
        targets = json.loads((self.made / "forms/published.json").read_bytes())["targets"]
        now = f"{NOW.replace(' ', 'T')}:00"
        entries = [
            target["entry"]
            for target in targets
            if target["kind"] == kind and (target.get("closes") or "9999") > now
        ]
        preferred = PREFERRED_ENTRIES.get(kind, "")
        return preferred if preferred in entries or not entries else entries[0]


def without_varying(content: bytes) -> bytes:
    """Return a mail or an answer without what differs between two runs of one version."""
    return VARYING.sub(b"", SOFT_LINE_BREAK.sub(b"", content))


def answer_to(address: str, fields: dict[str, str]) -> bytes:
    """Return the answer to a submission, also where its status is an error."""
    try:
        with urlopen(address, urlencode(fields).encode()) as answer:
            return bytes(answer.read())
    except HTTPError as error:
        return f"{error.code}\n".encode() + error.read()


def wait_for(is_done: Callable[[], bool], failure: str) -> None:
    """Wait until `is_done` returns true. Raises `SystemExit` after `TIMEOUT` seconds."""
    end = monotonic() + TIMEOUT
    while monotonic() < end:
        try:
            if is_done():
                return
        except (URLError, OSError):
            pass
        sleep(0.1)
    print(f"The forms service {failure} in {TIMEOUT:.0f} s.", file=sys.stderr)
    raise SystemExit(2)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


# --- comparing ---------------------------------------------------------------------------------


def files_below(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder; share pictures under a name without their digest."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return {
        EXPECTED.sub(b"del-1200.png", file.relative_to(folder).as_posix().encode()).decode(): (
            file.read_bytes()
        )
        for file in files
    }


def difference(before: bytes | None, after: bytes | None) -> str:
    """Return '' for equal files, `expected` where only `EXPECTED` differs, else what is different."""
    if before == after:
        return ""
    if before is None or after is None:
        return "only after" if before is None else "only before"
    if EXPECTED.sub(b"", before) == EXPECTED.sub(b"", after):
        return "expected"
    place = next(
        (n for n, (one, other) in enumerate(zip(before, after, strict=False)) if one != other),
        min(len(before), len(after)),
    )
    return f"{len(before)} and {len(after)} bytes, from byte {place}"


def report(before: dict[str, bytes], after: dict[str, bytes]) -> bool:
    """Print the differences of each part; return whether all files are equal."""
    names = sorted(before.keys() | after.keys())
    parts = dict.fromkeys(name.partition("/")[0] for name in names)
    equal = True
    print(f"\n{'part':16}{'files':>7}{'equal':>7}{'expected':>10}{'different':>11}")
    for part in parts:
        its = [name for name in names if name.startswith(f"{part}/")]
        kinds = {name: difference(before.get(name), after.get(name)) for name in its}
        expected = sum(kind == "expected" for kind in kinds.values())
        different = [name for name, kind in kinds.items() if kind not in ("", "expected")]
        same = len(its) - expected - len(different)
        print(f"{part:16}{len(its):7}{same:7}{expected:10}{len(different):11}")
        for name in different:
            print(f"    {name}: {kinds[name]}")
        equal &= not different
    print("\nNo differences." if equal else "\nThe versions differ.")
    return equal


def main() -> None:
    if len(sys.argv) not in (2, 3) or sys.argv[1].startswith("-"):
        raise SystemExit(__doc__)
    before, after = (*sys.argv[1:], "")[:2]
    port = free_port()
    made = []
    for name, revision in (("before", before), ("after", after)):
        start = monotonic()
        print(f"{name}: {revision or 'the working tree'} … ", end="", flush=True)
        with checkout(revision) as tree, tempfile.TemporaryDirectory() as folder:
            version = Version(tree, Path(folder), port)
            version.make_all()
            made.append(files_below(version.made))
        print(f"{len(made[-1])} files in {monotonic() - start:.0f} s")
    sys.exit(0 if report(*made) else 1)


if __name__ == "__main__":
    main()
