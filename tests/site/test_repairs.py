"""What a build finds altered by somebody else, it repairs: pages, files, and the list for the forms service."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from tests.builders import post_text, write_settings, write_site
from tests.site.building import run_target

NOTHING_NEW = "intet nyt"

PICTURE = "{fil: images/sol.png, alt: Solen, kredit: Tegning}"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small site in a folder of its own, as one who runs it has it."""
    posts = {f"nr-{number}": post_text(f"Tekst {number}.") for number in range(len(ALTERED))}
    write_site(tmp_path / "content", **posts, med=post_text("Se.", billede=PICTURE))
    images = tmp_path / "content/images"
    images.mkdir()
    Image.new("RGB", (40, 30), "gold").save(images / "sol.png")
    write_settings(tmp_path)
    return tmp_path


def make(project: Path, target: str = "build", settings: str = "", **environ: str) -> str:
    """Run a target that succeeds; return what it printed."""
    result = run_target(target, project, settings, **environ)
    assert result.returncode == 0, result.stderr
    return result.stdout + result.stderr


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def leftovers(folder: Path) -> list[Path]:
    return [path for path in folder.rglob(".*") if path.name != ".nyspor"]


# --- ways in which somebody may alter a file -------------------------------------------------------


def other_words(path: Path) -> None:
    path.write_text("hej\n", "utf-8")


def as_many_other_bytes(path: Path) -> None:
    path.write_bytes(path.read_bytes()[::-1])


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def deleted(path: Path) -> None:
    path.unlink()


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "andet.txt").write_text("Andet", "utf-8")


def a_link(path: Path) -> None:
    """To a file that is somebody else's and stays as it is."""
    other = path.parent.parent / "en-andens.txt"
    other.write_text("Urørt", "utf-8")
    path.unlink()
    path.symlink_to(other)


def a_link_to_nothing(path: Path) -> None:
    path.unlink()
    path.symlink_to("findes-ikke")


ALTERED: tuple[Callable[[Path], None], ...] = (
    other_words, as_many_other_bytes, cut_short, emptied, deleted, a_folder, a_link, a_link_to_nothing,
)  # fmt: skip


# --- pages and files ------------------------------------------------------------------------------


def test_pages_that_were_altered_are_restored(project: Path) -> None:
    """Each in a way of its own."""
    make(project)
    before = files(project / "output")
    pages = [project / f"output/indlaeg/nr-{number}/index.html" for number in range(len(ALTERED))]
    for alter, page in zip(ALTERED, pages, strict=True):
        alter(page)
    assert NOTHING_NEW not in make(project)
    after = files(project / "output")
    after.pop("indlaeg/en-andens.txt", None)
    assert after == before
    assert not [page for page in pages if page.is_symlink()]
    assert NOTHING_NEW in make(project)


def test_whatever_is_written_is_restored(project: Path) -> None:
    make(project)
    before = files(project / "output")
    for name in ("*.css", "*.webp", "alt.atom", "404.html", "robots.txt"):
        written = [*(project / "output").rglob(name)]
        assert written
        for path in written:
            cut_short(path)
    make(project)
    assert files(project / "output") == before


def test_an_altered_page_is_restored_when_something_else_is_new(project: Path) -> None:
    make(project)
    before = files(project / "output")
    other_words(project / "output/indlaeg/nr-1/index.html")
    a_folder(project / "output/indlaeg/nr-2/index.html")
    (project / "content/posts/2012/nr-3.md").write_text(post_text("Andre ord."), "utf-8")
    make(project)
    after = files(project / "output")
    assert after["indlaeg/nr-1/index.html"] == before["indlaeg/nr-1/index.html"]
    assert after["indlaeg/nr-2/index.html"] == before["indlaeg/nr-2/index.html"]
    assert "Andre ord." in after["indlaeg/nr-3/index.html"].decode()


