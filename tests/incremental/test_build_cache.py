"""A build with the cache gives what a build without one gives, whatever happened since the last."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from pelican import Pelican

from nyspor.model.kinds import Entry
from nyspor.model.library import Library
from nyspor.site.cards import Prose
from tests.incremental.audit import audit_outputs
from tests.incremental.interruptions import kill_after, when_writing_begins
from tests.incremental.site_builder import (
    NOW,
    BuildResult,
    SampleSite,
    build,
    entry_text,
    file_digests,
    forms_list,
    make_sample_site,
    write_picture,
)
from tests.incremental.torture import (
    compare,
    long_lived_process,
    long_lived_sequence,
    sequence,
)
from tests.pictures import turned


class Site:
    """A small site and the builds of it, each in a process of its own."""

    def __init__(self, folder: Path, posts: int = 14) -> None:
        self.folder = folder
        self.sample: SampleSite = make_sample_site(folder / "sample", posts)
        self.output = folder / "site"
        self.state = folder / "state"
        self.number = 0

    def build(
        self, before: Callable[[], None] | None = None, now: str = NOW, **settings: object
    ) -> BuildResult:
        return build(self.sample, self.output, self.state, now=now, before=before, **settings)

    def differs(self, built: BuildResult, now: str = NOW) -> list[str]:
        """Where a clean build of the same content gives something else."""
        self.number += 1
        return compare(self.sample, self.output, built, self.folder / f"clean-{self.number}", now)

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
    assert built.code == 0, built.printed
    after = site.stamps()
    return {name for name in after if after[name] != before.get(name)}


# --- what is written ------------------------------------------------------------------------------


def test_nothing_is_written_where_nothing_changed(site: Site) -> None:
    assert written(site) == set()
    assert "intet nyt" in site.build().printed


def test_a_comma_changes_its_page_and_the_feeds_that_hold_it(site: Site) -> None:
    site.sample.replace("posts/2026/nr-5.md", "Tekst.", "Tekst, dog.")
    pages = {name for name in written(site) if name.endswith(".html")}
    assert pages == {"indlaeg/nr-5/index.html"}


def test_a_title_changes_the_pages_that_show_it(site: Site) -> None:
    site.sample.replace("posts/2026/nr-5.md", "titel: Nummer 5", "titel: Nummer fem")
    found = written(site)
    assert {"indlaeg/nr-5/index.html", "indlaeg/index.html", "temaer/idraet/index.html"} <= found
    assert "spor/index.html" not in found, "the list of tracks shows no post"


def test_a_file_that_is_renamed_has_another_address(site: Site) -> None:
    content = site.sample.folder / "content"
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


def test_an_output_folder_swapped_for_an_older_copy_is_brexpected_up_to_date(site: Site) -> None:
    shutil.copytree(site.output, site.folder / "older")
    site.sample.replace("posts/2026/nr-5.md", "Tekst.", "Tekst, dog.")
    site.build()
    shutil.rmtree(site.output)
    (site.folder / "older").rename(site.output)
    assert site.differs(site.build()) == []


def test_what_left_the_site_is_not_in_an_older_copy_of_the_output(site: Site) -> None:
    shutil.copytree(site.output, site.folder / "older")
    site.sample.path("posts/2026/nr-7.md").unlink()
    site.build()
    shutil.rmtree(site.output)
    (site.folder / "older").rename(site.output)
    assert site.differs(site.build()) == []


def test_what_left_the_site_is_removed_though_the_state_is_of_an_older_build(site: Site) -> None:
    shutil.copytree(site.state, site.folder / "older")
    site.sample.write("posts/2026/ny.md", entry_text("Ny", "2026-09-30"))
    site.build()
    shutil.rmtree(site.state)
    (site.folder / "older").rename(site.state)
    site.sample.path("posts/2026/ny.md").unlink()
    assert site.differs(site.build()) == []


def test_pages_that_were_reached_through_a_link_are_written_where_the_link_was(site: Site) -> None:
    (site.output / "indlaeg").rename(site.folder / "elsewhere")
    (site.output / "indlaeg").symlink_to(site.folder / "elsewhere")
    site.sample.replace("posts/2026/nr-5.md", "Tekst.", "Tekst, dog.")
    assert site.differs(site.build()) == []
    assert not (site.output / "indlaeg").is_symlink()


def test_a_link_in_place_of_a_folder_is_replaced_when_something_else_is_altered(site: Site) -> None:
    (site.output / "feeds").rename(site.folder / "elsewhere")
    (site.output / "feeds").symlink_to(site.folder / "elsewhere")
    (site.output / "om/index.html").unlink()
    assert site.differs(site.build()) == []


def test_what_left_the_site_is_removed_though_the_output_folder_was_made_anew(site: Site) -> None:
    shutil.rmtree(site.output)
    site.sample.replace("posts/2026/nr-5.md", "Tekst.", "Tekst, dog.")
    assert site.differs(site.build()) == []
    site.sample.path("posts/2026/nr-7.md").unlink()
    site.sample.replace("posts/2026/nr-8.md", "titel:", "status: kladde\ntitel:")
    assert site.differs(site.build()) == []


def test_a_page_gives_way_to_a_folder_and_back(site: Site) -> None:
    """An earlier address that was a file becomes a part of another's."""
    site.sample.replace("posts/2026/nr-5.md", "titel:", "tidligere_adresser: [/gl.html]\ntitel:")
    assert site.differs(site.build()) == []
    site.sample.replace("posts/2026/nr-5.md", "[/gl.html]", "[/gl.html/b/]")
    assert site.differs(site.build()) == []
    site.sample.replace("posts/2026/nr-5.md", "[/gl.html/b/]", "[/gl.html]")
    assert site.differs(site.build()) == []


