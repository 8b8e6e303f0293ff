"""A build that remembers gives what a clean one gives, whatever happened since."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pelican import Pelican

from nyspor.model.kinds import Entry
from nyspor.model.library import Library
from nyspor.outputs import Build, Page
from plugins import entry_pages, writing
from plugins.incremental.keys import Keys
from plugins.incremental.partner import Partner
from plugins.incremental.sources import RememberedSources
from tests.incremental.edits import WORDS_ONLY
from tests.incremental.house import NOW, Built, House, a_house, build, text, tree
from tests.incremental.torture import compare, death, living, sequence
from tests.pictures import turned


class Site:
    """A house, its output, and what is remembered of it."""

    def __init__(self, folder: Path, posts: int = 14) -> None:
        self.folder = folder
        self.house: House = a_house(folder / "house", posts)
        self.output = folder / "site"
        self.number = 0

    def build(
        self, before: Callable[[], None] | None = None, now: str = NOW, **settings: object
    ) -> Built:
        return build(
            self.house, self.output, self.folder / "state", now=now, before=before, **settings
        )

    def differs(self, built: Built, now: str = NOW) -> list[str]:
        """What a clean build of the house gives otherwise."""
        self.number += 1
        return compare(self.house, self.output, built, self.folder / f"clean-{self.number}", now)

    def stamps(self) -> dict[str, int]:
        files = (file for file in self.output.rglob("*") if file.is_file())
        return {f.relative_to(self.output).as_posix(): f.stat().st_ino for f in files}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    found = Site(tmp_path)
    assert found.build().code == 0
    return found


def changed(site: Site) -> set[str]:
    """The outputs that a build writes anew."""
    before = site.stamps()
    assert site.build().code == 0
    after = site.stamps()
    return {name for name in after if after[name] != before.get(name)}


def plan_nothing() -> None:
    """What a build fails by that plans all its outputs."""

    def planned(build: object, steady: object) -> None:
        raise AssertionError("everything is planned")

    writing.planned = planned  # type: ignore[assignment]


def test_nothing_is_written_where_nothing_changed(site: Site) -> None:
    assert changed(site) == set()
    assert "intet nyt" in site.build().said


def test_what_has_been_removed_comes_back(site: Site) -> None:
    (site.output / "spor/index.html").unlink()
    assert "spor/index.html" in changed(site)
    (site.output / "spor/index.html").unlink()
    site.house.replace("posts/2026/nr-5.md", "Tekst.", "Tekst, dog.")
    assert {"spor/index.html", "indlaeg/nr-5/index.html"} <= changed(site)


def test_time_passes_and_pages_follow(site: Site) -> None:
    """On the first of December a pilot enters its next phase, and nobody has written a word."""
    later = "2026-12-05 12:00"
    assert site.differs(site.build(now=later), now=later) == []
    assert "intet nyt" in site.build(now="2026-12-06 12:00").said


def test_a_text_alone_needs_no_plan_of_all(site: Site) -> None:
    site.house.replace("posts/2026/nr-5.md", "Tekst.", "Tekst, dog.")
    site.house.replace("stories/2026/baenken.md", "En bænk.", "En lang bænk.")
    assert site.differs(site.build(before=plan_nothing)) == []
    site.house.replace("posts/2026/nr-5.md", "Tekst, dog.", "Tekst igen.")
    assert site.differs(site.build(before=plan_nothing)) == []


def test_a_picture_that_is_half_copied_is_told_until_it_is_whole(site: Site) -> None:
    picture = site.house.path("images/et.png")
    whole = picture.read_bytes()
    picture.write_bytes(whole[:-30])
    for _ in range(2):
        built = site.build()
        assert built.code == 1
        assert "images/et.png er beskadiget" in " ".join(built.said.split())
    picture.write_bytes(whole)
    assert site.differs(site.build()) == []


def test_a_picture_that_is_turned_is_made_anew(site: Site) -> None:
    site.house.path("images/et.png").write_bytes(turned(6, "PNG"))
    assert site.differs(site.build()) == []
    assert any(name.startswith("billeder/et-200.") for name in site.stamps())


def test_a_title_needs_no_plan_of_all(site: Site) -> None:
    """It moves nothing: what lists the post is made anew, and nothing else is looked at."""
    site.house.replace("posts/2026/nr-5.md", "titel: Nummer 5", "titel: Nummer fem")
    assert site.differs(site.build(before=plan_nothing)) == []
    site.house.replace("tracks/unge.md", "titel: Unge i gang", "titel: Unge på vej")
    assert site.build(before=plan_nothing).code != 0, (
        "the control: a track is named where others are shown"
    )


def planned_pages(into: Path) -> Callable[[], None]:
    """What writes down, in a build, the files of the posts and stories whose pages are planned."""

    def arrange() -> None:
        whole = entry_pages.pages

        def pages(build: Build, entry: Entry, published: bool) -> Iterator[Page]:
            with into.open("a", encoding="utf-8") as found:
                found.write(f"{entry.file}\n")
            return whole(build, entry, published)

        entry_pages.pages = pages

    return arrange


def test_a_new_post_has_few_pages_planned(tmp_path: Path) -> None:
    """Those before and after it on its tracks and topics, not what is far from it."""
    site = Site(tmp_path, posts=60)
    assert site.build().code == 0
    site.house.write("posts/2026/ny.md", text("Ny", "2026-09-30", body="Nyt."))
    planned = tmp_path / "planned"
    assert site.differs(site.build(before=planned_pages(planned))) == []
    posts = [file for file in planned.read_text("utf-8").split() if file.startswith("posts/")]
    assert "posts/2026/ny.md" in posts
    assert len(posts) < 30
    site.house.path("posts/2026/ny.md").unlink()
    site.house.replace("posts/2026/nr-5.md", "dato: 2026-06-06", "dato: 2026-01-02")
    assert site.differs(site.build()) == []


def test_a_neighbour_that_is_forgotten_is_found(tmp_path: Path) -> None:
    """The control: with all pages but its own held to be as they were, one keeps an old neighbour."""
    site = Site(tmp_path, posts=60)
    assert site.build().code == 0

    def forget_neighbours() -> None:
        Library._near = lambda self, moved: set()  # type: ignore[method-assign]

    site.house.write("posts/2026/ny.md", text("Ny", "2026-09-30", body="Nyt."))
    wrong = site.differs(site.build(before=forget_neighbours))
    assert any(name.startswith("indlaeg/nr-") for name in wrong)


def test_a_list_that_is_forgotten_is_found(site: Site) -> None:
    """The control: with what lists an entry left out, a list keeps an old title."""

    def forget_lists() -> None:
        whole = RememberedSources.retold
        RememberedSources.retold = lambda self: whole(self)._replace(listed=())  # type: ignore[method-assign,union-attr]

    site.house.replace("posts/2026/nr-5.md", "titel: Nummer 5", "titel: Nummer fem")
    assert "indlaeg/index.html" in site.differs(site.build(before=forget_lists))


def test_what_a_plugin_looks_into_besides_is_seen(site: Site) -> None:
    (site.house.folder / "vejret.txt").write_text("Regn", "utf-8")
    assert changed(site) == {"antal.txt"}


def test_a_comma_changes_its_page_and_the_feeds_that_tell_it(site: Site) -> None:
    site.house.replace("posts/2026/nr-5.md", "Tekst.", "Tekst, dog.")
    pages = {name for name in changed(site) if name.endswith(".html")}
    assert pages == {"indlaeg/nr-5/index.html"}


def test_a_title_changes_the_pages_that_show_it(site: Site) -> None:
    site.house.replace("posts/2026/nr-5.md", "titel: Nummer 5", "titel: Nummer fem")
    written = changed(site)
    assert {"indlaeg/nr-5/index.html", "indlaeg/index.html", "temaer/idraet/index.html"} <= written
    assert "spor/index.html" not in written, "the list of tracks shows no post"


def test_a_file_that_is_renamed_has_another_address(site: Site) -> None:
    """Not a word of it is another, but feeds tell where it is read."""
    content = site.house.folder / "content"
    (content / "posts/2026/nr-7.md").rename(content / "posts/2026/nr-7b.md")
    assert site.differs(site.build()) == []


def test_without_the_room_the_same_bytes_come_out(site: Site) -> None:
    """Pelican's own class, without the plugin that remembers."""

    def leave_out() -> None:
        from plugins import incremental

        incremental.RememberingPelican = Pelican  # type: ignore[misc,assignment]
        incremental.register = lambda: None

    plain = Site.__new__(Site)
    plain.house, plain.output, plain.folder = site.house, site.folder / "plain", site.folder
    built = plain.build(leave_out, PELICAN_CLASS=Pelican)
    assert built.code == 0, built.said
    assert tree(plain.output) == tree(site.output)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_random_changes_one_after_the_other(tmp_path: Path, seed: int) -> None:
    assert sequence(tmp_path, seed) == []


