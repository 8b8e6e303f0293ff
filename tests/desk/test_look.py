"""The desk looks as brand.yaml says now."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from nyspor.desk.pages import DeskPages
from nyspor.site.look import Look
from tests.desk.desk import make_state, sit_down
from tests.site.test_brand import settings, write_brand


def test_a_new_name_is_shown_without_a_restart_and_a_broken_brand_leaves_the_name(
    tmp_path: Path,
) -> None:
    write_brand(tmp_path, "navn: Beby\n")
    look = Look(settings(tmp_path))
    anna = sit_down(replace(make_state(tmp_path), pages=DeskPages(look)), "anna")
    assert "Beby" in anna.read("/desk/").get_text()
    write_brand(tmp_path, "navn: Bebys nye veje\n")
    assert "Bebys nye veje" in anna.read("/desk/").get_text()
    write_brand(tmp_path, "navn: [\n")
    assert "Bebys nye veje" in anna.read("/desk/").get_text()