def test_another_build_s_forms_list_is_replaced(site: Site) -> None:
    forms = forms_list(site.output)
    expected = forms.read_bytes()
    forms.write_bytes(expected.replace(b"sample.example", b"127.0.0.1:8000"))
    assert "intet nyt" not in site.build().printed
    assert forms.read_bytes() == expected


# --- what is noticed ------------------------------------------------------------------------------


def test_time_passes_and_pages_follow(site: Site) -> None:
    """On the first of December a pilot enters its next phase, and nobody has written a word."""
    later = "2026-12-05 12:00"
    assert site.differs(site.build(now=later), now=later) == []
    assert "intet nyt" in site.build(now="2026-12-06 12:00").printed


def test_a_consent_that_runs_out_stops_the_build(site: Site) -> None:
    consent = "  samtykke:\n    grundlag: Aftale\n    udløber: 2026-11-24\n"
    site.sample.replace(
        "posts/2026/nr-2.md", "  kredit: Tegning\n", f"  kredit: Tegning\n{consent}"
    )
    assert site.build().code == 0
    assert site.build(now="2026-11-23 18:00").code == 0
    later = "2026-11-25 12:00"
    stopped = site.build(now=later)
    assert stopped.code == 1
    assert site.differs(stopped, now=later) == []


CONSENT = "  samtykke:\n    grundlag: Aftale\n    udløber: {}\n"


def test_a_date_comes_before_a_consent_runs_out(site: Site) -> None:
    """The first of both counts: on the first of December a pilot enters its next phase."""
    consent = CONSENT.format("2030-01-01")
    site.sample.replace(
        "posts/2026/nr-2.md", "  kredit: Tegning\n", f"  kredit: Tegning\n{consent}"
    )
    assert site.build().code == 0
    later = "2026-12-05 12:00"
    assert site.differs(site.build(now=later), now=later) == []


