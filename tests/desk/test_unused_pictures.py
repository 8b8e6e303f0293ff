"""Pictures that nothing uses are listed, deleted when one has been asked, and got back."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from nyspor.desk.store.corrections import Correction, Corrections
from nyspor.desk.store.journal import Journal, Unsaved
from tests.builders import post_text
from tests.desk.desk import FILE, NOW, AtDesk, git, make_state, sit_down
from tests.pictures import RED, flat, packed

PICTURE = "images/2025/sti.jpg"
LONG_AGO = NOW.timestamp() - 7 * 24 * 3600


@pytest.fixture
def bo(tmp_path: Path) -> AtDesk:
    """An editor at a desk with a picture that was sent in a week ago."""
    bo = sit_down(make_state(tmp_path), "bo")
    file = bo.content / PICTURE
    file.parent.mkdir(parents=True)
    file.write_bytes(packed(flat("RGB", RED, (90, 60)), "JPEG"))
    os.utime(file, (LONG_AGO, LONG_AGO))
    git(bo.content, "add", ".")
    git(bo.content, "-c", "user.name=T", "-c", "user.email=t@t.example", "commit", "-qm", "Et billede")  # fmt: skip
    return bo


def listed(bo: AtDesk) -> list[str]:
    page = bo.read("/desk/pictures")
    return [str(each["value"]) for each in page.select(".confirm [name=picture]")]


def test_a_picture_is_deleted_in_the_editor_s_name_and_got_back(bo: AtDesk) -> None:
    before = (bo.content / PICTURE).read_bytes()
    assert listed(bo) == [PICTURE]
    page = bo.send("/desk/pictures", _do="delete", picture=PICTURE)
    assert f"{PICTURE} er slettet." in page.get_text()
    assert not (bo.content / PICTURE).exists()
    assert git(bo.content, "log", "-1", "--format=%an %s") == f"Bo {PICTURE}: slettet"
    bo.send("/desk/pictures", _do="restore", picture=PICTURE)
    assert (bo.content / PICTURE).read_bytes() == before
    assert git(bo.content, "status", "--porcelain") == ""


def test_what_a_text_shows_is_not_listed_and_not_deleted(bo: AtDesk) -> None:
    (bo.content / FILE).write_text(post_text("![En sti](../../images/2025/sti.jpg)"), "utf-8")
    assert listed(bo) == []
    page = bo.send("/desk/pictures", _do="delete", picture=PICTURE)
    assert "Billedet blev ikke slettet" in page.get_text()
    assert (bo.content / PICTURE).exists()


def test_what_is_named_anywhere_else_is_not_listed(bo: AtDesk) -> None:
    named, database = b"../../images/2025/sti.jpg", bo.state.database
    (bo.content.parent / "brand.yaml").write_bytes(b"billede: content/images/2025/sti.jpg")
    assert listed(bo) == []
    (bo.content.parent / "brand.yaml").unlink()
    Journal(database).keep("anna", FILE, Unsaved("x", "", named, NOW))
    assert listed(bo) == []
    Journal(database).drop("anna", FILE, "x")
    Corrections(database).keep(Correction(FILE, b"", named, "anna", NOW))
    assert listed(bo) == []
    Corrections(database).drop(FILE)
    os.utime(bo.content / PICTURE, (NOW.timestamp(), NOW.timestamp()))
    assert listed(bo) == []  # somebody may be about to put it into a text


@pytest.mark.parametrize("file", ["images/../../secret.jpg", "images/2025/ukendt.jpg", FILE, ""])
def test_nothing_but_a_deleted_picture_is_got_back(bo: AtDesk, file: str) -> None:
    form = {"_token": bo.token(), "_do": "restore", "picture": file}
    assert bo.browser.post("/desk/pictures", data=form).status_code == 404


def test_only_editors_delete_pictures(bo: AtDesk) -> None:
    anna = sit_down(bo.state, "anna")
    anna.read("/desk/pictures", 403)
    assert not anna.read("/desk/").find("a", href="/desk/pictures")
    assert bo.read("/desk/").find("a", href="/desk/pictures")


def test_the_same_picture_under_two_names_is_seen_under_both(bo: AtDesk) -> None:
    again = bo.content / "images/2025/sti-igen.jpg"
    again.write_bytes((bo.content / PICTURE).read_bytes())
    os.utime(again, (LONG_AGO, LONG_AGO))
    seen = bo.read("/desk/pictures").select(".pictures img")
    assert len(seen) == 2
    for picture in seen:
        assert bo.browser.get(str(picture["src"])).status_code == 200
