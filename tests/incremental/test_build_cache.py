"""A build with the cache gives what a build without one gives, whatever happened since the last."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from pelican import Pelican

from tests.incremental.audit import audit_outputs
from tests.incremental.house import NOW, Built, House, a_house, build, forms_list, text, tree
from tests.incremental.torture import compare, death, living, sequence
from tests.pictures import turned


class Site:
    """A small site and the builds of it, each in a process of its own."""

    def __init__(self, folder: Path, posts: int = 14) -> None:
        self.folder = folder
        self.house: House = a_house(folder / "house", posts)
        self.output = folder / "site"
        self.state = folder / "state"
        self.number = 0

    def build(
        self, before: Callable[[], None] | None = None, now: str = NOW, **settings: object
    ) -> Built:
        return build(self.house, self.output, self.state, now=now, before=before, **settings)

    def differs(self, built: Built, now: str = NOW) -> list[str]:
        """Where a clean build of the same content gives something else."""
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


def written(site: Site, **settings: object) -> set[str]:
    """The outputs that a build writes."""
    before = site.stamps()
    built = site.build(**settings)
    assert built.code == 0, built.said
    after = site.stamps()
    return {name for name in after if after[name] != before.get(name)}


# --- what is written ------------------------------------------------------------------------------


def test_nothing_is_written_where_nothing_changed(site: Site) -> None:
    assert written(site) == set()
    assert "intet nyt" in site.build().said


def test_a_comma_changes_its_page_and_the_feeds_that_hold_it(site: Site) -> None:
    site.house.replace("posts/2026/nr-5.md", "Tekst.", "Tekst, dog.")
    pages = {name for name in written(site) if name.endswith(".html")}
    assert pages == {"indlaeg/nr-5/index.html"}


def test_a_title_changes_the_pages_that_show_it(site: Site) -> None:
    site.house.replace("posts/2026/nr-5.md", "titel: Nummer 5", "titel: Nummer fem")
    found = written(site)
    assert {"indlaeg/nr-5/index.html", "indlaeg/index.html", "temaer/idraet/index.html"} <= found
    assert "spor/index.html" not in found, "the list of tracks shows no post"


def test_a_file_that_is_renamed_has_another_address(site: Site) -> None:
    content = site.house.folder / "content"
    (content / "posts/2026/nr-7.md").rename(content / "posts/2026/nr-7b.md")
    assert site.differs(site.build()) == []


@pytest.mark.parametrize("harm", ["removed", "overwritten", "cut short", "a folder"])
def test_an_output_that_somebody_altered_is_written_again(site: Site, harm: str) -> None:
    page = site.output / "om/index.html"
    if harm == "overwritten":
        page.write_text("hej", "utf-8")
    elif harm == "cut short":
        os.truncate(page, 100)
    else:
        page.unlink()
        if harm == "a folder":
            page.mkdir()
    assert site.differs(site.build()) == []


def test_an_output_folder_swapped_for_an_older_copy_is_brought_up_to_date(site: Site) -> None:
    shutil.copytree(site.output, site.folder / "older")
    site.house.replace("posts/2026/nr-5.md", "Tekst.", "Tekst, dog.")
    site.build()
    shutil.rmtree(site.output)
    (site.folder / "older").rename(site.output)
    assert site.differs(site.build()) == []


def test_what_left_the_site_is_removed_though_the_output_folder_was_made_anew(site: Site) -> None:
    shutil.rmtree(site.output)
    site.house.replace("posts/2026/nr-5.md", "Tekst.", "Tekst, dog.")
    assert site.differs(site.build()) == []
    site.house.path("posts/2026/nr-7.md").unlink()
    site.house.replace("posts/2026/nr-8.md", "titel:", "status: kladde\ntitel:")
    assert site.differs(site.build()) == []


def test_a_page_gives_way_to_a_folder_and_back(site: Site) -> None:
    """An earlier address that was a file becomes a part of another's."""
    site.house.replace("posts/2026/nr-5.md", "titel:", "tidligere_adresser: [/gl.html]\ntitel:")
    assert site.differs(site.build()) == []
    site.house.replace("posts/2026/nr-5.md", "[/gl.html]", "[/gl.html/b/]")
    assert site.differs(site.build()) == []
    site.house.replace("posts/2026/nr-5.md", "[/gl.html/b/]", "[/gl.html]")
    assert site.differs(site.build()) == []


