"""Structured data, and the pages that a public site must have."""

from nyspor.model.kinds import Workgroup
from nyspor.model.library import Library
from nyspor.model.site import Site
from nyspor.model.values import Meeting, Person
from nyspor.plugins.legal_pages import statement
from nyspor.site import structured_data
from nyspor.text.danish import parse_date
from tests.builders import NOW, VOCABULARIES, make_library, make_post

SITE = Site("Nyspor", "", "https://x.example")


def test_a_post_is_a_posting_with_what_is_known_of_it() -> None:
    entry = make_post(
        "a", "3. marts 2012", municipality="roskilde", authors=(Person(name="Joy Mogensen"),)
    )
    (thing,) = structured_data.about(make_library(entry), SITE, entry)
    assert thing["@type"] == "BlogPosting"
    assert thing["datePublished"] == "2012-03-03"
    assert thing["author"] == [{"@type": "Person", "name": "Joy Mogensen"}]
    assert thing["url"] == "https://x.example/indlaeg/a/"
    assert "image" not in thing


def test_what_is_made_up_is_not_presented_as_true() -> None:
    entry = make_post("a", "2012", example=True)
    assert structured_data.about(make_library(entry), SITE, entry) == ()


def test_meetings_to_come_are_events() -> None:
    meetings = tuple(
        Meeting(id=name, start=parse_date(start), place="Skolen", cancelled=name == "b")
        for name, start in (
            ("a", "2. januar 2027 kl. 19.00"),
            ("b", "3. januar 2027"),
            ("c", "1. maj 2020"),
        )
    )
    group = Workgroup(slug="g", title="Gruppen", summary="…", meetings=meetings)
    library = Library(now=NOW, entries={group.key: group}, vocabularies=VOCABULARIES)
    first, second = structured_data.about(library, SITE, group)
    assert first["startDate"] == "2027-01-02T19:00+01:00"
    assert second["eventStatus"] == "https://schema.org/EventCancelled"


def test_the_statement_is_found_by_the_site_s_own_name() -> None:
    assert (
        statement("https://innovation.kommune.dk/blog")
        == "https://was.digst.dk/innovation-kommune-dk"
    )
    assert statement("http://127.0.0.1:8000") == "https://was.digst.dk/127-0-0-1"
