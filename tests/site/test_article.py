"""What an article's page says besides its text, with small builders."""

from nyspor.model.kinds import Entry
from nyspor.model.library import Library
from nyspor.model.site import Site
from nyspor.site import structured_data
from tests.builders import make_library, make_post

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