@pytest.mark.parametrize("unpublished", ["status: kladde\ndato: 2026-03-03", "dato: 2026-12-24"])
def test_a_consent_for_what_is_not_out_runs_out_too(site: Site, unpublished: str) -> None:
    """Nothing links to the entry, and the check looks at it all the same."""
    consent = CONSENT.format("2026-11-24")
    image = f"billede:\n  fil: images/et.png\n  alt: A\n  kredit: Tegning\n{consent}"
    words = entry_text("Senere", more=image).replace("dato: 2026-03-01", unpublished)
    site.sample.write("posts/2026/senere.md", words)
    assert site.build().code == 0
    later = "2026-11-24 00:00"
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
def test_a_vocabulary_entry_that_is_removed_is_missed(
    site: Site, vocabulary: str, old: str, new: str
) -> None:
    site.sample.replace(vocabulary, old, new)
    stopped = site.build()
    assert stopped.code == 1
    assert site.differs(stopped) == []
    site.sample.replace(vocabulary, new, old)
    assert site.differs(site.build()) == []


def test_an_input_of_a_plugin_s_own_is_seen(site: Site) -> None:
    """The setting NYSPOR_INPUTS names it."""
    (site.sample.folder / "weather.txt").write_text("Regn", "utf-8")
    assert written(site) == {"antal.txt"}


def test_a_helper_module_beside_a_plugin_is_code_too(site: Site) -> None:
    plugin = site.sample.plugin
    (site.sample.plugin.parent / "hjaelp.py").write_text('ORD = "tekster"\n', "utf-8")
    plugin.write_text(
        plugin.read_text("utf-8")
        .replace("from pathlib", "from hjaelp import ORD\nfrom pathlib")
        .replace("} tekster", "} {ORD}"),
        "utf-8",
    )
    assert "antal.txt" in written(site)
    (site.sample.plugin.parent / "hjaelp.py").write_text('ORD = "indslag"\n', "utf-8")
    assert "antal.txt" in written(site)
    assert "indslag" in (site.output / "antal.txt").read_text("utf-8")