def test_another_build_s_forms_list_is_replaced(site: Site) -> None:
    forms = forms_list(site.output)
    ought = forms.read_bytes()
    forms.write_bytes(ought.replace(b"huset.example", b"127.0.0.1:8000"))
    assert "intet nyt" not in site.build().said
    assert forms.read_bytes() == ought


# --- what is noticed ------------------------------------------------------------------------------


def test_time_passes_and_pages_follow(site: Site) -> None:
    """On the first of December a pilot enters its next phase, and nobody has written a word."""
    later = "2026-12-05 12:00"
    assert site.differs(site.build(now=later), now=later) == []
    assert "intet nyt" in site.build(now="2026-12-06 12:00").said


def test_a_consent_that_runs_out_stops_the_build(site: Site) -> None:
    consent = "  samtykke:\n    grundlag: Aftale\n    udløber: 2026-11-24\n"
    site.house.replace("posts/2026/nr-2.md", "  kredit: Tegning\n", f"  kredit: Tegning\n{consent}")
    assert site.build().code == 0
    assert site.build(now="2026-11-23 18:00").code == 0
    later = "2026-11-25 12:00"
    stopped = site.build(now=later)
    assert stopped.code == 1
    assert site.differs(stopped, now=later) == []


@pytest.mark.parametrize(
    ("vocabulary", "old", "new"),
    [
        ("topics.yaml", "slug: skole", "slug: skoler"),
        ("municipalities.yaml", "slug: beby", "slug: ceby"),
        ("people.yaml", "slug: anna", "slug: anne"),
    ],
)
def test_a_vocabulary_entry_that_is_gone_is_missed(
    site: Site, vocabulary: str, old: str, new: str
) -> None:
    site.house.replace(vocabulary, old, new)
    stopped = site.build()
    assert stopped.code == 1
    assert site.differs(stopped) == []
    site.house.replace(vocabulary, new, old)
    assert site.differs(site.build()) == []


def test_an_input_of_a_plugin_s_own_is_seen(site: Site) -> None:
    """The setting NYSPOR_INPUTS names it."""
    (site.house.folder / "vejret.txt").write_text("Regn", "utf-8")
    assert written(site) == {"antal.txt"}


def test_a_helper_module_beside_a_plugin_is_code_too(site: Site) -> None:
    plugin = site.house.folder / "husets.py"
    (site.house.folder / "hjaelp.py").write_text('ORD = "tekster"\n', "utf-8")
    plugin.write_text(
        plugin.read_text("utf-8")
        .replace("from pathlib", "from hjaelp import ORD\nfrom pathlib")
        .replace("} tekster", "} {ORD}"),
        "utf-8",
    )
    assert "antal.txt" in written(site)
    (site.house.folder / "hjaelp.py").write_text('ORD = "indslag"\n', "utf-8")
    assert "antal.txt" in written(site)
    assert "indslag" in (site.output / "antal.txt").read_text("utf-8")


def test_a_translation_with_its_old_time_stamp_is_seen(site: Site) -> None:
    words = site.house.folder / "theme/translations/da.po"
    was = words.stat()
    words.write_text(words.read_text("utf-8").replace('"Spor"', '"Sporene"'), "utf-8")
    os.utime(words, ns=(was.st_atime_ns, was.st_mtime_ns))
    assert site.differs(site.build()) == []


def test_debugging_writes_nothing_anew(site: Site) -> None:
    assert written(site, DEBUG=True) == set()


def test_code_that_changes_while_the_process_lives_is_not_taken_for_what_it_loaded(
    site: Site,
) -> None:
    """The preview runs old code. What it leaves is not what the new code would have written."""
    plugin = site.house.folder / "husets.py"

    def edit_code_after_loading_it() -> None:
        from nyspor.incremental import pelican_class

        digest = pelican_class.code_digest

        def edited(*arguments: object) -> str:
            found = digest(*arguments)  # type: ignore[arg-type]
            plugin.write_text(plugin.read_text("utf-8").replace("tekster", "stykker"), "utf-8")
            return found

        pelican_class.code_digest = edited

    site.house.replace("posts/2026/nr-5.md", "Tekst.", "Tekst, dog.")
    assert "startet" in site.build(before=edit_code_after_loading_it).said
    assert site.differs(site.build()) == []


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


