"""A small valid issue, for tests that make one thing in it invalid."""

from __future__ import annotations

from dataclasses import replace

from nyspor.checks.magazine import check_layout
from nyspor.content.collection import ContentCollection
from nyspor.model.library import PictureFile
from nyspor.problems import Problem
from tests.builders import NOW, make_collection, parse_entry, post_text

SHARP = "{fil: images/skarp.png, alt: En sti, kredit: Nyspor}"
BLURRED = "{fil: images/lille.png, alt: En sti, kredit: Nyspor}"
PICTURES = {
    "images/skarp.png": PictureFile(2200, 3000, "a"),
    "images/lille.png": PictureFile(1600, 1067, "b"),
    "images/mini.png": PictureFile(800, 600, "c"),
}


def a_story(body: str = "Brødtekst.", **fields: str) -> str:
    """The text of a story from 2013 with a picture."""
    return post_text(body, **{"titel": "Stien", "dato": "2013", "billede": SHARP} | fields)


def an_issue(*entries: str, **fields: str) -> str:
    """The text of an issue with a section of these entries, such as `historie: stien, opslag: ja`."""
    stories = ", ".join(f"{{{entry}}}" for entry in entries or ("historie: stien",))
    keys = {
        "dato": "",
        "år": "2013",
        "forside": SHARP,
        "leder": "Kære læser.",
        "afsnit": f"[{{titel: Sammen, historier: [{stories}]}}]",
        "kolofon": "Lavet af os.",
        "bagside": "Hvad undrer du dig over?",
    }
    return post_text("", **keys | fields)


def a_site(issue: str, **stories: str) -> ContentCollection:
    """Content of an issue and of stories by name; without any, of the one called `stien`."""
    texts = stories or {"stien": a_story()}
    parsed_entries = [parse_entry(text, f"stories/2013/{name}.md") for name, text in texts.items()]
    site = make_collection(*parsed_entries, parse_entry(issue, "magazine/2013/issue.md"))
    return replace(site, pictures=PICTURES, files=frozenset(PICTURES))


def issue_problems(site: ContentCollection) -> list[Problem]:
    """Return the problems of the one issue of a site, beyond those that every build reports."""
    return list(check_layout(site, site.by_key["magazine/2013"], NOW))
