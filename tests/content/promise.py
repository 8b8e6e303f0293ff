"""The promise of the check: what it passes can be built, whatever it is, and what it does not pass it explains.

The texts that pass stand in one site together and are built at once.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from traceback import format_exception
from typing import Any
from zipfile import ZipFile

import feedparser
import icalendar
import pikepdf
import pytest
import tinyhtml5.parser
from lxml import etree
from typer.testing import CliRunner

from nyspor.checks.library import build_library
from nyspor.checks.magazine import check_issue
from nyspor.cli.commands import app
from nyspor.clock import read_clock
from nyspor.content.loader import read_content
from nyspor.magazine.build import SECTION_CACHE, make_magazine
from nyspor.magazine.layout.inputs import MagazineInputs
from nyspor.magazine.layout.layout_problems import LayoutProblems
from nyspor.model.kinds import Issue
from nyspor.model.site import Site
from nyspor.preview.build import build_once
from nyspor.rules import errors
from nyspor.site.theme import Theme
from tests.builders import write_settings
from tests.content.random_texts import Change, fields_of, smallest
from tests.full_site import BRAND
from tests.incremental.site_builder import forget_earlier_builds
from tests.magazine.builders import a_story, an_issue
from tests.site.building import URL

NOW = "2026-11-23 12:00"

Files = Mapping[str, bytes]


class PromiseBroken(AssertionError):
    """What passed the check does not build, or the check itself fails."""


class NotForTheMagazine(Exception):
    """The magazine's own checks refuse these files, and say why."""

    def __init__(self, files: set[str]) -> None:
        super().__init__(files)
        self.files = files