# --- what goes wrong ------------------------------------------------------------------------------


@pytest.mark.parametrize("replaced", [1, 3, 10])
def test_a_build_that_was_killed_is_followed_by_a_right_one(site: Site, replaced: int) -> None:
    site.house.replace("tracks/unge.md", "titel: Unge i gang", "titel: Unge på vej")
    assert site.build(before=death(replaced)).code == -signal.SIGKILL
    site.house.replace("tracks/unge.md", "titel: Unge på vej", "titel: Unge i gang")
    assert site.differs(site.build()) == []


def test_an_output_of_a_killed_build_does_not_stay(site: Site) -> None:
    site.house.write("posts/2026/ny.md", text("Ny", "2026-09-30"))
    site.build(before=death(30))
    site.house.path("posts/2026/ny.md").unlink()
    assert site.differs(site.build()) == []


@pytest.mark.parametrize("harm", ["cut short", "emptied", "another's", "mark emptied"])
def test_a_state_that_cannot_be_read_counts_as_none(site: Site, harm: str) -> None:
    state = next(site.state.rglob("state"))
    if harm == "cut short":
        os.truncate(state, state.stat().st_size - 7)
    elif harm == "mark emptied":
        (state.parent / "unfinished").touch()
    else:
        state.write_bytes(b"" if harm == "emptied" else b"nyspor-1 5 a b\nhello")
    site.house.replace("posts/2026/nr-5.md", "Tekst.", "Tekst, dog.")
    assert site.differs(site.build()) == []


def test_a_state_that_is_removed_while_the_process_lives_is_made_again(site: Site) -> None:
    def remove_it_once_it_is_open() -> None:
        from nyspor.incremental.build_state import StateFile

        begin = StateFile.begin

        def without_folder(self: StateFile) -> None:
            shutil.rmtree(site.state)
            begin(self)

        StateFile.begin = without_folder  # type: ignore[method-assign]

    site.house.replace("posts/2026/nr-5.md", "Tekst.", "Tekst, dog.")
    assert site.differs(site.build(before=remove_it_once_it_is_open)) == []
    assert "intet nyt" in site.build().said


def full_disk(of: str) -> Callable[[], None]:
    """What makes writing fail, of outputs or of the state."""

    def arrange() -> None:
        from nyspor.incremental import build_state
        from plugins import output_writer

        def no_room(path: Path, *parts: bytes) -> None:
            raise OSError(28, "No space left on device", str(path))

        module = build_state if of == "state" else output_writer
        module.write_atomically = no_room  # type: ignore[attr-defined]

    return arrange


def test_a_full_disk_is_said_plainly(site: Site) -> None:
    site.house.replace("posts/2026/nr-5.md", "Tekst.", "Tekst, dog.")
    full = site.build(before=full_disk("outputs"))
    assert full.code == 1
    assert "Traceback" not in full.said
    assert "kan ikke skrives" in full.said
    assert site.differs(site.build()) == []


def test_a_state_that_cannot_be_saved_costs_time_only(site: Site) -> None:
    site.house.replace("posts/2026/nr-5.md", "Tekst.", "Tekst, dog.")
    full = site.build(before=full_disk("state"))
    assert full.code == 0
    assert "Traceback" not in full.said
    assert site.differs(site.build()) == []


def test_a_problem_is_told_in_a_later_build_as_in_a_clean_one(site: Site) -> None:
    site.house.replace("stories/2026/baenken.md", "## Træ", "## Sten")
    assert site.differs(site.build()) == []
    site.house.replace("posts/2026/nr-5.md", "Tekst.", "Tekst, dog.")
    assert site.differs(site.build()) == [], "what was parsed of the broken content is kept"
    site.house.replace("stories/2026/baenken.md", "## Sten", "## Træ")
    assert site.differs(site.build()) == []


# --- two processes --------------------------------------------------------------------------------


def two_processes() -> None:
    """Share even a small build."""
    from nyspor.incremental import entry_cache, output_writer

    entry_cache.WORTHWHILE = output_writer.WORTHWHILE = 0  # type: ignore[misc]


