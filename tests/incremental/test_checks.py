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

from tests.incremental.house import (
    NOW,
    Built,
    House,
    a_house,
    a_picture,
    build,
    build_here,
    text,
    tree,
)
from tests.incremental.test_build_cache import two_processes

GUEST = "posts/2026/gaest.md"

GUEST_SAYS = """program: plan
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


def furnish(house: House) -> None:
    """Let texts of the house count on everything there is to count on."""
    says = text("Gæsten", "2026-03-01", "unge", "skole", GUEST_SAYS, GUEST_TEXT)
    house.write(GUEST, says.replace("kommune: aaby", "kommune: beby").replace("[anna]", "[bo]"))
    house.write("posts/2025/gammel.md", text("Gammel", "2025-06-01", more="status: skjult\n"))
    house.write("pilots/sti.md", house.read("pilots/sti.md") + "\n## Vejen\n\nHer.\n")
    house.write("people.yaml", house.read("people.yaml") + "  kommune: beby\n")
    house.write(
        "pages/om.en.md",
        "---\ntitel: About\nresume: Us.\nsprog: en\noversat_fra: pages/om\n---\n\nText.\n",
    )
    house.write(
        "comments/posts/nr-1/k2.md",
        "---\nindlæg: posts/nr-1\nnavn: En til\nmodtaget: 2026-03-03 10:00\nsvar_på: k1\n---\n\nEnig.\n",
    )
    house.write("posts/2026/flyttet.md", text("Flyttet", more="tidligere_adresser: [/blog/om/]\n"))
    house.write(
        "tracks/unge.md",
        house.read("tracks/unge.md").replace(
            "kommune: aaby",
            "kommune: aaby\nbillede: {fil: images/spor.png, alt: Et spor, kredit: Tegning,"
            " samtykke: {grundlag: skriftligt, udløber: 2026-12-12 14:30}}",
        ),
    )
    for name in ("gaest", "to", "spor"):
        a_picture(house.path(f"images/{name}.png"), 90)
    house.write("pages/om-os.md", "---\ntitel: Os\nresume: Om os.\n---\n\nOs.\n")
    house.path("files").mkdir()
    for name in ("rapport.pdf", "film.mp4", "film.vtt"):
        house.path(f"files/{name}").write_bytes(b"WEBVTT\n")


Edit = Callable[[House], None]


def replaced(file: str, old: str, new: str) -> Edit:
    def edit(house: House) -> None:
        assert old in house.read(file)
        house.replace(file, old, new)

    return edit


def removed(*files: str) -> Edit:
    def edit(house: House) -> None:
        for file in files:
            house.path(file).unlink()

    return edit


def renamed(file: str, to: str) -> Edit:
    def edit(house: House) -> None:
        house.path(to).parent.mkdir(exist_ok=True)
        house.path(file).rename(house.path(to))

    return edit


def written(file: str, words: str) -> Edit:
    return lambda house: house.write(file, words)


def all_of(*edits: Edit) -> Edit:
    def edit(house: House) -> None:
        for one in edits:
            one(house)

    return edit


def nothing(house: House) -> None:
    """Only time passes."""


@dataclass(frozen=True)
class Case:
    """An edit, the moment of the build after it, and a word of each problem it makes."""

    name: str
    edit: Edit
    says: tuple[str, ...]
    now: str = NOW


CASES = (
    Case("a consent ran out", nothing, ("gaest.md", "Samtykket"), "2026-11-25 00:00"),
    Case("two consents ran out", nothing, ("gaest.md", "unge.md"), "2026-12-12 14:30"),
    Case("a consent is shortened", replaced(GUEST, "2026-11-25", "2026-11-01"), ("Samtykket",)),
    Case("a topic is removed", replaced("topics.yaml", "- slug: skole\n  navn: Skole\n", ""), ("skole",)),
    Case("a topic is renamed", replaced("topics.yaml", "slug: skole", "slug: skoler"), ("skole",)),
    Case("a broader topic is renamed", replaced("topics.yaml", "slug: fritid", "slug: fri"), ("topics.yaml", "fritid")),
    Case("all topics are removed", removed("topics.yaml"), ("skole", "fritid")),
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
    Case("two have one address", written("posts/2024/nr-5.md", text("Nummer fem")), ("nr-5",)),
    Case("several at once", all_of(removed("images/to.png"), replaced("people.yaml", "slug: bo", "slug: bob")), ("to.png", "bo"), "2026-12-11 00:00"),
)  # fmt: skip


@dataclass(frozen=True)
class Site:
    """A built house, the folder of its cache, and a copy of its content as it was when it was built."""

    house: House
    output: Path
    state: Path
    content: Path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("site")
    house = a_house(folder / "house", 8)
    furnish(house)
    site = Site(house, folder / "site", folder / "state", folder / "content")
    shutil.copytree(house.folder / "content", site.content)
    first = build(house, site.output, site.state)
    assert first.code == 0, first.said
    return site


@pytest.fixture
def site(built: Site) -> Iterator[Site]:
    """The built house, whose content is as it was when the test is over."""
    yield built
    restore(built)


def restore(site: Site) -> None:
    shutil.rmtree(site.house.folder / "content")
    shutil.copytree(site.content, site.house.folder / "content")


def clean(site: Site, folder: Path, now: str) -> Built:
    """What a build says that has no cache."""
    return build(site.house, folder / "clean", folder / "clean-state", now)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_build_finds_what_a_clean_build_finds(site: Site, tmp_path: Path, case: Case) -> None:
    case.edit(site.house)
    before = tree(site.output)
    found = build(site.house, site.output, site.state, case.now)
    ought = clean(site, tmp_path, case.now)
    assert ought.code == 1, ought.said
    assert all(word in ought.said for word in case.says), ought.said
    assert found == ought
    assert tree(site.output) == before, "what was built stays"
    restore(site)
    assert build(site.house, site.output, site.state).code == 0
    assert tree(site.output) == before


def test_a_consent_holds_until_the_moment_it_ends(site: Site) -> None:
    """Nothing else falls due before that, and nobody has written a word."""
    before = build(site.house, site.output, site.state, "2026-11-24 23:59")
    assert (before.code, "intet nyt" in before.said) == (0, True)
    assert build(site.house, site.output, site.state, "2026-11-25 00:00").code == 1
    assert build(site.house, site.output, site.state).code == 0


def test_two_processes_find_together_what_one_finds(site: Site, tmp_path: Path) -> None:
    case = CASES[-1]
    case.edit(site.house)
    shared = build(site.house, site.output, site.state, case.now, two_processes)
    assert shared == clean(site, tmp_path, case.now)
    assert shared.code == 1


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_preview_finds_what_a_clean_build_finds(site: Site, tmp_path: Path, case: Case) -> None:
    """The same in a process that builds again and again: right, wrong, wrong still, and right again."""
    before = tree(site.output)

    def life() -> list[Built]:
        def built(now: str) -> Built:
            return build_here(site.house, site.output, site.state, now)

        found = [built(NOW)]
        case.edit(site.house)
        found.append(built(case.now))
        site.house.write("pages/om-os.md", site.house.read("pages/om-os.md") + "\nOg mere.\n")
        found.append(built(case.now))
        restore(site)
        return [*found, built(NOW)]

    first, wrong, still_wrong, last = in_a_process(life, tmp_path / "life")
    case.edit(site.house)
    ought = clean(site, tmp_path, case.now)
    assert (first.code, last.code) == (0, 0), first.said + last.said
    assert wrong == still_wrong == ought
    assert tree(site.output) == before


def in_a_process(work: Callable[[], list[Built]], told: Path) -> list[Built]:
    """What work gives that is done in a process of its own, which goes when it is done."""
    process = os.fork()
    if not process:
        try:
            told.write_text(json.dumps([(built.code, built.said) for built in work()]), "utf-8")
        finally:
            os._exit(0)
    os.waitpid(process, 0)
    return [Built(code, said) for code, said in json.loads(told.read_text("utf-8"))]
