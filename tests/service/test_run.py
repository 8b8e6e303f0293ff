"""`nyspor run` as IT runs it: one process that receives, publishes and mails."""

from __future__ import annotations

from pathlib import Path

from tests.publishing.sites import a_post, make_site
from tests.service.sites import links, page, running

COMMENT = {
    "entry": "posts/nyt",
    "name": "Nabo til stien",
    "email": "nabo@post.example",
    "text": "Den er dejlig.",
    "notify": "yes",
}


def test_an_approved_comment_is_published_and_then_told(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    site.write("posts/2026/nyt.md", a_post())
    with running(site) as service:
        service.wait_for("Udgivet: 000001-")
        assert service.confirm("comment", COMMENT).status_code == 303
        [to_editor] = service.mails("editor")
        publish, _ = links(to_editor)
        assert service.client.post(publish).status_code == 200
        service.wait_for("Udgivet: 000002-")
        assert "Den er dejlig." in page(site, "/indlaeg/nyt/")
        service.stop()
    [told] = [r for r in service.records() if r.purpose == "decision-publish"]
    assert not told.held