def test_two_processes_write_what_one_writes(site: Site) -> None:
    shared = build(site.house, site.folder / "two", site.folder / "state-two", before=two_processes)
    assert shared.code == 0, shared.said
    assert tree(site.folder / "two") == tree(site.output)


def test_a_second_process_that_dies_is_missed_and_its_half_is_done(site: Site) -> None:
    def die_on_the_way() -> None:
        from nyspor.incremental import worker

        two_processes()
        worker._send_result = lambda *_: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[assignment]

    built = build(site.house, site.folder / "two", site.folder / "state-two", before=die_on_the_way)
    assert built.code == 0, built.said
    assert "stoppet af systemet (signal 9)" in built.said.replace("\n", " ")
    assert tree(site.folder / "two") == tree(site.output)


def test_what_is_wrong_in_either_half_is_told_as_one_process_tells_it(site: Site) -> None:
    for number in (1, 2, 3, 4):
        site.house.replace(f"posts/2026/nr-{number}.md", "afsendere: [anna]", "afsendere: [ane]")
    one = build(site.house, site.folder / "one", site.folder / "state-one")
    two = build(site.house, site.folder / "two", site.folder / "state-two", before=two_processes)
    assert one.code == two.code == 1
    assert one.said == two.said
    assert "4 problemer i 4 filer" in one.said


# --- against a build without a cache --------------------------------------------------------------


def test_without_the_cache_the_same_bytes_come_out(site: Site) -> None:
    plain = build(
        site.house, site.folder / "plain", site.folder / "state-plain", PELICAN_CLASS=Pelican
    )
    assert plain.code == 0, plain.said
    assert tree(site.folder / "plain") == tree(site.output)
    assert not (site.folder / "state-plain").exists()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_random_changes_one_after_the_other(tmp_path: Path, seed: int) -> None:
    assert sequence(tmp_path, seed) == []


@pytest.mark.parametrize("seed", [1, 2])
def test_random_changes_in_a_process_that_lives_on(tmp_path: Path, seed: int) -> None:
    assert living(tmp_path, seed) == []


def test_a_key_that_leaves_something_out_is_found(site: Site) -> None:
    """The control: with what lists show left out of the keys, a list keeps an old title."""

    def leave_out_listings() -> None:
        from nyspor.incremental.output_keys import OutputKeys

        OutputKeys._digest_of_listed = lambda self, file: ""  # type: ignore[method-assign]

    site.house.replace("tracks/unge.md", "titel: Unge i gang", "titel: Unge på vej")
    assert site.build(before=leave_out_listings).code == 0
    site.house.replace("tracks/unge.md", "titel: Unge på vej", "titel: Unge i front")
    assert "spor/index.html" in site.differs(site.build(before=leave_out_listings))


# --- what outputs declare -------------------------------------------------------------------------


def audited(site: Site) -> Built:
    """A clean build in which every output is held to what it declares."""
    return build(
        site.house, site.folder / "audit", site.folder / "state-audit", before=audit_outputs
    )


def test_no_output_shows_what_it_does_not_declare(site: Site) -> None:
    built = audited(site)
    assert built.code == 0, built.said
    assert tree(site.folder / "audit") == tree(site.output)


GREEDY = """
from nyspor.model.site import PageHead
from nyspor.site.build_plan import Page, plan
from nyspor.model.kinds import Post


def outputs(build):
    post = build.library.of_kind(Post)[0]
    context = lambda: {"page": PageHead(str(post.{field}), "/grisk/")}
    yield Page("grisk/index.html", "404.html", context, {declared}=(post,))


def register():
    plan.connect(outputs)
"""


@pytest.mark.parametrize(
    ("declared", "field", "is_covered"),
    [
        ("listed", "title", True),
        ("whole", "source", True),
        ("listed", "source", False),
        ("values", "title", False),
    ],
)
def test_a_page_that_shows_more_than_it_declares_is_found(
    site: Site, declared: str, field: str, is_covered: bool
) -> None:
    code = GREEDY.replace("{field}", field).replace("{declared}", declared)
    (site.house.folder / "husets.py").write_text(code, "utf-8")
    built = audited(site)
    assert (built.code == 0) == is_covered, built.said
    assert (f"reads {field} of posts/" in built.said) != is_covered
