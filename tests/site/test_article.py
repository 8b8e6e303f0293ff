"""What an article's page says besides its text, with small builders."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from nyspor.model.document import Body, Reference
from nyspor.model.kinds import Entry, Municipality
from nyspor.model.library import Library, PictureFile
from nyspor.model.site import Site
from nyspor.model.values import Contact
from nyspor.site import structured_data, view_models
from nyspor.site.contacts import contact_for
from tests.builders import library_from, make_library, make_post, post_text

SITE = Site("Nyspor", "", "https://x.example")


def abstract(library: Library, entry: Entry) -> object:
    """What search engines are told that the entry says in brief."""
    (thing,) = structured_data.about(library, SITE, entry)
    return thing.get("abstract")


def test_search_engines_are_told_a_text_in_brief() -> None:
    long, short = make_post("lang", in_brief=("Stien er åben.", "Der er ni bænke.")), make_post("a")
    library = make_library(long, short)
    assert abstract(library, long) == "Stien er åben. Der er ni bænke."
    assert abstract(library, short) is None


def track_with(more: str) -> tuple[str, str]:
    return (
        "tracks/x.md",
        f"---\ntitel: Spor\nresume: Et spor.\nkommune: roskilde\n{more}---\n\nTekst.\n",
    )


def group_with(more: str) -> tuple[str, str]:
    return (
        "workgroups/x.md",
        f"---\ntitel: Gruppen\nresume: En gruppe.\nspor: [x]\nkontakt: {{navn: Lederen}}\n{more}---\n\nTekst.\n",
    )


def asked(*texts: tuple[str, str], body: str = "Tekst.", **municipality: Any) -> str | None:
    """Who a post on the track `x` says can be asked, beside these texts."""
    post = ("posts/2012/a.md", post_text(body, spor="[x]", kommune="roskilde"))
    library = library_from(post, *texts)
    place = Municipality(slug="roskilde", name="Roskilde Kommune", **municipality)
    library = replace(
        library, vocabularies=replace(library.vocabularies, municipalities={"roskilde": place})
    )
    contact = contact_for(library, library.entries["posts/a"])
    return contact and contact.name


def test_the_contact_is_that_of_the_track_else_of_its_workgroup_else_of_the_municipality() -> None:
    own: dict[str, Any] = {"contact": Contact(name="Rådhuset")}
    secretariat = track_with("kontakt: {navn: Sekretariatet}\n")
    assert asked(secretariat, group_with(""), **own) == "Sekretariatet"
    assert asked(track_with(""), group_with(""), **own) == "Lederen"
    assert asked(track_with(""), group_with("ophører: 1. november 2026\n"), **own) == "Rådhuset"


def test_a_municipality_without_a_contact_is_asked_on_its_own_site() -> None:
    assert asked(track_with(""), url="https://kommune.example") == "Roskilde Kommune"
    assert asked(track_with("")) is None


def test_a_text_that_says_whom_to_turn_to_says_it_once() -> None:
    block = "::: kontakt\nnavn: Redaktionen\n:::"
    assert asked(track_with("kontakt: {navn: Sekretariatet}\n"), body=block) is None


@pytest.mark.parametrize(("in_text", "beside"), [("Redaktionen", "Lederen"), ("Lederen", None)])
def test_a_contact_in_the_text_hides_no_other_that_the_writer_has_filled_in(
    in_text: str, beside: str | None
) -> None:
    file, text = group_with("")
    library = library_from(track_with(""), (file, f"{text}\n::: kontakt\nnavn: {in_text}\n:::\n"))
    contact = contact_for(library, library.entries["workgroups/x"])
    assert (contact and contact.name) == beside


def keys(entries: Iterable[Entry | None]) -> list[str]:
    return [entry.slug for entry in entries if entry]


def test_what_leads_on_stands_once_on_a_page() -> None:
    posts = [make_post(f"nr-{n}", f"{n}. januar 2012") for n in range(1, 8)]
    library = make_library(*posts)
    earlier, later = library.neighbours(posts[5])
    assert keys((earlier, later)) == ["nr-5", "nr-7"]
    related = view_models.related(library, posts[5], filter(None, (earlier, later)))
    assert keys(related) == ["nr-4", "nr-3", "nr-2"], "three at most, none of the two"
    chosen = make_post("nr-8", "8. januar 2012", related=("posts/nr-1", "posts/nr-7"))
    library = make_library(*posts, chosen)
    assert keys(view_models.related(library, chosen, [posts[6]])) == ["nr-1", "nr-6", "nr-5"]


def test_a_post_without_a_track_lies_between_others_of_the_blog() -> None:
    posts = [make_post(f"nr-{n}", f"{n}. januar 2012", tracks=()) for n in range(1, 4)]
    assert keys(make_library(*posts).neighbours(posts[1])) == ["nr-1", "nr-3"]


def test_the_picture_of_a_page_is_not_repeated_in_its_lists() -> None:
    image = {"file": "images/sti.png", "alt": "En sti", "credit": "Foto"}
    one, other = make_post("a", image=image), make_post("b", image=image)
    pictures = {"images/sti.png": PictureFile(1600, 1067, "d")}
    library = replace(make_library(one, other), pictures=pictures)
    (card,) = view_models.cards(library, [other], beside=one)
    assert card.picture is None


def test_nor_is_a_picture_of_its_text() -> None:
    image = {"file": "images/sti.png", "alt": "En sti", "credit": "Foto"}
    one, other = make_post("a"), make_post("b", image=image)
    library = make_library(one, other)
    bodies = library.bodies | {one.key: Body(images=(Reference("../images/sti.png", 1),))}
    pictures = {"images/sti.png": PictureFile(1600, 1067, "d")}
    library = replace(library, pictures=pictures, bodies=bodies)
    (card,) = view_models.cards(library, [other], beside=one)
    assert card.picture is None
