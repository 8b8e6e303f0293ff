"""The catalogues of messages."""

from __future__ import annotations

from pathlib import Path

from nyspor.i18n.catalogues import read_catalogue

CATALOGUE = (
    'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Yes"\nmsgstr "{}"\n'
)


def test_a_catalogue_is_read_again_when_it_changes(tmp_path: Path) -> None:
    (tmp_path / "da.po").write_text(CATALOGUE.format("Ja"), "utf-8")
    assert read_catalogue(tmp_path, "da").gettext("Yes") == "Ja"
    (tmp_path / "da.po").write_text(CATALOGUE.format("Jo da"), "utf-8")
    assert read_catalogue(tmp_path, "da").gettext("Yes") == "Jo da"


def test_a_running_service_speaks_on_while_the_engine_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "da.po").write_text(CATALOGUE.format("Ja"), "utf-8")
    read_catalogue(tmp_path, "da")
    (tmp_path / "da.po").unlink()
    assert read_catalogue(tmp_path, "da").gettext("Yes") == "Ja"
