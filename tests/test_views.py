"""What pages are handed."""

from dataclasses import replace
from typing import Any
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from nyspor import views
from nyspor.gate import pass_gate
from nyspor.model.kinds import Post
from nyspor.model.library import NEAREST, Library, PictureFile
from nyspor.pictures import renditions
from nyspor.plain_text import plain_text
from tests.builders import NOW, a_library, a_post, content, post, reading

POSTS = [post(f"nr-{n}", f"{n}. januar 2012") for n in range(1, 31)]


def addresses(count: int) -> list[tuple[str, int]]:
    return [(page.address, len(page.entries)) for page in views.pages_of("/x/", POSTS[:count])]


def test_pages_are_numbered_from_the_oldest() -> None:
    assert addresses(9) == [("/x/", 9)]
    assert addresses(19) == [("/x/", 19)]
    assert addresses(20) == [("/x/", 10), ("/x/side/1/", 10)]
    assert addresses(30) == [("/x/", 10), ("/x/side/2/", 10), ("/x/side/1/", 10)]


@given(st.integers(min_value=0, max_value=29))
def test_a_new_post_changes_no_numbered_page(count: int) -> None:
    newest_first = list(reversed(POSTS))
    before = views.pages_of("/x/", newest_first[len(POSTS) - count :])
    after = views.pages_of("/x/", newest_first[len(POSTS) - count - 1 :])
    numbered = {page.address: page.entries for page in after if page.number}
    for page in before:
        if page.number:
            assert numbered[page.address] == page.entries


@given(st.integers(min_value=0, max_value=30))
def test_every_entry_is_on_one_page(count: int) -> None:
    found = [entry for page in views.pages_of("/x/", POSTS[:count]) for entry in page.entries]
    assert found == POSTS[:count]


def test_earlier_and_later_come_from_the_entry_s_own_track() -> None:
    first, other, last = post("a", "2011"), post("b", "2012", tracks=()), post("c", "2013")
    earlier, later = a_library(first, other, last).along(first)
    assert earlier is None
    assert later is not None
    assert later.key == "posts/c"


def test_related_are_older_so_that_a_new_post_disturbs_nobody() -> None:
    old, new = post("old", "2011"), post("new", "2013")
    library = a_library(old, new)
    assert [card.key for card in views.related(library, new)] == ["posts/old"]
    assert views.related(library, old) == ()


def test_what_is_akin_is_sought_among_the_nearest_only() -> None:
    earlier = [post(f"nr-{n:02}", f"{n}. januar 2012") for n in range(1, 31)]
    shared = post("faelles", "31. december 2011", topics=("aeldre",))
    new = post("ny", "2013", topics=("aeldre",))
    library = a_library(shared, *earlier, new)
    akin = [entry.key for entry in library.akin(new)]
    assert akin[0] == "posts/nr-30", "the latest of those that share as much"
    assert "posts/faelles" in akin, "the nearest on its topic, however far on its track"
    assert len(akin) == NEAREST + 1


SLUGS = [f"nr-{number}" for number in range(16)]


A_POST = st.fixed_dictionaries({
    "date": st.sampled_from([f"{day}. januar 2012" for day in range(1, 13)]),
    "tracks": st.sampled_from([("a",), ("b",), ("c",), ("a", "b"), ()]),
    "topics": st.sampled_from([("x",), ("y",), ("z",), ("x", "y"), ()]),
    "programme": st.sampled_from(["", "", "plan"]),
    "series": st.sampled_from(["", "", "rejsen"]),
    "related": st.sampled_from([(), (), ("posts/nr-0",), ("posts/nr-1",)]),
    "translation_of": st.sampled_from(["", "", "posts/nr-0", "posts/nr-2"]),
})  # fmt: skip


def posts_of(drawn: dict[str, dict[str, Any]]) -> dict[str, Post]:
    """By key, posts that share tracks, topics, series and days, and name each other."""
    return {f"posts/{slug}": post(slug, **fields) for slug, fields in drawn.items()}


SOME_POSTS = st.dictionaries(st.sampled_from(SLUGS), A_POST, min_size=8).map(posts_of)