def test_a_translation_with_its_old_time_stamp_is_seen(site: Site) -> None:
    catalogue = site.sample.folder / "theme/translations/da.po"
    before = catalogue.stat()
    catalogue.write_text(catalogue.read_text("utf-8").replace('"Spor"', '"Sporene"'), "utf-8")
    os.utime(catalogue, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert site.differs(site.build()) == []


def test_a_template_in_a_linked_folder_is_seen(site: Site) -> None:
    components = site.sample.theme / "templates/components"
    components.rename(site.folder / "components")
    components.symlink_to(site.folder / "components")
    assert site.build().code == 0
    card = site.folder / "components/card.html"
    card.write_text(card.read_text("utf-8").replace('class="card"', 'class="card new"'), "utf-8")
    assert site.differs(site.build()) == []


def test_hidden_files_of_the_theme_are_not_published(site: Site) -> None:
    (site.sample.theme / "static/.DS_Store").write_text("x", "utf-8")
    assert "intet nyt" in site.build().printed
    assert site.differs(site.build()) == []


@pytest.mark.parametrize(
    ("file", "other"),
    [
        ("content/images/et.png", None),
        ("content/files/rapport.pdf", b"Andet"),
        ("theme/templates/post.html", b"{% extends 'article.html' %}"),
        ("theme/translations/da.po", b'msgid "Menu"\nmsgstr "Andet"\n'),
    ],
)
def test_what_is_another_only_while_a_build_writes_is_not_left_in_the_output(
    site: Site, file: str, other: bytes | None
) -> None:
    path = site.sample.folder / file
    site.sample.write("files/rapport.pdf", "Rapport")
    write_picture(site.sample.path("images/et.png"), 50)
    site.sample.replace("posts/2026/nr-5.md", "Tekst.", "Se [den](../../files/rapport.pdf).")
    template = site.sample.theme / "templates/post.html"
    template.write_text(template.read_text("utf-8") + "\n", "utf-8")
    before = path.read_bytes()
    changed = turned(6, "PNG") if other is None else other
    site.build(before=when_writing_begins(lambda: path.write_bytes(changed)))
    path.write_bytes(before)
    assert site.differs(site.build()) == []


def test_debugging_writes_nothing_anew(site: Site) -> None:
    assert written(site, DEBUG=True) == set()


def test_code_that_changes_while_the_process_lives_is_not_taken_for_what_it_loaded(
    site: Site,
) -> None:
    """The preview runs old code. What it leaves is not what the new code would have written."""
    plugin = site.sample.plugin

    def edit_code_after_loading_it() -> None:
        from nyspor.incremental import pelican_class

        digest = pelican_class.code_digest

        def edited(*arguments: object) -> str:
            found = digest(*arguments)  # type: ignore[arg-type]
            plugin.write_text(plugin.read_text("utf-8").replace("tekster", "stykker"), "utf-8")
            return found

        pelican_class.code_digest = edited

    site.sample.replace("posts/2026/nr-5.md", "Tekst.", "Tekst, dog.")
    assert "startet" in site.build(before=edit_code_after_loading_it).printed
    assert site.differs(site.build()) == []


def test_a_plugin_left_out_while_the_process_lives_is_left_out_by_the_next_one(site: Site) -> None:
    site.sample.replace("posts/2026/nr-5.md", "Tekst.", "Tekst, dog.")
    with long_lived_process() as build_there:
        build_there(site.sample, NOW)
        site.sample.set("PLUGINS = [plugin for plugin in PLUGINS if plugin is not ideas_page]")
        assert "startet" in build_there(site.sample, NOW).printed
    assert site.differs(site.build()) == []


def test_a_picture_that_is_half_copied_is_reported_until_it_is_whole(site: Site) -> None:
    picture = site.sample.path("images/et.png")
    whole = picture.read_bytes()
    picture.write_bytes(whole[:-30])
    for _ in range(2):
        built = site.build()
        assert built.code == 1
        assert "images/et.png er beskadiget" in " ".join(built.printed.split())
    picture.write_bytes(whole)
    assert site.differs(site.build()) == []


def test_a_picture_that_is_turned_is_made_anew(site: Site) -> None:
    site.sample.path("images/et.png").write_bytes(turned(6, "PNG"))
    assert site.differs(site.build()) == []
    assert any(name.startswith("billeder/et-200.") for name in site.stamps())


# --- what goes wrong ------------------------------------------------------------------------------


@pytest.mark.parametrize("replaced", [1, 3, 10])
def test_a_build_that_was_killed_is_followed_by_a_right_one(site: Site, replaced: int) -> None:
    site.sample.replace("tracks/unge.md", "titel: Unge i gang", "titel: Unge på vej")
    assert site.build(before=kill_after(replaced)).code == -signal.SIGKILL
    site.sample.replace("tracks/unge.md", "titel: Unge på vej", "titel: Unge i gang")
    assert site.differs(site.build()) == []


def test_an_output_of_a_killed_build_does_not_stay(site: Site) -> None:
    site.sample.write("posts/2026/ny.md", entry_text("Ny", "2026-09-30"))
    site.build(before=kill_after(30))
    site.sample.path("posts/2026/ny.md").unlink()
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
    site.sample.replace("posts/2026/nr-5.md", "Tekst.", "Tekst, dog.")
    assert site.differs(site.build()) == []


def test_a_state_that_is_removed_while_the_process_lives_is_made_again(site: Site) -> None:
    def remove_it_once_it_is_open() -> None:
        from nyspor.incremental.build_state import StateFile

        begin = StateFile.begin

        def without_folder(self: StateFile) -> None:
            shutil.rmtree(site.state)
            begin(self)

        StateFile.begin = without_folder  # type: ignore[method-assign]

    site.sample.replace("posts/2026/nr-5.md", "Tekst.", "Tekst, dog.")
    assert site.differs(site.build(before=remove_it_once_it_is_open)) == []
    assert "intet nyt" in site.build().printed


def full_disk(of: str) -> Callable[[], None]:
    """What makes writing fail, of outputs or of the state."""

    def arrange() -> None:
        from nyspor.incremental import build_state
        from nyspor.plugins import output_writer

        def fail(path: Path, *parts: bytes) -> None:
            raise OSError(28, "No space left on device", str(path))

        module = build_state if of == "state" else output_writer
        module.write_atomically = fail  # type: ignore[attr-defined]

    return arrange


def test_a_full_disk_is_reported_without_a_traceback(site: Site) -> None:
    site.sample.replace("posts/2026/nr-5.md", "Tekst.", "Tekst, dog.")
    full = site.build(before=full_disk("outputs"))
    assert full.code == 1
    assert "Traceback" not in full.printed
    assert "kan ikke skrives" in full.printed
    assert site.differs(site.build()) == []


@pytest.mark.parametrize("inside", ["", "lock"])
def test_a_state_in_whose_place_something_else_is_is_said_plainly(site: Site, inside: str) -> None:
    place = next(site.state.glob("*/lock")).parent
    shutil.rmtree(site.state)
    if inside:
        (site.state / place.name / inside).mkdir(parents=True)
    else:
        site.state.write_text("")
    stopped = site.build()
    assert stopped.code == 1
    assert "Traceback" not in stopped.printed
    assert "kan ikke skrives" in stopped.printed


def test_a_state_that_cannot_be_saved_costs_time_only(site: Site) -> None:
    site.sample.replace("posts/2026/nr-5.md", "Tekst.", "Tekst, dog.")
    full = site.build(before=full_disk("state"))
    assert full.code == 0
    assert "Traceback" not in full.printed
    assert site.differs(site.build()) == []


def test_a_problem_is_reported_in_a_later_build_as_in_a_clean_one(site: Site) -> None:
    site.sample.replace("stories/2026/baenken.md", "## Træ", "## Sten")
    assert site.differs(site.build()) == []
    site.sample.replace("posts/2026/nr-5.md", "Tekst.", "Tekst, dog.")
    assert site.differs(site.build()) == [], "what was parsed of the broken content is kept"
    site.sample.replace("stories/2026/baenken.md", "## Sten", "## Træ")
    assert site.differs(site.build()) == []


def fault_with(file: str) -> None:
    """Let the pages of a text fail, as where a check has overlooked something."""
    from nyspor.site import view_models

    prose = view_models.prose

    def fail_with_one(library: Library, entry: Entry) -> Prose:
        if entry.file == file:
            raise KeyError("br")
        return prose(library, entry)

    view_models.prose = fail_with_one


@pytest.mark.parametrize("shared", [False, True])
def test_a_fault_names_the_text_and_leaves_the_site_as_it_was(site: Site, shared: bool) -> None:
    def arrange() -> None:
        fault_with("posts/2026/nr-5.md")
        if shared:
            two_processes()

    site.sample.replace("posts/2026/nr-5.md", "Tekst.", "Tekst, dog.")
    site.sample.replace("posts/2026/nr-6.md", "titel: Nummer", "titel: No.")
    (site.sample.folder / "content/posts/2026/nr-7.md").unlink()
    write_picture(site.sample.path("images/et.png"), 20)
    before = site.stamps()
    built = site.build(before=arrange)
    assert built.code == 1
    assert "content/posts/2026/nr-5.md" in built.printed
    assert "KeyError: 'br'" in built.printed
    assert "Traceback" not in built.printed
    assert site.stamps() == before
    (traceback,) = site.state.rglob("fault.txt")
    assert "fail_with_one" in traceback.read_text("utf-8")
    assert site.differs(site.build()) == []


# --- two processes --------------------------------------------------------------------------------


def two_processes() -> None:
    """Share even a small build."""
    from nyspor.incremental import entry_cache, output_writer

    entry_cache.WORTHWHILE = output_writer.WORTHWHILE = 0  # type: ignore[misc]


def test_two_processes_write_what_one_writes(site: Site) -> None:
    shared = build(
        site.sample, site.folder / "two", site.folder / "state-two", before=two_processes
    )
    assert shared.code == 0, shared.printed
    assert file_digests(site.folder / "two") == file_digests(site.output)


@pytest.mark.parametrize("when", ["reading", "rendering", "writing"])
def test_a_second_process_that_dies_is_missed_and_its_half_is_done(site: Site, when: str) -> None:
    def die_on_the_way() -> None:
        from nyspor.incremental import worker
        from nyspor.plugins import output_writer

        first = os.getpid()

        def die(*given: object, **named: object) -> None:
            os.kill(os.getpid(), signal.SIGKILL)

        def die_in_the_second(self: object, name: str, *given: object) -> None:
            (die if os.getpid() != first else write_file)(self, name, *given)

        two_processes()
        write_file = output_writer.AtomicWriter.write_file
        if when == "reading":
            worker._send_result = die
        elif when == "rendering":
            worker._make_and_wait = die
        else:
            output_writer.AtomicWriter.write_file = die_in_the_second  # type: ignore[method-assign,assignment]

    built = build(
        site.sample, site.folder / "two", site.folder / "state-two", before=die_on_the_way
    )
    assert built.code == 0, built.printed
    assert "stoppet af systemet (signal 9)" in built.printed.replace("\n", " ")
    assert file_digests(site.folder / "two") == file_digests(site.output)


def test_problems_in_either_half_are_reported_as_one_process_reports_them(site: Site) -> None:
    for number in (1, 2, 3, 4):
        site.sample.replace(f"posts/2026/nr-{number}.md", "afsendere: [anna]", "afsendere: [ane]")
    one = build(site.sample, site.folder / "one", site.folder / "state-one")
    two = build(site.sample, site.folder / "two", site.folder / "state-two", before=two_processes)
    assert one.code == two.code == 1
    assert one.printed == two.printed
    assert "4 fejl i 4 filer" in one.printed


# --- against a build without a cache --------------------------------------------------------------


def test_without_the_cache_the_same_bytes_come_out(site: Site) -> None:
    plain = build(
        site.sample, site.folder / "plain", site.folder / "state-plain", PELICAN_CLASS=Pelican
    )
    assert plain.code == 0, plain.printed
    assert file_digests(site.folder / "plain") == file_digests(site.output)
    assert not (site.folder / "state-plain").exists()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_random_changes_one_after_the_other(tmp_path: Path, seed: int) -> None:
    assert sequence(tmp_path, seed) == []


@pytest.mark.parametrize("seed", [1, 2])
def test_random_changes_in_a_long_lived_process(tmp_path: Path, seed: int) -> None:
    assert long_lived_sequence(tmp_path, seed) == []


def test_a_key_that_leaves_something_out_is_found(site: Site) -> None:
    """The control: with what lists show left out of the keys, a list keeps an old title."""

    def leave_out_listings() -> None:
        from nyspor.incremental.output_keys import OutputKeys

        OutputKeys._listed_digest = lambda self, file: ""  # type: ignore[method-assign]

    site.sample.replace("tracks/unge.md", "titel: Unge i gang", "titel: Unge på vej")
    assert site.build(before=leave_out_listings).code == 0
    site.sample.replace("tracks/unge.md", "titel: Unge på vej", "titel: Unge i front")
    assert "spor/index.html" in site.differs(site.build(before=leave_out_listings))


# --- what outputs declare -------------------------------------------------------------------------


def audited(site: Site) -> BuildResult:
    """A clean build in which every output is held to what it declares."""
    return build(
        site.sample, site.folder / "audit", site.folder / "state-audit", before=audit_outputs
    )


def test_no_output_shows_what_it_does_not_declare(site: Site) -> None:
    built = audited(site)
    assert built.code == 0, built.printed
    assert file_digests(site.folder / "audit") == file_digests(site.output)


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
    site.sample.plugin.write_text(code, "utf-8")
    built = audited(site)
    assert (built.code == 0) == is_covered, built.printed
    assert (f"reads {field} of posts/" in built.printed) != is_covered
