"""Compressed copies beside the files of a release."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli

from nyspor.publishing.compression import compress_files

TEXT = b"<p>Tekst.</p>" * 100


def files_after(folder: Path, *changed: str) -> set[str]:
    """Compress, and return the files that there are then."""
    paths = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    compress_files(folder, paths, changed)
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_text_gets_copies_and_loses_them_with_itself(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_bytes(TEXT)
    assert files_after(tmp_path, "index.html") == {"index.html", "index.html.br", "index.html.gz"}
    assert gzip.decompress((tmp_path / "index.html.gz").read_bytes()) == TEXT
    assert brotli.decompress((tmp_path / "index.html.br").read_bytes()) == TEXT
    page.unlink()
    assert files_after(tmp_path) == set()


def test_what_writers_link_to_is_left_alone(tmp_path: Path) -> None:
    for name in ("kort.json", "tal.json.gz"):
        (tmp_path / "filer").mkdir(exist_ok=True)
        (tmp_path / "filer" / name).write_bytes(TEXT)
    assert files_after(tmp_path, "filer/kort.json") == {"filer/kort.json", "filer/tal.json.gz"}
