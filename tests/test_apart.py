"""The engine's tests need no sample: one that looks into it fails, wherever it stands."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from nyspor.content.loader import read_content
from tests.conftest import ROOT, SAMPLE


def kept_out() -> AbstractContextManager[object]:
    return pytest.raises(pytest.fail.Exception, match="belongs to the sample")


@pytest.mark.parametrize("path", sorted(SAMPLE), ids=os.path.basename)
def test_a_test_of_the_engine_s_that_looks_into_the_sample_fails(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with kept_out():
        Path(path).read_text("utf-8")
    monkeypatch.chdir(ROOT)
    with kept_out():
        os.listdir(os.path.basename(path))


def test_so_does_one_that_reads_its_content() -> None:
    with kept_out():
        read_content(ROOT / "content")
