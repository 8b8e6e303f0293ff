"""A site's own plugins are loaded after the engine's, from its folder `plugins`."""

from __future__ import annotations

from pathlib import Path

import pytest

from nyspor.site_plugins import ENGINE_FOLDER, load_site_plugins


def test_they_are_loaded_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b", "a", "_shared"):
        (tmp_path / f"{name}.py").write_text(f"NAME = {name!r}\n\ndef register(): pass\n", "utf-8")
    assert [module.NAME for module in load_site_plugins(tmp_path)] == ["a", "b"]


def test_the_engine_s_own_are_not_loaded_twice(tmp_path: Path) -> None:
    (tmp_path / "plugins").symlink_to(ENGINE_FOLDER)
    assert load_site_plugins(tmp_path / "plugins") == []
    assert load_site_plugins(tmp_path / "missing") == []


def test_one_that_cannot_be_loaded_is_named(tmp_path: Path) -> None:
    (tmp_path / "det_sker.py").write_text("import intet_saadant\n", "utf-8")
    with pytest.raises(SystemExit, match=r"det_sker\.py kan ikke indlæses"):
        load_site_plugins(tmp_path)
