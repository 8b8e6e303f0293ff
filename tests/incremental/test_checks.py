"""A build with a cache finds the very problems that a clean build finds, whatever was edited since the last.

Each edit breaks something that another file, which nobody has touched, counts on.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.incremental.site_builder import (
    NOW,
    BuildResult,
    SampleSite,
    build,
    build_in_this_process,
    entry_text,
    file_digests,
    forget_earlier_builds,
    make_sample_site,
    write_picture,
)
from tests.incremental.test_build_cache import two_processes

GUEST = "posts/2026/gaest.md"

GUEST_FIELDS = """program: plan
relaterede: [stories/broen]
billede:
  fil: images/gaest.png
  alt: En gæst
  kredit: Tegning
  samtykke: {grundlag: mundtligt, udløber: 2026-11-25}
video: {titel: Film, fil: files/film.mp4, undertekster: files/film.vtt}
"""

GUEST_TEXT = """Læs [rapporten](../../files/rapport.pdf), [stien](../../pilots/sti.md#vejen), [emnet](/temaer/skole/),
og [den gamle](../2025/gammel.md).

::: billede Tegning: os
![Et billede](../../images/to.png)
:::
"""


def add_references(sample: SampleSite) -> None:
    """Let entries of the sample refer to everything that can be referred to."""
    guest = entry_text("Gæsten", "2026-03-01", "unge", "skole", GUEST_FIELDS, GUEST_TEXT)
    sample.write(GUEST, guest.replace("kommune: aaby", "kommune: beby").replace("[anna]", "[bo]"))
    sample.write(
        "posts/2025/gammel.md", entry_text("Gammel", "2025-06-01", more="status: skjult\n")
    )
    sample.write("pilots/sti.md", sample.read("pilots/sti.md") + "\n## Vejen\n\nHer.\n")
    sample.write("people.yaml", sample.read("people.yaml") + "  kommune: beby\n")
    sample.write(
        "pages/om.en.md",
        "---\ntitel: About\nresume: Us.\nsprog: en\noversat_fra: pages/om\n---\n\nText.\n",
    )
    sample.write(
        "comments/posts/nr-1/k2.md",
        "---\nindlæg: posts/nr-1\nnavn: En til\nmodtaget: 2026-03-03 10:00\nsvar_på: k1\n---\n\nEnig.\n",
    )
    sample.write(
        "posts/2026/flyttet.md", entry_text("Flyttet", more="tidligere_adresser: [/blog/om/]\n")
    )
    sample.write(
        "tracks/unge.md",
        sample.read("tracks/unge.md").replace(
            "kommune: aaby",
            "kommune: aaby\nbillede: {fil: images/spor.png, alt: Et spor, kredit: Tegning,"
            " samtykke: {grundlag: skriftligt, udløber: 2026-12-12 14:30}}",
        ),
    )
    for name in ("gaest", "to", "spor"):
        write_picture(sample.path(f"images/{name}.png"), 90)
    sample.write("pages/om-os.md", "---\ntitel: Os\nresume: Om os.\n---\n\nOs.\n")
    sample.path("files").mkdir()
    for name in ("rapport.pdf", "film.mp4", "film.vtt"):
        sample.path(f"files/{name}").write_bytes(b"WEBVTT\n")


Edit = Callable[[SampleSite], None]


def replaced(file: str, old: str, new: str) -> Edit:
    def edit(sample: SampleSite) -> None:
        assert old in sample.read(file)
        sample.replace(file, old, new)

    return edit


def removed(*files: str) -> Edit:
    def edit(sample: SampleSite) -> None:
        for file in files:
            sample.path(file).unlink()

    return edit


def renamed(file: str, to: str) -> Edit:
    def edit(sample: SampleSite) -> None:
        sample.path(to).parent.mkdir(exist_ok=True)
        sample.path(file).rename(sample.path(to))

    return edit


def written(file: str, text: str) -> Edit:
    return lambda sample: sample.write(file, text)


def all_of(*edits: Edit) -> Edit:
    def edit(sample: SampleSite) -> None:
        for one in edits:
            one(sample)

    return edit


def nothing(sample: SampleSite) -> None:
    """Only time passes."""


@dataclass(frozen=True)
class Case:
    """An edit, the moment of the build after it, and a word of each problem it makes."""

    name: str
    edit: Edit
    prints: tuple[str, ...]
    now: str = NOW


CASES = (
    Case("a consent ran out", nothing, ("gaest.md", "Samtykket"), "2026-11-25 00:00"),
    Case("two consents ran out", nothing, ("gaest.md", "unge.md"), "2026-12-12 14:30"),
    Case("a consent is shortened", replaced(GUEST, "2026-11-25", "2026-11-01"), ("Samtykket",)),
    Case("a topic is removed", replaced("topics.yaml", "- slug: skole\n  navn: Skole\n", ""), ("skole",)),
    Case("a topic is renamed", replaced("topics.yaml", "slug: skole", "slug: skoler"), ("skole",)),
    Case("a broader topic is renamed", replaced("topics.yaml", "slug: fritid", "slug: fri"), ("topics.yaml", "fritid")),
    Case("all topics are removed", removed("topics.yaml"), ("topics.yaml", "13 tekster")),
    Case("a municipality is removed", replaced("municipalities.yaml", "- slug: beby\n  navn: Beby\n", ""), ("beby", "people.yaml")),
    Case("a municipality is renamed", replaced("municipalities.yaml", "slug: aaby", "slug: aby"), ("aaby",)),
    Case("a person is removed", replaced("people.yaml", "- slug: anna\n  navn: Anna Prøve\n  rolle: redaktør\n", ""), ("anna",)),
    Case("a person is renamed", replaced("people.yaml", "slug: bo", "slug: bob"), ("gaest.md", "bo")),
    Case("a vocabulary cannot be read", written("topics.yaml", "- slug: [\n"), ("topics.yaml",)),
    Case("a track is removed", removed("tracks/byrum.md"), ("byrum",)),
    Case("a track is renamed", renamed("tracks/unge.md", "tracks/ung.md"), ("unge",)),
    Case("a programme is removed", removed("programmes/plan.md"), ("plan",)),
    Case("a programme is renamed", renamed("programmes/plan.md", "programmes/planen.md"), ("plan",)),
    Case("a related story is removed", removed("stories/2026/broen.md"), ("gaest.md", "issue.md", "broen")),
    Case("a related story is renamed", renamed("stories/2026/broen.md", "stories/2026/bro.md"), ("gaest.md", "broen")),
    Case("an original is removed", removed("pages/om.md"), ("om.en.md",)),
    Case("what is commented on is removed", removed("posts/2026/nr-1.md"), ("k1.md",)),
    Case("what is replied to is removed", removed("comments/posts/nr-1/k1.md"), ("k2.md",)),
    Case("a linked entry is removed", removed("pilots/sti.md"), ("gaest.md", "pages/om.md")),
    Case("a linked entry moves", renamed("posts/2025/gammel.md", "posts/2024/gammel.md"), ("gaest.md",)),
    Case("a heading is renamed", replaced("pilots/sti.md", "## Vejen", "## Ruten"), ("vejen",)),
    Case("a heading is removed", replaced("stories/2026/baenken.md", "## Træ\n", ""), ("trae",)),
    Case("a linked file is removed", removed("files/rapport.pdf"), ("rapport.pdf",)),
    Case("a film is removed", removed("files/film.mp4"), ("film.mp4",)),
    Case("captions are removed", removed("files/film.vtt"), ("film.vtt",)),
    Case("a picture is removed", removed("images/gaest.png"), ("gaest.png",)),
    Case("a picture in a text is removed", removed("images/to.png"), ("to.png",)),
    Case("a picture is renamed", renamed("images/to.png", "images/tre.png"), ("to.png",)),
    Case("a picture is no picture", written("images/to.png", "intet billede"), ("to.png",)),
    Case("a linked entry is withdrawn", replaced("stories/2026/baenken.md", "kommune:", "status: kladde\nkommune:"), ("baenken.md", "kladde")),
    Case("a related entry is withdrawn", replaced("stories/2026/broen.md", "kommune:", "status: kladde\nkommune:"), ("broen.md",)),
    Case("a linked entry is put off", replaced("stories/2026/baenken.md", "2026-02-01", "2027-02-01"), ("baenken.md", "1. februar 2027")),
    Case("the clock is before an entry's day", nothing, ("broen.md",), "2026-04-01 12:00"),
    Case("a linked entry has a slip", replaced("pilots/sti.md", "titel: Stien", "titel:"), ("sti.md",)),
    Case("an earlier address is taken", written("pages/blog.md", "---\ntitel: Blog\nresume: B.\ntidligere_adresser: [/blog/om/]\n---\n\nB.\n"), ("/blog/om/",)),
    Case("two have one address", written("posts/2024/nr-5.md", entry_text("Nummer fem")), ("nr-5",)),
    Case("several at once", all_of(removed("images/to.png"), replaced("people.yaml", "slug: bo", "slug: bob")), ("to.png", "bo"), "2026-12-11 00:00"),
)  # fmt: skip


@dataclass(frozen=True)
class Site:
    """A built sample, the folder of its cache, and a copy of its content as it was when it was built."""

    sample: SampleSite
    output: Path
    state: Path
    content: Path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("site")
    sample = make_sample_site(folder / "sample", 8)
    add_references(sample)
    site = Site(sample, folder / "site", folder / "state", folder / "content")
    shutil.copytree(sample.folder / "content", site.content)
    first = build(sample, site.output, site.state)
    assert first.code == 0, first.printed
    return site


@pytest.fixture
def site(built: Site) -> Iterator[Site]:
    """The built sample, whose content is as it was when the test is over."""
    yield built
    restore(built)


def restore(site: Site) -> None:
    shutil.rmtree(site.sample.folder / "content")
    shutil.copytree(site.content, site.sample.folder / "content")


def clean(site: Site, folder: Path, now: str) -> BuildResult:
    """The result of a build without a cache."""
    return build(site.sample, folder / "clean", folder / "clean-state", now)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_build_finds_what_a_clean_build_finds(site: Site, tmp_path: Path, case: Case) -> None:
    case.edit(site.sample)
    before = file_digests(site.output)
    found = build(site.sample, site.output, site.state, case.now)
    expected = clean(site, tmp_path, case.now)
    assert expected.code == 1, expected.printed
    assert all(word in expected.printed for word in case.prints), expected.printed
    assert found == expected
    assert file_digests(site.output) == before, "what was built stays"
    restore(site)
    assert build(site.sample, site.output, site.state).code == 0
    assert file_digests(site.output) == before


def test_a_consent_holds_until_the_moment_it_ends(site: Site) -> None:
    """Nothing else falls due before that, and nobody has written a word."""
    before = build(site.sample, site.output, site.state, "2026-11-24 23:59")
    assert (before.code, "intet nyt" in before.printed) == (0, True)
    assert build(site.sample, site.output, site.state, "2026-11-25 00:00").code == 1
    assert build(site.sample, site.output, site.state).code == 0


def test_two_processes_find_together_what_one_finds(site: Site, tmp_path: Path) -> None:
    case = CASES[-1]
    case.edit(site.sample)
    shared = build(site.sample, site.output, site.state, case.now, two_processes)
    assert shared == clean(site, tmp_path, case.now)
    assert shared.code == 1


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_preview_finds_what_a_clean_build_finds(site: Site, tmp_path: Path, case: Case) -> None:
    """The same in a process that builds again and again: right, wrong, wrong still, and right again."""
    before = file_digests(site.output)

    def builds() -> list[BuildResult]:
        def built(now: str) -> BuildResult:
            return build_in_this_process(site.sample, site.output, site.state, now)

        found = [built(NOW)]
        case.edit(site.sample)
        found.append(built(case.now))
        site.sample.write("pages/om-os.md", site.sample.read("pages/om-os.md") + "\nOg mere.\n")
        found.append(built(case.now))
        restore(site)
        return [*found, built(NOW)]

    first, wrong, still_wrong, last = in_a_process(builds, tmp_path / "results.json")
    case.edit(site.sample)
    expected = clean(site, tmp_path, case.now)
    assert (first.code, last.code) == (0, 0), first.printed + last.printed
    assert wrong == still_wrong == expected
    assert file_digests(site.output) == before


def in_a_process(work: Callable[[], list[BuildResult]], results: Path) -> list[BuildResult]:
    """The result of `work`, which runs in a process of its own."""
    process = os.fork()
    if not process:
        try:
            forget_earlier_builds()
            results.write_text(
                json.dumps([(built.code, built.printed) for built in work()]), "utf-8"
            )
        finally:
            os._exit(0)
    os.waitpid(process, 0)
    return [BuildResult(code, printed) for code, printed in json.loads(results.read_text("utf-8"))]
