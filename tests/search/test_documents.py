"""The library as search documents."""

from __future__ import annotations

import pytest

from nyspor.search.documents import SearchDocument, documents
from tests.builders import library_from, post_text

STORY = """---
titel: Robotten, der fik lov at vente
resume: Nogle ville hellere have besøg.
dato: 28. september 2026
kommune: roskilde
spor: [gode-leveaar]
temaer: [aeldre]
citat: {tekst: Den drikker ikke kaffe., navn: En borger}
---

Den stod i sin **kasse** i tre uger.

## Spørg først

::: fakta Det blev reglen
Robot eller besøg er et valg.
:::
"""


def untranslated(message: str, language: str) -> str:
    return message


def document_of(text: str, file: str) -> SearchDocument:
    found = documents(library_from((file, text)), untranslated)
    slug = file.rpartition("/")[2].partition(".")[0]
    return next(document for document in found if document.address.endswith(f"/{slug}/"))


@pytest.fixture(scope="module")
def story() -> SearchDocument:
    return document_of(STORY, "stories/2026/robotten.md")


def test_text_is_a_line_for_each_block(story: SearchDocument) -> None:
    assert story.body.split("\n")[:3] == [
        "Den stod i sin kasse i tre uger.",
        "Spørg først",
        "Robot eller besøg er et valg.",
    ]


def test_text_holds_what_other_fields_say(story: SearchDocument) -> None:
    assert "Den drikker ikke kaffe." in story.body
    assert "stories/robotten" not in story.body, "what readers do not see is not found"


def test_headings_are_those_of_building_blocks_too(story: SearchDocument) -> None:
    assert story.headings == ("Spørg først", "Det blev reglen")


def test_what_a_text_belongs_to_finds_it_too(story: SearchDocument) -> None:
    assert {"#aeldre", "Ældre", "Roskilde Kommune"} <= set(story.hidden_words)


def test_filters_hold_names_as_readers_see_them(story: SearchDocument) -> None:
    assert story.filters == {
        "Slags": ("Stories",),
        "Kommune": ("Roskilde Kommune",),
        "Spor": ("At sikre flere gode leveår for borgerne",),
        "Tema": ("Ældre",),
        "År": ("2026",),
    }


@pytest.mark.parametrize("status", ["kladde", "skjult"])
def test_what_is_not_listed_is_not_found(status: str) -> None:
    library = library_from(("posts/2012/velkommen.md", post_text(status=status)))
    assert "/indlaeg/velkommen/" not in {d.address for d in documents(library, untranslated)}


def test_a_translation_is_a_document_of_its_language() -> None:
    page = "---\ntitel: About us\nresume: Who we are.\nsprog: engelsk\n---\n\nHello.\n"
    assert document_of(page, "pages/about.en.md").lang == "en"
