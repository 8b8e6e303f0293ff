"""The preview for colleagues, built by the command that the service runs."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from nyspor.forms_service.build_command import BuildFailure
from nyspor.service.staging import WithStaging
from tests.publishing.sites import a_post, environment, make_site


def test_drafts_are_shown_to_colleagues_even_where_nothing_can_be_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site(tmp_path / "site", git=False)
    site.write("posts/2026/kladde.md", a_post("Kladden").replace("dato:", "status: kladde\ndato:"))
    site.write("posts/2026/galt.md", a_post("Galt", date="i går"))
    refused = BuildFailure("Fejl", "")

    async def publish() -> BuildFailure | None:
        return refused

    folder = tmp_path / "staging"
    with_staging = WithStaging(publish, folder, 300, environment())
    monkeypatch.chdir(site.folder)
    assert asyncio.run(with_staging()) is refused
    assert "Kladden" in (folder / "kladder/posts/kladde/index.html").read_text("utf-8")
    assert not (folder / "indlaeg/galt").exists()
