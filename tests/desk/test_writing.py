"""What the toolbar of the text offers: building blocks, texts to link to, pictures."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from nyspor.content.loader import read_content
from nyspor.desk.writing.building_blocks import BlockExample, block_examples
from nyspor.desk.writing.link_targets import link_targets
from nyspor.markdown.blocks import NAMES
from nyspor.markdown.converter import converter
from tests.builders import post_text
from tests.desk.desk import FILE, make_state, sit_down
from tests.full_site import write_content


@pytest.mark.parametrize("example", block_examples(), ids=lambda each: each.name)
def test_every_building_block_is_what_it_says(example: BlockExample) -> None:
    body = converter().convert(example.text, FILE)
    assert [block.name for block in body.blocks] == [NAMES[example.name]]
    assert body.problems == ()


def test_there_is_every_building_block() -> None:
    assert [example.name for example in block_examples()] == [*NAMES]


def test_texts_are_found_by_their_titles_with_the_way_to_them(tmp_path: Path) -> None:
    content = read_content(write_content(tmp_path, posts=3))
    found = link_targets(content, "pages/om.md", "NUMMER 2")
    assert [(each["label"], each["address"]) for each in found] == [
        ("Nummer 2", "../posts/2026/nr-2.md")
    ]


def test_a_text_is_found_by_the_way_to_it_too(tmp_path: Path) -> None:
    content = read_content(write_content(tmp_path, posts=3))
    found = link_targets(content, "pages/om.md", "../posts/2026/nr-2.md")
    assert [each["label"] for each in found] == ["Nummer 2"]


def test_what_begins_with_the_words_comes_first_and_a_text_never_leads_to_itself(
    tmp_path: Path,
) -> None:
    more = {
        "posts__2026__a": post_text(titel="En lang sti"),
        "posts__2026__b": post_text(titel="Sti"),
        "posts__2026__c": post_text(titel="Stiernes dag"),
    }
    anna = sit_down(make_state(tmp_path, **more), "anna")
    found = anna.browser.get(f"/desk/links/{FILE}", params={"q": "sti"}).json()
    found = [each for each in found if each["kind"] == "Indlæg"]
    assert [(each["label"], each["kind"]) for each in found] == [
        ("Sti", "Indlæg"),
        ("Stiernes dag", "Indlæg"),
        ("En lang sti", "Indlæg"),
    ]


def test_a_picture_of_the_text_is_shown_small(tmp_path: Path) -> None:
    state = make_state(tmp_path)
    write_content(tmp_path / "content", posts=1)
    anna = sit_down(state, "anna")
    answer = anna.browser.get("/desk/thumbnail/images/liggende.jpg")
    assert answer.headers["content-type"] == "image/webp"
    assert anna.browser.get("/desk/thumbnail/images/findes-ikke.jpg").status_code == 404
    assert anna.browser.get("/desk/thumbnail/../secret").status_code == 404


def test_a_script_is_compressed_and_not_sent_twice(tmp_path: Path) -> None:
    browser = sit_down(make_state(tmp_path), "anna").browser
    for encoding in ("gzip", "br"):
        answer = browser.get("/desk/static/writing.js", headers={"Accept-Encoding": encoding})
        assert answer.headers["content-encoding"] == encoding
    again = browser.get(
        "/desk/static/writing.js", headers={"If-None-Match": answer.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


def test_a_text_opens_with_little_to_load(tmp_path: Path) -> None:
    anna = sit_down(make_state(tmp_path), "anna")
    parts = anna.read(f"/desk/text/{FILE}").select("script[src], link[rel=stylesheet]")
    addresses = [str(part.get("src") or part.get("href")) for part in parts]
    assert "/desk/static/editor.js" in addresses
    assert sum(sent_bytes(anna.browser, each) for each in addresses) < 120_000


def sent_bytes(browser: TestClient, address: str) -> int:
    """How many bytes an answer has as it is sent, compressed."""
    with browser.stream("GET", address, headers={"Accept-Encoding": "gzip, deflate, br"}) as answer:
        return sum(map(len, answer.iter_raw()))


def test_the_page_has_every_building_block_to_copy_without_a_script(tmp_path: Path) -> None:
    page = sit_down(make_state(tmp_path), "anna").read(f"/desk/text/{FILE}")
    copied = [example.get_text() for example in page.select("#blocks pre")]
    assert copied == [example.text for example in block_examples()]


def test_a_page_that_the_desk_shows_leads_to_no_list_of_drafts(tmp_path: Path) -> None:
    state = make_state(tmp_path, posts__2026__udkast=post_text(titel="Udkast", status="kladde"))
    page = sit_down(state, "anna").read("/desk/page/posts/2026/udkast.md")
    assert page.select_one(".notice")
    assert not page.select('a[href="/kladder/"]')


def test_a_page_by_itself_has_a_way_back_to_the_text(tmp_path: Path) -> None:
    page = sit_down(make_state(tmp_path), "anna").read(f"/desk/see/{FILE}")
    assert page.select_one(f'a[href="/desk/text/{FILE}"]')
    assert page.select_one(f'iframe[src="/desk/page/{FILE}"]')