def beside(library: Library, entry: Post) -> tuple[object, ...]:
    """What a post's page shows of others."""
    earlier, later = library.along(entry)
    others = (*views.related(library, entry), *views.series(library, entry))
    links = views.translations(library, entry)
    return (earlier and earlier.key, later and later.key, [other.key for other in others], links)


@settings(max_examples=300)
@given(SOME_POSTS, SOME_POSTS, st.sets(st.sampled_from(SLUGS), min_size=1, max_size=3))
def test_what_is_steady_shows_beside_it_what_it_showed(
    old: dict[str, Post], new: dict[str, Post], slugs: set[str]
) -> None:
    """Up to three posts come, go, or become others; whoever is called steady then is."""
    keys = {f"posts/{slug}" for slug in slugs}
    after = {key: it for key, it in old.items() if key not in keys}
    after |= {key: it for key, it in new.items() if key in keys}
    was, is_ = a_library(*old.values()), a_library(*after.values())
    moved = [posts[key] for posts in (old, after) for key in keys if key in posts]
    with patch("nyspor.model.library.NEAREST", 1):  # else all would be near in so small a library
        for entry in is_.steady_beside(moved):
            assert isinstance(entry, Post)
            assert beside(is_, entry) == beside(was, entry)


def test_few_are_not_steady_where_one_comes() -> None:
    new = post("ny", "15. januar 2012")
    steady = {entry.slug for entry in a_library(*POSTS, new).steady_beside([new])}
    assert {"nr-1", "nr-30"} <= steady
    assert steady.isdisjoint(f"nr-{n}" for n in range(14, 15 + NEAREST))


@given(SOME_POSTS, st.sampled_from(SLUGS))
def test_a_library_takes_over_what_an_earlier_one_knew_but_for_the_words(
    posts: dict[str, Post], slug: str
) -> None:
    key = f"posts/{slug}"
    was = a_library(*posts.values())
    shown(was)
    told = {
        k: it.model_copy(update={"title": "Nyt"}) if k == key else it for k, it in posts.items()
    }
    heir, stranger = (replace(was, entries=was.entries | told) for _ in range(2))
    heir.inherit(was, [key])
    assert "listed" in vars(heir), "it need not work that out"
    assert shown(heir) == shown(stranger)


def shown(library: Library) -> object:
    """Who is listed where, and what the posts' pages show of others."""
    posts = [entry for entry in library.listed if isinstance(entry, Post)]
    lists = (
        library.on_track("a"),
        library.about("x"),
        library.under("plan"),
        library.of_kind(Post),
    )
    return (library.listed, lists, [beside(library, post) for post in posts])


def test_a_library_takes_nothing_over_from_one_with_other_entries() -> None:
    library = a_library(*POSTS[1:])
    library.inherit(a_library(*POSTS), ["posts/nr-2"])
    assert [entry.key for entry in library.listed].count("posts/nr-1") == 0


def test_only_the_subjects_of_a_post_have_something_new_where_it_comes() -> None:
    elsewhere = post("a", tracks=())
    here = post("b", topics=("aeldre",), municipality="roskilde")
    library = a_library(elsewhere, here)
    subjects = {"/spor/gode-leveaar/", "/temaer/aeldre/", "/kommuner/roskilde/"}
    assert set(library.subjects_without([elsewhere])) == subjects
    assert set(library.subjects_without([elsewhere, here])) == set()


def test_hidden_entries_are_in_no_list() -> None:
    library = a_library(post("a", "2011", status="skjult"))
    assert "posts/a" in library.entries
    assert library.listed == tuple(library.of_kind(type(library.listed[0])))


def test_what_residents_write_stays_text() -> None:
    written = "<b>Hej</b> {{ 7*7 }}\nse https://x.example/a?b=1.\n\n[x](javascript:y)"
    assert str(plain_text(written)) == (
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
    text = a_post("[x](<../../files/regler & råd.pdf>)")
    found = replace(content(reading(text)), files=frozenset({file}))
    library = pass_gate(found, NOW)
    (entry,) = library.of_kind(Post)
    assert 'href="nyspor:/filer/regler &amp; råd.pdf"' in views.prose(library, entry).html