@pytest.mark.parametrize("seed", [1, 2])
def test_random_changes_in_a_process_that_lives_on(tmp_path: Path, seed: int) -> None:
    assert living(tmp_path, seed) == []


def test_what_is_taken_over_wrongly_from_the_last_build_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: where a library keeps the entries of the last build, a list tells old words."""
    monkeypatch.setattr("nyspor.model.library._with", lambda new, entries: tuple(entries))
    monkeypatch.setattr("tests.incremental.torture.LASTING", WORDS_ONLY)
    assert any(
        "index.html" in what for seed in range(4) for what in living(tmp_path / str(seed), seed)
    )


@pytest.mark.parametrize("replaced", [1, 3, 10])
def test_a_build_that_was_killed_is_followed_by_a_right_one(site: Site, replaced: int) -> None:
    site.house.replace("tracks/unge.md", "titel: Unge i gang", "titel: Unge på vej")
    assert site.build(before=death(replaced)).code == -signal.SIGKILL
    site.house.replace("tracks/unge.md", "titel: Unge på vej", "titel: Unge i gang")
    assert site.differs(site.build()) == []


def test_a_key_that_leaves_something_out_is_found(site: Site) -> None:
    """The control: with what lists show left out of the keys, a list keeps an old title."""

    def leave_out_listings() -> None:
        whole = Keys._shown
        Keys._shown = lambda self, file, listed: "" if listed else whole(self, file, listed)  # type: ignore[method-assign]

    site.house.replace("tracks/unge.md", "titel: Unge i gang", "titel: Unge på vej")
    assert site.build(before=leave_out_listings).code == 0
    site.house.replace("tracks/unge.md", "titel: Unge på vej", "titel: Unge i front")
    assert "spor/index.html" in site.differs(site.build(before=leave_out_listings))


def two_processes() -> None:
    """Share even a small build."""
    from plugins.incremental import building

    building.WORTH_WHILE = 0  # type: ignore[misc]


def test_two_processes_write_what_one_writes(site: Site) -> None:
    shared = build(site.house, site.folder / "two", site.folder / "state-two", before=two_processes)
    assert shared.code == 0, shared.said
    found, ought = tree(site.folder / "two"), tree(site.output)
    assert found == ought


@pytest.mark.parametrize("step", ["read", "write"])
def test_a_helper_that_dies_is_missed_and_its_half_is_done(site: Site, step: str) -> None:
    def die_on_the_way() -> None:
        two_processes()
        go_on = getattr(Partner, step)

        def die(self: Partner, *args: object) -> object:
            if not self.first:
                os.kill(os.getpid(), signal.SIGKILL)
            return go_on(self, *args)

        setattr(Partner, step, die)

    built = build(site.house, site.folder / "two", site.folder / "state-two", before=die_on_the_way)
    assert built.code == 0, built.said
    assert "stoppet af systemet (signal 9)" in built.said.replace("\n", " ")
    assert tree(site.folder / "two") == tree(site.output)


def test_what_is_wrong_in_either_half_is_told_as_a_clean_build_tells_it(site: Site) -> None:
    for number in (1, 2, 3, 4):
        site.house.replace(f"posts/2026/nr-{number}.md", "afsendere: [anna]", "afsendere: [ane]")
    one = build(site.house, site.folder / "one", site.folder / "state-one")
    two = build(site.house, site.folder / "two", site.folder / "state-two", before=two_processes)
    assert one.code == two.code == 1
    assert one.said == two.said
    assert "4 problemer i 4 filer" in one.said


def test_a_preview_does_not_forget_what_a_build_found_wrong(site: Site) -> None:
    """A heading that others link to goes; then something else is saved; then the heading comes back."""
    ends: list[int] = []

    def save_again_and_again() -> None:
        from pelican.settings import read_settings

        memory: dict[str, object] = {}
        baenken, other = "stories/2026/baenken.md", "posts/2026/nr-5.md"
        for file, old, new in (
            (other, "Tekst", "Ord"),
            (baenken, "## Træ", "## Sten"),
            (other, "Ord", "Tekst"),
            (baenken, "## Sten", "## Træ"),
        ):
            site.house.replace(file, old, new)
            override = {"OUTPUT_PATH": str(site.output), "NYSPOR_MEMORY": memory}
            override["PATH"] = str(site.house.folder / "content")
            settings = read_settings(str(site.house.folder / "settings.py"), override=override)
            try:
                settings["PELICAN_CLASS"](settings).run()
                ends.append(0)
            except SystemExit as end:
                ends.append(int(end.code or 0))
        os._exit(int("".join(map(str, ends)), 2))

    assert site.build(before=save_again_and_again).code == 0b0110
    assert site.differs(site.build()) == []


def test_a_text_that_was_lost_is_read_again(site: Site) -> None:
    for file in (site.folder / "state").rglob("texts.*"):
        file.write_bytes(b"")
    site.house.replace("tracks/unge.md", "titel: Unge i gang", "titel: Unge på vej")
    assert site.differs(site.build()) == []


def test_a_state_that_cannot_be_read_counts_as_none(site: Site) -> None:
    state = next((site.folder / "state").rglob("state"))
    state.write_bytes(state.read_bytes()[:-7])
    site.house.replace("posts/2026/nr-5.md", "Tekst.", "Tekst, dog.")
    assert site.differs(site.build()) == []


def test_no_page_of_the_house_reads_what_its_key_does_not_cover(site: Site) -> None:
    strict = build(
        site.house, site.folder / "strict", site.folder / "state-strict", NYSPOR_STRICT=True
    )
    assert strict.code == 0, strict.said
    assert tree(site.folder / "strict") == tree(site.output)


GREEDY = """
from nyspor.model.site import PageHead
from nyspor.outputs import Page, plan
from nyspor.model.kinds import Post


