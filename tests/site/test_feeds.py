"""What a feed calls an entry, wherever the entry moves."""

from __future__ import annotations

import json
from pathlib import Path

from nyspor.model.site import Site
from nyspor.plugins.feeds import identity
from nyspor.site.build_plan import Build
from nyspor.site.theme import Theme
from tests.builders import make_library, make_post

URL = "https://beby.example"


def test_an_entry_that_moved_twice_keeps_its_first_id() -> None:
    post = make_post("stien", aliases=("/blog/stien/", "/nyheder/stien/"))
    build = Build(make_library(post), Site("Nyspor", "", URL), Path("content"), Theme(), False)
    assert identity(build, post) == f"{URL}/blog/stien/"


def test_the_item_of_a_long_text_opens_with_it_in_brief(site: Path) -> None:
    feed = json.loads((site / "feeds/indlaeg.json").read_text("utf-8"))
    (item,) = [item for item in feed["items"] if item["title"] == "Stien er åben"]
    content = item["content_html"]
    assert content.index("Den er lys.") < content.index("Brødtekst.")
