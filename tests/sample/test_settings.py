"""The settings and the brand of the sample."""

from __future__ import annotations

from pathlib import Path

import pytest

from nyspor.site.brand import read_brand
from nyspor.site.brand_checks import check_brand
from tests.conftest import ROOT
from tests.test_package import imports_plugins
from tests.test_project import settings_in, without_owner


def test_the_brand_has_no_problems() -> None:
    assert check_brand(read_brand(ROOT / "brand.yaml")) == []


SETTINGS = [ROOT / "pelicanconf.py", ROOT / "publishconf.py"]


def test_each_setting_has_an_owner() -> None:
    assert without_owner(settings_in(SETTINGS)) == set()


@pytest.mark.parametrize("file", SETTINGS, ids=lambda file: file.stem)
def test_settings_import_the_plugins_from_the_package(file: Path) -> None:
    assert not imports_plugins(file)