def outputs(build):
    post = build.library.of_kind(Post)[0]
    context = lambda: {"page": PageHead(post.{field}, "/grisk/")}
    yield Page("grisk/index.html", "404.html", context, {told}=(post,))


def register():
    plan.connect(outputs)
"""


BY_LENGTH = """
from nyspor.outputs import File, plan


def outputs(build):
    size = sum(len(body.html) for body in build.library.bodies.values())
    yield File("omfang.txt", str(size).encode, values=size)


def register():
    plan.connect(outputs)
"""


def test_a_plan_that_looks_at_texts_is_found(site: Site) -> None:
    """Where only a text is new, not everything is planned, and such a file would stay as it was."""
    (site.house.folder / "husets.py").write_text(BY_LENGTH, "utf-8")
    strict = build(
        site.house, site.folder / "strict", site.folder / "state-strict", NYSPOR_STRICT=True
    )
    assert strict.code == 99
    assert "the plan reads text of" in strict.said


@pytest.mark.parametrize(
    ("told", "field", "ends"),
    [
        ("listed", "title", 0),
        ("listed", "question", 0),
        ("whole", "question", 0),
        ("listed", "source", 99),
        ("values", "title", 99),
    ],
)
def test_a_page_that_reads_more_than_its_key_covers_is_not_made(
    site: Site, told: str, field: str, ends: int
) -> None:
    words = GREEDY.replace("{field}", field).replace("{told}", told)
    (site.house.folder / "husets.py").write_text(words, "utf-8")
    strict = build(
        site.house, site.folder / "strict", site.folder / "state-strict", NYSPOR_STRICT=True
    )
    assert strict.code == ends, strict.said
    assert (f"reads {field} of posts/" in strict.said) == bool(ends)
