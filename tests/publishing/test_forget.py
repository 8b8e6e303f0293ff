"""`nyspor forget` publishes the site without what is forgotten, and it is gone from every release."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from nyspor.forms_service.outbox import Outbox
from tests.forms_service.builders import accept
from tests.forms_service.commands import environ_in
from tests.publishing.sites import a_post, make_site

NUMBER = "0123456789ab"
COMMENT = "---\nindlæg: posts/nyt\nnavn: Gerda Holm\nmodtaget: 2026-11-02 12:00\n---\n\nOrdene, der skal væk.\n"


def test_a_forgotten_comment_is_gone_from_pages_releases_and_states(tmp_path: Path) -> None:
    site = make_site(tmp_path / "side")
    site.write("posts/2026/nyt.md", a_post())
    site.write(f"comments/posts/nyt/{NUMBER}.md", COMMENT)
    site.publish()
    site.write("posts/2026/mere.md", a_post("Mere"))
    site.publish()
    with closing(Outbox.open(site.folder / "data/outbox.sqlite")) as outbox:
        accept(
            outbox, NUMBER, values={"email": "gerda@post.example", "text": "Ordene, der skal væk."}
        )
    done = site.run("forget", "Gerda@POST.example ", **environ_in(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Siden er udgivet uden det." in done.stdout
    assert "Tidligere udgivelser uden det: 2" in done.stdout
    searched = [site.folder / "releases", site.folder / "var", site.folder / "content"]
    holding = [
        file
        for folder in searched
        for file in folder.rglob("*")
        if file.is_file()
        and any(word in file.read_bytes() for word in (b"Gerda Holm", b"Ordene, der"))
    ]
    assert holding == []
