"""The desk of a preview, where one picks who one is."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from nyspor.desk.local import local_desk
from tests.builders import post_text
from tests.desk.desk import URL, AtDesk, make_state
from tests.site.test_brand import settings

DRAFT = "posts/2026/kladde.md"


def test_a_colleague_must_approve_as_on_the_real_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "nyspor.toml").write_text('[desk]\napproval = ["indlaeg"]\n')
    monkeypatch.chdir(tmp_path)
    state = make_state(tmp_path, posts__2026__kladde=post_text(status="kladde"))
    folders = {"PATH": str(state.texts.content), "NYSPOR_PICTURES": str(tmp_path / "pictures")}
    desk = local_desk(settings(tmp_path, SITEURL=URL, **folders), tmp_path / "data", "secret")

    def somebody(key: str) -> AtDesk:
        browser = TestClient(desk, base_url=URL)
        assert "Som indstillingerne siger" in browser.get("/desk/who").text
        browser.post("/desk/who", data={"person": key})
        return AtDesk(state, browser)

    writer, editor = somebody("skribent"), somebody("redaktion")
    form = {**writer.form_of(DRAFT), "_token": writer.token(), "_do": "publish"}
    assert writer.browser.post(f"/desk/text/{DRAFT}", data=form).status_code == 403
    writer.save(DRAFT, "ask")
    editor.save(DRAFT, "approve")
    writer.save(DRAFT, "publish")
    assert "status" not in (state.texts.content / DRAFT).read_text("utf-8")
