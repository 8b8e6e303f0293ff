"""What becomes of files, each at random: of their times and links, and of what builds have left on the disk."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from random import Random

from tests.incremental.entry_edits import WORDS
from tests.incremental.site_builder import SampleSite, forms_list

# --- content ------------------------------------------------------------------------------------------


def touched(sample: SampleSite, random: Random) -> None:
    """Saved again without a change."""
    name = random.choice(sample.texts())
    sample.write(name, sample.read(name))


def same_size_and_time(sample: SampleSite, random: Random) -> None:
    """Other bytes, as many as before, under the old time of modification."""
    path = sample.path(random.choice(sample.texts()))
    before, raw = path.stat(), path.read_bytes()
    text = raw.rstrip()
    path.write_bytes(text[:-1] + random.choice((b"!", b"?")) + raw[len(text) :])
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def of_the_future(sample: SampleSite, random: Random) -> None:
    """Written by a clock that is wrong."""
    name = random.choice(sample.texts())
    sample.write(name, sample.read(name) + f"\nFra {random.choice(WORDS)}.\n")
    os.utime(sample.path(name), (4_000_000_000, 4_000_000_000))


def put_back(sample: SampleSite, random: Random) -> None:
    """A copy of before, with its times: of the text that is set aside first, or of the one set aside last."""
    aside = sample.folder / "aside.md"
    name = random.choice(sample.texts("posts"))
    if aside.exists():
        shutil.copy2(aside, sample.path(name))
        aside.unlink()
    else:
        shutil.copy2(sample.path(name), aside)
        sample.write(name, sample.read(name) + "\nIkke længe.\n")


def linked(sample: SampleSite, random: Random) -> None:
    """A text lies elsewhere, and changes there."""
    path = sample.path(random.choice(sample.texts()))
    elsewhere = sample.folder / "elsewhere" / path.name
    if not path.is_symlink():
        elsewhere.parent.mkdir(exist_ok=True)
        path.rename(elsewhere)
        path.symlink_to(elsewhere)
    with path.open("a", encoding="utf-8") as text:
        text.write(f"\nEt andet sted: {random.choice(WORDS)}.\n")


def linked_twice(sample: SampleSite, random: Random) -> None:
    """Two names of one file."""
    path = sample.path(random.choice(sample.texts("posts")))
    os.link(path, path.with_stem(f"dobbelt-{random.randrange(10_000)}"))


def folder_linked(sample: SampleSite, random: Random) -> None:
    """A folder of the content lies elsewhere."""
    folder = sample.path(random.choice(("posts/2026", "images", "stories")))
    if not folder.is_symlink():
        elsewhere = sample.folder / f"elsewhere-{folder.name}"
        folder.rename(elsewhere)
        folder.symlink_to(elsewhere)
    text = sample.read("stories/2026/broen.md")
    sample.write("stories/2026/broen.md", text + f"\nEn {random.choice(WORDS)} til.\n")


# --- the output folder --------------------------------------------------------------------------------


def _page(sample: SampleSite, random: Random) -> list[Path]:
    """A page, if there is one."""
    return _one_of((path for path in sample.output.rglob("*.html") if path.is_file()), random)


def _folder(sample: SampleSite, random: Random) -> list[Path]:
    """A folder right in the output folder, if there is one."""
    found = (path for path in sample.output.glob("*") if path.is_dir() and not path.is_symlink())
    return _one_of(found, random)


def _one_of(paths: Iterable[Path], random: Random) -> list[Path]:
    found = sorted(paths)
    return random.sample(found, min(1, len(found)))


def page_lost(sample: SampleSite, random: Random) -> None:
    for page in _page(sample, random):
        page.unlink()


def page_altered(sample: SampleSite, random: Random) -> None:
    for page in _page(sample, random):
        page.write_bytes(page.read_bytes()[: random.choice((0, 100, -1))])


def page_is_folder(sample: SampleSite, random: Random) -> None:
    for page in _page(sample, random):
        page.unlink()
        page.mkdir()
        (page / "noget.txt").write_text("Noget", "utf-8")


def page_is_link(sample: SampleSite, random: Random) -> None:
    elsewhere = sample.output.parent / "elsewhere.html"
    elsewhere.write_text("Et andet sted", "utf-8")
    for page in _page(sample, random):
        page.unlink()
        page.symlink_to(elsewhere)


def folder_is_file(sample: SampleSite, random: Random) -> None:
    for folder in _folder(sample, random):
        shutil.rmtree(folder)
        folder.write_text("Ingen mappe", "utf-8")


def folder_is_link(sample: SampleSite, random: Random) -> None:
    """A folder of the output lies elsewhere, all its files as they were."""
    elsewhere = sample.output.parent / f"elsewhere-{random.randrange(10_000)}"
    for folder in _folder(sample, random):
        folder.rename(elsewhere)
        folder.symlink_to(elsewhere)


def picture_altered(sample: SampleSite, random: Random) -> None:
    """A file that is named by its content."""
    for path in _one_of((sample.output / "billeder").glob("*"), random):
        path.write_bytes(b"Ikke et billede")


def output_emptied(sample: SampleSite, random: Random) -> None:
    shutil.rmtree(sample.output, ignore_errors=True)
    sample.output.mkdir()


def output_removed(sample: SampleSite, random: Random) -> None:
    shutil.rmtree(sample.output, ignore_errors=True)


def output_of_before(sample: SampleSite, random: Random) -> None:
    """The whole folder as it was at another build."""
    _set_aside_or_back(sample.output)


def forms_list_altered(sample: SampleSite, random: Random) -> None:
    """By another build that writes the same list."""
    forms = forms_list(sample.output)
    if forms.exists():
        before = forms.stat()
        forms.write_bytes(forms.read_bytes().replace(b"e", b"a", 1))
        os.utime(forms, ns=(before.st_atime_ns, before.st_mtime_ns))


def forms_list_removed(sample: SampleSite, random: Random) -> None:
    forms_list(sample.output).unlink(missing_ok=True)


# --- the state ----------------------------------------------------------------------------------------


def state_removed(sample: SampleSite, random: Random) -> None:
    shutil.rmtree(sample.state, ignore_errors=True)


def state_damaged(sample: SampleSite, random: Random) -> None:
    for path in sample.state.glob("*/state"):
        raw = path.read_bytes()
        place = random.randrange(len(raw) + 1)
        path.write_bytes(random.choice((b"", raw[:place], raw[:place] + b"?" + raw[place + 1 :])))


def state_of_before(sample: SampleSite, random: Random) -> None:
    """As at another build: from a backup."""
    _set_aside_or_back(sample.state)


def _set_aside_or_back(folder: Path) -> None:
    """Copy the folder the first time; put the copy in its place the next."""
    aside = folder.with_name(f"{folder.name}-of-before")
    if aside.exists():
        shutil.rmtree(folder, ignore_errors=True)
        aside.rename(folder)
    elif folder.exists():
        shutil.copytree(folder, aside, symlinks=True)
