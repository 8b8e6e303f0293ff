"""What pages are handed."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from nyspor.checks.library import build_library
from nyspor.model.kinds import Comment, Post
from nyspor.model.library import PictureFile
from nyspor.model.stream import RELATED_WINDOW
from nyspor.site import view_models
from nyspor.site.image_renditions import renditions
from nyspor.text.danish import parse_date
from nyspor.text.plain_text import render_plain_text
from tests.builders import NOW, make_collection, make_library, make_post, parse_entry, post_text

POSTS = [make_post(f"nr-{n}", f"{n}. januar 2012") for n in range(1, 31)]


def addresses(count: int) -> list[tuple[str, int]]:
    return [
        (page.address, len(page.entries)) for page in view_models.pages_of("/x/", POSTS[:count])
    ]


def test_pages_are_numbered_from_the_oldest() -> None:
    assert addresses(9) == [("/x/", 9)]
    assert addresses(19) == [("/x/", 19)]
    assert addresses(20) == [("/x/", 10), ("/x/side/1/", 10)]
    assert addresses(30) == [("/x/", 10), ("/x/side/2/", 10), ("/x/side/1/", 10)]


@given(st.integers(min_value=0, max_value=29))
def test_a_new_post_changes_no_numbered_page(count: int) -> None:
    newest_first = list(reversed(POSTS))
    before = view_models.pages_of("/x/", newest_first[len(POSTS) - count :])
    after = view_models.pages_of("/x/", newest_first[len(POSTS) - count - 1 :])
    numbered = {page.address: page.entries for page in after if page.number}
    for page in before:
        if page.number:
            assert numbered[page.address] == page.entries


@given(st.integers(min_value=0, max_value=30))
def test_every_entry_is_on_one_page(count: int) -> None:
    found = [entry for page in view_models.pages_of("/x/", POSTS[:count]) for entry in page.entries]
    assert found == POSTS[:count]


def test_earlier_and_later_come_from_the_entry_s_own_track() -> None:
    first, other, last = (
        make_post("a", "2011"),
        make_post("b", "2012", tracks=()),
        make_post("c", "2013"),
    )
    earlier, later = make_library(first, other, last).neighbours(first)
    assert earlier is None
    assert later is not None
    assert later.key == "posts/c"


def test_related_are_older_so_that_a_new_post_disturbs_nobody() -> None:
    old, new = make_post("old", "2011"), make_post("new", "2013")
    library = make_library(old, new)
    assert [card.key for card in view_models.related(library, new)] == ["posts/old"]
    assert view_models.related(library, old) == ()


def test_what_is_similar_is_sought_among_the_nearest_only() -> None:
    earlier = [make_post(f"nr-{n:02}", f"{n}. januar 2012") for n in range(1, 31)]
    shared = make_post("faelles", "31. december 2011", topics=("aeldre",))
    new = make_post("ny", "2013", topics=("aeldre",))
    library = make_library(shared, *earlier, new)
    similar = [entry.key for entry in library.similar(new)]
    assert similar[0] == "posts/nr-30", "the latest of those that share as much"
    assert "posts/faelles" in similar, "the nearest on its topic, however far on its track"
    assert len(similar) == RELATED_WINDOW + 1


def test_a_list_shows_a_picture_once() -> None:
    image = {"file": "images/sti.png", "alt": "En sti", "credit": "Foto"}
    posts = [make_post("a", image=image), make_post("b"), make_post("c", image=image)]
    pictures = {"images/sti.png": PictureFile(1600, 1067, "d")}
    library = replace(make_library(*posts), pictures=pictures)
    shown = [bool(card.picture) for card in view_models.cards(library, posts)]
    assert shown == [True, False, False]
    (alone,) = view_models.cards(library, posts[2:])
    assert alone.picture, "in another list it is shown"


def test_hidden_entries_are_in_no_list() -> None:
    library = make_library(make_post("a", "2011", status="skjult"))
    assert "posts/a" in library.entries
    assert "posts/a" not in {entry.key for entry in library.listed}


def test_comments_on_a_hidden_entry_are_in_no_feed() -> None:
    shown, hidden = make_post("vist", "2011"), make_post("skjult", "2011", status="skjult")
    comments = {
        post.key: (
            Comment(id="1", entry=post.key, name="A.", received=parse_date("2012"), text="Hej"),
        )
        for post in (shown, hidden)
    }
    library = replace(make_library(shown, hidden), comments=comments)
    assert list(library.comments_in_feeds) == ["posts/vist"]
    assert view_models.feeds(library, shown)
    assert not view_models.feeds(library, hidden)
    assert view_models.threads(library, hidden), "its own page shows them"


def test_what_residents_write_stays_text() -> None:
    written = "<b>Hej</b> {{ 7*7 }}\nse https://x.example/a?b=1.\n\n[x](javascript:y)"
    assert str(render_plain_text(written)) == (
        "<p>&lt;b&gt;Hej&lt;/b&gt; {{ 7*7 }}<br>\n"
        'se <a href="https://x.example/a?b=1" rel="nofollow ugc">https://x.example/a?b=1</a>.</p>\n'
        "<p>[x](javascript:y)</p>"
    )


def test_pictures_are_never_made_wider_than_they_are() -> None:
    assert [r.width for r in renditions("images/a.png", PictureFile(1600, 1067, "d"))] == [
        400,
        800,
        1600,
    ]
    assert [r.width for r in renditions("images/a.png", PictureFile(700, 500, "d"))] == [400, 700]
    assert [r.width for r in renditions("images/a.png", PictureFile(300, 200, "d"))] == [300]


def test_a_link_to_a_file_with_an_ampersand_in_its_name_leads_there() -> None:
    file = "files/regler & råd.pdf"
    text = post_text("[x](<../../files/regler & råd.pdf>)")
    found = replace(make_collection(parse_entry(text)), files=frozenset({file}))
    library = build_library(found, NOW)
    (entry,) = library.of_kind(Post)
    assert 'href="nyspor:/filer/regler &amp; råd.pdf"' in view_models.prose(library, entry).html