@dataclass
class SiteOnTrial:
    """A site in a folder, with the content that every trial begins with."""

    folder: Path
    base: Files

    def __post_init__(self) -> None:
        write_settings(self.folder)
        (self.folder / "brand.yaml").write_text(BRAND, "utf-8")

    @property
    def content(self) -> Path:
        return self.folder / "content"

    def write(self, changes: Iterable[Change]) -> list[Change]:
        """Write the content with these changes; return those that the disk can hold."""
        shutil.rmtree(self.content, ignore_errors=True)
        for path, raw in self.base.items():
            write(self.content / path, raw)
        return [change for change in changes if self._apply(change)]

    def _apply(self, change: Change) -> bool:
        path = self.content / change.path
        try:
            if change.content is None:
                path.unlink(missing_ok=True)
            else:
                write(path, change.content)
        except OSError:  # a folder lies there, or the name is too long for the disk
            return False
        return True

    def check(self) -> set[str]:
        """The files that `nyspor check` has errors in. Raises `PromiseBroken`."""
        answer = self.run("check", "--json")
        found = json.loads(answer.stdout)
        wrong = [problem for problem in found if problem["level"] == "error"]
        if answer.exit_code != bool(wrong):
            raise PromiseBroken(f"nyspor check ended with {answer.exit_code} and said {found}")
        if faults := [problem for problem in wrong if problem["rule"] is None]:
            raise PromiseBroken(f"A fault of ours is no mistake of a writer's: {faults}")
        return {problem["file"].partition("content/")[2] for problem in wrong}

    def run(self, *command: str) -> Any:
        """Run a command of ours. Raises `PromiseBroken` where it ends with an exception."""
        answer = CliRunner().invoke(app, command)
        if answer.exception and not isinstance(answer.exception, SystemExit):
            raise PromiseBroken("".join(format_exception(answer.exception)))
        return answer

    def passing(self, changes: Iterable[Change]) -> list[Change]:
        """Leave in the folder only the changes that pass the check; return them. Raises `PromiseBroken`."""
        self.write(changes)
        self.check()
        shared = [change for change in changes if change.is_shared]
        if self.write(shared) and self.check():
            shared = []
        left = self.write([*shared, *(change for change in changes if not change.is_shared)])
        while wrong := self.check():
            # Where a text of the site itself is wrong, any of the changes may be the reason.
            named = [change for change in left if change.path in wrong]
            held = named or left[: len(left) // 2 + 1]
            if not held:
                raise PromiseBroken(f"The content was wrong before anything was changed: {wrong}")
            left = self.write(change for change in left if change not in held)
        return left

    def make_magazine(self) -> Path:
        """Make the magazine as `nyspor magazine make` does; return its folder.

        Raises `NotForTheMagazine`, and `PromiseBroken` where it fails without a reason.
        """
        now, folder = read_clock(NOW), self.folder / "magazine"
        content = read_content(self.content)
        problems = errors(check_issue(content, content.by_key[f"magazine/{YEAR}"], now))
        if problems:
            raise NotForTheMagazine({problem.source for problem in problems})
        library = build_library(content, now)
        issue = next(issue for issue in library.of_kind(Issue) if issue.year == YEAR)
        site = Site("Nyspor", "", URL)
        inputs = MagazineInputs(library, issue, site, Theme(), self.content, folder / SECTION_CACHE)
        try:
            make_magazine(inputs, folder, now)
        except LayoutProblems as found:
            raise NotForTheMagazine({problem.source for problem in found.problems}) from None
        except Exception as error:
            raise PromiseBroken("".join(format_exception(error))) from None
        return folder

    def build(self) -> Path:
        """Build the site as a preview does; return its folder. Raises `PromiseBroken`."""
        output = self.folder / "output"
        shutil.rmtree(output, ignore_errors=True)
        forget_earlier_builds()
        result = build_once(
            self.folder / "pelicanconf.py",
            {
                "PATH": str(self.content),
                "OUTPUT_PATH": str(output),
                "SITEURL": URL,
                "NYSPOR_BRAND": str(self.folder / "brand.yaml"),
                "NYSPOR_FORMS_LIST": str(self.folder / "forms.json"),
                "NYSPOR_MAGAZINES": "",
                "NYSPOR_NOW": NOW,
                "NYSPOR_PREVIEW": True,
                "NYSPOR_STATE": str(self.folder / "state"),
            },
        )
        if not result.ok:
            raise PromiseBroken(f"{result.trace or result.problems}")
        return output


def write(path: Path, raw: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)


@contextmanager
def site_on_trial(base: Files) -> Iterator[SiteOnTrial]:
    """A site of its own, in which we stand, with no settings but these."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name in [name for name in os.environ if name.startswith("NYSPOR_")]:
            patch.delenv(name)
        patch.setenv("NYSPOR_NOW", NOW)
        patch.setattr(os, "cpu_count", lambda: 1)  # one process: others are tried in the next
        yield SiteOnTrial(Path(folder), base)


def content_files(folder: Path) -> dict[str, bytes]:
    """The files of a content folder, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


Trial = Callable[[Files, list[Change]], list[Change]]
"""Makes something of content with changes, and returns those that it was made of. Raises `PromiseBroken`."""


def built(base: Files, changes: list[Change]) -> list[Change]:
    """Check and build a site with these changes; return those that passed. Raises `PromiseBroken`."""
    with site_on_trial(base) as site:
        passed = site.passing(changes)
        faults = list(faults_of(site.build())) if passed else []
    if faults:
        raise PromiseBroken("\n".join(faults))
    return passed


def laid_out(base: Files, changes: list[Change]) -> list[Change]:
    """Make a magazine of the posts and stories among changes that pass; return the stories it has.

    Raises `PromiseBroken`.
    """
    stories = list(as_stories(changes))
    with site_on_trial(base) as site:
        while stories:
            site.write([*stories, issue_of(stories)])
            try:
                faults = list(faults_of_magazine(site.make_magazine()))
            except NotForTheMagazine as refused:
                left = [story for story in stories if story.path not in refused.files]
                stories = left if left != stories else left[: len(left) // 2]
                continue
            if faults:
                raise PromiseBroken("\n".join(faults))
            break
    return stories


def as_stories(changes: Iterable[Change]) -> Iterator[Change]:
    """The stories among changes, and what posts say as stories, each under a name of its own."""
    for number, change in enumerate(changes):
        is_text = change.path.startswith(("posts/", "stories/")) and change.path.endswith(".md")
        if change.content is None or not is_text:
            continue
        try:
            text = change.content.decode("utf-8-sig")
        except UnicodeDecodeError:
            continue  # a draft that cannot be read passes too: it is left out of what is built
        if change.path.startswith("posts/"):
            text = a_story(text.removeprefix(fields_of(text)), billede="")
        yield Change(f"stories/{YEAR}/nr-{number}.md", text.encode())


YEAR = 2041
"""The year of the magazine that is made, of which there is none else."""


def issue_of(stories: list[Change]) -> Change:
    names = (PurePosixPath(story.path).stem for story in stories)
    text = an_issue(
        *(f"historie: {name}" for name in names),
        år=str(YEAR),
        forside="{fil: images/forside.png, alt: Farver, kredit: N}",
    )
    return Change(f"magazine/{YEAR}/issue.md", text.encode())


def hold(trial: Trial, base: Files, changes: list[Change]) -> list[Change]:
    """Try it; return what passed. Raises `PromiseBroken` with the few changes that are needed for the fault."""
    try:
        return trial(base, changes)
    except PromiseBroken as broken:
        said = str(broken)

    def fails(fewer: list[Change]) -> bool:
        try:
            trial(base, fewer)
        except PromiseBroken:
            return True
        return False

    raise PromiseBroken(said + "".join(map(repr, smallest(changes, fails))))


# --- what was built ----------------------------------------------------------------------------------

HARMLESS = frozenset({"unexpected-end-tag-implies-end-tag"})


def faults_of(output: Path) -> Iterator[str]:
    """Yield what is wrong with the pages, feeds and calendars in a folder."""
    for path in sorted(output.rglob("*")):
        if path.is_file() and (judge := JUDGES.get(path.suffix)):
            for fault in judge(path.read_bytes()):
                yield f"{path.relative_to(output)}: {fault}"


def faults_of_page(raw: bytes) -> Iterator[str]:
    parser = tinyhtml5.parser.HTMLParser()
    parser.parse(raw, transport_encoding="utf-8")
    for place, kind, values in parser.errors:
        if kind not in HARMLESS:
            lines = raw.decode("utf-8").splitlines()
            yield f"{kind} {values} at {place}: {lines[place[0] - 1][:200] if lines else ''}"


def faults_of_feed(raw: bytes) -> Iterator[str]:
    try:
        etree.fromstring(raw)
    except etree.XMLSyntaxError as error:
        yield str(error)
    read = feedparser.parse(raw)
    if read.bozo:
        yield repr(read.bozo_exception)


def faults_of_json(raw: bytes) -> Iterator[str]:
    try:
        json.loads(raw)
    except ValueError as error:
        yield str(error)


def faults_of_calendar(raw: bytes) -> Iterator[str]:
    try:
        for event in icalendar.Calendar.from_ical(raw).walk("VEVENT"):
            yield from (f"{name}: {error}" for name, error in event.errors)
            event.decoded("DTSTART")
    except (ValueError, KeyError) as error:
        yield repr(error)
    if any(len(line) > 75 for line in raw.split(b"\r\n")):
        yield "a line is longer than 75 bytes"


def faults_of_xml(raw: bytes) -> Iterator[str]:
    try:
        etree.fromstring(raw)
    except etree.XMLSyntaxError as error:
        yield str(error)


def faults_of_magazine(folder: Path) -> Iterator[str]:
    """Yield what is wrong with the editions of a magazine."""
    for pdf in folder.glob("*.pdf"):
        with pikepdf.open(pdf) as opened:
            yield from opened.check_pdf_syntax()
    for epub in folder.glob("*.epub"):
        with ZipFile(epub) as packed:
            for name in packed.namelist():
                if name.endswith((".xhtml", ".opf", ".xml")):
                    yield from (f"{name}: {fault}" for fault in faults_of_xml(packed.read(name)))


JUDGES = {
    ".html": faults_of_page,
    ".rss": faults_of_feed,
    ".atom": faults_of_feed,
    ".json": faults_of_json,
    ".ics": faults_of_calendar,
    ".xml": faults_of_xml,
    ".opml": faults_of_xml,
    ".svg": faults_of_xml,
}