def test_a_folder_that_leads_elsewhere_is_made_anew_and_elsewhere_is_left_alone(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    make(project)
    before = files(project / "output")
    elsewhere = tmp_path_factory.mktemp("andetsteds")
    (elsewhere / "index.html").write_text("Urørt", "utf-8")
    shutil.rmtree(project / "output/indlaeg/nr-1")
    (project / "output/indlaeg/nr-1").symlink_to(elsewhere)
    make(project)
    assert files(project / "output") == before
    assert (elsewhere / "index.html").read_text("utf-8") == "Urørt"


def test_a_file_where_a_folder_was_gives_way(project: Path) -> None:
    make(project)
    before = files(project / "output")
    shutil.rmtree(project / "output/indlaeg")
    (project / "output/indlaeg").write_text("En fil", "utf-8")
    make(project)
    assert files(project / "output") == before


@pytest.mark.parametrize(
    ("first", "then"), [("/gl.html", "/gl.html/b/"), ("/gl.html/b/", "/gl.html")]
)
def test_an_address_may_become_part_of_another(project: Path, first: str, then: str) -> None:
    post = project / "content/posts/2012/nr-1.md"
    post.write_text(post_text(tidligere_adresser=f"[{first}]"), "utf-8")
    make(project)
    post.write_text(post_text(tidligere_adresser=f"[{then}]"), "utf-8")
    make(project)
    moved = project / "output" / then.strip("/")
    assert "/indlaeg/nr-1/" in (moved / "index.html" if moved.is_dir() else moved).read_text()


# --- the list for the forms service -----------------------------------------------------------------


def site_in(forms: Path) -> str:
    """The address of the site in a list."""
    return str(json.loads(forms.read_bytes())["site"]["url"])


def test_each_build_writes_a_list_of_its_own(project: Path) -> None:
    published, preview = project / "var/forms.json", project / "var/preview/forms.json"
    make(project, "publish", NYSPOR_SITEURL="https://kommune.example/innovation")
    assert not preview.exists()
    for address in ("https://kommune.example/innovation", "https://blog.kommune.example"):
        make(project, "build")
        make(project, "publish", NYSPOR_SITEURL=address)
        assert site_in(published) == address
        make(project, "build")
        assert site_in(published) == address
        assert site_in(preview) == "http://127.0.0.1:8000"


def test_a_list_that_all_builds_share_is_the_last_one_s(project: Path) -> None:
    environ = {"NYSPOR_FORMS": "lister/til-formularer.json"}
    for _ in range(2):
        make(project, "publish", NYSPOR_SITEURL="https://blog.kommune.example", **environ)
        assert site_in(project / "lister/til-formularer.json") == "https://blog.kommune.example"
        make(project, "build", **environ)
        assert site_in(project / "lister/til-formularer.json") == "http://127.0.0.1:8000"


def test_two_sites_with_one_list_write_it_in_turn(project: Path) -> None:
    """A second output folder and another address: each build leaves the list as it would write it."""
    (project / "other.py").write_text(
        "import sys\nsys.path.insert(0, '.')\nfrom publishconf import *\nOUTPUT_PATH = 'andet'\n",
        "utf-8",
    )
    for _ in range(2):
        make(project, "publish", NYSPOR_SITEURL="https://en.kommune.example")
        assert site_in(project / "var/forms.json") == "https://en.kommune.example"
        make(project, "publish", "other.py", NYSPOR_SITEURL="https://to.kommune.example")
        assert site_in(project / "var/forms.json") == "https://to.kommune.example"


@pytest.mark.parametrize(
    ("target", "name"), [("publish", "var/forms.json"), ("build", "var/preview/forms.json")]
)
def test_a_list_that_was_altered_is_restored(project: Path, target: str, name: str) -> None:
    address, forms = "https://kommune.example", project / name
    make(project, target, NYSPOR_SITEURL=address)
    before = forms.read_bytes()
    for alter in (alter for alter in ALTERED if alter is not a_folder):
        alter(forms)
        make(project, target, NYSPOR_SITEURL=address)
        assert forms.read_bytes() == before, alter.__name__
        assert not forms.is_symlink()
    assert NOTHING_NEW in make(project, target, NYSPOR_SITEURL=address)


def test_a_folder_where_the_list_would_lie_is_somebody_s(project: Path) -> None:
    (project / "mine/breve").mkdir(parents=True)
    result = run_target("publish", project, NYSPOR_SITEURL="https://a.example", NYSPOR_FORMS="mine")
    assert result.returncode == 1
    assert "mine er en mappe" in result.stderr
    assert "Traceback" not in result.stderr
    assert (project / "mine/breve").is_dir()
    assert not (project / "public").exists()


def test_a_list_restored_by_hand_with_its_old_time_is_looked_into(project: Path) -> None:
    """An older list of as many bytes, with the time stamp of the one that was written."""
    address = "https://kommune.example"
    make(project, "publish", NYSPOR_SITEURL=address)
    forms = project / "var/forms.json"
    before, stamps = forms.read_bytes(), forms.stat()
    forms.write_bytes(before.replace(b"kommune.example", b"enanden.example"))
    os.utime(forms, ns=(stamps.st_atime_ns, stamps.st_mtime_ns))
    make(project, "publish", NYSPOR_SITEURL=address)
    assert forms.read_bytes() == before
